"""Routines have the doses of the studies, in the order that they are told, and leave out what is unfit."""

from __future__ import annotations

import pytest

from skill.advice import SOURCES
from skill.advice.routines import (
    ROUTINES,
    Length,
    Manner,
    RoutineKind,
    Side,
    Step,
    Unfit,
    covers,
    length_of,
    minutes_for,
    seconds_for,
    steps,
    unfit,
)

EVERY = [(kind, length) for kind, lengths in ROUTINES.items() for length in lengths]


def named(some: tuple[Step, ...]) -> list[str]:
    """The exercises of some steps, each once, in order."""
    return list(dict.fromkeys(step.exercise.name for step in some))


@pytest.mark.parametrize(
    ("kind", "length", "minutes"),
    [
        (RoutineKind.WARM_UP, Length.FULL, 7),
        (RoutineKind.STRETCH, Length.FULL, 13),
        (RoutineKind.STRETCH, Length.SHORT, 6),
        (RoutineKind.FOAM_ROLL, Length.SHORT, 9),
        (RoutineKind.FOAM_ROLL, Length.FULL, 13),
        (RoutineKind.COOL_DOWN, Length.FULL, 7),
    ],
)
def test_a_routine_takes_the_minutes_that_are_told(kind: RoutineKind, length: Length, minutes: int) -> None:
    """With what is said before each step."""
    assert minutes_for(steps(kind, length)) == minutes


@pytest.mark.parametrize("length", Length)
def test_rolling_takes_sixty_to_ninety_seconds_a_side_and_eight_to_twelve_minutes(length: Length) -> None:
    """The dose that was studied (wiewelhove2019, pearcey2015)."""
    rolling = steps(RoutineKind.FOAM_ROLL, length)

    assert all(60 <= step.seconds <= 90 for step in rolling)
    assert 8 * 60 <= sum(step.seconds for step in rolling) <= 12 * 60


@pytest.mark.parametrize(("kind", "length"), EVERY)
def test_no_hold_is_long_enough_to_cost_power(kind: RoutineKind, length: Length) -> None:
    """Ten to thirty seconds each, sixty a muscle in all at most (acsm, behm2016)."""
    holds = [step for step in steps(kind, length) if step.exercise.manner is Manner.HOLD]

    assert all(10 <= step.exercise.seconds <= 30 and step.exercise.seconds * step.holds <= 60 for step in holds)


@pytest.mark.parametrize(("kind", "length"), EVERY)
def test_what_has_sides_is_done_on_both_in_a_row(kind: RoutineKind, length: Length) -> None:
    """Left, then right, of the same exercise."""
    some = steps(kind, length)
    lefts = [place for place, step in enumerate(some) if step.side is Side.LEFT]

    assert all(
        (some[place + 1].exercise, some[place + 1].side) == (some[place].exercise, Side.RIGHT) for place in lefts
    )
    assert len(lefts) == sum(step.side is Side.RIGHT for step in some)


@pytest.mark.parametrize(("kind", "length"), EVERY)
def test_doses_stand_on_sources(kind: RoutineKind, length: Length) -> None:
    """Each of them known."""
    assert set(ROUTINES[kind][length].evidence.sources) <= set(SOURCES)
    assert ROUTINES[kind][length].evidence.sources


def test_only_what_is_for_an_area_is_chosen() -> None:
    """Just the calves."""
    assert named(steps(RoutineKind.STRETCH, Length.SHORT, ["calves"])) == ["calf_stretch"]
    assert named(steps(RoutineKind.FOAM_ROLL, Length.SHORT, ["glutes", "quads"])) == ["quad_roll", "glute_roll"]


def test_an_area_without_anything_gets_the_whole_routine() -> None:
    """And whoever tells of it can know."""
    assert not covers(RoutineKind.FOAM_ROLL, ["lower_back"])
    assert covers(RoutineKind.FOAM_ROLL, ["lower_back", "calves"])
    assert steps(RoutineKind.FOAM_ROLL, Length.SHORT, ["lower_back"]) == steps(RoutineKind.FOAM_ROLL, Length.SHORT)


@pytest.mark.parametrize("kind", RoutineKind)
@pytest.mark.parametrize("wanted", [None, *Length])
def test_every_wish_for_a_length_ends_in_one_there_is(kind: RoutineKind, wanted: Length | None) -> None:
    """The one that was wanted where there is one."""
    length = length_of(kind, wanted)

    assert length in ROUTINES[kind]
    assert length is wanted or wanted not in ROUTINES[kind]


@pytest.mark.parametrize(("soreness", "left_out"), [(None, 0), (0, 0), (3.9, 0), (4, 2), (7, 2), (10, 2)])
def test_lunges_are_left_out_of_the_warm_up_for_sore_legs(soreness: float | None, left_out: int) -> None:
    """From four on, on both sides; what is not known leaves nothing out."""
    reasons = [unfit(step, soreness) for step in steps(RoutineKind.WARM_UP, Length.FULL)]

    assert reasons.count(Unfit.SORE) == left_out


def test_what_hurt_sharply_is_left_out_wherever_it_comes_up() -> None:
    """By its muscles, in every routine; or by its exercise if that is for no muscle of its own."""
    calves = [step for kind, length in EVERY for step in steps(kind, length) if step.exercise.area == "calves"]
    jog = next(step for step in steps(RoutineKind.WARM_UP, Length.FULL) if step.exercise.name == "easy_jog")

    assert {unfit(step, 0, ["calves"]) for step in calves} == {Unfit.SHARP_PAIN}
    assert unfit(jog, 0, ["easy_jog"]) is Unfit.SHARP_PAIN
    assert unfit(jog, 10, ["calves"]) is None


def test_time_left_shrinks_with_every_step() -> None:
    """To nothing."""
    some = steps(RoutineKind.STRETCH, Length.FULL)
    left = [seconds_for(some[place:]) for place in range(len(some) + 1)]

    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
