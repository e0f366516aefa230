"""Ask only what could change the verdict.

Before a question, the table is run over every completion of what is unknown. All the same verdict: nothing is asked.
Else the fact is asked whose answer is expected to leave the least open.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from skill.advice.rules import RECENT, TIME_EDGES, Verdict, verdict_of
from skill.advice.situation import (
    HARD_RUNS,
    NO_RECENT_LEG_DAY,
    HoursAgo,
    Level,
    RunType,
    Situation,
    effort_level,
    soreness_level,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Question(StrEnum):
    """A fact that may be asked for. The rest counts only when the athlete brings it up."""

    SORENESS = "soreness"
    LEG_DAY = "leg_day"
    LEG_DAY_HOUR = "leg_day_hour"
    """The day is known, the time of day decides."""
    RUN = "run"
    EFFORT = "effort"


@dataclass(frozen=True, slots=True)
class _Possible:
    """One answer a question could get, standing for all answers the table treats alike.

    `weight` is how often we expect it (our own guess; it orders questions and never decides a verdict).
    """

    value: Any
    weight: float


DAY_HOURS = 24.0
"""A range longer than this is more than a day: the day is asked for, not the hour."""

PART_OF_DAY_HOURS = 7.0
"""A range no longer than this is "in the morning" or closer: nobody is asked for more, its strict end counts."""

_SORENESS = (_Possible(1.0, 0.45), _Possible(5.0, 0.4), _Possible(8.0, 0.15))
_EFFORT = (_Possible(3.0, 0.1), _Possible(6.0, 0.4), _Possible(9.0, 0.5))
_RUN = (
    _Possible(RunType.EASY, 0.4),
    _Possible(RunType.LONG, 0.15),
    _Possible(RunType.TEMPO, 0.15),
    _Possible(RunType.HARD, 0.3),
)
_LAST_LEG_DAY_MEAN_HOURS = 48.0
"""Leg day is expected to be recent: the weight of an unknown one falls off with this mean."""


def next_question(situation: Situation, cannot_say: frozenset[Question] = frozenset()) -> Question | None:
    """The question whose answer would settle most; None when no answer could change the verdict.

    Args:
        situation: what is known.
        cannot_say: questions already put to which the athlete has no answer; they are not asked again.
    """
    nothing_is_open = next(_open(situation), None) is None
    return None if nothing_is_open else _next_question(_alike(situation), cannot_say)


@lru_cache(maxsize=4096)
def _next_question(situation: Situation, cannot_say: frozenset[Question]) -> Question | None:
    open_facts = {question: answers for question, answers in _open(situation) if question not in cannot_say}
    if not open_facts:
        return None
    outcomes = list(_outcomes(situation, open_facts))
    if len({verdict for _, _, verdict in outcomes}) == 1:
        return None
    return min(open_facts, key=lambda question: _left_open(outcomes, list(open_facts).index(question)))


def _alike(situation: Situation) -> Situation:
    """One situation for all that the table and the questions treat alike, so that few are ever worked through.

    Every limit in time is a whole hour, so with a run now whole hours tell leg days apart as well as minutes do.
    """
    return replace(
        situation,
        soreness=_representative(_SORENESS, situation.soreness, soreness_level),
        effort=_representative(_EFFORT, situation.effort, effort_level),
        run=RunType.HARD if situation.run in HARD_RUNS else situation.run,
        leg_day=_whole_hours(situation.leg_day) if situation.hours_to_run == 0 else situation.leg_day,
        local_hour=float(int(situation.local_hour)) if situation.leg_day is None else 0.0,
    )


def _representative(
    possible: tuple[_Possible, ...], value: float | None, level: Callable[[float], Level]
) -> float | None:
    return None if value is None else possible[level(value)].value


def _whole_hours(leg_day: HoursAgo | None) -> HoursAgo | None:
    if leg_day is None or math.isinf(leg_day.most):
        return leg_day
    whole = HoursAgo(math.floor(leg_day.least), math.floor(leg_day.most))
    same = _is_open(whole) == _is_open(leg_day) and _is_one_day(whole) == _is_one_day(leg_day)
    return whole if same else leg_day


def _is_one_day(leg_day: HoursAgo) -> bool:
    return leg_day.most - leg_day.least <= DAY_HOURS


def _is_open(leg_day: HoursAgo) -> bool:
    """Whether it is worth asking at what hour it was."""
    return leg_day.most - leg_day.least > PART_OF_DAY_HOURS


def completions(situation: Situation, cannot_say: frozenset[Question] = frozenset()) -> Iterator[Situation]:
    """Every way, up to what the table treats alike, in which the unknown could turn out."""
    open_facts = {question: answers for question, answers in _open(situation) if question not in cannot_say}
    for answers in product(*open_facts.values()):
        yield _complete(situation, open_facts, answers)


def _open(situation: Situation) -> Iterator[tuple[Question, tuple[_Possible, ...]]]:
    if situation.soreness is None:
        yield Question.SORENESS, _SORENESS
    if situation.leg_day is None:
        yield Question.LEG_DAY, _any_leg_day(situation.hours_to_run)
    elif _is_open(situation.leg_day):
        question = Question.LEG_DAY_HOUR if _is_one_day(situation.leg_day) else Question.LEG_DAY
        yield question, _within(situation.leg_day, situation.hours_to_run)
    if situation.run is None:
        yield Question.RUN, _RUN
    if situation.effort is None and not situation.to_failure:
        yield Question.EFFORT, _EFFORT


def _any_leg_day(hours_to_run: float) -> tuple[_Possible, ...]:
    starts = [0.0, *(edge - hours_to_run for edge in TIME_EDGES if edge > hours_to_run), math.inf]
    recent = tuple(_Possible(HoursAgo.exactly(start), _chance(start, end)) for start, end in pairwise(starts))
    return (*recent, _Possible(NO_RECENT_LEG_DAY, 0.05))


def _chance(start: float, end: float) -> float:
    """Weight of a leg day between so many hours ago."""
    return math.exp(-start / _LAST_LEG_DAY_MEAN_HOURS) - math.exp(-end / _LAST_LEG_DAY_MEAN_HOURS)


def _within(leg_day: HoursAgo, hours_to_run: float) -> tuple[_Possible, ...]:
    """The parts of a range that the table could treat differently, weighted by their length within a week."""
    inside = [edge - hours_to_run for edge in TIME_EDGES if leg_day.least < edge - hours_to_run <= leg_day.most]
    return tuple(
        _Possible(HoursAgo.exactly(start), max(min(end, RECENT) - start, 0.01))
        for start, end in pairwise([leg_day.least, *inside, leg_day.most])
    )


_FIELD = {
    Question.SORENESS: "soreness",
    Question.LEG_DAY: "leg_day",
    Question.LEG_DAY_HOUR: "leg_day",
    Question.RUN: "run",
    Question.EFFORT: "effort",
}

_Outcome = tuple[tuple[_Possible, ...], float, Verdict]


def _outcomes(situation: Situation, open_facts: dict[Question, tuple[_Possible, ...]]) -> Iterator[_Outcome]:
    """Each completion: the answers, how likely together, and the verdict."""
    for answers in product(*open_facts.values()):
        weight = math.prod(answer.weight for answer in answers)
        yield answers, weight, verdict_of(_complete(situation, open_facts, answers))


def _complete(situation: Situation, questions: Iterable[Question], answers: tuple[_Possible, ...]) -> Situation:
    values = {_FIELD[question]: answer.value for question, answer in zip(questions, answers, strict=True)}
    return replace(situation, **values)


def _left_open(outcomes: list[_Outcome], asked: int) -> float:
    """Expected uncertainty about the verdict, in bits, once the fact at this place is known."""
    by_answer: dict[_Possible, dict[Verdict, float]] = {}
    for answers, weight, verdict in outcomes:
        verdicts = by_answer.setdefault(answers[asked], {})
        verdicts[verdict] = verdicts.get(verdict, 0.0) + weight
    return sum(_weighted_entropy(list(verdicts.values())) for verdicts in by_answer.values())


def _weighted_entropy(weights: list[float]) -> float:
    total = sum(weights)
    return -sum(weight * math.log2(weight / total) for weight in weights)
