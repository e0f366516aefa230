"""What is always true of the advice, whatever the table says: on a grid and wherever hypothesis looks.

These hold for any decision table worth trusting. A change to a rule that breaks one is wrong, not the property.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from skill.advice import (
    HARD_RUNS,
    Condition,
    Fatigue,
    HoursAgo,
    RunType,
    Situation,
    Symptom,
    Verdict,
    decide,
    hours_until_clear,
    verdict_of,
    yesterday_evening,
)

TOWARDS_CAUTION: dict[str, tuple[Any, ...]] = {
    "soreness": (0, 3.9, 4, 6.9, 7),
    "effort": (4.9, 5, 7.9, 8),
    "to_failure": (False, True),
    "leg_day": tuple(HoursAgo.exactly(hours) for hours in (72, 71.99, 48, 47.99, 24, 23.99, 6, 5.99)),
    "run": (RunType.EASY, RunType.LONG, RunType.TEMPO, RunType.HILLS),
    "fatigue": tuple(Fatigue),
    "sleep_hours": (6.1, 6),
    "novice_session": (None, 3, 2),
    "age": (39, 40),
    "hours_to_run": (25, 24, 0),
}
"""Each fact from its mildest value to its strictest; less time and less sleep are stricter."""


def test_no_fact_pushed_towards_caution_ever_makes_the_verdict_milder() -> None:
    """Every combination of the values above against its neighbour in each direction."""
    sizes = [range(len(values)) for values in TOWARDS_CAUTION.values()]
    verdicts = {place: verdict_of(_at(place)) for place in product(*sizes)}
    milder = [
        (_at(place), name)
        for axis, name in enumerate(TOWARDS_CAUTION)
        for place, verdict in verdicts.items()
        if verdicts.get((*place[:axis], place[axis] + 1, *place[axis + 1 :]), verdict) < verdict
    ]
    assert milder == []


def _at(place: tuple[int, ...]) -> Situation:
    values = (values[index] for values, index in zip(TOWARDS_CAUTION.values(), place, strict=True))
    return Situation(**dict(zip(TOWARDS_CAUTION, values, strict=True)))


def _either_order(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.tuples(strategy, strategy).map(lambda pair: (min(pair), max(pair)))


NUMBERS = {
    "soreness": _either_order(st.floats(0, 10)),
    "effort": _either_order(st.floats(1, 10)),
    "fatigue": _either_order(st.sampled_from(Fatigue)),
    "to_failure": st.just((False, True)),
    "novice": st.just((False, True)),
    "age": _either_order(st.integers(18, 100)),
}


@pytest.mark.parametrize("fact", NUMBERS)
@given(situation=st.from_type(Situation), data=st.data())
@settings(max_examples=150, deadline=None)
def test_more_is_never_more_permissive(fact: str, situation: Situation, data: st.DataObject) -> None:
    """More soreness, fatigue, effort, failure, novelty or age, all else the same."""
    less, more = data.draw(NUMBERS[fact])
    assert verdict_of(replace(situation, **{fact: less})) <= verdict_of(replace(situation, **{fact: more}))


LESS = {
    "sleep_hours": _either_order(st.floats(0, 24)),
    "hours_to_run": _either_order(st.floats(0, 100) | st.sampled_from((24.0, 24.1))),
    "leg_day": _either_order(st.floats(0, 500) | st.just(math.inf)).map(
        lambda ends: tuple(map(HoursAgo.exactly, ends))
    ),
    "novice_session": _either_order(st.integers(1, 5)),
}


@pytest.mark.parametrize("fact", LESS)
@given(situation=st.from_type(Situation), data=st.data())
@settings(max_examples=150, deadline=None)
def test_less_is_never_more_permissive(fact: str, situation: Situation, data: st.DataObject) -> None:
    """Less sleep, time since leg day, time until the run or leg sessions done, all else the same."""
    less, more = data.draw(LESS[fact])
    assert verdict_of(replace(situation, **{fact: less})) >= verdict_of(replace(situation, **{fact: more}))


RED_FLAG_RULES = {"emergency", "medical_today", "sharp_pain"}
RUNS_MILDEST_FIRST = (
    {RunType.RECOVERY, RunType.EASY},
    {RunType.LONG},
    {RunType.TEMPO},
    {RunType.HILLS, RunType.INTERVALS, RunType.SPRINTS, RunType.RACE, RunType.HARD},
)


@given(st.from_type(Situation))
@settings(max_examples=150, deadline=None)
def test_a_harder_run_is_never_more_permissive(situation: Situation) -> None:
    """Recovery and easy, then long, then tempo, then every hard run; alike within a class."""
    classes = [{verdict_of(replace(situation, run=run)) for run in runs} for runs in RUNS_MILDEST_FIRST]
    assert all(len(verdicts) == 1 for verdicts in classes)
    assert all(max(milder) <= min(harder) for milder, harder in pairwise(classes))


def test_every_run_type_has_its_place() -> None:
    """A run type added to the vocabulary must be put in order here too."""
    assert set().union(*RUNS_MILDEST_FIRST) == set(RunType)
    assert RUNS_MILDEST_FIRST[-1] == HARD_RUNS


@pytest.mark.parametrize("symptom", Symptom)
@given(situation=st.from_type(Situation))
@settings(max_examples=40, deadline=None)
def test_a_red_flag_is_always_seek_care(symptom: Symptom, situation: Situation) -> None:
    """Never go, ease, cross-train or rest, whatever else is said; a condition beside it does not soften the rule."""
    advice = decide(replace(situation, symptoms=situation.symptoms | {symptom}))
    assert advice.verdict is Verdict.SEEK_CARE
    assert advice.rule.name in RED_FLAG_RULES
    assert advice.adjustments == ()
    assert advice.until is None


@pytest.mark.parametrize("condition", Condition)
@given(situation=st.from_type(Situation))
@settings(max_examples=40, deadline=None)
def test_a_declared_condition_is_always_seek_care(condition: Condition, situation: Situation) -> None:
    """The coach says nothing but "ask a clinician", or what a red flag beside it says."""
    advice = decide(replace(situation, conditions=frozenset({condition})))
    assert advice.verdict is Verdict.SEEK_CARE
    assert advice.rule.name in {"ask_clinician", *RED_FLAG_RULES}


@pytest.mark.parametrize(("age", "asks_a_clinician"), [(17, True), (18, False)])
def test_an_age_under_eighteen_is_that_condition(age: int, asks_a_clinician: bool) -> None:
    """Saying "I'm seventeen" counts as much as saying "I'm under eighteen"."""
    assert (decide(Situation(age=age)).rule.name == "ask_clinician") is asks_a_clinician


@given(st.from_type(Situation), st.floats(1, 10), st.sampled_from(RunType))
@settings(max_examples=200, deadline=None)
def test_learning_the_effort_or_the_run_is_never_stricter(situation: Situation, effort: float, run: RunType) -> None:
    """An athlete is never worse off for having answered."""
    assert verdict_of(replace(situation, effort=effort)) <= verdict_of(replace(situation, effort=None))
    assert verdict_of(replace(situation, run=run)) <= verdict_of(replace(situation, run=None))


@given(st.from_type(Situation))
@settings(max_examples=150, deadline=None)
def test_what_is_not_known_is_taken_as_the_evidence_says(situation: Situation) -> None:
    """Soreness 6, leg day yesterday evening, effort hard, run hard: the same answer as if that had been said."""
    assumed: dict[str, Any] = {
        "soreness": 6,
        "leg_day": yesterday_evening(situation.local_hour),
        "effort": 10,
        "run": RunType.SPRINTS,
    }
    for fact, value in assumed.items():
        nothing: dict[str, Any] = {fact: None}
        unknown, said = decide(replace(situation, **nothing)), decide(replace(situation, **{fact: value}))
        assert (unknown.verdict, unknown.rule, unknown.until) == (said.verdict, said.rule, said.until)
        assert fact not in said.assumed


@pytest.mark.parametrize(("local_hour", "least", "most"), [(0, 3, 7), (7.5, 10.5, 14.5), (12, 15, 19), (24, 27, 31)])
def test_yesterday_evening_is_from_five_to_nine(local_hour: float, least: float, most: float) -> None:
    """Seen from any hour of today."""
    assert yesterday_evening(local_hour) == HoursAgo(least, most)


@given(st.from_type(Situation), _either_order(st.floats(0, 200)), st.floats(0, 1))
@settings(max_examples=200, deadline=None)
def test_a_range_is_decided_at_its_strict_end(situation: Situation, ends: tuple[float, float], share: float) -> None:
    """As the latest time it can have been; no moment in the range would be stricter."""
    least, most = ends
    within = min(most, least + share * (most - least))
    verdict = verdict_of(replace(situation, leg_day=HoursAgo(least, most)))
    assert verdict is verdict_of(replace(situation, leg_day=HoursAgo.exactly(least)))
    assert verdict >= verdict_of(replace(situation, leg_day=HoursAgo.exactly(within)))


@given(st.from_type(Situation))
@settings(max_examples=200, deadline=None)
def test_the_step_is_one_verdict_and_never_past_rest(situation: Situation) -> None:
    """Short sleep or high fatigue: one stricter below rest, nothing from there on; reported only where it counts."""
    advice = decide(situation)
    if advice.adjustments:
        assert advice.verdict == advice.rule.verdict + 1
        assert advice.verdict <= Verdict.REST
    else:
        assert advice.verdict is advice.rule.verdict


@given(st.from_type(Situation), st.floats(24, 1000, exclude_min=True))
@settings(max_examples=150, deadline=None)
def test_tonight_says_nothing_about_a_run_more_than_a_day_away(situation: Situation, hours_to_run: float) -> None:
    """Neither sleep nor fatigue moves the verdict then; only extreme fatigue decides by itself."""
    far = replace(situation, hours_to_run=hours_to_run)
    rested = replace(far, sleep_hours=None, fatigue=min(far.fatigue, Fatigue.SOME))
    assume(far.fatigue is not Fatigue.EXTREME)
    assert verdict_of(far) is verdict_of(rested)


@given(st.from_type(Situation), st.from_type(Situation))
@settings(max_examples=150, deadline=None)
def test_symptoms_and_conditions_add_up(first: Situation, second: Situation) -> None:
    """Naming more of them never makes the answer milder."""
    both = replace(first, symptoms=first.symptoms | second.symptoms, conditions=first.conditions | second.conditions)
    assert verdict_of(both) >= verdict_of(first)


@given(st.from_type(Situation), st.floats(0, 0.99))
@example(
    Situation(soreness=0, leg_day=HoursAgo.exactly(5.99), hours_to_run=24, novice=True), 0.5
)  # rounding once lost it
@settings(max_examples=300, deadline=None)
def test_the_wait_until_clear_is_the_first_moment_the_run_is_allowed(situation: Situation, share: float) -> None:
    """With fresh legs it is a "go" from then on and at no moment before; without a wait now says what ever will."""
    wait = hours_until_clear(situation)
    fresh = replace(situation, soreness=0, fatigue=Fatigue.NONE, sleep_hours=None)
    if wait is None:
        now, ever = (verdict_of(replace(fresh, hours_to_run=hours)) for hours in (0, 10_000))
        assert now is ever
    else:
        assert verdict_of(replace(fresh, hours_to_run=wait)) is Verdict.GO
        assume(wait > 0.001)  # a shorter wait is lost in rounding
        assert verdict_of(replace(fresh, hours_to_run=share * wait)) is not Verdict.GO
