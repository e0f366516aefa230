"""Says a speech in SSML with espeak-ng: a WAV of one channel and 16 bits.

espeak-ng leaves out breaks of "1.5s", makes one of two in a row, and takes a break and the end of a sentence for one,
so only words in one manner are left to it; silences are put between them here, exactly as long as they are asked for.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from skill.voice.espeak import engine
from skill.voice.passages import Break, End, Passage, Tone, Words, passages
from skill.voice.sound import Sound, joined, silence, tone

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOICES = {"en-CA": "en-us", "es-MX": "es-419", "es-US": "es-419"}
"""espeak-ng's voices by locale, where they are not named after the locale or its language."""

_WHISPER = "+whisper"
_TONE_HERTZ, _TONE_SECONDS = 880, 0.3


_RESPELLED = {"pilates": "pilahtees"}
"""Words that espeak-ng reads wrongly, as it reads them rightly."""

_MISREAD = re.compile(rf"\b(?:{'|'.join(_RESPELLED)})\b", re.IGNORECASE)


def wav(ssml: str, locale: str) -> bytes:
    """Say a speech.

    Args:
        ssml: the whole speech, from `<speak>` to `</speak>`.
        locale: the locale it is spoken in, such as ``en-GB``.

    Returns:
        A WAV file. It ends with the last word or the last break.

    Raises:
        NotWellFormed: if the speech is not XML.
        SpeechFailed: if espeak-ng does not start, or has no voice for the locale.
    """
    return said(ssml, locale).as_wav()


def said(ssml: str, locale: str) -> Sound:
    """Say a speech, as `wav` does, to samples."""
    rate = engine().rate
    sounds: list[Sound] = []
    for voices, group in groupby(_within(passages(ssml)), key=lambda passage: _voices(passage, locale)):
        if voices:
            words = [passage for passage in group if isinstance(passage, Words)]
            sounds.append(engine().render("".join(map(_marked, words)), voices).trimmed())
        else:
            sounds += _between([*group], rate)
    return joined(sounds, rate)


def _within(all_passages: list[Passage]) -> list[Passage]:
    """Without empty words, and without the ends of sentences that nothing was said before or that nothing follows."""
    some = [passage for passage in all_passages if not isinstance(passage, Words) or passage.text.strip()]
    telling = [index for index, passage in enumerate(some) if not isinstance(passage, End)]
    return some[telling[0] : telling[-1] + 1] if telling else []


def _voices(passage: Passage, locale: str) -> tuple[str, ...]:
    """The voices that may say it, best first; none if it is no words."""
    if not isinstance(passage, Words):
        return ()
    spoken_in = passage.manner.language or locale
    names = (_VOICES.get(spoken_in, spoken_in.lower()), spoken_in.partition("-")[0].lower())
    return tuple(f"{name}{_WHISPER}" if passage.manner.whispered else name for name in names)


def _marked(words: Words) -> str:
    text, manner = escape(_respelled(words.text), quote=False), words.manner
    if (manner.rate, manner.pitch, manner.volume) == (100, 0, 100):
        return text
    return (
        f'<prosody rate="{manner.rate:.0f}%" pitch="{manner.pitch:+.0f}%" volume="{manner.volume:.0f}">{text}</prosody>'
    )


def _respelled(text: str) -> str:
    return _MISREAD.sub(lambda match: _RESPELLED[match[0].lower()], text)


def _between(pauses: list[Passage], rate: int) -> Iterator[Sound]:
    """Silence as long as the breaks together, or the end of a sentence if that is longer; then tones."""
    asked = sum(passage.seconds for passage in pauses if isinstance(passage, Break))
    ends = [passage.seconds for passage in pauses if isinstance(passage, End)]
    yield silence(max([asked, *ends]), rate)
    yield from (tone(_TONE_HERTZ, _TONE_SECONDS, rate) for passage in pauses if isinstance(passage, Tone))
