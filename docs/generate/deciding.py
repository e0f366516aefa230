"""The decision table as tables to read: what each rule waits for, what it says, and what comes of it hour by hour.

`ROWS` puts into words what the table holds as code, and gives an example of each rule. The examples are run while the
site is built: one that another rule decides stops the build, and so does a rule without a row here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

from docs.generate.commands import legday
from docs.generate.markdown import console, listed, table
from skill.advice import (
    HARD_RUN_GAP,
    HARD_RUNS,
    RED_FLAGS,
    RULES,
    SOURCES,
    STEP_ONLY_WITHIN,
    Condition,
    HoursAgo,
    Level,
    Rule,
    RunType,
    Situation,
    Source,
    Symptom,
    Verdict,
    verdict_of,
)
from skill.advice import rules as limits
from skill.advice import situation as scales

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class RuleWithoutWords(LookupError):  # noqa: N818 - reads as what it says
    """A rule is not described here, or no longer decides its example; the message says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule in words.

    Attributes:
        when: what it waits for, in half a sentence.
        example: options of `legday advise` over which it decides.
    """

    when: str
    example: str


def _spoken(values: Iterable[Symptom | Condition]) -> str:
    return listed(value.value.replace("_", " ") for value in values)


def _flags(rule: str) -> str:
    return _spoken(symptom for symptom in Symptom if symptom in RED_FLAGS[rule])


def _within(gaps: Mapping[Level, float]) -> str:
    """How long a rule holds, by how hard leg day was."""
    others = {"moderate": gaps[Level.MODERATE], "light": gaps[Level.LOW]}
    shorter = ", ".join(f"{name}: {hours:g}" for name, hours in others.items() if hours)
    return f"{gaps[Level.HIGH]:g} hours of a hard leg day ({shorter})"


_SORE = f"soreness from {scales.MODERATE_SORENESS:g} to under {scales.HIGH_SORENESS:g}"
_SOON = f"within {_within(HARD_RUN_GAP)}"
_STEADY_SOON = f"within {_within(limits.STEADY_RUN_GAP)}"

ROWS: dict[str, Row] = {
    "emergency": Row(_flags("emergency"), "--soreness 2 --run easy --symptom chest_pain"),
    "medical_today": Row(_flags("medical_today"), "--soreness 2 --run easy --symptom dark_urine"),
    "sharp_pain": Row(_flags("sharp_pain"), "--soreness 2 --run easy --symptom limp"),
    "ask_clinician": Row(_spoken(Condition), "--soreness 2 --run easy --condition pregnancy"),
    "very_sore": Row(f"soreness of {scales.HIGH_SORENESS:g} or more, or extreme fatigue", "--soreness 8"),
    "too_soon": Row(f"any run within {limits.SAME_DAY_GAP:g} hours of leg day", "--soreness 2 --leg-day 3h --run easy"),
    "first_sessions": Row(
        f"within {limits.FIRST_SESSIONS_GAP:g} hours of a novice's first or second leg day",
        "--soreness 2 --leg-day 20h --run easy --novice-session 1",
    ),
    "hard_run_sore_soon": Row(
        f"a hard run on {_SORE}, {_SOON}", "--soreness 5 --leg-day 20h --run intervals --effort 8"
    ),
    "hard_run_soon": Row(f"a hard run {_SOON}", "--soreness 2 --leg-day 20h --run intervals --effort 8"),
    "sore": Row(_SORE, "--soreness 5 --leg-day 3d --run easy"),
    "hard_run_slow_recovery": Row(
        f"a hard run within {limits.SLOW_RECOVERY_GAP:g} hours of leg day, after sets to failure, for a novice, or "
        f"from the age of {scales.SLOWER_RECOVERY_AGE}",
        "--soreness 2 --leg-day 60h --run intervals --to-failure",
    ),
    "tempo_soon": Row(f"a tempo run {_STEADY_SOON}", "--soreness 2 --leg-day 20h --run tempo --effort 8"),
    "long_soon": Row(f"a long run {_STEADY_SOON}", "--soreness 2 --leg-day 20h --run long --effort 8"),
    "clear": Row("anything else", "--soreness 2 --leg-day 3d --run easy"),
}


def described() -> list[tuple[Rule, Row]]:
    """Each rule of the table with its row.

    Raises:
        RuleWithoutWords: if a rule has no row, or a row no rule.
    """
    names = [rule.name for rule in RULES]
    if strangers := sorted({*names} ^ ROWS.keys()):
        raise RuleWithoutWords(f"ROWS in docs/generate/deciding.py and the decision table differ in {strangers}.")
    return [(rule, ROWS[rule.name]) for rule in RULES]


def rules() -> str:
    """All rules in their order, a line each."""
    return table(
        ("no.", "rule", "when", "verdict", "how sure"),
        (
            (str(place), f"[{rule.name}](#rule-{rule.name})", row.when, verdict(rule.verdict), rule.confidence.value)
            for place, (rule, row) in enumerate(described(), start=1)
        ),
    )


def verdict(of: Verdict) -> str:
    """As it is written in a table."""
    return f"**{of.id.replace('_', ' ')}**"


def rules_one_by_one() -> str:
    """What each rule says, in an example, and where the confidence needs a second word."""
    return "\n".join(_one_rule(rule, row) for rule, row in described())


def _one_rule(rule: Rule, row: Row) -> str:
    caveat = f" How sure: {rule.confidence.value}; {rule.caveat}." if rule.caveat else ""
    heading = f"(rule-{rule.name})=\n### {rule.name}\n\n{row.when.capitalize()}: {verdict(rule.verdict)}.{caveat}\n\n"
    return heading + console(f".venv/bin/legday advise {row.example}", _decided(rule, row))


def _decided(rule: Rule, row: Row) -> str:
    decided = json.loads(legday(f"advise {row.example} --json"))["rule"]
    if decided != rule.name:
        raise RuleWithoutWords(f"The example of {rule.name} in docs/generate/deciding.py is decided by {decided}.")
    return legday(f"advise {row.example}")


# What comes of the rules together.

_RUNS = {
    "easy": RunType.EASY,
    "long": RunType.LONG,
    "tempo": RunType.TEMPO,
    "hard": RunType.HARD,
}
_LEG_DAYS = {"light": 3.0, "moderate": 6.0, "hard": 9.0}


def at_a_glance(soreness: str) -> str:
    """The verdicts for one soreness, by run, leg day and the hours between; leg days that make no difference in one."""
    starts = (0.0, *limits.TIME_EDGES)
    head = [*(f"{start:g}–{end:g} h" for start, end in pairwise(starts)), f"{starts[-1]:g} h on"]
    lines: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (run, kind), (leg_day, effort) in product(_RUNS.items(), _LEG_DAYS.items()):
        known = Situation(soreness=float(soreness), run=kind, effort=effort)
        cells = tuple(verdict(verdict_of(replace(known, leg_day=HoursAgo.exactly(start)))) for start in starts)
        lines.setdefault((run, cells), []).append(leg_day)
    return table(
        ("run", "leg day", *head),
        ((run, "any" if len(days) == len(_LEG_DAYS) else listed(days), *cells) for (run, cells), days in lines.items()),
    )


def hard_runs() -> str:
    """Which runs count as hard."""
    return f"Hard runs are {listed((run.value for run in RunType if run in HARD_RUNS - {RunType.HARD}), 'and')}.\n"


def steps() -> str:
    """What makes the verdict one step stricter."""
    return (
        f"Sleep of {scales.SHORT_SLEEP_HOURS:g} hours or less, or high fatigue, makes the verdict one step stricter: "
        f"go becomes ease, ease becomes cross train, cross train becomes rest. It counts for a run within "
        f"{STEP_ONLY_WITHIN:g} hours, and a verdict of rest stays what it is.\n"
    )


def sources() -> str:
    """Every study and guideline, with the rules that stand on it."""
    return table(("study or guideline", "where", "rules"), (_source(source) for source in SOURCES.values()))


def _source(source: Source) -> Iterator[str]:
    people = f" ({source.participants} people)" if source.participants else ""
    yield f"{source.citation}{people}"
    yield f"[{source.link}]({source.address})" if source.link else ""
    yield ", ".join(f"[{rule.name}](#rule-{rule.name})" for rule in RULES if source.id in rule.sources)
