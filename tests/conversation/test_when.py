"""Alexa's dates, times and durations mean a past leg day and a run to come, in the athlete's own time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skill.conversation.when import leg_day_span, run_start

NEW_YORK = "America/New_York"
LORD_HOWE = "Australia/Lord_Howe"
KOLKATA = "Asia/Kolkata"
NOW = "2026-11-22 10:00"  # a Sunday


def at(clock: str, zone: str = NEW_YORK, fold: int = 0) -> datetime:
    """The moment a clock in that zone shows this."""
    return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone), fold=fold)


def span(
    day: str | None = None, hour: str | None = None, ago: str | None = None, now: datetime | None = None
) -> tuple[str, str] | None:
    """Where leg day lies, as a clock in the athlete's zone shows it."""
    found = leg_day_span(day, hour, ago, now or at(NOW))
    return None if found is None else (f"{found.start:%Y-%m-%d %H:%M}", f"{found.end:%Y-%m-%d %H:%M}")


def start(day: str | None = None, hour: str | None = None, now: datetime | None = None) -> str | None:
    """When the run may start, as a clock in the athlete's zone shows it."""
    found = run_start(day, hour, now or at(NOW))
    return None if found is None else f"{found:%Y-%m-%d %H:%M}"


def hours_ago(day: str | None, hour: str | None, ago: str | None, now: datetime) -> tuple[float, float]:
    """Real hours from the span's end and start to now."""
    found = leg_day_span(day, hour, ago, now)
    assert found is not None
    return (now.timestamp() - found.end.timestamp()) / 3600, (now.timestamp() - found.start.timestamp()) / 3600


# --- Leg days: every form of a date ---


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-11-22", "2026-11-22 05:00", "2026-11-22 10:00"),
        ("PRESENT_REF", "2026-11-22 05:00", "2026-11-22 10:00"),
        ("2026-11-21", "2026-11-21 05:00", "2026-11-21 21:00"),
        ("2026-11-01", "2026-11-01 05:00", "2026-11-01 21:00"),
        ("2026-W47", "2026-11-16 05:00", "2026-11-22 10:00"),
        ("2026-W46", "2026-11-09 05:00", "2026-11-15 21:00"),
        ("2026-W47-WE", "2026-11-21 05:00", "2026-11-22 10:00"),
        ("2026-W46-WE", "2026-11-14 05:00", "2026-11-15 21:00"),
        ("2026-11", "2026-11-01 05:00", "2026-11-22 10:00"),
        ("2026-11-XX", "2026-11-01 05:00", "2026-11-22 10:00"),
        ("2026-10", "2026-10-01 05:00", "2026-10-31 21:00"),
        ("2024-02", "2024-02-01 05:00", "2024-02-29 21:00"),
        ("2026", "2026-01-01 05:00", "2026-11-22 10:00"),
        ("2026-XX-XX", "2026-01-01 05:00", "2026-11-22 10:00"),
        ("2025", "2025-01-01 05:00", "2025-12-31 21:00"),
        ("202X", "2020-01-01 05:00", "2026-11-22 10:00"),
        ("201X", "2010-01-01 05:00", "2019-12-31 21:00"),
        ("2026-SP", "2026-03-01 05:00", "2026-05-30 21:00"),
        ("2026-SU", "2026-06-01 05:00", "2026-08-30 21:00"),
        ("2026-FA", "2026-09-01 05:00", "2026-11-22 10:00"),
        ("2025-WI", "2025-12-01 05:00", "2026-03-01 21:00"),
    ],
)
def test_a_leg_day_is_read_from_every_form_of_a_date(day: str, first: str, last: str) -> None:
    """A day is a range of its waking hours; a week, a month, a season, a year or a decade one of days, up to now."""
    assert span(day) == (first, last)


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        ("2026-11-22", "2026-11-22"),  # "Sunday", which is today
        ("2026-11-23", "2026-11-16"),  # "Monday", tomorrow's weekday: six days ago
        ("2026-11-27", "2026-11-20"),
        ("2026-11-28", "2026-11-21"),  # "Saturday": yesterday
        ("2026-11-29", "2026-11-22"),  # "next Sunday", a week from today
    ],
)
def test_a_weekday_that_arrives_ahead_is_rolled_back_a_week(day: str, meant: str) -> None:
    """A weekday resolves to today or later, but the last leg day lies behind."""
    found = span(day)
    assert found is not None
    assert found[0] == f"{meant} 05:00"


@pytest.mark.parametrize(
    ("now", "day", "meant"),
    [
        ("2026-11-22 10:00", "2027-11-20", "2026-11-20"),  # "November twentieth"
        ("2026-11-22 10:00", "2027-01-05", "2026-01-05"),
        ("2026-12-29 10:00", "2027-01-01", "2026-12-25"),  # "Friday", across the year's end
        ("2027-01-01 10:00", "2027-01-06", "2026-12-30"),  # "Wednesday"
        ("2027-01-02 10:00", "2027-12-31", "2026-12-31"),  # "December thirty-first"
        ("2027-03-05 10:00", "2028-02-29", "2027-02-28"),  # a leap day that last year did not have
        ("2028-02-29 10:00", "2028-02-28", "2028-02-28"),
        ("2028-03-01 10:00", "2028-03-07", "2028-02-29"),  # a weekday rolled back onto a leap day
    ],
)
def test_a_date_that_arrives_as_next_years_is_last_time_it_was(now: str, day: str, meant: str) -> None:
    """A date without a year resolves to the future too."""
    found = span(day, now=at(now))
    assert found is not None
    assert found[0] == f"{meant} 05:00"


def test_a_month_ahead_is_the_one_a_year_ago() -> None:
    """At the end of November "in December" is eleven months ago, not last week."""
    assert span("2026-12", now=at("2026-11-28 10:00")) == ("2025-12-01 05:00", "2025-12-31 21:00")


def test_a_weekend_ahead_is_the_last_one() -> None:
    """On a Wednesday "at the weekend" arrives as the coming Saturday."""
    assert span("2026-W47-WE", now=at("2026-11-18 10:00")) == ("2026-11-14 05:00", "2026-11-15 21:00")


GARBAGE = [
    "",
    "?",
    "yesterday",
    "2026-13-01",
    "2026-02-30",
    "2026-W54",
    "2026-W00-WE",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "9999-12",
    "9999-W52",
    "9999-WI",
    "9999",
    "999X",
    "2026-AU",
    "2026-11-22T10:00",
    "2026/11/22",
    "-2026-11-22",
    "20261122",
    "\ud800",
]


@pytest.mark.parametrize("day", [*GARBAGE, "2030-01-01", "2030", "203X"])
def test_a_leg_day_that_is_no_date_or_years_ahead_is_not_known(day: str) -> None:
    """What cannot be meant is not guessed at."""
    assert span(day) is None


# --- Leg days: hours ---


@pytest.mark.parametrize(
    ("hour", "first", "last"),
    [
        ("MO", "2026-11-20 05:00", "2026-11-20 12:00"),
        ("AF", "2026-11-20 12:00", "2026-11-20 17:00"),
        ("EV", "2026-11-20 17:00", "2026-11-20 21:00"),
        ("NI", "2026-11-20 18:00", "2026-11-20 23:00"),
        ("07:30", "2026-11-20 07:30", "2026-11-20 07:30"),
        ("7:30", "2026-11-20 07:30", "2026-11-20 07:30"),
        ("19:00", "2026-11-20 19:00", "2026-11-20 19:00"),
        ("19:00:00", "2026-11-20 19:00", "2026-11-20 19:00"),
        ("00:00", "2026-11-20 00:00", "2026-11-20 00:00"),
        ("24:00", "2026-11-20 00:00", "2026-11-20 00:00"),
    ],
)
def test_a_day_with_an_hour_is_narrower(hour: str, first: str, last: str) -> None:
    """A part of the day is a range; an hour of the clock is exact."""
    assert span("2026-11-20", hour) == (first, last)


@pytest.mark.parametrize("hour", ["", "?", "25:00", "19:60", "noon", "19", "MORNING", "99:99", "19:00Z"])
def test_an_hour_that_is_none_leaves_the_day(hour: str) -> None:
    """A day is still known when its hour is not."""
    assert span("2026-11-20", hour) == ("2026-11-20 05:00", "2026-11-20 21:00")
    assert span(None, hour) is None


@pytest.mark.parametrize(
    ("hour", "first", "last"),
    [
        ("07:00", "2026-11-22 07:00", "2026-11-22 07:00"),
        ("10:00", "2026-11-22 10:00", "2026-11-22 10:00"),
        ("10:01", "2026-11-21 10:01", "2026-11-21 10:01"),
        ("19:00", "2026-11-21 19:00", "2026-11-21 19:00"),
        ("MO", "2026-11-22 05:00", "2026-11-22 10:00"),
        ("AF", "2026-11-21 12:00", "2026-11-21 17:00"),
        ("NI", "2026-11-21 18:00", "2026-11-21 23:00"),
    ],
)
def test_an_hour_alone_is_the_last_time_it_was(hour: str, first: str, last: str) -> None:
    """Without a day it is today if that has been, else yesterday."""
    assert span(None, hour) == (first, last)


def test_an_hour_of_today_still_to_come_was_yesterdays() -> None:
    """“Today at six”, said at ten in the morning, cannot be a past leg day."""
    assert span("2026-11-22", "18:00") == ("2026-11-21 18:00", "2026-11-21 18:00")


def test_an_hour_of_several_days_stays_a_range() -> None:
    """“At the weekend, in the morning”: Saturday's or today's."""
    assert span("2026-W47-WE", "MO") == ("2026-11-21 05:00", "2026-11-22 10:00")


# --- Leg days: so long ago ---


@pytest.mark.parametrize(
    ("ago", "first", "last"),
    [
        ("PT6H", "2026-11-22 04:00", "2026-11-22 04:00"),
        ("PT90M", "2026-11-22 08:30", "2026-11-22 08:30"),
        ("PT1H30M", "2026-11-22 08:30", "2026-11-22 08:30"),
        ("PT45S", "2026-11-22 09:59", "2026-11-22 09:59"),
        ("PT0H", "2026-11-22 10:00", "2026-11-22 10:00"),
        ("PT48H", "2026-11-20 10:00", "2026-11-20 10:00"),
        ("P1DT6H", "2026-11-21 04:00", "2026-11-21 04:00"),
        ("P2D", "2026-11-20 05:00", "2026-11-20 21:00"),
        ("P0D", "2026-11-22 05:00", "2026-11-22 10:00"),
        ("P1W", "2026-11-15 05:00", "2026-11-15 21:00"),
        ("P1M", "2026-10-23 05:00", "2026-10-23 21:00"),
        ("P1Y", "2025-11-22 05:00", "2025-11-22 21:00"),
    ],
)
def test_hours_ago_are_exact_and_days_ago_are_days(ago: str, first: str, last: str) -> None:
    """Six hours ago is a moment; two days ago is the whole of that day."""
    assert span(ago=ago) == (first, last)


def test_days_ago_take_an_hour_and_hours_ago_do_not() -> None:
    """“Two days ago in the evening” is narrower; six hours ago is exact already."""
    assert span(hour="EV", ago="P2D") == ("2026-11-20 17:00", "2026-11-20 21:00")
    assert span(hour="EV", ago="PT6H") == ("2026-11-22 04:00", "2026-11-22 04:00")


@pytest.mark.parametrize(
    "ago", ["", "P", "PT", "six hours", "P-2D", "PT1.5H", "P99Y", "P999999Y", "PT999999H", "PT" + "9" * 5000 + "H"]
)
def test_a_duration_that_is_none_leaves_what_else_was_said(ago: str) -> None:
    """An endless or unreadable time ago is no time; the day beside it counts."""
    assert span(ago=ago) is None
    assert span("2026-11-20", ago=ago) == ("2026-11-20 05:00", "2026-11-20 21:00")


# --- Midnight ---


@pytest.mark.parametrize(
    ("now", "day", "hour", "first", "last"),
    [
        ("2026-11-22 00:10", "2026-11-22", None, "2026-11-22 00:00", "2026-11-22 00:10"),  # "today"
        ("2026-11-22 00:10", "2026-11-21", None, "2026-11-21 05:00", "2026-11-21 21:00"),  # "yesterday"
        ("2026-11-22 00:10", None, "MO", "2026-11-21 05:00", "2026-11-21 12:00"),
        ("2026-11-22 00:30", "2026-11-21", "NI", "2026-11-21 18:00", "2026-11-21 23:00"),  # "last night"
        ("2026-11-22 10:00", "2026-11-21", "NI", "2026-11-21 18:00", "2026-11-21 23:00"),
        ("2026-11-22 23:30", "2026-11-21", "NI", "2026-11-21 18:00", "2026-11-21 23:00"),
        ("2026-11-22 00:30", None, "NI", "2026-11-21 18:00", "2026-11-21 23:00"),  # the night alone
        ("2026-11-22 10:00", None, "NI", "2026-11-21 18:00", "2026-11-21 23:00"),
        ("2026-11-22 23:30", None, "NI", "2026-11-22 18:00", "2026-11-22 23:00"),  # tonight's: the strict reading
        ("2026-11-22 19:00", "2026-11-22", "NI", "2026-11-22 18:00", "2026-11-22 19:00"),
        ("2026-11-22 00:00", "2026-11-22", None, "2026-11-22 00:00", "2026-11-22 00:00"),
        ("2026-11-22 23:59", "2026-11-22", None, "2026-11-22 05:00", "2026-11-22 21:00"),
    ],
)
def test_around_midnight_the_right_night_is_meant(
    now: str, day: str | None, hour: str | None, first: str, last: str
) -> None:
    """Just after midnight, today has hardly begun and last night is yesterday's."""
    assert span(day, hour, now=at(now)) == (first, last)


# --- Clocks that change, and other zones ---


def test_hours_ago_are_real_hours_when_the_clocks_go_forward() -> None:
    """Six hours before ten past eight on 8 March is ten past one, for two o'clock never was."""
    now = at("2026-03-08 08:10")

    assert span(ago="PT6H", now=now) == ("2026-03-08 01:10", "2026-03-08 01:10")
    assert hours_ago(None, None, "PT6H", now) == (6, 6)


def test_hours_ago_are_real_hours_when_the_clocks_go_back() -> None:
    """Six hours before six on 1 November is one o'clock, the first of the two."""
    now = at("2026-11-01 06:00")

    assert span(ago="PT6H", now=now) == ("2026-11-01 01:00", "2026-11-01 01:00")
    assert hours_ago(None, None, "PT6H", now) == (6, 6)


@pytest.mark.parametrize(
    ("zone", "now", "day", "hours"),
    [
        (NEW_YORK, "2026-03-08 10:00", "2026-03-07", 14),  # 19:00 to 10:00, an hour skipped
        (NEW_YORK, "2026-11-01 10:00", "2026-10-31", 16),  # an hour twice
        (NEW_YORK, "2026-11-22 10:00", "2026-11-21", 15),
        (LORD_HOWE, "2026-04-05 10:00", "2026-04-04", 15.5),  # half an hour twice
        (LORD_HOWE, "2026-10-04 10:00", "2026-10-03", 14.5),
        (KOLKATA, "2026-11-22 10:00", "2026-11-21", 15),
    ],
)
def test_a_night_is_as_long_as_it_was(zone: str, now: str, day: str, hours: float) -> None:
    """From seven yesterday evening to ten this morning, whatever the clocks did."""
    assert hours_ago(day, "19:00", None, at(now, zone)) == (hours, hours)


def test_an_hour_the_clocks_skipped_is_not_in_the_future() -> None:
    """At ten past three, half past two of that night has not been; the last one was yesterday's."""
    now = at("2026-03-08 03:10")

    assert span("2026-03-08", "02:30", now=now) == ("2026-03-07 02:30", "2026-03-07 02:30")


def test_an_hour_that_comes_twice_has_been_once() -> None:
    """In the second one o'clock hour, half past one has already been, three quarters of an hour ago."""
    now = at("2026-11-01 01:15", fold=1)

    assert hours_ago(None, "01:30", None, now) == (0.75, 0.75)


def test_the_day_is_the_athletes_own() -> None:
    """At one moment it is Sunday in New York and Monday in Kolkata: "today" is another day."""
    moment = datetime(2026, 11, 22, 23, tzinfo=UTC)

    assert span("PRESENT_REF", now=moment.astimezone(ZoneInfo(NEW_YORK))) == ("2026-11-22 05:00", "2026-11-22 18:00")
    assert span("PRESENT_REF", now=moment.astimezone(ZoneInfo(KOLKATA))) == ("2026-11-23 00:00", "2026-11-23 04:30")


# --- Runs ---


@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        (None, None, None),
        ("PRESENT_REF", None, NOW),
        ("2026-11-22", None, NOW),
        ("2026-11-22", "18:00", "2026-11-22 18:00"),
        ("2026-11-22", "07:00", NOW),
        ("2026-11-22", "MO", NOW),
        ("2026-11-22", "EV", "2026-11-22 17:00"),
        ("2026-11-23", None, "2026-11-23 05:00"),
        ("2026-11-23", "MO", "2026-11-23 05:00"),
        ("2026-11-23", "AF", "2026-11-23 12:00"),
        ("2026-11-23", "NI", "2026-11-23 18:00"),
        ("2026-11-23", "06:30", "2026-11-23 06:30"),
        ("2026-11-20", None, NOW),
        ("2026-11-20", "18:00", NOW),
        ("2026-W47", None, NOW),
        ("2026-W48", None, "2026-11-23 05:00"),
        ("2026-W48-WE", None, "2026-11-28 05:00"),
        ("2026-W47-WE", None, NOW),
        ("2026-11", None, NOW),
        ("2026-11-XX", None, NOW),
        ("2026-12", None, "2026-12-01 05:00"),
        ("2026", None, NOW),
        ("2027", None, "2027-01-01 05:00"),
        ("202X", None, NOW),
        ("2026-FA", None, NOW),
        ("2026-WI", None, "2026-12-01 05:00"),
        (None, "18:00", "2026-11-22 18:00"),
        (None, "10:00", NOW),
        (None, "09:00", "2026-11-23 09:00"),
        (None, "MO", NOW),
        (None, "NI", "2026-11-22 18:00"),
        ("yesterday", "18:00", "2026-11-22 18:00"),
        ("2026-11-23", "noon", "2026-11-23 05:00"),
        ("yesterday", "noon", None),
        (None, "noon", None),
    ],
)
def test_a_run_starts_at_the_earliest_that_was_meant_and_not_before_now(
    day: str | None, hour: str | None, moment: str | None
) -> None:
    """The earliest is the strict end; a day or an hour that has been means now, or its next time."""
    assert start(day, hour) == moment


@pytest.mark.parametrize("day", GARBAGE)
def test_a_run_on_no_date_is_not_known(day: str) -> None:
    """What cannot be meant is not guessed at."""
    assert start(day) is None


def test_late_in_the_evening_the_next_morning_is_tomorrows() -> None:
    """“This morning” for a run, said at eleven at night, is the one to come."""
    assert start(None, "MO", at("2026-11-22 23:00")) == "2026-11-23 05:00"


# --- Whatever is said ---

ZONES = (NEW_YORK, LORD_HOWE, KOLKATA, "Pacific/Kiritimati", "America/Havana", "Europe/London", "UTC")
MOMENTS = st.builds(
    lambda moment, zone: moment.astimezone(ZoneInfo(zone)),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 (made aware)
    st.sampled_from(ZONES),
)
NUMBER = r"[0-9]{1,4}"
DATES = st.from_regex(
    re.compile(
        r"20[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9]{4}-W[0-9]{2}(-WE)?|[0-9]{4}(-[0-9X]{2}){0,2}|20[0-9]X|20[0-9]{2}-(SU|WI)"
    ),
    fullmatch=True,
)
TIMES = st.from_regex(re.compile(r"[0-2][0-9]:[0-5][0-9]|MO|AF|EV|NI"), fullmatch=True)
DURATIONS = st.from_regex(
    re.compile(rf"P({NUMBER}Y)?({NUMBER}W)?({NUMBER}D)?(T({NUMBER}H)?({NUMBER}M)?({NUMBER}S)?)?"), fullmatch=True
)
ANYTHING = st.text(max_size=12)


@settings(deadline=None)
@given(
    day=st.none() | DATES | ANYTHING,
    hour=st.none() | TIMES | ANYTHING,
    ago=st.none() | DURATIONS | ANYTHING,
    now=MOMENTS,
)
@example(day="2026-03-08", hour="02:30", ago=None, now=at("2026-03-08 03:10"))
@example(day=None, hour="01:40", ago=None, now=at("2026-11-01 01:30", fold=1))
@example(day=None, hour=None, ago="P0D", now=at("2026-11-01 00:30", "America/Havana", fold=1))
def test_a_leg_day_never_lies_ahead(day: str | None, hour: str | None, ago: str | None, now: datetime) -> None:
    """Whatever arrives, nothing is raised, and a span runs from earlier to later and not past now, in real time."""
    found = leg_day_span(day, hour, ago, now)

    if found is not None:
        assert found.start.timestamp() <= found.end.timestamp() <= now.timestamp()
        assert found.start.tzinfo is found.end.tzinfo is now.tzinfo


@settings(deadline=None)
@given(day=st.none() | DATES | ANYTHING, hour=st.none() | TIMES | ANYTHING, now=MOMENTS)
@example(day="2026-03-08", hour="02:30", now=at("2026-03-08 01:50"))
def test_a_run_never_lies_behind(day: str | None, hour: str | None, now: datetime) -> None:
    """Whatever arrives, nothing is raised, and a run does not start before now."""
    found = run_start(day, hour, now)

    if found is not None:
        assert found.timestamp() >= now.timestamp()


@settings(deadline=None)
@given(hours=st.integers(0, 2000), now=MOMENTS)
def test_hours_ago_are_always_real_hours(hours: int, now: datetime) -> None:
    """In every zone and season."""
    found = leg_day_span(None, None, f"PT{hours}H", now)

    assert found is not None
    assert abs(now.timestamp() - found.end.timestamp() - hours * 3600) < 1
