"""Whole conversations as text: read from a file, replayed on a device, compared with what was expected.

The format is for people; `tests/dialogues/README.md` explains it by example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import ndiff
from fnmatch import fnmatchcase
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from skill.simulator.envelope import simple_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from skill.simulator.device import Device, Turn
    from skill.simulator.envelope import Json

    SetUp = Callable[["Dialogue", Callable[[], datetime]], Device]

# Things that happen without words stand in brackets.
WORDLESS: Mapping[str, Callable[[Device], Turn]] = {
    "(opens the skill)": lambda device: device.open(),
    "(silence)": lambda device: device.silence(),
    "(leaves)": lambda device: device.leave(),
}
NOTHING = "none"

REMINDERS = ("allowed", "asked for", "denied", "not answered", "no zone", "late", "400", "401", "403", "429", "500")
"""How Amazon's reminders behave in a dialogue: allowed from the start; allowed, denied or left open when asked for;
with a device whose zone is not known; never answering; or refusing everything with a status."""


class DialogueError(Exception):
    """A dialogue file cannot be read; the message says which line and why."""


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

    def mismatch(self, turn: Turn) -> Mismatch | None:
        """Compare with what came; None if it holds."""
        got = _SUBJECTS[self.subject.partition(" ")[0]](turn, self.subject.partition(" ")[2])
        return None if _COMPARISONS[self.how](self.value, got) else Mismatch(self, turn.utterance, got)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that did not hold; `got` is what came instead."""

    expectation: Expectation
    utterance: str
    got: str

    def __str__(self) -> str:
        expected = self.expectation
        place = f"line {expected.line}, after “{self.utterance or 'silence'}”: {expected.subject}{expected.how}"
        difference = ndiff([expected.value], [self.got])
        return "\n".join([place, *(f"    {line.rstrip()}" for line in difference)])


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in a dialogue, and what is expected of the answer; `at` is when, aware."""

    line: int
    utterance: str
    at: datetime
    expectations: tuple[Expectation, ...] = ()


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation.

    Attributes:
        locale: the language of the device.
        time_zone: IANA name of the zone the device stands in.
        reminders: how Amazon's reminders behave, one of `REMINDERS`.
        said: what is said, in order.
    """

    locale: str = "en-US"
    time_zone: str = ""
    reminders: str = REMINDERS[0]
    said: tuple[Said, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Dialogue:
        """Read a dialogue.

        Raises:
            DialogueError: if a line makes no sense; the message says which.
        """
        reading = _Reading()
        for number, line in _lines(text):
            reading.read(number, line)
        return replace(reading.dialogue, said=tuple(reading.said))


def replay(dialogue: Dialogue, set_up: SetUp) -> list[Mismatch]:
    """Hold a dialogue with a device and say what came otherwise than expected.

    What Amazon would object to counts as unexpected, whether the dialogue mentions it or not.

    Args:
        dialogue: what is said and expected.
        set_up: makes the device, given the dialogue and the clock to go by.
    """
    clock = _Clock()
    device = set_up(dialogue, clock)
    return [mismatch for said in dialogue.said for mismatch in _say(device, clock, said)]


def _say(device: Device, clock: _Clock, said: Said) -> Iterator[Mismatch]:
    clock.time = said.at
    turn = WORDLESS[said.utterance](device) if said.utterance in WORDLESS else device.say(said.utterance)
    platform = (Expectation(said.line, "problems", ":", NOTHING),)
    return filter(None, (one.mismatch(turn) for one in chain(said.expectations, platform)))


class _Clock:
    """Stands still until it is set."""

    time: datetime

    def __call__(self) -> datetime:
        return self.time


# What of an answer can be looked at, and how it can be compared


def _slot(turn: Turn, name: str) -> str:
    slots: Json = turn.request["request"].get("intent", {}).get("slots", {}) if turn.exchanges else {}
    return ", ".join(_id_or_value(value) for value in simple_values(slots.get(name, {}))) or NOTHING


def _id_or_value(value: Json) -> str:
    authorities = value.get("resolutions", {}).get("resolutionsPerAuthority", ())
    ids = [match["value"]["id"] for authority in authorities for match in authority.get("values", ())]
    return str(ids[0] if ids else value["value"])


_SUBJECTS: Mapping[str, Callable[[Turn, str], str]] = {
    "coach": lambda turn, _: turn.speech or NOTHING,
    "reprompt": lambda turn, _: turn.reprompt or NOTHING,
    "intent": lambda turn, _: turn.intent or NOTHING,
    "verdict": lambda turn, _: str(turn.trace.get("verdict") or NOTHING),
    "rule": lambda turn, _: str(turn.trace.get("rule") or NOTHING),
    "session": lambda turn, _: "open" if turn.session_open else "closed",
    "slot": _slot,
    "rings": lambda turn, _: " ".join(turn.rung) or NOTHING,
    "problems": lambda turn, _: " ".join(turn.problems) or NOTHING,
}
_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    ":": lambda expected, got: expected == got,
    "*": lambda expected, got: fnmatchcase(got, expected),
    "~": lambda expected, got: re.search(_bare(expected), got) is not None,
    "!": lambda expected, got: re.search(_bare(expected), got) is None,
}


def _bare(pattern: str) -> str:
    """A regular expression without the slashes it may stand between."""
    return re.sub(r"^/(.*)/$", r"\1", pattern)


# Reading

_NOW = "now is written like 2026-11-22 09:00 America/New_York, and the zone may be left out later on"
_ENTRY = re.compile(r"(?P<subject>[a-z]+(?: \w+)?)\s*(?P<how>[:*~!])\s*(?P<value>.*)")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with something on them, numbered; one that begins with a space goes on with the line before."""
    held: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1].isspace() and line.strip() and held:
            held = held[0], f"{held[1]} {line.strip()}"
        elif line.strip() and not line.startswith("#"):
            yield from (held,) if held else ()
            held = number, line.strip()
    yield from (held,) if held else ()


@dataclass
class _Reading:
    """A dialogue as far as it is read."""

    dialogue: Dialogue = field(default_factory=Dialogue)
    at: datetime | None = None
    said: list[Said] = field(default_factory=list)

    def read(self, number: int, line: str) -> None:
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            raise _error(number, f"{line!r} is none of: you, now, locale, reminders, {', '.join(_SUBJECTS)}")
        subject, how, value = entry["subject"], entry["how"], entry["value"].strip()
        if how == ":" and subject in self._SETTING:
            self._SETTING[subject](self, number, value)
        else:
            self._expect(Expectation(number, subject, how, value))

    def _now(self, number: int, value: str) -> None:
        day, hour, zone = (*value.split(), self.dialogue.time_zone, "", "")[:3]
        if zone not in available_timezones():
            raise _error(number, _NOW)
        try:
            self.at = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ZoneInfo(zone))
        except ValueError as error:
            raise _error(number, _NOW) from error
        self.dialogue = replace(self.dialogue, time_zone=zone)

    def _locale(self, _: int, value: str) -> None:
        self.dialogue = replace(self.dialogue, locale=value)

    def _reminders(self, number: int, value: str) -> None:
        if value not in REMINDERS:
            raise _error(number, f"{value!r} is none of: {', '.join(REMINDERS)}")
        self.dialogue = replace(self.dialogue, reminders=value)

    def _you(self, number: int, value: str) -> None:
        if self.at is None:
            raise _error(number, "the time has to be said before the first word, such as now: 2026-11-22 09:00 UTC")
        if not value:
            raise _error(number, "nothing is said; silence is written (silence)")
        if value.startswith("(") and value not in WORDLESS:
            raise _error(number, f"{value} is none of: {', '.join(WORDLESS)}")
        self.said.append(Said(number, value, self.at))

    def _expect(self, expectation: Expectation) -> None:
        kind, _, detail = expectation.subject.partition(" ")
        if kind not in _SUBJECTS or bool(detail) != (kind == "slot"):
            raise _error(expectation.line, f"{expectation.subject!r} is none of: {', '.join(_SUBJECTS)}")
        if not self.said:
            raise _error(expectation.line, "nothing was said yet that this could be the answer to")
        last = self.said[-1]
        self.said[-1] = replace(last, expectations=(*last.expectations, expectation))

    _SETTING = {"now": _now, "locale": _locale, "reminders": _reminders, "you": _you}  # noqa: RUF012 - a dispatch table, never changed


def _error(line: int, message: str) -> DialogueError:
    return DialogueError(f"Line {line}: {message}.")
