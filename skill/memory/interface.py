"""What every store does, and how it says that it could not. The stores themselves are in modules of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from skill.memory.events import Event, Json, Profile, Recollection

KEPT_FOR = timedelta(days=400)
"""An event is gone this long after it was recorded (design §6)."""

RECENT = 30
"""So many events are read in a turn at most: two to three weeks of leg days, check-ins and runs. Our own choice; it
keeps a turn about as quick for somebody with ten thousand events as for somebody with ten."""

CALL_SECONDS = 0.9
"""After this long nobody waits for a store any more. A turn reads once and writes once, and may have to ask Amazon for
the time zone; all of it fits in `skill.platform.budget.ANSWER_WITHIN`."""


class MemoryFailed(Exception):  # noqa: N818 (reads as what it says)
    """What is remembered could not be read or written; the message is a sentence with nothing personal in it."""


class Memory(Protocol):
    """Remembers athletes, each by a key that tells nobody who it is (`pseudonym`).

    Every method raises `MemoryFailed`, and nothing else, if the store is slow, down, full, or answers nonsense. All may
    be called from several threads, and the store used by several processes, at once.
    """

    def recall(self, athlete: str, since: datetime, limit: int | None = RECENT) -> Recollection:
        """Read the profile, and what happened since then; one read, unless `limit` is None.

        Args:
            athlete: the key.
            since: events that happened before are left out, as are those older than `KEPT_FOR`; needs a zone.
            limit: so many of the events recorded last are looked at; None for all.
        """

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        """Write all of it or nothing; one write. When it returns, a crash loses nothing of it.

        Events whose ids are kept already are left as they are. If that is all of them, this turn was written before, so
        its profile is not written again either.

        Args:
            athlete: the key.
            events: what happened.
            profile: what changed in the profile; its gaps stay as they were kept.

        Raises:
            ValueError: if an event holds what JSON cannot.
        """

    def forget(self, athlete: str) -> None:
        """Delete everything about the athlete; when it returns, nothing is left. If it fails, it can be repeated."""

    def export(self, athlete: str) -> dict[str, Json]:
        """Give everything held, also what was put right later: `athlete`, `profile` and `events`, oldest first."""

    def check(self) -> None:
        """Read something, to see whether the store answers."""
