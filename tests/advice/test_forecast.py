"""The forecast: in line with the table, monotone, a range that holds, and silent where waiting is not the answer."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from skill.advice import (
    NO_RECENT_LEG_DAY,
    Bout,
    Condition,
    Fatigue,
    Forecast,
    HoursAgo,
    Recovery,
    Report,
    RunType,
    Situation,
    Symptom,
    Verdict,
    forecast,
    hours_until_clear,
    learn,
    soreness_level,
    verdict_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

RUNS_MILDEST_FIRST = (RunType.EASY, RunType.LONG, RunType.TEMPO, RunType.INTERVALS)
NOW = Forecast(0.0, 0.0, 0.0)
NEVER = math.inf


def _histories() -> st.SearchStrategy[Recovery]:
    """Weeks of leg days and check-ins, on an axis on which now is 0; often none."""
    hours = st.floats(-1000, 0)
    bouts = st.lists(st.builds(Bout, hours, st.none() | st.floats(1, 10), st.booleans()), max_size=6)
    reports = st.lists(st.builds(Report, hours, st.integers(0, 10).map(float)), max_size=15)
    return st.builds(learn, bouts, reports) | st.just(learn())


def hours(found: Forecast) -> tuple[float, float, float]:
    """The three, with "not to be forecast" later than everything."""
    earliest, likely, latest = (
        NEVER if value is None else value for value in (found.earliest, found.likely, found.latest)
    )
    return earliest, likely, latest


def never_earlier(forecasts: Iterable[Forecast]) -> bool:
    """Whether each is at least as late as the one before, in all three."""
    return all(
        all(early <= late for early, late in zip(hours(first), hours(second), strict=True))
        for first, second in pairwise(forecasts)
    )


def when(soreness: float | None, hours_ago: float, run: RunType = RunType.INTERVALS, effort: float = 8) -> Situation:
    """Somebody asks."""
    return Situation(soreness=soreness, leg_day=HoursAgo.exactly(hours_ago), run=run, effort=effort)


# In line with the table


@given(st.from_type(Situation), _histories())
@settings(max_examples=120, deadline=None)
def test_a_go_is_a_go_and_nothing_else_is(situation: Situation, known: Recovery) -> None:
    """Where soreness is told, "now" is said exactly when the table says so."""
    assume(situation.soreness is not None)
    verdict = verdict_of(replace(situation, hours_to_run=0))
    assert (forecast(situation, known).earliest == 0) is (verdict is Verdict.GO)


@given(st.from_type(Situation), _histories())
@settings(max_examples=120, deadline=None)
def test_never_earlier_than_the_table_allows(situation: Situation, known: Recovery) -> None:
    """At the hour named, legs that are no more than mildly sore get a "go"; the table's own wait has passed."""
    found = forecast(situation, known)
    assume(found.earliest is not None)
    assert found.earliest is not None
    rested = replace(situation, fatigue=Fatigue.NONE, sleep_hours=None)
    for hour in hours(found):
        then = situation if hour <= 24 else rested
        assert verdict_of(replace(then, soreness=0, hours_to_run=hour)) is Verdict.GO
    assert found.earliest >= (hours_until_clear(situation) or 0)


@pytest.mark.parametrize("soreness", [4, 5.5, 7, 10])
@given(situation=st.from_type(Situation))
@settings(max_examples=40, deadline=None)
def test_mild_soreness_is_what_every_go_needs(soreness: float, situation: Situation) -> None:
    """The forecast counts on this property of the table."""
    assert soreness_level(soreness) > soreness_level(3.9)
    assert verdict_of(replace(situation, soreness=soreness)) is not Verdict.GO


@given(st.from_type(Situation), _histories())
@settings(max_examples=100, deadline=None)
def test_the_range_is_in_order_and_within_two_weeks(situation: Situation, known: Recovery) -> None:
    """Earliest, likely, latest: all or none of them; the same each time; no matter when the run was planned."""
    found = forecast(situation, known)
    earliest, likely, latest = hours(found)
    assert 0 <= earliest <= likely <= latest
    assert latest <= 14 * 24 or {found.earliest, found.likely, found.latest} == {None}
    assert forecast(replace(situation, hours_to_run=77), known) == found


# Monotone


@given(st.from_type(Situation), _histories())
@settings(max_examples=120, deadline=None)
def test_a_harder_run_is_never_earlier(situation: Situation, known: Recovery) -> None:
    """Easy, long, tempo, intervals: each at least as late as the milder one, at every end of the range."""
    assert never_earlier(forecast(replace(situation, run=run), known) for run in RUNS_MILDEST_FIRST)


@given(st.from_type(Situation), _histories(), st.lists(st.floats(0, 10), max_size=4))
@settings(max_examples=120, deadline=None)
def test_a_higher_report_is_never_earlier(situation: Situation, known: Recovery, between: list[float]) -> None:
    """Whatever was told before, a point more today never brings the run nearer."""
    levels = sorted({*map(float, range(11)), *between})
    assert never_earlier(forecast(replace(situation, soreness=level), known) for level in levels)


@given(st.from_type(Situation), _histories())
@settings(max_examples=60, deadline=None)
def test_novices_and_those_over_forty_never_run_hard_earlier(situation: Situation, known: Recovery) -> None:
    """The table has them wait longer, and so does the forecast."""
    plain = replace(situation, novice=False, novice_session=None, age=None)
    for slower in (replace(plain, novice=True), replace(plain, age=45), replace(plain, novice_session=1)):
        assert never_earlier([forecast(plain, known), forecast(slower, known)])


# What it says


def test_sore_legs_the_day_after() -> None:
    """A six twenty hours after a hard leg day: intervals in the third or fourth day, by the fifth at the latest."""
    found = forecast(when(6, 20))
    assert 28 <= (found.earliest or 0) < (found.likely or 0) < (found.latest or 0)
    assert 60 <= (found.likely or 0) + 20 <= 100
    assert (found.latest or 0) + 20 <= 130


def test_legs_that_feel_fine_wait_for_the_table_only() -> None:
    """No soreness thirty hours after: the 48 hours, and no later; to the minute."""
    assert forecast(when(0, 30)) == Forecast(18.0, 18.0, 18.0)
    assert forecast(when(0, 30.5)) == Forecast(17.5, 17.5, 17.5)


def test_an_easy_run_is_a_matter_of_soreness_alone() -> None:
    """A four that fades: a matter of hours or of a day; a seven takes longer."""
    four, seven = forecast(when(4, 50, RunType.EASY)), forecast(when(7, 50, RunType.EASY))
    assert 0 < (four.likely or 0) < 24 < (seven.likely or 0)


def test_between_two_numbers_the_higher_counts() -> None:
    """People say whole ones; a program may not."""
    assert forecast(when(4.2, 30)) == forecast(when(5, 30)) != forecast(when(4, 30))


def test_the_athletes_own_check_ins_count() -> None:
    """Who was fine after two days every time is told so; who never was, is told that."""
    leg_days = [Bout(-20 - 168 * week, 8) for week in range(6)]

    def after(hours: tuple[int, ...], soreness: tuple[int, ...]) -> Recovery:
        past = leg_days[1:]
        return learn(
            leg_days,
            [Report(day.at_hours + hour, level) for day in past for hour, level in zip(hours, soreness, strict=True)],
        )

    quick, slow = after((24, 48, 72), (3, 2, 0)), after((24, 48, 72, 96), (4, 7, 6, 5))
    asked = when(4, 20)
    assert hours(forecast(asked, quick)) < hours(forecast(asked)) < hours(forecast(asked, slow))
    assert (forecast(asked, slow).likely or 0) > 72
    assert (forecast(asked, quick).likely or 0) < 48


def test_without_soreness_told_the_curve_stands_in() -> None:
    """Instead of the six that the table would assume: fine again well before it would say so."""
    found = forecast(when(None, 20))
    assert found.earliest == 28
    assert (found.likely or 0) < (forecast(when(8, 20)).likely or 0)
    assert forecast(when(None, 160)) == NOW


def test_a_moment_of_doubt_wears_off() -> None:
    """A four where the curve says two is no "go" now, but half a day later it may be."""
    quick = learn([Bout(-100, 5)])
    found = forecast(when(4, 100, RunType.EASY, effort=5), quick)
    assert 0 < (found.earliest or 0) <= (found.likely or 0) <= 12


def test_what_was_learned_today_does_not_count_twice() -> None:
    """The check-in that is told now may also have been stored this morning."""
    leg_days = [Bout(-188, 8), Bout(-20, 8)]
    before = [Report(-150, 5), Report(-120, 2)]
    stored = learn(leg_days, [*before, Report(-3, 6)])
    assert forecast(when(6, 20), stored) == forecast(when(6, 20), learn(leg_days, before))


def test_the_last_leg_day_is_the_one_that_is_told() -> None:
    """It need not be stored yet, may be stored a little off, and what is stored as later than it is left out."""
    week_ago = Bout(-188, 8)
    known = [learn([week_ago, *more]) for more in ([], [Bout(-21, 8)], [Bout(-5, 10)], [Bout(-20, 2)])]
    assert len({forecast(when(5, 20), one) for one in known}) == 1


def test_no_leg_day_and_no_soreness_is_nothing_to_wait_for() -> None:
    """Also where an old leg day is known."""
    nothing = Situation(leg_day=NO_RECENT_LEG_DAY, run=RunType.RACE)
    assert forecast(nothing) == forecast(nothing, learn([Bout(-300, 8)])) == NOW


def test_tonight_is_no_reason_tomorrow() -> None:
    """Short sleep and fatigue, even extreme, keep one from running for a day, not for two."""
    fresh = when(0, 100)
    for tired in (replace(fresh, sleep_hours=4), replace(fresh, fatigue=Fatigue.EXTREME)):
        assert hours(forecast(tired)) == (25, 25, 25)


# Nothing to forecast


@pytest.mark.parametrize(
    "facts",
    [*({"symptoms": frozenset({one})} for one in Symptom), *({"conditions": frozenset({one})} for one in Condition)],
)
def test_a_red_flag_or_a_condition_gets_no_forecast(
    facts: dict[str, frozenset[Symptom] | frozenset[Condition]],
) -> None:
    """Not an hour, whatever the soreness."""
    for soreness in (0, 5, 9):
        assert forecast(replace(when(soreness, 30), **facts)) == Forecast(None, None, None)  # type: ignore[arg-type] # one of two fields


@pytest.mark.parametrize("leg_day", [HoursAgo.exactly(168), HoursAgo.exactly(500), NO_RECENT_LEG_DAY])
def test_soreness_beyond_a_week_is_said_not_forecast(leg_day: HoursAgo) -> None:
    """No leg day explains it: a flag instead of an hour; mild soreness has both its "go" and the flag."""
    asked = replace(when(5, 0), leg_day=leg_day)
    assert forecast(asked) == Forecast(None, None, None, lasting=True)
    assert forecast(replace(asked, soreness=2)) == replace(NOW, lasting=True)
    assert forecast(replace(asked, soreness=0)) == NOW


def test_a_week_is_not_over_before_it_is() -> None:
    """Seven days less an hour are a slow recovery, with a forecast."""
    assert forecast(when(5, 167)).latest is not None
