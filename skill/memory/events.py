"""What is remembered: events, a profile, and both as they are recalled. Plain values; where they go is not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Json = None | bool | int | float | str | list["Json"] | Mapping[str, "Json"]
"""What an event may tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. Events are appended and never changed; a mistake is put right by a later event.

    Attributes:
        kind: what it was: "leg_day", "check_in", "run", "offer_declined".
        at: when it happened, with a zone.
        data: what is known of it; numbers, ids and flags, never names or what was said.
        id: tells it from all others of this athlete: the id of the request it came with, and its place among several
            ("<requestId>#0"). An event that is kept already is not kept twice.
        recorded_at: when it was told, with a zone; not before it happened.
        replaces: the id of the event that it puts right.

    Raises:
        ValueError: if a time has no zone, or an event replaces itself.
    """

    kind: str
    at: datetime
    data: Mapping[str, Json]
    id: str
    recorded_at: datetime
    replaces: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.recorded_at.tzinfo is None:
            raise ValueError("The times of an event need a zone, or nobody knows when it was.")
        if self.replaces == self.id:
            raise ValueError("An event cannot replace itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of an athlete apart from events.

    Written, it is a change: what is None, or an offer that is not named, stays as it was kept. So two devices that tell
    different things at once lose neither. Only forgetting takes something away.

    Attributes:
        remembered_since: when the athlete said yes to being remembered, with a zone; None: not, so nothing is kept.
        time_zone: IANA name.
        novice: new to lifting.
        age: years.
        declined: when an offer was last declined, with a zone, by its name.
        version: how often it was written; the store counts, what is passed in is not looked at.

    Raises:
        ValueError: if a time has no zone.
    """

    remembered_since: datetime | None = None
    time_zone: str | None = None
    novice: bool | None = None
    age: int | None = None
    declined: Mapping[str, datetime] = field(default_factory=dict)
    version: int = 0

    def __post_init__(self) -> None:
        times = [*self.declined.values(), *([self.remembered_since] if self.remembered_since else [])]
        if any(time.tzinfo is None for time in times):
            raise ValueError("The times of a profile need a zone, or nobody knows when they were.")


@dataclass(frozen=True, slots=True)
class Recollection:
    """What is recalled of an athlete.

    Attributes:
        profile: empty for an athlete nobody knows.
        events: those in effect, in the order in which they happened: newest last.
    """

    profile: Profile = field(default_factory=Profile)
    events: tuple[Event, ...] = ()


def in_effect(events: Iterable[Event]) -> tuple[Event, ...]:
    """Leave out what was put right; newest last.

    Of several events that replace the same one, the one recorded last counts.
    """
    told = sorted(events, key=lambda event: (event.recorded_at, event.id))
    replaced = {event.replaces for event in told}
    last = {(event.replaces is None, event.replaces or event.id): event for event in told}
    return tuple(sorted((event for event in last.values() if event.id not in replaced), key=_when))


def _when(event: Event) -> tuple[datetime, datetime, str]:
    return event.at, event.recorded_at, event.id
