"""Only what could change the verdict is asked, and everything that could is asked before answering."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.advice import (
    NO_RECENT_LEG_DAY,
    Fatigue,
    HoursAgo,
    Question,
    RunType,
    Situation,
    Symptom,
    Verdict,
    completions,
    decide,
    next_question,
    verdict_of,
)
from skill.advice.questions import DAY_HOURS, PART_OF_DAY_HOURS

FIELD = {
    Question.SORENESS: "soreness",
    Question.LEG_DAY: "leg_day",
    Question.LEG_DAY_HOUR: "leg_day",
    Question.RUN: "run",
    Question.EFFORT: "effort",
}
CANNOT_SAY = st.frozensets(st.sampled_from(Question))
TRUTH: dict[str, st.SearchStrategy[Any]] = {
    "soreness": st.floats(0, 10),
    "leg_day": (st.floats(0, 200) | st.sampled_from((6.0, 24.0, 48.0, 72.0))).map(HoursAgo.exactly)
    | st.just(NO_RECENT_LEG_DAY),
    "run": st.sampled_from(RunType),
    "effort": st.floats(1, 10),
}


def has_no_hour(leg_day: HoursAgo | None) -> bool:
    """Whether this is a day of which the hour may be asked."""
    return leg_day is not None and leg_day.most - leg_day.least > PART_OF_DAY_HOURS


def verdicts(situation: Situation, cannot_say: frozenset[Question] = frozenset()) -> set[Verdict]:
    """What the verdict may still turn out to be."""
    return {verdict_of(completion) for completion in completions(situation, cannot_say)}


@given(situation=st.from_type(Situation), cannot_say=CANNOT_SAY)
@settings(max_examples=300, deadline=None)
def test_a_question_is_asked_exactly_while_the_verdict_is_open(
    situation: Situation, cannot_say: frozenset[Question]
) -> None:
    """More than one verdict possible: ask. One: answer."""
    assert (next_question(situation, cannot_say) is None) == (len(verdicts(situation, cannot_say)) == 1)


@given(situation=st.from_type(Situation), cannot_say=CANNOT_SAY)
@settings(max_examples=300, deadline=None)
def test_the_fact_asked_for_can_change_the_verdict(situation: Situation, cannot_say: frozenset[Question]) -> None:
    """There are two ways the unknown could turn out that differ in this fact alone and in the verdict."""
    question = next_question(situation, cannot_say)
    if question is None:
        return
    blank: dict[str, Any] = {FIELD[question]: None}
    by_the_rest = defaultdict(set)
    for completion in completions(situation, cannot_say):
        by_the_rest[replace(completion, **blank)].add(verdict_of(completion))
    assert any(len(found) > 1 for found in by_the_rest.values())


@given(situation=st.from_type(Situation), cannot_say=CANNOT_SAY)
@settings(max_examples=300, deadline=None)
def test_nothing_known_or_unsayable_is_asked(situation: Situation, cannot_say: frozenset[Question]) -> None:
    """The hour only of a day that is known and has no hour; effort not once sets went to failure."""
    question = next_question(situation, cannot_say)
    known = {
        Question.SORENESS: situation.soreness is not None,
        Question.LEG_DAY: situation.leg_day is not None
        and situation.leg_day.most - situation.leg_day.least <= DAY_HOURS,
        Question.LEG_DAY_HOUR: not has_no_hour(situation.leg_day),
        Question.RUN: situation.run is not None,
        Question.EFFORT: situation.effort is not None or situation.to_failure,
        None: False,
    }
    assert not known[question]
    assert question not in cannot_say


@given(situation=st.from_type(Situation), cannot_say=CANNOT_SAY)
@settings(max_examples=200, deadline=None)
def test_completions_keep_what_is_known_and_settle_the_rest(
    situation: Situation, cannot_say: frozenset[Question]
) -> None:
    """Each is a situation in which nothing is left to ask but what the athlete cannot say."""
    for completion in completions(situation, cannot_say):
        assert next_question(completion, cannot_say) is None
        for question, field in FIELD.items():
            before, after = getattr(situation, field), getattr(completion, field)
            assert question in cannot_say or field == "leg_day" or after == (after if before is None else before)
            assert question not in cannot_say or field == "leg_day" or after == before
        if isinstance(situation.leg_day, HoursAgo) and completion.leg_day is not None:
            assert situation.leg_day.least <= completion.leg_day.least
            assert completion.leg_day.most <= situation.leg_day.most


@given(situation=st.from_type(Situation), truth=st.fixed_dictionaries(TRUTH), share=st.floats(0, 1))
@settings(max_examples=600, deadline=None)
def test_completions_cover_whatever_the_truth_may_be(situation: Situation, truth: dict[str, Any], share: float) -> None:
    """Any real answer to what is unknown leads to a verdict that was reckoned with: the classes miss nothing."""
    leg_day = situation.leg_day
    real = {name: value for name, value in truth.items() if getattr(situation, name) is None}
    if leg_day is not None and has_no_hour(leg_day):
        moment = min(leg_day.most, leg_day.least + share * (leg_day.most - leg_day.least))
        real["leg_day"] = HoursAgo.exactly(moment)
    assert verdict_of(replace(situation, **real)) in verdicts(situation)


@given(
    hours_to_run=st.floats(0, 80),
    edge=st.sampled_from((6.0, 24.0, 48.0, 72.0)),
    day=st.floats(0, 80),
    facts=st.fixed_dictionaries({name: TRUTH[name] for name in ("soreness", "run", "effort")}),
    novice=st.booleans(),
)
@settings(max_examples=600, deadline=None)
def test_completions_reach_each_limit_in_time_whatever_rounding_does(
    hours_to_run: float, edge: float, day: float, facts: dict[str, Any], novice: bool
) -> None:
    """A leg day that comes to lie exactly at a limit, or at the end of its range, is reckoned with."""
    situation = Situation(**facts, novice=novice, hours_to_run=hours_to_run)
    hours = max(0.0, edge - hours_to_run)
    real = verdict_of(replace(situation, leg_day=HoursAgo.exactly(hours)))
    assert real in verdicts(situation)
    that_day = HoursAgo(min(day, hours), max(day, hours))
    assert real in verdicts(replace(situation, leg_day=that_day)) or not has_no_hour(that_day)


def test_the_hour_of_a_morning_is_not_asked() -> None:
    """Once the part of the day is known its strict end counts, even where an hour more would decide."""
    morning = Situation(soreness=0, leg_day=HoursAgo(45, 52), run=RunType.SPRINTS, effort=9)
    assert next_question(morning) is None
    assert next_question(replace(morning, leg_day=HoursAgo(36, 52))) is Question.LEG_DAY_HOUR


@given(
    start=st.from_type(Situation),
    truth=st.fixed_dictionaries(TRUTH),
    day=st.tuples(st.floats(0, 11.9), st.floats(0, 11.9)),
    cannot_say=CANNOT_SAY,
)
@settings(max_examples=300, deadline=None)
def test_asking_ends_within_five_questions_in_the_verdict_of_the_full_facts(
    start: Situation, truth: dict[str, Any], day: tuple[float, float], cannot_say: frozenset[Question]
) -> None:
    """Answered one at a time, the day before its hour, until nothing is asked; "I don't know" is not asked twice."""
    known = replace(start, leg_day=None)
    leg_day = truth["leg_day"]
    that_day = leg_day if leg_day == NO_RECENT_LEG_DAY else _around(leg_day, day)
    answers = {**truth, "leg_day": that_day}
    unsayable: frozenset[Question] = frozenset()
    asked: list[Question] = []
    while (question := next_question(known, unsayable)) is not None:
        asked.append(question)
        assert len(asked) <= len(Question)  # or it would ask for ever
        if question in cannot_say:
            unsayable |= {question}
            continue
        field = FIELD[question]
        answer: dict[str, Any] = {field: leg_day if question is Question.LEG_DAY_HOUR else answers[field]}
        known = replace(known, **answer)

    assert len(asked) == len(set(asked)) <= 5
    assert verdicts(known, unsayable) == {decide(known).verdict}
    if not unsayable:
        told = answers if not has_no_hour(that_day) else truth
        full = {name: value for name, value in told.items() if getattr(start, name) is None or name == "leg_day"}
        assert decide(known).verdict is verdict_of(replace(start, **full))


def _around(leg_day: HoursAgo, margins: tuple[float, float]) -> HoursAgo:
    """A day that contains this leg day, as one says "yesterday": a longer time would be asked about once more."""
    return HoursAgo(max(0.0, leg_day.least - margins[0]), leg_day.most + margins[1])


FRIDAY = HoursAgo(40, 56)
"""Friday without an hour, seen on Sunday at one in the afternoon."""


@pytest.mark.parametrize(
    ("situation", "question"),
    [
        (Situation(), Question.SORENESS),
        (Situation(soreness=8), None),
        (Situation(soreness=0, leg_day=HoursAgo(87, 103), run=RunType.EASY), None),
        (Situation(soreness=0, leg_day=FRIDAY, run=RunType.SPRINTS), Question.LEG_DAY_HOUR),
        (Situation(soreness=0, leg_day=HoursAgo(49, 56), run=RunType.SPRINTS), None),
        (Situation(soreness=0, leg_day=HoursAgo(43.9, 51), run=RunType.SPRINTS, effort=6), Question.LEG_DAY_HOUR),
        (Situation(soreness=0, leg_day=HoursAgo(44, 51), run=RunType.SPRINTS, effort=6), None),
        (Situation(soreness=0, leg_day=HoursAgo(39, 47.9), effort=6, run=RunType.SPRINTS), None),
        (Situation(soreness=0, leg_day=HoursAgo.exactly(30), run=RunType.SPRINTS), Question.EFFORT),
        (Situation(soreness=0, leg_day=HoursAgo.exactly(30), run=RunType.SPRINTS, to_failure=True), None),
        (Situation(soreness=0, leg_day=HoursAgo.exactly(30), effort=8), Question.RUN),
        (Situation(soreness=0, leg_day=HoursAgo.exactly(3)), None),
        (Situation(soreness=0, leg_day=NO_RECENT_LEG_DAY), None),
        (Situation(soreness=5, leg_day=NO_RECENT_LEG_DAY, run=RunType.RACE), None),
        (Situation(soreness=0, run=RunType.EASY), Question.LEG_DAY),
        (Situation(fatigue=Fatigue.EXTREME), None),
        (Situation(symptoms=frozenset({Symptom.LIMP})), None),
        (Situation(age=16), None),
        (Situation(soreness=0, hours_to_run=80), None),
    ],
)
def test_examples(situation: Situation, question: Question | None) -> None:
    """What the evidence and the model conversations say is asked, or not."""
    assert next_question(situation) is question


def test_a_question_without_an_answer_leads_to_the_next_best() -> None:
    """An athlete who knows nothing is asked each thing once, still gets an answer, and never what no longer matters.

    Moderately sore legs the day after, before a hard run: how hard leg day was would change nothing.
    """
    asked: list[Question] = []
    while (question := next_question(Situation(), frozenset(asked))) is not None:
        asked.append(question)
    assert sorted(asked) == [Question.LEG_DAY, Question.RUN, Question.SORENESS]
    assert decide(Situation()).assumed == ("soreness", "leg_day", "effort", "run")


def test_a_range_without_end_is_still_a_question() -> None:
    """Found by trial: an endless range ("at least a day ago") broke the weighing of the answers."""
    endless = Situation(soreness=0, run=RunType.RACE, leg_day=HoursAgo(20, float("inf")))
    assert next_question(endless) is Question.LEG_DAY
