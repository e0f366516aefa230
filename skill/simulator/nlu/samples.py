"""The sentences of a model, read once: the skill's samples, Amazon's for the built-in intents, and slot samples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.simulator.nlu.builtin_intents import PHRASES
from skill.simulator.nlu.words import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skill.simulator.model import Intent, InteractionModel

_SLOT = re.compile(r"\{\s*([^}]+?)\s*\}")
_SLOT_OWNING = re.compile(_SLOT.pattern + r"(?:['\u2019]s\b)?")  # "{runDate}'s run"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sentence of an intent.

    Attributes:
        text: as the model has it; for Amazon's own phrases, as they are said.
        parts: its words, with ``{SlotType}`` where a slot stands.
        slots: the slots' names in order of appearance.
        types: the slots' types, likewise.
        own: whether the model says it; else Amazon does.
    """

    intent: str
    text: str
    parts: tuple[str, ...]
    slots: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    own: bool = True


def of_intents(model: InteractionModel) -> tuple[Sample, ...]:
    """Every sentence that names an intent at any time."""
    return tuple(sample for intent in model.intents.values() for sample in _of_intent(intent))


def of_slot(intent: Intent, name: str) -> tuple[Sample, ...]:
    """The sentences that answer the question for a slot."""
    slot = intent.slot(name)
    return tuple(_sample(intent, text) for text in slot.samples) if slot else ()


def _of_intent(intent: Intent) -> Iterator[Sample]:
    yield from (_sample(intent, text) for text in intent.samples if texts(text))
    yield from (Sample(intent.name, text, texts(text), own=False) for text in PHRASES.get(intent.name, ()))


def _sample(intent: Intent, text: str) -> Sample:
    types = {slot.name: slot.type for slot in intent.slots}
    names = tuple(name for name in _SLOT.findall(text) if name in types)
    return Sample(intent.name, text, _parts(text, types), names, tuple(types[name] for name in names))


def _parts(text: str, types: Mapping[str, str]) -> tuple[str, ...]:
    return texts(_SLOT_OWNING.sub(lambda match: f" {{{types.get(match[1], match[1])}}} ", text))
