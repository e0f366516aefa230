"""What people say for values of Amazon's own slot types, in words: "half past eight", "the day after tomorrow".

Only those an ear should expect: any of them is then read by the simulator. A type that is not here is free text, which
no language model can expect.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, product
from typing import TYPE_CHECKING

from unicode_rbnf import FormatPurpose, RbnfEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAYS = (
    *("today", "tomorrow", "yesterday", "the day before yesterday", "the day after tomorrow"),
    *("day before yesterday", "day after tomorrow", "right now", "now", "weekend", "the weekend"),
)
_WHICH = ("last", "this", "next", "this past", "this coming", "past", "previous", "coming")
_SPANS = ("week", "weekend", "month", "year")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_VAGUE = ("a couple of", "a couple", "a few", "several")
_PARTS = ("morning", "afternoon", "evening", "night")
_OF_THE_DAY = ("this", "in the", "last", "at", "during the", "the", "early this", "late last", "early in the")
_HALVES = ("a.m.", "p.m.", "in the morning", "in the afternoon", "in the evening", "at night", "tonight")
_PAST = ("half past", "quarter past", "quarter to")
_LARGEST_NUMBER, _MOST_UNITS, _HOURS, _DAYS_IN_MONTH = 199, 60, 12, 31


def spoken_values(slot_type: str) -> tuple[str, ...]:
    """Every way to say a value of one of Amazon's types; none for a type that is not known here."""
    return tuple(dict.fromkeys(_SPOKEN.get(slot_type, lambda: iter(()))()))


@cache
def cardinal(number: int) -> str:
    """A number in words: 25 is "twenty five"."""
    return _in_words(number, FormatPurpose.CARDINAL)


@cache
def ordinal(number: int) -> str:
    """A place in words: 25 is "twenty fifth"."""
    return _in_words(number, FormatPurpose.ORDINAL)


def is_number(words: tuple[str, ...]) -> bool:
    """Whether these words are a number, and no more than a slot takes."""
    return " ".join(words) in _numbers_in_words()


@cache
def _numbers_in_words() -> frozenset[str]:
    return frozenset(_numbers())


def _in_words(number: int, purpose: FormatPurpose) -> str:
    return _engine().format_number(number, purpose).text.replace("-", " ")


@cache
def _engine() -> RbnfEngine:
    return RbnfEngine.for_language("en")


def _dates() -> Iterator[str]:
    yield from chain(_DAYS, _WEEKDAYS, _MONTHS)
    yield from (f"{which} {span}" for which, span in product(_WHICH, (*_WEEKDAYS, *_SPANS)))
    days = [ordinal(day) for day in range(1, _DAYS_IN_MONTH + 1)]
    yield from (f"the {day}" for day in days)
    for month, day in product(_MONTHS, days):
        yield from (f"{month} {day}", f"{month} the {day}", f"the {day} of {month}")


def _durations() -> Iterator[str]:
    for unit in _UNITS:
        one = f"{'an' if unit == 'hour' else 'a'} {unit}"
        yield from (one, f"one {unit}", f"half {one}", f"{one} and a half")
        yield from (f"{cardinal(count)} {unit}s" for count in range(2, _MOST_UNITS + 1))
        yield from (f"{cardinal(count)} and a half {unit}s" for count in range(1, _HOURS + 1))
        yield from (f"{count} {unit}s" for count in _VAGUE)
    yield "a fortnight"


def _times() -> Iterator[str]:
    yield from ("noon", "midday", "midnight", "tonight", *_PARTS)
    yield from (f"{when} {part}" for when, part in product(_OF_THE_DAY, _PARTS))
    for hour in map(cardinal, range(1, _HOURS + 1)):
        clocks = [hour, *(f"{hour} {minute}" for minute in _minutes()), *(f"{past} {hour}" for past in _PAST)]
        yield f"{hour} o'clock"
        yield from clocks
        yield from (f"{clock} {half}" for clock, half in product(clocks, _HALVES))


def _minutes() -> Iterator[str]:
    yield "oh five"
    yield from (cardinal(minute) for minute in range(10, 60, 5))


def _numbers() -> Iterator[str]:
    yield from map(cardinal, range(_LARGEST_NUMBER + 1))


_SPOKEN: Mapping[str, Callable[[], Iterator[str]]] = {
    "AMAZON.DATE": _dates,
    "AMAZON.DayOfWeek": lambda: iter(_WEEKDAYS),
    "AMAZON.DURATION": _durations,
    "AMAZON.Month": lambda: iter(_MONTHS),
    "AMAZON.NUMBER": _numbers,
    "AMAZON.Ordinal": lambda: map(ordinal, range(1, 101)),
    "AMAZON.TIME": _times,
}
