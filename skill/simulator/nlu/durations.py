"""AMAZON.DURATION: lengths of time as ISO 8601, "two days" as P2D and "an hour and a half" as PT1H30M."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from datetime import datetime

    from skill.simulator.nlu.reading import Table

# unit → (letter, whether it stands in the time part, half of it as whole smaller units)
_UNITS = {
    "second": ("S", True, ""),
    "minute": ("M", True, "30S"),
    "hour": ("H", True, "30M"),
    "day": ("D", False, "T12H"),
    "week": ("W", False, "3D"),
    "month": ("M", False, "15D"),
    "year": ("Y", False, "6M"),
}
_VAGUE = {"a": 1, "an": 1, "a couple of": 2, "a couple": 2, "couple of": 2, "a few": 3, "several": 3}
_FORTNIGHT_WEEKS = 2

_COUNT = rf"(?P<count>\d+|{'|'.join(sorted(_VAGUE, key=len, reverse=True))})"
_UNIT = rf"(?P<unit>{'|'.join(_UNITS)})s?"
_HALVED = rf"(?P<unit>{'|'.join(unit for unit, (_, _, half) in _UNITS.items() if half)})s?"
_SECOND_COUNT, _SECOND_UNIT = _COUNT.replace("count", "count2"), _UNIT.replace("unit", "unit2")


def _count(spoken: str) -> int:
    return _VAGUE[spoken] if spoken in _VAGUE else int(spoken)


def _iso(*parts: tuple[int, str]) -> str:
    days = "".join(f"{n}{_UNITS[unit][0]}" for n, unit in parts if not _UNITS[unit][1])
    hours = "".join(f"{n}{_UNITS[unit][0]}" for n, unit in parts if _UNITS[unit][1])
    return f"P{days}{'T' + hours if hours else ''}"


def _plain(match: re.Match[str], _now: datetime) -> str:
    return _iso((_count(match["count"]), match["unit"]))


def _two(match: re.Match[str], _now: datetime) -> str:
    return _iso((_count(match["count"]), match["unit"]), (_count(match["count2"]), match["unit2"]))


def _and_a_half(match: re.Match[str], now: datetime) -> str:
    return _plain(match, now) + _UNITS[match["unit"]][2]


def _half(match: re.Match[str], _now: datetime) -> str:
    _, in_time_part, half = _UNITS[match["unit"]]
    return f"PT{half}" if in_time_part else f"P{half}"


def _fortnight(_match: re.Match[str], _now: datetime) -> str:
    return f"P{_FORTNIGHT_WEEKS}W"


# What can be said, with numbers written as digits, and who reads it.
DURATIONS: Table = (
    (rf"{_COUNT} {_UNIT}", _plain),
    (rf"{_COUNT} {_UNIT} (?:and )?{_SECOND_COUNT} {_SECOND_UNIT}", _two),
    (rf"{_COUNT} {_HALVED} and a half", _and_a_half),
    (rf"{_COUNT} and a half {_HALVED}", _and_a_half),
    (rf"half an? {_HALVED}", _half),
    (r"a fortnight", _fortnight),
)
