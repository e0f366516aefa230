"""A sentence as a row of units: a word, or a stretch of words that could be a value, each with its readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.simulator.nlu.words import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skill.simulator.nlu.spotting import Spot


@dataclass(frozen=True, slots=True)
class Unit:
    """Words `start` to before `end`, and what they can be read as: a stem, or ``{SlotType}``."""

    start: int
    end: int
    readings: tuple[str, ...]


def units(words: Sequence[str], spots: Iterable[Spot]) -> list[Unit]:
    """Cut a sentence into units; where values overlap, sure ones go before doubtful and long ones before short."""
    spots = list(spots)
    cuts = _cuts(spots)
    free = [at for at in range(len(words)) if not any(start <= at < end for start, end in cuts)]
    spans = sorted([*cuts, *((at, at + 1) for at in free)])
    return [Unit(start, end, _readings(words, spots, start, end)) for start, end in spans]


def of_sample(parts: Sequence[str]) -> list[Unit]:
    """The units of a sample, whose slots stand where values will be."""
    return [Unit(at, at + 1, (stem(part),)) for at, part in enumerate(parts)]


def _cuts(spots: Iterable[Spot]) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    for spot in sorted(spots, key=lambda spot: (not spot.sure, -spot.length, spot.start)):
        if all(spot.end <= start or end <= spot.start for start, end in cuts):
            cuts.append((spot.start, spot.end))
    return cuts


def _readings(words: Sequence[str], spots: Iterable[Spot], start: int, end: int) -> tuple[str, ...]:
    types = tuple(dict.fromkeys(f"{{{spot.type}}}" for spot in spots if (spot.start, spot.end) == (start, end)))
    return (stem(words[start]), *types) if end - start == 1 else types
