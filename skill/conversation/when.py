"""Reads Alexa's dates, times and durations in the athlete's own time zone.

A leg day lies in the past and a run in the future, whatever Alexa made of the words: a weekday arrives as today or
later, so "my last leg day was Monday" arrives as next Monday. Nothing here knows the real clock: `now` is passed in,
aware and local.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

FIRST_HOUR = 5
LAST_HOUR = 21
"""A day without an hour stands for the time from the first to the last of these."""

PARTS_OF_DAY = {"MO": (5, 12), "AF": (12, 17), "EV": (17, 21), "NI": (18, 23)}
"""What Alexa's words for parts of a day stand for, in hours of the clock. "Last night" reaches from six to eleven."""

_DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another, both aware and local; a moment when both are the same."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Days:
    """From one calendar day to another, both included."""

    first: date
    last: date

    def shifted(self, days: int) -> Days:
        """The same days so many days later."""
        return Days(self.first + timedelta(days=days), self.last + timedelta(days=days))


def leg_day_span(day: str | None, hour: str | None, ago: str | None, now: datetime) -> Span | None:
    """When the last leg day may have been.

    Args:
        day: an AMAZON.DATE value, or None.
        hour: an AMAZON.TIME value, or None.
        ago: an AMAZON.DURATION value, or None.
        now: the athlete's local time, aware.

    Returns:
        The span it lies in, never later than now; None if nothing usable was said.
    """
    if ago is not None and (span := _ago(ago, now)) is not None:
        return span if hour is None or _has_hours(ago) else _refined(span, hour, now)
    if day is not None and (days := _past_days(day, now)) is not None:
        return _past_span(days, hour, now)
    return _latest_occurrence(hour, now) if hour is not None else None


def is_hour(hour: str) -> bool:
    """Whether this is an AMAZON.TIME value."""
    return _hours(hour) is not None


def run_start(day: str | None, hour: str | None, now: datetime) -> datetime | None:
    """The earliest moment the planned run may start, not before now; None if nothing usable was said."""
    days = _days(day, now.date()) if day is not None else None
    if day == "PRESENT_REF" or (days is None and hour is None):
        return now if day == "PRESENT_REF" else None
    hours = _hours(hour) if hour is not None else None
    if days is None:
        return _next_occurrence(hours, now) if hours is not None else None
    first = max(days.first, now.date())
    start, _ = _clock(first, hours or (time(FIRST_HOUR), time(LAST_HOUR)), now)
    return now if first > days.last else max(start, now, key=datetime.timestamp)


def first_day(day: str, now: datetime) -> date | None:
    """The first of the days that an AMAZON.DATE value may mean and that are not over; None if there is none."""
    days = _days(day, now.date())
    return max(days.first, now.date()) if days is not None and days.last >= now.date() else None


def seconds_in(duration: str) -> int | None:
    """How long an AMAZON.DURATION value is, in seconds; None if it is none, nothing at all or beyond any sense."""
    elapsed = _elapsed(duration)
    return int(elapsed.total_seconds()) if elapsed else None


def _has_hours(duration: str) -> bool:
    return "T" in duration


_DURATION = re.compile(
    r"P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)
_DAYS_IN = {"years": 365, "months": 30, "weeks": 7, "days": 1}
_LONGEST = timedelta(days=3650)


def _ago(duration: str, now: datetime) -> Span | None:
    """Hours are exact; a number of days means the whole of that day."""
    elapsed = _elapsed(duration)
    if elapsed is None:
        return None
    if _has_hours(duration):
        moment = _earlier(now, elapsed)
        return Span(moment, moment)
    then = now.date() - elapsed
    return _past_span(Days(then, then), None, now)


def _elapsed(duration: str) -> timedelta | None:
    match = _DURATION.fullmatch(duration)
    parts = {name: int(number) for name, number in (match.groupdict() if match else {}).items() if number}
    days = sum(parts.get(name, 0) * length for name, length in _DAYS_IN.items())
    clock = {name: parts.get(name, 0) for name in ("hours", "minutes", "seconds")}
    elapsed = timedelta(days=days, **clock)
    return elapsed if parts and elapsed <= _LONGEST else None


def _earlier(now: datetime, elapsed: timedelta) -> datetime:
    """So much real time before now, across a change of the clocks too."""
    zone = now.tzinfo
    return datetime.fromtimestamp(now.timestamp() - elapsed.total_seconds(), zone)


def _past_days(value: str, now: datetime) -> Days | None:
    """The days meant, rolled back if Alexa put them ahead: by a week, or by a year for a date without a year."""
    today = now.date()
    days = _days(value, today)
    if days is None or days.first <= today:
        return days
    if (days.first - today).days <= _DAYS_OF_WEEK and (days.last - days.first).days < _DAYS_OF_WEEK:
        return days.shifted(-_DAYS_OF_WEEK)
    last_year = _a_year_earlier(days)
    return last_year if last_year.first <= today else None


def _a_year_earlier(days: Days) -> Days:
    def earlier(day: date) -> date:
        return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004 (February)

    return Days(earlier(days.first), earlier(days.last))


def _past_span(days: Days, hour: str | None, now: datetime) -> Span:
    """The part of these days that has already been; with an hour, that hour of the latest day it can be."""
    last = min(days.last, now.date())
    hours = _hours(hour) if hour is not None else None
    if hours is not None:
        start, end = _clock(last, hours, now)
        if _later(start, now):
            start, end = _clock(last - timedelta(days=1), hours, now)
        return Span(start if days.first >= last else _clock(days.first, hours, now)[0], _earliest(end, now))
    start, _ = _clock(days.first, (time(FIRST_HOUR), time(LAST_HOUR)), now)
    _, end = _clock(last, (time(FIRST_HOUR), time(LAST_HOUR)), now)
    return Span(_midnight(days.first, now), now) if _later(start, now) else Span(start, _earliest(end, now))


def _refined(span: Span, hour: str, now: datetime) -> Span:
    return _past_span(Days(span.start.date(), span.end.date()), hour, now)


def _latest_occurrence(hour: str, now: datetime) -> Span | None:
    hours = _hours(hour)
    if hours is None:
        return None
    start, end = _clock(now.date(), hours, now)
    if _later(start, now):
        start, end = _clock(now.date() - timedelta(days=1), hours, now)
    return Span(start, _earliest(end, now))


def _next_occurrence(hours: tuple[time, time], now: datetime) -> datetime:
    start, end = _clock(now.date(), hours, now)
    if _later(now, end):
        return _clock(now.date() + timedelta(days=1), hours, now)[0]
    return max(start, now, key=datetime.timestamp)


def _clock(day: date, hours: tuple[time, time], now: datetime) -> tuple[datetime, datetime]:
    """These hours of that day, in the zone of now."""
    start, end = hours
    return _moment(day, start, now), _moment(day, end, now)


def _midnight(day: date, now: datetime) -> datetime:
    return _moment(day, time(0), now)


def _moment(day: date, hour: time, now: datetime) -> datetime:
    """That hour of that day; one that the clocks skip is told as the clocks show it then."""
    return datetime.combine(day, hour, tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)


def _later(one: datetime, other: datetime) -> bool:
    """Later in real time; in the hour that comes twice, clock times do not tell."""
    return one.timestamp() > other.timestamp()


def _earliest(one: datetime, other: datetime) -> datetime:
    return min(one, other, key=datetime.timestamp)


def _hours(value: str) -> tuple[time, time] | None:
    """An AMAZON.TIME value as the hours it may mean."""
    if value in PARTS_OF_DAY:
        start, end = PARTS_OF_DAY[value]
        return time(start), time(end)
    match = re.fullmatch(r"([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?", value)
    if match is None:
        return None
    exact = time(int(match[1]) % 24, int(match[2]))
    return exact, exact


def _days(value: str, today: date) -> Days | None:
    """An AMAZON.DATE value as the days it may mean; None if it is none."""
    if value == "PRESENT_REF":
        return Days(today, today)
    for pattern, read in _DATE_FORMS:
        if match := pattern.fullmatch(value):
            try:
                return _sensible(read(match))
            except (ValueError, OverflowError):
                return None
    return None


SENSIBLE_YEARS = range(1970, 2200)
"""Years that anybody can mean; calendars of all systems can count in them."""


def _sensible(days: Days) -> Days | None:
    return days if days.first.year in SENSIBLE_YEARS and days.last.year in SENSIBLE_YEARS else None


def _one_day(match: re.Match[str]) -> Days:
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return Days(day, day)


def _week(match: re.Match[str]) -> Days:
    monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    return Days(monday, monday + timedelta(days=_DAYS_OF_WEEK - 1))


def _weekend(match: re.Match[str]) -> Days:
    saturday = date.fromisocalendar(int(match[1]), int(match[2]), 6)
    return Days(saturday, saturday + timedelta(days=1))


def _month(match: re.Match[str]) -> Days:
    first = date(int(match[1]), int(match[2]), 1)
    return Days(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _year(match: re.Match[str]) -> Days:
    return Days(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))


def _decade(match: re.Match[str]) -> Days:
    return Days(date(int(match[1] + "0"), 1, 1), date(int(match[1] + "9"), 12, 31))


_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SEASON_DAYS = 90


def _season(match: re.Match[str]) -> Days:
    first = date(int(match[1]), _SEASON_MONTHS[match[2]], 1)
    return Days(first, first + timedelta(days=_SEASON_DAYS))


_DATE_FORMS = (
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})"), _one_day),
    (re.compile(r"(\d{4})-W(\d{2})-WE"), _weekend),
    (re.compile(r"(\d{4})-W(\d{2})"), _week),
    (re.compile(r"(\d{4})-(\d{2})(?:-XX)?"), _month),
    (re.compile(r"(\d{4})-(WI|SP|SU|FA)"), _season),
    (re.compile(r"(\d{4})(?:-XX(?:-XX)?)?"), _year),
    (re.compile(r"(\d{3})X"), _decade),
)
