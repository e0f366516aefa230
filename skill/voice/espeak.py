"""espeak-ng, called as a library: words in, samples out; nothing is played.

It keeps its state in the process and one clause's prosody leaks into the next call, so each passage sets its voice and
prosody anew, one passage at a time.
"""

from __future__ import annotations

import ctypes
import re
from array import array
from functools import cache
from threading import Lock

import espeakng_loader

from skill.voice import VoiceFailed
from skill.voice.sound import Sound

_WITHOUT_WAITING = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples are there when the call returns
_UTF8 = 0x1
_MARKUP = 0x10
_GOES_ON = 0
_IPA, _BETWEEN = 0x2, "_"
_BYTES = 2  # a sample
_USUAL = {1: 175, 2: 100, 3: 50, 4: 50}
"""By espeak-ng's number of the parameter: words a minute, volume, pitch, range of pitch (percent)."""

_Takes = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class SpeechFailed(VoiceFailed):
    """The engine could not be started, or refused to speak; the message has its number for why."""


class Engine:
    """Renders words to samples.

    Attributes:
        rate: samples a second.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.rate = int(self._library.espeak_Initialize(_WITHOUT_WAITING, 0, data, 0))
        if self.rate <= 0:
            raise SpeechFailed(f"espeak-ng does not start: {self.rate}.")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._samples = array("h")
        self._callback = _Takes(self._take)  # kept: the library does not
        self._library.espeak_SetSynthCallback(self._callback)
        self._one_at_a_time = Lock()

    def render(self, marked: str, voices: tuple[str, ...]) -> Sound:
        """Speak a passage.

        Args:
            marked: words, with those tags of SSML that espeak-ng does well: prosody and say-as characters.
            voices: names of espeak-ng's voices; the first there is speaks.

        Raises:
            SpeechFailed: if there is no such voice, or the engine refuses the words.
        """
        with self._one_at_a_time:
            self._prepare(voices)
            self._samples = array("h")
            self._speak(f"<speak>{marked}</speak>".encode())
            return Sound(self._samples, self.rate)

    def sounds(self, words: str, voice: str) -> list[str]:
        """How words are pronounced: sounds of the International Phonetic Alphabet, stress marks among them."""
        text = ctypes.c_char_p(words.encode())
        with self._one_at_a_time:
            self._prepare((voice,))
            ipa = self._library.espeak_TextToPhonemes(ctypes.byref(text), _UTF8, _IPA | ord(_BETWEEN) << 8)
        return [sound for sound in re.split(rf"[\s{_BETWEEN}]+", ipa.decode()) if sound]

    def _prepare(self, voices: tuple[str, ...]) -> None:
        if all(self._library.espeak_SetVoiceByName(voice.encode()) for voice in voices):
            raise SpeechFailed(f"espeak-ng has no voice named {' or '.join(voices)}.")
        for parameter, value in _USUAL.items():
            self._library.espeak_SetParameter(parameter, value, 0)

    def _speak(self, text: bytes) -> None:
        size = ctypes.c_size_t(len(text) + 1)
        failed = self._library.espeak_Synth(text, size, 0, 0, 0, _UTF8 | _MARKUP, None, None)
        if failed:
            raise SpeechFailed(f"espeak-ng does not say it: {failed}.")

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _: object) -> int:
        if count > 0:
            self._samples.frombytes(ctypes.string_at(samples, _BYTES * count))
        return _GOES_ON


@cache
def engine() -> Engine:
    """The engine, started once in a process.

    Raises:
        SpeechFailed: if it does not start.
    """
    return Engine()
