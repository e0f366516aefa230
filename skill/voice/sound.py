"""Sound as samples in memory, and as WAV: one channel, 16 bits a sample."""

from __future__ import annotations

import io
import math
import wave
from array import array
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from skill.voice import VoiceFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

_BYTES = 2  # a sample
_LOUDEST = 32_767
_QUIET = 40  # of 32,767: what no ear and no microphone tells from silence


class NoSound(VoiceFailed, ValueError):  # noqa: N818 - reads as what it says
    """The bytes are no WAV of one channel and 16 bits; the message says what they are."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Some sound.

    Attributes:
        samples: from -32,768 to 32,767.
        rate: samples a second.
    """

    samples: array[int]
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate

    def trimmed(self) -> Sound:
        """It without the silence at both ends."""
        first, last = _quiet(self.samples), _quiet(reversed(self.samples))
        return Sound(self.samples[first : max(first, len(self.samples) - last)], self.rate)

    def as_wav(self) -> bytes:
        """It as a WAV file."""
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setparams((1, _BYTES, self.rate, 0, "NONE", ""))
            out.writeframes(self.samples.tobytes())
        return file.getvalue()


def _quiet(samples: Iterable[int]) -> int:
    """How many samples are as good as silent before the first that is not."""
    return sum(1 for _ in takewhile(lambda sample: abs(sample) <= _QUIET, samples))


def from_wav(file: bytes) -> Sound:
    """Read a WAV file.

    Raises:
        NoSound: if it is none, or not of one channel and 16 bits.
    """
    try:
        with wave.open(io.BytesIO(file)) as sound:
            channels, width, rate = sound.getnchannels(), sound.getsampwidth(), sound.getframerate()
            data = sound.readframes(sound.getnframes())
    except (wave.Error, EOFError) as error:
        message = f"This is no WAV sound: {str(error) or 'it ends too early'}."
        raise NoSound(message) from error
    if (channels, width) != (1, _BYTES):
        message = f"The sound has {channels} channel(s) of {8 * width} bits; it should have one of 16."
        raise NoSound(message)
    return Sound(array("h", data[: len(data) // _BYTES * _BYTES]), rate)


def silence(seconds: float, rate: int) -> Sound:
    """Nothing, for a while."""
    return Sound(array("h", bytes(_BYTES * round(seconds * rate))), rate)


def tone(hertz: float, seconds: float, rate: int, *, volume: float = 0.2) -> Sound:
    """A plain tone that swells and fades; `volume` is from 0 to 1."""
    length = round(seconds * rate)
    swell = (math.sin(math.pi * index / length) for index in range(length))
    wave_ = (math.sin(2 * math.pi * hertz * index / rate) for index in range(length))
    return Sound(array("h", (round(_LOUDEST * volume * a * b) for a, b in zip(swell, wave_, strict=True))), rate)


def joined(sounds: Iterable[Sound], rate: int) -> Sound:
    """One after the other; all of them have that rate."""
    samples = array("h")
    for sound in sounds:
        samples.extend(sound.samples)
    return Sound(samples, rate)
