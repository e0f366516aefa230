"""Values that may be any words, in a sentence that fits no sample: spotted by what stands before them in samples.

"Could you get me to salt lake city by friday" is no sample of a trip, but what stands after "to" in samples is a city.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from skill.simulator.nlu import builtin_types
from skill.simulator.nlu.spotting import Spot
from skill.simulator.nlu.words import FUNCTION_WORDS, HESITATIONS, stem

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    from skill.simulator.model import Intent
    from skill.simulator.nlu.filling import Filled
    from skill.simulator.nlu.heard import Heard
    from skill.simulator.nlu.samples import Sample


# Words that say where or what for, and so introduce a value by themselves; others of grammar need the word before too.
_PREPOSITIONS = frozenset({"about", "around", "at", "by", "for", "from", "in", "into", "near", "on", "to", "with"})


class FreeText:
    """Learns which words introduce values of each such type, then spots what comes after them."""

    def __init__(self, samples: Iterable[Sample], spoken: Counter[str]) -> None:
        """Learn from samples; `spoken` are words that samples use for themselves, which alone are no value."""
        self._spoken = spoken
        self._before: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._last: dict[tuple[str, str], set[str]] = defaultdict(set)
        for sample in samples:
            for slot, slot_type, before in _introductions(sample):
                self._before[slot_type].add(before)
                self._last[sample.intent, slot].add(before[-1])

    def heard(self, heard: Heard) -> Heard:
        """The sentence with these values among its spots; as it was, for a model that has none."""
        sure = [spot for spot in heard.spots if spot.sure]
        found = [spot for slot_type in self._before for spot in self._spots(slot_type, heard.words, sure)]
        spots = sorted((*heard.spots, *found), key=lambda spot: (-spot.length, spot.start, -spot.literal))
        return replace(heard, spots=tuple(spots)) if found else heard

    def put_right(self, intent: Intent, words: Sequence[str], filled: Sequence[Filled]) -> list[Filled]:
        """Give each such value to the slot that the word before it introduces, if that has none: "to" boston."""
        taken = {one.slot.name for one in filled}
        return [self._put_right(intent, words[: one.spot.start], one, taken) for one in filled]

    def _put_right(self, intent: Intent, before: Sequence[str], one: Filled, taken: set[str]) -> Filled:
        if not before or one.slot.type not in self._before or before[-1] in self._last[intent.name, one.slot.name]:
            return one
        alike = [slot for slot in intent.slots if slot.type == one.slot.type and slot.name not in taken]
        meant = next((slot for slot in alike if before[-1] in self._last[intent.name, slot.name]), one.slot)
        return replace(one, slot=meant)

    def _spots(self, slot_type: str, words: Sequence[str], sure: Sequence[Spot]) -> Iterator[Spot]:
        introduced = {
            at: at + len(before)
            for before in sorted(self._before[slot_type], key=len)
            for at in range(len(words) - len(before))
            if tuple(words[at : at + len(before)]) == before
        }
        ends = {spot.start for spot in sure} | introduced.keys() | {len(words)}
        for start in introduced.values():
            end = _without_grammar(words, start, min(end for end in ends if end >= start))
            if not all(self._spoken[stem(word)] for word in words[start:end]):
                yield Spot(start, end, slot_type, sure=False)


def _introductions(sample: Sample) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The slots of a sample that take any words, their types, and the word before; two where one says too little."""
    slots = zip(sample.slots, sample.types, strict=True)
    for at, part in enumerate(sample.parts):
        if part[0] == "{":
            slot, slot_type = next(slots)
            says_little = sample.parts[at - 1] in FUNCTION_WORDS - _PREPOSITIONS
            before = sample.parts[max(0, at - 1 - says_little) : at]
            if before and builtin_types.is_free(slot_type) and not any(word[0] == "{" for word in before):
                yield slot, slot_type, before


def _without_grammar(words: Sequence[str], start: int, end: int) -> int:
    """The end of a value, before words that lead on to something else."""
    while end > start and words[end - 1] in FUNCTION_WORDS | HESITATIONS:
        end -= 1
    return end
