"""A symptom or a condition named in any sentence, at any moment, gets the right next step and never a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from skill.advice import RED_FLAGS, Condition, Symptom
from tests.conversation.talker import Talker, listed, matched, unmatched
from tests.conversation.test_asking import BEFORE, EVERYTHING, MAIN, asked_for
from tests.conversation.test_detours import TOPICS, says_topic

MODEL = json.loads((Path(__file__).parents[2] / "interaction_models/en-US.json").read_text())
INTENTS = {
    intent["name"]: {slot["name"] for slot in intent.get("slots", [])}
    for intent in MODEL["interactionModel"]["languageModel"]["intents"]
}
RULE_OF = {symptom: rule for rule, symptoms in RED_FLAGS.items() for symptom in symptoms}
HEADLINE = {
    "emergency": "Stop, and call your emergency number now.",
    "medical_today": "Don't run. Get medical care today.",
    "sharp_pain": "Don't run on that.",
    "ask_clinician": "Ask a doctor before you run.",
}


@pytest.mark.parametrize("symptom", Symptom)
@pytest.mark.parametrize("intent", sorted(name for name, slots in INTENTS.items() if "symptom" in slots))
def test_a_symptom_in_any_intent_gets_its_next_step(intent: str, symptom: Symptom) -> None:
    """Whatever else was asked, and the session ends: nothing is offered."""
    heard = Talker().says(intent, symptom=symptom.value)

    assert (heard.verdict, heard.rule) == ("seek_care", RULE_OF[symptom])
    assert heard.speech.startswith(HEADLINE[RULE_OF[symptom]])
    assert not heard.is_open


@pytest.mark.parametrize("condition", Condition)
@pytest.mark.parametrize("intent", sorted(name for name, slots in INTENTS.items() if "condition" in slots))
def test_a_condition_in_any_intent_is_for_a_doctor(intent: str, condition: Condition) -> None:
    """General information only."""
    heard = Talker().says(intent, condition=condition.value)

    assert (heard.verdict, heard.rule) == ("seek_care", "ask_clinician")
    assert heard.speech.startswith(HEADLINE["ask_clinician"])


@pytest.mark.parametrize("intent", sorted(set(INTENTS) - {"AMAZON.FallbackIntent"}))
def test_a_symptom_is_not_lost_even_where_the_model_has_no_slot_for_it(intent: str) -> None:
    """Should another release of the model send one."""
    assert Talker().says(intent, symptom="chest_pain").rule == "emergency"


@pytest.mark.parametrize("slot", BEFORE)
@pytest.mark.parametrize("intent", ["AnswerIntent", "SymptomIntent", "SoreLegsIntent"])
def test_a_symptom_in_the_middle_of_a_question_comes_first(slot: str, intent: str) -> None:
    """Nothing else is asked."""
    heard = asked_for(slot).says(intent, symptom="dark_urine")

    assert (heard.verdict, heard.rule) == ("seek_care", "medical_today")
    assert not heard.is_open


@pytest.mark.parametrize("topic", TOPICS)
def test_a_symptom_after_a_topic_or_a_verdict_comes_first(topic: str) -> None:
    """A verdict that was given is taken back."""
    athlete = Talker()
    athlete.says(MAIN, **EVERYTHING)
    says_topic(athlete, topic)

    assert athlete.says("SymptomIntent", symptom="bone_pain").rule == "sharp_pain"


def test_the_worst_of_several_decides() -> None:
    """And is the one that is spoken of."""
    heard = Talker().says(MAIN, symptom=listed(matched("limp"), matched("chest_pain"), unmatched("itch")))

    assert heard.rule == "emergency"
    assert "Chest pain needs help straight away" in heard.speech


def test_a_symptom_beside_facts_that_would_be_fine_decides() -> None:
    """However fresh the legs."""
    heard = Talker().says(MAIN, soreness="0", noLegDay="none", runType="easy", symptom="faint")

    assert heard.verdict == "seek_care"


def test_a_symptom_goes_before_not_knowing() -> None:
    """“I don't know, and my chest hurts”."""
    athlete = Talker()
    athlete.opens()

    assert athlete.says("AnswerIntent", unknown="unknown", symptom="chest_pain").verdict == "seek_care"


@pytest.mark.parametrize("age", ["1", "17"])
def test_a_minor_is_sent_to_an_adult_who_knows(age: str) -> None:
    """By the age alone, without declaring anything."""
    heard = Talker().says("CheckInIntent", age=age)

    assert (heard.verdict, heard.rule) == ("seek_care", "ask_clinician")
    assert "Under eighteen" in heard.speech


def test_a_pain_that_names_no_red_flag_is_asked_about_once() -> None:
    """And then not explained away."""
    athlete = Talker()
    first = athlete.says("SymptomIntent", symptom=unmatched("my elbow feels purple"))
    second = athlete.says("SymptomIntent", symptom=unmatched("just purple"))

    assert first.asks_for == "symptom"
    assert "don't run on it until somebody has looked" in second.speech
    assert second.is_open


def test_a_pain_that_is_named_when_asked_gets_its_next_step() -> None:
    """The second telling is understood."""
    athlete = Talker()
    athlete.says("SymptomIntent")

    assert athlete.says("SymptomIntent", symptom="pop").rule == "sharp_pain"
