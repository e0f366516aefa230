"""The requests that are measured with, taken from a conversation that the simulated device really held."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from skill.app import build_skill
from skill.settings import Settings
from skill.simulator import machine
from skill.simulator.device import Device, Turn
from skill.simulator.trace import Trace
from tests.web.amazon import SKILL_ID

_MODELS = Path(__file__).parent.parent / "interaction_models"
_ZONE = "America/New_York"

DECIDED = "can I do intervals, I did heavy squats last night and I'm a five"
"""Said second, after opening the skill; gets a verdict."""

ASKED = "can I do intervals"
"""Said second too; gets a question."""


def recorded(utterance: str) -> dict[str, Any]:
    """The envelope of this sentence, said by somebody who has just opened the skill; all slots of the intent are in it.

    The device's time zone is in its session, as it is from the second turn on, so nobody is called to tell it.
    """
    return _turn(utterance).request


def verdict_on(utterance: str) -> str | None:
    """The verdict that this sentence gets; None for a question."""
    verdict: str | None = _turn(utterance).trace.get("verdict")
    return verdict


def _turn(utterance: str) -> Turn:
    trace = Trace()
    skill = build_skill(Settings(skill_id=SKILL_ID), vary=lambda _: 0, time_zone=lambda _: _ZONE, trace=trace)
    device = Device(
        machine.load_model("en-US", [_MODELS]),
        skill,
        clock=lambda: datetime.now(UTC),
        time_zone=_ZONE,
        application_id=SKILL_ID,
        trace=trace.take,
    )
    device.open()
    return device.say(utterance)
