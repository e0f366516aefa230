"""Keeps conversations: where a dialogue file goes, what a conversation begins with; nothing is written over."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skill.cli import Refused
from skill.memory import RECENT, MemoryFailed, athlete_key
from skill.simulator.dialogue_file import STORES, Dialogue
from skill.simulator.envelope import Sender
from skill.simulator.recording import SUFFIX, as_dialogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from skill.memory import Memory
    from skill.simulator.device import Device, Turn

    Body = Callable[..., object]

FOLDER = Path("tests", "dialogues")
"""Where dialogues are kept in a clone of this project."""

_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,79}", re.ASCII)
_WORKS, _BROKEN, _NO_STORE = STORES


def is_name(name: str) -> bool:
    """Whether a conversation may be kept under this name."""
    return _NAME.fullmatch(name) is not None


NAMES = "a name is letters, digits, - and _, at most 80 of them: sore_legs."


def _named(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_name(value):
        raise click.BadParameter(NAMES)
    return value


_OPTIONS = (
    click.option("--record", callback=_named, metavar="NAME", help=f"Write it all down in NAME{SUFFIX}, to replay it."),
    click.option("--force", is_flag=True, help="With --record: write over a file of that name."),
)


def with_recording(body: Body) -> Body:
    """Give a command the options `--record` and `--force`."""
    for option in reversed(_OPTIONS):
        body = option(body)
    return body


def file_for(name: str, *, ours: bool = True, force: bool = False) -> Path:
    """Where a conversation of that name is kept: in a clone with its tests, if it is with our skill; else right here.

    Raises:
        Refused: if there is such a file and it is not to be written over.
    """
    folder = FOLDER if ours and FOLDER.is_dir() else Path()
    path = folder / f"{name}{SUFFIX}"
    if path.exists() and not force:
        raise Refused(f"{path} exists already. Choose another NAME, or write over it with --force.")
    return path


@contextmanager
def recording(path: Path | None, device: Device, setting: Dialogue) -> Iterator[None]:
    """Write down what is said to a device meanwhile, however it ends; nothing without a path."""
    try:
        yield
    finally:
        if path is not None and device.turns:
            keep(path, written(path, device.turns, setting))
            click.echo(f"Recorded in {path}. Hear it again: legday replay {path}", err=True)


def written(path: Path, turns: Sequence[Turn], setting: Dialogue, changes: Sequence[Mapping[str, str]] = ()) -> str:
    """A conversation as the text of the file at that path; see `skill.simulator.recording.as_dialogue`."""
    return as_dialogue(turns, setting, remarks=[_title(path), *_warning(setting)], changes=changes)


def keep(path: Path, text: str) -> None:
    """Write a dialogue file.

    Raises:
        Refused: if it cannot be written.
    """
    try:
        path.write_bytes(text.encode(errors="replace"))
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error


def remembered(memory: Memory | None, secret: bytes) -> dict[str, Any]:
    """What a dialogue with our skill says of its memory when it begins: the store, the profile, the latest events.

    As many events as a turn reads: older ones change no answer.
    """
    if memory is None:
        return {"store": _NO_STORE}
    try:
        held: dict[str, Any] = memory.export(athlete_key(Sender().athlete_id, secret))
    except MemoryFailed:
        return {"store": _BROKEN}
    profile = {name: known for name, known in held["profile"].items() if name != "version"}
    return {"store": _WORKS, "profile": profile, "remembered": tuple(_numbered(held["events"][-RECENT:]))}


def _numbered(events: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events with short ids in place of those of the requests they came with; a test needs no others."""
    ids = {event["id"]: f"{number:03d}" for number, event in enumerate(events, start=1)}
    for event in events:
        yield {**event, "id": ids[event["id"]], "replaces": ids.get(event["replaces"])}


def _title(path: Path) -> str:
    return path.stem.replace("_", " ").replace("-", " ").capitalize()


def _warning(setting: Dialogue) -> list[str]:
    personal = "It begins with what was remembered of the athlete; read it before you share it."
    return [personal] if setting.remembered else []
