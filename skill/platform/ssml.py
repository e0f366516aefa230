"""What Alexa accepts as SSML, as a table, and how a piece of SSML sounds.

The grammar is Amazon's "SSML reference" as summed up in its checkers: tags, attributes, the values each may have.
Nothing here builds speech (see `skill.speech`), and nothing here runs in a turn: an XML parse per answer is for tests
and for the laptop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_CHARACTERS = 8_000
"""The longest speech Alexa accepts, markup included."""

MAX_AUDIO = 5
"""The most `<audio>` tags in one speech."""

MAX_BREAK_SECONDS = 10
"""The longest silence one `<break>` may ask for."""


class NotWellFormed(ValueError):  # noqa: N818 - reads as what it says
    """The text is not XML that Alexa could read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a tag.

    Attributes:
        accepts: whether a value may stand there.
        expected: what may stand there, in words that finish the sentence "it should be …".
        required: whether the tag means nothing without it.
    """

    accepts: Callable[[str], object]
    expected: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: its attributes by name, and the locales that have it (none named: all have)."""

    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    locales: frozenset[str] = frozenset()


def problems_in(ssml: str, locale: str | None = None) -> list[str]:
    """Say in sentences what Alexa would refuse in a speech; an empty list means nothing.

    Args:
        ssml: the whole speech, from `<speak>` to `</speak>`.
        locale: the locale it is spoken in (`en-GB`); without one, what works in some locale passes.
    """
    too_long = [] if len(ssml) <= MAX_CHARACTERS else [_too_long(len(ssml))]
    try:
        elements = _listen(ssml).elements
    except NotWellFormed as error:
        return [*too_long, str(error)]
    return [
        *too_long,
        *_speak_problems([tag for tag, _ in elements]),
        *_audio_problems([tag for tag, _ in elements]),
        *(problem for element in elements for problem in _element_problems(*element, locale)),
    ]


def plain_text(ssml: str) -> str:
    """Give what is heard, as text: no markup, aliases in place of what they stand for, pauses as single spaces.

    Raises:
        NotWellFormed: if the text is not XML.
    """
    return " ".join("".join(_listen(ssml).heard).split())


class Listens(Protocol):
    """Takes the tags and words of a speech in order, as `tell` comes upon them."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag opens."""

    def end(self, tag: str) -> None:
        """A tag closes."""

    def text(self, words: str) -> None:
        """Words between two tags."""


def tell(ssml: str, listener: Listens) -> None:
    """Read a speech to somebody who makes something of its tags and words.

    Raises:
        NotWellFormed: if the text is not XML.
    """
    # Names keep their prefix (amazon:, alexa:) because the parser is told of no namespaces. Entities of a document's
    # own cannot be declared, since a DOCTYPE is refused, so none can expand without bound.
    parser = expat.ParserCreate()
    parser.StartElementHandler = listener.start
    parser.EndElementHandler = listener.end
    parser.CharacterDataHandler = listener.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(ssml, True)  # noqa: FBT003 - the parser takes "this is all" by position only
    except expat.ExpatError as error:
        message = f"The speech is not well-formed XML: {error}."
        raise NotWellFormed(message) from error
    except UnicodeEncodeError as error:
        message = f"The speech is not well-formed XML: half a character at {error.start}."
        raise NotWellFormed(message) from error


def _refuse_doctype(*_: object) -> None:
    message = "The speech has a DOCTYPE; Alexa reads none, and neither do we."
    raise NotWellFormed(message)


def _one_of(*values: str) -> Attribute:
    return Attribute(frozenset(values).__contains__, f"one of {', '.join(values)}")


def _optional(attribute: Attribute) -> Attribute:
    return Attribute(attribute.accepts, attribute.expected, required=False)


def _matching(pattern: str, expected: str) -> Attribute:
    return Attribute(lambda value: re.fullmatch(pattern, value), expected)


def _named_or_measured(names: tuple[str, ...], form: str, least: float, most: float, expected: str) -> Attribute:
    """A value by name, or a number in the form of the pattern `form`, from `least` to `most`."""

    def accepts(value: str) -> bool:
        measured = re.fullmatch(form, value)
        return value in names or (measured is not None and least <= float(measured[1]) <= most)

    return Attribute(accepts, f"one of {', '.join(names)}, or {expected}", required=False)


def _pause(value: str) -> bool:
    measured = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", value)
    return measured is not None and float(measured[1]) / {"s": 1, "ms": 1_000}[measured[2]] <= MAX_BREAK_SECONDS


_VOLUME_MOST = 4.08  # dB; louder is clipped, says Amazon's reference

_INTERPRETATIONS = (
    *("characters", "spell-out", "cardinal", "number", "ordinal", "digits", "fraction", "unit"),
    *("date", "time", "telephone", "address", "interjection", "expletive"),
)
_DATE_FORMATS = ("mdy", "dmy", "ymd", "md", "dm", "ym", "my", "d", "m", "y")
_LANGUAGES = (
    *("de-DE", "en-AU", "en-CA", "en-GB", "en-IN", "en-US", "es-ES", "es-MX", "es-US"),
    *("fr-CA", "fr-FR", "hi-IN", "it-IT", "ja-JP", "pt-BR"),
)
_VOICES = (
    *("Ivy", "Joanna", "Joey", "Justin", "Kendra", "Kimberly", "Matthew", "Salli"),  # en-US
    *("Nicole", "Russell", "Amy", "Brian", "Emma", "Geraint", "Aditi", "Raveena"),  # en-AU, en-GB, en-IN
    *("Hans", "Marlene", "Vicki", "Conchita", "Enrique", "Lucia", "Mia"),  # de-DE, es-ES, es-MX
    *("Lupe", "Miguel", "Penelope", "Chantal", "Celine", "Lea", "Mathieu"),  # es-US, fr-CA, fr-FR
    *("Bianca", "Carla", "Giorgio", "Mizuki", "Takumi", "Camila", "Ricardo", "Vitoria"),  # it-IT, ja-JP, pt-BR
)

ALLOWED: Mapping[str, Tag] = MappingProxyType(
    {
        "speak": Tag(),
        "p": Tag(),
        "s": Tag(),
        "break": Tag(
            {
                "time": Attribute(_pause, f"a pause such as 500ms or 2s, at most {MAX_BREAK_SECONDS}s", required=False),
                "strength": _optional(_one_of("none", "x-weak", "weak", "medium", "strong", "x-strong")),
            }
        ),
        "emphasis": Tag({"level": _one_of("strong", "moderate", "reduced")}),
        "prosody": Tag(
            {
                "rate": _named_or_measured(
                    ("x-slow", "slow", "medium", "fast", "x-fast"),
                    r"(\d+(?:\.\d+)?)%",
                    *(20, float("inf")),
                    "a percentage from 20%",
                ),
                "pitch": _named_or_measured(
                    ("x-low", "low", "medium", "high", "x-high"),
                    r"([+-]\d+(?:\.\d+)?)%",
                    *(-33.3, 50),
                    "a change from -33.3% to +50%",
                ),
                "volume": _named_or_measured(
                    ("silent", "x-soft", "soft", "medium", "loud", "x-loud"),
                    r"([+-]\d+(?:\.\d+)?)dB",
                    *(float("-inf"), _VOLUME_MOST),
                    f"a change such as -6dB, at most +{_VOLUME_MOST}dB",
                ),
            }
        ),
        "say-as": Tag({"interpret-as": _one_of(*_INTERPRETATIONS), "format": _optional(_one_of(*_DATE_FORMATS))}),
        "sub": Tag({"alias": _matching(r"(?s).*\S.*", "the words to say instead")}),
        "phoneme": Tag({"alphabet": _one_of("ipa", "x-sampa"), "ph": _matching(r".+", "the sounds to make")}),
        "lang": Tag({"xml:lang": _one_of(*_LANGUAGES)}),
        "voice": Tag({"name": _one_of(*_VOICES)}),
        "w": Tag({"role": _one_of("amazon:VB", "amazon:VBD", "amazon:NN", "amazon:SENSE_1")}),
        "audio": Tag({"src": _matching(r"(https|soundbank)://\S+", "an address with https:// or soundbank://")}),
        "amazon:effect": Tag({"name": _one_of("whispered")}),
        "amazon:emotion": Tag(
            {"name": _one_of("excited", "disappointed"), "intensity": _one_of("low", "medium", "high")},
            locales=frozenset({"en-US", "en-GB", "ja-JP"}),
        ),
        "amazon:domain": Tag({"name": _one_of("conversational", "fun", "long-form", "music", "news")}),
        "alexa:name": Tag(
            {
                "type": _one_of("first"),
                "personId": _matching(r"amzn1\.ask\.person\.\S+", "a person's id, amzn1.ask.person.…"),
            }
        ),
    }
)
"""Every tag Alexa accepts."""

_SETS_WORDS_APART = frozenset({"speak", "p", "s", "break", "audio"})


def _too_long(length: int) -> str:
    return f"The speech has {length:,} characters; Alexa accepts {MAX_CHARACTERS:,}."


def _speak_problems(tags: list[str]) -> list[str]:
    around_all = [] if tags[0] == "speak" else [f"<speak> should be around everything; <{tags[0]}> is."]
    return [*around_all, *("<speak> may stand around everything only." for tag in tags[1:] if tag == "speak")]


def _audio_problems(tags: list[str]) -> list[str]:
    count = tags.count("audio")
    return [] if count <= MAX_AUDIO else [f"There are {count} <audio> tags; Alexa plays {MAX_AUDIO} in one speech."]


def _element_problems(name: str, attributes: Mapping[str, str], locale: str | None) -> list[str]:
    tag = ALLOWED.get(name)
    if tag is None:
        return [f"Alexa does not know <{name}>."]
    return [*_locale_problems(name, tag, locale), *_attribute_problems(name, tag, attributes)]


def _locale_problems(name: str, tag: Tag, locale: str | None) -> list[str]:
    if locale is None or not tag.locales or locale in tag.locales:
        return []
    return [f"<{name}> is not spoken in {locale}, only in {', '.join(sorted(tag.locales))}."]


def _attribute_problems(name: str, tag: Tag, attributes: Mapping[str, str]) -> list[str]:
    unknown = [f"<{name}> may not have {word}." for word in attributes if word not in tag.attributes]
    missing = [
        f"<{name}> needs {word}: {rule.expected}."
        for word, rule in tag.attributes.items()
        if rule.required and word not in attributes
    ]
    wrong = [
        f"<{name}> has {word}={attributes[word]!r}; it should be {rule.expected}."
        for word, rule in tag.attributes.items()
        if word in attributes and not rule.accepts(attributes[word])
    ]
    return [*unknown, *missing, *wrong]


class _Listener:
    """Takes what the XML parser reports, in order, and keeps the elements and the words."""

    def __init__(self) -> None:
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.heard: list[str] = []
        self._inside_substitutes = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements.append((tag, attributes))
        if tag == "sub":
            self.text(attributes.get("alias", ""))
            self._inside_substitutes += 1
        self._pause_at(tag)

    def end(self, tag: str) -> None:
        self._inside_substitutes -= tag == "sub"
        self._pause_at(tag)

    def text(self, words: str) -> None:
        if not self._inside_substitutes:
            self.heard.append(words)

    def _pause_at(self, tag: str) -> None:
        if tag in _SETS_WORDS_APART:
            self.heard.append(" ")


def _listen(ssml: str) -> _Listener:
    listener = _Listener()
    tell(ssml, listener)
    return listener
