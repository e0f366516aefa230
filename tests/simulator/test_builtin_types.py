"""Amazon's slot types: what people say, and the value Amazon sends for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.simulator.nlu import builtin_types
from skill.simulator.nlu.reading import Found, Line
from skill.simulator.nlu.words import texts

NEW_YORK = ZoneInfo("America/New_York")
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=NEW_YORK)


def found(slot_type: str, said: str, now: datetime = SUNDAY) -> list[Found]:
    """Every value of a type in what was said."""
    return list(builtin_types.find(f"AMAZON.{slot_type}", Line(texts(said)), now))


def value(slot_type: str, said: str, now: datetime = SUNDAY) -> str | None:
    """The value that all of what was said stands for, None if it is none."""
    whole = [one.value for one in found(slot_type, said, now) if (one.start, one.end) == (0, len(texts(said)))]
    return whole[0] if whole else None


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("tomorrow", "2026-11-23"),
        ("the day before yesterday", "2026-11-20"),
        ("day after tomorrow", "2026-11-24"),
        ("friday", "2026-11-27"),
        ("sunday", "2026-11-22"),
        ("this friday", "2026-11-27"),
        ("next friday", "2026-11-27"),
        ("next sunday", "2026-11-29"),
        ("last friday", "2026-11-20"),
        ("this past monday", "2026-11-16"),
        ("tues", "2026-11-24"),
        ("november twentieth", "2027-11-20"),
        ("november 25", "2026-11-25"),
        ("the 25th of november", "2026-11-25"),
        ("december the third twenty twenty seven", "2027-12-03"),
        ("february twenty ninth", "2028-02-29"),
        ("the twentieth", "2026-12-20"),
        ("the 31st", "2026-12-31"),
        ("2026-11-20", "2026-11-20"),
        ("this week", "2026-W47"),
        ("next week", "2026-W48"),
        ("this weekend", "2026-W47-WE"),
        ("the weekend", "2026-W47-WE"),
        ("last weekend", "2026-W46-WE"),
        ("this month", "2026-11"),
        ("last month", "2026-10"),
        ("next month", "2026-12"),
        ("january", "2027-01"),
        ("march 2028", "2028-03"),
        ("this year", "2026"),
        ("next year", "2027"),
        ("this decade", "202X"),
        ("this winter", "2026-WI"),
        ("last autumn", "2025-FA"),
        ("right now", "PRESENT_REF"),
        ("now", "PRESENT_REF"),
        ("2026-13-41", None),
        ("february 30 2027", None),
        ("someday", None),
    ],
)
def test_dates(said: str, iso: str | None) -> None:
    """On a Sunday in November; a bare weekday or date is today or later."""
    assert value("DATE", said) == iso


def test_months_roll_over_at_the_end_of_the_year() -> None:
    """The month after December is January."""
    assert value("DATE", "next month", datetime(2026, 12, 30, 9, tzinfo=NEW_YORK)) == "2027-01"


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("six", "06:00"),
        ("six thirty", "06:30"),
        ("six oh five", "06:05"),
        ("six o'clock", "06:00"),
        ("half past six", "06:30"),
        ("quarter past six in the evening", "18:15"),
        ("a quarter to seven", "06:45"),
        ("ten minutes past six", "06:10"),
        ("twenty to one pm", "12:40"),
        ("6 am", "06:00"),
        ("6am", "06:00"),
        ("six p.m.", "18:00"),
        ("twelve am", "00:00"),
        ("twelve pm", "12:00"),
        ("18:30", "18:30"),
        ("six thirty tonight", "18:30"),
        ("eight at night", "20:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("this morning", "MO"),
        ("in the morning", "MO"),
        ("early morning", None),
        ("afternoon", "AF"),
        ("this evening", "EV"),
        ("last night", "NI"),
        ("tonight", "NI"),
        ("at night", "NI"),
        ("twenty nine", None),
    ],
)
def test_times(said: str, iso: str | None) -> None:
    """An hour without am or pm is taken as it stands."""
    assert value("TIME", said) == iso


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("two days", "P2D"),
        ("6 hours", "PT6H"),
        ("an hour", "PT1H"),
        ("an hour and a half", "PT1H30M"),
        ("two and a half hours", "PT2H30M"),
        ("half an hour", "PT30M"),
        ("half a day", "PT12H"),
        ("half a year", "P6M"),
        ("a couple of days", "P2D"),
        ("a few hours", "PT3H"),
        ("three weeks", "P3W"),
        ("a fortnight", "P2W"),
        ("ninety minutes", "PT90M"),
        ("one hour and twenty minutes", "PT1H20M"),
        ("a day and six hours", "P1DT6H"),
        ("a hundred and twenty hours", "PT120H"),
        ("45 mins", "PT45M"),
        ("half a second", None),
        ("a while", None),
    ],
)
def test_durations(said: str, iso: str | None) -> None:
    """ISO 8601, in the units that were said."""
    assert value("DURATION", said) == iso


@pytest.mark.parametrize(
    ("slot_type", "said", "number"),
    [
        ("NUMBER", "five", "5"),
        ("NUMBER", "forty five", "45"),
        ("NUMBER", "forty-five", "45"),
        ("NUMBER", "a hundred", "100"),
        ("NUMBER", "12", "12"),
        ("NUMBER", "fifth", None),
        ("FOUR_DIGIT_NUMBER", "twenty twenty six", "2026"),
        ("FOUR_DIGIT_NUMBER", "one two three four", "1234"),
        ("FOUR_DIGIT_NUMBER", "five", None),
    ],
)
def test_numbers(slot_type: str, said: str, number: str | None) -> None:
    """Words and digits alike."""
    assert value(slot_type, said) == number


def test_a_day_and_a_part_of_it_are_a_date_and_a_time() -> None:
    """Each type finds its own in "yesterday morning"."""
    assert [one.value for one in found("DATE", "yesterday morning")] == ["2026-11-21"]
    assert [one.value for one in found("TIME", "yesterday morning")] == ["MO"]


@pytest.mark.parametrize(
    ("slot_type", "said"), [("DATE", "may i run now"), ("TIME", "my legs are a six"), ("NUMBER", "a six")]
)
def test_what_may_mean_something_else_is_not_sure(slot_type: str, said: str) -> None:
    """Bare hours and numbers, months that are verbs too, and "now" count only where they fit."""
    assert found(slot_type, said)
    assert not any(one.sure for one in found(slot_type, said))


def test_types_that_are_not_read_by_their_words_are_free_text() -> None:
    """A city is Amazon's type, but any words could be one."""
    assert builtin_types.is_builtin("AMAZON.City")
    assert not builtin_types.is_readable("AMAZON.City")
    assert not found("City", "in boston")


@given(days=st.integers(min_value=0, max_value=3000), weekday=st.sampled_from(["monday", "thursday", "sunday"]))
def test_a_bare_weekday_is_within_the_coming_week_and_a_last_one_within_the_past(days: int, weekday: str) -> None:
    """On any day of the calendar."""
    now = SUNDAY + timedelta(days=days)
    coming, last = value("DATE", weekday, now), value("DATE", f"last {weekday}", now)
    today = now.date()
    assert today.isoformat() <= str(coming) < (today + timedelta(days=7)).isoformat()
    assert (today - timedelta(days=7)).isoformat() <= str(last) < today.isoformat()
