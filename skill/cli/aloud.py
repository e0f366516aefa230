"""`legday talk --voice`: the options, and the voice put together with what they say."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skill.cli import Refused
from skill.voice import VoiceFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.simulator.device import Device
    from skill.simulator.model import InteractionModel
    from skill.simulator.terminal import Terminal

    Body = Callable[..., object]

MISSING = "Talking aloud needs the extra “voice”: pip install 'leg-day-coach[voice]', or make talk ARGS=--voice."
_OPTIONS = (
    click.option("--voice", is_flag=True, help="Speak and listen: microphone and loudspeaker, nothing sent anywhere."),
    click.option(
        "--voice-in",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        metavar="FILE_OR_FOLDER",
        help="Listen to WAV files instead of the microphone, one thing said in each.",
    ),
    click.option(
        "--voice-out",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="FOLDER",
        help="Keep what is answered as WAV files instead of playing it.",
    ),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """How to talk aloud.

    Attributes:
        recordings: WAV files to listen to; none for the microphone.
        out: folder for the answers; None for the loudspeaker.
    """

    recordings: tuple[Path, ...]
    out: Path | None

    def terminal(self, locale: str, *, show: bool) -> Terminal:
        """A terminal that speaks."""
        loop = _part("loop")
        play = loop.into(self.out) if self.out else _part("devices").play
        shown: Terminal = loop.Aloud(sys.stdout, play, locale, show=show)
        return shown

    def talk(self, device: Device, shown: Terminal, model: InteractionModel) -> None:
        """Hold the conversation."""
        loop, recogniser = _part("loop"), _part("hearing").Recogniser(model)
        if self.recordings:
            loop.by_files(device, shown, recogniser, self.recordings)
        else:
            loop.by_microphone(device, shown, recogniser)


def with_voice(body: Body) -> Body:
    """Give a command the options `--voice`, `--voice-in` and `--voice-out`, as one argument `voice`."""

    @wraps(body)
    def voiced(*args: Any, voice: bool, voice_in: tuple[Path, ...], voice_out: Path | None, **options: Any) -> object:  # noqa: ANN401 - passed through as they come
        aloud = voice or voice_in or voice_out
        try:
            return body(*args, voice=Voice(_recordings(voice_in), voice_out) if aloud else None, **options)
        except VoiceFailed as error:
            raise Refused(str(error)) from error

    wrapped: Body = voiced
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _recordings(given: tuple[Path, ...]) -> tuple[Path, ...]:
    found = tuple(file for path in given for file in (sorted(path.glob("*.wav")) if path.is_dir() else [path]))
    if given and not found:
        raise Refused(f"There are no WAV files in {', '.join(map(str, given))}.")
    return found


def _part(name: str) -> Any:  # noqa: ANN401 - an optional part
    try:
        return import_module(f"skill.voice.{name}")
    except ModuleNotFoundError as error:
        raise Refused(MISSING) from error
