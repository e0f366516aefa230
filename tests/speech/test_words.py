"""The words of every language: speakable, permitted, short, and alike in what they leave open.

Each check takes the words of one language and gives sentences about what is wrong. The checks are tried on bad words
first, then run on every catalog there is.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from skill.platform.response import ends_in_question
from skill.platform.ssml import plain_text, problems_in
from skill.speech.catalog import LOCALES, Catalog, split
from skill.speech.ssml import NotSpeakable, Ssml, fill, placeholders, speak

if TYPE_CHECKING:
    from babel.messages.catalog import Message

ROOT = Path(__file__).parents[2]
SERVED = sorted(model.stem for model in (ROOT / "interaction_models").glob("??-??.json"))
CATALOGS = {path.parent.parent.name: path for path in sorted(LOCALES.glob("*/LC_MESSAGES/skill.po"))}

CHARACTERS_A_SECOND = 14  # of Alexa's speech, about
LONGEST_SECONDS = 20  # of one wording; most answers should stay under ten

# What Amazon's policy does not let a skill claim, and what a training partner would not say: patterns of whole words.
FORBIDDEN = {
    "en": (r"cur(?:e|es|ed|ing)", r"diagnos\w*", r"injury[- ]prevention", r"please provide", r"users?"),
}


@dataclass(frozen=True)
class Words:
    """The words of one language, as its `skill.po` has them."""

    language: str
    text: str

    @cached_property
    def entries(self) -> list[Message]:
        """The entries of the file, without its header."""
        return [each for each in read_po(io.BytesIO(self.text.encode()), abort_invalid=True) if each.id]

    @cached_property
    def messages(self) -> dict[str, tuple[str, ...]]:
        """Wordings by message id."""
        return {str(each.id): split(str(each.string)) for each in self.entries}

    @property
    def wordings(self) -> Iterator[tuple[str, str]]:
        """Each wording, after its message id."""
        return ((name, wording) for name, wordings in self.messages.items() for wording in wordings)

    @cached_property
    def spoken(self) -> list[tuple[str, Ssml]]:
        """Each wording as a speech in which placeholders say their own names, after its message id."""
        return [(name, speak(_sample(wording))) for name, wording in self.wordings]


Check = Callable[[Words], Iterator[str]]


def each_id_stands_once(words: Words) -> Iterator[str]:
    """Babel keeps the first of two entries with one id, silently."""
    ids = Counter(re.findall(r'^msgid "(.+)"$', words.text, re.MULTILINE))
    return (f"{name} stands there {count} times." for name, count in ids.items() if count > 1)


def each_entry_is_finished(words: Words) -> Iterator[str]:
    """A fuzzy or empty entry is not compiled, and is missing only when it is to be said."""
    for each in words.entries:
        if each.fuzzy:
            yield f"{each.id} is marked fuzzy."
        if not each.string:
            yield f"{each.id} has no wording."


def braces_are_placeholders(words: Words) -> Iterator[str]:
    """A stray brace would be read out."""
    for name, wording in words.wordings:
        try:
            placeholders(wording)
        except NotSpeakable as error:
            yield f"{name}: {error}"


def wordings_of_one_message_are_alike(words: Words) -> Iterator[str]:
    """Which wording is picked must change neither what has to be filled in nor whether an answer is expected."""
    for name, wordings in words.messages.items():
        if len({placeholders(wording) for wording in wordings}) > 1:
            yield f"{name} does not have the same placeholders in each wording."
        if len({ends_in_question(plain_text(speak(_sample(wording)))) for wording in wordings}) > 1:
            yield f"{name} asks in one wording and not in another."
        if len(set(wordings)) < len(wordings):
            yield f"{name} has one wording twice."


def wordings_are_ssml(words: Words) -> Iterator[str]:
    """Each wording is what Alexa accepts, in each locale of its language that we serve."""
    for name, speech in words.spoken:
        heard_in = [None, *_served(words.language)]
        problems = dict.fromkeys(problem for locale in heard_in for problem in problems_in(speech, locale))
        yield from (f"{name}: {problem}" for problem in problems)


def wordings_are_permitted(words: Words) -> Iterator[str]:
    """No claim that policy forbids, and no words of a form to fill in."""
    forbidden = re.compile(rf"\b(?:{'|'.join(FORBIDDEN[words.language.split('_')[0]])})\b", re.IGNORECASE)
    for name, wording in words.wordings:
        yield from (f"{name} says {found!r}." for found in forbidden.findall(wording))


def wordings_are_short(words: Words) -> Iterator[str]:
    """Nobody listens to one message for long."""
    for name, speech in words.spoken:
        seconds = len(plain_text(speech)) / CHARACTERS_A_SECOND + _silence(speech)
        if seconds >= LONGEST_SECONDS:
            yield f"{name} takes {seconds:.0f} seconds to say."


CHECKS: tuple[Check, ...] = (
    each_id_stands_once,
    each_entry_is_finished,
    braces_are_placeholders,
    wordings_of_one_message_are_alike,
    wordings_are_ssml,
    wordings_are_permitted,
    wordings_are_short,
)

BAD = {
    "twice": (each_id_stands_once, ["bye", "bye"], "bye stands there 2 times."),
    "empty": (each_entry_is_finished, [""], "message.0 has no wording."),
    "stray": (braces_are_placeholders, ["At {Soreness}."], "message.0: A brace in 'At {Soreness}.' belongs to no"),
    "holes": (wordings_of_one_message_are_alike, [r"At {soreness}.\nRest."], "message.0 does not have the same"),
    "asks": (
        wordings_of_one_message_are_alike,
        [r"Why?\nSay why."],
        "message.0 asks in one wording and not in another",
    ),
    "again": (wordings_of_one_message_are_alike, [r"Rest.\nRest."], "message.0 has one wording twice."),
    "ampersand": (wordings_are_ssml, ["Rest & relax."], "message.0: The speech is not well-formed"),
    "tag": (wordings_are_ssml, ["<b>Rest.</b>"], "message.0: Alexa does not know <b>."),
    "claim": (wordings_are_permitted, ["Curing soreness."], "message.0 says 'Curing'."),
    "claims": (wordings_are_permitted, ["It's injury prevention."], "message.0 says 'injury prevention'."),
    "form": (wordings_are_permitted, ["Please provide a number."], "message.0 says 'Please provide'."),
    "third person": (wordings_are_permitted, ["The user's legs."], "message.0 says 'user'."),
    "long": (wordings_are_short, ["o" * 280], "message.0 takes 20 seconds to say."),
    "silent": (wordings_are_short, [r"<break time=\"9.9s\"/>And <break time=\"9900ms\"/>stop."], "takes 20 seconds"),
}


def po(*texts: str, language: str = "en") -> Words:
    """Words with these texts, under ids `message.0` and so on; a text that is one plain word is its own id."""
    entries = [
        f'msgid "{text if text.isalpha() and len(text) < 9 else f"message.{place}"}"\nmsgstr "{text}"'
        for place, text in enumerate(texts)
    ]
    return Words(language, "\n\n".join(['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"', *entries]))


@pytest.mark.parametrize(("check", "texts", "because"), BAD.values(), ids=BAD)
def test_a_check_finds(check: Check, texts: list[str], because: str) -> None:
    """What is wrong is found, and said at least once."""
    problems = list(check(po(*texts)))

    assert problems
    assert because in problems[0]


def test_a_fuzzy_entry_is_found() -> None:
    """An entry somebody still has to look at is not finished."""
    words = Words("en", po("Rest.").text.replace('msgid "message.0"', '#, fuzzy\nmsgid "message.0"'))

    assert list(each_entry_is_finished(words)) == ["message.0 is marked fuzzy."]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_check_lets_good_words_pass(check: Check) -> None:
    """Words that are as they should be raise no problem."""
    good = po(
        r"Rest {day}.\nTake {day} off: <emphasis level=\"moderate\">off</emphasis>.", "Why, {name}?", "Secure shoes."
    )

    assert list(check(good)) == []


def test_we_speak_english() -> None:
    """The catalog that has every message is there, so that the tests below have something to look at."""
    assert "en" in CATALOGS


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("language", CATALOGS)
def test_our_words_pass(language: str, check: Check) -> None:
    """Every check, on every language we speak."""
    assert list(check(_ours(language))) == []


@pytest.mark.parametrize("language", CATALOGS)
def test_languages_leave_the_same_open(language: str) -> None:
    """A message has the same placeholders in every language, and no language has a message that English lacks."""
    english = {name: placeholders(wordings[0]) for name, wordings in _ours("en").messages.items()}
    own = {name: placeholders(wordings[0]) for name, wordings in _ours(language).messages.items()}

    assert own == {name: english.get(name) for name in own}


@pytest.mark.parametrize("language", CATALOGS)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """The compiled catalog says what the `skill.po` says; when it does not, `make catalogs` has been forgotten."""
    catalog = Catalog.for_locale(language.replace("_", "-") if "_" in language else f"{language}-ZZ")

    assert {name: catalog.wordings(name) for name in _ours(language).messages} == _ours(language).messages


def _ours(language: str) -> Words:
    return Words(language, CATALOGS[language].read_text(encoding="utf-8"))


def _served(language: str) -> list[str]:
    """The locales with an interaction model that hear this language: `en` all of en-GB, en-US …, `en_GB` only one."""
    return [locale for locale in SERVED if locale.replace("-", "_").startswith(language)]


def _sample(wording: str) -> Ssml:
    return fill(wording, **{name: name for name in placeholders(wording)})


def _silence(speech: str) -> float:
    """Seconds of pauses in a speech."""
    pauses = re.findall(r'<break time="([\d.]+)(m?)s"', speech)
    return sum(float(number) / (1_000 if milli else 1) for number, milli in pauses)
