"""A clock that one can travel with; forward only, as time goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from skill.workbench.skill import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable

FARTHEST = timedelta(days=400)
"""So far in all; by then everything is forgotten anyway."""


@dataclass(slots=True)
class TravellingClock:
    """Another clock, and how far ahead of it one is."""

    real: Callable[[], datetime]
    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        """The time, aware, in UTC."""
        return self.real().astimezone(UTC) + self.ahead

    def travel(self, seconds: Any) -> None:  # noqa: ANN401 - whatever a page sends
        """Go forward.

        Raises:
            Unusable: if that is no way to go.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 0:
            raise Unusable("Time travel goes forward, by a number of seconds.")
        if seconds > (FARTHEST - self.ahead).total_seconds():
            raise Unusable(f"Nobody travels farther than {FARTHEST.days} days.")
        self.ahead += timedelta(seconds=seconds)
