"""A step is told with its name, side, cue and dose, and a hold lasts what it says."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from skill.advice.routines import ROUTINES, Length, Manner, RoutineKind, Side, Step, steps
from skill.platform.ssml import plain_text, problems_in
from skill.speech import routines as spoken
from skill.speech.catalog import Catalog
from skill.speech.ssml import speak
from skill.speech.words import Words

WORDS = Words(Catalog.for_locale("en-US"), lambda _: 0)
EVERY = [step for kind, lengths in ROUTINES.items() for length in lengths for step in steps(kind, length)]
MOST_SECONDS = 110
"""Of one answer: longer, and Alexa may cut it."""


def named(step: Step) -> str:
    """What a test of a step is called."""
    return f"{step.exercise.name}-{step.side}-{step.seconds}"


every_step = pytest.mark.parametrize("step", EVERY, ids=named)


def ssml(step: Step, *, same_again: bool = False) -> str:
    """A step as speech."""
    return speak(*spoken.step(WORDS, step, same_again=same_again))


@every_step
def test_a_step_is_speech_that_alexa_takes(step: Step) -> None:
    """In the words for one side and for the other."""
    for same_again in (False, True):
        assert problems_in(ssml(step, same_again=same_again)) == []


@every_step
def test_a_step_fits_in_one_answer(step: Step) -> None:
    """Even with an introduction before it, which takes ten seconds."""
    assert spoken.seconds_of([ssml(step)]) + 10 < MOST_SECONDS


@every_step
def test_a_step_has_its_name_side_cue_and_dose(step: Step) -> None:
    """In this order, before it begins."""
    heard = plain_text(ssml(step)).lower()
    parts = [spoken.exercise(WORDS, step.exercise), WORDS.name(f"exercise.{step.exercise.name}.cue"), "go."]
    places = [heard.index(part.lower()) for part in parts]

    assert places == sorted(places)
    assert (f"{step.side} side" in heard) == (step.side is not None)
    assert re.search(r"times|minute|seconds", heard[places[1] : places[2]])


@every_step
def test_a_hold_lasts_what_it_says_by_our_own_count(step: Step) -> None:
    """From "go" to the end; `test_heard` measures it with a speech engine."""
    _, out = ssml(step).split("Go. ")
    inside = out.rpartition("/> ")[0] + "/>"

    assert spoken.seconds_of([inside]) == pytest.approx(step.seconds, rel=0.03)


def test_half_way_and_the_last_five_seconds_are_called() -> None:
    """At the moments they name, give or take half a second."""
    minute = next(step for step in EVERY if step.exercise.name == "calf_roll" and step.seconds == 60)
    out = ssml(minute).split("Go. ")[1]
    before_half, _, after_half = out.partition("Half way.")
    before_five = out.partition("Five seconds.")[0]

    assert spoken.seconds_of([before_half]) == pytest.approx(30, abs=0.5)
    assert spoken.seconds_of([before_five]) == pytest.approx(55, abs=0.5)
    assert "And stop." in after_half


def test_repetitions_have_a_number_and_no_last_seconds() -> None:
    """They are counted by whoever does them."""
    swings = next(step for step in EVERY if step.exercise.manner is Manner.REPS)

    assert "ten times" in ssml(swings)
    assert "Five seconds" not in ssml(swings)


def test_two_holds_have_a_rest_between() -> None:
    """And are announced as two."""
    calf = steps(RoutineKind.STRETCH, Length.FULL)[0]

    assert "two holds of thirty seconds" in ssml(calf)
    assert ssml(calf).count("Half way.") == 2
    assert "Ease off." in ssml(calf)


def test_the_other_side_is_told_briefly() -> None:
    """Name, side and dose; the cue was just said."""
    left, right = steps(RoutineKind.FOAM_ROLL, Length.SHORT)[:2]

    assert len(ssml(right, same_again=True)) < len(ssml(left))
    assert "right side, the same way: for one minute" in ssml(right, same_again=True)


def test_what_comes_next_is_asked_by_its_side_or_its_name() -> None:
    """Or it was the last one."""
    some = steps(RoutineKind.STRETCH, Length.SHORT)
    asked = [spoken.following(WORDS, before, after) for before, after in pairwise([*some, None])]

    assert asked[0] == "Right side next. Ready?"
    assert asked[1] == "Quad stretch next. Ready?"
    assert asked[-1] == "That was the last one. All done?"
    assert some[0].side is Side.LEFT


@pytest.mark.parametrize(("count", "words"), [(1, "a minute"), (13, "thirteen minutes"), (45, "45 minutes")])
def test_minutes_are_said_as_one_says_them(count: int, words: str) -> None:
    """In words as far as anybody counts."""
    assert spoken.minutes(WORDS, count) == words
