"""The figures for the personal forecast can be reproduced, and are what we say they are; here on fewer athletes."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.athletes import athlete
from benchmarks.forecast import ENOUGH, FIXED_HOURS, MORNINGS, RUN, SORE, Score, asked, measure, table
from skill.advice import Verdict, verdict_of

ATHLETES = 120


@pytest.fixture(scope="module")
def scores() -> dict[tuple[str, int], Score]:
    """The morning after, by way of answering and days known; played once for all tests."""
    return {(score.way, score.days): score for score in measure(ATHLETES, mornings=[0])}


def test_after_five_check_in_days_the_personal_forecast_is_nearest(scores: dict[tuple[str, int], Score]) -> None:
    """Nearer than the 48-hour rule and the prior alone; than today's number alone only with many more athletes."""
    ours = scores["personal", ENOUGH].error
    assert ours < scores["48 hours", 0].error * 0.8
    assert ours < scores["typical", 0].error


def test_fewer_are_sent_running_sore(scores: dict[tuple[str, int], Score]) -> None:
    """At the likely hour fewer than by the rule, at the latest hour hardly any."""
    ours = scores["personal", ENOUGH]
    assert ours.sore < scores["48 hours", 0].sore
    assert ours.sore_at_latest is not None
    assert ours.sore_at_latest < 0.2


def test_the_range_holds_about_what_it_promises(scores: dict[tuple[str, int], Score]) -> None:
    """Eighty in a hundred, give or take: these people are not of the model."""
    assert all(0.7 < (score.covered or 0) < 0.95 for (way, _), score in scores.items() if way != "48 hours")


def test_where_the_rule_is_right_it_is_shown(scores: dict[tuple[str, int], Score]) -> None:
    """The forecast costs something there, and the table does not hide it."""
    assert scores["48 hours", 0].error_of_quick < scores["personal", ENOUGH].error_of_quick


def test_the_truth_is_the_first_hour_that_is_truly_fine() -> None:
    """By the table, and by what is truly felt."""
    chance = Random(3)  # noqa: S311 - nothing is secret
    for _ in range(20):
        somebody = athlete(chance)
        one = asked(somebody, 0)
        assert one.situation.run is RUN
        assert somebody.soreness(one.at + one.truth) < SORE
        assert verdict_of(one.situation) is not Verdict.GO or one.truth == 0
        assert 8 <= one.at - somebody.sessions[-1].at <= FIXED_HOURS
        assert len(somebody.check_ins) >= 10


def test_always_the_same_and_printed_for_people() -> None:
    """Nothing but the seed decides; a line for each way and morning."""
    first, second = (table(measure(3, seed=5)) for _ in range(2))
    assert first == second != table(measure(3, seed=6))
    assert all(title in first for title in MORNINGS)
    assert first.count("check-in days before") == 20
