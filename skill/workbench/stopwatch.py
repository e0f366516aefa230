"""Measures the parts of a turn while they happen."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from skill.simulator.device import Understands
    from skill.simulator.envelope import Json
    from skill.simulator.understanding import Expecting, Understood

    Respond = Callable[[Json], Json]

UNDERSTANDING, SKILL, SPEECH = "understanding", "skill", "speech"


@dataclass(slots=True)
class Stopwatch:
    """Adds up how long each part takes, until somebody takes the times away."""

    _seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def measuring(self, part: str) -> Iterator[None]:
        """Whatever happens meanwhile belongs to this part."""
        began = perf_counter()
        try:
            yield
        finally:
            self._seconds[part] += perf_counter() - began

    def take(self) -> dict[str, float]:
        """Milliseconds by part since the last time."""
        taken = {part: seconds * 1000 for part, seconds in self._seconds.items()}
        self._seconds.clear()
        return taken

    def skill(self, respond: Respond) -> Respond:
        """The skill, measured."""

        def measured(envelope: Json) -> Json:
            with self.measuring(SKILL):
                return respond(envelope)

        return measured


@dataclass(frozen=True, slots=True)
class Understanding:
    """An understanding, measured."""

    inner: Understands
    stopwatch: Stopwatch

    def understand(self, utterance: str, now: datetime, expecting: Expecting | None = None) -> Understood:
        """See `skill.simulator.device.Understands`."""
        with self.stopwatch.measuring(UNDERSTANDING):
            return self.inner.understand(utterance, now, expecting)
