"""An Alexa interaction model as the simulator reads it: the JSON of the ASK, typed.

Only what the file says lives here. What its sentences mean to somebody talking is the business of
`skill.simulator.understanding`, what its dialog section asks for that of the device.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FALLBACK = "AMAZON.FallbackIntent"


class ModelError(Exception):
    """A file is no interaction model; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of an intent.

    Attributes:
        samples: what one may say while this slot is asked for, with ``{slot}`` in it.
        multiple: whether the slot takes several values (``multipleValues.enabled``).
    """

    name: str
    type: str
    samples: tuple[str, ...] = ()
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """Something a person may want: its slots and sentences that say it."""

    name: str
    slots: tuple[Slot, ...] = ()
    samples: tuple[str, ...] = ()

    def slot(self, name: str) -> Slot | None:
        """Give the slot of that name, None if the intent has none."""
        return next((slot for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot type, with the other words for it."""

    id: str
    name: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotType:
    """A slot type of the skill's own, or the skill's additions to one of Amazon's."""

    name: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Validation:
    """A rule of the dialog for a slot's value.

    Attributes:
        type: ``isInSet``, ``isLessThan``, ``hasEntityResolutionMatch`` and so on.
        prompt: id of the prompt spoken when the rule is broken.
        rule: the rule as written, with its ``value`` or ``values``, ``start`` and ``end``.
    """

    type: str
    prompt: str
    rule: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DialogSlot:
    """How the dialog treats a slot; `prompts` maps ``elicitation`` and ``confirmation`` to prompt ids."""

    name: str
    type: str
    elicitation_required: bool = False
    confirmation_required: bool = False
    prompts: Mapping[str, str] = field(default_factory=dict)
    validations: tuple[Validation, ...] = ()


@dataclass(frozen=True, slots=True)
class DialogIntent:
    """How the dialog treats an intent; `delegation_strategy` None means: as the whole dialog does."""

    name: str
    delegation_strategy: str | None = None
    confirmation_required: bool = False
    prompts: Mapping[str, str] = field(default_factory=dict)
    slots: tuple[DialogSlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Variation:
    """One wording of a prompt: ``PlainText`` or ``SSML``, with ``{slot}`` where a value is read back."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class InteractionModel:
    """What people can say to a skill, and what its dialog asks them.

    Attributes:
        intents: by name, in the order of the file.
        types: the skill's own slot types by name; Amazon's are not in the file.
        dialog: by name of the intent; empty when the model has no dialog section.
        delegation_strategy: of the dialog as a whole, ``ALWAYS`` or ``SKILL_RESPONSE``.
        prompts: by id.
        fallback_sensitivity: ``LOW``, ``MEDIUM`` or ``HIGH``; how readily a sentence is out of scope.
    """

    invocation_name: str
    intents: Mapping[str, Intent]
    types: Mapping[str, SlotType] = field(default_factory=dict)
    dialog: Mapping[str, DialogIntent] = field(default_factory=dict)
    delegation_strategy: str = "ALWAYS"
    prompts: Mapping[str, tuple[Variation, ...]] = field(default_factory=dict)
    fallback_sensitivity: str = "LOW"

    @classmethod
    def load(cls, path: Path) -> InteractionModel:
        """Read a model from a file as the ASK CLI keeps it.

        Raises:
            ModelError: if the file cannot be read, or is no interaction model.
        """
        return cls.from_document(read_document(path))

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> InteractionModel:
        """Read a model from its parsed JSON.

        Raises:
            ModelError: if something that every model has is missing.
        """
        try:
            return _model(document["interactionModel"])
        except (KeyError, TypeError, AttributeError) as error:
            message = f"This is no Alexa interaction model: {error} is missing or of the wrong kind."
            raise ModelError(message) from error


def read_document(path: Path) -> Any:  # noqa: ANN401 (whatever the file says)
    """Read the JSON of a model's file.

    Raises:
        ModelError: if the file cannot be read, or is no JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"The interaction model {path} cannot be read: {error.strerror}."
        raise ModelError(message) from error
    except ValueError as error:
        message = f"{path} is no JSON: {error}."
        raise ModelError(message) from error


def _model(body: Mapping[str, Any]) -> InteractionModel:
    language, dialog = body["languageModel"], body.get("dialog", {})
    return InteractionModel(
        invocation_name=language["invocationName"],
        intents={intent["name"]: _intent(intent) for intent in language["intents"]},
        types={kind["name"]: _slot_type(kind) for kind in language.get("types", ())},
        dialog={intent["name"]: _dialog_intent(intent) for intent in dialog.get("intents", ())},
        delegation_strategy=dialog.get("delegationStrategy", "ALWAYS"),
        prompts={prompt["id"]: _variations(prompt) for prompt in body.get("prompts", ())},
        fallback_sensitivity=_sensitivity(language),
    )


def _sensitivity(language: Mapping[str, Any]) -> str:
    configured = language.get("modelConfiguration", {}).get("fallbackIntentSensitivity", {})
    return str(configured.get("level", "LOW"))


def _intent(body: Mapping[str, Any]) -> Intent:
    slots = tuple(_slot(slot) for slot in body.get("slots", ()))
    return Intent(body["name"], slots, tuple(body.get("samples", ())))


def _slot(body: Mapping[str, Any]) -> Slot:
    multiple = bool(body.get("multipleValues", {}).get("enabled", False))
    return Slot(body["name"], body["type"], tuple(body.get("samples", ())), multiple)


def _slot_type(body: Mapping[str, Any]) -> SlotType:
    return SlotType(body["name"], tuple(_value(value) for value in body.get("values", ())))


def _value(body: Mapping[str, Any]) -> Value:
    name = body["name"]
    return Value(str(body.get("id", "")), name["value"], tuple(name.get("synonyms", ())))


def _dialog_intent(body: Mapping[str, Any]) -> DialogIntent:
    return DialogIntent(
        body["name"],
        body.get("delegationStrategy"),
        bool(body.get("confirmationRequired", False)),
        dict(body.get("prompts", {})),
        tuple(_dialog_slot(slot) for slot in body.get("slots", ())),
    )


def _dialog_slot(body: Mapping[str, Any]) -> DialogSlot:
    return DialogSlot(
        body["name"],
        body["type"],
        bool(body.get("elicitationRequired", False)),
        bool(body.get("confirmationRequired", False)),
        dict(body.get("prompts", {})),
        tuple(_validation(rule) for rule in body.get("validations", ())),
    )


def _validation(body: Mapping[str, Any]) -> Validation:
    return Validation(body["type"], body.get("prompt", ""), dict(body))


def _variations(body: Mapping[str, Any]) -> tuple[Variation, ...]:
    return tuple(Variation(one["type"], one["value"]) for one in body["variations"])
