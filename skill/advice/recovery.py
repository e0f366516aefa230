"""What check-ins teach about one person's recovery: two numbers, how high and how long, on a grid of weights.

*Height* says how sore this athlete gets beside the typical one, *length* how long it takes; both are 1 for the typical
athlete of `curve`. Each leg day may besides be worse or milder than usual: its own *amplitude* lies around the height.
Reports are whole numbers, off by about a point, and now and then slips; so no single one counts for much. When to run
is not said here but in `forecast`, how it is going in `trend`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING

from skill.advice.curve import FELT_HOURS, Bout, Report, hours_down_to, share_of_peak, strength
from skill.advice.situation import HARD_EFFORT, SCALE_TOP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Grid = tuple[tuple[float, ...], ...]
"""Weights: a row for each of `LENGTHS`, in it one for each of `HEIGHTS` or `AMPLITUDES`."""

HEIGHT_SPREAD = 0.4
LENGTH_SPREAD = 0.22
"""How much athletes differ, as standard deviations of the logarithm: two in three get between two thirds and one and a
half times as sore as is typical, and take between four and five fifths of the typical time. Own guess."""

LEG_DAY_SPREAD = 0.25
"""How much one athlete's leg days of the same effort differ, as the same measure. Own guess."""

REPORT_SPREAD = 1.0
"""How far, in points, a report is off what is felt. Own guess."""

SLIPS = 0.05
SLIPS_TODAY = 0.001
"""How many reports say nothing (a slip of the tongue, misheard, another cause), so that any number is as likely. What
is told today is believed, or a ten would be taken for a slip sooner than a seven. Own guesses."""

LOW_SHARE, HIGH_SHARE = 0.1, 0.9
"""Every range holds four fifths of what is expected."""

RECOVERED_SORENESS = 2.0
"""Legs no sorer than this count as recovered when hours to recover are told. Own choice."""

_WEEK = 7 * 24.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a number: its mean, and the range that holds it four times in five."""

    mean: float
    low: float
    high: float


def learn(bouts: Iterable[Bout] = (), reports: Iterable[Report] = ()) -> Recovery:
    """What leg days and check-ins teach; without any, what is typical. The same input is worked through once.

    Args:
        bouts: leg days in any order, better those of some weeks than only the last.
        reports: check-ins in any order; those with no leg day in the two weeks before teach nothing.
    """
    return _learn(tuple(sorted(bouts, key=_hour)), tuple(sorted(reports)))


@dataclass(frozen=True)
class Recovery:
    """One person's recovery as far as it is known. Made by `learn`.

    Attributes:
        bouts: the leg days it was learned from, oldest first.
        reports: the check-ins, oldest first.
        strengths: for each leg day, how sore it leaves the typical athlete at the worst, earlier ones considered.
        evidence: for each leg day, how likely its check-ins are, by length and amplitude; None if it had none.
    """

    bouts: tuple[Bout, ...]
    reports: tuple[Report, ...]
    strengths: tuple[float, ...]
    evidence: tuple[Grid | None, ...]

    @cached_property
    def height(self) -> Expected:
        """How sore this athlete gets beside the typical one."""
        return _expected((height, weight) for _, height, weight in _cells(HEIGHTS, self._usual(None)))

    @cached_property
    def length(self) -> Expected:
        """How long this athlete takes beside the typical one."""
        return _expected((length, weight) for length, _, weight in _cells(HEIGHTS, self._usual(None)))

    def soreness(self, hours_since: float, effort: float | None = None, *, to_failure: bool = False) -> Expected:
        """Soreness to expect so many hours after another leg day, a week after the last one known: 0–10.

        Args:
            hours_since: the leg day.
            effort: 1–10; None is taken at 10.
            to_failure: sets were taken to failure.
        """
        worst, amplitudes = self._in_a_week(effort, to_failure=to_failure)
        return _soreness(amplitudes, [worst * share_of_peak(hours_since, length) for length in LENGTHS])

    def soreness_at(self, at_hours: float) -> Expected:
        """Soreness to expect at an hour of the axis, after the leg days known: 0–10."""
        felt = _felt(self.bouts, self.strengths, at_hours)
        return _soreness(self.amplitudes(_worst(felt)), _most(felt))

    def typical_hours(self, effort: float = HARD_EFFORT, *, to_failure: bool = False) -> Expected:
        """Hours that another leg day, a week after the last one known, takes to be down to `RECOVERED_SORENESS`.

        Args:
            effort: 1–10.
            to_failure: sets were taken to failure.
        """
        worst, amplitudes = self._in_a_week(effort, to_failure=to_failure)
        return _expected(
            (hours_down_to(RECOVERED_SORENESS / (amplitude * worst), length), weight)
            for length, amplitude, weight in _cells(AMPLITUDES, amplitudes)
        )

    def loads(self, at_hours: float) -> list[float]:
        """Soreness at an hour of the axis in one of typical height, for each of `LENGTHS`."""
        return _most(_felt(self.bouts, self.strengths, at_hours))

    def amplitudes(self, place: int | None) -> Grid:
        """How likely each amplitude is, by length, for the leg day at this place; None for one yet to come."""
        usual = tuple(tuple(_spread(row)) for row in self._usual(place))
        own = None if place is None else self.evidence[place]
        return usual if own is None else together(usual, own)

    def _in_a_week(self, effort: float | None, *, to_failure: bool) -> tuple[float, Grid]:
        """Another leg day: how sore it leaves the typical athlete at the worst, and how likely each amplitude is."""
        at_hours = self.bouts[-1].at_hours + _WEEK if self.bouts else 0.0
        return strength(Bout(at_hours, effort, to_failure), self.bouts), self.amplitudes(None)

    def _usual(self, but: int | None) -> Grid:
        """How likely each height is, by length, from all leg days but the one at this place."""
        taught = [grid for place, grid in self._taught if place != but]
        return reduce(together, taught, PRIOR)

    @cached_property
    def _taught(self) -> list[tuple[int, Grid]]:
        """How likely the check-ins after each leg day are, by length and height."""
        return [
            (place, tuple(tuple(_smoothed(row)) for row in evidence))
            for place, evidence in enumerate(self.evidence)
            if evidence is not None
        ]


# The grid. Logarithms in even steps, so that a leg day worse than usual is the same grid, moved by some steps.

AMPLITUDE_STEP = 0.2
"""From one height or amplitude to the next, as a logarithm."""

_LENGTH_STEP = 0.11
_FINER = 4
"""What is felt is looked up in steps finer by this."""

_TALL, _WOBBLE, _LONG = 6, 2, 5
"""How many steps the grid goes to either side: heights, amplitudes around the height, lengths."""


def _steps(count: int, step: float) -> tuple[float, ...]:
    return tuple(math.exp(step * place) for place in range(-count, count + 1))


def _bell(count: int, step: float, spread: float) -> tuple[float, ...]:
    weights = [math.exp(-0.5 * (step * place / spread) ** 2) for place in range(-count, count + 1)]
    return tuple(weight / sum(weights) for weight in weights)


HEIGHTS = _steps(_TALL, AMPLITUDE_STEP)
"""How sore athletes get beside the typical one."""

AMPLITUDES = _steps(_TALL + _WOBBLE, AMPLITUDE_STEP)
"""How sore a leg day makes them beside the typical one."""

LENGTHS = _steps(_LONG, _LENGTH_STEP)
"""How long they take beside the typical one."""

PRIOR: Grid = tuple(
    tuple(tall * long for tall in _bell(_TALL, AMPLITUDE_STEP, HEIGHT_SPREAD))
    for long in _bell(_LONG, _LENGTH_STEP, LENGTH_SPREAD)
)
"""What is typical, and how much athletes differ."""

_AROUND = _bell(_WOBBLE, AMPLITUDE_STEP, LEG_DAY_SPREAD)


def _smoothed(values: Sequence[float]) -> list[float]:
    """Each weight shared out to those around it, as one athlete's leg days differ; the outermost are lost."""
    moved = (values[place : len(values) - 2 * _WOBBLE + place] for place in range(len(_AROUND)))
    return [sum(map(mul, _AROUND, around)) for around in zip(*moved, strict=True)]


def _spread(heights: Sequence[float]) -> list[float]:
    """How likely each amplitude is, if this is how likely each height is."""
    beyond = (0.0,) * (2 * _WOBBLE)
    return _smoothed((*beyond, *heights, *beyond))


def together(first: Grid, second: Grid) -> Grid:
    """What two grids say, as weights that add up to 1."""
    rows = [list(map(mul, *pair)) for pair in zip(first, second, strict=True)]
    share = 1 / sum(map(sum, rows))
    return tuple([tuple([weight * share for weight in row]) for row in rows])


def _cells(scale: Sequence[float], grid: Grid) -> Iterator[tuple[float, float, float]]:
    """Every cell: its length, its height or amplitude, its weight."""
    for length, row in zip(LENGTHS, grid, strict=True):
        for value, weight in zip(scale, row, strict=True):
            yield length, value, weight


def _soreness(amplitudes: Grid, loads: Sequence[float]) -> Expected:
    return _expected(
        (min(SCALE_TOP, amplitude * load), weight)
        for row, load in zip(amplitudes, loads, strict=True)
        for amplitude, weight in zip(AMPLITUDES, row, strict=True)
    )


def _expected(weighted: Iterable[tuple[float, float]]) -> Expected:
    """Mean and range of values with their weights, which add up to 1."""
    weights: dict[float, float] = {}
    for value, weight in weighted:
        weights[value] = weights.get(value, 0.0) + weight
    in_order = sorted(weights.items())
    mean = sum(value * weight for value, weight in in_order)
    low, high = (_quantile(in_order, share) for share in (LOW_SHARE, HIGH_SHARE))
    return Expected(mean, min(low, mean), max(high, mean))


def _quantile(in_order: Sequence[tuple[float, float]], share: float) -> float:
    """The value below which this share lies, if half of each weight lies to either side and lines run in between."""
    up_to = list(accumulate(weight for _, weight in in_order))
    middles = [end - weight / 2 for end, (_, weight) in zip(up_to, in_order, strict=True)]
    place = bisect_left(middles, share)
    if place in (0, len(middles)):
        return in_order[max(place - 1, 0)][0]
    (below, _), (above, _) = in_order[place - 1 : place + 1]
    return below + (above - below) * (share - middles[place - 1]) / (middles[place] - middles[place - 1])


# Learning. How likely each number is to be told stands in rows by the logarithm of what is felt, so that one slice of
# a row is what a report says about all amplitudes of one length.

_HALF = 0.5
"""What is told is rounded."""

_LEAST_FELT = 0.05
_MARGIN = (_TALL + _WOBBLE) * _FINER
_WIDTH = len(AMPLITUDES) * _FINER
_PLACES = _FINER / AMPLITUDE_STEP


def _place(felt: float) -> int:
    return round(math.log(felt) * _PLACES)


_LOWEST, _HIGHEST = _place(_LEAST_FELT), _place(SCALE_TOP)


@lru_cache(maxsize=64)
def _learn(bouts: tuple[Bout, ...], reports: tuple[Report, ...]) -> Recovery:
    strengths = tuple(strength(bout, bouts[:place]) for place, bout in enumerate(bouts))
    evidence: list[Grid | None] = [None] * len(bouts)
    for report in reports:
        felt = _felt(bouts, strengths, report.at_hours)
        worst = _worst(felt)
        if worst is not None:
            said, known = evidence_of(report.soreness, _most(felt)), evidence[worst]
            evidence[worst] = said if known is None else together(known, said)
    return Recovery(bouts, reports, strengths, tuple(evidence))


_Felt = dict[int, list[float]]
"""Leg days that are felt, by place: soreness in one of typical height, for each length."""


def _felt(bouts: Sequence[Bout], strengths: Sequence[float], at_hours: float) -> _Felt:
    first, end = (bisect_left(bouts, hour, key=_hour) for hour in (at_hours - FELT_HOURS, at_hours))
    return {
        place: [strengths[place] * share for share in _shares(round(at_hours - bouts[place].at_hours))]
        for place in range(first, end)
    }


def _hour(bout: Bout) -> float:
    return bout.at_hours


def _worst(felt: _Felt) -> int | None:
    """The leg day that is felt most, and so the one a report is about."""
    return max(felt, key=lambda place: felt[place][_LONG], default=None)


def _most(felt: _Felt) -> list[float]:
    """What is felt of all of them.

    Leg days do not add up, the worst counts: lifting with legs that are still sore was found to do little on top
    (Chen & Nosaka 2006, J Sci Med Sport 9:57, recalled).
    """
    return [max(loads) for loads in zip(*felt.values(), strict=True)] or [0.0] * len(LENGTHS)


@lru_cache(maxsize=int(FELT_HOURS) + 1)
def _shares(hours: int) -> tuple[float, ...]:
    """The curve at a whole hour, for each length."""
    return tuple(share_of_peak(hours, length) for length in LENGTHS)


def evidence_of(soreness: float, loads: Sequence[float], slips: float = SLIPS) -> Grid:
    """How likely it is that this is told, by length and amplitude.

    Args:
        soreness: told, 0–10.
        loads: soreness in one of typical height then, for each length.
        slips: share of reports that say nothing.
    """
    row = _told(soreness, slips)
    starts = [_place(load) - _LOWEST if load > _LEAST_FELT else 0 for load in loads]
    return tuple([row[start : start + _WIDTH : _FINER] for start in starts])


@lru_cache(maxsize=64)
def _told(soreness: float, slips: float) -> tuple[float, ...]:
    """How likely this number is to be told, beside the likeliest case, by the logarithm of what is felt."""
    places = range(_LOWEST - _MARGIN, _HIGHEST + _MARGIN + _FINER)
    felt = (min(math.exp(place / _PLACES), SCALE_TOP) for place in places)
    row = [(1 - slips) * _chance_of(soreness, points) + slips / (SCALE_TOP + 1) for points in felt]
    likeliest = max(row)
    return tuple(chance / likeliest for chance in row)


def _chance_of(told: float, felt: float) -> float:
    """A bell of whole numbers around what is felt, with all that would be off the scale at its ends."""
    up_to = 1.0 if told + _HALF >= SCALE_TOP else _below(told + _HALF - felt)
    short_of = 0.0 if told <= _HALF else _below(told - _HALF - felt)
    return up_to - short_of


def _below(points: float) -> float:
    return 0.5 * (1 + math.erf(points / (REPORT_SPREAD * math.sqrt(2))))
