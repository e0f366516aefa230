"""Says when a reminder rings: "every day at eight in the evening", "in two hours"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.platform.ssml import plain_text
from skill.speech.moments import spoken_day_name
from skill.speech.ssml import speak

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from skill.speech.ssml import Ssml
    from skill.speech.words import Words

_WEEK = 7
_AN_HOUR, _A_DAY = 60, 60 * 24  # minutes
_SECONDS_A_MINUTE = 60
_NAMED_DAYS = {tuple(range(7)): "every.day", (0, 1, 2, 3, 4): "every.weekday", (5, 6): "every.weekend"}
_PARTS = ((12, "clock.morning"), (17, "clock.afternoon"), (24, "clock.evening"))


def due(words: Words, when: datetime, days: Sequence[int], now: datetime) -> Ssml:
    """When it rings, by the clock.

    Args:
        words: the voice.
        when: the first time, as the clock on the wall shows it.
        days: days of the week on which it comes again, Monday is 0; empty for once.
        now: the athlete's local time.
    """
    clock = _clock(words, when)
    if days:
        return words.name("due.at", day=_every(words, days), clock=clock)
    ahead = (when.date() - now.date()).days
    if ahead >= _WEEK:
        weekday = words.name(f"weekday.{when.weekday()}")
        return words.name("due.far", weekday=weekday, days=ahead, clock=clock)
    day = spoken_day_name(words, when.date(), now.date())
    return words.name("due.at" if ahead <= 1 else "due.on", day=day, clock=clock)


def in_a_while(words: Words, seconds: int) -> Ssml:
    """How long until it rings."""
    if seconds % _SECONDS_A_MINUTE:
        return words.name("in.seconds", count=seconds)
    minutes = seconds // _SECONDS_A_MINUTE
    for length, unit in ((_A_DAY, "day"), (_AN_HOUR, "hour"), (1, "minute")):
        if minutes == length:
            return words.name(f"in.{unit}")
        if minutes % length == 0:
            return words.name(f"in.{unit}s", count=minutes // length)
    raise AssertionError("Every number of minutes is one of minutes.")


def starting(words: Words, when: datetime, now: datetime) -> Ssml:
    """The day of the first time of a reminder that comes again."""
    return spoken_day_name(words, when.date(), now.date())


def text_of(words: Words, activity: str) -> str:
    """What Alexa says when it rings: short, and nothing in it that others should not hear."""
    return plain_text(speak(words.say(f"reminder_text.{activity}")))


def _clock(words: Words, when: datetime) -> Ssml:
    if when.minute == 0:
        return words.name(f"hour.{when.hour}")
    part = next(part for before, part in _PARTS if when.hour < before)
    return words.name(part, hour=when.hour % 12 or 12, minute=f"{when.minute:02d}")


def _every(words: Words, days: Sequence[int]) -> Ssml:
    named = _NAMED_DAYS.get(tuple(days))
    if named is not None:
        return words.name(named)
    names = [words.name(f"weekday.{day}") for day in days]
    listed = names[0]
    for name in names[1:]:
        listed = words.name("list.both", first=listed, second=name)
    return words.name("every.days", days=listed)
