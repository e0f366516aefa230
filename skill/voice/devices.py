"""The machine's own microphone and loudspeaker, through PortAudio."""

from __future__ import annotations

from array import array
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pocketsphinx import Segmenter

from skill.voice import VoiceFailed
from skill.voice.sound import Sound

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 16_000
PATIENCE_SECONDS = 8.0
"""How long an Echo waits for an answer, before it takes none for one."""

_BYTES = 2  # a sample
_ADVICE = "Is one plugged in? On Debian: apt-get install libportaudio2. Or talk by files: --voice-in and --voice-out."


class NoDevice(VoiceFailed):
    """There is no microphone or loudspeaker to be had; the message says why, and what to do."""


def play(sound: Sound) -> None:
    """Play a sound on the loudspeaker, to its end.

    Raises:
        NoDevice: if there is none.
    """
    with _opened("RawOutputStream", "loudspeaker", sound.rate) as stream:
        stream.write(sound.samples.tobytes())


def listen() -> Sound | None:
    """Wait at the microphone for something said; None if nobody says anything.

    Raises:
        NoDevice: if there is none.
    """
    with _opened("RawInputStream", "microphone", RATE) as stream:
        return first_said(lambda count: bytes(stream.read(count // _BYTES)[0]), RATE)


def first_said(read: Callable[[int], bytes], rate: int, patience: float = PATIENCE_SECONDS) -> Sound | None:
    """Find the first thing said, from where the voice begins to where it has ended.

    Args:
        read: gives the next so many bytes; fewer at the end.
        rate: samples a second.
        patience: seconds to wait for a voice.
    """
    segmenter = Segmenter(sample_rate=rate)
    segment = next(segmenter.segment(_Patient(read, segmenter, round(patience * rate * _BYTES))), None)
    return Sound(array("h", segment.pcm), rate) if segment else None


class _Patient:
    """A stream that ends when nobody has said anything for long enough."""

    def __init__(self, read: Callable[[int], bytes], segmenter: Segmenter, most: int) -> None:
        self._read, self._segmenter, self._left = read, segmenter, most

    def read(self, count: int) -> bytes:
        self._left -= count
        return self._read(count) if self._segmenter.in_speech or self._left >= 0 else b""


def _opened(kind: str, what: str, rate: int) -> Any:  # noqa: ANN401 - a stream of a library without types
    try:
        return getattr(import_module("sounddevice"), kind)(samplerate=rate, channels=1, dtype="int16")
    except Exception as error:  # OSError without PortAudio, PortAudioError without a device
        message = f"There is no {what} here: {error}. {_ADVICE}"
        raise NoDevice(message) from error
