"""What the personal forecast is worth: simulated athletes ask when intervals will be fine, and wait.

Run it: ``python -m benchmarks forecast``; ``python -m benchmarks.forecast`` prints everything. Each of the `athletes`
asks on the morning after a leg day, and again a day later. The truth is the first hour at which the decision table says
"go" to what they truly feel. Four answers are held against it, all for the same mornings:

- *personal*: our forecast, from today's number and the last so many mornings with a check-in before this leg day;
- *today*: our forecast from today's number alone;
- *typical*: our forecast without any check-in, the prior alone;
- *48 hours*: the rule that one waits two days.

Deterministic: the seed is fixed. Where the personal forecast does not win the table shows that as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import count
from random import Random
from statistics import fmean, stdev
from typing import TYPE_CHECKING

import click

from benchmarks.athletes import Athlete, athlete
from benchmarks.report import Row, Target, at_most
from benchmarks.timing import compare
from skill.advice import Bout, Forecast, HoursAgo, Report, RunType, Situation, Verdict, forecast, learn, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.plan import Plan
    from skill.advice import Recovery

PART = "Hours until intervals are fine, simulated athletes"
ATHLETES = 1000
SEED = 20_261_122

CHECK_IN_DAYS = range(1, 11)
"""How many mornings with a check-in are known from before the leg day in question."""

ENOUGH = 5
"""After so many the personal forecast must be nearer than the 48 hours and than what is typical."""

MORNINGS = ("the morning after", "a day later")
RUN = RunType.INTERVALS
SORE = 4.0
FIXED_HOURS = 48.0
LONGEST_WAIT = 14 * 24
EXACT = 1.0
"""Forecasts go by whole hours, the truth by quarters."""

LESS = at_most(1)
FAST = at_most(3, " ms")
LEARNED_DAYS = 60
ATHLETES_A_SECOND = 200
"""A measurement that takes runs of so many seconds simulates so many athletes for each."""

_THAN = {"48 hours": "the 48-hour rule", "typical": "the prior alone", "today": "prior and today's number"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One morning on which somebody asks; times in hours from then.

    Attributes:
        somebody: who asks.
        morning: place in `MORNINGS`.
        situation: what they tell.
        truth: when the table says "go" to what they truly feel.
    """

    somebody: Athlete
    morning: int
    situation: Situation
    truth: float

    @property
    def at(self) -> float:
        """When, on the athlete's axis."""
        return self.somebody.asks_at[self.morning]

    @property
    def fixed(self) -> float:
        """What is left of the 48 hours."""
        return max(0.0, FIXED_HOURS - (self.at - self.somebody.sessions[-1].at))

    def typical(self) -> Forecast:
        """Ours without any check-in."""
        return forecast(replace(self.situation, soreness=None), learn(self._bouts()))

    def personal(self, check_in_days: int) -> Forecast:
        """Ours after so many mornings with a check-in, and with today's number."""
        known = self.somebody.check_ins[-check_in_days:] if check_in_days else ()
        reports = [Report(report.at_hours - self.at, report.soreness) for report in known]
        return forecast(self.situation, learn(self._bouts(), reports))

    def _bouts(self) -> list[Bout]:
        told = (session.told for session in self.somebody.sessions)
        return [replace(bout, at_hours=bout.at_hours - self.at) for bout in told]

    @property
    def is_quick(self) -> bool:
        """Whether the 48 hours are right."""
        return abs(self.fixed - self.truth) <= EXACT

    def is_sore(self, said: float) -> bool:
        """Whether they are truly too sore at the hour that was said."""
        return self.somebody.soreness(self.at + said) >= SORE


def asked(somebody: Athlete, morning: int) -> Asked:
    """Somebody asks on the first or the second morning."""
    last, at = somebody.sessions[-1].told, somebody.asks_at[morning]
    told = Situation(
        soreness=somebody.told_then[morning],
        leg_day=HoursAgo.exactly(at - last.at_hours),
        effort=last.effort,
        to_failure=last.to_failure,
        run=RUN,
    )
    return Asked(somebody, morning, told, _truth(somebody, told, at))


def _truth(somebody: Athlete, told: Situation, at: float) -> float:
    """The first quarter of an hour at which it is truly "go"."""
    waits = (quarter / 4 for quarter in range(LONGEST_WAIT * 4))
    fine = (wait for wait in waits if somebody.soreness(at + wait) < SORE)
    return next(wait for wait in fine if verdict_of(replace(told, soreness=0, hours_to_run=wait)) is Verdict.GO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How one way of answering did.

    Attributes:
        morning: place in `MORNINGS`.
        way: personal, today, typical or 48 hours.
        days: mornings with a check-in known, for personal; else 0.
        error: mean hours off the truth, either way; `uncertain` is the standard error of that mean.
        error_of_quick: the same among those for whom the 48 hours are right.
        sore: share of answers at whose hour the athlete is truly too sore.
        covered: share of truths within the range; None for a rule without one.
        sore_at_latest: as `sore`, at the end of the range.
    """

    morning: int
    way: str
    days: int = 0
    error: float
    uncertain: float
    error_of_quick: float
    sore: float
    covered: float | None = None
    sore_at_latest: float | None = None


def measure(athletes: int = ATHLETES, seed: int = SEED, mornings: Sequence[int] = range(len(MORNINGS))) -> list[Score]:
    """Everybody asks on these mornings, every way."""
    chance = Random(seed)  # noqa: S311 - nothing is secret
    everybody = [athlete(chance) for _ in range(athletes)]
    return [score for morning in mornings for score in _scores([asked(somebody, morning) for somebody in everybody])]


def _scores(asking: Sequence[Asked]) -> Iterator[Score]:
    yield _scored(asking, [one.fixed for one in asking], "48 hours")
    yield _with_range(asking, [one.typical() for one in asking], "typical")
    yield _with_range(asking, [one.personal(0) for one in asking], "today")
    for days in CHECK_IN_DAYS:
        yield _with_range(asking, [one.personal(days) for one in asking], "personal", days)


def _scored(asking: Sequence[Asked], said: Sequence[float], way: str, days: int = 0) -> Score:
    pairs = list(zip(asking, said, strict=True))
    errors = [abs(hours - one.truth) for one, hours in pairs]
    return Score(
        morning=asking[0].morning,
        way=way,
        days=days,
        error=fmean(errors),
        uncertain=stdev(errors) / math.sqrt(len(errors)),
        error_of_quick=fmean(abs(hours - one.truth) for one, hours in pairs if one.is_quick),
        sore=fmean(one.is_sore(hours) for one, hours in pairs),
    )


def _with_range(asking: Sequence[Asked], said: Sequence[Forecast], way: str, days: int = 0) -> Score:
    ranges = [_hours(answer) for answer in said]
    pairs = list(zip(asking, ranges, strict=True))
    return replace(
        _scored(asking, [likely for _, likely, _ in ranges], way, days),
        covered=fmean(earliest - EXACT <= one.truth <= latest + EXACT for one, (earliest, _, latest) in pairs),
        sore_at_latest=fmean(one.is_sore(latest) for one, (_, _, latest) in pairs),
    )


def _hours(answer: Forecast) -> tuple[float, float, float]:
    """The three hours; there always are some, as nobody here has red flags or asks later than a week after."""
    if answer.earliest is None or answer.likely is None or answer.latest is None:
        raise AssertionError(f"Nothing was forecast: {answer}.")
    return answer.earliest, answer.likely, answer.latest


_TITLES = ("", "error, hours", "where 48 h is right", "in the range", "too sore then", "at latest")
_WIDTHS = (36, 14, 21, 14, 15, 11)


def table(scores: Sequence[Score]) -> str:
    """All scores for people."""
    lines = [_line(_TITLES)]
    for morning in dict.fromkeys(score.morning for score in scores):
        lines += ["", f"Asked {MORNINGS[morning]}", *(_line(_cells(one)) for one in scores if one.morning == morning)]
    return "\n".join(lines)


def _cells(score: Score) -> tuple[str, ...]:
    return (
        f"  {score.way}, {score.days} check-in days before" if score.days else f"  {score.way}",
        f"{score.error:.1f} ± {score.uncertain:.1f}",
        f"{score.error_of_quick:.1f}",
        *("" if share is None else f"{share:.0%}" for share in (score.covered, score.sore, score.sore_at_latest)),
    )


def _line(cells: Sequence[str]) -> str:
    first, *rest = zip(cells, _WIDTHS, strict=True)
    return "".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip()


def rows(plan: Plan) -> list[Row]:
    """The same in short, for the common table: after `ENOUGH` check-in days, asked the morning after."""
    athletes = min(ATHLETES, round(plan.run_seconds * ATHLETES_A_SECOND))
    plan.say(f"forecasts for {athletes} simulated athletes")
    scores = measure(athletes, mornings=[0])
    ours = next(score for score in scores if score.days == ENOUGH)
    what = f"after {ENOUGH} check-in days"
    others = [score for score in scores if not score.days]
    return [
        *(_beside(f"{what}: off by, mean", ours.error, other.way, other.error, LESS) for other in others),
        *(_beside(f"{what}: too sore then, share", ours.sore, other.way, other.sore) for other in others),
        Row(part=PART, what=f"{what}: within the range of 80 %, share", ours=ours.covered or 0.0),
        Row(part=PART, what=f"{what}: too sore at its end, share", ours=ours.sore_at_latest or 0.0),
        Row(
            part=PART,
            what=f"{what}: off by, mean, where 48 h is right",
            ours=ours.error_of_quick,
            theirs=others[0].error_of_quick,
            than=_THAN[others[0].way],
        ),
        *_speed(plan),
    ]


def _speed(plan: Plan) -> list[Row]:
    """Sixty days of history, learned from anew each time."""
    bouts = [Bout(hours, 8) for hours in range(-LEARNED_DAYS * 24, 0, 84)]
    reports = [Report(hours, hours // 24 % 7) for hours in range(-LEARNED_DAYS * 24 + 14, 0, 24)]
    moved = count()

    def learned() -> Recovery:
        return learn(bouts, [*reports, Report(-next(moved) / 1e9, 3)])

    asked_now = replace(Situation(soreness=5, effort=8, run=RUN), leg_day=HoursAgo.exactly(20))
    calls = {"learn": lambda: learned().height, "forecast": lambda: forecast(asked_now, learned())}
    took = compare(calls, rounds=plan.rounds, seconds=plan.batch_seconds)
    return [
        Row(part=PART, what=f"learning from {LEARNED_DAYS} days, ms", ours=took["learn"].typical * 1e3, target=FAST),
        Row(part=PART, what="that and a forecast, ms", ours=took["forecast"].typical * 1e3),
    ]


def _beside(what: str, ours: float, way: str, theirs: float, target: Target | None = None) -> Row:
    return Row(part=PART, what=what, ours=ours, theirs=theirs, than=_THAN[way], target=target)


if __name__ == "__main__":
    click.echo(table(measure()))
