"""Behind a turn: what was understood, decided, sent and answered, how long it took, and what the platform says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skill.advice import RULES, SOURCES
from skill.cli.page import OurSkill
from skill.platform.response import checked
from skill.settings import Settings
from skill.simulator.dialogue_file import FIRST, Dialogue
from skill.simulator.fake_amazon import FakeAmazon
from skill.simulator.replaying import replay
from tests.workbench.visitor import SUNDAY, Visitor, refused

if TYPE_CHECKING:
    from skill.simulator.device import Device
    from skill.simulator.replaying import Circumstances
    from tests.coaching import Coach

RULES_BY_NAME = {rule.name: rule for rule in RULES}
DIALOGUES = sorted((Path(__file__).parents[1] / "dialogues").rglob("*.dialogue"))


def test_what_was_understood_is_shown(visitor: Visitor) -> None:
    """Intent, the sample that matched and how well, slots with their resolutions."""
    visitor.says("can I do hill repeats today")

    assert visitor.inside()["understanding"] == {
        "intent": "ShouldIRunIntent",
        "sample": "can i do {runType} {runDate}",
        "score": 1.0,
        "slots": [
            {"name": "runType", "value": "hill repeats", "resolved": "hills", "id": "hills"},
            {"name": "runDate", "value": "2026-11-22", "resolved": None, "id": None},
        ],
    }


def test_a_near_miss_has_its_likeness(visitor: Visitor) -> None:
    """What is only like a sample scores below one, and the sample is named."""
    visitor.says("so should I maybe run or what")

    understanding = visitor.inside()["understanding"]
    assert 0 < understanding["score"] < 1
    assert understanding["sample"]


def test_opening_the_skill_is_understood_without_a_sample(visitor: Visitor) -> None:
    """There is nothing to match."""
    visitor.says("open leg day coach")

    assert visitor.inside()["understanding"] == {
        "intent": "LaunchRequest", "sample": None, "score": None, "slots": [],
    }  # fmt: skip


def test_the_dialog_and_the_session_are_shown(visitor: Visitor) -> None:
    """What is asked for, and what the skill wants to be told again."""
    visitor.says("should I run today")
    assert visitor.inside()["dialog"] == {"state": "STARTED", "elicits": "soreness"}

    visitor.says("nine")
    inside = visitor.inside()
    assert inside["dialog"]["elicits"] is None
    assert inside["session"]["facts"]["soreness"] == 9


def test_both_sides_of_the_wire_are_shown(visitor: Visitor) -> None:
    """The request as Amazon would send it, and the whole answer."""
    visitor.says("my legs are a four")

    inside = visitor.inside()
    assert inside["request"]["request"]["intent"]["slots"]["soreness"]["value"] == "four"
    assert inside["request"]["request"]["timestamp"] == "2026-11-22T09:00:00Z"
    assert inside["response"]["response"]["outputSpeech"]["type"] == "SSML"


def test_the_decision_has_its_rule_and_sources(visitor: Visitor) -> None:
    """What decided, why, how sure it is, and where to read about it."""
    visitor.says("can I do intervals, I did heavy squats last night and I'm a five")

    decision = visitor.inside()["decision"]
    assert (decision["verdict"], decision["rule"]) == ("cross_train", "hard_run_sore_soon")
    assert all(reason.endswith(".") for reason in decision["reasons"])
    assert decision["confidence"]
    assert {source["title"] for source in decision["sources"]} <= {source.citation for source in SOURCES.values()}
    assert all(source["url"].startswith("https://") for source in decision["sources"] if "url" in source)


def test_nothing_is_decided_by_a_question(visitor: Visitor) -> None:
    """Then there is no decision to show."""
    visitor.says("should I run today")

    assert visitor.inside()["decision"] is None


@pytest.mark.parametrize("file", DIALOGUES, ids=lambda file: file.stem)
def test_every_decision_can_be_explained(file: Path, coach: Coach) -> None:
    """In every conversation that is kept as a test: wherever the skill decided, the page tells why, with sources."""
    skill = OurSkill(Settings(store="memory://"), lambda: SUNDAY, FakeAmazon(lambda: SUNDAY), "", lambda: FIRST)
    devices: list[Device] = []

    def set_up(dialogue: Dialogue, now: Circumstances) -> Device:
        devices.append(coach.set_up(dialogue, now))
        return devices[-1]

    replay(Dialogue.parse(file.read_text(encoding="utf-8")), set_up)

    for turn in devices[-1].turns:
        decision = skill.decided(turn)
        assert (decision is None) == (turn.trace.get("verdict") is None)
        if decision:
            assert (decision["verdict"], decision["rule"]) == (turn.trace["verdict"], turn.trace["rule"])
            assert decision["reasons"]
            assert {source["title"] for source in decision["sources"]} >= {
                SOURCES[name].citation for name in RULES_BY_NAME[decision["rule"]].sources
            }


def test_the_time_a_turn_took_is_in_parts(visitor: Visitor) -> None:
    """Understanding, the skill and the rest are the whole; speech is added once it was made."""
    turn = visitor.says("should I run today")

    parts = {one["part"]: one["ms"] for one in visitor.inside()["timings"]}
    assert [*parts] == ["understanding", "skill", "the rest"]
    assert min(parts.values()) >= 0
    assert sum(parts.values()) == pytest.approx(turn["ms"], abs=0.1)


def test_every_rule_of_the_platform_is_checked(visitor: Visitor) -> None:
    """One line each, and all of them hold."""
    visitor.says("should I run today")

    inside = visitor.inside()
    assert [one["rule"] for one in inside["checks"]] == [*checked(inside["response"], inside["request"])]
    assert len(inside["checks"]) > 5
    assert all(one["ok"] and one["detail"] == "" for one in inside["checks"])


def test_a_rule_that_is_broken_says_how() -> None:
    """The others still hold."""
    response = {"version": "1.0", "response": {"outputSpeech": {"type": "PlainText", "text": "Sure?"}}}

    problems = {rule: told for rule, told in checked(response).items() if told}

    assert [*problems] == [
        "It says whether the session ends",
        "A question keeps the session open, and nothing else does",
    ]
    assert "closed on a question" in problems["A question keeps the session open, and nothing else does"][0]


def test_what_is_no_response_is_not_looked_at_further() -> None:
    """One rule, and what is wrong."""
    assert [*checked({"version": "1.0"})] == ["It has the shape of a response"]


def test_a_turn_that_was_not_held_cannot_be_looked_into(visitor: Visitor) -> None:
    """It is said so."""
    visitor.says("should I run today")

    assert refused(visitor.client.get("/api/turn/1")) == "There is no such turn."
    assert refused(visitor.client.get("/api/turn/first"), 404)
