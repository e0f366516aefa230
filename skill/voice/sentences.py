"""What an interaction model lets people say, for an ear: sentences in spoken words, with a class where a slot stands.

A class is a slot type in square brackets; its members are the ways to say a value, each one word to the language
model: ``a_bit_sore``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.simulator.nlu.builtin_intents import PHRASES
from skill.voice.values import cardinal, ordinal, spoken_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from skill.simulator.model import Intent, InteractionModel

    Words = tuple[str, ...]

_SLOT = re.compile(r"(\{[^}]+\})(?:'s\b)?")
_WORD = re.compile(r"[ap]\.m\.|o'clock|\d+(?:st|nd|rd|th)\b|\d+|[^\W\d_]+(?:'[^\W\d_]+)*")
_CONTRACTED = {
    "i am": "i'm", "that is": "that's", "do not": "don't", "did not": "didn't", "can not": "can't",
    "we are": "we're", "let us": "let's", "what is": "what's", "it is": "it's",
}  # fmt: skip
_OPENED_BY = ("open", "start", "launch", "alexa open", "alexa start", "ask")
_ASKED_AT_ONCE = 10  # of each intent's sentences, enough for an ear to know where one may begin


@dataclass(frozen=True, slots=True)
class Sentences:
    """All of them.

    Attributes:
        counted: each sentence with how often it is to be counted, so that every intent is as likely as any other.
        classes: members of each class, each with its words.
    """

    counted: Counter[Words]
    classes: Mapping[str, tuple[Words, ...]]

    def has(self, sentence: Words) -> bool:
        """Whether it is one of them, with classes in place of their members."""
        return sentence in self.counted


def sentences_of(model: InteractionModel) -> Sentences:
    """The sentences of a model; those with free text in them are left out."""
    classes = {name: members for name in _types(model) if (members := _members(model, name))}
    by_intent = {name: [*_of_intent(intent, classes)] for name, intent in model.intents.items()}
    by_intent["open"] = [*_calling(model.invocation_name, by_intent.values())]
    most = max(map(len, by_intent.values()))
    counted: Counter[Words] = Counter()
    for some in by_intent.values():
        for sentence in some:
            counted[sentence] += round(most / len(some))
    return Sentences(counted, {class_of(name): members for name, members in classes.items()})


def class_of(slot_type: str) -> str:
    """The name of the class of a slot type."""
    return f"[{slot_type}]"


def spoken(text: str) -> Words:
    """Words as they are said: lower case, numbers written out, nothing else."""
    return tuple(word for written in _WORD.findall(text.lower().replace("’", "'")) for word in _said(written))


def _said(written: str) -> list[str]:
    if not written[0].isdigit():
        return [written]
    return (cardinal(int(written)) if written.isdigit() else ordinal(int(written[:-2]))).split()


def _types(model: InteractionModel) -> Iterator[str]:
    yield from dict.fromkeys(slot.type for intent in model.intents.values() for slot in intent.slots)


def _members(model: InteractionModel, slot_type: str) -> tuple[Words, ...]:
    own = model.types[slot_type].values if slot_type in model.types else ()
    said = [one for value in own for one in (value.name, *value.synonyms)]
    return tuple(dict.fromkeys(filter(None, map(spoken, [*said, *spoken_values(slot_type)]))))


def _of_intent(intent: Intent, known: Mapping[str, object]) -> Iterator[Words]:
    types = {slot.name: slot.type for slot in intent.slots}
    phrases = PHRASES.get(intent.name, ())
    texts = [
        *intent.samples,
        *phrases,
        *map(_contracted, phrases),
        *(one for slot in intent.slots for one in slot.samples),
    ]
    for text in dict.fromkeys(texts):
        parts = _SLOT.split(text)
        slots = [types.get(part[1:-1].strip(), "") for part in parts[1::2]]
        if all(slot in known for slot in slots):
            yield tuple(_joined(parts, slots))


def _joined(parts: list[str], slots: list[str]) -> Iterator[str]:
    yield from spoken(parts[0])
    for slot, after in zip(slots, parts[2::2], strict=True):
        yield class_of(slot)
        yield from spoken(after)


def _calling(name: str, by_intent: Iterable[list[Words]]) -> Iterator[Words]:
    """Ways to call the skill by its name, alone or with some of what it may be asked."""
    yield from ((*how.split(), *spoken(name)) for how in _OPENED_BY)
    yield from (("ask", *spoken(name), *asked) for some in by_intent for asked in some[:_ASKED_AT_ONCE])


def _contracted(phrase: str) -> str:
    for full, short in _CONTRACTED.items():
        phrase = re.sub(rf"\b{full}\b", short, phrase)
    return phrase
