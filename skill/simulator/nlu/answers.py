"""Answers to the question for one slot: what one may say while Alexa has asked for it and waits.

A value by itself, wrapped in what people wrap answers in, or a sample of the slot. A value that the slot's type does
not know still arrives, as it was said, when it is plain that it was meant as an answer: that is how Alexa does it, and
the skill's business to make sense of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.simulator.nlu import builtin_types
from skill.simulator.nlu.exact import Exact
from skill.simulator.nlu.reading import Line
from skill.simulator.nlu.samples import of_slot
from skill.simulator.nlu.spotting import Spot
from skill.simulator.nlu.words import AROUND_AN_ANSWER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skill.simulator.model import Intent, Slot, SlotType
    from skill.simulator.nlu.exact import Match
    from skill.simulator.nlu.heard import Heard
    from skill.simulator.nlu.samples import Sample

_LONGEST_STRANGE = 3  # words of a value the type does not know
_LONGEST_BARE = 1  # words of such a value when nothing but it is said
_WHOLE = "AMAZON.SearchQuery"  # the one type that takes the words around an answer as well
_NOT_READ = "?"  # what Amazon sends for words of a built-in type that it cannot read


class Answers:
    """Reads sentences as answers to the question for one slot."""

    def __init__(self, intent: Intent, slot: Slot, kind: SlotType | None) -> None:
        """Prepare for a slot of an intent; `kind` is its type if it is the model's own."""
        self.intent, self.slot = intent, slot
        self.samples = of_slot(intent, slot.name)
        self._exact = Exact(self.samples)
        self._numeric = kind is not None and any(value.name.isdigit() for value in kind.values)

    def bare(self, heard: Heard) -> Spot | None:
        """The value, when nothing else was said; a number even if the type has no such number."""
        core = _core(heard)
        for spot in heard.spots:
            if spot.type == self.slot.type and all(spot.start <= at < spot.end for at in core):
                return spot
        return self._strange_number(heard, core)

    def matches(self, heard: Heard) -> list[Match]:
        """The slot's samples that the sentence fits word for word."""
        return self._exact.matches(heard.words, heard.spots)

    def strange(self, heard: Heard) -> Spot | None:
        """A value among a few strange words; or words unknown to the type, in a sample of the slot or quite alone."""
        if known := self._mostly(heard):
            return known
        core = _core(heard)
        if core and core[-1] - core[0] < _LONGEST_BARE:
            return self._raw(core[0], core[-1] + 1)
        return next(self._in_samples(heard), None)

    def free(self, heard: Heard) -> Spot | None:
        """All that was said, but for what people wrap answers in, if the slot's type takes any words."""
        core = [*range(len(heard.words))] if self.slot.type == _WHOLE else _core(heard)
        return self._raw(core[0], core[-1] + 1) if core and builtin_types.is_free(self.slot.type) else None

    @property
    def bare_sample(self) -> str | None:
        """The sample of the slot that is nothing but its value, None if it has none."""
        return next((sample.text for sample in self.samples if len(sample.parts) == 1 and sample.slots), None)

    def _mostly(self, heard: Heard) -> Spot | None:
        mine = (spot for spot in heard.spots if spot.type == self.slot.type and spot.sure)
        return next((spot for spot in mine if 2 * spot.length > len(heard.words)), None)

    def _strange_number(self, heard: Heard, core: list[int]) -> Spot | None:
        if not core or not self._numeric:
            return None
        start, end = core[0], core[-1] + 1
        return self._raw(start, end) if Line(heard.words).is_number(start, end) else None

    def _in_samples(self, heard: Heard) -> Iterator[Spot]:
        for sample in self.samples:
            if sample.slots == (self.slot.name,) and len(sample.parts) > 1:
                before, after = _around_slot(sample)
                start, end = len(before), len(heard.words) - len(after)
                fits = heard.words[:start] == before and heard.words[max(start, end) :] == after
                if fits and 0 < end - start <= _LONGEST_STRANGE:
                    yield self._raw(start, end)

    def _raw(self, start: int, end: int) -> Spot:
        value = _NOT_READ if builtin_types.is_readable(self.slot.type) else None
        return Spot(start, end, self.slot.type, value)


def _core(heard: Heard) -> list[int]:
    return [at for at, word in enumerate(heard.words) if word not in AROUND_AN_ANSWER]


def _around_slot(sample: Sample) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at = next(at for at, part in enumerate(sample.parts) if part[0] == "{")
    return sample.parts[:at], sample.parts[at + 1 :]
