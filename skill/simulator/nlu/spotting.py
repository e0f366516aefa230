"""Finds slot values in a sentence: the model's own words for them, and Amazon's types by `builtin_types`.

All that could be a value is found, overlapping and doubtful ones too. Which of them count, and for which slot, is
decided in `skill.simulator.nlu.filling`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.simulator.nlu import builtin_types
from skill.simulator.nlu.reading import Line
from skill.simulator.nlu.words import FILLERS, FUNCTION_WORDS, stem, texts

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from skill.simulator.model import SlotType

Resolved = tuple[tuple[str, str], ...]
_PAIR = 2  # words that may change places: "tight chest", "my chest is tight"
_MOST_FILLERS = 3  # words that may stand between two words of a set phrase


@dataclass(frozen=True, slots=True)
class Spot:
    """Words `start` to before `end` could be a value of this slot type.

    Attributes:
        value: Amazon's form of a built-in type's value; None for the model's own types, whose value is what was said.
        resolved: id and name of the model's values these words stand for.
        sure: whether the words mean this value wherever they stand.
        number: whether it is nothing but a number.
        literal: how exactly the words are those of the model; 1 word for word, less with fillers or other endings.
    """

    start: int
    end: int
    type: str
    value: str | None = None
    resolved: Resolved = ()
    sure: bool = True
    literal: float = 1.0
    number: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Its first word, and the one after its last."""
        return self.start, self.end

    @property
    def length(self) -> int:
        """How many words it spans."""
        return self.end - self.start

    def overlaps(self, other: Spot) -> bool:
        """Whether the two share a word."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One way to say a value: its words, their stems without fillers, and the value."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    type: str
    value: tuple[str, str]


class Spotter:
    """Finds the values of the given types; `spoken` are words that samples use for themselves."""

    def __init__(self, types: Mapping[str, SlotType], builtin: Iterable[str], spoken: Counter[str]) -> None:
        self._builtin = tuple(builtin)
        self._spoken = spoken
        self._rare = spoken.total() // 10_000
        self._phrases = _by_first_stem(phrase for kind in types.values() for phrase in _phrases(kind))

    def find(self, words: Sequence[str], now: datetime) -> list[Spot]:
        """Find all that could be a value, longest first."""
        line = Line(words)
        spots = [*self._own(words, line), *self._amazons(line, now)]
        return sorted(spots, key=lambda spot: (-spot.length, spot.start, -spot.literal))

    def _amazons(self, line: Line, now: datetime) -> Iterator[Spot]:
        for slot_type in self._builtin:
            for found in builtin_types.find(slot_type, line, now):
                yield Spot(
                    found.start,
                    found.end,
                    slot_type,
                    found.value,
                    sure=found.sure,
                    number=line.is_number(found.start, found.end),
                )

    def _own(self, words: Sequence[str], line: Line) -> Iterator[Spot]:
        stems = [stem(word) for word in words]
        meant: dict[tuple[int, int, str, float], list[tuple[str, str]]] = defaultdict(list)
        for start, first in enumerate(stems):
            for phrase in self._phrases.get(first, ()):
                if end := _end_of(phrase.stems, stems, words, start):
                    meant[start, end, phrase.type, _literal(phrase, words[start:end])].append(phrase.value)
        for (start, end, slot_type, literal), values in _most_literal(meant).items():
            if not line.cuts_number(start, end):
                number = line.is_number(start, end)
                sure = not number and self._sure(words[start:end])
                yield Spot(start, end, slot_type, None, tuple(dict.fromkeys(values)), sure, literal, number)

    def _sure(self, said: Sequence[str]) -> bool:
        telling = [word for word in said if word not in FUNCTION_WORDS and not word.isdigit()]
        return len(telling) > 1 or any(self._spoken[stem(word)] <= self._rare for word in telling)


def _phrases(kind: SlotType) -> Iterator[_Phrase]:
    for value in kind.values:
        for said in (value.name, *value.synonyms):
            if words := texts(said):
                yield from (_Phrase(words, stems, kind.name, (value.id, value.name)) for stems in _ways(words))


def _ways(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The stems of a phrase: of all its words, of those that matter, and two such words the other way round."""
    every = tuple(stem(word) for word in words)
    telling = tuple(stem(word) for word in words if word not in FILLERS)
    yield every
    if 1 < len(telling) < len(every):
        yield telling
    if len(telling) == _PAIR:
        yield telling[::-1]


def _by_first_stem(phrases: Iterable[_Phrase]) -> dict[str, list[_Phrase]]:
    index: dict[str, list[_Phrase]] = defaultdict(list)
    for phrase in phrases:
        index[phrase.stems[0]].append(phrase)
    return index


def _end_of(wanted: Sequence[str], stems: Sequence[str], words: Sequence[str], start: int) -> int | None:
    at = start + 1
    for part in wanted[1:]:
        at = _after(part, stems, words, at)
        if not at:
            return None
    return at


def _after(part: str, stems: Sequence[str], words: Sequence[str], at: int) -> int:
    for skipped in range(at, min(at + _MOST_FILLERS + 1, len(stems))):
        if stems[skipped] == part:
            return skipped + 1
        if words[skipped] not in FILLERS:
            return 0
    return 0


def _literal(phrase: _Phrase, said: Sequence[str]) -> float:
    return 1.0 if phrase.words == tuple(said) else 0.5


def _most_literal(
    meant: Mapping[tuple[int, int, str, float], list[tuple[str, str]]],
) -> dict[tuple[int, int, str, float], list[tuple[str, str]]]:
    exact = {key[:3] for key in meant if key[3] == 1.0}
    return {key: values for key, values in meant.items() if key[3] == 1.0 or key[:3] not in exact}
