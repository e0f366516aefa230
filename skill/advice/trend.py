"""How is recovery going? Compares the last check-in with the one before, the last leg day and what is usual.

Nothing is compared where there is too little to compare with: None means that nothing can be said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from skill.advice.curve import EARLIEST_PEAK, FELT_HOURS
from skill.advice.recovery import learn
from skill.advice.situation import HARD_EFFORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skill.advice.curve import Bout, Report
    from skill.advice.recovery import Expected

ENOUGH_CHECK_INS = 5
"""With fewer than this before, nothing is said to be usual for an athlete."""

A_DIFFERENCE = 1.0
"""Points of soreness from which on one speaks of quicker or slower: reports are no finer."""

LONGEST_GAP = 36.0
"""Hours between two check-ins from which on what lies between them is anyone's guess."""


class Pace(StrEnum):
    """How recovery goes beside another."""

    QUICKER = "quicker"
    SIMILAR = "similar"
    SLOWER = "slower"


@dataclass(frozen=True, slots=True)
class Trend:
    """How it is going since the last leg day.

    Attributes:
        soreness: the last check-in since then; None if there was none.
        hours_since: from the leg day to that check-in.
        change: points since the check-in before, if that was after the same leg day; negative is less sore.
        than_last: less or more sore than as long after the leg day before.
        than_usual: less or more sore than this athlete's check-ins after earlier leg days let expect.
        usual_hours: from a leg day like this one until the legs are recovered, in this athlete.
    """

    soreness: float | None = None
    hours_since: float | None = None
    change: float | None = None
    than_last: Pace | None = None
    than_usual: Pace | None = None
    usual_hours: Expected | None = None


def trend(bouts: Iterable[Bout], reports: Iterable[Report]) -> Trend:
    """How recovery from the last leg day is going.

    Quicker and slower are told from the peak on: before it, more soreness may as well be an earlier peak.

    Args:
        bouts: leg days in any order, hours on an axis shared with the reports.
        reports: check-ins in any order.
    """
    leg_days = sorted(bouts, key=lambda bout: bout.at_hours)
    told = sorted(reports)
    if not leg_days:
        return Trend()
    usual_hours = _usual_hours(leg_days, told)
    since = _after(leg_days[-1], told)
    if not since:
        return Trend(usual_hours=usual_hours)
    last = since[-1]
    return Trend(
        soreness=last.soreness,
        hours_since=last.at_hours - leg_days[-1].at_hours,
        change=last.soreness - since[-2].soreness if len(since) > 1 else None,
        than_last=_pace(last, leg_days, _last_time(last, leg_days, told)),
        than_usual=_pace(last, leg_days, _usually(last, leg_days, told)),
        usual_hours=usual_hours,
    )


def _after(bout: Bout, told: Sequence[Report], until: float = math.inf) -> list[Report]:
    end = min(bout.at_hours + FELT_HOURS, until)
    return [report for report in told if bout.at_hours < report.at_hours <= end]


def _usual_hours(leg_days: Sequence[Bout], told: Sequence[Report]) -> Expected | None:
    effort = leg_days[-1].effort or HARD_EFFORT
    enough = len(told) >= ENOUGH_CHECK_INS
    return learn(leg_days, told).typical_hours(effort, to_failure=leg_days[-1].to_failure) if enough else None


def _last_time(now: Report, leg_days: Sequence[Bout], told: Sequence[Report]) -> float | None:
    """Soreness as long after the leg day before, on the line between the check-ins around that hour."""
    if len(leg_days) == 1:
        return None
    then = now.at_hours - leg_days[-1].at_hours + leg_days[-2].at_hours
    around = pairwise(_after(leg_days[-2], told, until=leg_days[-1].at_hours))
    return next((_between(*pair, then) for pair in around if _holds(*pair, then)), None)


def _holds(first: Report, second: Report, at_hours: float) -> bool:
    return first.at_hours <= at_hours <= second.at_hours <= first.at_hours + LONGEST_GAP


def _between(first: Report, second: Report, at_hours: float) -> float:
    share = (at_hours - first.at_hours) / (second.at_hours - first.at_hours or 1.0)
    return first.soreness + share * (second.soreness - first.soreness)


def _usually(now: Report, leg_days: Sequence[Bout], told: Sequence[Report]) -> float | None:
    """Soreness to expect after this leg day from what was told before it."""
    before = [report for report in told if report.at_hours <= leg_days[-1].at_hours]
    return learn(leg_days, before).soreness_at(now.at_hours).mean if len(before) >= ENOUGH_CHECK_INS else None


def _pace(now: Report, leg_days: Sequence[Bout], beside: float | None) -> Pace | None:
    if beside is None or now.at_hours - leg_days[-1].at_hours < EARLIEST_PEAK:
        return None
    if abs(now.soreness - beside) < A_DIFFERENCE:
        return Pace.SIMILAR
    return Pace.QUICKER if now.soreness < beside else Pace.SLOWER
