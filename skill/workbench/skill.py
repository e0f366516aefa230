"""What a skill gives to the workbench that it is tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from skill.simulator.device import Device, Turn
    from skill.simulator.dialogue_file import Dialogue
    from skill.simulator.envelope import Json
    from skill.simulator.model import InteractionModel
    from skill.simulator.replaying import Circumstances
    from skill.workbench.stopwatch import Stopwatch


class Unusable(Exception):  # noqa: N818 (reads as what it says)
    """What was asked for cannot be; the message is a sentence that says why, or what to do instead."""


class BenchSkill(Protocol):
    """A skill, set up with real devices, memory and reminders."""

    @property
    def locales(self) -> Sequence[str]:
        """The locales it speaks."""

    def model(self, locale: str) -> InteractionModel:
        """What people can say to it."""

    @property
    def openings(self) -> Sequence[tuple[str, str]]:
        """Good things to say first: intents, and a sample of each."""

    def wording(self) -> str:
        """What picks the words of the next conversation, as `skill.simulator.wording.Wording` takes it."""

    def remembered(self) -> Mapping[str, Any]:
        """What is remembered now, as a dialogue file has it: store, profile and events."""

    @property
    def keeps(self) -> str:
        """What becomes of what is told now: kept ``here``, ``for now`` until this process ends, or ``nothing``."""

    def device(self, setting: Dialogue, now: Circumstances, stopwatch: Stopwatch) -> Device:
        """A device in this setting, which goes by the circumstances; understanding and skill are measured."""

    def rings(self, now: datetime) -> list[str]:
        """What the reminders say that ring up to now, each of them told once."""

    def upcoming(self) -> list[tuple[str, datetime]]:
        """The reminders that are still to ring, soonest first: what each says, and when; aware."""

    def decided(self, turn: Turn) -> Json | None:
        """What was decided in a turn and why: verdict, rule, reasons, confidence, sources; None if nothing was."""

    def recovery(self, now: datetime) -> Json:
        """How the athlete recovers, by now in their zone: svg, rows, go, sentence."""

    def travelled(self) -> None:
        """The device's clock is no longer the real one."""

    def forget(self) -> None:
        """Empty the memory."""

    def keep(self, name: str, turns: Sequence[Turn], setting: Dialogue, changes: Sequence[Mapping[str, str]]) -> Json:
        """Write a conversation down, to be replayed; gives its path and text.

        Raises:
            Unusable: if there is no such file to be made.
        """
