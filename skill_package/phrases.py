"""Whether what the store's page tells people to say can be said, by the samples of an interaction model."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from interaction_models.lint import MOMENT_WORDS, NUMBER_WORDS, SLOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Json = dict[str, Any]

BUILT_IN_WORDS = {
    "AMAZON.DATE": MOMENT_WORDS,
    "AMAZON.TIME": MOMENT_WORDS,
    "AMAZON.NUMBER": NUMBER_WORDS,
}
"""What can stand in a built-in slot, as far as phrases for people need it."""


def sayable(model: Json) -> Callable[[str], bool]:
    """Gives the test whether a phrase is a sample of the model with values of its slots put in."""
    language = model["interactionModel"]["languageModel"]
    words = BUILT_IN_WORDS | {kind["name"]: _wordings(kind) for kind in language["types"]}
    samples = [(sample, _types(intent)) for intent in language["intents"] for sample in _samples(intent)]

    @cache
    def can_be_said(phrase: str) -> bool:
        return any(_fits(_normal(phrase), sample, types, words) for sample, types in samples)

    return can_be_said


def _samples(intent: Json) -> list[str]:
    return [
        *intent.get("samples", []),
        *(sample for slot in intent.get("slots", []) for sample in slot.get("samples", [])),
    ]


def _types(intent: Json) -> dict[str, str]:
    return {slot["name"]: slot["type"] for slot in intent.get("slots", [])}


def _wordings(kind: Json) -> frozenset[str]:
    names = (value["name"] for value in kind["values"])
    return frozenset(_normal(word) for name in names for word in (name["value"], *name.get("synonyms", [])))


def _fits(phrase: str, sample: str, types: dict[str, str], words: dict[str, Iterable[str]]) -> bool:
    """The text around the slots is that of the phrase, and what is left of it are values of the slots."""
    around, slots = SLOT.split(sample.lower())[::2], SLOT.findall(sample)
    if not (phrase.startswith(around[0]) and phrase.endswith(around[-1])):  # most samples, and quick
        return False
    found = re.fullmatch("(.+)".join(map(re.escape, around)), phrase)
    return found is not None and all(
        said in words.get(types.get(slot, ""), ()) for slot, said in zip(slots, found.groups(), strict=True)
    )


def _normal(text: str) -> str:
    return " ".join(text.replace(",", "").lower().split())
