"""Talking on the page: turns, silence, new conversations, and things one could say."""

from __future__ import annotations

import pytest

from skill.cli.page import OurSkill
from skill.cli.stage import understanding_for
from skill.simulator.device import Session
from skill.simulator.model import Intent, InteractionModel
from skill.workbench.bench import LONGEST
from skill.workbench.chips import MOST, suggested
from tests.workbench.visitor import SUNDAY, Visitor, refused


def test_a_question_is_asked_and_answered(visitor: Visitor) -> None:
    """One question leads to others, and those to a verdict; each turn has all that the page shows of it."""
    first = visitor.says("should I run today")
    assert first == {
        "n": 0,
        "said": "should I run today",
        "heard_as": "ShouldIRunIntent",
        "score": 1.0,
        "ssml": "<speak>How sore are your legs, zero to ten?</speak>",
        "text": "How sore are your legs, zero to ten?",
        "reprompt": "Zero to ten, how sore?",
        "open": True,
        "verdict": None,
        "ms": first["ms"],
        "problems": [],
        "card": None,
        "at": "2026-11-22T09:00:00+00:00",
    }
    assert first["ms"] > 0

    last = visitor.says("nine")

    assert (last["n"], last["verdict"]) == (1, "rest")
    assert [turn["n"] for turn in visitor.look("conversation")["turns"]] == [0, 1]


def test_the_page_knows_whether_anybody_listens(visitor: Visitor) -> None:
    """The session is open after a question, closed before the first word and after goodbye."""
    opened = [visitor.look("conversation")["open"]]
    for said in ("open leg day coach", "stop"):
        visitor.says(said)
        opened.append(visitor.look("conversation")["open"])

    assert opened == [False, True, False]


def test_silence_is_reprompted_once(visitor: Visitor) -> None:
    """Saying nothing brings the reprompt; saying nothing again ends the session."""
    visitor.says("should I run today")

    assert visitor.says("")["text"] == "Zero to ten, how sore?"
    assert visitor.says("")["open"] is False
    assert "Say something." in refused(visitor.post("turn", {"said": " "}))


@pytest.mark.parametrize("said", ["x" * (LONGEST + 1), None, 5, ["hi"]])
def test_what_nobody_can_say_is_refused(visitor: Visitor, said: object) -> None:
    """With a sentence; nothing happens."""
    assert str(LONGEST) in refused(visitor.post("turn", {"said": said}))
    assert visitor.look("conversation")["turns"] == []


def test_what_is_no_json_object_is_refused(visitor: Visitor) -> None:
    """Everything the page sends is one."""
    for path in ("turn", "over", "record"):
        assert refused(visitor.post(path, ["said"]))
    assert refused(visitor.put("device", "travel"))


def test_a_new_conversation_forgets_the_session_and_keeps_the_memory(remembered: Visitor) -> None:
    """Bubbles and session are gone; what the athlete said is known."""
    remembered.says("my legs are a six")

    remembered.starts_over()

    assert remembered.look("conversation")["turns"] == []
    assert remembered.look("conversation")["open"] is False
    assert remembered.look("recovery")["rows"] == [{"when": "2026-11-22T09:00:00+00:00", "soreness": 6.0}]


def test_everything_can_be_forgotten(remembered: Visitor) -> None:
    """Then the athlete is nobody again."""
    remembered.says("my legs are a six")

    remembered.starts_over(forget=True)

    assert remembered.look("recovery")["rows"] == []
    remembered.says("open leg day coach")
    assert remembered.inside()["session"]["remembered"] is False


def test_what_breaks_is_a_sentence_without_what_was_said(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is told by its kind and place; the page goes on."""
    monkeypatch.setattr(OurSkill, "recovery", lambda *_: dict[str, str]()["six"])

    sentence = refused(visitor.client.get("/api/recovery"), 500)

    assert sentence.startswith("Something broke: KeyError at ")
    assert "six" not in sentence
    assert visitor.says("should I run today")["open"]


# Things one could say


def test_openings_are_understood(visitor: Visitor) -> None:
    """Before the first word the page offers sentences of the model; each is what it was made from."""
    chips = visitor.look("conversation")["chips"]

    intents = [understanding_for("en-US").understand(chip, SUNDAY).intent for chip in chips]
    assert intents == [intent for intent, _ in OurSkill.openings]
    assert len(chips) == len(set(chips)) == MOST


def test_answers_are_offered(visitor: Visitor) -> None:
    """To a question for a slot its values; to another yes and no."""
    visitor.says("should I run today")
    assert visitor.look("conversation")["chips"] == ["0", "2", "5", "8", "10", "help"]

    visitor.says("five")
    assert visitor.look("conversation")["chips"][:2] == ["today", "yesterday"]

    visitor.says("nine")
    assert visitor.look("conversation")["chips"][:2] == ["yes", "no"]


def test_what_is_offered_answers(visitor: Visitor) -> None:
    """Saying the first thing offered, over and over, goes on without a misunderstanding."""
    for _ in range(8):
        chip = visitor.look("conversation")["chips"][0]
        assert visitor.says(chip)["heard_as"] != "AMAZON.FallbackIntent"


def test_another_skill_is_offered_its_own_sentences() -> None:
    """A model without our intents gives the first sample of each of its own; one without values for a slot none."""
    model = InteractionModel(
        "kettle", {"Boil": Intent("Boil", samples=("boil water", "tea")), "Stop": Intent("Stop", samples=("{what}",))}
    )

    assert suggested(model, Session(open=False), ()) == ["boil water"]
