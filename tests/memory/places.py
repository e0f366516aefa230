"""The stores that the contract is tried on: each a place that several devices can open at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skill.memory import Event, Json, Memory, open_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
AGES_AGO = NOW - timedelta(days=10_000)
ATHLETE = "7f" * 32
SOMEBODY_ELSE = "e0" * 32

PATIENT = 60.0
"""Seconds. What a store does is not to depend on how busy the machine is."""


@dataclass(slots=True)
class Clock:
    """Tells the time that a test sets."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The time now."""
        return self.now


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is.

    Attributes:
        open: gives it to one more device, as of a clock.
        address: for another process to open; None if none could.
    """

    open: Callable[[], Memory]
    clock: Clock
    address: str | None = None

    @classmethod
    def at(cls, address: str) -> Place:
        """A place that can be opened again and again by its address."""
        clock = Clock()
        return cls(lambda: open_memory(address, clock=clock, patience=PATIENT), clock, address)


@dataclass(slots=True)
class Told:
    """Makes events, each a minute after the other, told when it happened."""

    at: datetime = NOW - timedelta(hours=20)
    number: int = field(default=0)

    def event(self, data: Mapping[str, Json] | None = None, **told: Any) -> Event:  # noqa: ANN401 (any part of an event)
        """The next event; a check-in, unless something else is told."""
        self.number += 1
        at = self.at + timedelta(minutes=self.number)
        made: dict[str, Any] = {
            "kind": "check_in",
            "at": at,
            "recorded_at": at,
            "data": {"soreness": 4} if data is None else data,
            "id": f"amzn1.echo-api.request.{self.number}#0",
        }
        return Event(**{**made, **told})

    def events(self, count: int) -> list[Event]:
        """Several."""
        return [self.event() for _ in range(count)]
