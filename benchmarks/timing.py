"""How long a call takes, fairly: several calls take turns, in batches, so that a busy moment strikes all of them.

In processor time, which leaves out the time that other processes took; on a busy machine, not what they
did to the caches.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of processor time that a call took, as the mean of each batch."""

    batches: tuple[float, ...]

    @property
    def typical(self) -> float:
        """The median of the batches."""
        return median(self.batches)

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest batch."""
        return min(self.batches), max(self.batches)


def compare(calls: Mapping[str, Callable[[], object]], *, rounds: int, seconds: float) -> dict[str, Took]:
    """Time these calls: one batch of each a round, in an order that turns round every time.

    Args:
        calls: what to time, by name.
        rounds: how many batches of each.
        seconds: about how much processor time a batch is to take.
    """
    sizes = {name: _batch_size(call, seconds) for name, call in calls.items()}
    batches: dict[str, list[float]] = {name: [] for name in calls}
    names = list(calls)
    for _ in range(rounds):
        for name in names:
            batches[name].append(_batch(calls[name], sizes[name]))
        names.reverse()
    return {name: Took(tuple(took)) for name, took in batches.items()}


def _batch_size(call: Callable[[], object], seconds: float) -> int:
    """How many calls fill a batch, found by doubling; warms the call up as well."""
    size = 1
    while (each := _batch(call, size)) * size < seconds / 4:
        size *= 2
    return max(1, round(seconds / each))


def _batch(call: Callable[[], object], size: int) -> float:
    before = process_time()
    for _ in range(size):
        call()
    return (process_time() - before) / size
