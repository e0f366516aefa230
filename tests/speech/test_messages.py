"""Every message is said somewhere, and whatever is said is in the catalog.

Message ids stand in the sources as text, or are put together there from a beginning and a name; every beginning is
declared in `FAMILIES`, with all names that may follow it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from skill.advice import RED_FLAGS, RULES, Activity, Condition, Confidence, Pace, Question, Remedy, RunType, Verdict
from skill.advice.routines import ROUTINES, Manner, RoutineKind, Side, Unfit
from skill.amazon.reminders import Outcome
from skill.speech.catalog import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCES = Path(__file__).parents[2] / "skill"
ENGLISH = LOCALES / "en" / "LC_MESSAGES" / "skill.po"

RULE_NAMES = [rule.name for rule in RULES]
PARTS_OF_DAY = ("morning", "afternoon", "evening")
OFFERS = (
    *("why", "more", "drawbacks", "remedies", "check", "resume", "which", "symptom", "help", "remember", "forget"),
    *("stretch", "begin", "back"),
)
EXERCISES = {
    exercise.name: exercise
    for lengths in ROUTINES.values()
    for routine in lengths.values()
    for exercise in routine.exercises
}
REMINDED = ("foam_roll", "stretch", "rest", "sleep", "massage", "warm_up", "cool_down", "ice", "run", "check_in")
DETAILED: dict[str, Iterable[str]] = {  # rules that have more than one reason
    **RED_FLAGS,
    "ask_clinician": Condition,
    "hard_run_slow_recovery": ("to_failure", "novice", "age"),
    "clear": ("fresh", "gentle", "no_leg_day"),
}

FAMILIES: dict[str, Iterable[object]] = {
    "activity.": Activity,
    "count.": range(2, 14),
    "dose.": Manner,
    "exercise.": [f"{name}{form}" for name in EXERCISES for form in ("", ".cue", ".why")],
    "minutes.": range(1, 21),
    "routine.begin.": [*RoutineKind, "one"],
    "routine.end.": Manner,
    "routine.left_out.": Unfit,
    "routine.name.": RoutineKind,
    "routine.then.": RoutineKind,
    "seconds.": {each.seconds for each in EXERCISES.values() if each.manner is not Manner.REPS},
    "side.": Side,
    "adjustment.": ("short_sleep", "high_fatigue", "both"),
    "ask.": [
        *(f"{question}{form}" for question in Question for form in ("", ".reprompt", ".again")),
        *(f"{question}.reprompt" for question in ("reminder", "reminder_hour", "reminder_in")),
    ],
    "bye.": [verdict.id for verdict in Verdict],
    "gap.": (6, 24, 48, 72),
    "headline.": [*RULE_NAMES, "adjusted.ease", "adjusted.cross_train", "adjusted.rest"],
    "hour.": range(24),
    "moment.tomorrow_": PARTS_OF_DAY,
    "moment.weekday_": PARTS_OF_DAY,
    "note.": ("race_slower", "expect_less", "beyond_a_week", "far_off"),
    "number.": range(11),
    "offer.": [f"{offer}{form}" for offer in OFFERS for form in ("", ".reprompt")],
    "change.": ("down", "up"),
    "days.": range(1, 8),
    "pace.": Pace,
    "today.": ("go", "ease", "cross_train", "rest"),
    "in.": ["seconds", *(f"{unit}{several}" for unit in ("day", "hour", "minute") for several in ("", "s"))],
    "reminder.failed.": [outcome.value for outcome in Outcome if outcome is not Outcome.DONE],
    "reminder.unseen.": [outcome.value for outcome in Outcome if outcome is not Outcome.DONE],
    "reminder_text.": [*Activity, *REMINDED],
    "reason.": [
        *(rule for rule in RULE_NAMES if rule not in DETAILED),
        *(f"{rule}.{detail}" for rule, details in DETAILED.items() for detail in details),
        "very_sore.fatigue",
    ],
    "remedy.": Remedy,
    "run.": RunType,
    "sure.": [*Confidence, "clear"],
    "the_run.": RunType,
    "weekday.": range(7),
    "why.": RULE_NAMES,
}

_SAYS = ("say", "name", "wordings")  # methods whose first argument is a message id
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_BEGINNING = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_.]*")


def texts_in(tree: ast.AST) -> set[str]:
    """Every piece of text in a source that could be a message id; parts of an f-string could not."""
    found = (node.value for node in _outside_f_strings(tree) if isinstance(node, ast.Constant))
    return {text for text in found if isinstance(text, str) and _ID.fullmatch(text)}


def said_in(tree: ast.AST) -> set[str]:
    """The message ids that a source passes as text to a method that says them; both sides of a condition count."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    first = (call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in _SAYS)
    sides = (side for each in first for side in ([each.body, each.orelse] if isinstance(each, ast.IfExp) else [each]))
    return {side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)}


def beginnings_in(tree: ast.AST) -> set[str]:
    """The beginnings from which a source puts message ids together: `reason.` of `f"reason.{rule}"`."""
    firsts = (node.values[0] for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and len(node.values) > 1)
    texts = (first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str))
    return {text for text in texts if _BEGINNING.fullmatch(text)}


def members(families: dict[str, Iterable[object]]) -> set[str]:
    """All message ids of some families."""
    return {f"{beginning}{name}" for beginning, names in families.items() for name in names}


def _outside_f_strings(node: ast.AST) -> Iterator[ast.AST]:
    if not isinstance(node, ast.JoinedStr):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _outside_f_strings(child)


SAMPLE = ast.parse(
    '''
"""bye."""
words.say("bye")
words.say("sure.clear" if fine else "sure.weak", number=3)
table = {RED: "fallback.first"}
words.name(f"reason.{rule}{detail}", gap=f"gap.{hours:g}")
print(f"reason: {rule}", f"{rule}.reprompt", "Not an id.")
'''
)


def test_finds_ids_as_text() -> None:
    """In calls and in tables; sentences are none."""
    assert texts_in(SAMPLE) == {"bye", "sure.clear", "sure.weak", "fallback.first"}


def test_finds_ids_that_are_said() -> None:
    """The first argument only, on both sides of a condition."""
    assert said_in(SAMPLE) == {"bye", "sure.clear", "sure.weak"}


def test_finds_ids_that_are_put_together() -> None:
    """By what they begin with."""
    assert beginnings_in(SAMPLE) == {"reason.", "gap."}


@pytest.fixture(scope="module")
def sources() -> list[ast.Module]:
    """Every module of the skill, parsed."""
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCES.rglob("*.py"))]


@pytest.fixture(scope="module")
def messages() -> set[str]:
    """The ids of the English catalog, which has them all."""
    with ENGLISH.open("rb") as catalog:
        return {str(each.id) for each in read_po(catalog) if each.id}


def test_every_message_is_said(sources: list[ast.Module], messages: set[str]) -> None:
    """No words lie unused in the catalog."""
    assert messages - members(FAMILIES) - set[str]().union(*map(texts_in, sources)) == set()


def test_whatever_is_said_is_in_the_catalog(sources: list[ast.Module], messages: set[str]) -> None:
    """No message is missing when its moment comes."""
    subjects = set(map(_subject, messages))
    dotted = (text for tree in sources for text in texts_in(tree) if "." in text)
    named = {text for text in dotted if _subject(text) in subjects}

    assert set[str]().union(named, *map(said_in, sources)) - messages == set()


def test_every_family_is_whole(messages: set[str]) -> None:
    """Each rule has its words, each run its name, each hour its number."""
    assert members(FAMILIES) - messages == set()


def test_families_are_those_of_the_sources(sources: list[ast.Module], messages: set[str]) -> None:
    """Each beginning of an id in the sources is declared above, and none is declared that no source has."""
    beginnings = set[str]().union(*map(beginnings_in, sources))

    assert {each for each in beginnings if _subject(each) in set(map(_subject, messages))} == FAMILIES.keys()


def _subject(message_id: str) -> str:
    """What a message is about: the part of its id before the first dot."""
    return message_id.partition(".")[0]
