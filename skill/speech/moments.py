"""Says moments as one would: "from four in the afternoon today", "on Tuesday morning"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from skill.speech.ssml import Ssml
    from skill.speech.words import Words

_WAKING_HOUR = 7
_BEDTIME = 20
"""A moment from here on is told as the next morning."""
_WEEK = 7

_PARTS = ((12, "morning"), (17, "afternoon"), (24, "evening"))


def spoken_moment(words: Words, moment: datetime, now: datetime) -> Ssml:
    """A moment to come, rounded up to the hour; a late evening or a night becomes the next morning."""
    moment = _waking(_next_full_hour(moment))
    if moment.date() == now.date():
        return words.name("moment.today", hour=words.name(f"hour.{moment.hour}"))
    if (moment.date() - now.date()).days >= _WEEK:
        return words.name("moment.next_week")
    part = next(part for before, part in _PARTS if moment.hour < before)
    if moment.date() == now.date() + timedelta(days=1):
        return words.name(f"moment.tomorrow_{part}")
    return words.name(f"moment.weekday_{part}", weekday=_weekday(words, moment.date()))


def spoken_day(words: Words, day: date, today: date) -> Ssml:
    """The day of something to come: "today", "tomorrow", "on Thursday"; beyond a week only "then"."""
    return _day(words, day, today, "day.on")


def spoken_day_name(words: Words, day: date, today: date) -> Ssml:
    """A day by its name: "today", "yesterday", "Friday"; beyond a week only "then"."""
    return _day(words, day, today, "day.name")


def _day(words: Words, day: date, today: date, by_weekday: str) -> Ssml:
    distance = (day - today).days
    if distance in _NAMED:
        return words.name(_NAMED[distance])
    if abs(distance) < _WEEK:
        return words.name(by_weekday, weekday=_weekday(words, day))
    return words.name("day.then")


_NAMED = {-1: "day.yesterday", 0: "day.today", 1: "day.tomorrow"}


def _weekday(words: Words, day: date) -> Ssml:
    return words.name(f"weekday.{day.weekday()}")


def _next_full_hour(moment: datetime) -> datetime:
    full = moment.replace(minute=0, second=0, microsecond=0)
    return full if full == moment else full + timedelta(hours=1)


def _waking(moment: datetime) -> datetime:
    if moment.hour >= _BEDTIME:
        return (moment + timedelta(days=1)).replace(hour=_WAKING_HOUR)
    return moment.replace(hour=max(moment.hour, _WAKING_HOUR))
