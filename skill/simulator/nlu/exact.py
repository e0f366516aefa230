"""Sentences that fit a sample word for word: hassil templates made of samples, slots filled with what was spotted.

hassil would read thousands of templates at the first sentence. Only those are given to it that could fit: all their
words were said, and values of their slots' types were spotted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hassil import Intents, TextSlotList, recognize_all
from hassil.intents import WildcardSlotList

from skill.simulator.nlu import builtin_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hassil.intents import SlotList
    from hassil.recognize import RecognizeResult

    from skill.simulator.nlu.samples import Sample
    from skill.simulator.nlu.spotting import Spot


@dataclass(frozen=True, slots=True)
class Match:
    """A sample that fits a sentence, and the words that stand where it has a slot.

    Attributes:
        places: slot name, first word and word after the last.
    """

    sample: Sample
    places: tuple[tuple[str, int, int], ...]

    @property
    def literal_words(self) -> int:
        """How many words are the sample's own."""
        return len(self.sample.parts) - len(self.places)

    @property
    def free_words(self) -> int:
        """How many words are taken for values only because those may be any words."""
        types = dict(zip(self.sample.slots, self.sample.types, strict=True))
        return sum(end - start for name, start, end in self.places if builtin_types.is_free(types[name]))


class Exact:
    """Finds the samples that fit a sentence word for word."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._samples = samples
        self._literal = [frozenset(part for part in sample.parts if part[0] != "{") for sample in samples]
        anything = {at for at, sample in enumerate(samples) if _takes_anything(sample)}
        self._anything = [samples[at] for at in sorted(anything)]
        self._bare = [at for at, words in enumerate(self._literal) if not words and at not in anything]
        self._phrases = {(sample.intent, sample.parts): sample for sample in reversed(samples) if not sample.slots}
        self._having: dict[str, list[int]] = defaultdict(list)
        for at, words in enumerate(self._literal):
            for word in words:
                self._having[word].append(at)

    def matches(self, words: Sequence[str], spots: Sequence[Spot]) -> list[Match]:
        """Give every sample that fits; several when intents share a sentence or a word has several types."""
        candidates = {str(at): self._samples[at] for at in self._candidates(words, spots)}
        sentence = " ".join(words)
        lists = _lists(words, spots) | _free_lists(candidates.values())
        results = recognize_all(sentence, _templates(candidates), slot_lists=lists) if candidates else ()
        return [Match(candidates[result.intent.name], tuple(_places(result, sentence))) for result in results]

    def anything(self, words: Sequence[str]) -> Match | None:
        """The first sample that is nothing but a value which may be any words; it fits whatever is said."""
        sample = next(iter(self._anything), None)
        return Match(sample, ((sample.slots[0], 0, len(words)),)) if sample else None

    def strung(self, words: tuple[str, ...]) -> Sample | None:
        """The first of several samples of one intent, none with a slot, of which the sentence is strung together."""
        intents = dict.fromkeys(intent for intent, _ in self._phrases)
        starts = (self._start_of_string(intent, words) for intent in intents)
        return next((sample for sample in starts if sample), None)

    def _start_of_string(self, intent: str, words: tuple[str, ...]) -> Sample | None:
        for at in range(len(words), 0, -1):
            sample = self._phrases.get((intent, words[:at]))
            if sample and (at == len(words) or self._start_of_string(intent, words[at:])):
                return sample
        return None

    def _candidates(self, words: Sequence[str], spots: Sequence[Spot]) -> Iterator[int]:
        said = Counter(at for word in set(words) for at in self._having.get(word, ()))
        types = {spot.type for spot in spots}
        for at in (*said, *self._bare):
            sample = self._samples[at]
            if said[at] == len(self._literal[at]) and len(sample.parts) <= len(words) and _fillable(sample, types):
                yield at


def _takes_anything(sample: Sample) -> bool:
    return len(sample.parts) == len(sample.types) == 1 and builtin_types.is_free(sample.types[0])


def _fillable(sample: Sample, types: set[str]) -> bool:
    return all(slot_type in types or builtin_types.is_free(slot_type) for slot_type in sample.types)


def _templates(candidates: dict[str, Sample]) -> Intents:
    data = {name: {"data": [{"sentences": [_template(sample)]}]} for name, sample in candidates.items()}
    return Intents.from_dict({"language": "en", "intents": data})


def _template(sample: Sample) -> str:
    slots = iter(zip(sample.types, sample.slots, strict=True))
    return " ".join(_reference(*next(slots)) if part[0] == "{" else part for part in sample.parts)


def _reference(slot_type: str, slot: str) -> str:
    return f"{{{_list_name(slot_type)}:{slot}}}"


def _list_name(slot_type: str) -> str:
    return slot_type.replace(".", "_")


def _places(result: RecognizeResult, sentence: str) -> Iterator[tuple[str, int, int]]:
    for entity in result.entities_list:
        if entity.text_span:
            start, end = (len(sentence[:at].split()) for at in entity.text_span)
            yield entity.name, start, end


def _free_lists(samples: Iterable[Sample]) -> dict[str, SlotList]:
    free = {slot_type for sample in samples for slot_type in sample.types if builtin_types.is_free(slot_type)}
    return {_list_name(slot_type): WildcardSlotList(_list_name(slot_type)) for slot_type in free}


def _lists(words: Sequence[str], spots: Iterable[Spot]) -> dict[str, SlotList]:
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for spot in spots:
        text = " ".join(words[spot.start : spot.end])
        said[_list_name(spot.type)].add((text, text))
    return {name: TextSlotList.from_tuples(sorted(pairs), name=name) for name, pairs in said.items()}
