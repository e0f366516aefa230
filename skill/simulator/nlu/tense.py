"""Past or to come: what English says of time, in words around a slot and in the values themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from skill.simulator.nlu.spotting import Spot

_PAST, _FUTURE = (
    frozenset(words.split())
    for words in (
        "did was were had done been ago since after last got went made finished just have has",
        "will going can could should may want plan planning would shall later before next do",
    )
)
_PAST_ENDING = "ed"


@dataclass(frozen=True, slots=True)
class Lean:
    """How many words spoke of the past and of what is to come."""

    past: int = 0
    future: int = 0

    def __add__(self, other: Lean) -> Lean:
        return Lean(self.past + other.past, self.future + other.future)

    @property
    def value(self) -> float:
        """From -1, all past, to 1, all to come; 0 if nothing is known."""
        return (self.future - self.past) / (self.past + self.future + 1)


def lean_of_words(words: Iterable[str]) -> Lean:
    """Count the words that speak of the past and of what is to come."""
    words = tuple(words)
    past = sum(word in _PAST or (word.endswith(_PAST_ENDING) and len(word) > len(_PAST_ENDING) + 2) for word in words)
    return Lean(past, sum(word in _FUTURE for word in words))


def lean_of_value(spot: Spot, now: datetime) -> float:
    """From -1, a day before today, to 1, a day to come; 0 for what is neither."""
    if spot.type != "AMAZON.DATE" or spot.value is None:
        return 0.0
    today = now.date().isoformat()
    if len(spot.value) != len(today) or spot.value == today:
        return 0.0
    return 1.0 if spot.value > today else -1.0
