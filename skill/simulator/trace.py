"""Where a skill leaves word of its own thinking, for the device to pick up after each turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from skill.simulator.envelope import Json


class Trace:
    """A letter box: the skill calls it, the device empties it."""

    def __init__(self) -> None:
        self._told: Json = {}

    def __call__(self, told: Mapping[str, Any]) -> None:
        """Take word from the skill."""
        self._told |= told

    def take(self) -> Json:
        """Give all that was told since the last time."""
        told, self._told = self._told, {}
        return told
