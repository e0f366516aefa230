"""What is offered instead of a run, and what helps, fits how sore the legs are."""

from __future__ import annotations

from itertools import product

import pytest

from skill.advice import (
    BENEFITS,
    BY_NAME,
    DRAWBACKS,
    REMEDIES,
    RULES,
    RUN_TIPS,
    WHAT_HELPS,
    Activity,
    Confidence,
    Level,
    Remedy,
    Verdict,
    alternatives,
)

RED_FLAGS = ("emergency", "medical_today", "sharp_pain")
EVERYWHERE = list(product(Level, (None, *RULES), Verdict))


@pytest.mark.parametrize("name", [*RED_FLAGS, "ask_clinician"])
@pytest.mark.parametrize("soreness", Level)
def test_nothing_is_offered_on_a_red_flag_or_a_condition(name: str, soreness: Level) -> None:
    """Not even a walk, and not even if the caller forgets to pass the verdict."""
    assert alternatives(soreness, BY_NAME[name], Verdict.SEEK_CARE) == ()
    assert alternatives(soreness, BY_NAME[name]) == ()


def test_only_a_walk_at_high_soreness() -> None:
    """Whatever the rule and the verdict."""
    offered = {alternatives(Level.HIGH, rule, verdict) for _, rule, verdict in EVERYWHERE}
    assert offered == {(), (Activity.WALK,)}


def test_only_a_walk_when_extremely_tired() -> None:
    """Extreme fatigue rests legs that are not sore at all."""
    assert alternatives(Level.LOW, BY_NAME["very_sore"], Verdict.REST) == (Activity.WALK,)


@pytest.mark.parametrize("soreness", [Level.MODERATE, Level.HIGH])
def test_no_hike_on_sore_legs(soreness: Level) -> None:
    """Downhill loads the same muscles eccentrically."""
    for _, rule, verdict in EVERYWHERE:
        assert Activity.HIKE not in alternatives(soreness, rule, verdict)


def test_something_is_offered_wherever_the_athlete_may_move() -> None:
    """Short of seeking care there is always a next best thing, and nothing is offered twice."""
    for soreness, rule, verdict in EVERYWHERE:
        offered = alternatives(soreness, rule, verdict)
        assert bool(offered) is (max(verdict, rule.verdict if rule else verdict) < Verdict.SEEK_CARE)
        assert len(set(offered)) == len(offered)


def test_a_stricter_verdict_or_more_soreness_never_offers_more() -> None:
    """What is left to do only ever shrinks."""
    for soreness, rule, verdict in EVERYWHERE:
        offered = set(alternatives(soreness, rule, verdict))
        if verdict < Verdict.SEEK_CARE:
            assert set(alternatives(soreness, rule, Verdict(verdict + 1))) <= offered
        if soreness < Level.HIGH:
            assert set(alternatives(Level(soreness + 1), rule, verdict)) <= offered


def test_rest_leaves_only_gentle_things() -> None:
    """No cycling or swimming as a way around rest."""
    for soreness, rule in product(Level, (None, *RULES)):
        assert set(alternatives(soreness, rule, Verdict.REST)) <= {Activity.WALK, Activity.YOGA}


def test_every_remedy_has_its_dose_and_evidence() -> None:
    """None is missing, and those told to sore legs are among them."""
    assert set(REMEDIES) == set(Remedy)
    assert set(WHAT_HELPS) <= set(REMEDIES)
    assert {Remedy.REST, Remedy.STRETCH, Remedy.FOAM_ROLL, Remedy.SLEEP, Remedy.ACTIVE_RECOVERY} <= set(WHAT_HELPS)


def test_doses_run_from_less_to_more() -> None:
    """Each range of minutes, seconds or hours is positive and the right way round."""
    for entry in REMEDIES.values():
        for span in (entry.dose.minutes, entry.dose.seconds, entry.dose.hours):
            assert span is None or 0 < span[0] <= span[1]


def test_doses_are_those_of_the_evidence() -> None:
    """Foam rolling 8–12 min, 60–90 s a side; holds of 10–30 s; a warm-up of about 7 min; more than six hours' sleep."""
    foam_roll = REMEDIES[Remedy.FOAM_ROLL].dose
    assert (foam_roll.minutes, foam_roll.seconds) == ((8, 12), (60, 90))
    assert REMEDIES[Remedy.STRETCH].dose.seconds == (10, 30)
    assert REMEDIES[Remedy.WARM_UP].dose.minutes == (7, 7)
    sleep = REMEDIES[Remedy.SLEEP].dose.hours
    assert sleep is not None
    assert sleep[0] > 6


def test_benefits_drawbacks_and_tips_are_complete() -> None:
    """Exactly those the coach is asked for."""
    assert set(BENEFITS) == {"calories", "endurance_under_fatigue", "easy_movement", "mental_endurance"}
    assert set(DRAWBACKS) == {"worse_performance", "injury_risk", "delayed_recovery"}
    assert set(RUN_TIPS) == {"warm_up", "start_slow", "listen", "shorten"}


def test_opinion_is_not_dressed_up_as_evidence() -> None:
    """What stands on no study claims nothing beyond expert opinion; injury is called weak, being unproven."""
    entries = [
        *(entry.evidence for entry in REMEDIES.values()),
        *BENEFITS.values(),
        *DRAWBACKS.values(),
        *RUN_TIPS.values(),
    ]
    assert all(entry.sources or entry.confidence is Confidence.EXPERT for entry in entries)
    assert all(rule.sources or rule.confidence is Confidence.EXPERT for rule in RULES)
    assert DRAWBACKS["injury_risk"].confidence is Confidence.WEAK
