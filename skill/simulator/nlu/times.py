"""AMAZON.TIME: times of day as ``HH:MM``, and the parts of the day as MO, AF, EV and NI.

"Last night" and "this morning" are times here, as with Amazon: the day they mean is for the skill to say. An hour
without am or pm is taken as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from datetime import datetime

    from skill.simulator.nlu.reading import Table

_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "tonight": "NI"}
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_OFFSETS = {"half past": 30, "half": 30, "quarter past": 15, "quarter after": 15, "quarter to": -15, "quarter of": -15,
            "quarter till": -15}  # fmt: skip
_SIGNS = {"past": 1, "after": 1, "to": -1, "of": -1, "until": -1}
_LATE_PARTS = ("AF", "EV", "NI")
_NOON, _DAY_MINUTES = 12, 24 * 60

_HOUR = r"(?P<hour>1\d|2[0-4]|\d)"
_MINUTE = r"(?P<minute>[0-5]\d|0 \d)"
_HALF = r" (?:in the |at |this )?(?P<half>am|pm|morning|afternoon|evening|night|tonight)"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_CLOCK = rf"(?:{_HOUR}(?: {_MINUTE})?(?: o'clock)?|{_HOUR.replace('hour', 'hour2')}:(?P<minute2>[0-5]\d))"
_PAST = rf"(?:a )?(?P<offset>{'|'.join(sorted(_OFFSETS, key=len, reverse=True))}) {_HOUR}"
_MINUTES_PAST = rf"(?P<count>\d\d?) (?:minutes )?(?P<sign>{'|'.join(_SIGNS)}) {_HOUR}"


def _clock(match: re.Match[str], _now: datetime) -> str | None:
    said = match.groupdict()
    hour = int(said.get("hour") or said.get("hour2") or 0)
    minute = said.get("minute") or said.get("minute2") or "0"
    return _hours_minutes(_to_24(hour, said.get("half")) * 60 + int(minute.replace(" ", "")))


def _offset(match: re.Match[str], _now: datetime) -> str | None:
    return _hours_minutes(_to_24(int(match["hour"]), _half(match)) * 60 + _OFFSETS[match["offset"]])


def _minutes_past(match: re.Match[str], _now: datetime) -> str | None:
    minutes = int(match["count"]) * _SIGNS[match["sign"]]
    return _hours_minutes(_to_24(int(match["hour"]), _half(match)) * 60 + minutes)


def _half(match: re.Match[str]) -> str | None:
    return match.groupdict().get("half")


def _to_24(hour: int, half: str | None) -> int:
    late = half == "pm" or _PARTS.get(half or "") in _LATE_PARTS
    if hour == _NOON and half in ("am", "night", "tonight"):
        return 0
    return hour + _NOON if late and hour < _NOON else hour


def _hours_minutes(minutes: int) -> str:
    minutes %= _DAY_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _part(match: re.Match[str], _now: datetime) -> str:
    return _PARTS[match["part"]]


def _tonight(_match: re.Match[str], _now: datetime) -> str:
    return "NI"


def _named(match: re.Match[str], _now: datetime) -> str:
    return _NAMED[match["named"]]


_PART_FIRST = r"(?:in the |this )?(?P<half>morning|afternoon|evening|night|tonight)(?: at)?"

# What can be said, with numbers written as digits, and who reads it.
TIMES: Table = (
    (rf"{_CLOCK}{_HALF}", _clock),
    (rf"{_PART_FIRST} {_CLOCK}", _clock),
    (rf"{_PART_FIRST} {_PAST}", _offset),
    (rf"{_CLOCK.replace('(?: o', '(?= o')} o'clock", _clock),
    (r"(?P<hour2>1\d|2[0-4]|0?\d):(?P<minute2>[0-5]\d)", _clock),
    (rf"{_PAST}(?:{_HALF})?", _offset),
    (rf"{_MINUTES_PAST}(?:{_HALF})?", _minutes_past),
    (rf"{_HOUR} {_MINUTE}", _clock),
    (rf"(?P<named>{'|'.join(_NAMED)})", _named),
    (rf"(?:(?:early |late )?(?:this|in the|last|at|during the|the) )(?:early |late )?{_PART}", _part),
    (r"tonight", _tonight),
    (_PART, _part),
)

# A bare hour is a time only where a time is expected.
TIMES_WHERE_FITTING: Table = ((_HOUR, _clock),)
