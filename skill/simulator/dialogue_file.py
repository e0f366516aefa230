"""Whole conversations as text: the format, read. It is for people; `docs/dialogues.md` explains it by example.

Held they are by `skill.simulator.replaying`, written by `skill.simulator.recording`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from skill.simulator import expectation
from skill.simulator.expectation import EXACTLY, SUBJECTS, Expectation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skill.simulator.envelope import Json

# Things that happen without words stand in brackets.
OPENS, SILENCE, LEAVES = "(opens the skill)", "(silence)", "(leaves)"
WORDLESS = (OPENS, SILENCE, LEAVES)

REMINDERS = ("allowed", "asked for", "denied", "not answered", "no zone", "late", "400", "401", "403", "429", "500")
"""How Amazon's reminders behave in a dialogue: allowed from the start; allowed, denied or left open when asked for;
with a device whose zone is not known; never answering; or refusing everything with a status."""

STORES = ("works", "broken", "none")
"""How the store of what is remembered behaves: it works; it neither reads nor writes; there is none."""

DEVICES = ("speaker", "screen")
"""The kinds of Echo."""

FIRST = "first"
"""For `Dialogue.wording`: of several wordings always the first."""


class DialogueError(Exception):
    """A dialogue file cannot be read; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said in a dialogue, and what is expected of the answer.

    Attributes:
        line: where it stands in the file, from 1.
        utterance: the words, or one of `WORDLESS`.
        at: when it is said, aware.
        expectations: what the answer is compared with.
        reminders: how Amazon's reminders behave by now, one of `REMINDERS`.
        store: how the store behaves by now, one of `STORES`.
    """

    line: int
    utterance: str
    at: datetime
    expectations: tuple[Expectation, ...] = ()
    reminders: str = REMINDERS[0]
    store: str = STORES[0]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A conversation, and all that it depends on.

    Attributes:
        locale: the language of the device.
        time_zone: IANA name of the zone the device stands in.
        reminders: how Amazon's reminders behave when it begins, one of `REMINDERS`.
        store: how the store of what is remembered behaves when it begins, one of `STORES`.
        device: the kind of Echo, one of `DEVICES`.
        wording: which of several wordings is spoken: `FIRST`, or the number that chance begins with.
        skill: the invocation name of the skill it was held with; empty for whichever it is replayed with.
        profile: what the skill remembers of the athlete when it begins, beside events; as its own export has it.
        remembered: the events it remembers, likewise.
        said: what is said, in order.
    """

    locale: str = "en-US"
    time_zone: str = ""
    reminders: str = REMINDERS[0]
    store: str = STORES[0]
    device: str = DEVICES[0]
    wording: str = FIRST
    skill: str = ""
    profile: Json = field(default_factory=dict)
    remembered: tuple[Json, ...] = ()
    said: tuple[Said, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Dialogue:
        """Read a dialogue.

        Raises:
            DialogueError: if a line makes no sense; the message says which.
        """
        reading = _Reading()
        for entry in entries(text):
            reading.read(entry)
        return replace(reading.dialogue, said=tuple(reading.said))


# Lines


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on a line, and on those that begin with a space and go on with it; `lines` are from 1."""

    lines: tuple[int, ...]
    text: str

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.lines[0]


def entries(text: str) -> Iterator[Entry]:
    """What the lines of a file say, without remarks and empty lines."""
    held: Entry | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1].isspace() and line.strip() and held:
            held = Entry((*held.lines, number), f"{held.text} {line.strip()}")
        elif line.strip() and not line.startswith("#"):
            yield from (held,) if held else ()
            held = Entry((number,), line.strip())
    yield from (held,) if held else ()


_ENTRY = re.compile(r"(?P<subject>[a-z]+(?: [\w.-]+)?)\s*(?P<how>[:*~!])\s*(?P<value>.*)")
_LATER = re.compile(r"\+(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_NOW = (
    "now is written like 2026-11-22 09:00 America/New_York; later on the zone may be left out, and +20m, +1h30m or +2d"
    " stands for as much later"
)


@dataclass
class _Reading:
    """A dialogue as far as it is read."""

    dialogue: Dialogue = field(default_factory=Dialogue)
    at: datetime | None = None
    reminders: str = REMINDERS[0]
    store: str = STORES[0]
    said: list[Said] = field(default_factory=list)

    def read(self, entry: Entry) -> None:
        parts = _ENTRY.fullmatch(entry.text)
        if parts is None:
            raise _error(entry.line, f"{entry.text!r} is none of: {', '.join((*self._SETTING, *SUBJECTS))}")
        subject, how, value = parts["subject"], parts["how"], parts["value"].strip()
        if how != EXACTLY or subject not in self._SETTING:
            self._expect(Expectation(entry.line, subject, how, value))
            return
        if self.said and subject not in _ANYWHERE:
            raise _error(entry.line, f"{subject} has to stand before the first word that is said")
        self._SETTING[subject](self, entry.line, value)

    def _now(self, line: int, value: str) -> None:
        later = _LATER.fullmatch(value)
        try:
            self.at = self._later(*(int(number or 0) for number in later.groups())) if later else self._moment(value)
        except (ValueError, OverflowError) as error:
            raise _error(line, _NOW) from error
        self.dialogue = replace(self.dialogue, time_zone=str(self.at.tzinfo))

    def _later(self, days: int, hours: int, minutes: int, seconds: int) -> datetime:
        if self.at is None:
            raise ValueError
        later = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return (self.at.astimezone(UTC) + later).astimezone(self.at.tzinfo)

    def _moment(self, value: str) -> datetime:
        day, hour, zone = (*value.split(), self.dialogue.time_zone, "", "")[:3]
        if zone not in available_timezones():
            raise ValueError
        moment = datetime.fromisoformat(f"{day} {hour}")
        return moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))

    def _locale(self, _: int, value: str) -> None:
        self.dialogue = replace(self.dialogue, locale=value)

    def _skill(self, _: int, value: str) -> None:
        self.dialogue = replace(self.dialogue, skill=value)

    def _device(self, line: int, value: str) -> None:
        self.dialogue = replace(self.dialogue, device=_one_of(DEVICES, line, value))

    def _wording(self, line: int, value: str) -> None:
        if value != FIRST and not value.isdecimal():
            raise _error(line, f"wording is {FIRST} or a number, not {value!r}")
        self.dialogue = replace(self.dialogue, wording=value)

    def _reminders(self, line: int, value: str) -> None:
        self.reminders = _one_of(REMINDERS, line, value)
        if not self.said:
            self.dialogue = replace(self.dialogue, reminders=value)

    def _store(self, line: int, value: str) -> None:
        self.store = _one_of(STORES, line, value)
        if not self.said:
            self.dialogue = replace(self.dialogue, store=value)
        elif (value == STORES[-1]) != (self.dialogue.store == STORES[-1]):
            raise _error(line, "that there is no store is said before the first word, or not at all")

    def _profile(self, line: int, value: str) -> None:
        self.dialogue = replace(self.dialogue, profile=_json(line, value))

    def _remembered(self, line: int, value: str) -> None:
        self.dialogue = replace(self.dialogue, remembered=(*self.dialogue.remembered, _json(line, value)))

    def _you(self, line: int, value: str) -> None:
        if self.at is None:
            raise _error(line, "the time has to be said before the first word, such as now: 2026-11-22 09:00 UTC")
        if not value:
            raise _error(line, f"nothing is said; silence is written {SILENCE}")
        if value.startswith("(") and value not in WORDLESS:
            raise _error(line, f"{value} is none of: {', '.join(WORDLESS)}; for words in brackets write \\{value}")
        said = value.removeprefix("\\") if value.startswith("\\(") else value
        self.said.append(Said(line, said, self.at, (), self.reminders, self.store))

    def _expect(self, expected: Expectation) -> None:
        if wrong := expectation.wrong_with(expected.subject, expected.how, expected.value):
            raise _error(expected.line, wrong)
        if not self.said:
            raise _error(expected.line, "nothing was said yet that this could be the answer to")
        last = self.said[-1]
        self.said[-1] = replace(last, expectations=(*last.expectations, expected))

    _SETTING = {  # noqa: RUF012 - a dispatch table, never changed
        "now": _now,
        "locale": _locale,
        "skill": _skill,
        "device": _device,
        "wording": _wording,
        "reminders": _reminders,
        "store": _store,
        "profile": _profile,
        "remembered": _remembered,
        "you": _you,
    }


_ANYWHERE = ("now", "reminders", "store", "you")


def _one_of(known: tuple[str, ...], line: int, value: str) -> str:
    if value not in known:
        raise _error(line, f"{value!r} is none of: {', '.join(known)}")
    return value


def _json(line: int, value: str) -> Json:
    try:
        read = json.loads(value)
    except ValueError as error:
        raise _error(line, f"this is no JSON: {error}") from error
    if not isinstance(read, dict):
        raise _error(line, "what is remembered is written as a JSON object")
    return read


def _error(line: int, message: str) -> DialogueError:
    return DialogueError(f"Line {line}: {message}.")
