"""A store that can be watched and broken, and what is in it about the athlete of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skill.memory import MemoryFailed, athlete_key
from skill.memory.in_memory import InMemory
from tests import planted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from skill.memory import Event, Json, Memory, Profile, Recollection

SECRET = b"a secret of tests, kept from no one"
KEY = athlete_key(planted.ATHLETE, SECRET)
"""Under which the athlete of every `Talker` is kept."""


class Watched:
    """A store in front of another one, which writes down what is asked of it.

    Attributes:
        calls: names of the methods that were called, in order.
        broken: names of those that fail.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.calls: list[str] = []
        self.broken: set[str] = set()

    @classmethod
    def empty(cls, clock: Callable[[], datetime]) -> Watched:
        """One that holds nothing yet, and is gone with the test."""
        return cls(InMemory(clock))

    def recall(self, athlete: str, since: datetime, limit: int | None = 60) -> Recollection:
        """See `Memory.recall`."""
        self._called("recall")
        return self._memory.recall(athlete, since, limit)

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        """See `Memory.append`."""
        self._called("append")
        self._memory.append(athlete, events, profile)

    def forget(self, athlete: str) -> None:
        """See `Memory.forget`."""
        self._called("forget")
        self._memory.forget(athlete)

    def export(self, athlete: str) -> dict[str, Json]:
        """See `Memory.export`; looking is not written down."""
        return self._memory.export(athlete)

    def check(self) -> None:
        """See `Memory.check`."""
        self._called("check")

    def take(self) -> list[str]:
        """What was called since the last time."""
        taken, self.calls = self.calls, []
        return taken

    @property
    def events(self) -> list[dict[str, Any]]:
        """Everything that is held of the athlete, also what was put right; oldest first."""
        events: Any = self.export(KEY)["events"]
        return list(events)

    @property
    def profile(self) -> dict[str, Any]:
        """What is held of the athlete beside events."""
        profile: Any = self.export(KEY)["profile"]
        return dict(profile)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is held of the athlete."""
        return not self.events and self.profile in ({}, {"version": 0})

    def in_effect(self, kind: str) -> list[dict[str, Any]]:
        """The data of the events of a kind that no other one puts right, oldest first."""
        replaced = {event["replaces"] for event in self.events}
        return [event["data"] for event in self.events if event["kind"] == kind and event["id"] not in replaced]

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.broken:
            raise MemoryFailed("The store does not answer.")
