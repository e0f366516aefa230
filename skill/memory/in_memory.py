"""Remembers as long as the process lives: for tests, and for trying things without leaving a trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from skill.memory import records
from skill.memory.events import Recollection, in_effect
from skill.memory.interface import KEPT_FOR, RECENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from skill.memory.events import Event, Json, Profile


@dataclass(slots=True)
class _Kept:
    """What is kept of one athlete: the profile's fields, and events by their keys."""

    fields: dict[str, Json] = field(default_factory=dict)
    version: int = 0
    events: dict[str, tuple[str, str]] = field(default_factory=dict)
    """When recorded, and the event, as text."""


class InMemory:
    """A `Memory` that is gone with its process. Keeps texts, as the other stores do, so nothing is shared by chance."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._athletes: dict[str, _Kept] = {}
        self._lock = Lock()

    def recall(self, athlete: str, since: datetime, limit: int | None = RECENT) -> Recollection:
        """See `Memory.recall`."""
        profile, told = self._read(athlete, since, limit)
        return Recollection(profile, tuple(event for event in in_effect(told) if event.at >= since))

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        """See `Memory.append`."""
        new = {records.key(event.id): _as_kept(event) for event in reversed(events)}
        with self._lock:
            kept = self._athletes.setdefault(athlete, _Kept())
            written_before = bool(new) and new.keys() <= kept.events.keys()
            kept.events = new | kept.events
            if profile is not None and not written_before:
                kept.fields |= records.profile_fields(profile)
                kept.version += 1

    def forget(self, athlete: str) -> None:
        """See `Memory.forget`."""
        with self._lock:
            self._athletes.pop(athlete, None)

    def export(self, athlete: str) -> dict[str, Json]:
        """See `Memory.export`."""
        profile, told = self._read(athlete, self._clock() - KEPT_FOR, None)
        return records.exported(athlete, profile, told)

    def check(self) -> None:
        """Always answers."""

    def _read(self, athlete: str, since: datetime, limit: int | None) -> tuple[Profile, list[Event]]:
        oldest = records.moment(max(since, self._clock() - KEPT_FOR))
        with self._lock:
            kept = self._athletes.get(athlete, _Kept())
            profile = records.profile_in(kept.fields, kept.version)
            newest_first = sorted((row for row in kept.events.values() if row[0] >= oldest), reverse=True)
        return profile, records.events_in(text for _, text in newest_first[:limit])


def _as_kept(event: Event) -> tuple[str, str]:
    return records.moment(event.recorded_at), records.as_text(records.event_fields(event))
