"""Which slot a spotted value is for, learned from the words that stand around each slot in the samples.

A value is given to the slot whose surroundings in the samples are most like those of the value, or to none when nothing
speaks for it: "hard" in "it's hard to say" is no answer to how hard. Nothing here depends on what a slot is called.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.simulator.nlu.tense import Lean, lean_of_value, lean_of_words
from skill.simulator.nlu.units import Unit, of_sample, units
from skill.simulator.nlu.words import CORRECTIONS, FUNCTION_WORDS, JOINING, MEASURES, stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from skill.simulator.model import Intent, Slot
    from skill.simulator.nlu.heard import Heard
    from skill.simulator.nlu.samples import Sample
    from skill.simulator.nlu.spotting import Spot

_NEAR = 5  # units on either side that say something about a slot
_TRUST = 4.0  # occurrences of a slot from which its own surroundings outweigh those of the model as a whole
_SUBJECT = 1.5  # what the words before a value are about, beside a neighbour's 1.0
_LEAST, _MOST = -1.0, 3.0  # bounds of what one neighbour can say: samples are too few to rule anything out

# What speaks for a value besides its neighbours, in nats.
_SURE = 3.0  # that it is sure of itself
_LONG = 1.0  # each word after the first
_TENSE = 1.5  # that it is past, or to come, where the slot's samples are
_EXPECTED = 3.0  # that the sample which is nearest has this slot
_ENUMERATED = 3.0  # that "and" joins it to another value of a slot that takes several
_FITS = 0.5  # from here a value counts
_SECOND_CHOICE = 2.0  # how much worse than the best slot another may be, once the best is taken


@dataclass(frozen=True, slots=True)
class Filled:
    """A value and the slot it is for; `fit` is what speaks for it, in nats."""

    slot: Slot
    spot: Spot
    fit: float


class Filling:
    """Learns what stands around each slot of a model, then gives values to slots."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._around: dict[str, Counter[str]] = defaultdict(Counter)
        self._seen: Counter[str] = Counter()
        self._everywhere: Counter[str] = Counter()
        self._leans: dict[str, Lean] = defaultdict(Lean)
        self._places = sum(len(sample.parts) for sample in samples) or 1
        for sample in samples:
            self._learn(sample)

    def _learn(self, sample: Sample) -> None:
        row, slots = of_sample(sample.parts), _slots_by_place(sample)
        self._everywhere.update(_seen_from_everywhere(row, slots))
        lean = lean_of_words(sample.parts)
        for at, slot in slots.items():
            self._around[slot].update({near for nears, _ in _around(row, at, slots) for near in nears})
            self._seen[slot] += 1
            self._leans[slot] += lean

    def fill(self, intent: Intent, heard: Heard, now: datetime, likely: frozenset[str] = frozenset()) -> list[Filled]:
        """Give values to the intent's slots, in the order they were said.

        Args:
            intent: the intent that was chosen.
            heard: the sentence and all that could be values in it.
            now: local time, to which dates are past or to come.
            likely: slots that are expected here, by the question asked or the sample that is nearest.
        """
        spots = _uncorrected(heard)
        offers = [(slot, spot) for spot in spots for slot in intent.slots if slot.type == spot.type]
        row = _surely(units(heard.words, [spot for _, spot in offers]), spots)
        filled = self._fill_best(_Sentence(heard, row, now, likely), offers)
        return sorted(filled, key=lambda one: one.spot.start)

    def _fill_best(self, sentence: _Sentence, offers: list[tuple[Slot, Spot]]) -> list[Filled]:
        """Take the best offer, then the best of those that remain beside it, until none fits."""
        taken: list[Filled] = []
        first_choice = self._first_choice(sentence, offers)
        while offers:
            judged = [Filled(slot, spot, self._fit(slot, spot, sentence, taken)) for slot, spot in offers]
            fitting = [one for one in judged if one.fit >= max(_FITS, first_choice[one.spot.span] - _SECOND_CHOICE)]
            if not fitting:
                break
            best = max(fitting, key=lambda one: one.fit)
            taken.append(best)
            offers = [(slot, spot) for slot, spot in offers if _remains(slot, spot, best)]
        return taken

    def _first_choice(self, sentence: _Sentence, offers: Sequence[tuple[Slot, Spot]]) -> dict[tuple[int, int], float]:
        """How well the same words fit the best slot of all, whatever type they are read as."""
        best: dict[tuple[int, int], float] = defaultdict(lambda: -math.inf)
        for slot, spot in offers:
            best[spot.span] = max(best[spot.span], self._fit(slot, spot, sentence, ()))
        return best

    def _fit(self, slot: Slot, spot: Spot, sentence: _Sentence, taken: Sequence[Filled]) -> float:
        if self._counts_something(slot, spot, sentence.heard.words):
            return -math.inf
        return (
            self._surroundings(slot.name, spot, sentence.row, {one.spot.start: one.slot.name for one in taken})
            + _SURE * spot.sure
            + _LONG * (spot.length - 1)
            + _TENSE * self._leans[slot.name].value * lean_of_value(spot, sentence.now)
            + _EXPECTED * (slot.name in sentence.likely)
            + _ENUMERATED * _enumerates(slot, spot, sentence.heard.words, taken)
        )

    def _surroundings(self, slot: str, spot: Spot, row: Sequence[Unit], taken: Mapping[int, str]) -> float:
        merged = _merged(row, spot)
        at = next(at for at, unit in enumerate(merged) if unit.start == spot.start)
        slots = {place: taken[unit.start] for place, unit in enumerate(merged) if unit.start in taken}
        around = _around(merged, at, slots)
        return sum(max(self._evidence(slot, near) for near in nears) * weight for nears, weight in around)

    def _evidence(self, slot: str, near: str) -> float:
        """What a neighbour says for a slot, in nats over a place taken at random."""
        usual = self._everywhere[near] / self._places
        if not usual:
            return 0.0
        here = (self._around[slot][near] + _TRUST * usual) / (self._seen[slot] + _TRUST)
        return min(max(math.log(here / usual), _LEAST), _MOST)

    def _counts_something(self, slot: Slot, spot: Spot, words: Sequence[str]) -> bool:
        """Whether a bare number counts hours, miles or the like, which never follow the slot in the samples."""
        after = words[spot.end] if spot.end < len(words) else ""
        return spot.number and after in MEASURES and not self._around[slot.name][f"R1 {stem(after)}"]


@dataclass(frozen=True, slots=True)
class _Sentence:
    heard: Heard
    row: Sequence[Unit]
    now: datetime
    likely: frozenset[str]


def _slots_by_place(sample: Sample) -> dict[int, str]:
    names = iter(sample.slots)
    return {at: next(names) for at, part in enumerate(sample.parts) if part[0] == "{"}


def _around(row: Sequence[Unit], at: int, slots: Mapping[int, str]) -> Iterator[tuple[list[str], float]]:
    """What stands near a place: each neighbour in all its readings, and its weight; nearer ones weigh more."""
    for side, step in (("L", -1), ("R", 1)):
        for distance in range(1, _NEAR + 1):
            readings = _readings(row, at + step * distance, slots)
            if readings:
                yield [f"{side} {reading}" for reading in readings], 1 / distance
            if readings and distance == 1:
                yield [f"{side}1 {reading}" for reading in readings], 1.0

    if subject := _subject(row, at):
        yield [subject], _SUBJECT


def _subject(row: Sequence[Unit], at: int) -> str:
    """What the words before a place are about: the nearest that is no mere grammar, as far back as the last value."""
    for unit in reversed(row[max(0, at - _NEAR) : at]):
        if any(reading[0] == "{" for reading in unit.readings):
            return ""
        if not FUNCTION_WORDS.issuperset(unit.readings):
            return f"about {unit.readings[0]}"
    return ""


def _readings(row: Sequence[Unit], place: int, slots: Mapping[int, str]) -> tuple[str, ...]:
    if place in (-1, len(row)):
        return ("<" if place < 0 else ">",)
    if not 0 <= place < len(row):
        return ()
    return (*row[place].readings, f"@{slots[place]}") if place in slots else row[place].readings


def _seen_from_everywhere(row: Sequence[Unit], slots: Mapping[int, str]) -> Counter[str]:
    """From how many places of a sample each neighbour is seen, as `_around` would see it."""
    last = len(row) - 1
    seen = Counter({"L <": min(_NEAR, last + 1), "R >": min(_NEAR, last + 1), "L1 <": 1, "R1 >": 1})
    for place in range(len(row)):
        for reading in _readings(row, place, slots):
            seen[f"R {reading}"] += min(_NEAR, place)
            seen[f"L {reading}"] += min(_NEAR, last - place)
            seen[f"R1 {reading}"] += place > 0
            seen[f"L1 {reading}"] += place < last
        seen[_subject(row, place)] += 1
    return seen


def _surely(row: Sequence[Unit], spots: Sequence[Spot]) -> list[Unit]:
    """The row without reading as a word what is surely a value."""
    sure = {spot.span for spot in spots if spot.sure}
    return [
        Unit(unit.start, unit.end, _as_value(unit) if (unit.start, unit.end) in sure else unit.readings) for unit in row
    ]


def _as_value(unit: Unit) -> tuple[str, ...]:
    return tuple(reading for reading in unit.readings if reading[0] == "{") or unit.readings


def _merged(row: Sequence[Unit], spot: Spot) -> list[Unit]:
    """The row with the spot as one unit, however the sentence was cut there."""
    rest = [unit for unit in row if unit.end <= spot.start or unit.start >= spot.end]
    return sorted([*rest, Unit(spot.start, spot.end, (f"{{{spot.type}}}",))], key=lambda unit: unit.start)


def _remains(slot: Slot, spot: Spot, taken: Filled) -> bool:
    return not spot.overlaps(taken.spot) and (slot.name != taken.slot.name or slot.multiple)


def _enumerates(slot: Slot, spot: Spot, words: Sequence[str], taken: Sequence[Filled]) -> bool:
    alike = (one.spot for one in taken if slot.multiple and one.slot.name == slot.name)
    return any(JOINING.issuperset(_between(spot, other, words)) for other in alike)


def _between(one: Spot, other: Spot, words: Sequence[str]) -> Sequence[str]:
    return words[min(one.end, other.end) : max(one.start, other.start)]


def _uncorrected(heard: Heard) -> list[Spot]:
    """The values without those taken back."""
    return [spot for spot in heard.spots if not any(_takes_back(later, spot, heard.words) for later in heard.spots)]


def _takes_back(later: Spot, spot: Spot, words: Sequence[str]) -> bool:
    between = words[spot.end : later.start]
    return (
        later.type == spot.type
        and 0 < len(between) <= _NEAR
        and not CORRECTIONS.isdisjoint(between)
        and FUNCTION_WORDS.union(CORRECTIONS).issuperset(between)
    )
