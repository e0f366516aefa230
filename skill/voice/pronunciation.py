"""How words are pronounced, in the phones of the acoustic model (ARPABET).

From the dictionary that comes with pocketsphinx. What it lacks (glutes, fartlek, vinyasa) is as espeak-ng reads it:
it has rules for any word of a model, and they are looked after; a list by hand would have to be.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING

import pocketsphinx

from skill.voice.espeak import engine

if TYPE_CHECKING:
    from collections.abc import Iterable

    Phones = tuple[str, ...]

_DICTIONARY = "en-us/cmudict-en-us.dict"
_VOICE = "en-us"  # the one whose sounds are named in the table below
_MOST = 4  # ways to pronounce several words together
_STRESS = "ˈˌ"

_PHONES = {
    "a": "AE", "aɪ": "AY", "aɪə": "AY AH", "aɪɚ": "AY ER", "aʊ": "AW", "b": "B", "d": "D", "dʒ": "JH", "eɪ": "EY",
    "f": "F", "h": "HH", "i": "IY", "iə": "IY AH", "iː": "IY", "j": "Y", "k": "K", "l": "L", "m": "M", "n": "N",
    "n̩": "AH N", "oʊ": "OW", "oːɹ": "AO R", "p": "P", "s": "S", "t": "T", "tʃ": "CH", "u": "UW", "uː": "UW",
    "v": "V", "w": "W", "z": "Z", "æ": "AE", "ð": "DH", "ŋ": "NG", "ɐ": "AH", "ɑː": "AA", "ɑːɹ": "AA R", "ɔ": "AO",
    "ɔɪ": "OY", "ɔː": "AO", "ɔːɹ": "AO R", "ə": "AH", "əl": "AH L", "ɚ": "ER", "ɛ": "EH", "ɛɹ": "EH R", "ɜː": "ER",
    "ɡ": "G", "ɪ": "IH", "ɪɹ": "IH R", "ɹ": "R", "ɾ": "T", "ʃ": "SH", "ʊ": "UH", "ʊɹ": "UH R", "ʌ": "AH", "ʒ": "ZH",
    "ʔ": "T", "θ": "TH", "ᵻ": "IH",
}  # fmt: skip
"""espeak-ng's sounds of American English, in the International Phonetic Alphabet, as phones."""


def pronunciations(words: Iterable[str]) -> list[Phones]:
    """The most usual ways to say some words, one after the other."""
    ways = product(*(_ways(word) for word in words))
    return [tuple(phone for word in way for phone in word) for way in islice(ways, _MOST)]


@cache
def _ways(word: str) -> tuple[Phones, ...]:
    return _dictionary().get(word) or (_read(word),)


@cache
def _dictionary() -> dict[str, tuple[Phones, ...]]:
    """By word; ``live(2)`` in the file is the second way to say "live"."""
    found: dict[str, tuple[Phones, ...]] = {}
    with Path(pocketsphinx.get_model_path(_DICTIONARY)).open(encoding="utf-8") as lines:
        for line in lines:
            written, *phones = line.split()
            word = re.sub(r"\(\d\)$", "", written)
            found[word] = (*found.get(word, ()), tuple(phones))
    return found


def _read(word: str) -> Phones:
    """As espeak-ng reads it; a sound without a phone, as in a word of another language, is left out."""
    sounds = (sound.strip(_STRESS) for sound in engine().sounds(word, _VOICE))
    return tuple(phone for sound in sounds for phone in _PHONES.get(sound, "").split())
