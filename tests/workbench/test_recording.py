"""A conversation on the page becomes a dialogue file, and goes again as it went."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skill.cli.page import page
from skill.settings import Settings
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.replaying import replay
from tests.workbench.visitor import DAY, HOUR, SUNDAY, ZONE, Visitor, refused

if TYPE_CHECKING:
    from tests.coaching import Coach


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No clone of the project is near, so files go right here."""
    monkeypatch.chdir(tmp_path)


def kept(visitor: Visitor, name: str = "a_talk") -> Dialogue:
    """The conversation, kept and read."""
    answer = visitor.post("record", {"name": name}).get_json()
    assert answer["path"] == f"{name}.dialogue"
    assert answer["text"] == Path(answer["path"]).read_text(encoding="utf-8")
    return Dialogue.parse(answer["text"])


def test_a_conversation_goes_again(visitor: Visitor, coach: Coach) -> None:
    """Each turn with what was understood and said."""
    visitor.says("should I run today", "five", "", "yesterday evening", "eight", "intervals", "why", "stop")

    dialogue = kept(visitor)

    assert len(dialogue.said) == 8
    assert replay(dialogue, coach.set_up) == []


def test_what_changed_on_the_way_goes_again(remembered: Visitor, coach: Coach) -> None:
    """Memory, time, the store and reminders are written down where they changed."""
    remembered.says("my legs are a six")
    remembered.starts_over()
    remembered.says("open leg day coach", "my legs are a four")
    remembered.sets(store="broken")
    remembered.says("my legs are a five")
    remembered.sets(store="working", reminders="limit")
    remembered.says("remind me to stretch in two hours", "yes")
    remembered.sets(reminders="working", permissions={"reminders": False})
    remembered.travels(DAY)
    remembered.passes(HOUR)
    remembered.says("remind me to stretch in two hours", "yes", "stop")

    dialogue = kept(remembered)

    assert [event["data"]["soreness"] for event in dialogue.remembered if event["kind"] == "check_in"] == [6]
    assert {said.reminders for said in dialogue.said} == {"allowed", "429", "denied"}
    assert {said.store for said in dialogue.said} == {"works", "broken"}
    assert replay(dialogue, coach.set_up) == []


def test_a_recording_begins_where_the_device_stands(visitor: Visitor, coach: Coach) -> None:
    """What was said before it was moved was said to another device."""
    visitor.says("should I run today")
    visitor.sets(time_zone="Asia/Tokyo", screen=True)
    visitor.says("should I run today", "nine")

    dialogue = kept(visitor)

    assert (dialogue.time_zone, dialogue.device, len(dialogue.said)) == ("Asia/Tokyo", "screen", 2)
    assert replay(dialogue, coach.set_up) == []


def test_where_nothing_is_remembered_it_goes_again(coach: Coach) -> None:
    """That there is no store is written down as well."""
    with page(Settings(store="memory://"), lambda: SUNDAY, locale="en-US", time_zone=ZONE, wording=lambda: "7") as app:
        visitor = Visitor(app.test_client())
        visitor.says("open leg day coach", "remember me", "my legs are a six")
        visitor.sets(store="broken")
        visitor.says("stop")

        dialogue = kept(visitor)

    assert (dialogue.store, dialogue.wording) == ("none", "7")
    assert replay(dialogue, coach.set_up) == []


def test_nothing_is_written_over(visitor: Visitor) -> None:
    """A name that is taken is refused."""
    visitor.says("should I run today")
    kept(visitor)

    assert "exists already" in refused(visitor.post("record", {"name": "a_talk"}))


@pytest.mark.parametrize("name", ["", "../up", "a b", ".hidden", "x" * 81])
def test_a_name_that_is_none_is_refused(visitor: Visitor, name: str) -> None:
    """No other folder can be reached."""
    visitor.says("should I run today")

    assert "sore_legs" in refused(visitor.post("record", {"name": name}))


def test_there_has_to_be_something_to_keep(visitor: Visitor) -> None:
    """And it needs a name that is text."""
    assert refused(visitor.post("record", {"name": "nothing"})) == "Say something first; then it can be kept."
    visitor.says("should I run today")
    assert refused(visitor.post("record", {"name": 5}))
