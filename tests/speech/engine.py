"""A real speech engine, espeak-ng, to hear how long something takes; nothing is played."""

from __future__ import annotations

import ctypes
from functools import cache

import espeakng_loader

_WITHOUT_WAITING = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples are there when the call returns
_MARKUP = 0x10
_UTF8 = 0x1
_GOES_ON = 0
_VOICE = b"en-us"

_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class SpeechFailed(Exception):  # noqa: N818 (reads as what it says)
    """The engine could not be started, or refused to speak; the message has its number for why."""


class Engine:
    """Renders SSML to samples, and counts them."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate = self._library.espeak_Initialize(_WITHOUT_WAITING, 0, data, 0)
        if self._rate <= 0 or self._library.espeak_SetVoiceByName(_VOICE) != 0:
            message = f"espeak-ng does not start: {self._rate}."
            raise SpeechFailed(message)
        self._samples = 0
        self._callback = _Heard(self._count)  # kept: the library does not
        self._library.espeak_SetSynthCallback(self._callback)

    def seconds(self, ssml: str) -> float:
        """How long a speech lasts, silences included.

        Raises:
            SpeechFailed: if the engine refuses it.
        """
        self._samples = 0
        text = ssml.encode()
        size = ctypes.c_size_t(len(text) + 1)
        failed = self._library.espeak_Synth(text, size, 0, 0, 0, _UTF8 | _MARKUP, None, None)
        if failed:
            message = f"espeak-ng does not say {ssml!r}: {failed}."
            raise SpeechFailed(message)
        return self._samples / float(self._rate)

    def _count(self, _: object, samples: int, __: object) -> int:
        self._samples += samples
        return _GOES_ON


@cache
def engine() -> Engine:
    """The engine, started once: it keeps its state in the process."""
    return Engine()
