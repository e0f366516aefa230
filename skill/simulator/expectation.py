"""What a dialogue file expects of an answer, and whether it came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from skill.simulator.envelope import simple_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skill.simulator.device import Turn
    from skill.simulator.envelope import Json

NOTHING = "none"
EXACTLY = ":"
PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Something that should hold of an answer.

    Attributes:
        line: where it stands in the file, from 1.
        subject: what is looked at, such as ``coach``, ``verdict`` or ``slot soreness``.
        how: ``:`` the very words, ``*`` a glob, ``~`` a regular expression found in it, ``!`` one not found in it.
        value: what is expected.
    """

    line: int
    subject: str
    how: str
    value: str

    def holds(self, got: str) -> bool:
        """Whether what came is what is expected."""
        return _COMPARISONS[self.how](self.value, got)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that did not hold.

    Attributes:
        said: the line of what was said before.
        utterance: what was said, as the dialogue has it.
        got: what came instead.
    """

    expectation: Expectation
    said: int
    utterance: str
    got: str


def wrong_with(subject: str, how: str, value: str) -> str | None:
    """Say in a sentence why this can be expected of no answer; None if it can."""
    kind, _, detail = subject.partition(" ")
    if kind not in _SUBJECTS or bool(detail) != (kind == "slot"):
        return f"{subject!r} is none of: {', '.join(SUBJECTS)}"
    try:
        re.compile(_bare(value) if how in _SEARCHED else "")
    except re.error as error:
        return f"{value!r} is no regular expression: {error}"
    return None


def found(turn: Turn, subject: str) -> str:
    """What a turn has for a subject, as dialogue files write it; `NOTHING` where there is nothing."""
    kind, _, detail = subject.partition(" ")
    return " ".join(_SUBJECTS[kind](turn, detail).split()) or NOTHING


def slots_filled(turn: Turn) -> list[str]:
    """The names of the slots that were sent with a value."""
    return [name for name, slot in _slots(turn).items() if simple_values(slot)]


def _slot(turn: Turn, name: str) -> str:
    return ", ".join(_id_or_value(value) for value in simple_values(_slots(turn).get(name, {})))


def _slots(turn: Turn) -> Json:
    slots: Json = turn.request["request"].get("intent", {}).get("slots", {}) if turn.exchanges else {}
    return slots


def _id_or_value(value: Json) -> str:
    authorities = value.get("resolutions", {}).get("resolutionsPerAuthority", ())
    ids = [match["value"]["id"] for authority in authorities for match in authority.get("values", ())]
    return str(next(filter(None, ids), value["value"]))


_SUBJECTS: Mapping[str, Callable[[Turn, str], str]] = {
    "coach": lambda turn, _: turn.speech,
    "reprompt": lambda turn, _: turn.reprompt,
    "intent": lambda turn, _: turn.intent,
    "verdict": lambda turn, _: str(turn.trace.get("verdict") or ""),
    "rule": lambda turn, _: str(turn.trace.get("rule") or ""),
    "session": lambda turn, _: "open" if turn.session_open else "closed",
    "slot": _slot,
    "rings": lambda turn, _: " ".join(turn.rung),
    PROBLEMS: lambda turn, _: " ".join(turn.problems),
}
SUBJECTS = tuple(_SUBJECTS)

_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    EXACTLY: lambda expected, got: " ".join(expected.split()) == got,
    "*": lambda expected, got: fnmatchcase(got, expected),
    "~": lambda expected, got: re.search(_bare(expected), got) is not None,
    "!": lambda expected, got: re.search(_bare(expected), got) is None,
}
_SEARCHED = ("~", "!")


def _bare(pattern: str) -> str:
    """A regular expression without the slashes it may stand between."""
    return re.sub(r"^/(.*)/$", r"\1", pattern)
