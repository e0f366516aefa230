"""Chance that can be repeated: which of several wordings is spoken, so that a recorded conversation goes again.

The choice depends on a number and on what the skill hears, not on how many choices were made before. So a conversation
in which a turn is put in or left out keeps its other words.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

from skill.simulator.dialogue_file import FIRST
from skill.simulator.envelope import simple_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.simulator.envelope import Json

MOST_SEEDS = 1000
"""So many different conversations with the same words are enough, and their numbers are short to write."""


class Wording:
    """Picks wordings: called with how many there are, gives the place of one."""

    def __init__(self, seed: str) -> None:
        """Begin with `FIRST`, always the first, or with a number that chance follows from."""
        self.seed = seed
        self._times: Counter[str] = Counter()
        self._heard, self._picked = "", 0

    def __call__(self, wordings: int) -> int:
        """Pick one of so many."""
        self._picked += 1
        return 0 if self.seed == FIRST else _chance(self.seed, self._heard, self._picked) % wordings

    def around(self, respond: Callable[[Json], Json]) -> Callable[[Json], Json]:
        """The skill, whose choices begin anew with each request."""

        def listening(envelope: Json) -> Json:
            self._hear(envelope)
            return respond(envelope)

        return listening

    def _hear(self, envelope: Json) -> None:
        asked = json.dumps(_asked(envelope["request"]), sort_keys=True)
        self._times[asked] += 1
        self._heard, self._picked = f"{asked} {self._times[asked]}", 0


def _asked(request: Json) -> list[object]:
    """What a request asks: its intent and the values, without the ids that differ from device to device."""
    intent = request.get("intent", {})
    slots = {name: [one["value"] for one in simple_values(slot)] for name, slot in intent.get("slots", {}).items()}
    return [request["type"], intent.get("name"), slots]


def _chance(*parts: object) -> int:
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest())
