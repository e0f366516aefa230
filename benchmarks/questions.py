"""How many questions are asked before the verdict, beside asking for every fact.

Run it: ``python -m benchmarks questions``; ``python -m benchmarks.questions`` prints every opening, and both means.
An athlete is played who knows everything and says a day first ("yesterday"), its hour only when asked. Every situation
that the decision table tells apart is played from several openings, three ways:

- *ours*: `next_question`, which asks only what could change the verdict, what settles most first;
- *in order*: always the same order, stopping once nothing could change the verdict;
- *every*: every fact that applies and was not said, as a form would (no hour and no effort without a leg day).

Deterministic: no chance, no clock. Means are given twice. *Even* counts every situation alike, which favours nobody but
describes nobody either: most of it is a leg day long past. *Likely* weighs them by `WEIGHTS`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

import click

from benchmarks.report import Row as Common
from benchmarks.report import at_most
from skill.advice import NO_RECENT_LEG_DAY, HoursAgo, Question, RunType, Situation, Verdict, next_question, verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.plan import Plan

PART = "Questions before the verdict, mean of likely situations"

WEIGHTS: dict[str, dict[Any, float]] = {
    "soreness": {2.0: 3, 5.0: 2, 8.0: 1},
    "days_ago": {0: 2, 1: 5, 2: 4, 3: 3, 4: 2, 5: 1, 6: 1, None: 2},
    "hour": {8: 1, 18: 2},
    "run": {RunType.EASY: 4, RunType.LONG: 2, RunType.TEMPO: 1, RunType.INTERVALS: 3},
    "effort": {3.0: 1, 6.0: 4, 9.0: 5},
    "now": {7: 2, 12: 1, 17: 2},
}
"""One value for each class of the table, with how often we expect it: our own guess, there are no data.

People who ask mostly trained legs in the last days, after work, and hard; most runs are easy; most ask before work or
after it. `days_ago` None is no leg day this week; `hour` is when that day they trained, `now` when they ask.
"""

FIRST_HOUR, LAST_HOUR = 5, 21
"""A day without an hour is told as the time between these."""

ORDER = (Question.SORENESS, Question.LEG_DAY, Question.LEG_DAY_HOUR, Question.RUN, Question.EFFORT)
OPENINGS: dict[str, tuple[str, ...]] = {
    "should I run today": (),
    "can I do intervals": ("run",),
    "my legs are a five, can I run": ("soreness",),
    "I did legs yesterday, can I run": ("leg_day",),
    "can I do intervals, I did legs yesterday": ("run", "leg_day"),
    "… and my legs are a five": ("run", "leg_day", "soreness"),
}
"""What was said before the first question, by example."""

PLAINEST = ("should I run today", "can I do intervals, I did legs yesterday")
"""The openings that stand in the common table."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What an athlete knows: the full situation, the day of leg day as it is said first, and how likely that is."""

    full: Situation
    day: HoursAgo
    weight: float

    def after(self, opening: tuple[str, ...]) -> Situation:
        """What is known once the opening was said."""
        told: dict[str, Any] = {name: self.day if name == "leg_day" else getattr(self.full, name) for name in opening}
        return replace(Situation(local_hour=self.full.local_hour), **told)

    def answer(self, known: Situation, question: Question) -> Situation:
        """What is known once this question was answered."""
        told: dict[str, Any] = (
            {"leg_day": self.day if question is Question.LEG_DAY else self.full.leg_day}
            if question in (Question.LEG_DAY, Question.LEG_DAY_HOUR)
            else {question.value: getattr(self.full, question.value)}
        )
        return replace(known, **told)


def truths() -> Iterator[Truth]:
    """Every situation of the table, told at each time of day; a leg day still to come is left out."""
    for values in product(*WEIGHTS.values()):
        facts = dict(zip(WEIGHTS, values, strict=True))
        weight = 1.0
        for name, value in facts.items():
            weight *= WEIGHTS[name][value]
        if (truth := _truth(weight=weight, **facts)) is not None:
            yield truth


def _truth(*, weight: float, days_ago: int | None, hour: int, now: int, **facts: Any) -> Truth | None:  # noqa: ANN401 (each fact has its own type)
    if days_ago is None:
        leg_day = day = NO_RECENT_LEG_DAY
    elif (ago := 24 * days_ago + now - hour) >= 0:
        leg_day = HoursAgo.exactly(ago)
        day = HoursAgo(max(0, 24 * days_ago + now - LAST_HOUR), 24 * days_ago + now - FIRST_HOUR)
    else:
        return None
    return Truth(Situation(leg_day=leg_day, local_hour=now, **facts), day, weight)


@cache
def ours(known: Situation) -> Question | None:
    """The question that settles most, if any could change the verdict."""
    return next_question(known)


def in_order(known: Situation) -> Question | None:
    """The first open fact, as long as something could still change the verdict."""
    return next(iter(open_facts(known)), None) if ours(known) else None


def every(known: Situation) -> Question | None:
    """The first open fact, whether it matters or not."""
    return next(iter(open_facts(known)), None)


def open_facts(known: Situation) -> list[Question]:
    """What applies and was not said."""
    leg_day = known.leg_day
    trained = leg_day != NO_RECENT_LEG_DAY
    is_open = {
        Question.SORENESS: known.soreness is None,
        Question.LEG_DAY: leg_day is None,
        Question.LEG_DAY_HOUR: leg_day is not None and leg_day.least < leg_day.most,
        Question.RUN: known.run is None,
        Question.EFFORT: trained and known.effort is None,
    }
    return [question for question in ORDER if is_open[question]]


def play(truth: Truth, opening: tuple[str, ...], policy: Callable[[Situation], Question | None]) -> tuple[int, Verdict]:
    """Ask until the policy has enough: how many questions that took, and the verdict."""
    known, asked = truth.after(opening), 0
    while (question := policy(known)) is not None:
        known, asked = truth.answer(known, question), asked + 1
    return asked, verdict_of(known)


@dataclass(frozen=True, slots=True)
class Row:
    """What one opening cost: mean number of questions asked, by policy."""

    opening: str
    even: dict[str, float]
    likely: dict[str, float]
    counts: Counter[int]
    """How many situations took so many of our questions."""
    wrong: int
    """Situations answered otherwise than with all facts known; must be 0."""


POLICIES: dict[str, Callable[[Situation], Question | None]] = {"ours": ours, "in order": in_order, "every": every}


def measure(opening: str) -> Row:
    """Play every situation from this opening."""
    played = [
        (truth, {name: play(truth, OPENINGS[opening], policy) for name, policy in POLICIES.items()})
        for truth in truths()
    ]
    total = sum(truth.weight for truth, _ in played)
    return Row(
        opening=opening,
        even={name: sum(games[name][0] for _, games in played) / len(played) for name in POLICIES},
        likely={name: sum(truth.weight * games[name][0] for truth, games in played) / total for name in POLICIES},
        counts=Counter(games["ours"][0] for _, games in played),
        wrong=sum(verdict is not verdict_of(truth.full) for truth, games in played for _, verdict in games.values()),
    )


def table(rows: list[Row]) -> str:
    """The rows for people."""
    titles = "".join(f"{name:>10}" for name in POLICIES)
    spread = rows[0].counts
    shares = ", ".join(f"{asked} in {spread[asked] / spread.total():.0%}" for asked in sorted(spread))
    return "\n".join(
        [
            "Questions asked before the verdict (mean)",
            f"{'':42}{'even':>30}   {'likely':>30}",
            f"{'':42}{titles}   {titles}",
            *(f"{row.opening:42}{_means(row.even)}   {_means(row.likely)}" for row in rows),
            f"{spread.total()} situations. Ours asks after the first opening: {shares}.",
            f"Answered otherwise than with every fact known: {sum(row.wrong for row in rows)}.",
        ]
    )


def rows(plan: Plan) -> list[Common]:
    """The same in short, for the common table; nothing may be answered wrongly."""
    plan.say("questions before the verdict")
    measured = [measure(opening) for opening in OPENINGS]
    wrong = sum(row.wrong for row in measured)
    return [
        *(
            Common(
                part=PART,
                what=f"“{row.opening}”: asked, mean",
                ours=row.likely["ours"],
                theirs=row.likely[policy],
                than=f"asking {policy}",
            )
            for row in measured
            for policy in ("in order", "every")
            if row.opening in PLAINEST
        ),
        Common(part=PART, what="answered otherwise than with every fact known", ours=wrong, target=at_most(0, "")),
    ]


def _means(means: dict[str, float]) -> str:
    return "".join(f"{means[name]:10.2f}" for name in POLICIES)


if __name__ == "__main__":
    click.echo(table([measure(opening) for opening in OPENINGS]))
