"""Where AWS Lambda comes in: one skill, put together once per process, answers every event.

Settings are read while the module is imported, so a function without a skill id fails when it starts, with a
sentence in its log, and not at the first athlete's question. Whether an event is meant for this skill is checked by
`skill.app`, as it is for every other way in.
"""

from __future__ import annotations

import os
from typing import Any

from skill import logs
from skill.app import NotOurSkill, served_skill
from skill.settings import STORE, Settings, logging_level


class Unanswered(Exception):  # noqa: N818 (reads as what it says)
    """A request broke the skill itself; the message says where, and nothing of the request."""


# Without a table to remember in, nobody is remembered: what a function writes to its own disk is soon gone.
_settings = Settings.from_environment({STORE: "memory://", **os.environ})
_settings.require_skill_id()
logs.write_to_lambda(logging_level(_settings))
_respond = served_skill(_settings)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one Alexa request.

    Args:
        event: the request envelope, as JSON.
        _context: Lambda's own; nothing in it is needed.

    Returns:
        The response envelope, as JSON.

    Raises:
        NotOurSkill: if the request was meant for another skill; Lambda reports it as a failed invocation.
        Unanswered: if the skill broke. Lambda logs an exception with its message, which could hold words.
    """
    try:
        return _respond(event)
    except NotOurSkill:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, its message stays here)
        message = "{error} at {at}".format(**logs.whereabouts(error))
        raise Unanswered(message) from None
