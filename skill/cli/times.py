"""Reads times as typed at a terminal: how long ago leg day was, how far away the run is.

Days are days of the calendar and so a range, as when they are spoken; hours and minutes are exact.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from skill.advice import NO_RECENT_LEG_DAY, HoursAgo
from skill.conversation.when import leg_day_span

if TYPE_CHECKING:
    from datetime import datetime


class NotATime(ValueError):  # noqa: N818 - reads as what it says
    """What was typed is no time; the message says what one looks like."""


_LONGEST_HOURS = 3650 * 24.0
_TOO_LONG = "That is more than ten years away."
_LEG_DAYS = {"today": 0, "yesterday": 1}
_SECONDS_AN_HOUR = 3600
_HOURS = {"w": 7 * 24.0, "d": 24.0, "h": 1.0, "m": 1 / 60, "": 1.0}
"""What each unit is worth; a number alone is hours."""

_ISO = re.compile(r"P(\d+W)?(\d+D)?(?:T(\d+H)?(\d+M)?)?", re.IGNORECASE)
_LENGTH = re.compile(r"(?:\d+(?:\.\d+)?[wdhm])+|\d+(?:\.\d+)?")
_PART = re.compile(r"(\d+(?:\.\d+)?)([wdhm]?)")


def leg_day(text: str, now: datetime) -> HoursAgo:
    """Read when leg day was: ``20h``, ``90m``, ``2d``, ``20`` (hours), ``20h-28h``, ``PT20H``, ``yesterday``, ``none``.

    Args:
        text: as typed; ``none`` means no leg day this week.
        now: the athlete's local time, aware; a day is told from it.

    Raises:
        NotATime: if it is none of these.
    """
    said = text.strip().lower()
    if said == "none":
        return NO_RECENT_LEG_DAY
    ends = [_ago(end, now) for end in _ends(said)]
    return HoursAgo(min(end.least for end in ends), max(end.most for end in ends))


def hours(text: str) -> float:
    """Read a length of time, in hours: ``5h``, ``90m``, ``1d``, ``1h30m``, ``5`` (hours), ``PT5H``, ``now``.

    Raises:
        NotATime: if it is none of these.
    """
    said = text.strip().lower()
    return 0.0 if said == "now" else _total(_parts(said))


def _ends(said: str) -> list[str]:
    """Both ends of a range, or the one time; "2-3d" are both days."""
    first, dash, last = said.replace("–", "-").partition("-")
    if not dash:
        return [said]
    unit = last[-1:] if last[-1:] in _HOURS else ""
    return [first + unit if first.isdigit() else first, last]


def _ago(said: str, now: datetime) -> HoursAgo:
    if said in _LEG_DAYS:
        return _day(_LEG_DAYS[said], now)
    parts = _parts(said)
    if all(unit in ("w", "d") and number.is_integer() for number, unit in parts):
        return _day(round(_sum(parts) / _HOURS["d"]), now)
    return HoursAgo.exactly(_total(parts))


def _day(days_ago: int, now: datetime) -> HoursAgo:
    span = leg_day_span(None, None, f"P{days_ago}D", now)
    if span is None:
        raise NotATime(_TOO_LONG)
    return HoursAgo(*(max(0.0, now.timestamp() - end.timestamp()) / _SECONDS_AN_HOUR for end in (span.end, span.start)))


def _total(parts: list[tuple[float, str]]) -> float:
    total = _sum(parts)
    if total > _LONGEST_HOURS:
        raise NotATime(_TOO_LONG)
    return total


def _sum(parts: list[tuple[float, str]]) -> float:
    return sum(number * _HOURS[unit] for number, unit in parts)


def _parts(said: str) -> list[tuple[float, str]]:
    """Numbers with their units, of a length as typed or in ISO 8601."""
    iso = _ISO.fullmatch(said)
    plain = "".join(filter(None, iso.groups())) if iso else said
    if not _LENGTH.fullmatch(plain):
        raise NotATime(f"{said!r} is no time; one looks like 20h, 90m, 2d or PT20H.")
    return [(float(number), unit) for number, unit in _PART.findall(plain)]
