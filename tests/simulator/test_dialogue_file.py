"""Dialogue files are read as people write them, replayed, and compared readably."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from skill.simulator.dialogue_file import Dialogue, DialogueError
from skill.simulator.difference import difference
from skill.simulator.replaying import Circumstances, replay
from skill.simulator.trace import Trace
from tests.simulator import kettle
from tests.simulator.kettle import Kettle, answer, directing, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.simulator.device import Device
    from skill.simulator.expectation import Mismatch
    from tests.simulator.kettle import Json

HEAD = "now: 2026-11-22 09:00 Europe/London\n"


def mismatches(skill: Callable[[Json], Json], text: str, trace: Trace | None = None) -> list[Mismatch]:
    """Replay a dialogue with a skill."""

    def set_up(dialogue: Dialogue, now: Circumstances) -> Device:
        take = trace.take if trace else dict
        return kettle.device(skill, clock=now, locale=dialogue.locale, time_zone=dialogue.time_zone, trace=take)

    return replay(Dialogue.parse(dedent(text)), set_up)


def test_a_dialogue_that_goes_as_written_has_no_mismatch() -> None:
    """Every kind of expectation and of happening, in one conversation."""
    trace = Trace()
    skill = Kettle(
        [
            question("Welcome. Tea?"),
            directing("ElicitSlot", "How many cups would it be?", slotToElicit="cups"),
            answer("Two."),
        ]
    )

    def thinking(envelope: Json) -> Json:
        trace({"verdict": "brew", "rule": "thirst"})
        return skill(envelope)

    text = """
        # Tea for two
        now: 2026-11-22 09:00 Europe/London
        locale: en-GB

        you: (opens the skill)
        coach: Welcome. Tea?
        reprompt: Well?
        intent: LaunchRequest
        slot tea: none

        you: brew mint
        coach: How many cups
          would it be?
        coach* How many * would it be?
        coach~ /cups/
        coach~ ^How
        coach! /coffee/
        verdict: brew
        rule: thirst
        session: open
        slot tea: mint

        now: 2026-11-22 10:00
        you: (silence)
        coach: Well?
        slot tea: none

        you: two
        slot cups: 2
        slot extras: none
        session: closed

        you: (leaves)
        coach: none
        intent: none
        """

    assert mismatches(thinking, text, trace) == []
    assert [one["request"]["timestamp"] for one in skill.heard] == [
        "2026-11-22T09:00:00Z",
        "2026-11-22T09:00:00Z",
        "2026-11-22T10:00:00Z",
    ]
    assert skill.requests[0]["locale"] == "en-GB"


def test_what_comes_otherwise_is_shown_beside_what_was_expected() -> None:
    """The message names the line, what was said, and where the words part."""
    text = HEAD + "you: brew\ncoach: Which tea?\nsession: open\n"

    found = mismatches(Kettle([answer("Mint tea.")]), text)

    assert [(one.expectation.line, one.got) for one in found] == [(3, "Mint tea."), (4, "closed")]
    assert difference(found).splitlines() == [
        "line 2, you: brew",
        "  coach: (line 3)",
        "    - Which tea?",
        "    + Mint tea.",
        "  session: (line 4)",
        "    - open",
        "    + closed",
    ]


@pytest.mark.parametrize(
    "line",
    ["coach: tea", "coach* t*", "coach~ tea$", "coach! Mint", "verdict: go", "rule: x", "slot cups: 2", "intent: X"],
)
def test_every_expectation_can_fail(line: str) -> None:
    """A check that cannot fail would be none."""
    assert len(mismatches(Kettle([answer("Mint tea.")]), f"{HEAD}you: brew\n{line}\n")) == 1


def test_what_amazon_objects_to_is_a_mismatch() -> None:
    """No dialogue needs to ask for it."""
    found = mismatches(Kettle([answer("Which tea?")]), HEAD + "you: brew\n")

    assert [one.expectation.subject for one in found] == ["problems"]
    assert "closed on a question" in difference(found)


def test_time_passes_as_somebody_writes_it() -> None:
    """By the clock, or by how much later it is; an hour is an hour, also when the clocks change."""
    text = """
        now: 2026-10-24 23:30 Europe/London
        you: brew
        now: +1h30m
        you: brew
        now: +1h
        you: brew
        now: +1d
        you: brew
        now: 2026-10-26 09:00:30
        you: brew
        """

    told = [f"{said.at:%d %H:%M:%S %z}" for said in Dialogue.parse(dedent(text)).said]

    assert told == [
        "24 23:30:00 +0100",
        "25 01:00:00 +0100",
        "25 01:00:00 +0000",
        "26 01:00:00 +0000",
        "26 09:00:30 +0000",
    ]


def test_problems_that_are_expected_are_no_surprise() -> None:
    """And what is with a skill of its own name is not held to all that we mind."""
    for head in (HEAD + "you: brew\nproblems~ /closed on a question/\n", "skill: tea kettle\n" + HEAD + "you: brew\n"):
        assert mismatches(Kettle([answer("Which tea?")]), head) == []


def test_several_values_are_compared_together() -> None:
    """A slot that takes several gives them with commas, unresolved ones as they were said."""
    skill = Kettle([answer()])

    assert mismatches(skill, HEAD + "you: brew with milk and honey\nslot extras: milk, honey\n") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("you: brew", "Line 1: the time has to be said before the first word"),
        (HEAD + "coach: tea", "Line 2: nothing was said yet"),
        (HEAD + "you: brew\ncouch: tea", "Line 3: 'couch' is none of: coach,"),
        (HEAD + "you: brew\nslot: tea", "Line 3: 'slot' is none of"),
        (HEAD + "you: brew\ncoach tea: mint", "Line 3: 'coach tea' is none of"),
        (HEAD + "you: brew\nwhat is this", "Line 3: 'what is this' is none of"),
        (HEAD + "you: (coughs)", "Line 2: (coughs) is none of: (opens the skill), (silence)"),
        (HEAD + "you:", "Line 2: nothing is said; silence is written (silence)"),
        ("now: tomorrow", "Line 1: now is written like"),
        ("now: 2026-11-22 09:00 Mars/Olympus", "Line 1: now is written like"),
        ("now: 2026-11-22 09:00", "Line 1: now is written like"),
        ("now: 2026-13-45 09:00 UTC", "Line 1: now is written like"),
        ("now: +20m", "Line 1: now is written like"),
        (HEAD + "now: +", "Line 2: now is written like"),
        (HEAD + "now: +999999999d", "Line 2: now is written like"),
        (HEAD + "device: toaster", "Line 2: 'toaster' is none of: speaker, screen"),
        (HEAD + "reminders: maybe", "Line 2: 'maybe' is none of: allowed,"),
        (HEAD + "store: full", "Line 2: 'full' is none of: works, broken, none"),
        (HEAD + "you: brew\nstore: none", "Line 3: that there is no store is said before the first word"),
        (HEAD + "store: none\nyou: brew\nstore: works", "Line 4: that there is no store is said before"),
        (HEAD + "wording: any", "Line 2: wording is first or a number, not 'any'"),
        (HEAD + "profile: {", "Line 2: this is no JSON: "),
        (HEAD + "remembered: 5", "Line 2: what is remembered is written as a JSON object"),
        (HEAD + "you: brew\nlocale: en-GB", "Line 3: locale has to stand before the first word that is said"),
        (HEAD + "you: brew\ncoach~ /(/", "Line 3: '/(/' is no regular expression: "),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, wrong: str) -> None:
    """The sentence names the line and what may stand there."""
    with pytest.raises(DialogueError) as raised:
        Dialogue.parse(text)

    assert wrong in str(raised.value)
