"""The real skill on a simulated device, for tests that hold conversations; see the fixture `coach`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.cli.stage import Stage
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.replaying import Circumstances
from tests.amazons_model import unknown_to_amazon

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from skill.simulator.device import Device, Turn


class Coach:
    """Makes devices with the real skill, and remembers them."""

    def __init__(self) -> None:
        self._devices: list[Device] = []
        self._stage = Stage()

    def __call__(
        self,
        clock: Callable[[], datetime],
        *,
        locale: str = "en-US",
        time_zone: str = "UTC",
        reminders: str = "allowed",
    ) -> Device:
        """Make a device that stands in a time zone and goes by a clock; of several wordings the first is taken.

        Amazon's reminders behave as `skill.simulator.dialogue_file.REMINDERS` has it.
        """
        dialogue = Dialogue(locale=locale, time_zone=time_zone, reminders=reminders)
        return self.set_up(dialogue, Circumstances(clock, reminders))

    def set_up(self, dialogue: Dialogue, now: Circumstances) -> Device:
        """Make a device for a dialogue file."""
        device = self._stage(dialogue, now)
        self._devices.append(device)
        return device

    def close(self) -> None:
        """Close what was served to the devices."""
        self._stage.close()

    @property
    def problems(self) -> list[str]:
        """What Amazon would object to, in any answer that any of the devices gave."""
        turns = [turn for device in self._devices for turn in device.turns]
        return [f"“{turn.utterance}” → “{turn.speech}”: {problem}" for turn in turns for problem in _problems(turn)]


def _problems(turn: Turn) -> list[str]:
    return [*turn.problems, *(each for exchange in turn.exchanges for each in unknown_to_amazon(exchange.response))]
