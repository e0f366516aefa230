"""How soreness comes and goes after leg days in the typical athlete: the curve, and where its numbers come from.

It rises for a day and a half, peaks and fades within a week. What is typical comes from the literature where that says
something and is our own guess elsewhere; each number says which. Hours stand on any one axis that leg days and
check-ins share, such as hours from now, the past being negative. What one person teaches us is not here but in
`recovery`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.advice.situation import SCALE_TOP

if TYPE_CHECKING:
    from collections.abc import Sequence

PEAK_HOURS = 42.0
EARLIEST_PEAK = 36.0
LATEST_PEAK = 48.0
"""When soreness is worst: 36 to 48 hours after leg day (vickers2001); early in quick athletes, late in slow ones."""

FADE_HOURS = 45.0
"""From the peak down to three fifths of it. Own guess, such that after a week next to nothing is left of a typical hard
leg day (vickers2001: gone within a week)."""

SORENESS_PER_EFFORT = 0.6
"""Peak soreness for each point of effort, without earlier leg days: own guess, 4.8 after an eight."""

TO_FAILURE = 1.2
"""How much sorer sets to failure leave one: own guess (moran2017 found slower recovery, and did not measure this)."""

REPEATED_BOUT = 0.31
"""How much less a second leg day hurts at 48 h, one week after the first (doma2015: 14 untrained men, and widely
scattered). A third is taken to be like the second."""

PROTECTED_HOURS = 14 * 24.0
UNPROTECTED_HOURS = 63 * 24.0
"""An earlier leg day protects in full for two weeks, then ever less until nine. Own guess: doma2015 looked after one
week; after nine others still found some of it (Cleary 2002, J Athl Train 37:32)."""

FELT_HOURS = 14 * 24.0
"""Soreness later than this after a leg day is not taken to be from it; the slowest curve has long gone by then."""


@dataclass(frozen=True, slots=True)
class Bout:
    """A leg day, as the curve wants it.

    Attributes:
        at_hours: when, on the common axis.
        effort: 1–10; None is not known and taken as the decision table takes it, at 10.
        to_failure: sets were taken to failure.

    Raises:
        ValueError: if a number is outside its scale.
    """

    at_hours: float
    effort: float | None = None
    to_failure: bool = False

    def __post_init__(self) -> None:
        _check("The hour of a leg day", self.at_hours, -math.inf, math.inf)
        if self.effort is not None:
            _check("Effort", self.effort, 1, SCALE_TOP)

    @property
    def peak(self) -> float:
        """How sore it leaves the typical athlete at the worst, were there no earlier leg days."""
        effort = SCALE_TOP if self.effort is None else self.effort
        return SORENESS_PER_EFFORT * effort * (TO_FAILURE if self.to_failure else 1.0)


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """A check-in: when, on the common axis, and how sore the legs were, 0–10.

    Raises:
        ValueError: if a number is outside its scale.
    """

    at_hours: float
    soreness: float

    def __post_init__(self) -> None:
        _check("The hour of a check-in", self.at_hours, -math.inf, math.inf)
        _check("Soreness", self.soreness, 0, SCALE_TOP)


def _check(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high or math.isinf(value):
        limits = "is a number" if math.isinf(high) else f"runs from {low:g} to {high:g}"
        raise ValueError(f"{what} {limits}; it is {value:g}.")


def peak_hours(length: float = 1.0) -> float:
    """When soreness is worst, in hours after the leg day, in one who takes so long beside the typical athlete."""
    return min(max(PEAK_HOURS * length, EARLIEST_PEAK), LATEST_PEAK)


def share_of_peak(hours: float, length: float = 1.0) -> float:
    """The curve: soreness so many hours after a leg day as a share of its worst, 0–1; 0 before it.

    Args:
        hours: since the leg day.
        length: how long this athlete takes beside the typical one.
    """
    peak = peak_hours(length)
    if hours <= 0:
        return 0.0
    if hours < peak:
        return math.sin(math.pi / 2 * hours / peak) ** 2
    return math.exp(-0.5 * ((hours - peak) / (FADE_HOURS * length)) ** 2)


def hours_down_to(share: float, length: float = 1.0) -> float:
    """When the curve is down to this share of its worst for good, in hours after leg day; 0 if it never is above."""
    if share >= 1:
        return 0.0
    return peak_hours(length) + FADE_HOURS * length * math.sqrt(-2 * math.log(share))


def strength(bout: Bout, earlier: Sequence[Bout]) -> float:
    """How sore a leg day leaves the typical athlete at the worst, given the leg days before it (repeated-bout effect).

    An easier session protects less: by the share of its own peak in this one's. Own guess.
    """
    return bout.peak * (1 - max((_protection(bout, before) for before in earlier), default=0.0))


def _protection(bout: Bout, before: Bout) -> float:
    hours = bout.at_hours - before.at_hours
    left = (UNPROTECTED_HOURS - hours) / (UNPROTECTED_HOURS - PROTECTED_HOURS)
    return REPEATED_BOUT * min(max(left, 0.0), 1.0) * min(before.peak / bout.peak, 1.0)
