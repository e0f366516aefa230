"""The dialog manager: what Alexa does between a person and a skill while an intent is being filled in.

It follows the ``dialog`` section of the interaction model and the skill's ``Dialog.…`` directives: who asks next,
for which slot, what is kept meanwhile, and in which dialog state the skill hears of it. It sends nothing and
speaks nothing itself; it says what comes next.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from skill.simulator.envelope import IntentWriter, Json, empty_slot, simple_values
from skill.simulator.understanding import Expecting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skill.simulator.model import DialogIntent, DialogSlot, InteractionModel, Validation
    from skill.simulator.understanding import Understood

STARTED, IN_PROGRESS, COMPLETED = "STARTED", "IN_PROGRESS", "COMPLETED"
NONE, CONFIRMED, DENIED = "NONE", "CONFIRMED", "DENIED"

_CONFIRMATIONS = {"AMAZON.YesIntent": CONFIRMED, "AMAZON.NoIntent": DENIED}


class DialogError(Exception):
    """The skill answered with what Alexa would refuse; the message says what was wrong."""


class Kind(Enum):
    """What a question of a dialog is after."""

    ELICIT_SLOT = "a value"
    CONFIRM_SLOT = "a yes or no to a value"
    CONFIRM_INTENT = "a yes or no to the whole"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked last; `slot` is None when the whole intent is to be confirmed."""

    kind: Kind
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """An intent that is being filled in.

    Attributes:
        intent: as far as it is known, in Amazon's JSON.
        question: what the next thing said is taken to answer.
        delegated: whether the device asked, in the model's words, rather than the skill.
    """

    intent: Json
    question: Question
    delegated: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """Next, the skill is to hear of the intent; `state` is None for intents without a dialog."""

    intent: Json
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Next, the device asks by itself; `prompt` is a whole SSML document."""

    dialog: Dialog
    prompt: str


@dataclass(frozen=True, slots=True)
class Listen:
    """The skill has spoken; `dialog` is what it waits for, None if anything may follow."""

    dialog: Dialog | None = None


class DialogManager:
    """Keeps to the dialog section of one interaction model."""

    def __init__(self, model: InteractionModel, application_id: str, vary: Callable[[int], int]) -> None:
        self._model = model
        self._writer = IntentWriter(model, application_id)
        self._vary = vary
        self._directives: Mapping[str, Callable[[Json, Json], Ask | Send | Listen]] = {
            "Dialog.ElicitSlot": self._elicit,
            "Dialog.ConfirmSlot": self._confirm_slot,
            "Dialog.ConfirmIntent": self._confirm_intent,
            "Dialog.Delegate": lambda _, intent: self._delegate(intent),
        }

    def hear(self, dialog: Dialog | None, understood: Understood) -> Ask | Send:
        """Take what was said, in answer to the dialog's question or instead of an answer."""
        intent = self._answered(dialog, understood)
        if dialog is None or intent is None:
            return self._begin(self._writer.intent(understood.intent, understood.slots))
        return self._go_on(dialog, intent)

    def obey(self, sent: Send | None, response: Json) -> Ask | Send | Listen:
        """Do what the skill's response says; `sent` is what it answers, None for a launch.

        Raises:
            DialogError: if Alexa would refuse the response.
        """
        directive = _dialog_directive(response)
        if directive is None:
            return Listen()
        if response.get("shouldEndSession") is True:
            raise DialogError(f"{directive['type']} asks for an answer, but shouldEndSession is true.")
        intent = self._subject(directive, sent)
        if directive["type"] == "Dialog.Delegate" and sent == Send(intent, COMPLETED):
            raise DialogError("Dialog.Delegate answers a dialog that is completed: nothing is left to delegate.")
        return self._directives[directive["type"]](directive, intent)

    # What was said

    def _answered(self, dialog: Dialog | None, understood: Understood) -> Json | None:
        if dialog is None:
            return None
        if dialog.question.kind is not Kind.ELICIT_SLOT and understood.intent in _CONFIRMATIONS:
            return _with_confirmation(dialog, _CONFIRMATIONS[understood.intent])
        if understood.intent != dialog.intent["name"]:
            return None
        return _merged(dialog.intent, self._writer.intent(understood.intent, understood.slots))

    def _begin(self, intent: Json) -> Ask | Send:
        if intent["name"] not in self._model.dialog:
            return Send(intent)
        return self._delegate(intent) if self._delegates_itself(intent) else Send(intent, STARTED)

    def _go_on(self, dialog: Dialog, intent: Json) -> Ask | Send:
        if self._delegates_itself(intent):
            return self._delegate(intent)
        finished = dialog.delegated and self._next_question(intent) is None
        return Send(intent, COMPLETED if finished else IN_PROGRESS)

    def _delegates_itself(self, intent: Json) -> bool:
        strategy = self._section(intent).delegation_strategy or self._model.delegation_strategy
        return strategy == "ALWAYS"

    # What the skill wants

    def _subject(self, directive: Json, sent: Send | None) -> Json:
        updated = directive.get("updatedIntent")
        if updated is not None:
            intent = self._taken_over(updated)
        elif sent is not None:
            intent = sent.intent
        else:
            raise DialogError(f"{directive['type']} needs an updatedIntent here: no intent was asked for yet.")
        self._section(intent)
        return intent

    def _taken_over(self, updated: Json) -> Json:
        intent = self._writer.intent(updated["name"])
        intent["confirmationStatus"] = updated.get("confirmationStatus") or NONE
        for name, slot in (updated.get("slots") or {}).items():
            self._known_slot(intent, name)
            intent["slots"][name] = {**empty_slot(name), **_without_nulls(slot)}
        return intent

    def _elicit(self, directive: Json, intent: Json) -> Listen:
        slot = self._known_slot(intent, directive["slotToElicit"])
        return Listen(Dialog(intent, Question(Kind.ELICIT_SLOT, slot)))

    def _confirm_slot(self, directive: Json, intent: Json) -> Listen:
        slot = self._known_slot(intent, directive["slotToConfirm"])
        return Listen(Dialog(intent, Question(Kind.CONFIRM_SLOT, slot)))

    def _confirm_intent(self, _: Json, intent: Json) -> Listen:
        return Listen(Dialog(intent, Question(Kind.CONFIRM_INTENT)))

    def _known_slot(self, intent: Json, name: str) -> str:
        if name not in intent.get("slots", {}):
            raise DialogError(f"{intent['name']} has no slot {name!r} in the interaction model.")
        return name

    def _section(self, intent: Json) -> DialogIntent:
        if intent["name"] not in self._model.dialog:
            raise DialogError(f"{intent['name']} is not in the dialog section of the interaction model.")
        return self._model.dialog[intent["name"]]

    # Delegation: the model's own questions

    def _delegate(self, intent: Json) -> Ask | Send:
        asked = self._next_question(intent)
        if asked is None:
            return Send(intent, COMPLETED)
        question, prompt = asked
        return Ask(Dialog(_cleared_if_denied(intent, question), question, delegated=True), self._prompt(prompt, intent))

    def _next_question(self, intent: Json) -> tuple[Question, str | None] | None:
        section = self._section(intent)
        for slot in section.slots:
            asked = _question_about(slot, intent["slots"][slot.name])
            if asked is not None:
                return asked
        if section.confirmation_required and intent["confirmationStatus"] == NONE:
            return Question(Kind.CONFIRM_INTENT), section.prompts.get("confirmation")
        return None

    def _prompt(self, prompt: str | None, intent: Json) -> str:
        variations = self._model.prompts.get(prompt or "", ())
        if not variations:
            raise DialogError(f"{intent['name']} is delegated, but the interaction model has no words for {prompt!r}.")
        chosen = variations[self._vary(len(variations))]
        spoken = re.sub(r"\{(\w+)\}", lambda match: _read_back(intent, match[1]), chosen.value)
        return spoken if spoken.startswith("<speak>") else f"<speak>{spoken}</speak>"


def expecting(dialog: Dialog | None) -> Expecting | None:
    """What the next thing said should be understood in the light of."""
    return None if dialog is None else Expecting(dialog.intent["name"], dialog.question.slot)


def _dialog_directive(response: Json) -> Json | None:
    asked = [one for one in response.get("directives") or () if one["type"] in _OBEYED]
    if len(asked) > 1:
        raise DialogError(f"One Dialog directive a response; these are {', '.join(one['type'] for one in asked)}.")
    return asked[0] if asked else None


_OBEYED = frozenset({"Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent", "Dialog.Delegate"})


def _with_confirmation(dialog: Dialog, status: str) -> Json:
    name = dialog.question.slot
    if name is None:
        return {**dialog.intent, "confirmationStatus": status}
    slots = dialog.intent["slots"]
    return {**dialog.intent, "slots": {**slots, name: {**slots[name], "confirmationStatus": status}}}


def _merged(known: Json, said: Json) -> Json:
    new = {name: slot for name, slot in said.get("slots", {}).items() if simple_values(slot)}
    return {**known, "slots": {**known.get("slots", {}), **new}}


def _cleared_if_denied(intent: Json, question: Question) -> Json:
    name = question.slot
    if name is None or intent["slots"][name]["confirmationStatus"] != DENIED:
        return intent
    return {**intent, "slots": {**intent["slots"], name: empty_slot(name)}}


def _question_about(slot: DialogSlot, known: Json) -> tuple[Question, str | None] | None:
    values, elicit = simple_values(known), Question(Kind.ELICIT_SLOT, slot.name)
    if not values:
        return (elicit, slot.prompts.get("elicitation")) if slot.elicitation_required else None
    for validation in slot.validations:
        if not all(_holds(validation, value) for value in values):
            return elicit, validation.prompt
    if not slot.confirmation_required or known["confirmationStatus"] == CONFIRMED:
        return None
    if known["confirmationStatus"] == DENIED:
        return elicit, slot.prompts.get("elicitation")
    return Question(Kind.CONFIRM_SLOT, slot.name), slot.prompts.get("confirmation")


def _read_back(intent: Json, name: str) -> str:
    values = simple_values(intent.get("slots", {}).get(name, {}))
    return " and ".join(str(value["value"]) for value in values)


def _without_nulls(body: Json) -> Json:
    return {key: value for key, value in body.items() if value is not None}


# Validation of slot values, as the interaction model words it


def _holds(validation: Validation, value: Json) -> bool:
    return VALIDATIONS[validation.type](validation.rule, value)


def _resolves(_: Mapping[str, Any], value: Json) -> bool:
    authorities = value.get("resolutions", {}).get("resolutionsPerAuthority", ())
    return any(authority["status"]["code"] == "ER_SUCCESS_MATCH" for authority in authorities)


def _is_in_set(rule: Mapping[str, Any], value: Json) -> bool:
    return str(value["value"]).casefold() in {str(one).casefold() for one in rule["values"]}


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[[Mapping[str, Any], Json], bool]:
    return lambda rule, value: holds(*_comparable(value["value"], rule["value"]))


def _is_in_duration(rule: Mapping[str, Any], value: Json) -> bool:
    return str(rule["start"]) <= str(value["value"]) <= str(rule["end"])


def _comparable(said: str, bound: str | float) -> tuple[Any, Any]:
    """Two numbers if both are, else two words: ISO dates and times compare as they read; "?" is below any number."""
    try:
        limit = float(bound)
    except ValueError:
        return said, bound
    try:
        return float(said), limit
    except ValueError:
        return float("nan"), limit


VALIDATIONS: Mapping[str, Callable[[Mapping[str, Any], Json], bool]] = {
    "hasEntityResolutionMatch": _resolves,
    "isInSet": _is_in_set,
    "isNotInSet": lambda rule, value: not _is_in_set(rule, value),
    "isGreaterThan": _compared(operator.gt),
    "isGreaterThanOrEqualTo": _compared(operator.ge),
    "isLessThan": _compared(operator.lt),
    "isLessThanOrEqualTo": _compared(operator.le),
    "isInDuration": _is_in_duration,
    "isNotInDuration": lambda rule, value: not _is_in_duration(rule, value),
}
