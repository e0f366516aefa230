"""A conversation by voice: what is said is heard, answered by the device, and the answer is spoken.

By microphone and loudspeaker, or by WAV files where a machine has neither.
"""

from __future__ import annotations

from html import escape
from itertools import count
from typing import TYPE_CHECKING, TextIO

from skill.simulator.terminal import SILENT, Terminal, converse, read_aloud
from skill.voice import devices
from skill.voice.sound import NoSound
from skill.voice.speaking import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from skill.simulator.device import Device, Turn
    from skill.voice.hearing import Recogniser
    from skill.voice.sound import Sound

    Play = Callable[[Sound], None]

HINT = 'Say "should I run today", "my legs are a six", or "help". Say nothing for silence; Ctrl-C leaves.'
LISTENING = "(listening)"


class Aloud(Terminal):
    """Shows turns as a terminal does, and plays what is said in them."""

    def __init__(self, out: TextIO, play: Play, locale: str, *, show: bool = False) -> None:
        """Write to `out` and give sounds to `play`; with `show`, the device's working as well."""
        super().__init__(out, show=show)
        self._play, self._locale = play, locale

    def turn(self, turn: Turn) -> None:
        """Show an answer, and say it."""
        super().turn(turn)
        if turn.ssml:
            self._play(said(turn.ssml, self._locale))

    def ring(self, text: str) -> None:
        """Show a reminder that rings, and say it."""
        super().ring(text)
        self._play(said(f"<speak>Here's your reminder: {escape(text, quote=False)}</speak>", self._locale))


def by_microphone(device: Device, shown: Aloud, recogniser: Recogniser) -> None:
    """Hold a conversation with the person at the microphone until they leave.

    Raises:
        NoDevice: if there is no microphone or no loudspeaker.
    """
    converse(device, shown, ears(recogniser, shown), HINT)


def ears(
    recogniser: Recogniser, shown: Terminal, listen: Callable[[], Sound | None] = devices.listen
) -> Callable[[str], str]:
    """A way to read what the person says next, in place of a keyboard; empty when nobody says anything."""

    def hear(_prompt: str) -> str:
        shown.note(LISTENING)
        sound = listen()
        heard = (recogniser.words_in(sound) if sound else None) or ""
        shown.echo(heard or SILENT)
        return heard

    return hear


def by_files(device: Device, shown: Aloud, recogniser: Recogniser, files: Iterable[Path]) -> None:
    """Say what is in each recording to the device, in turn; a recording of nothing is silence.

    Raises:
        NoSound: if a file is no WAV file of one channel and 16 bits.
    """
    read_aloud(device, shown, (_heard_in(path, recogniser) for path in files))


def _heard_in(path: Path, recogniser: Recogniser) -> str:
    try:
        return recogniser.heard(path.read_bytes()) or ""
    except NoSound as error:
        message = f"{path.name}: {error}"
        raise NoSound(message) from error


def into(folder: Path) -> Play:
    """A way to keep sounds as files instead of playing them: ``01.wav``, ``02.wav`` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = count(1)
    return lambda sound: write(folder / f"{next(numbers):02d}.wav", sound)


def write(path: Path, sound: Sound) -> None:
    """Keep a sound as a WAV file."""
    path.write_bytes(sound.as_wav())
