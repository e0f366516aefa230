"""Listens to every logger while tests run, and remembers what should not have been said: see the fixture in `conftest`.

Each record of each logger, at any level, is looked at in full: the message with its arguments, an exception with its
traceback, and the line that our own formatter makes of it. Tests hand in what servers wrote in other processes.
"""

from __future__ import annotations

import logging

from skill.logs import OUTCOMES, TOLD, JsonLines
from tests import planted

_TURN = "skill.turn"


class Listener(logging.Handler):
    """Remembers leaks until they are taken."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self._leaks: list[str] = []
        self._plain, self._json = logging.Formatter(), JsonLines()

    def listen(self) -> None:
        """Hear everything from now on, of every logger that does not say otherwise."""
        root = logging.getLogger()
        root.addHandler(self)
        root.setLevel(logging.DEBUG)

    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record."""
        texts = [self._plain.format(record), self._json.format(record)]
        texts += [] if record.args is None else [repr(record.args)]
        self._leaks += [f"{record.name} logged {text}" for text in texts if planted.is_in(text)]
        self._leaks += [f"A turn's line told of {unheard_of}" for unheard_of in _beyond_what_may_be_told(record)]

    def look_at(self, output: str) -> None:
        """Look at what a program wrote."""
        self._leaks += [f"A program wrote {line}" for line in output.splitlines() if planted.is_in(line)]

    def take(self) -> list[str]:
        """What leaked since it was last asked."""
        leaks, self._leaks = self._leaks, []
        return leaks


def _beyond_what_may_be_told(record: logging.LogRecord) -> list[str]:
    """Soreness and other facts can hardly be told from any number; so a turn's line says what is listed and no more."""
    if record.name != _TURN:
        return []
    if not isinstance(record.args, dict) or record.msg not in {sentence for _, sentence in OUTCOMES.values()}:
        return ["something else than a turn"]
    return sorted(set(record.args) - set(TOLD))


LISTENER = Listener()
"""One for the whole process, as its loggers are."""
