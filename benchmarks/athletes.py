"""Simulated athletes for `forecast`, whose recovery is not drawn from our own model.

How the truth differs from `skill.advice.curve`, on purpose: the peak lies between 28 and 60 hours; soreness rises as a
power of time and fades as an exponential or as a slope with a shoulder, never as a bell; effort counts by a power of
its own; a first leg day protects by anything up to a half, and for good; leg days add up in part; one in ten is
unusual and leaves one half as sore again; the effort told is off; the numbers told are off by a lasting habit and by
chance, repeated without thought (7 %) or slips (3 %). How often and how much is our own guess, as no data set of daily
soreness after leg days was at hand. So they show whether the forecast copes with people unlike its model, and not how
people are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import count, takewhile
from typing import TYPE_CHECKING

from skill.advice import Bout, Report

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

HISTORY_HOURS = 40 * 24
"""How long each athlete has trained, told from an arbitrary start."""

MORNING = 7.5
"""The hour at which athletes check in and ask, an hour earlier to an hour and a half later."""

SLEPT_HOURS = 8.0
"""A morning comes at least so many hours after the leg day it is the first after."""


@dataclass(frozen=True, slots=True)
class Session:
    """A leg day as it was: when, in hours since the start, how hard, how sore it makes at the worst, what was told."""

    at: float
    worst: float
    told: Bout


@dataclass(frozen=True, slots=True)
class Athlete:
    """Somebody's true recovery; nothing here is known to the skill but what is told."""

    peak: float
    rise: float
    fade: float
    shoulder: bool
    sessions: tuple[Session, ...]
    check_ins: tuple[Report, ...]
    asks_at: tuple[float, float]
    """The first and the second morning after the last leg day."""

    told_then: tuple[int, int]

    def soreness(self, at: float) -> float:
        """What is truly felt at an hour, 0–10: the worst leg day in full, others in part."""
        felt = (session.worst * self._share(at - session.at) for session in self.sessions if session.at < at)
        return min(10.0, math.cbrt(math.fsum(points**3 for points in felt)))

    def _share(self, hours: float) -> float:
        if hours < self.peak:
            return math.pow(hours / self.peak, self.rise)
        after = (hours - self.peak) / self.fade
        return 1.1 / (1 + 0.1 * math.exp(2.4 * after)) if self.shoulder else math.exp(-after)


def athlete(chance: Random) -> Athlete:
    """Somebody, with some weeks of leg days and check-ins, and one more leg day to ask about."""
    blank = Athlete(
        peak=chance.uniform(28, 60),
        rise=chance.uniform(0.8, 2.5),
        fade=40 * math.exp(chance.gauss(0, 0.35)),
        shoulder=_happens(chance, 0.5),
        sessions=_sessions(chance),
        check_ins=(),
        asks_at=(0.0, 0.0),
        told_then=(0, 0),
    )
    last = blank.sessions[-1].at
    first = _morning(chance, math.ceil((last + SLEPT_HOURS - MORNING) / 24))
    asks_at = (first, first + 24 + chance.uniform(-0.5, 0.5))
    tell = _teller(chance, blank)
    keen = chance.uniform(0.4, 1.0)
    mornings = [_morning(chance, day) for day in range(math.floor(last / 24) + 1) if _happens(chance, keen)]
    check_ins = tuple(Report(at, tell(at)) for at in mornings if at < last)
    return replace(blank, check_ins=check_ins, asks_at=asks_at, told_then=(tell(asks_at[0]), tell(asks_at[1])))


def _happens(chance: Random, share: float) -> bool:
    return chance.random() < share


def _morning(chance: Random, day: int) -> float:
    return day * 24 + MORNING + chance.uniform(-1, 1.5)


def _sessions(chance: Random) -> tuple[Session, ...]:
    height = 5.5 * math.exp(chance.gauss(0, 0.45))
    power, protection, to_failure = chance.uniform(0.6, 1.8), chance.uniform(0, 0.5), chance.uniform(1, 1.35)
    every, hour = chance.choice((2.5, 3, 3.5, 4, 5, 7)), chance.uniform(7, 20)
    days = takewhile(lambda day: day * 24 < HISTORY_HOURS, (round(every * turn) for turn in count()))
    sessions = []
    for turn, day in enumerate(days):
        effort, failed = min(max(chance.gauss(7.5, 1.3), 3), 10), _happens(chance, 0.2)
        unusual = 1.5 if _happens(chance, 0.1) else 1.0
        worst = height * (effort / 8) ** power * unusual * math.exp(chance.gauss(0, 0.25))
        worst *= (to_failure if failed else 1) * (1 - protection if turn else 1)
        at = day * 24 + hour + chance.uniform(-1.5, 1.5)
        told = Bout(at, float(min(max(round(effort + chance.gauss(0, 0.7)), 1), 10)), failed)
        sessions.append(Session(at, worst, told))
    return tuple(sessions)


def _teller(chance: Random, somebody: Athlete) -> Callable[[float], int]:
    """How somebody tells numbers: whole, off by a habit and by chance, sometimes thoughtless."""
    habit, spread = chance.gauss(0, 0.4), chance.uniform(0.4, 1.3)
    last: int | None = None

    def tell(at: float) -> int:
        nonlocal last
        if _happens(chance, 0.03):
            return chance.randint(0, 10)
        if last is not None and _happens(chance, 0.07):
            return last
        last = min(max(round(somebody.soreness(at) + habit + chance.gauss(0, spread)), 0), 10)
        return last

    return tell
