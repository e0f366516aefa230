"""A speech in SSML as a row of passages: words, each in one manner of speaking, and the silences between them.

Manners and pauses are tables, after Amazon's "SSML reference". What a laptop cannot do is done as near as it gets: a
sound from the web is not fetched, a tone stands for it; whatever voice of Amazon's is asked for, the usual one speaks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from skill.platform.ssml import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Attributes = Mapping[str, str]

_COMMA, _SENTENCE, _PARAGRAPH = 0.2, 0.45, 0.8  # seconds
_BREAKS = {"none": 0.0, "x-weak": 0.0, "weak": _COMMA, "medium": _COMMA, "strong": _SENTENCE, "x-strong": _PARAGRAPH}
_ENDS = {"s": _SENTENCE, "p": _PARAGRAPH}
_RATES = {"x-slow": 60, "slow": 80, "medium": 100, "fast": 125, "x-fast": 160}
_PITCHES = {"x-low": -30, "low": -15, "medium": 0, "high": 20, "x-high": 40}
_VOLUMES = {"silent": 0, "x-soft": 30, "soft": 60, "medium": 100, "loud": 135, "x-loud": 160}


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are spoken.

    Attributes:
        rate: percent of the usual speed.
        pitch: percent above or below the usual one.
        volume: percent of the usual one.
        language: such as ``de-DE``; empty for that of the whole speech.
        whispered: without voice.
        said_as: ``interpret-as`` of what stands there; empty for plain words.
    """

    rate: float = 100
    pitch: float = 0
    volume: float = 100
    language: str = ""
    whispered: bool = False
    said_as: str = ""

    def changed(self, rate: float = 100, pitch: float = 0, volume: float = 100) -> Manner:
        """It within another manner: percents of these percents, pitches on top of each other."""
        return replace(self, rate=self.rate * rate / 100, pitch=self.pitch + pitch, volume=self.volume * volume / 100)


@dataclass(frozen=True, slots=True)
class Words:
    """Something to say."""

    text: str
    manner: Manner


@dataclass(frozen=True, slots=True)
class Break:
    """A silence that was asked for; several in a row add up."""

    seconds: float


@dataclass(frozen=True, slots=True)
class End:
    """The end of a sentence or paragraph: a silence of at least so many seconds, if something follows."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Tone:
    """Stands for a sound that is not to be had here."""


Passage = Words | Break | End | Tone

_EMPHASES = {
    "strong": {"rate": 80, "pitch": 10, "volume": 140},
    "moderate": {"rate": 90, "pitch": 5, "volume": 120},
    "reduced": {"rate": 110, "volume": 70},
}
_EMOTIONS = {"excited": {"rate": 106, "pitch": 12, "volume": 110}, "disappointed": {"rate": 92, "pitch": -10}}


def passages(ssml: str) -> list[Passage]:
    """Read a speech.

    Raises:
        NotWellFormed: if it is not XML.
    """
    reader = _Reader()
    tell(ssml, reader)
    return reader.passages


class _Reader:
    """Takes tags and words in order; the manner on top of the pile is the one of the tag around the words."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._manners = [Manner()]
        self._aliases = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag: perhaps another manner, a pause, a sound, or words in place of others."""
        change = _MANNERS.get(tag)
        self._manners.append(change(self._manners[-1], attributes) if change else self._manners[-1])
        self.passages += _stands_for(tag, attributes)
        if tag == "sub":
            self.text(attributes.get("alias", ""))
            self._aliases += 1

    def end(self, tag: str) -> None:
        """The end of a tag: as before it, after a pause if it was a sentence."""
        self._manners.pop()
        self._aliases -= tag == "sub"
        if tag in _ENDS:
            self.passages.append(End(_ENDS[tag]))

    def text(self, words: str) -> None:
        """Words, unless an alias has been said for them."""
        if self._aliases:
            return
        manner = self._manners[-1]
        self.passages.append(_SAID_AS.get(manner.said_as, Words)(words, manner))


def _stands_for(tag: str, attributes: Attributes) -> list[Passage]:
    if tag in _ENDS:
        return [End(_ENDS[tag])]
    if tag == "break":
        return [Break(_pause(attributes))]
    return [Tone()] if tag == "audio" else []


def _pause(attributes: Attributes) -> float:
    """Seconds of a break; a strength or a time that Alexa does not know is the usual pause."""
    measured = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", attributes.get("time", ""))
    if measured:
        return float(measured[1]) / {"s": 1, "ms": 1_000}[measured[2]]
    return _BREAKS.get(attributes.get("strength", ""), _COMMA)


def _named_or_percent(names: Mapping[str, float], value: str, usual: float) -> float:
    if value in names:
        return names[value]
    measured = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)%", value)
    return float(measured[1]) if measured else usual


def _volume(value: str) -> float:
    measured = re.fullmatch(r"([+-]\d+(?:\.\d+)?)dB", value)
    return 100 * 10 ** (float(measured[1]) / 20) if measured else _VOLUMES.get(value, 100)


def _prosody(manner: Manner, attributes: Attributes) -> Manner:
    return manner.changed(
        rate=_named_or_percent(_RATES, attributes.get("rate", ""), 100),
        pitch=_named_or_percent(_PITCHES, attributes.get("pitch", ""), 0),
        volume=_volume(attributes.get("volume", "")),
    )


_MANNERS: Mapping[str, Callable[[Manner, Attributes], Manner]] = {
    "emphasis": lambda manner, given: manner.changed(**_EMPHASES.get(given.get("level", ""), _EMPHASES["moderate"])),
    "prosody": _prosody,
    "amazon:emotion": lambda manner, given: manner.changed(**_EMOTIONS.get(given.get("name", ""), {})),
    "amazon:effect": lambda manner, given: replace(manner, whispered=given.get("name") == "whispered"),
    "lang": lambda manner, given: replace(manner, language=given.get("xml:lang", manner.language)),
    "say-as": lambda manner, given: replace(manner, said_as=given.get("interpret-as", "")),
}


def _one_by_one(text: str, manner: Manner) -> Words:
    return Words(", ".join(re.sub(r"\W", "", text)), manner)


def _ordinal(text: str, manner: Manner) -> Words:
    number = text.strip()
    teen = number[-2:] in {"11", "12", "13"}
    ending = "th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1:], "th")
    return Words(f"{number}{ending}" if number.isdecimal() else text, manner)


_SAID_AS: Mapping[str, Callable[[str, Manner], Passage]] = {
    "characters": _one_by_one,
    "spell-out": _one_by_one,
    "digits": _one_by_one,
    "telephone": _one_by_one,
    "ordinal": _ordinal,
    "expletive": lambda *_: Tone(),
}
"""How the values of ``interpret-as`` are said; espeak-ng reads numbers, dates and times by itself."""
