"""The recovery curve, and what check-ins teach: on its scale, in time, true, and sure of no more than it knows."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random
from statistics import fmean

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skill.advice import Bout, Expected, Report, learn, share_of_peak
from skill.advice.curve import (
    EARLIEST_PEAK,
    LATEST_PEAK,
    PROTECTED_HOURS,
    REPEATED_BOUT,
    UNPROTECTED_HOURS,
    hours_down_to,
    peak_hours,
    strength,
)
from skill.advice.recovery import (
    HEIGHT_SPREAD,
    LEG_DAY_SPREAD,
    LENGTH_SPREAD,
    LENGTHS,
    RECOVERED_SORENESS,
    REPORT_SPREAD,
    SLIPS,
    Recovery,
)

WEEK = 168.0
LENGTH = st.floats(min(LENGTHS), max(LENGTHS))
HOURS = st.floats(-1500, 0)
BOUTS = st.lists(
    st.builds(Bout, HOURS, st.none() | st.floats(1, 10), st.booleans()),
    max_size=8,
    unique_by=lambda bout: bout.at_hours,
)
REPORTS = st.lists(st.builds(Report, HOURS, st.integers(0, 10).map(float) | st.floats(0, 10)), max_size=25)


# The curve


@given(LENGTH)
@settings(max_examples=60, deadline=None)
def test_soreness_rises_peaks_between_36_and_48_hours_and_fades(length: float) -> None:
    """One hill for everyone: nothing at first, the worst in the hours the literature gives, then ever less."""
    course = [share_of_peak(hour, length) for hour in range(15 * 24)]
    worst = course.index(max(course))
    assert EARLIEST_PEAK - 1 <= worst <= LATEST_PEAK + 1
    assert EARLIEST_PEAK <= peak_hours(length) <= LATEST_PEAK
    assert all(first <= second for first, second in pairwise(course[: worst + 1]))
    assert all(first >= second for first, second in pairwise(course[worst:]))
    assert course[0] == 0 <= course[-1] < 0.01
    assert max(course) <= 1


def test_the_typical_hard_leg_day_is_gone_within_a_week() -> None:
    """Sore the next day, worst on the second, next to nothing after seven."""
    typical = [8 * 0.6 * share_of_peak(hours) for hours in (24, 42, 72, WEEK)]
    assert typical[0] > 2
    assert typical[1] == pytest.approx(4.8)
    assert 3 < typical[2] < 4.5
    assert typical[3] < 0.25


@given(LENGTH, st.floats(0.001, 0.999))
@settings(max_examples=60, deadline=None)
def test_the_curve_can_be_turned_around(length: float, share: float) -> None:
    """The hour at which it is down to a share is the one at which it is that share, after the peak."""
    hours = hours_down_to(share, length)
    assert hours >= peak_hours(length)
    assert share_of_peak(hours, length) == pytest.approx(share, rel=1e-6)


def test_a_curve_that_never_gets_there_is_down_at_once() -> None:
    """What is never above a soreness needs no time to be down to it."""
    assert hours_down_to(1.0) == hours_down_to(2.5) == 0.0


def test_a_harder_leg_day_leaves_one_sorer() -> None:
    """Each point of effort and sets to failure count; an unknown effort is taken for the hardest, as in the table."""
    assert Bout(0, 3).peak < Bout(0, 6).peak < Bout(0, 9).peak < Bout(0, 9, to_failure=True).peak
    assert Bout(0).peak == Bout(0, 10).peak


@pytest.mark.parametrize(
    ("days", "left"),
    [(7, 1 - REPEATED_BOUT), (14, 1 - REPEATED_BOUT), (38.5, 1 - REPEATED_BOUT / 2), (63, 1.0), (200, 1.0)],
)
def test_a_leg_day_protects_the_next(days: float, left: float) -> None:
    """By 31 % within two weeks (doma2015 looked after one), then ever less, and not at all after nine weeks."""
    assert strength(Bout(days * 24, 8), [Bout(0, 8)]) == pytest.approx(Bout(0, 8).peak * left)
    assert PROTECTED_HOURS < UNPROTECTED_HOURS


def test_an_easier_leg_day_protects_less_and_two_no_more_than_the_better() -> None:
    """Half the peak, half the protection."""
    hard, light = Bout(WEEK, 8), Bout(0, 4)
    assert strength(hard, [light]) == pytest.approx(hard.peak * (1 - REPEATED_BOUT / 2))
    assert strength(hard, [light, Bout(24, 8)]) == pytest.approx(hard.peak * (1 - REPEATED_BOUT))


@pytest.mark.parametrize("wrong", [lambda: Bout(math.nan), lambda: Bout(math.inf), lambda: Report(math.nan, 3)])
def test_hours_are_numbers(wrong: object) -> None:
    """A sentence says so."""
    with pytest.raises(ValueError, match="is a number"):
        wrong()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: Bout(0, 11), "Effort runs from 1 to 10; it is 11"),
        (lambda: Bout(0, 0), "Effort runs from 1 to 10; it is 0"),
        (lambda: Report(0, 10.5), "Soreness runs from 0 to 10; it is 10.5"),
        (lambda: Report(0, math.nan), "Soreness runs from 0 to 10; it is nan"),
    ],
)
def test_numbers_outside_their_scale_are_refused(wrong: object, sentence: str) -> None:
    """With a sentence that says what may stand there."""
    with pytest.raises(ValueError, match=sentence):
        wrong()  # type: ignore[operator]


# What is known without a check-in


def test_without_check_ins_everyone_is_typical() -> None:
    """Height and length around 1, and a leg day's course around the typical curve."""
    nothing = learn()
    assert nothing.height.low < 1 < nothing.height.high
    assert nothing.length.low < 1 < nothing.length.high
    assert nothing.soreness(42, 8).mean == pytest.approx(4.8, rel=0.1)
    assert nothing.soreness(0, 8) == nothing.soreness_at(50) == Expected(0, 0, 0)


def test_typical_hours_grow_with_effort() -> None:
    """A hard leg day takes three to five days, a light one may never leave one sore."""
    nothing = learn()
    light, hard = nothing.typical_hours(3), nothing.typical_hours(8)
    assert light.low == 0
    assert light.mean < hard.mean < nothing.typical_hours(8, to_failure=True).mean
    assert 72 < hard.mean < 120
    assert learn([Bout(-WEEK, 8)]).typical_hours(8).mean < hard.mean
    assert nothing.soreness(hard.high, 8).mean < RECOVERED_SORENESS


# What check-ins teach


def seeded(seed: int) -> Random:
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311 - nothing is secret


def told(chance: Random, height: float, length: float, days: int = 42, spread: float = REPORT_SPREAD) -> Recovery:
    """Somebody of that height and length, trained every five days and checked in every morning, as the model has it."""
    bouts = [Bout(hours, 8) for hours in range(-days * 24, 0, 120)]
    marks = [math.exp(chance.gauss(0, LEG_DAY_SPREAD)) * height for _ in bouts]
    worst = [mark * strength(bout, bouts[:place]) for place, (mark, bout) in enumerate(zip(marks, bouts, strict=True))]
    reports = []
    for hours in range(-days * 24 + 14, 0, 24):
        since = [(top, hours - bout.at_hours) for top, bout in zip(worst, bouts, strict=True) if bout.at_hours < hours]
        felt = max(top * share_of_peak(ago, length) for top, ago in since)
        number = chance.randint(0, 10) if chance.random() < SLIPS else round(felt + chance.gauss(0, spread))
        reports.append(Report(hours, min(max(number, 0), 10)))
    return learn(bouts, reports)


@pytest.mark.parametrize("height", [0.6, 1.0, 1.6])
@pytest.mark.parametrize("length", [0.75, 1.0, 1.35])
def test_it_learns_what_is_true(height: float, length: float) -> None:
    """From six weeks both numbers are found, on the average of eight such athletes within a seventh."""
    learned = [told(seeded(seed), height, length) for seed in range(8)]
    assert fmean(one.height.mean for one in learned) == pytest.approx(height, rel=0.15)
    assert fmean(one.length.mean for one in learned) == pytest.approx(length, rel=0.15)


def test_its_ranges_hold_what_they_promise() -> None:
    """Four in five of 150 athletes drawn from the model lie in the range, give or take what chance and the grid do."""
    chance = seeded(2)
    within: dict[str, list[bool]] = {"height": [], "length": []}
    for _ in range(150):
        height, length = (math.exp(chance.gauss(0, spread)) for spread in (HEIGHT_SPREAD, LENGTH_SPREAD))
        learned = told(chance, height, length, days=15)
        for name, true in (("height", height), ("length", length)):
            expected: Expected = getattr(learned, name)
            within[name].append(expected.low <= true <= expected.high)
    for hits in within.values():
        assert 0.72 <= fmean(hits) <= 0.92


def test_more_check_ins_make_it_surer() -> None:
    """On average the ranges shrink, from nothing over one week to six; in single cases a surprise may widen them."""
    widths = {}
    for days in (7, 21, 42):
        learned = [told(seeded(seed), 1.0, 1.0, days=days) for seed in range(20)]
        widths[days] = [
            sum(getattr(one, name).high - getattr(one, name).low for one in learned) / 20
            for name in ("height", "length")
        ]
    widths[0] = [learn().height.high - learn().height.low, learn().length.high - learn().length.low]
    assert all(widths[less][0] > widths[more][0] for less, more in pairwise((0, 7, 21, 42)))
    assert all(widths[less][1] > widths[more][1] for less, more in pairwise((0, 7, 21, 42)))


@given(BOUTS, REPORTS)
@settings(max_examples=60, deadline=None)
def test_whatever_is_told_soreness_stays_on_its_scale(bouts: list[Bout], reports: list[Report]) -> None:
    """Means within their ranges, ranges within 0–10, at every hour; multiples within the grid."""
    learned = learn(bouts, reports)
    courses = [learned.soreness_at(hour) for hour in range(-400, 400, 50)]
    after = [learned.soreness(hours, 8, to_failure=True) for hours in (-5, 0, 24, 48, 96, 500)]
    assert all(0 <= one.low <= one.mean <= one.high <= 10 for one in (*courses, *after))
    for number in (learned.height, learned.length):
        assert 0.2 < number.low <= number.mean <= number.high < 4


@given(BOUTS, REPORTS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_telling_does_not_matter(bouts: list[Bout], reports: list[Report], chance: Random) -> None:
    """The same facts always teach the same."""
    shuffled = chance.sample(bouts, len(bouts)), chance.sample(reports, len(reports))
    first, second = learn(bouts, reports), learn(*shuffled)
    assert (first.height, first.length, first.soreness_at(0)) == (second.height, second.length, second.soreness_at(0))


@given(BOUTS, REPORTS, st.floats(-2000, 2000))
@settings(max_examples=40, deadline=None)
def test_only_differences_in_time_matter(bouts: list[Bout], reports: list[Report], moved: float) -> None:
    """Any axis will do: moved by whole hours, everything is learned alike."""
    hours = float(round(moved)) * 24
    whole = [Bout(float(round(bout.at_hours)), bout.effort, bout.to_failure) for bout in bouts]
    told_at = [Report(float(round(report.at_hours)), report.soreness) for report in reports]
    here = learn(whole, told_at)
    there = learn(
        [Bout(bout.at_hours + hours, bout.effort, bout.to_failure) for bout in whole],
        [Report(report.at_hours + hours, report.soreness) for report in told_at],
    )
    assert there.height.mean == pytest.approx(here.height.mean)
    assert there.soreness_at(hours).mean == pytest.approx(here.soreness_at(0).mean)


def test_check_ins_that_are_about_no_leg_day_teach_nothing() -> None:
    """Before the first, or more than two weeks after the last."""
    prior = learn([Bout(-1000, 8)])
    same = learn([Bout(-1000, 8)], [Report(-1001, 9), Report(-1000 + 337, 9)])
    assert (same.height, same.length) == (prior.height, prior.length)


def test_one_slip_changes_little() -> None:
    """A ten among threes is doubted."""
    bouts, calm = [Bout(-200, 8)], [Report(-200 + hours, 3) for hours in (30, 40, 50, 60)]
    slipped = [*calm, Report(-155, 10)]
    assert learn(bouts, slipped).height.mean < learn(bouts, calm).height.mean * 1.25


@example(told=[0.0, 10.0] * 300)
@given(st.lists(st.sampled_from((0.0, 5.0, 10.0)), min_size=200, max_size=400))
@settings(max_examples=5, deadline=None)
def test_even_hundreds_of_contradictions_are_survived(told: list[float]) -> None:
    """Weights never all vanish."""
    learned = learn([Bout(0, 8)], [Report(1 + place / 10, number) for place, number in enumerate(told)])
    assert math.isfinite(learned.height.mean)


def test_a_report_is_about_the_leg_day_that_is_felt_most() -> None:
    """An hour after the second leg day, it is still the first that hurts."""
    bouts = [Bout(-48, 8), Bout(-1, 8)]
    learned = learn(bouts, [Report(0, 8)])
    assert learned.soreness_at(0).mean > learn(bouts).soreness_at(0).mean
    assert [evidence is None for evidence in learned.evidence] == [False, True]


def test_one_leg_day_may_be_worse_than_usual() -> None:
    """What is told after it counts for it more than for the athlete."""
    bouts = [Bout(week * WEEK, 8) for week in range(-5, 1)]
    calm = [Report(bout.at_hours + hours, 3) for bout in bouts[:-1] for hours in (30, 42, 54)]
    usual = learn(bouts, calm)
    worse = learn(bouts, [*calm, Report(30, 7), Report(42, 8)])
    assert worse.soreness_at(54).mean > usual.soreness_at(54).mean * 1.4
    assert worse.height.mean < usual.height.mean * 1.25


def test_two_leg_days_hurt_no_more_than_the_worse() -> None:
    """They do not add up."""
    both, one = learn([Bout(-48, 8), Bout(-40, 3)]), learn([Bout(-48, 8)])
    assert both.soreness_at(0).mean == pytest.approx(one.soreness_at(0).mean)
