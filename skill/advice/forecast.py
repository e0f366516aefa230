"""When can I run? Turns the recovery curve and the decision table around, together.

For each hour to come: does the table allow the run by then, and how likely is it that the legs are no more than mildly
sore? The first hour at which both hold is the answer; how likely they have to be makes it a range. Whatever is told
today still holds at this moment, wherever the curve lies; what the curve does not explain of it wears off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from skill.advice.curve import Bout
from skill.advice.recovery import AMPLITUDE_STEP, AMPLITUDES, SLIPS_TODAY, Grid, Recovery, evidence_of, learn, together
from skill.advice.rules import RECENT, STEP_ONLY_WITHIN, TIME_EDGES, Verdict, verdict_of
from skill.advice.situation import MODERATE_SORENESS, Fatigue, HoursAgo, Situation, yesterday_evening

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WEARS_OFF_HOURS = 12.0
"""What today's report is off the curve is down to a third after these hours. Own guess."""

TODAY_HOURS = 12.0
"""Check-ins of the last hours are taken to be what the situation says of soreness, and count once."""

SAME_LEG_DAY_HOURS = 3.0
"""Leg days closer together than this are one."""

HORIZON_HOURS = 14 * 24
"""No forecast looks further; the slowest curve is over by then."""

CHANCES = (0.1, 0.5, 0.9)
"""How likely it has to be that the legs allow the run: at the earliest, probably, at the latest."""

_LASTING_SORENESS = 1.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the table will say "go": hours from now, or None where nothing can be forecast.

    Attributes:
        earliest: one time in ten it is already then; 0 if it is "go" now.
        likely: as likely before as after.
        latest: nine times in ten it is by then.
        lasting: soreness has outlasted the week in which a leg day explains it: worth having looked at.
    """

    earliest: float | None
    likely: float | None
    latest: float | None
    lasting: bool = False


def forecast(situation: Situation, recovery: Recovery | None = None) -> Forecast:
    """The first hour from now at which the table says "go" for the planned run.

    Never earlier than the table's own hours after leg day; a harder run or a higher soreness never gets an earlier one.
    A red flag, a declared condition and soreness that has lasted for over a week get none. Tonight's sleep and today's
    fatigue count for a day, extreme fatigue too.

    Args:
        situation: the facts now; `hours_to_run` is ignored. Soreness, if given, is taken to be today's, leg day to be
            the last one. Both count beside what was learned, and not twice if they were learned from too.
        recovery: what was learned about this athlete, on an axis on which now is 0; None for what is typical.
    """
    now = replace(situation, hours_to_run=0.0)
    verdict, lasting = verdict_of(now), _is_lasting(now)
    if verdict is Verdict.GO:
        return Forecast(0.0, 0.0, 0.0, lasting=lasting)
    if verdict is Verdict.SEEK_CARE or lasting:
        return Forecast(None, None, None, lasting=lasting)
    outlook = _Outlook(_up_to_date(recovery or learn(), now), now.soreness)
    earliest, likely, latest = _firsts(outlook, (hour for hour in _hours_to_try(now) if _is_allowed(now, hour)))
    return Forecast(earliest, likely, latest)


def _firsts(outlook: _Outlook, hours: Iterable[float]) -> Iterator[float]:
    """The first of these hours at which mild soreness is likely enough: at the earliest, probably, at the latest."""
    rest = iter(hours)
    hour = next(rest)
    for chance in CHANCES:
        while not outlook.is_mild(hour, chance):
            hour = next(rest)
        yield hour


def _is_lasting(now: Situation) -> bool:
    leg_day = _leg_day(now)
    return leg_day.least >= RECENT and (now.soreness or 0.0) >= _LASTING_SORENESS


def _leg_day(now: Situation) -> HoursAgo:
    return now.leg_day or yesterday_evening(now.local_hour)


def _hours_to_try(now: Situation) -> list[float]:
    """Every whole hour, and every moment at which a row of the table changes: the same for every run and soreness."""
    edges = (edge - _leg_day(now).least for edge in TIME_EDGES)
    return sorted({float(hour) for hour in range(HORIZON_HOURS + 1)} | {edge for edge in edges if edge > 0})


def _is_allowed(now: Situation, hours_to_run: float) -> bool:
    """Whether the table says "go" then to legs no longer sore; today's fatigue says nothing about tomorrow's."""
    then = replace(now, soreness=0.0, hours_to_run=hours_to_run)
    if hours_to_run > STEP_ONLY_WITHIN:
        then = replace(then, fatigue=Fatigue.NONE, sleep_hours=None)
    return verdict_of(then) is Verdict.GO


def _up_to_date(recovery: Recovery, now: Situation) -> Recovery:
    """What was learned, with the leg day the situation tells of, and without today's soreness."""
    leg_day = _leg_day(now)
    bouts = [bout for bout in recovery.bouts if -bout.at_hours > leg_day.most + SAME_LEG_DAY_HOURS]
    if math.isfinite(leg_day.least):
        bouts.append(Bout(-leg_day.least, now.effort, now.to_failure))
    reports = recovery.reports
    if now.soreness is not None:
        reports = tuple(report for report in reports if report.at_hours < -TODAY_HOURS)
    return learn(bouts, reports)


class _Outlook:
    """How likely the legs are to be no more than mildly sore at an hour from now.

    A higher report never gives a better outlook: it is as bad as that of any lower one would be. Left alone, the grid
    would take a ten for a slip sooner than a seven, and believe the curve instead.
    """

    def __init__(self, recovery: Recovery, soreness: float | None) -> None:
        self._recovery = recovery
        self._now = recovery.loads(0.0)
        self._amplitudes = recovery.amplitudes(len(recovery.bouts) - 1 if recovery.bouts else None)
        self._reports = (None,) if soreness is None else tuple(range(math.ceil(soreness), -1, -1))
        self._shares: dict[int | None, Grid] = {}

    def is_mild(self, hours: float, chance: float) -> bool:
        """Whether soreness is under `MODERATE_SORENESS` by then, with at least this chance."""
        loads, left = self._recovery.loads(hours), math.exp(-hours / WEARS_OFF_HOURS)
        return all(self._chance(report, loads, left) >= chance for report in self._reports)

    def _chance(self, report: int | None, loads: Sequence[float], left: float) -> float:
        """How likely that is if this had been told today, and what is off the curve is down to this share of itself."""
        rows = zip(self._below(report), loads, self._now, strict=True)
        if report is None:
            return sum(_share_below(row, MODERATE_SORENESS, load) for row, load, _ in rows)
        room = MODERATE_SORENESS - report * left
        return sum(_share_below(row, room, load - now * left) for row, load, now in rows)

    def _below(self, report: int | None) -> Grid:
        """By length: how likely the amplitude is to lie below each cell's upper end, after this report."""
        if report not in self._shares:
            known = self._amplitudes
            grid = known if report is None else together(known, evidence_of(report, self._now, SLIPS_TODAY))
            self._shares[report] = tuple((0.0, *accumulate(row)) for row in grid)
        return self._shares[report]


def _share_below(below: Sequence[float], room: float, load: float) -> float:
    """How likely amplitude × load is under the room there is."""
    if load > 0:
        return _up_to(below, room / load)
    if room > 0:
        return below[-1]
    return below[-1] - _up_to(below, room / load) if load < 0 else 0.0


def _up_to(below: Sequence[float], amplitude: float) -> float:
    """How likely a smaller amplitude is than this, if weights lie evenly within the cells of the grid."""
    if amplitude <= 0:
        return 0.0
    place = min(max(math.log(amplitude) / AMPLITUDE_STEP + len(AMPLITUDES) / 2, 0.0), float(len(AMPLITUDES)))
    cell = min(int(place), len(AMPLITUDES) - 1)
    return below[cell] + (below[cell + 1] - below[cell]) * (place - cell)
