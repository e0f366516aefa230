"""What is known at the moment of asking: the facts, their units and their classes.

Every threshold on soreness and effort stands here, once. Nothing here decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum

SCALE_TOP = 10.0
"""Soreness is told from 0 to 10, leg-day effort (RPE) from 1 to 10."""

MODERATE_SORENESS = 4.0
HIGH_SORENESS = 7.0
"""Where soreness becomes moderate and high: expert opinion, no trial has tested a cut-off."""

MODERATE_EFFORT = 5.0
HARD_EFFORT = 8.0
"""Where a leg day's effort becomes moderate and hard, on the 1–10 scale."""

SHORT_SLEEP_HOURS = 6.0
"""Six hours' sleep or less costs performance (craven2022)."""

ADULT_AGE = 18
"""Under this age general guidance is not enough, whether declared as a condition or as an age."""

SLOWER_RECOVERY_AGE = 40
"""From here on recovery is taken to be slower (fernandes2019 compared young with middle-aged men)."""

NOVICE_SESSIONS = 2
"""How many of a novice's first leg sessions are treated with extra care (doma2015)."""

ASSUMED_SORENESS = 6.0
"""Taken when the athlete cannot say how sore they are; the answer says so."""

EVENING_FROM = 17
EVENING_TO = 21
"""Hours of the day that "evening" stands for: an unknown leg day is taken to be yesterday evening."""

_DAY = 24


class RunType(StrEnum):
    """The kind of run that is planned."""

    RECOVERY = "recovery"
    EASY = "easy"
    LONG = "long"
    TEMPO = "tempo"
    HILLS = "hills"
    INTERVALS = "intervals"
    SPRINTS = "sprints"
    RACE = "race"
    HARD = "hard"
    """A hard run of a kind that was not named; also what an unknown run is taken for."""


HARD_RUNS = frozenset({RunType.HILLS, RunType.INTERVALS, RunType.SPRINTS, RunType.RACE, RunType.HARD})


class Fatigue(IntEnum):
    """How tired the athlete says they are, mildest first."""

    NONE = 0
    SOME = 1
    HIGH = 2
    EXTREME = 3


class Level(IntEnum):
    """A class on a scale: soreness is mild, moderate or high; a leg day was light, moderate or hard."""

    LOW = 0
    MODERATE = 1
    HIGH = 2


class Symptom(StrEnum):
    """A red flag. None of these ever gets "run"."""

    SHARP_PAIN = "sharp_pain"
    BONE_PAIN = "bone_pain"
    POP = "pop"
    CANNOT_BEAR_WEIGHT = "cannot_bear_weight"
    LIMP = "limp"
    SWELLING = "swelling"
    ONE_LEG_SWELLING = "one_leg_swelling"
    DARK_URINE = "dark_urine"
    WEAKNESS = "weakness"
    CHEST_PAIN = "chest_pain"
    BREATHLESS = "breathless"
    FAINT = "faint"


class Condition(StrEnum):
    """A declared condition for which general guidance is not enough."""

    HEART_CONDITION = "heart_condition"
    PREGNANCY = "pregnancy"
    RECENT_SURGERY = "recent_surgery"
    UNDER_18 = "under_18"


@dataclass(frozen=True, slots=True)
class HoursAgo:
    """How long ago something was, in hours: exact when both ends are the same, else a range.

    Attributes:
        least: the shortest time ago that fits what was said.
        most: the longest.

    Raises:
        ValueError: if the ends are negative, not numbers or the wrong way round.
    """

    least: float
    most: float

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            message = f"Hours ago run from the shorter to the longer time, neither negative: {self.least}, {self.most}."
            raise ValueError(message)

    @classmethod
    def exactly(cls, hours: float) -> HoursAgo:
        """So many hours ago, to the hour."""
        return cls(hours, hours)


NO_RECENT_LEG_DAY = HoursAgo.exactly(math.inf)
"""No leg day in the last seven days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Facts about the athlete, the last leg day and the planned run. None means: not known.

    Attributes:
        soreness: 0 (none) to 10, any real number.
        leg_day: when the last leg day was; `NO_RECENT_LEG_DAY` if there was none this week.
        effort: how hard it was, 1–10 (RPE).
        to_failure: sets were taken to failure.
        run: what is planned.
        hours_to_run: hours from now until the run; 0 is now.
        fatigue: how tired in general.
        sleep_hours: hours slept last night.
        novice: new to lifting.
        novice_session: which of a novice's leg sessions the last one was, from 1; implies `novice`.
        age: in years.
        symptoms: red flags named.
        conditions: conditions declared.
        local_hour: the athlete's clock now, 0 to 24; only places an unknown leg day at yesterday evening.

    Raises:
        ValueError: if a number is outside its scale; the message is a sentence.
    """

    soreness: float | None = None
    leg_day: HoursAgo | None = None
    effort: float | None = None
    to_failure: bool = False
    run: RunType | None = None
    hours_to_run: float = 0.0
    fatigue: Fatigue = Fatigue.NONE
    sleep_hours: float | None = None
    novice: bool = False
    novice_session: int | None = None
    age: int | None = None
    symptoms: frozenset[Symptom] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    local_hour: float = 12.0

    def __post_init__(self) -> None:
        for name, low, high in _SCALES:
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                label = name.replace("_", " ").capitalize()
                scale = f"is {low:g} or more" if math.isinf(high) else f"runs from {low:g} to {high:g}"
                raise ValueError(f"{label} {scale}; it is {value:g}.")


_SCALES = (
    ("soreness", 0, SCALE_TOP),
    ("effort", 1, SCALE_TOP),
    ("hours_to_run", 0, math.inf),
    ("sleep_hours", 0, _DAY),
    ("novice_session", 1, math.inf),
    ("age", 0, 130),
    ("local_hour", 0, _DAY),
)


def soreness_level(soreness: float) -> Level:
    """Class of a soreness: low under 4, moderate under 7, high from 7."""
    return _level(soreness, MODERATE_SORENESS, HIGH_SORENESS)


def effort_level(effort: float, *, to_failure: bool = False) -> Level:
    """Class of a leg day's effort: low under 5, moderate under 8, high from 8 or after sets to failure."""
    return Level.HIGH if to_failure else _level(effort, MODERATE_EFFORT, HARD_EFFORT)


def _level(value: float, moderate: float, high: float) -> Level:
    return _LEVELS[(value >= moderate) + (value >= high)]


_LEVELS = tuple(Level)


def yesterday_evening(local_hour: float) -> HoursAgo:
    """Yesterday evening, seen from the given hour of today."""
    return HoursAgo(local_hour + _DAY - EVENING_TO, local_hour + _DAY - EVENING_FROM)
