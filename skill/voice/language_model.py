"""A language model of an interaction model's sentences, as pocketsphinx reads it: trigrams over words and classes.

pocketsphinx takes it from files: trigrams, members of classes, pronunciations, and a list of the others.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pocketsphinx
from pocketsphinx.lm import ArpaBoLM

from skill.voice.pronunciation import pronunciations
from skill.voice.values import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from skill.voice.sentences import Sentences, Words

_NAME = "sentences"
_TRIGRAMS, _CLASSES, _DICTIONARY, _TOGETHER = "trigrams.arpa", "classes.def", "words.dict", "all.lmctl"
_LEFT_FOR_OTHERS = 0.15
"""Of the probability, for words that no sentence has there; measured (docs/decisions/0012)."""

_NUMBERS_SHARE = 10


def write(sentences: Sentences, folder: Path) -> None:
    """Write the files into a folder."""
    _trigrams(sentences).write_file(str(folder / _TRIGRAMS))
    (folder / _CLASSES).write_text("\n".join(_class_lines(sentences)), encoding="utf-8")
    (folder / _DICTIONARY).write_text("\n".join(_dictionary_lines(sentences)), encoding="utf-8")
    (folder / _TOGETHER).write_text(
        f"{{ {_CLASSES} }}\n{_TRIGRAMS} {_NAME} {{ {' '.join(sentences.classes)} }}\n", encoding="utf-8"
    )


def decoder(folder: Path, rate: int) -> pocketsphinx.Decoder:
    """A decoder for sounds of that many samples a second, with the language model in the folder.

    The rate is its own to reckon with: a sound brought to another rate by us would be heard worse.
    """
    return pocketsphinx.Decoder(
        hmm=pocketsphinx.get_model_path("en-us/en-us"),
        dict=str(folder / _DICTIONARY),
        lmctl=str(folder / _TOGETHER),
        lmname=_NAME,
        lm=None,
        samprate=rate,
        loglevel="FATAL",
    )


def member(name: str, words: Words) -> str:
    """A member of a class as the one word that it is to the language model."""
    return f"{name}{'_'.join(words)}"


def split(word: str) -> tuple[str, Words]:
    """A word of the language model: the class or the word itself, and the words that are said."""
    if not word.startswith("["):
        return word, (word,)
    name, _, said = word.partition("]")
    return f"{name}]", tuple(said.split("_"))


def _trigrams(sentences: Sentences) -> ArpaBoLM:
    model = ArpaBoLM(discount_mass=_LEFT_FOR_OTHERS)
    for sentence, count in sentences.counted.items():
        words = ("<s>", *sentence, "</s>")
        for word in words:
            model.grams_1[word] += count
        for one, two in pairwise(words):
            model.grams_2[one][two] += count
        for one, two, three in zip(words, words[1:], words[2:], strict=False):
            model.grams_3[one][two][three] += count
    model.compute()
    return model


def _class_lines(sentences: Sentences) -> Iterator[str]:
    for name, members in sentences.classes.items():
        whole = sum(map(_share, members))
        yield f"LMCLASS {name}"
        yield from (f"{member(name, words)} {_share(words) / whole:.8f}" for words in members)
        yield f"END {name}"
    yield ""


def _share(words: Words) -> float:
    """How likely a member of a class is, beside one of one word: less with more words, more if it is a number.

    What has numbers among its values is asked for by number: "zero to ten, how sore?"
    """
    return (_NUMBERS_SHARE if is_number(words) else 1) / len(words)


def _dictionary_lines(sentences: Sentences) -> Iterator[str]:
    plain = {word for sentence in sentences.counted for word in sentence if not word.startswith("[")}
    said: dict[str, Words] = {word: (word,) for word in sorted(plain)}
    said |= {member(name, words): words for name, members in sentences.classes.items() for words in members}
    for word, words in said.items():
        for number, phones in enumerate(pronunciations(words), start=1):
            yield f"{word}{f'({number})' if number > 1 else ''} {' '.join(phones)}"
    yield ""
