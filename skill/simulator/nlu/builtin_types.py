"""Amazon's own slot types as far as the simulator reads them: which words are a value, and the value Amazon sends.

Types that are not here (cities, actors, …) are taken as free text wherever a sample has a place for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.simulator.nlu.dates import DATES, DATES_WHERE_FITTING
from skill.simulator.nlu.durations import DURATIONS
from skill.simulator.nlu.times import TIMES, TIMES_WHERE_FITTING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from datetime import datetime

    from skill.simulator.nlu.reading import Found, Line, Reader, Table

_PREFIX = "AMAZON."


def _as_said(match: re.Match[str], _now: datetime) -> str:
    return match.group().replace(" ", "")


def _as_words(match: re.Match[str], _now: datetime) -> str:
    return match.group()


def _constantly(value: str) -> Reader:
    return lambda _match, _now: value


_ORDINAL_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_STATE_NAMES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    "indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|"
    "montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|"
    "oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|"
    "west virginia|wisconsin|wyoming"
)
_NUMBERS: Table = ((r"\d+", _as_said),)
_FOUR_DIGITS: Table = ((r"\d{4}|\d\d \d\d|\d \d \d \d", _as_said),)
_DAYS: Table = (("(?:mon|tues|wednes|thurs|fri|satur|sun)day", _as_words),)
_MONTHS: Table = (("january|february|march|april|may|june|july|august|september|october|november|december", _as_words),)
_ORDINALS: Table = (
    (r"\d+(?:st|nd|rd|th)", lambda match, _: match.group()[:-2]),
    *((word, _constantly(str(number))) for number, word in enumerate(_ORDINAL_WORDS, start=1)),
)
_STATES: Table = ((_STATE_NAMES, _as_words),)
_NONE: Table = ()

# type → (what is surely a value, what is one only where it fits)
_TABLES: dict[str, tuple[Table, Table]] = {
    "AMAZON.DATE": (DATES, DATES_WHERE_FITTING),
    "AMAZON.TIME": (TIMES, TIMES_WHERE_FITTING),
    "AMAZON.DURATION": (DURATIONS, _NONE),
    "AMAZON.NUMBER": (_NONE, _NUMBERS),
    "AMAZON.FOUR_DIGIT_NUMBER": (_NONE, _FOUR_DIGITS),
    "AMAZON.Ordinal": (_NONE, _ORDINALS),
    "AMAZON.DayOfWeek": (_DAYS, _NONE),
    "AMAZON.Month": (_NONE, _MONTHS),
    "AMAZON.US_STATE": (_NONE, _STATES),
}


READ = tuple(_TABLES)
"""The types whose values are recognised by their words; any words are taken for Amazon's other types."""


def is_builtin(slot_type: str) -> bool:
    """Whether a slot type is Amazon's."""
    return slot_type.startswith(_PREFIX)


def is_readable(slot_type: str) -> bool:
    """Whether values of this built-in type are recognised by their words."""
    return slot_type in _TABLES


def is_free(slot_type: str) -> bool:
    """Whether it is Amazon's, and any words may be its value: the simulator has no list of cities."""
    return is_builtin(slot_type) and not is_readable(slot_type)


def find(slot_type: str, line: Line, now: datetime) -> Iterator[Found]:
    """Find every value of a built-in type, overlapping ones too; nothing for a type that is free text."""
    sure, fitting = _TABLES.get(slot_type, (_NONE, _NONE))
    yield from line.find(sure, now)
    yield from line.find(fitting, now, sure=False)
