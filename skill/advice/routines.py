"""Guided routines as data: what is done in which order, on which side, how long, and what is unfit when.

Doses are those of the studies named beside them; the sequences are expert opinion. Words are in the catalog, by the
names given here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from skill.advice.guidance import Evidence
from skill.advice.rules import Confidence
from skill.advice.situation import Level, soreness_level

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

HOLD_REST_SECONDS = 5
"""Between two holds on the same side."""

TALK_SECONDS = 6
OTHER_SIDE_TALK_SECONDS = 4
"""What it takes to say an exercise, and to say its other side (rendered and measured by the tests of what is heard)."""

_SECONDS_A_MINUTE = 60


class RoutineKind(StrEnum):
    """What can be guided."""

    WARM_UP = "warm_up"
    STRETCH = "stretch"
    FOAM_ROLL = "foam_roll"
    COOL_DOWN = "cool_down"


class Length(StrEnum):
    """Which version of a routine."""

    SHORT = "short"
    FULL = "full"


class Side(StrEnum):
    """Which leg."""

    LEFT = "left"
    RIGHT = "right"


class Manner(StrEnum):
    """How an exercise is done, and so how it is counted out.

    A hold and a roll last their seconds, and so does moving for a while; repetitions have a number, and seconds that
    they take at an easy pace.
    """

    HOLD = "hold"
    ROLL = "roll"
    MOVE = "move"
    REPS = "reps"


class Unfit(StrEnum):
    """Why a step is left out."""

    SORE = "sore"
    SHARP_PAIN = "sharp_pain"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do.

    Attributes:
        name: how the catalog calls it; its cue and its reason have ids made of it.
        manner: how it is counted out.
        seconds: how long each time.
        area: the muscles it is for, as leg areas are named; None for the whole leg.
        sided: whether it is done on one side after the other.
        reps: how often, a side; 0 if it goes by time.
        when_sore: whether it is fit for legs of moderate soreness and more.
    """

    name: str
    manner: Manner
    seconds: int
    area: str | None = None
    sided: bool = True
    reps: int = 0
    when_sore: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """An exercise on one side: what is guided in one turn.

    Attributes:
        exercise: what is done.
        side: on which side; None if there are no sides to it.
        holds: how often it is held.
    """

    exercise: Exercise
    side: Side | None
    holds: int = 1

    @property
    def seconds(self) -> int:
        """How long it takes to do, with the rest between holds, without what is said before."""
        return self.exercise.seconds * self.holds + HOLD_REST_SECONDS * (self.holds - 1)


@dataclass(frozen=True, slots=True)
class Routine:
    """A sequence of exercises.

    Attributes:
        exercises: in order.
        holds: how often each is held, a side.
        evidence: what its doses stand on.
    """

    exercises: tuple[Exercise, ...]
    holds: int
    evidence: Evidence


_HOLD_SECONDS = 30
"""A static hold: 10 to 30 s to tightness, 60 s a muscle in all (acsm)."""

_CALF = Exercise("calf_stretch", Manner.HOLD, _HOLD_SECONDS, "calves")
_QUAD = Exercise("quad_stretch", Manner.HOLD, _HOLD_SECONDS, "quads")
_HAMSTRING = Exercise("hamstring_stretch", Manner.HOLD, _HOLD_SECONDS, "hamstrings")
_HIP = Exercise("hip_flexor_stretch", Manner.HOLD, _HOLD_SECONDS, "hips")
_GLUTE = Exercise("glute_stretch", Manner.HOLD, _HOLD_SECONDS, "glutes")
_INNER_THIGH = Exercise("inner_thigh_stretch", Manner.HOLD, _HOLD_SECONDS, "inner_thighs", sided=False)

_WARM_UP = (
    Exercise("brisk_walk", Manner.MOVE, 60, sided=False),
    Exercise("easy_jog", Manner.MOVE, 60, sided=False),
    Exercise("leg_swings", Manner.REPS, 15, reps=10),
    Exercise("side_swings", Manner.REPS, 15, reps=10),
    Exercise("knee_hugs", Manner.REPS, 20, sided=False, reps=10),
    Exercise("lunge_twist", Manner.REPS, 20, reps=5, when_sore=False),
    Exercise("calf_raises", Manner.REPS, 15, "calves", sided=False, reps=10),
    Exercise("high_knees", Manner.MOVE, 30, sided=False),
    Exercise("heel_flicks", Manner.MOVE, 30, sided=False),
    Exercise("last_jog", Manner.MOVE, 60, sided=False),
)
_COOL_DOWN = (
    Exercise("easy_walk", Manner.MOVE, 90, sided=False),
    Exercise("slow_walk", Manner.MOVE, 90, sided=False),
    _CALF,
    _QUAD,
    _HAMSTRING,
)
_STRETCH = (_CALF, _QUAD, _HAMSTRING, _HIP, _GLUTE, _INNER_THIGH)


def _rolling(seconds: int) -> tuple[Exercise, ...]:
    """Calves, quadriceps, hamstrings, glutes: 60 to 90 s a side (wiewelhove2019, pearcey2015)."""
    areas = {"calf": "calves", "quad": "quads", "hamstring": "hamstrings", "glute": "glutes"}
    return tuple(Exercise(f"{muscle}_roll", Manner.ROLL, seconds, area) for muscle, area in areas.items())


_FOR_RUNNING = Evidence(Confidence.MODERATE, ("behm2016",))
_FOR_COMFORT = Evidence(Confidence.STRONG, ("herbert2011", "acsm"))
_FOR_RELIEF = Evidence(Confidence.WEAK, ("wiewelhove2019", "pearcey2015", "bartsch2021"))
_FOR_WINDING_DOWN = Evidence(Confidence.MODERATE, ("vanhooren2018",))

ROUTINES: dict[RoutineKind, dict[Length, Routine]] = {
    RoutineKind.WARM_UP: {Length.FULL: Routine(_WARM_UP, 1, _FOR_RUNNING)},
    RoutineKind.STRETCH: {
        Length.FULL: Routine(_STRETCH, 2, _FOR_COMFORT),
        Length.SHORT: Routine(_STRETCH, 1, _FOR_COMFORT),
    },
    RoutineKind.FOAM_ROLL: {
        Length.SHORT: Routine(_rolling(60), 1, _FOR_RELIEF),
        Length.FULL: Routine(_rolling(90), 1, _FOR_RELIEF),
    },
    RoutineKind.COOL_DOWN: {Length.FULL: Routine(_COOL_DOWN, 1, _FOR_WINDING_DOWN)},
}
"""Every routine, in the lengths it has; the length that comes first is the usual one."""


def length_of(kind: RoutineKind, wanted: Length | None = None) -> Length:
    """The length a routine is guided in: the one that was wanted if there is one, else the usual one."""
    lengths = ROUTINES[kind]
    return wanted if wanted in lengths else next(iter(lengths))


def steps(kind: RoutineKind, length: Length, areas: Collection[str] = ()) -> tuple[Step, ...]:
    """All steps of a routine, one side after the other.

    Args:
        kind: which routine.
        length: which version; see `length_of`.
        areas: only what is for these; everything if none is given or the routine has nothing for them (`covers`).
    """
    routine = ROUTINES[kind][length]
    chosen = [exercise for exercise in routine.exercises if exercise.area in areas] or routine.exercises
    return tuple(
        Step(exercise, side, routine.holds if exercise.manner is Manner.HOLD else 1)
        for exercise in chosen
        for side in (Side if exercise.sided else (None,))
    )


def covers(kind: RoutineKind, areas: Collection[str]) -> bool:
    """Whether a routine has something for any of these areas."""
    return any(exercise.area in areas for exercise in ROUTINES[kind][length_of(kind)].exercises)


def unfit(step: Step, soreness: float | None, hurting: Collection[str] = ()) -> Unfit | None:
    """Why a step is to be left out; None if it is fine.

    Args:
        step: the step.
        soreness: 0 to 10; None if it is not known, and then no step is left out for it.
        hurting: areas or exercises in which a sharp pain was felt.
    """
    if step.exercise.area in hurting or step.exercise.name in hurting:
        return Unfit.SHARP_PAIN
    sore = soreness is not None and soreness_level(soreness) is not Level.LOW
    return Unfit.SORE if sore and not step.exercise.when_sore else None


def seconds_for(some: Iterable[Step]) -> int:
    """How long some steps take, with what is said before each."""
    return sum(step.seconds + _talk(step) for step in some)


def minutes_for(some: Sequence[Step]) -> int:
    """How long some steps take, in whole minutes; at least one."""
    return max(1, round(seconds_for(some) / _SECONDS_A_MINUTE))


def _talk(step: Step) -> int:
    return OTHER_SIDE_TALK_SECONDS if step.side is Side.RIGHT else TALK_SECONDS
