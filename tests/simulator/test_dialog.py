"""The dialog manager keeps what was said, asks in the model's words, and sends the states that Alexa sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from skill.simulator.device import OUT_OF_ORDER
from skill.simulator.understanding import Expecting
from tests.simulator import kettle
from tests.simulator.kettle import Kettle, answer, delegating, directing, question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skill.simulator.device import Turn
    from tests.simulator.kettle import Json


def talk(skill: Kettle, utterances: Sequence[str], **settings: Any) -> list[Turn]:  # noqa: ANN401 - see kettle.device
    """Say one thing after the other."""
    device = kettle.device(skill, **settings)
    return [device.say(utterance) for utterance in utterances]


def values(request: Json) -> dict[str, Any]:
    """What is known of each slot."""
    return {name: slot["value"] for name, slot in request["intent"]["slots"].items() if "value" in slot}


# The skill asks


def test_what_was_said_is_kept_while_a_slot_is_elicited() -> None:
    """The answer arrives in the same intent, with all that was known before."""
    skill = Kettle([directing("ElicitSlot", slotToElicit="cups"), answer()])
    understanding = kettle.Understanding()

    talk(skill, ["brew mint", "two"], understanding=understanding)

    assert understanding.expected == [None, Expecting("BrewIntent", "cups")]
    assert skill.states == ["STARTED", "IN_PROGRESS"]
    assert values(skill.requests[1]) == {"tea": "peppermint", "cups": "2"}


def test_an_answer_can_say_more_than_was_asked() -> None:
    """Whatever slots a sentence of the same intent fills are taken over the old ones."""
    skill = Kettle([directing("ElicitSlot", slotToElicit="tea"), answer()])

    talk(skill, ["brew", "brew two cups of mint"])

    assert values(skill.requests[1]) == {"tea": "peppermint", "cups": "2"}


def test_a_changed_subject_drops_the_dialog() -> None:
    """Another intent in the middle of a dialog goes to the skill as what it is, stateless if it has no dialog."""
    skill = Kettle([directing("ElicitSlot", slotToElicit="cups"), question(), answer()])
    understanding = kettle.Understanding()

    talk(skill, ["brew mint", "tell me a joke", "two"], understanding=understanding)

    assert skill.requests[1]["intent"]["name"] == "JokeIntent"
    assert skill.states == ["STARTED", None, None]
    assert understanding.expected[2] is None


def test_the_skill_can_take_up_a_dropped_dialog() -> None:
    """Eliciting for another intent than the one just heard chains into it, with the slots the skill gives."""
    taken_up = {"name": "BrewIntent", "slots": {"tea": {"name": "tea", "value": "green", "resolutions": None}}}
    skill = Kettle([directing("ElicitSlot", slotToElicit="cups", updatedIntent=taken_up), answer()])
    understanding = kettle.Understanding()

    talk(skill, ["tell me a joke", "three"], understanding=understanding)

    assert understanding.expected[1] == Expecting("BrewIntent", "cups")
    assert skill.states == [None, "IN_PROGRESS"]
    assert values(skill.requests[1]) == {"tea": "green", "cups": "3"}
    assert skill.requests[1]["intent"]["slots"]["extras"] == {"name": "extras", "confirmationStatus": "NONE"}


def test_a_launch_can_begin_a_dialog() -> None:
    """With an updated intent there is something to elicit for."""
    skill = Kettle([directing("ElicitSlot", slotToElicit="tea", updatedIntent={"name": "BrewIntent"}), answer()])

    talk(skill, ["open tea kettle", "mint"])

    assert values(skill.requests[1]) == {"tea": "peppermint"}


@pytest.mark.parametrize(("said", "status"), [("yes", "CONFIRMED"), ("no", "DENIED")])
def test_a_slot_is_confirmed_by_yes_or_no(said: str, status: str) -> None:
    """The device takes the yes or no itself, and the skill finds it on the slot."""
    skill = Kettle([directing("ConfirmSlot", slotToConfirm="tea"), answer()])

    talk(skill, ["brew mint", said])

    intent = skill.requests[1]["intent"]
    assert (intent["name"], intent["slots"]["tea"]["confirmationStatus"]) == ("BrewIntent", status)
    assert intent["confirmationStatus"] == "NONE"
    assert skill.states == ["STARTED", "IN_PROGRESS"]


def test_another_value_instead_of_a_yes_replaces_the_first() -> None:
    """A correction is no confirmation."""
    skill = Kettle([directing("ConfirmSlot", slotToConfirm="tea"), answer()])

    talk(skill, ["brew mint", "mud"])

    assert skill.requests[1]["intent"]["slots"]["tea"]["value"] == "mud"
    assert skill.requests[1]["intent"]["slots"]["tea"]["confirmationStatus"] == "NONE"


@pytest.mark.parametrize(("said", "status"), [("yes", "CONFIRMED"), ("no", "DENIED")])
def test_an_intent_is_confirmed_by_yes_or_no(said: str, status: str) -> None:
    """The skill finds the answer on the intent."""
    skill = Kettle([directing("ConfirmIntent"), answer()])

    talk(skill, ["brew mint", said])

    assert skill.requests[1]["intent"]["confirmationStatus"] == status


def test_a_yes_while_a_value_is_elicited_is_a_yes() -> None:
    """Only a confirmation takes yes and no for itself."""
    skill = Kettle([directing("ElicitSlot", slotToElicit="cups"), answer()])

    talk(skill, ["brew mint", "yes"])

    assert skill.requests[1]["intent"] == {"name": "AMAZON.YesIntent", "confirmationStatus": "NONE"}


# The skill delegates


def test_a_delegated_dialog_is_led_to_its_end() -> None:
    """The device asks for each required slot, checks, confirms, and the skill hears every step until it is complete."""
    skill = Kettle([delegating()] * 5 + [answer()])

    turns = talk(skill, ["brew", "mud", "mint", "two", "yes", "yes"])

    assert [turn.speech for turn in turns] == [
        "Which tea?",
        "There is no mud. Which tea instead?",
        "How many cups of peppermint?",
        "2 cups, right?",
        "Shall I brew peppermint with ?",
        "Here you are.",
    ]
    assert skill.states == ["STARTED", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "COMPLETED"]
    assert skill.requests[-1]["intent"]["confirmationStatus"] == "CONFIRMED"
    assert skill.requests[-1]["intent"]["slots"]["cups"]["confirmationStatus"] == "CONFIRMED"
    assert not any(turn.problems for turn in turns)


def test_the_devices_own_question_keeps_the_session_open() -> None:
    """It is repeated after a silence."""
    device = kettle.device(Kettle([delegating()]))

    turn, again = device.say("brew"), device.silence()

    assert turn.session_open
    assert turn.session.microphone
    assert (turn.reprompt, again.speech) == ("Which tea?", "Which tea?")


def test_a_denied_value_is_asked_for_again() -> None:
    """After a no to a slot, the slot is empty and elicited."""
    skill = Kettle([delegating()] * 3)

    turns = talk(skill, ["brew two cups of mint", "no", "three"])

    assert [turn.speech for turn in turns] == ["2 cups, right?", "How many cups of peppermint?", "3 cups, right?"]
    assert values(skill.requests[2]) == {"tea": "peppermint", "cups": "3"}


def test_a_dialog_that_lacks_nothing_is_completed_at_once() -> None:
    """The skill hears of it twice in the one turn."""
    skill = Kettle([delegating(updatedIntent={"name": "JokeIntent"}), answer()])

    def leave_little_to_ask(body: Json) -> None:
        body["dialog"]["intents"].append({"name": "JokeIntent"})

    turns = talk(skill, ["tell me a joke"], model=kettle.model(leave_little_to_ask))

    assert skill.states == ["STARTED", "COMPLETED"]
    assert len(turns[0].exchanges) == 2
    assert turns[0].speech == "Here you are."


def test_the_words_of_a_prompt_vary() -> None:
    """Which variation is spoken is for the caller to choose; markup is kept."""
    turns = talk(Kettle([delegating()]), ["brew"], vary=lambda n: n - 1)

    assert turns[0].ssml == "<speak>What <emphasis>tea</emphasis> is it?</speak>"
    assert turns[0].speech == "What tea is it?"


# The model delegates


def test_an_auto_delegated_intent_reaches_the_skill_complete() -> None:
    """The device asks before the skill hears anything."""
    skill = Kettle([answer()])

    turns = talk(skill, ["order", "mint"])

    assert [turn.speech for turn in turns] == ["Which tea?", "Here you are."]
    assert (turns[0].exchanges, turns[0].intent) == ((), "OrderIntent")
    assert skill.states == ["COMPLETED"]
    assert skill.heard[0]["session"]["new"] is True


def test_a_skill_may_ask_on_after_auto_delegation() -> None:
    """What it elicits then comes back complete as well."""
    skill = Kettle([directing("ElicitSlot", slotToElicit="cups"), answer()])

    talk(skill, ["order mint", "two"])

    assert skill.states == ["COMPLETED", "COMPLETED"]
    assert values(skill.requests[1]) == {"tea": "peppermint", "cups": "2"}


# Validations


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        ({"type": "isInSet", "values": ["2", "4"]}, "two", "three"),
        ({"type": "isNotInSet", "values": ["3"]}, "two", "three"),
        ({"type": "isGreaterThan", "value": "2"}, "three", "two"),
        ({"type": "isGreaterThanOrEqualTo", "value": "3"}, "three", "two"),
        ({"type": "isLessThan", "value": "3"}, "two", "lots"),
        ({"type": "isLessThanOrEqualTo", "value": "2"}, "two", "three"),
        ({"type": "isLessThan", "value": "2b"}, "two", "three"),
        ({"type": "isInDuration", "start": "1", "end": "2"}, "two", "three"),
        ({"type": "isNotInDuration", "start": "3", "end": "4"}, "two", "three"),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else value,
)
def test_a_value_that_breaks_a_rule_is_asked_for_again(rule: Json, good: str, bad: str) -> None:
    """The rule's own prompt is spoken; a value that keeps the rule goes on to be confirmed."""

    def add_rule(body: Json) -> None:
        body["dialog"]["intents"][0]["slots"][1]["validations"] = [{**rule, "prompt": "which"}]

    refused, taken = talk(Kettle([delegating()] * 3), ["brew mint", bad, good], model=kettle.model(add_rule))[1:]

    assert refused.speech == "Which tea?"
    assert taken.speech.endswith("cups, right?")


# What Alexa refuses


@pytest.mark.parametrize(
    ("response", "wrong"),
    [
        (directing("ElicitSlot", slotToElicit="sugar"), "no slot 'sugar'"),
        (directing("ConfirmSlot", slotToConfirm="sugar"), "no slot 'sugar'"),
        (directing("ConfirmIntent", updatedIntent={"name": "JokeIntent"}), "not in the dialog section"),
        (directing("ConfirmIntent", updatedIntent={"name": "BrewIntent", "slots": {"x": {}}}), "no slot 'x'"),
        (question(directives=[{"type": "Dialog.Delegate"}, {"type": "Dialog.ConfirmIntent"}]), "One Dialog directive"),
        (answer(directives=[{"type": "Dialog.Delegate"}]), "shouldEndSession is true"),
    ],
)
def test_a_directive_that_makes_no_sense_is_refused(response: Json, wrong: str) -> None:
    """The person hears of a problem, and the turn says what was wrong."""
    turn = talk(Kettle([response]), ["brew"])[0]

    assert turn.speech == OUT_OF_ORDER
    assert wrong in turn.problems[0]


def test_delegating_what_is_complete_is_refused() -> None:
    """It would go round for ever."""
    turn = talk(Kettle([delegating()]), ["order mint"])[0]

    assert "nothing is left" in turn.problems[0]


def test_delegating_to_and_fro_is_refused() -> None:
    """Two intents that hand over to each other are stopped."""
    order = {"name": "OrderIntent", "slots": {"tea": {"name": "tea", "value": "mint"}}}
    joke = {"name": "JokeIntent"}

    def two_complete_dialogs(body: Json) -> None:
        body["dialog"]["intents"].append({"name": "JokeIntent"})

    skill = Kettle([delegating(updatedIntent=one) for one in (order, joke) * 5])

    turn = talk(skill, ["brew"], model=kettle.model(two_complete_dialogs))[0]

    assert "without an answer" in turn.problems[0]


def test_a_model_without_words_for_a_question_is_reported() -> None:
    """Amazon would not build such a model; here the turn says what is missing."""

    def forget_the_prompts(body: Json) -> None:
        body["prompts"] = []

    turn = talk(Kettle([delegating()]), ["brew"], model=kettle.model(forget_the_prompts))[0]

    assert "no words for 'which'" in turn.problems[0]
