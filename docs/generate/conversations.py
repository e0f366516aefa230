"""The conversations that are replayed as tests, as they go: held anew with the real skill while the site is built."""

from __future__ import annotations

from contextlib import closing
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from docs.generate.markdown import paragraph, plain
from docs.generate.quoted import ROOT
from skill.cli.stage import Stage
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.replaying import replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from skill.simulator.device import Device, Turn
    from skill.simulator.dialogue_file import Said
    from skill.simulator.replaying import Circumstances

DIALOGUES = ROOT / "tests" / "dialogues"

GROUPS: dict[str, tuple[str, ...]] = {
    "Should I run?": (
        *("first_time", "one_at_a_time", "intervals_*", "eight_*", "the_hour_*", "short_sleep", "new_to_lifting"),
        *("race_*", "too_soon", "when_can_*", "killing_me"),
    ),
    "When something is wrong": ("red_flags", "something_hurts", "conditions"),
    "Around the run": ("benefits_*", "going_anyway", "instead", "sore_legs", "tips_*"),
    "Check-ins, and being remembered": ("check_in", "log_run", "leg_day_*", "remember*", "forget_*"),
    "Routines, hands-free": ("routine_*",),
    "Reminders": ("reminder_*",),
    "When it goes otherwise": ("corrections", "every_state", "out_of_reach", "memory_*"),
    "And also": ("*",),
}
"""What the conversations are about, by the names of their files; each belongs to the first that it fits."""


def all_of_them() -> str:
    """Every conversation, in groups."""
    with closing(Stage()) as stage:
        return "\n".join(_group(title, files, stage) for title, files in grouped().items() if files)


def grouped() -> dict[str, list[Path]]:
    """The files of each group, in the order of its patterns."""
    groups: dict[str, list[Path]] = {title: [] for title in GROUPS}
    files = sorted(DIALOGUES.rglob("*.dialogue"))
    for title, patterns in GROUPS.items():
        for pattern in patterns:
            fitting = [file for file in files if fnmatchcase(file.stem, pattern)]
            groups[title] += fitting
            files = [file for file in files if file not in fitting]
    return groups


def _group(title: str, files: list[Path], stage: Stage) -> str:
    return "\n".join([f"## {title}\n", *(_conversation(file, stage) for file in files)])


def _conversation(file: Path, stage: Stage) -> str:
    text = file.read_text(encoding="utf-8")
    title = text.partition("\n")[0].removeprefix("#").strip().rstrip(".")
    return "\n".join([f"### {plain(title)}\n", *held(Dialogue.parse(text), stage)])


def held(dialogue: Dialogue, stage: Stage) -> Iterator[str]:
    """What is said in a conversation and what comes, as paragraphs, with the hour where it changes."""
    before: datetime | None = None
    for said, turn in zip(dialogue.said, _turns(dialogue, stage), strict=True):
        if said.at != before:
            yield paragraph("moment", f"{said.at:%A}, {said.at.hour}:{said.at:%M}")
        before = said.at
        yield from _turn(said, turn)


def _turns(dialogue: Dialogue, stage: Stage) -> list[Turn]:
    devices: list[Device] = []

    def set_up(dialogue: Dialogue, now: Circumstances) -> Device:
        devices.append(stage(dialogue, now))
        return devices[-1]

    replay(dialogue, set_up)
    return [turn for device in devices for turn in device.turns]


def _turn(said: Said, turn: Turn) -> Iterator[str]:
    if said.utterance.startswith("("):
        yield paragraph("moment", said.utterance)
    else:
        yield paragraph("you", f"[You]{{.who}} {plain(said.utterance)}")
    for reminder in turn.rung:
        yield paragraph("moment", f"The reminder rings: {plain(reminder)}")
    if turn.speech:
        yield paragraph("coach", f"[Coach]{{.who}} {plain(turn.speech)}")
