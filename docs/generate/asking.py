"""Which questions are asked, and why: played with the real chooser of questions."""

from __future__ import annotations

from dataclasses import replace

from benchmarks import questions as played
from docs.generate.deciding import verdict
from docs.generate.markdown import listed, table
from skill.advice import (
    NO_RECENT_LEG_DAY,
    HoursAgo,
    Question,
    RunType,
    Situation,
    Verdict,
    completions,
    next_question,
    verdict_of,
    yesterday_evening,
)

_NINE = 9.0
_YESTERDAY = HoursAgo(_NINE + 3, _NINE + 19)
"""Yesterday between five and nine in the evening, or at some other hour of that day, seen from nine in the morning."""

KNOWN: dict[str, Situation] = {
    "nothing": Situation(),
    "“my legs are an eight”": Situation(soreness=8),
    "“my legs are a two”": Situation(soreness=2),
    "“I want to run easy”": Situation(run=RunType.EASY),
    "“I want to do intervals”": Situation(run=RunType.INTERVALS),
    "“I want to do intervals, and I'm a five”": Situation(run=RunType.INTERVALS, soreness=5),
    "“intervals, I'm a two, no leg day this week”": Situation(
        run=RunType.INTERVALS, soreness=2, leg_day=NO_RECENT_LEG_DAY
    ),
    "“intervals, I'm a two, legs were yesterday”": Situation(run=RunType.INTERVALS, soreness=2, leg_day=_YESTERDAY),
    "“an easy run, I'm a two, legs were yesterday”": Situation(run=RunType.EASY, soreness=2, leg_day=_YESTERDAY),
    "“a tempo run, I'm a two, legs were yesterday evening”": Situation(
        run=RunType.TEMPO, soreness=2, leg_day=yesterday_evening(_NINE)
    ),
}
"""What an athlete may have said by nine in the morning."""

ASKED: dict[Question | None, str] = {
    Question.SORENESS: "how sore",
    Question.LEG_DAY: "when leg day was",
    Question.LEG_DAY_HOUR: "at what time of that day",
    Question.RUN: "what kind of run",
    Question.EFFORT: "how hard leg day was",
    None: "nothing",
}


def next_questions() -> str:
    """For some beginnings: which verdicts are still possible, and what is asked."""
    return table(
        ("what was said", "verdicts still possible", "asked next"),
        ((said, _possible(known), ASKED[next_question(known)]) for said, known in _at_nine()),
    )


def _at_nine() -> list[tuple[str, Situation]]:
    return [(said, replace(known, local_hour=_NINE)) for said, known in KNOWN.items()]


def _possible(known: Situation) -> str:
    left = {verdict_of(complete) for complete in completions(known)}
    return listed(verdict(each) for each in Verdict if each in left)


def how_many() -> str:
    """Questions asked on average, beside asking in a fixed order and asking for everything."""
    rows = [played.measure(opening) for opening in played.OPENINGS]
    return table(
        (
            "the athlete begins with",
            "asked here",
            "in a fixed order, until it is settled",
            "every fact, as a form would",
        ),
        ((row.opening, *(f"{row.likely[policy]:.1f}" for policy in played.POLICIES)) for row in rows),
    )
