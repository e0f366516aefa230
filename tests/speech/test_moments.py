"""Moments and days are said as people say them, rounded so that nobody is sent running at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.speech.catalog import Catalog
from skill.speech.moments import spoken_day, spoken_day_name, spoken_moment
from skill.speech.words import Words

NEW_YORK = ZoneInfo("America/New_York")
WORDS = Words(Catalog.for_locale("en-US"), lambda _: 0)
SUNDAY = date(2026, 11, 22)


def at(clock: str) -> datetime:
    """The moment a clock in New York shows this."""
    return datetime.fromisoformat(clock).replace(tzinfo=NEW_YORK)


NOW = at("2026-11-22 10:00")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-22 10:00", "from ten in the morning today"),
        ("2026-11-22 10:01", "from eleven in the morning today"),
        ("2026-11-22 11:01", "from noon today"),
        ("2026-11-22 12:00", "from noon today"),
        ("2026-11-22 12:30", "from one in the afternoon today"),
        ("2026-11-22 16:00", "from four in the afternoon today"),
        ("2026-11-22 17:00", "from five in the evening today"),
        ("2026-11-22 19:00", "from seven in the evening today"),
        ("2026-11-22 19:00:01", "tomorrow morning"),  # eight in the evening: nobody goes running then
        ("2026-11-22 22:00", "tomorrow morning"),
        ("2026-11-22 23:59", "tomorrow morning"),
        ("2026-11-23 00:00", "tomorrow morning"),
        ("2026-11-23 03:00", "tomorrow morning"),
        ("2026-11-23 11:00", "tomorrow morning"),
        ("2026-11-23 11:30", "tomorrow afternoon"),
        ("2026-11-23 16:30", "tomorrow evening"),
        ("2026-11-23 19:00", "tomorrow evening"),
        ("2026-11-23 21:00", "on Tuesday morning"),
        ("2026-11-24 13:00", "on Tuesday afternoon"),
        ("2026-11-24 18:00", "on Tuesday evening"),
        ("2026-11-25 09:00", "on Wednesday morning"),
    ],
)
def test_a_moment_is_said_by_hour_or_part_of_day(moment: str, words: str) -> None:
    """Today by the hour, rounded up; later by the part of the day; from eight in the evening, the next morning."""
    assert spoken_moment(WORDS, at(moment), NOW) == words


def test_a_night_of_today_is_this_morning() -> None:
    """Just after midnight, the morning to come is still today's."""
    assert spoken_moment(WORDS, at("2026-11-22 03:10"), at("2026-11-22 00:30")) == "from seven in the morning today"


def test_over_a_years_end() -> None:
    """New Year's morning is tomorrow."""
    assert spoken_moment(WORDS, at("2026-12-31 22:00"), at("2026-12-31 12:00")) == "tomorrow morning"


@settings(deadline=None)
@given(now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), hours=st.floats(0, 100))  # noqa: DTZ001 (made aware)
def test_any_moment_can_be_said(now: datetime, hours: float) -> None:
    """For every hour of the day there are words, and for none of the night."""
    now = now.replace(tzinfo=NEW_YORK)
    moment = datetime.fromtimestamp(now.timestamp() + hours * 3600, NEW_YORK)
    words = spoken_moment(WORDS, moment, now)

    assert words.endswith(("today", "morning", "afternoon", "evening"))
    assert not words.startswith(("from eight in the evening", "from nine in the evening", "from six in the morning"))


DAYS = {
    -8: ("then", "then"),
    -7: ("then", "then"),
    -6: ("on Monday", "Monday"),
    -2: ("on Friday", "Friday"),
    -1: ("yesterday", "yesterday"),
    0: ("today", "today"),
    1: ("tomorrow", "tomorrow"),
    2: ("on Tuesday", "Tuesday"),
    6: ("on Saturday", "Saturday"),
    7: ("then", "then"),
    400: ("then", "then"),
}


@pytest.mark.parametrize("distance", DAYS)
def test_a_day_is_said_as_seen_from_today(distance: int) -> None:
    """Its neighbours by their own words, a week around by weekday, no further: a weekday would mean another week."""
    day = SUNDAY + timedelta(days=distance)

    assert (spoken_day(WORDS, day, SUNDAY), spoken_day_name(WORDS, day, SUNDAY)) == DAYS[distance]


@pytest.mark.parametrize("offset", range(7))
def test_every_weekday_has_its_name(offset: int) -> None:
    """From Monday to Sunday."""
    day = date(2026, 11, 23) + timedelta(days=offset)
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

    assert spoken_day_name(WORDS, day, day - timedelta(days=3)) == names[offset]
