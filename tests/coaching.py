"""The real skill on a simulated device, for tests that hold conversations; see the fixture `coach`."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skill.amazon.reminders import reminders_of
from skill.app import build_skill
from skill.memory.in_memory import InMemory
from skill.settings import Settings
from skill.simulator import machine
from skill.simulator.device import Device
from skill.simulator.fake_amazon import FakeAmazon
from skill.simulator.trace import Trace
from skill.simulator.understanding import Understanding
from tests.amazons_model import unknown_to_amazon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from skill.amazon.reminders import Reminders
    from skill.simulator.device import Turn
    from skill.simulator.model import InteractionModel

MODELS = Path(__file__).parent.parent / "interaction_models"


class Coach:
    """Makes devices with the real skill, and remembers them."""

    def __init__(self) -> None:
        self._devices: list[Device] = []
        self._servers = ExitStack()

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
        trace = Trace()
        amazon, allows = _amazon(clock, time_zone, reminders)
        skill = build_skill(
            Settings(),
            vary=lambda _: 0,
            time_zone=lambda _: time_zone if reminders != "no zone" else None,
            reminders=_impatient,
            trace=trace,
            memory=InMemory(clock),
            athlete_secret=b"a secret of tests, kept from no one",
        )
        device = Device(
            _model(locale),
            skill,
            clock=clock,
            understanding=_understanding(locale),
            locale=locale,
            time_zone=time_zone,
            trace=trace.take,
            api_endpoint=self._servers.enter_context(amazon.serve()),
            allows=allows,
            alerts=amazon.due,
        )
        self._devices.append(device)
        return device

    def close(self) -> None:
        """Close what was served to the devices."""
        self._servers.close()

    @property
    def problems(self) -> list[str]:
        """What Amazon would object to, in any answer that any of the devices gave."""
        turns = [turn for device in self._devices for turn in device.turns]
        return [f"“{turn.utterance}” → “{turn.speech}”: {problem}" for turn in turns for problem in _problems(turn)]


def _problems(turn: Turn) -> list[str]:
    return [*turn.problems, *(each for exchange in turn.exchanges for each in unknown_to_amazon(exchange.response))]


_ANSWERS = {"denied": "DENIED", "not answered": "NOT_ANSWERED"}
_CODES = {"400": "INVALID_REQUEST", "401": "UNAUTHORIZED", "403": "DEVICE_NOT_SUPPORTED", "429": "MAX_RATE_EXCEEDED"}


def _amazon(clock: Callable[[], datetime], time_zone: str, reminders: str) -> tuple[FakeAmazon, Callable[[str], str]]:
    """Amazon's reminders, and what the athlete answers when asked for the permission."""
    refusal = (int(reminders), _CODES.get(reminders, "INTERNAL_ERROR"), "No.") if reminders.isdigit() else None
    asked = reminders in ("asked for", *_ANSWERS)
    amazon = FakeAmazon(clock, time_zone, granted=not asked, refusal=refusal, hanging=reminders == "late")

    def allows(_: str) -> str:
        amazon.granted = reminders not in _ANSWERS
        return _ANSWERS.get(reminders, "ACCEPTED")

    return amazon, allows


def _impatient(envelope: Mapping[str, Any]) -> Reminders | None:
    """The real client, which does not wait long for a server beside it; a second is for a machine that is busy."""
    found = reminders_of(envelope)
    return replace(found, deadline=1.0) if found is not None else None


@cache
def _model(locale: str) -> InteractionModel:
    return machine.load_model(locale, [MODELS])


@cache
def _understanding(locale: str) -> Understanding:
    """What takes half a second to build, and remembers nothing of what it has understood."""
    return Understanding(_model(locale))
