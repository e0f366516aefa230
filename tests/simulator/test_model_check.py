"""What does not hold together in somebody's model is named, and so is what the simulator does not know."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from skill.simulator import model_check
from skill.simulator.model import ModelError
from tests.simulator.kettle import MODEL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NO_SAMPLES = "there are no samples, and the simulator knows none."
LEFT_OUT = "is left out: the simulator does not know it."


def checked(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> list[str]:
    """The notes on the tea model with a change to its ``interactionModel``."""
    document = deepcopy(MODEL)
    change(document["interactionModel"])
    path = tmp_path / "en-US.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return model_check.load(path)[1]


def brew(model: dict[str, Any]) -> dict[str, Any]:
    """The first intent."""
    intent: dict[str, Any] = model["languageModel"]["intents"][0]
    return intent


def dialog(model: dict[str, Any]) -> dict[str, Any]:
    """The dialog of that intent."""
    intent: dict[str, Any] = model["dialog"]["intents"][0]
    return intent


def test_a_model_that_holds_together_has_no_notes(tmp_path: Path) -> None:
    """All of it is known."""
    assert checked(tmp_path, lambda _: None) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda it: brew(it)["slots"][0].update(type="Leaf"),
            "BrewIntent has the slot tea of the type Leaf,",
        ),
        (
            lambda it: brew(it)["samples"].append("boil {water}"),
            "the sample 'boil {water}', but no slot water.",
        ),
        (lambda it: it["dialog"].update(delegationStrategy="NEVER"), "The delegation strategy 'NEVER' does not exist."),
        (lambda it: dialog(it).update(delegationStrategy="NEVER"), "BrewIntent has the delegation strategy 'NEVER'"),
        (lambda it: dialog(it).update(name="SipIntent"), "The dialog has SipIntent, which is no intent of the model."),
        (lambda it: dialog(it)["slots"][2].update(name="sugar"), "The dialog has the slot BrewIntent's sugar, which"),
        (
            lambda it: dialog(it).update(prompts={}),
            "BrewIntent needs a prompt for confirmation, and 'none'",
        ),
        (lambda it: it["prompts"].pop(0), "BrewIntent's tea needs a prompt for elicitation, and 'which' is not among"),
        (
            lambda it: dialog(it)["slots"][0]["validations"].append({"type": "isHot", "prompt": "which"}),
            "BrewIntent's tea has the validation isHot, which is none of: hasEntityResolutionMatch,",
        ),
        (lambda it: it["prompts"].pop(1), "BrewIntent's tea has a validation with the prompt 'not here', which is not"),
    ],
)
def test_what_does_not_hold_together_is_named(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """As Amazon would refuse to build it."""
    with pytest.raises(ModelError) as raised:
        checked(tmp_path, change)

    assert "en-US.json does not hold together. " in str(raised.value)
    assert said in str(raised.value)


def test_not_everything_is_told_at_once(tmp_path: Path) -> None:
    """Five things are enough to begin with."""
    with pytest.raises(ModelError, match=r"There are 2 more\.$"):
        checked(tmp_path, lambda it: brew(it)["samples"].extend(f"boil {{water{number}}}" for number in range(7)))


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (
            lambda it: brew(it)["slots"][1].update(type="AMAZON.Actor"),
            "Any words are taken for AMAZON.Actor: the simulator has no list of their values.",
        ),
        (
            lambda it: it["languageModel"]["intents"].append({"name": "AMAZON.SearchAction<object@Book>"}),
            f"Nothing that is said is AMAZON.SearchAction<object@Book>: {NO_SAMPLES}",
        ),
        (
            lambda it: it.update(conversations={}),
            "interactionModel.conversations is left out: the simulator does not know it.",
        ),
        (
            lambda it: it["languageModel"].update(generations=[]),
            "languageModel.generations is left out: the simulator does not know it.",
        ),
        (
            lambda it: it["languageModel"]["types"][0].update(valueSupplier={"type": "CatalogValueSupplier"}),
            "The values of Tea come from a catalog, which is left out.",
        ),
    ],
)
def test_what_the_simulator_does_not_know_is_noted(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], note: str
) -> None:
    """And the rest is used all the same."""
    assert checked(tmp_path, change) == [note]


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "": "is no JSON: ",
        "[]": "This is no Alexa interaction model: ",
        '{"languageModel": {}}': "This is no Alexa interaction model: 'interactionModel' is missing",
        '{"interactionModel": {"languageModel": {"intents": []}}}': "'invocationName' is missing",
        '{"interactionModel": {"languageModel": {"invocationName": "tea", "intents": ["Brew"]}}}': "of the wrong kind",
    }.items(),
)
def test_what_is_no_model_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """The sentence says what is missing."""
    path = tmp_path / "en-US.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ModelError) as raised:
        model_check.load(path)

    assert said in str(raised.value)
    with pytest.raises(ModelError, match="cannot be read: No such file"):
        model_check.load(tmp_path / "fr-FR.json")
