"""Reads somebody's interaction model and says what in it does not hold together, and what the simulator does not know.

What does not hold together Amazon would not build either; what is not known is left out, or taken as it is said.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from skill.simulator.dialog import VALIDATIONS
from skill.simulator.model import FALLBACK, InteractionModel, ModelError, read_document
from skill.simulator.nlu import builtin_types
from skill.simulator.nlu.builtin_intents import PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from skill.simulator.model import DialogIntent, DialogSlot, Intent

_SLOT = re.compile(r"\{\s*([^}]+?)\s*\}")
_MOST = 5
"""So many things that are wrong are told at once."""

_STRATEGIES = ("ALWAYS", "SKILL_RESPONSE", None)
_KNOWN: Mapping[str, frozenset[str]] = {
    "interactionModel": frozenset({"languageModel", "dialog", "prompts"}),
    "languageModel": frozenset({"invocationName", "intents", "types", "modelConfiguration"}),
    "dialog": frozenset({"intents", "delegationStrategy"}),
}


def load(path: Path) -> tuple[InteractionModel, list[str]]:
    """Read a model.

    Returns:
        The model, and in sentences what of it the simulator leaves out or takes as it is said.

    Raises:
        ModelError: if the file cannot be read, is no interaction model, or does not hold together.
    """
    document = read_document(path)
    model = InteractionModel.from_document(document)
    if wrong := list(_wrong_with(model)):
        more = f" There are {len(wrong) - _MOST} more." if len(wrong) > _MOST else ""
        raise ModelError(f"The interaction model {path} does not hold together. {' '.join(wrong[:_MOST])}{more}")
    return model, [*_unknown_parts(document["interactionModel"]), *_unknown_to(model)]


# What does not hold together


def _wrong_with(model: InteractionModel) -> Iterator[str]:
    for intent in model.intents.values():
        yield from _wrong_with_intent(model, intent)
    if model.delegation_strategy not in _STRATEGIES:
        yield f"The delegation strategy {model.delegation_strategy!r} does not exist."
    for dialog in model.dialog.values():
        yield from _wrong_with_dialog(model, dialog)


def _wrong_with_intent(model: InteractionModel, intent: Intent) -> Iterator[str]:
    for slot in intent.slots:
        if slot.type not in model.types and not builtin_types.is_builtin(slot.type):
            yield f"{intent.name} has the slot {slot.name} of the type {slot.type}, which is not there."
    names = {slot.name for slot in intent.slots}
    for sample in (*intent.samples, *(sample for slot in intent.slots for sample in slot.samples)):
        for name in _SLOT.findall(sample):
            if name not in names:
                yield f"{intent.name} has the sample {sample!r}, but no slot {name}."


def _wrong_with_dialog(model: InteractionModel, dialog: DialogIntent) -> Iterator[str]:
    intent = model.intents.get(dialog.name)
    if intent is None:
        yield f"The dialog has {dialog.name}, which is no intent of the model."
        return
    if dialog.delegation_strategy not in _STRATEGIES:
        yield f"{dialog.name} has the delegation strategy {dialog.delegation_strategy!r}, which does not exist."
    if dialog.confirmation_required:
        yield from _wrong_prompts(model, dialog.name, dialog.prompts, ["confirmation"])
    for slot in dialog.slots:
        where = f"{dialog.name}'s {slot.name}"
        if intent.slot(slot.name) is None:
            yield f"The dialog has the slot {where}, which the intent does not have."
        yield from _wrong_prompts(model, where, slot.prompts, _needed(slot))
        yield from _wrong_validations(model, where, slot)


def _needed(slot: DialogSlot) -> list[str]:
    wanted = {"elicitation": slot.elicitation_required, "confirmation": slot.confirmation_required}
    return [name for name, needed in wanted.items() if needed]


def _wrong_prompts(
    model: InteractionModel, where: str, prompts: Mapping[str, str], needed: Iterable[str]
) -> Iterator[str]:
    for kind in needed:
        if prompts.get(kind) not in model.prompts:
            yield f"{where} needs a prompt for {kind}, and {prompts.get(kind) or 'none'!r} is not among the prompts."


def _wrong_validations(model: InteractionModel, where: str, slot: DialogSlot) -> Iterator[str]:
    for validation in slot.validations:
        if validation.type not in VALIDATIONS:
            yield f"{where} has the validation {validation.type}, which is none of: {', '.join(VALIDATIONS)}."
        if validation.prompt not in model.prompts:
            yield f"{where} has a validation with the prompt {validation.prompt!r}, which is not among the prompts."


# What the simulator does not know


def _unknown_parts(body: Mapping[str, Any]) -> Iterator[str]:
    parts = {"interactionModel": body, **{name: body.get(name) or {} for name in ("languageModel", "dialog")}}
    for name, part in parts.items():
        for unknown in sorted(part.keys() - _KNOWN[name]):
            yield f"{name}.{unknown} is left out: the simulator does not know it."
    for kind in body["languageModel"].get("types", ()):
        if "valueSupplier" in kind:
            yield f"The values of {kind['name']} come from a catalog, which is left out."


def _unknown_to(model: InteractionModel) -> Iterator[str]:
    used = dict.fromkeys(slot.type for intent in model.intents.values() for slot in intent.slots)
    free = [name for name in used if builtin_types.is_free(name) and name not in model.types]
    if free:
        yield f"Any words are taken for {', '.join(free)}: the simulator has no list of their values."
    silent = [intent.name for intent in model.intents.values() if _never_understood(intent)]
    if silent:
        yield f"Nothing that is said is {', '.join(silent)}: there are no samples, and the simulator knows none."


def _never_understood(intent: Intent) -> bool:
    return intent.name != FALLBACK and not intent.samples and intent.name not in PHRASES
