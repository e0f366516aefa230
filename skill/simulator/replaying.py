"""Holds a dialogue again with a device, and tells where it went otherwise than written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from skill.simulator.dialogue_file import LEAVES, OPENS, REMINDERS, SILENCE, STORES, Dialogue, Said
from skill.simulator.expectation import EXACTLY, NOTHING, PROBLEMS, Expectation, Mismatch, found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from skill.simulator.device import Device, Turn


@dataclass
class Circumstances:
    """What may change while a conversation goes on; called, gives the time, aware.

    Attributes:
        clock: tells the time; in a replay it stands still until the next line sets it.
        reminders: how Amazon's reminders behave at the moment, one of `REMINDERS`.
        store: how the store behaves at the moment, one of `STORES`.
    """

    clock: Callable[[], datetime]
    reminders: str = REMINDERS[0]
    store: str = STORES[0]

    def __call__(self) -> datetime:
        """The time."""
        return self.clock()


SetUp = Callable[[Dialogue, Circumstances], "Device"]
"""Makes the device for a dialogue; it has to go by the circumstances, whatever they are when it looks."""

_WORDLESS: Mapping[str, Callable[[Device], Turn]] = {
    OPENS: lambda device: device.open(),
    SILENCE: lambda device: device.silence(),
    LEAVES: lambda device: device.leave(),
}


def replay(dialogue: Dialogue, set_up: SetUp) -> list[Mismatch]:
    """Hold a dialogue with a device and say what came otherwise than expected.

    What Amazon would object to counts as unexpected, unless the dialogue itself says what is expected of the problems,
    or is with a skill that it names: not every skill minds all that we do.

    Args:
        dialogue: what is said and expected.
        set_up: makes the device, given the dialogue and the circumstances to go by.
    """
    if not dialogue.said:
        return []
    now = Circumstances(lambda: dialogue.said[0].at, dialogue.reminders, dialogue.store)
    device = set_up(dialogue, now)
    return [mismatch for said in dialogue.said for mismatch in _say(device, now, said, strict=not dialogue.skill)]


def _say(device: Device, now: Circumstances, said: Said, *, strict: bool) -> Iterator[Mismatch]:
    now.clock, now.reminders, now.store = lambda: said.at, said.reminders, said.store
    turn = _WORDLESS[said.utterance](device) if said.utterance in _WORDLESS else device.say(said.utterance)
    unmentioned = PROBLEMS not in {expected.subject for expected in said.expectations}
    platform = (Expectation(said.line, PROBLEMS, EXACTLY, NOTHING),) if strict and unmentioned else ()
    for expected in chain(said.expectations, platform):
        got = found(turn, expected.subject)
        if not expected.holds(got):
            yield Mismatch(expected, said.line, said.utterance, got)
