"""What was said is written down so that it goes exactly the same again."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.cli.stage import Stage
from skill.simulator.dialogue_file import FIRST, Dialogue
from skill.simulator.difference import difference
from skill.simulator.recording import as_dialogue, by_the_minute
from skill.simulator.replaying import Circumstances, replay
from skill.simulator.updating import updated
from skill.simulator.wording import Wording
from tests.simulator import kettle
from tests.simulator.kettle import Kettle, answer, directing, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skill.simulator.device import Device
    from skill.simulator.expectation import Mismatch

FILES = sorted((Path(__file__).parents[1] / "dialogues").glob("*.dialogue"))
LONDON = ZoneInfo("Europe/London")
NINE = datetime(2026, 11, 22, 9, tzinfo=LONDON)
HERE = Dialogue(time_zone="Europe/London")


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Where our own skill is set up."""
    with closing(Stage()) as stage:
        yield stage


def held(dialogue: Dialogue, stage: Stage) -> Device:
    """Hold a dialogue; gives the device, with its turns."""
    devices: list[Device] = []

    def set_up(dialogue: Dialogue, now: Circumstances) -> Device:
        devices.append(stage(dialogue, now))
        return devices[-1]

    replay(dialogue, set_up)
    return devices[0]


def recorded(dialogue: Dialogue, stage: Stage) -> str:
    """Hold a dialogue and write down what came."""
    changes = [{"reminders": said.reminders, "store": said.store} for said in dialogue.said]
    return as_dialogue(held(dialogue, stage).turns, dialogue, changes=changes)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_conversation_goes_again_as_it_was_recorded(file: Path, stage: Stage) -> None:
    """Each kept conversation, with chance in the wording: what is recorded, held again, is recorded the same."""
    dialogue = replace(Dialogue.parse(file.read_text(encoding="utf-8")), wording="417")

    text = recorded(dialogue, stage)

    assert recorded(Dialogue.parse(text), stage) == text


def test_a_recording_reads_like_a_conversation() -> None:
    """What is not as usual at the top, then each turn: said, understood, answered; the time where it goes on."""
    times = iter([NINE, NINE, NINE + timedelta(seconds=75), NINE + timedelta(hours=2)])
    clock = {"now": next(times)}
    skill = Kettle(
        [question("Welcome. Tea?"), directing("ElicitSlot", "How many cups?", slotToElicit="cups"), answer()]
    )
    device = kettle.device(skill, clock=lambda: clock["now"], time_zone="Europe/London")
    for words in ("open tea kettle", "brew mint", "two"):
        clock["now"] = next(times) if words != "open tea kettle" else clock["now"]
        device.say(words)
    clock["now"] = next(times)
    device.leave()

    setting = replace(HERE, locale="en-GB", store="broken", wording="7", remembered=({"kind": "cup"},))

    assert as_dialogue(device.turns, setting, remarks=["Tea for two"]) == dedent(
        """\
        # Tea for two
        now: 2026-11-22 09:00 Europe/London
        locale: en-GB
        wording: 7
        store: broken
        remembered: {"kind": "cup"}

        you: open tea kettle
        coach: Welcome. Tea?

        you: brew mint
        intent: BrewIntent
        slot tea: mint
        coach: How many cups?

        now: +1m15s
        you: two
        intent: BrewIntent
        slot tea: mint
        slot cups: 2
        coach: Here you are.
        session: closed
        """
    )


def test_words_in_brackets_and_silence_are_told_apart() -> None:
    """What somebody typed is never taken for what happens without words."""
    device = kettle.device(Kettle([question(), question(), answer()]))
    device.say("(silence)")
    device.silence()
    device.say("  tell   me\na joke ")
    device.leave()

    text = as_dialogue(device.turns, Dialogue(time_zone="UTC"))
    said = Dialogue.parse(text).said

    assert [one.utterance for one in said] == ["(silence)", "(silence)", "tell me a joke", "(leaves)"]
    assert "you: \\(silence)\n" in text
    assert "you: (silence)\n" in text


def test_the_second_of_two_hours_with_one_name_is_told() -> None:
    """When the clocks go back, half past one comes twice."""
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 01:30 again, an hour after the first 01:30
    device = kettle.device(Kettle([answer()]), clock=lambda: second, time_zone="Europe/London")
    device.say("brew")

    text = as_dialogue(device.turns, HERE)

    assert "now: 2026-10-25 01:30+00:00 Europe/London" in text
    assert Dialogue.parse(text).said[0].at.timestamp() == second.timestamp()


def test_the_permission_that_was_given_is_written_down(stage: Stage) -> None:
    """Refused first and given later, it is so again."""
    text = """
        now: 2026-11-22 10:00 America/New_York
        reminders: denied
        you: remind me to stretch in two hours
        you: yes
        coach~ /no reminders/
        reminders: asked for
        you: remind me to stretch in two hours
        you: yes
        coach~ /Done/
        """
    device = held(Dialogue.parse(dedent(text)), stage)

    written = as_dialogue(device.turns, Dialogue(time_zone="America/New_York", reminders="asked for"))

    assert [line for line in written.splitlines() if line.startswith("reminders")] == [
        "reminders: denied",
        "reminders: asked for",
    ]
    assert difference(replay(Dialogue.parse(written), stage)) == ""


def test_a_conversation_that_remembers_begins_with_what_was_remembered(stage: Stage) -> None:
    """The same words without the memory are answered otherwise."""
    leg_day = {"effort": 9.0, "leg_date": "2026-11-20", "leg_day": ["2026-11-20T18:00:00-05:00"] * 2}
    event = {"kind": "leg_day", "data": leg_day, "id": "001", "replaces": None}
    times = dict.fromkeys(("at", "recorded_at"), "2026-11-20T23:00:00+00:00")
    text = "now: 2026-11-22 09:00 America/New_York\nyou: how am I recovering\n"
    knowing = replace(
        Dialogue.parse(text),
        profile={"remembered_since": "2026-11-20T23:00:00+00:00"},
        remembered=({**event, **times},),
    )

    known, unknown = recorded(knowing, stage), recorded(Dialogue.parse(text), stage)

    assert "coach: Your last leg day was Friday." in known
    assert "coach: I don't know your history yet." in unknown
    assert difference(replay(Dialogue.parse(known), stage)) == ""


def test_a_clock_by_the_minute_stands_on_whole_minutes() -> None:
    """So a recorded conversation has few lines with the time."""
    assert by_the_minute(lambda: NINE + timedelta(seconds=59, microseconds=1))() == NINE


# Wordings


def heard(wording: Wording, *requests: str) -> list[int]:
    """What is picked for each of these requests."""
    picked: list[int] = []

    def respond(envelope: kettle.Json) -> kettle.Json:
        picked.append(wording(1000))
        return envelope

    for intent in requests:
        wording.around(respond)({"request": {"type": "IntentRequest", "intent": {"name": intent}}})
    return picked


def test_the_same_number_picks_the_same_words() -> None:
    """And another number other ones; the first is always the first."""
    assert heard(Wording("5"), "A", "B", "A") == heard(Wording("5"), "A", "B", "A")
    assert heard(Wording("5"), "A", "B") != heard(Wording("6"), "A", "B")
    assert heard(Wording(FIRST), "A", "B") == [0, 0]


def test_a_turn_that_is_put_in_leaves_the_words_of_the_others() -> None:
    """The choice hangs on what is heard; the same heard twice is answered in other words."""
    assert heard(Wording("5"), "A", "B")[1] == heard(Wording("5"), "A", "C", "B")[2]
    assert len(set(heard(Wording("5"), "A", "A", "A"))) == 3


# Updating


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_words_that_differ_are_written_anew(end: str) -> None:
    """Remarks, empty lines, patterns and the ends of lines stay as somebody wrote them."""
    before = [
        "# Tea",
        "now: 2026-11-22 09:00 UTC",
        "",
        "you: brew",
        "coach: There is",
        "# as ever",
        "  no tea.",
        "coach~ /tea/",
        "coach! /coffee/   ",
        "session  : open",
        "intent: BrewIntent",
    ]
    text = end.join(before)

    new, left = updated(text, mismatched(text, Kettle([answer("Coffee, then.")])))

    assert new.split(end) == [
        *before[:4],
        "coach: Coffee, then.",
        "# as ever",
        *before[7:9],
        "session  : closed",
        before[10],
    ]
    assert [(one.expectation.subject, one.expectation.how) for one in left] == [("coach", "~")]


def test_what_amazon_objects_to_is_accepted_only_where_it_is_expected() -> None:
    """A line that nobody wrote cannot be rewritten; one that somebody wrote can."""
    text = "now: 2026-11-22 09:00 UTC\nyou: brew\n"
    for more, accepted in ("", False), ("problems: none\n", True):
        skill = Kettle([answer("Which tea?")])
        new, left = updated(text + more, mismatched(text + more, skill))

        assert bool(left) is not accepted
        assert ("closed on a question" in new) is accepted


def test_an_accepted_answer_goes_as_written_from_then_on() -> None:
    """However long it is."""
    long = " ".join(["A very long answer about tea, which goes on and on."] * 5)
    text = "now: 2026-11-22 09:00 UTC\nyou: brew\ncoach: Short.\n"

    new, left = updated(text, mismatched(text, Kettle([answer(long)])))

    assert not left
    assert max(map(len, new.splitlines())) <= 106
    assert not mismatched(new, Kettle([answer(long)]))


def mismatched(text: str, skill: Callable[[kettle.Json], kettle.Json]) -> list[Mismatch]:
    """What a replay with the kettle finds."""
    return replay(Dialogue.parse(text), lambda _, now: kettle.device(skill, clock=now))


# Whatever is said


@settings(deadline=None)
@given(said=st.text().filter(str.strip), told=st.text())
def test_whatever_is_said_and_told_goes_again(said: str, told: str) -> None:
    """Brackets, signs of the format, strange spaces and all the scripts of the world."""
    skill = _Plain(told)
    device = kettle.device(skill)
    device.say(said)

    text = as_dialogue(device.turns, Dialogue(time_zone="UTC", skill="tea kettle"))
    mismatches = replay(Dialogue.parse(text), lambda _, now: kettle.device(skill, clock=now))

    assert difference(mismatches) == ""
    assert [one.utterance for one in Dialogue.parse(text).said] == [" ".join(said.split())]


class _Plain:
    """A skill that always says the same, as plain text."""

    def __init__(self, told: str) -> None:
        self._speech = {"type": "PlainText", "text": told}

    def __call__(self, _: kettle.Json) -> kettle.Json:
        return {"version": "1.0", "response": {"outputSpeech": self._speech, "shouldEndSession": True}}
