"""Where AWS Lambda comes in: one skill, put together once per process, answers every event.

Settings are read while the module is imported, so a function without a skill id fails when it starts, with a
sentence in its log, and not at the first athlete's question. Whether an event is meant for this skill is checked by
`skill.app`, as it is for every other way in.

Where Lambda starts functions from a snapshot (SnapStart), all that a turn may need is imported and tried before it is
taken; in every copy the skill is put together anew: its key for the log, its chance and its connections are its own.
"""

from __future__ import annotations

import gc

gc.disable()  # what starting makes, it keeps; looking for what it does not took a twelfth of its time

import os  # noqa: E402
from contextlib import suppress  # noqa: E402
from importlib import import_module  # noqa: E402
from ssl import RAND_add  # noqa: E402
from typing import Any  # noqa: E402

from skill import logs  # noqa: E402
from skill.app import never_silent, served_skill  # noqa: E402
from skill.settings import STORE, Settings, logging_level  # noqa: E402


class Function:
    """The skill of this process."""

    def __init__(self) -> None:
        # Without a table to remember in, nobody is remembered: what a function writes to its own disk is soon gone.
        self._settings = Settings.from_environment({STORE: "memory://", **os.environ})
        self._settings.require_skill_id()
        logs.write_to_lambda(logging_level(self._settings))
        self.wake()

    def wake(self) -> None:
        """Put the skill together, with nothing that another copy of this process has too."""
        self._answer = never_silent(served_skill(self._settings), dict)

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        """Answer one request."""
        return self._answer(event)


_function = Function()
gc.freeze()
gc.enable()


def rehearse() -> None:
    """Do once what else a first turn would take time for, before Lambda takes a snapshot."""
    import_module("rehearsal").rehearse_turns()


def wake() -> None:
    """Be a process of one's own, in a copy of the snapshot."""
    RAND_add(os.urandom(32), 32.0)  # OpenSSL's chance was in the snapshot too
    _function.wake()


with suppress(ModuleNotFoundError):  # Lambda's runtime has it, other places need not
    hooks = import_module("snapshot_restore_py")
    hooks.register_before_snapshot(rehearse)
    hooks.register_after_restore(wake)


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
    return _function.answer(event)
