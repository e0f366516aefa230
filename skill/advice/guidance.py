"""What helps, what to do instead, how to run anyway, and what running after leg day gives and costs: tables.

Each entry carries how well it is supported and by which sources; the sentences are in the catalog of words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skill.advice.rules import Confidence, Rule, Verdict
from skill.advice.situation import Level


class Activity(StrEnum):
    """Something other than the planned run."""

    WALK = "walk"
    YOGA = "yoga"
    CYCLE = "cycle"
    SWIM = "swim"
    HIKE = "hike"
    PILATES = "pilates"


class Remedy(StrEnum):
    """Something people do about sore legs."""

    MASSAGE = "massage"
    ACTIVE_RECOVERY = "active_recovery"
    FOAM_ROLL = "foam_roll"
    SLEEP = "sleep"
    REST = "rest"
    STRETCH = "stretch"
    ICE = "ice"
    WARM_UP = "warm_up"
    COOL_DOWN = "cool_down"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure we are of something, and why.

    Attributes:
        confidence: strength of the support.
        sources: ids of studies; empty for opinion only.
    """

    confidence: Confidence
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of a remedy: minutes a time, seconds a hold or side, hours a night. None where there is none."""

    minutes: tuple[int, int] | None = None
    seconds: tuple[int, int] | None = None
    hours: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """A remedy with its dose and its evidence."""

    remedy: Remedy
    dose: Dose
    evidence: Evidence


REMEDIES: dict[Remedy, Help] = {
    entry.remedy: entry
    for entry in (
        Help(Remedy.MASSAGE, Dose(minutes=(20, 30)), Evidence(Confidence.MODERATE, ("dupuy2018",))),
        Help(
            Remedy.ACTIVE_RECOVERY,
            Dose(minutes=(20, 30)),
            Evidence(Confidence.MODERATE, ("dupuy2018", "chen2008", "vanhooren2018")),
        ),
        Help(
            Remedy.FOAM_ROLL,
            Dose(minutes=(8, 12), seconds=(60, 90)),
            Evidence(Confidence.WEAK, ("wiewelhove2019", "pearcey2015", "bartsch2021")),
        ),
        Help(Remedy.SLEEP, Dose(hours=(7, 9)), Evidence(Confidence.MODERATE, ("craven2022",))),
        Help(Remedy.REST, Dose(), Evidence(Confidence.EXPERT, ("vickers2001",))),
        Help(Remedy.STRETCH, Dose(seconds=(10, 30)), Evidence(Confidence.STRONG, ("herbert2011", "acsm"))),
        Help(Remedy.ICE, Dose(), Evidence(Confidence.EXPERT)),
        Help(Remedy.WARM_UP, Dose(minutes=(7, 7)), Evidence(Confidence.MODERATE, ("behm2016",))),
        Help(Remedy.COOL_DOWN, Dose(minutes=(5, 10)), Evidence(Confidence.MODERATE, ("vanhooren2018",))),
    )
}

WHAT_HELPS: tuple[Remedy, ...] = (
    Remedy.REST,
    Remedy.SLEEP,
    Remedy.MASSAGE,
    Remedy.ACTIVE_RECOVERY,
    Remedy.FOAM_ROLL,
    Remedy.STRETCH,
)
"""What is told when somebody asks what helps sore legs."""

BENEFITS: dict[str, Evidence] = {
    "calories": Evidence(Confidence.EXPERT),
    "endurance_under_fatigue": Evidence(Confidence.EXPERT, ("schumann2022",)),
    "easy_movement": Evidence(Confidence.MODERATE, ("chen2008", "dupuy2018")),
    "mental_endurance": Evidence(Confidence.EXPERT),
}
"""What running after leg day gives."""

DRAWBACKS: dict[str, Evidence] = {
    "worse_performance": Evidence(Confidence.MODERATE, ("burt2023", "marcora2007")),
    "injury_risk": Evidence(Confidence.WEAK, ("tsatalas2010",)),
    "delayed_recovery": Evidence(Confidence.WEAK, ("chen2008",)),
}
"""What it costs. That level, easy running delays recovery was tested and not found (chen2008)."""

RUN_TIPS: dict[str, Evidence] = {
    "warm_up": Evidence(Confidence.MODERATE, ("behm2016",)),
    "start_slow": Evidence(Confidence.EXPERT),
    "listen": Evidence(Confidence.EXPERT, ("saw2016",)),
    "shorten": Evidence(Confidence.EXPERT),
}
"""For the athlete who is going to run anyway."""

_ALTERNATIVES: dict[Level, tuple[Activity, ...]] = {
    Level.LOW: (
        Activity.CYCLE,
        Activity.SWIM,
        Activity.HIKE,
        Activity.PILATES,
        Activity.YOGA,
        Activity.WALK,
    ),
    Level.MODERATE: (Activity.SWIM, Activity.CYCLE, Activity.YOGA, Activity.WALK),
    Level.HIGH: (Activity.WALK,),
}
"""By soreness, best first. Cycling and hiking are flat and easy: downhill loads the same muscles eccentrically."""

_GENTLE = (Activity.WALK, Activity.YOGA)
_ALTERNATIVES_WHEN: dict[str, tuple[Activity, ...]] = {
    "very_sore": (Activity.WALK,),
    "too_soon": _GENTLE,
}
"""Where the rule that decided leaves less room than the soreness does."""


def alternatives(soreness: Level, rule: Rule | None = None, verdict: Verdict = Verdict.GO) -> tuple[Activity, ...]:
    """What fits instead of the run, best first.

    Args:
        soreness: how sore the legs are.
        rule: the row that decided, if one did.
        verdict: the verdict after adjustments, never milder than the rule's own; rest leaves only gentle things, a
            red flag leaves nothing.
    """
    fitting = _ALTERNATIVES[soreness]
    if rule is not None:
        verdict = max(verdict, rule.verdict)
    if verdict is Verdict.SEEK_CARE:
        return ()
    if rule is not None and rule.name in _ALTERNATIVES_WHEN:
        return tuple(activity for activity in _ALTERNATIVES_WHEN[rule.name] if activity in fitting)
    if verdict is Verdict.REST:
        return tuple(activity for activity in _GENTLE if activity in fitting)
    return fitting
