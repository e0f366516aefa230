"""Hears what is said in a recording, with pocketsphinx: the words that an interaction model's sentences make likely.

What it hears is text; what it means is for the simulator. Of what the recording may be, the likeliest that is a
sentence of the model is taken, else the likeliest. How well this does, and beside what: docs/decisions/0012.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING
from weakref import finalize

from skill.voice import language_model
from skill.voice.sentences import sentences_of
from skill.voice.sound import Sound, from_wav, joined, silence

if TYPE_CHECKING:
    import pocketsphinx

    from skill.simulator.model import InteractionModel

    Hypotheses = list[tuple[list[str], float]]

_GUESSES = 100
_AROUND_SECONDS = 0.3
_HISSES = (1 / 160, 1 / 80)  # of the loudest sample
_LOUDEST = 32_767
_CLASS_PENALTY = 8.0
"""Taken off a guess's logarithmic likelihood for each slot value in it: there are many, so one nearly always fits."""
_SCALE = 1_024
"""pocketsphinx divides its logarithms by this before it tells them."""


class Recogniser:
    """Hears one interaction model's sentences. It takes a second to make; any thread may use it, one at a time."""

    def __init__(self, model: InteractionModel) -> None:
        self._sentences = sentences_of(model)
        self._folder = TemporaryDirectory(prefix="legday-")  # read again for each new rate; goes with the recogniser
        finalize(self, self._folder.cleanup)
        language_model.write(self._sentences, Path(self._folder.name))
        self._decoders: dict[int, pocketsphinx.Decoder] = {}
        self._one_at_a_time = Lock()

    def heard(self, wav: bytes) -> str | None:
        """Give the words said in a WAV file of one channel and 16 bits, None if there are none.

        Raises:
            NoSound: if it is no such file.
        """
        return self.words_in(from_wav(wav))

    def words_in(self, sound: Sound) -> str | None:
        """Give the words said in a sound, None if there are none."""
        if not sound.trimmed().samples:
            return None
        with self._one_at_a_time:
            decoder = self._decoder(sound.rate)
            guesses = [guess for hiss in _HISSES for guess in _guesses(decoder, _as_recorded(sound, hiss))]
            best = self._likeliest(guesses)
        return " ".join(said for word in best for said in language_model.split(word)[1]) or None

    def _decoder(self, rate: int) -> pocketsphinx.Decoder:
        if rate not in self._decoders:
            self._decoders[rate] = language_model.decoder(Path(self._folder.name), rate)
        return self._decoders[rate]

    def _likeliest(self, guesses: Hypotheses) -> list[str]:
        fitting = [guess for guess in guesses if self._fits(guess[0])]
        return max(fitting or guesses, key=_likelihood, default=([], 0.0))[0]

    def _fits(self, words: list[str]) -> bool:
        return self._sentences.has(tuple(language_model.split(word)[0] for word in words))


def _guesses(decoder: pocketsphinx.Decoder, sound: Sound) -> Hypotheses:
    decoder.start_utt()
    decoder.process_raw(sound.samples.tobytes(), full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return []
    return [(_words(guess.hypstr), guess.score) for guess in islice(decoder.nbest(), _GUESSES) if guess.score > 0]


def _words(guess: str) -> list[str]:
    return [word for word in guess.split() if word[0] not in "<+"]  # <sil>, ++NOISE++


def _likelihood(guess: tuple[list[str], float]) -> float:
    words, score = guess
    return _SCALE * math.log(score) - _CLASS_PENALTY * sum(word.startswith("[") for word in words)


def _as_recorded(sound: Sound, hiss: float) -> Sound:
    """With a little quiet around it, and a faint hiss, as every recording has that the acoustic model was made from.

    Without it, half of what a synthetic voice says is misheard; heard twice, with more of it and less, more is heard
    rightly than with either. It is always the same.
    """
    around = silence(_AROUND_SECONDS, sound.rate)
    padded = joined([around, sound, around], sound.rate).samples
    noise = array("h", hashlib.shake_128().digest(padded.itemsize * len(padded)))
    share = hiss * max(map(abs, padded)) / _LOUDEST
    pairs = zip(padded, noise, strict=True)
    return Sound(array("h", (max(-_LOUDEST, min(_LOUDEST, a + round(share * b))) for a, b in pairs)), sound.rate)
