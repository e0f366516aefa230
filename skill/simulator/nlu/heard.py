"""A sentence as heard: its words, misspelt ones put right, and all in it that could be a slot value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.simulator.nlu.words import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from skill.simulator.nlu.spotting import Spot, Spotter
    from skill.simulator.nlu.words import Word


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence; `words` and `spots` count in the same places."""

    utterance: str
    places: tuple[Word, ...]
    words: tuple[str, ...]
    spots: tuple[Spot, ...]

    def said(self, start: int, end: int) -> str:
        """The words from `start` to before `end` as they were said, in lower case."""
        return self.utterance[self.places[start].start : self.places[end - 1].end].lower()

    def without(self, leaving_out: frozenset[str], spotter: Spotter, now: datetime) -> Heard:
        """The sentence without some words; itself if nothing else were left."""
        kept = tuple(place for place, word in zip(self.places, self.words, strict=True) if word not in leaving_out)
        words = tuple(word for word in self.words if word not in leaving_out)
        return Heard(self.utterance, kept, words, tuple(spotter.find(words, now))) if words else self


def hear(
    utterance: str, corrected: Callable[[Sequence[str]], tuple[str, ...]], spotter: Spotter, now: datetime
) -> Heard:
    """Read a sentence and spot what could be values in it."""
    places = read(utterance)
    words = corrected([place.text for place in places])
    return Heard(utterance, places, words, tuple(spotter.find(words, now)))
