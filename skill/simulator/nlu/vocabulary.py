"""The words a model knows, and the nearest of them to one that is misspelt."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from skill.simulator.nlu.words import FUNCTION_WORDS, stem, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skill.simulator.model import SlotType
    from skill.simulator.nlu.samples import Sample

_ALIKE = 85.0  # of 100; "intervalls" for "intervals" is 95, "rain" for "run" is 57
_SHORTEST = 5  # letters; shorter words are too easily another word
_CALENDAR = texts(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday yesterday today tomorrow tonight morning afternoon evening night noon midnight
    minute minutes hour hours day days week weeks weekend month months year years zero one two three four five six
    seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred"""
)


class Vocabulary:
    """Every word of the samples and values, and those of the calendar and the clock."""

    def __init__(self, samples: Iterable[Sample], types: Iterable[SlotType]) -> None:
        self.spoken = Counter(stem(part) for sample in samples for part in sample.parts if part[0] != "{")
        """How often samples use a word for itself, outside slots; by stem."""
        self._words = sorted({*_CALENDAR, *_sample_words(samples), *_value_words(types)} - FUNCTION_WORDS)
        self._known = frozenset(stem(word) for word in self._words)

    def knows(self, word: str) -> bool:
        """Whether the word, or it with another ending, is the model's or common English."""
        return stem(word) in self._known or word in FUNCTION_WORDS

    def corrected(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words with misspelt ones put right where one known word is clearly meant."""
        return tuple(self._corrected(word) for word in words)

    def _corrected(self, word: str) -> str:
        if len(word) < _SHORTEST or self.knows(word) or not word.isalpha():
            return word
        best = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return best[0] if best else word


def _sample_words(samples: Iterable[Sample]) -> set[str]:
    return {part for sample in samples for part in sample.parts if part[0] != "{"}


def _value_words(types: Iterable[SlotType]) -> set[str]:
    return {
        word
        for kind in types
        for value in kind.values
        for said in (value.name, *value.synonyms)
        for word in texts(said)
    }
