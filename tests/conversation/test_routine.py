"""In every step of every routine, everything that can be said is answered, and nothing leads past its ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from skill.advice import Symptom
from skill.advice.routines import ROUTINES, Length, RoutineKind, steps
from skill.conversation.progress import Progress
from tests.conversation.talker import Talker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conversation.talker import Response

EVERY = [(kind, length) for kind, lengths in ROUTINES.items() for length in lengths]
every_routine = pytest.mark.parametrize(("kind", "length"), EVERY)
SAID_IN_A_STEP = [
    *("Next", "Yes", "Previous", "Repeat", "Pause", "Resume", "No", "StartOver", "Help", "Fallback"),
    *("WhyIntent", "RoutineTimeIntent"),
]


def at_step(kind: RoutineKind, length: Length, place: int) -> Talker:
    """An athlete who has heard this step of a routine."""
    athlete = Talker()
    athlete.says("StartRoutineIntent", routine=kind.value, length=length.value)
    for _ in range(place):
        athlete.says("Next")
    assert place_of(athlete) == place
    return athlete


def place_of(athlete: Talker) -> int:
    """The step that was guided last."""
    return int(athlete.attributes["routine"]["step"])


def stretching(place: int = 0) -> Talker:
    """An athlete in the middle of a short stretch."""
    return at_step(RoutineKind.STRETCH, Length.SHORT, place)


def said_by(athlete: Talker, *intents: str) -> Iterator[Response]:
    """The answers, one by one."""
    for intent in intents:
        yield athlete.says(intent)


@every_routine
@pytest.mark.parametrize("intent", SAID_IN_A_STEP)
def test_everything_is_answered_in_every_step(kind: RoutineKind, length: Length, intent: str) -> None:
    """The routine goes on, or is done; the talker checks every answer against the platform's rules."""
    for place in range(len(steps(kind, length))):
        heard = at_step(kind, length, place).says(intent)

        assert heard.is_open
        assert "something broke" not in heard.speech
        assert heard.attributes.get("offer") == "routine" or "done, in about" in heard.speech


@every_routine
@pytest.mark.parametrize("intent", ["Stop", "Cancel", "NavigateHome"])
def test_stop_leaves_from_every_step(kind: RoutineKind, length: Length, intent: str) -> None:
    """With a few words."""
    for place in range(len(steps(kind, length))):
        heard = at_step(kind, length, place).says(intent)

        assert not heard.is_open
        assert heard.speech.startswith("Stopping there.")


@every_routine
@pytest.mark.parametrize("intent", ["Next", "Yes"])
def test_next_leads_through_all_steps_to_the_end(kind: RoutineKind, length: Length, intent: str) -> None:
    """And then it is said how long it took."""
    athlete = at_step(kind, length, 0)
    for place in range(1, len(steps(kind, length))):
        athlete.says(intent)
        assert place_of(athlete) == place
    assert athlete.heard.speech.endswith("That was the last one. All done?")
    athlete.now += timedelta(minutes=5)

    heard = athlete.says(intent)
    assert "done, in about five minutes." in heard.speech
    assert "routine" not in heard.attributes


@every_routine
def test_back_leads_to_the_first_step_and_stays_there(kind: RoutineKind, length: Length) -> None:
    """One by one."""
    last = len(steps(kind, length)) - 1
    athlete = at_step(kind, length, last)
    for place in range(last - 1, -1, -1):
        athlete.says("Previous")
        assert place_of(athlete) == place

    assert athlete.says("Previous").speech.startswith("This is the first one.")
    assert place_of(athlete) == 0


def test_repeat_guides_the_same_step_with_its_cue() -> None:
    """As often as wanted, also where the cue was left out because the other side had it."""
    athlete = stretching(1)
    assert "lean on a wall" not in athlete.heard.speech

    for heard in said_by(athlete, "Repeat", "Repeat"):
        assert heard.speech.startswith("Calf stretch, right side: lean on a wall")
        assert place_of(athlete) == 1


@pytest.mark.parametrize("intent", ["Resume", "Yes"])
def test_a_step_that_a_pause_broke_off_is_done_again(intent: str) -> None:
    """From its beginning."""
    athlete = stretching(2)
    athlete.now += timedelta(seconds=12)
    athlete.says("Pause")

    assert "Quad stretch, left side: heel" in athlete.says(intent).speech
    assert place_of(athlete) == 2


@pytest.mark.parametrize("intent", ["Resume", "Yes"])
@pytest.mark.parametrize("waiting", ["Pause", "No"])
def test_a_pause_between_two_steps_leads_to_the_next(waiting: str, intent: str) -> None:
    """What is done is done."""
    athlete = stretching(2)
    athlete.now += timedelta(minutes=1)

    assert athlete.says(waiting).speech == "Take your time. Shall we go on?"
    athlete.says(intent)
    assert place_of(athlete) == 3


def test_start_over_begins_the_same_routine() -> None:
    """And its time."""
    athlete = stretching(4)
    athlete.now += timedelta(minutes=30)

    assert athlete.says("StartOver").speech.startswith("From the top. Calf stretch, left side")
    assert athlete.attributes["routine"]["started_at"] == athlete.now.isoformat()


def test_time_left_shrinks_from_step_to_step() -> None:
    """At the last one there is none."""
    told = [stretching(place).says("RoutineTimeIntent").speech.split(" left. ")[0] for place in (0, 5, 9, 10)]

    assert told[:3] == ["About six minutes", "About three minutes", "About a minute"]
    assert told[3] == "That was the last one. All done?"


def test_three_turns_that_are_not_understood_end_it() -> None:
    """As everywhere."""
    first, second, third = said_by(stretching(), "Fallback", "Fallback", "Fallback")

    assert first.attributes["offer"] == second.attributes["offer"] == "routine"
    assert not third.is_open


@pytest.mark.parametrize("symptom", Symptom)
def test_a_red_flag_comes_first_and_ends_it(symptom: Symptom) -> None:
    """Named in the middle, or together with the wish for a routine."""
    for athlete, intent in ((stretching(3), "SymptomIntent"), (Talker(), "StartRoutineIntent")):
        heard = athlete.says(intent, symptom=symptom.value)

        assert heard.verdict == "seek_care"
        assert not heard.is_open


@pytest.mark.parametrize("soreness", ["4", "7"])
def test_what_is_unfit_for_sore_legs_is_left_out_and_that_is_said(soreness: str) -> None:
    """When its turn comes; also backwards."""
    athlete = Talker()
    athlete.says("StartRoutineIntent", routine="warm_up", soreness=soreness)
    said = [athlete.says("Next").speech for _ in range(7)]

    assert [speech for speech in said if "lunge" in speech] == said[-1:]
    assert said[-1].startswith("I'm leaving out the shallow lunge with a twist")
    assert athlete.says("Previous").speech.startswith("Knee hugs")


def test_the_area_of_a_routine_was_not_trained() -> None:
    """It is no fact about leg day."""
    athlete = Talker()
    athlete.says("StartRoutineIntent", routine="stretch", legArea="calves")

    assert "areas" not in athlete.attributes.get("facts", {})
    assert athlete.attributes["routine"]["areas"] == ["calves"]


def test_an_area_waits_until_it_is_known_what_to_do_with_it() -> None:
    """Just my calves: which routine?"""
    athlete = Talker()
    asked = athlete.says("StartRoutineIntent", legArea="calves")
    begun = athlete.says("StartRoutineIntent", routine="foam_roll")

    assert asked.asks_for == "routine"
    assert begun.attributes["routine"]["areas"] == ["calves"]


def test_a_yes_does_not_say_which_routine() -> None:
    """So it is asked again."""
    athlete = Talker()
    athlete.says("StartRoutineIntent")

    assert athlete.says("Yes").asks_for == "routine"


def test_another_topic_leads_back_to_the_step() -> None:
    """With an offer to go on; the routine is not lost."""
    athlete = stretching(4)
    aside = athlete.says("SoreLegsIntent", remedy="stretch")

    assert aside.speech.endswith("Back to your routine?")
    assert athlete.says("Yes").speech.startswith("Back to your stretching. Hamstring stretch, left side")


@pytest.mark.parametrize("slots", [{"routine": "pedalling"}, {"length": "eternal"}, {"legArea": "elbow"}])
def test_slots_that_nobody_knows_break_nothing(slots: dict[str, str]) -> None:
    """The model may be ahead of the code."""
    assert Talker().says("StartRoutineIntent", **slots).is_open
    assert stretching().says("RoutineTimeIntent", **slots).is_open


def test_progress_comes_back_from_json() -> None:
    """Whatever step it is at."""
    for kind, length in EVERY:
        for place in range(-1, len(steps(kind, length))):
            progress = Progress(kind=kind, length=length, step=place)
            assert Progress.from_json(progress.to_json()) == progress
