"""Where AWS Lambda comes in: one skill, put together once per process, answers every event.

Settings are read while the module is imported, so a function without a skill id fails when it starts, with a
sentence in its log, and not at the first athlete's question. Whether an event is meant for this skill is checked by
`skill.app`, as it is for every other way in.
"""

from __future__ import annotations

import os
from typing import Any

from skill import logs
from skill.app import never_silent, served_skill
from skill.settings import STORE, Settings, logging_level

# Without a table to remember in, nobody is remembered: what a function writes to its own disk is soon gone.
_settings = Settings.from_environment({STORE: "memory://", **os.environ})
_settings.require_skill_id()
logs.write_to_lambda(logging_level(_settings))
_answer = never_silent(served_skill(_settings), dict)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one Alexa request.

    Args:
        event: the request envelope, as JSON.
        _context: Lambda's own; nothing in it is needed.

    Returns:
        The response envelope, as JSON.

    Raises:
        NotOurSkill: if the request was meant for another skill; Lambda reports it as a failed invocation.
        Unanswered: if a skill event could not be taken, so that Amazon delivers it again.
    """
    return _answer(event)
