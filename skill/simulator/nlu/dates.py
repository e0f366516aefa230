"""AMAZON.DATE: the ways to name a day, a week, a weekend, a month, a season or a year, and what Amazon sends for each.

A weekday or a date without its year is today or later, as with Amazon: making it past is the skill's business.
Only "last friday" and its like look back.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from skill.simulator.nlu.reading import Table

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SEASONS = {"winter": "WI", "spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA"}
_DAYS_FROM_TODAY = {
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
}
_STEP = {"last": -1, "past": -1, "previous": -1, "this past": -1, "this": 0, "this coming": 0, "coming": 0, "next": 1}
_SHORT = {
    "mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "weds": "wednesday",
    "thu": "thursday", "thur": "thursday", "thurs": "thursday", "fri": "friday",
}  # fmt: skip

_WEEKDAY = rf"(?P<weekday>{'|'.join((*WEEKDAYS, *_SHORT))})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_WHICH = rf"(?P<which>{'|'.join(sorted(_STEP, key=len, reverse=True))})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>20\d\d|20 \d\d)"


def _relative(match: re.Match[str], now: datetime) -> str:
    return _iso(now.date() + timedelta(days=_DAYS_FROM_TODAY[match["days"]]))


def _weekday(match: re.Match[str], now: datetime) -> str:
    spoken = match["weekday"]
    wanted = WEEKDAYS.index(_SHORT.get(spoken, spoken))
    ahead = (wanted - now.weekday()) % 7
    return _iso(now.date() + timedelta(days=_to_which(ahead, match.groupdict().get("which"))))


def _to_which(ahead: int, which: str | None) -> int:
    step = _STEP.get(which or "this", 0)
    if step < 0:
        return ahead - 7
    return 7 if step > 0 and ahead == 0 else ahead


def _week(match: re.Match[str], now: datetime) -> str:
    year, week, _ = (now + timedelta(weeks=_STEP[match["which"]])).isocalendar()
    return f"{year}-W{week:02d}"


def _weekend(match: re.Match[str], now: datetime) -> str:
    return f"{_week(match, now)}-WE"


def _any_weekend(_match: re.Match[str], now: datetime) -> str:
    year, week, _ = now.isocalendar()
    return f"{year}-W{week:02d}-WE"


def _month_named(match: re.Match[str], now: datetime) -> str:
    month = _MONTHS.index(match["month"]) + 1
    return f"{_year(match) or now.year + (month < now.month)}-{month:02d}"


def _month_relative(match: re.Match[str], now: datetime) -> str:
    months = now.year * 12 + now.month - 1 + _STEP[match["which"]]
    return f"{months // 12}-{months % 12 + 1:02d}"


def _year_relative(match: re.Match[str], now: datetime) -> str:
    return str(now.year + _STEP[match["which"]])


def _decade(match: re.Match[str], now: datetime) -> str:
    return f"{now.year // 10 + _STEP[match['which']]}X"


def _season(match: re.Match[str], now: datetime) -> str:
    return f"{now.year + _STEP[match['which']]}-{_SEASONS[match['season']]}"


def _day_of_month(match: re.Match[str], now: datetime) -> str | None:
    month = _MONTHS.index(match["month"]) + 1
    years = (_year(match),) if _year(match) else range(now.year, now.year + 9)
    return _first((_day(year, month, int(match["day"])) for year in years if year), now, given=bool(_year(match)))


def _day_alone(match: re.Match[str], now: datetime) -> str | None:
    months = range(now.year * 12 + now.month - 1, now.year * 12 + now.month + 3)
    return _first((_day(m // 12, m % 12 + 1, int(match["day"])) for m in months), now, given=False)


def _exact(match: re.Match[str], _now: datetime) -> str | None:
    year, month, day = (int(part) for part in match["exact"].split("-"))
    found = _day(year, month, day)
    return _iso(found) if found else None


def _present(_match: re.Match[str], _now: datetime) -> str:
    return "PRESENT_REF"


def _first(days: Iterable[date | None], now: datetime, *, given: bool) -> str | None:
    found = (day for day in days if day is not None and (given or day >= now.date()))
    return next((_iso(day) for day in found), None)


def _year(match: re.Match[str]) -> int | None:
    spoken = match.groupdict().get("year")
    return int(spoken.replace(" ", "")) if spoken else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(day: date) -> str:
    return day.isoformat()


# What can be said, with numbers written as digits, and who reads it.
DATES: Table = (
    (rf"(?:the )?(?P<days>{'|'.join(_DAYS_FROM_TODAY)})", _relative),
    (rf"(?:{_WHICH} )?{_WEEKDAY}", _weekday),
    (rf"{_WHICH} week", _week),
    (rf"{_WHICH} weekend", _weekend),
    (r"(?:the )?weekend", _any_weekend),
    (rf"{_WHICH} month", _month_relative),
    (rf"{_WHICH} year", _year_relative),
    (rf"{_WHICH} decade", _decade),
    (rf"{_WHICH} (?P<season>{'|'.join(_SEASONS)})", _season),
    (rf"(?:the )?{_DAY} (?:of )?{_MONTH}(?: {_YEAR})?", _day_of_month),
    (rf"{_MONTH} (?:the )?{_DAY}(?: {_YEAR})?(?! \d)", _day_of_month),
    (rf"{_MONTH} {_YEAR}", _month_named),
    (r"(?P<exact>\d{4}-\d\d-\d\d)", _exact),
    (r"right now", _present),
)

# What is a date only where a date is expected: "may" and "march" are verbs too, "the second" counts other things.
DATES_WHERE_FITTING: Table = (
    (_MONTH, _month_named),
    (r"the (?P<day>\d{1,2})(?:st|nd|rd|th)", _day_alone),
    (r"now", _present),
)
