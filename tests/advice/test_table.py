"""The decision table against an oracle: the same evidence written as plain conditions on raw numbers.

The oracle shares nothing with `rules.py`: no thresholds, no classes, no order of rows as data. Where the two differ,
one of them misreads the evidence.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.advice import (
    NO_RECENT_LEG_DAY,
    Condition,
    Fatigue,
    HoursAgo,
    RunType,
    Situation,
    Symptom,
    decide,
    verdict_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SORENESS = (0, 1, 3.9, 4, 5, 6.9, 7, 8, 10)
EFFORT = (None, 1, 3, 4.9, 5, 7.9, 8, 10)
HOURS = (0, 3, 5.99, 6, 12, 23.99, 24, 36, 47.99, 48, 60, 71.99, 72, 100, 167, 168, 400)
LEG_DAYS = (*(HoursAgo.exactly(hours) for hours in HOURS), NO_RECENT_LEG_DAY)
RUNS = (None, *RunType)
SESSIONS = (None, 1, 2, 3)

CORE: dict[str, tuple[Any, ...]] = {
    "soreness": SORENESS,
    "effort": EFFORT,
    "to_failure": (False, True),
    "leg_day": LEG_DAYS,
    "run": RUNS,
}
"""Tried in every combination."""

REST: dict[str, tuple[Any, ...]] = {
    "novice_session": SESSIONS,
    "novice": (False, True),
    "age": (None, 17, 18, 39, 40),
    "fatigue": tuple(Fatigue),
    "sleep_hours": (None, 6, 6.1, 8),
    "hours_to_run": (0, 24, 25),
    "symptoms": (frozenset(), *(frozenset({symptom}) for symptom in Symptom)),
    "conditions": (frozenset(), *(frozenset({condition}) for condition in Condition)),
}
"""Each pair of these is tried in every combination, over a coarser core."""

COARSE_CORE: dict[str, tuple[Any, ...]] = {
    "soreness": (3.9, 4, 7),
    "effort": (4.9, 8),
    "leg_day": tuple(HoursAgo.exactly(hours) for hours in (5.99, 23.99, 24, 47.99, 48, 71.99, 72)),
    "run": (RunType.EASY, RunType.LONG, RunType.TEMPO, RunType.RACE),
}


def oracle(facts: Situation) -> tuple[str, str]:  # noqa: C901, PLR0911 - the evidence, row by row, on purpose without structure
    """Rule and verdict by the evidence, before any step for sleep or fatigue."""
    sore = 6 if facts.soreness is None else facts.soreness
    rpe = 10 if facts.effort is None else facts.effort
    since = facts.local_hour + 3 if facts.leg_day is None else facts.leg_day.least
    gap = since + facts.hours_to_run
    run = "sprints" if facts.run is None else str(facts.run)
    hard_run = run not in ("recovery", "easy", "long", "tempo")
    hard_legs = rpe >= 8 or facts.to_failure
    light_legs = rpe < 5 and not hard_legs
    novice = facts.novice or facts.novice_session in range(1, 99)
    named = set(map(str, facts.symptoms))

    if "chest_pain" in named or "breathless" in named or "faint" in named:
        return "emergency", "seek_care"
    if named & {"dark_urine", "swelling", "weakness", "one_leg_swelling"}:
        return "medical_today", "seek_care"
    if named & {"bone_pain", "pop", "cannot_bear_weight", "sharp_pain", "limp"}:
        return "sharp_pain", "seek_care"
    if facts.conditions or facts.age in range(18):
        return "ask_clinician", "seek_care"
    if sore >= 7 or facts.fatigue == 3:
        return "very_sore", "rest"
    if gap < 6:
        return "too_soon", "rest"
    if novice and facts.novice_session in (None, 1, 2) and gap < 24:
        return "first_sessions", "cross_train"
    if hard_run and (gap < 24 or (gap < 48 and not light_legs)):
        return ("hard_run_sore_soon", "cross_train") if sore >= 4 else ("hard_run_soon", "ease")
    if sore >= 4:
        return "sore", "ease"
    if hard_run and gap < 72 and (facts.to_failure or novice or (facts.age is not None and facts.age >= 40)):
        return "hard_run_slow_recovery", "ease"
    if run in ("tempo", "long") and ((hard_legs and gap < 48) or (not light_legs and gap < 24)):
        return f"{run}_soon", "ease"
    return "clear", "go"


STRICTER = {"go": "ease", "ease": "cross_train", "cross_train": "rest", "rest": "rest", "seek_care": "seek_care"}


def oracle_verdict(facts: Situation) -> str:
    """The oracle's verdict with the step for short sleep or high fatigue."""
    _, verdict = oracle(facts)
    short = facts.sleep_hours is not None and facts.sleep_hours <= 6
    if facts.hours_to_run <= 24 and (short or facts.fatigue >= 2):
        return STRICTER[verdict]
    return verdict


def disagreements(situations: Iterator[Situation]) -> list[tuple[Situation, str, str]]:
    """Where the table and the oracle part: rule, verdict, or whether a step was reported."""
    found = []
    for situation in situations:
        advice = decide(situation)
        rule, before = oracle(situation)
        after = oracle_verdict(situation)
        said = (advice.rule.name, advice.rule.verdict.id, advice.verdict.id, bool(advice.adjustments))
        expected = (rule, before, after, before != after)
        if said != expected:
            found.append((situation, str(said), str(expected)))
    return found


def grid(axes: dict[str, tuple[Any, ...]]) -> Iterator[Situation]:
    """Every combination of the values on the axes."""
    for values in product(*axes.values()):
        yield Situation(**dict(zip(axes, values, strict=True)))


def test_the_table_decides_as_the_evidence_on_the_whole_core() -> None:
    """Soreness, effort, failure, hours and run in every combination, all boundaries exact."""
    assert disagreements(grid(CORE)) == []


@pytest.mark.parametrize("session", SESSIONS[1:])
def test_the_table_decides_as_the_evidence_for_novices(session: int) -> None:
    """The same for the first sessions of a novice, with sets to failure left out."""
    assert disagreements(grid({**CORE, "to_failure": (False,), "novice_session": (session,)})) == []


@pytest.mark.parametrize("pair", list(combinations(REST, 2)), ids=" and ".join)
def test_the_table_decides_as_the_evidence_for_every_pair_of_other_facts(pair: tuple[str, str]) -> None:
    """Novice, age, fatigue, sleep, distance in time, symptoms and conditions, two at a time."""
    assert disagreements(grid({**COARSE_CORE, **{name: REST[name] for name in pair}})) == []


@given(st.from_type(Situation))
@settings(max_examples=600, deadline=None)
def test_the_table_decides_as_the_evidence_anywhere(situation: Situation) -> None:
    """Hypothesis over the whole space: real numbers, ranges, anything unknown."""
    assert disagreements(iter([situation])) == []


@given(st.from_type(Situation))
@settings(max_examples=200, deadline=None)
def test_the_short_form_says_the_same_verdict(situation: Situation) -> None:
    """`verdict_of` is `decide` without the rest of the answer."""
    assert verdict_of(situation) is decide(situation).verdict


def test_every_rule_decides_somewhere_on_the_grid() -> None:
    """No row is dead, none shadowed by those above it."""
    decided = {decide(situation).rule.name for situation in grid({**CORE, "age": (None, 40)})}
    decided |= {decide(situation).rule.name for situation in grid({"symptoms": REST["symptoms"]})}
    decided |= {decide(Situation(conditions=frozenset(Condition))).rule.name}
    decided |= {decide(Situation(novice_session=1, soreness=0, leg_day=HoursAgo.exactly(12))).rule.name}
    assert len(decided) == 14


def at(hours: float, **facts: Any) -> Situation:  # noqa: ANN401 - the fields of a situation, each of its own type
    """A painless hard run so many hours after legs, unless said otherwise."""
    return replace(Situation(soreness=0, effort=6, run=RunType.INTERVALS, leg_day=HoursAgo.exactly(hours)), **facts)


@pytest.mark.parametrize(
    ("situation", "rule"),
    [
        (at(5.99), "too_soon"),
        (at(6), "hard_run_soon"),
        (at(47.99), "hard_run_soon"),
        (at(48), "clear"),
        (at(23.99, effort=4.9), "hard_run_soon"),
        (at(24, effort=4.9), "clear"),
        (at(24, effort=5), "hard_run_soon"),
        (at(24, effort=3, to_failure=True), "hard_run_soon"),
        (at(47.99, soreness=3.9), "hard_run_soon"),
        (at(47.99, soreness=4), "hard_run_sore_soon"),
        (at(48, soreness=4), "sore"),
        (at(400, soreness=6.9), "sore"),
        (at(400, soreness=7), "very_sore"),
        (at(71.99, to_failure=True), "hard_run_slow_recovery"),
        (at(72, to_failure=True), "clear"),
        (at(60, age=39), "clear"),
        (at(60, age=40), "hard_run_slow_recovery"),
        (at(60, novice_session=3), "hard_run_slow_recovery"),
        (at(23.99, run=RunType.EASY, novice_session=2), "first_sessions"),
        (at(24, run=RunType.EASY, novice_session=2), "clear"),
        (at(23.99, run=RunType.EASY, novice_session=3), "clear"),
        (at(23.99, run=RunType.TEMPO), "tempo_soon"),
        (at(24, run=RunType.TEMPO), "clear"),
        (at(47.99, run=RunType.TEMPO, effort=8), "tempo_soon"),
        (at(48, run=RunType.TEMPO, effort=8), "clear"),
        (at(6, run=RunType.TEMPO, effort=4.9), "clear"),
        (at(23.99, run=RunType.LONG), "long_soon"),
        (at(24, run=RunType.LONG), "clear"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_boundaries(situation: Situation, rule: str) -> None:
    """A limit named with "under" leaves the number itself out; "from" takes it in."""
    assert decide(situation).rule.name == rule


def test_worst_symptom_decides() -> None:
    """Several red flags: the most urgent row speaks."""
    both = Situation(symptoms=frozenset({Symptom.LIMP, Symptom.DARK_URINE, Symptom.FAINT}))
    assert decide(both).rule.name == "emergency"
    assert decide(replace(both, symptoms=frozenset({Symptom.LIMP, Symptom.DARK_URINE}))).rule.name == "medical_today"


def test_both_steps_are_one_step_reported_twice() -> None:
    """Short sleep and high fatigue together still make one verdict stricter, and both are named."""
    advice = decide(at(100, run=RunType.EASY, sleep_hours=5, fatigue=Fatigue.HIGH))
    assert advice.verdict.id == "ease"
    assert [adjustment.name for adjustment in advice.adjustments] == ["short_sleep", "high_fatigue"]
    assert advice.sources == ("marcora2007", "craven2022")


@pytest.mark.parametrize(
    ("situation", "until"),
    [
        (at(2), 4),
        (at(20), 28),
        (at(20, effort=3), 4),
        (at(60, age=50), 12),
        (at(10, run=RunType.EASY, novice_session=1), 14),
        (at(20, run=RunType.TEMPO, effort=9), 28),
        (at(20, run=RunType.LONG), 4),
        (at(100), None),
        (at(20, soreness=9), None),
        (at(2, hours_to_run=1), 4),
        (replace(at(0), leg_day=HoursAgo(20, 30)), 28),
    ],
)
def test_until_counts_from_now_to_the_end_of_the_rule(situation: Situation, until: float | None) -> None:
    """Hours from now, whenever the run is; at the strict end of a range; none where no time limit decides."""
    assert decide(situation).until == until


@pytest.mark.parametrize("situation", [at(hours) for hours in (0, 3, 6, 20, 47)])
def test_once_until_has_passed_another_rule_decides(situation: Situation) -> None:
    """Waiting as long as was said does lift what was said."""
    advice = decide(situation)
    assert advice.until is not None
    later = decide(replace(situation, hours_to_run=advice.until))
    assert later.rule is not advice.rule
    assert later.verdict <= advice.verdict


@pytest.mark.parametrize(
    ("situation", "notes"),
    [
        (at(20, run=RunType.RACE), ("race_slower",)),
        (at(20), ()),
        (at(100, run=RunType.RACE), ()),
        (at(48, effort=8), ("expect_less",)),
        (at(71.99, effort=8), ("expect_less",)),
        (at(72, effort=8), ()),
        (at(60), ()),
        (at(167.9, soreness=3), ()),
        (at(168, soreness=3), ("beyond_a_week",)),
        (at(168), ()),
        (replace(at(0), leg_day=NO_RECENT_LEG_DAY, soreness=5), ("beyond_a_week",)),
    ],
)
def test_notes(situation: Situation, notes: tuple[str, ...]) -> None:
    """A race after legs runs slower, the third day a little less, soreness past a week wants looking at."""
    assert decide(situation).notes == notes


@pytest.mark.parametrize(
    ("situation", "assumed"),
    [
        (Situation(), ("soreness", "leg_day", "effort", "run")),
        (at(20), ()),
        (at(20, effort=None), ("effort",)),
        (at(20, effort=None, to_failure=True), ()),
        (Situation(leg_day=NO_RECENT_LEG_DAY, soreness=0), ("run",)),
        (Situation(symptoms=frozenset({Symptom.LIMP})), ()),
        (Situation(age=15), ()),
    ],
)
def test_what_was_assumed_is_said(situation: Situation, assumed: tuple[str, ...]) -> None:
    """The unknown facts that were taken at a default: no effort of no leg day, and nothing where care comes first."""
    assert decide(situation).assumed == assumed


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"soreness": 11}, "Soreness runs from 0 to 10; it is 11."),
        ({"soreness": -0.1}, "Soreness runs from 0 to 10; it is -0.1."),
        ({"soreness": float("nan")}, "Soreness runs from 0 to 10; it is nan."),
        ({"effort": 0}, "Effort runs from 1 to 10; it is 0."),
        ({"sleep_hours": 25}, "Sleep hours runs from 0 to 24; it is 25."),
        ({"novice_session": 0}, "Novice session is 1 or more; it is 0."),
    ],
)
def test_a_number_off_its_scale_is_refused_in_a_sentence(facts: dict[str, Any], sentence: str) -> None:
    """A situation that cannot be is never decided."""
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        Situation(**facts)


@pytest.mark.parametrize("ends", [(3.0, 2.0), (-1.0, 2.0), (float("nan"), 2.0), (1.0, float("nan"))])
def test_hours_ago_run_forwards(ends: tuple[float, float]) -> None:
    """A range has its shorter time first and lies in the past."""
    with pytest.raises(ValueError, match="neither negative"):
        HoursAgo(*ends)
