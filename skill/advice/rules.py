"""The decision table: fourteen rules as data, first match wins, then one step for poor sleep or high fatigue.

Thresholds on hours stand here, once. Sources are ids of `sources.SOURCES`. Read `RULES` aloud: it is the policy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from skill.advice.situation import (
    ADULT_AGE,
    ASSUMED_SORENESS,
    HARD_RUNS,
    NO_RECENT_LEG_DAY,
    NOVICE_SESSIONS,
    SCALE_TOP,
    SHORT_SLEEP_HOURS,
    SLOWER_RECOVERY_AGE,
    Condition,
    Fatigue,
    HoursAgo,
    Level,
    RunType,
    Situation,
    Symptom,
    effort_level,
    soreness_level,
    yesterday_evening,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SAME_DAY_GAP = 6.0
"""Hours to leave between legs and any run: a minimum (robineau2016, doma2014)."""

FIRST_SESSIONS_GAP = 24.0
"""Hours a novice leaves after each of the first two leg sessions (doma2015)."""

HARD_RUN_GAP = {Level.LOW: 24.0, Level.MODERATE: 48.0, Level.HIGH: 48.0}
"""Hours before a hard run, by how hard leg day was (burt2023, marcora2007)."""

STEADY_RUN_GAP = {Level.LOW: 0.0, Level.MODERATE: 24.0, Level.HIGH: 48.0}
"""Hours before a tempo or long run, by how hard leg day was (burt2023; for long runs expert opinion)."""

SLOW_RECOVERY_GAP = 72.0
"""Hours before a hard run where recovery is slow; the third day is expert opinion (moran2017 measured to 48 h)."""

TIME_EDGES = tuple(
    sorted(
        {SAME_DAY_GAP, FIRST_SESSIONS_GAP, SLOW_RECOVERY_GAP, *HARD_RUN_GAP.values(), *STEADY_RUN_GAP.values()} - {0.0}
    )
)
"""Hours between leg day and run at which a row of the table may change."""

EXPECT_LESS_UNTIL = 72.0
"""From 48 h to here after hard legs a hard effort may still fall a little short (marcora2007)."""

RECENT = 7 * 24.0
"""Hours after which a leg day no longer counts."""

STEP_ONLY_WITHIN = 24.0
"""Sleep and fatigue of today say nothing about a run further away than this, in hours."""


class Verdict(IntEnum):
    """The class of the answer, mildest first, so that `>` means stricter."""

    GO = 0
    EASE = 1
    CROSS_TRAIN = 2
    REST = 3
    SEEK_CARE = 4

    @property
    def id(self) -> str:
        """The name used outside: go, ease, cross_train, rest, seek_care."""
        return self.name.lower()


class Confidence(StrEnum):
    """How well a rule is supported; `EXPERT` is opinion only."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    EXPERT = "expert"


RED_FLAGS: dict[str, frozenset[Symptom]] = {
    "emergency": frozenset({Symptom.CHEST_PAIN, Symptom.BREATHLESS, Symptom.FAINT}),
    "medical_today": frozenset({Symptom.DARK_URINE, Symptom.SWELLING, Symptom.WEAKNESS, Symptom.ONE_LEG_SWELLING}),
    "sharp_pain": frozenset(
        {Symptom.BONE_PAIN, Symptom.POP, Symptom.CANNOT_BEAR_WEIGHT, Symptom.SHARP_PAIN, Symptom.LIMP}
    ),
}
"""The symptoms behind each rule that sends the athlete to care."""


@dataclass(frozen=True, slots=True)
class Case:
    """A situation as the table reads it: nothing open, ranges taken at their strict end."""

    soreness: Level
    legs: Level
    hours: float
    """From leg day to the run."""
    run: RunType
    to_failure: bool = False
    novice: bool = False
    first_sessions: bool = False
    over_40: bool = False
    extreme_fatigue: bool = False
    symptoms: frozenset[Symptom] = frozenset()
    conditions: frozenset[Condition] = frozenset()

    @property
    def slow_recovery(self) -> bool:
        """Sets to failure, a novice, or 40 and over."""
        return self.to_failure or self.novice or self.over_40


def _always(_: Case) -> bool:
    return True


def _no_limit(_: Case) -> float:
    return math.inf


def _hours(limit: float) -> Callable[[Case], float]:
    return lambda _: limit


def _hard_run_gap(case: Case) -> float:
    return HARD_RUN_GAP[case.legs]


def _steady_run_gap(case: Case) -> float:
    return STEADY_RUN_GAP[case.legs]


def _red_flag(rule: str) -> Callable[[Case], bool]:
    return lambda case: bool(case.symptoms & RED_FLAGS[rule])


def _hard_run(case: Case) -> bool:
    return case.run in HARD_RUNS


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Attributes:
        name: how the rule is called, in JSON and in the catalog of words.
        verdict: what it decides.
        confidence: how well it is supported, taken at the lower end where evidence differs.
        sources: ids of the studies behind it; empty for opinion only.
        when: what must hold, time aside.
        within: it holds under this many hours after leg day.
        caveat: where the confidence needs a second word.
    """

    name: str
    verdict: Verdict
    confidence: Confidence
    sources: tuple[str, ...]
    when: Callable[[Case], bool]
    within: Callable[[Case], float] = _no_limit
    caveat: str | None = None


RULES: tuple[Rule, ...] = (
    Rule(
        "emergency",
        Verdict.SEEK_CARE,
        Confidence.STRONG,
        ("parq",),
        when=_red_flag("emergency"),
    ),
    Rule(
        "medical_today",
        Verdict.SEEK_CARE,
        Confidence.STRONG,
        ("niosh",),
        when=_red_flag("medical_today"),
    ),
    Rule(
        "sharp_pain",
        Verdict.SEEK_CARE,
        Confidence.EXPERT,
        ("tsatalas2010",),
        when=_red_flag("sharp_pain"),
    ),
    Rule(
        "ask_clinician",
        Verdict.SEEK_CARE,
        Confidence.MODERATE,
        ("parq",),
        when=lambda case: bool(case.conditions),
    ),
    Rule(
        "very_sore",
        Verdict.REST,
        Confidence.EXPERT,
        (),
        when=lambda case: case.soreness is Level.HIGH or case.extreme_fatigue,
    ),
    Rule(
        "too_soon",
        Verdict.REST,
        Confidence.MODERATE,
        ("robineau2016", "doma2014", "doma2013order"),
        when=_always,
        within=_hours(SAME_DAY_GAP),
    ),
    Rule(
        "first_sessions",
        Verdict.CROSS_TRAIN,
        Confidence.WEAK,
        ("doma2015",),
        when=lambda case: case.first_sessions,
        within=_hours(FIRST_SESSIONS_GAP),
        caveat="weak to moderate: fourteen untrained men",
    ),
    Rule(
        "hard_run_sore_soon",
        Verdict.CROSS_TRAIN,
        Confidence.MODERATE,
        ("burt2023", "marcora2007"),
        when=lambda case: _hard_run(case) and case.soreness is Level.MODERATE,
        within=_hard_run_gap,
    ),
    Rule(
        "hard_run_soon",
        Verdict.EASE,
        Confidence.MODERATE,
        ("burt2023", "marcora2007"),
        when=_hard_run,
        within=_hard_run_gap,
        caveat="moderate to strong for performance, weak for injury",
    ),
    Rule(
        "sore",
        Verdict.EASE,
        Confidence.WEAK,
        ("chen2008",),
        when=lambda case: case.soreness is Level.MODERATE,
        caveat="the soreness thresholds are expert opinion",
    ),
    Rule(
        "hard_run_slow_recovery",
        Verdict.EASE,
        Confidence.WEAK,
        ("doma2017", "moran2017", "fernandes2019"),
        when=lambda case: _hard_run(case) and case.slow_recovery,
        within=_hours(SLOW_RECOVERY_GAP),
        caveat="the studies measured to 48 hours; the third day is expert opinion",
    ),
    Rule(
        "tempo_soon",
        Verdict.EASE,
        Confidence.MODERATE,
        ("burt2023",),
        when=lambda case: case.run is RunType.TEMPO,
        within=_steady_run_gap,
    ),
    Rule(
        "long_soon",
        Verdict.EASE,
        Confidence.EXPERT,
        (),
        when=lambda case: case.run is RunType.LONG,
        within=_steady_run_gap,
    ),
    Rule("clear", Verdict.GO, Confidence.WEAK, ("marcora2007",), when=_always, caveat="weak to moderate"),
)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A step towards caution on top of a rule.

    Attributes:
        name: ``short_sleep`` or ``high_fatigue``.
        sources: ids of the studies behind it.
    """

    name: str
    sources: tuple[str, ...] = ("craven2022",)


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer.

    Attributes:
        verdict: what to do, after adjustments.
        rule: the row that decided.
        adjustments: why the verdict is one step stricter than the row's own; empty if it is not.
        window: hours after leg day for which the row holds; None if time does not matter to it.
        until: hours from now after which the row's time window has passed; None if it has none.
        notes: things worth saying beside: ``race_slower``, ``expect_less``, ``beyond_a_week``.
        assumed: facts that were not known and were taken at their cautious default: ``soreness``, ``leg_day``,
            ``effort``, ``run``.
    """

    verdict: Verdict
    rule: Rule
    adjustments: tuple[Adjustment, ...] = ()
    window: float | None = None
    until: float | None = None
    notes: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of everything the answer stands on, the rule's first."""
        extra = (source for adjustment in self.adjustments for source in adjustment.sources)
        return tuple(dict.fromkeys((*self.rule.sources, *extra)))


@dataclass(frozen=True, slots=True)
class _Note:
    name: str
    when: Callable[[Case, Rule, Situation], bool] = field(repr=False)


_NOTES = (
    _Note("race_slower", lambda case, rule, _: rule.name == "hard_run_soon" and case.run is RunType.RACE),
    _Note(
        "expect_less",
        lambda case, rule, _: (
            rule.name == "clear"
            and case.legs is Level.HIGH
            and HARD_RUN_GAP[Level.HIGH] <= case.hours < EXPECT_LESS_UNTIL
        ),
    ),
    _Note(
        "beyond_a_week",
        lambda case, _, situation: case.hours - situation.hours_to_run >= RECENT and (situation.soreness or 0) >= 1,
    ),
)


def decide(situation: Situation) -> Advice:
    """Decide over a situation; whatever is not known is taken at its cautious default and said to be assumed."""
    case = case_of(situation)
    rule = first_match(case)
    window = _window(rule, case)
    adjustments = _adjustments(situation, rule.verdict)
    return Advice(
        verdict=_stricter(rule.verdict) if adjustments else rule.verdict,
        rule=rule,
        adjustments=adjustments,
        window=window,
        until=None if window is None else window - (case.hours - situation.hours_to_run),
        notes=tuple(note.name for note in _NOTES if note.when(case, rule, situation)),
        assumed=_assumed(situation, rule),
    )


def verdict_of(situation: Situation) -> Verdict:
    """Only the verdict: what `decide` would say, for callers who try many situations."""
    verdict = first_match(case_of(situation)).verdict
    return _stricter(verdict) if _adjustments(situation, verdict) else verdict


def hours_until_clear(situation: Situation, run: RunType | None = None) -> float | None:
    """Hours from now at which the time windows of the table would allow a run, were the legs fresh and rested.

    None if they allow it already, or if it is not a matter of time (a red flag, a condition).

    Args:
        situation: what is known.
        run: which run; the planned one if not given.
    """
    case = case_of(situation)
    fresh = replace(case, soreness=Level.LOW, extreme_fatigue=False, run=run or case.run)
    windows = [(rule.within(fresh), rule) for rule in RULES if rule.when(fresh)]
    since = _leg_day(situation).least
    waits = [0.0, *(edge - since for edge in TIME_EDGES if edge > since)]
    clear = (wait for wait in waits if _first_open(windows, since + wait).verdict is Verdict.GO)
    return next(clear, None) or None


def first_match(case: Case) -> Rule:
    """The row that decides; the last row matches everything."""
    return _first_open(((rule.within(case), rule) for rule in RULES if rule.when(case)), case.hours)


def _first_open(windows: Iterable[tuple[float, Rule]], hours: float) -> Rule:
    """The first of the rows that match, time aside, which holds so long after leg day."""
    return next(rule for window, rule in windows if hours < window or window == math.inf)


def _assumed(situation: Situation, rule: Rule) -> tuple[str, ...]:
    """What was taken at its default; nothing where care comes first, and no effort that is known or never was."""
    if rule.verdict is Verdict.SEEK_CARE:
        return ()
    effort_settled = situation.to_failure or situation.leg_day == NO_RECENT_LEG_DAY
    assumable = ("soreness", "leg_day", "run") if effort_settled else ("soreness", "leg_day", "effort", "run")
    return tuple(name for name in assumable if getattr(situation, name) is None)


@lru_cache(maxsize=16)  # a turn looks at one situation several times
def case_of(situation: Situation) -> Case:
    """The situation as the table reads it, with the defaults for what is not known."""
    soreness = ASSUMED_SORENESS if situation.soreness is None else situation.soreness
    effort = SCALE_TOP if situation.effort is None else situation.effort
    novice = situation.novice or situation.novice_session is not None
    return Case(
        soreness=soreness_level(soreness),
        legs=effort_level(effort, to_failure=situation.to_failure),
        hours=_leg_day(situation).least + situation.hours_to_run,
        run=situation.run or RunType.HARD,
        to_failure=situation.to_failure,
        novice=novice,
        first_sessions=novice and (situation.novice_session or 1) <= NOVICE_SESSIONS,
        over_40=(situation.age or 0) >= SLOWER_RECOVERY_AGE,
        extreme_fatigue=situation.fatigue is Fatigue.EXTREME,
        symptoms=situation.symptoms,
        conditions=situation.conditions | _minor(situation.age),
    )


def _leg_day(situation: Situation) -> HoursAgo:
    return situation.leg_day or yesterday_evening(situation.local_hour)


def _minor(age: int | None) -> frozenset[Condition]:
    return frozenset({Condition.UNDER_18}) if age is not None and age < ADULT_AGE else frozenset()


def _adjustments(situation: Situation, verdict: Verdict) -> tuple[Adjustment, ...]:
    """Why one step stricter; nothing when already at rest or beyond, or for a run more than a day away."""
    if verdict >= Verdict.REST or situation.hours_to_run > STEP_ONLY_WITHIN:
        return ()
    short_sleep = situation.sleep_hours is not None and situation.sleep_hours <= SHORT_SLEEP_HOURS
    tired = situation.fatigue >= Fatigue.HIGH
    return (Adjustment("short_sleep"),) * short_sleep + (Adjustment("high_fatigue"),) * tired


def _stricter(verdict: Verdict) -> Verdict:
    return Verdict(min(verdict + 1, Verdict.REST))


def _window(rule: Rule, case: Case) -> float | None:
    limit = rule.within(case)
    return None if math.isinf(limit) else limit
