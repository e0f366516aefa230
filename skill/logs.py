"""What is written to the log, and how: JSON, an object a line; one line a turn, and one for whatever else went wrong.

Anybody may come to read a log. So nothing of what an athlete said or was told is ever in it, no fact about them, no
token, and no id of theirs, of a device or a session; an athlete is a keyed hash. What others' libraries log goes
through the same form, with the words left out that may hold something of a request.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

_PACKAGE = Path(__file__).parent

_log = logging.getLogger("skill.turn")

OUTCOMES: Mapping[str, tuple[int, str]] = {
    "answered": (logging.INFO, "A turn was answered."),
    "notice": (logging.INFO, "A notice was taken."),
    "refused": (logging.WARNING, "A request for another skill was refused."),
    "apologised": (logging.ERROR, "A turn failed, and was apologised for: %(error)s at %(at)s."),
    "failed": (logging.ERROR, "A turn failed, and was not answered: %(error)s at %(at)s."),
}
"""How a turn can end: the level of its line, and a sentence for people."""

TOLD = ("outcome", "request", "athlete", "intent", "verdict", "latency_ms", "error", "at")
"""All that a turn's line says, beside time, level, logger and message. No rule: its name can tell how sore one is."""

_AMAZONS_REQUEST_ID = re.compile(r"amzn1\.echo-api\.request\.[0-9a-fA-F-]{1,64}")
_HASH_BYTES = 8
"""Enough to tell a billion athletes apart."""

_turn: ContextVar[dict[str, Any] | None] = ContextVar("turn", default=None)


class TurnLog:
    """Writes the line about each turn."""

    def __init__(self, key: bytes, timer: Callable[[], float]) -> None:
        """Set up a log of turns.

        Args:
            key: makes the hash of an athlete; whoever has it can tell whose lines are whose.
            timer: seconds since any moment, for how long a turn took.
        """
        self._key, self._timer = blake2b(key).digest(), timer  # a key of the length that its hash takes

    def turn(self, request_id: str, athlete_id: str) -> _Turn:
        """Write the line once this turn is over, with what was noted in it; how it ended is "answered" until noted."""
        told: dict[str, Any] = {
            "outcome": "answered",
            "request": request_id if _AMAZONS_REQUEST_ID.fullmatch(request_id) else None,
            "athlete": self._hash(athlete_id) if athlete_id else None,
        }
        return _Turn(told, self._timer)

    def _hash(self, athlete_id: str) -> str:
        """Not to be undone without the key."""
        return blake2b(athlete_id.encode(errors="replace"), key=self._key, digest_size=_HASH_BYTES).hexdigest()


class _Turn:
    """A turn that is going on, and then is over."""

    def __init__(self, told: dict[str, Any], timer: Callable[[], float]) -> None:
        self._told, self._timer = told, timer

    def __enter__(self) -> None:
        self._started, self._outer = self._timer(), _turn.set(self._told)

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        told = self._told
        if isinstance(error, Exception) and told["outcome"] == "answered":
            told |= {"outcome": "failed", **whereabouts(error)}
        told["latency_ms"] = round((self._timer() - self._started) * 1000, 1)
        level, sentence = OUTCOMES[told["outcome"]]
        try:
            if _log.isEnabledFor(level):  # `Logger.log` would look for its caller, whom nobody asks for
                _log.handle(_log.makeRecord(_log.name, level, __file__, 0, sentence, (told,), None))
        finally:
            _turn.reset(self._outer)


def note(**told: str | None) -> None:
    """Have the line of the turn that is going on say this too; the names are those of `TOLD`."""
    turn = _turn.get()
    if turn is not None:
        turn.update(told)


def whereabouts(error: BaseException) -> dict[str, str]:
    """What kind of error it was, and where in our own code it came up; never its message, which may hold words."""
    return {"error": type(error).__name__, "at": _place(error.__traceback__)}


def _place(traceback: TracebackType | None) -> str:
    """The innermost line of ours, as "skill/app.py:70"; "elsewhere" if none is."""
    place = "elsewhere"
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = f"{file.relative_to(_PACKAGE.parent).as_posix()}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


class JsonLines(logging.Formatter):
    """A record as one line of JSON. Exceptions are named, not told."""

    def __init__(self, *, end: str = "") -> None:
        super().__init__()
        self._end = end

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            **_about_the_turn(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told |= whereabouts(record.exc_info[1])
        return json.dumps(told) + self._end


def _message(record: logging.LogRecord) -> str:
    """Our own sentences as they are. Of others' the pattern without what goes in it; a finished text is left out.

    Gunicorn's notes about its own coming and going are as harmless as ours; what it says of requests is a warning.
    """
    root = record.name.partition(".")[0]
    if root == "skill" or (root == "gunicorn" and record.levelno < logging.WARNING):
        return record.getMessage()
    pattern = record.msg if isinstance(record.msg, str) and record.args else "(left out)"
    return f"{pattern} ({record.module}:{record.lineno})"


def _about_the_turn(record: logging.LogRecord) -> Mapping[str, Any]:
    """The whole of what is told of a turn in its own line; in other lines, the request that they belong to."""
    if record.name == _log.name and isinstance(record.args, dict):
        return {name: record.args.get(name) for name in TOLD}
    turn = _turn.get()
    return {"request": turn["request"]} if turn else {}


class _Stderr(logging.Handler):
    """Writes to whatever standard error is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except Exception:  # noqa: BLE001 (a log that cannot be written costs nobody an answer)
            self.handleError(record)


def write_to_stderr(level: int) -> None:
    """Log to standard error from now on, in JSON: what our own code says from this level on, others' from WARNING on.

    On a laptop nothing is set up: Python itself then shows the sentences of WARNING and above.
    """
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Stderr)]:
        root.removeHandler(handler)
    handler = _Stderr()
    handler.setFormatter(JsonLines())
    root.addHandler(handler)
    _say_no_more_than(level)


def write_to_lambda(level: int) -> None:
    """Log through the handler that Lambda has set up, which ends no line by itself; levels as in `write_to_stderr`."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines(end="\n"))
    _say_no_more_than(level)


def _say_no_more_than(level: int) -> None:
    logging.getLogger().setLevel(max(level, logging.WARNING))
    logging.getLogger("skill").setLevel(level)
    logging.raiseExceptions = False  # what cannot be formatted would be shown with all its words
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # nobody reads that of a record
