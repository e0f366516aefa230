"""Puts words together as SSML, so that nothing an athlete said or a number holds can break it.

A fragment is a piece of SSML without `<speak>`, with `{placeholders}`: a wording of the catalog. Its markup is checked
by the tests of the catalog; here values are escaped on their way in, and only what cannot be known before is checked:
that every placeholder is filled, that there is something to say, and that it is not too long. No XML is parsed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from skill.platform.ssml import MAX_CHARACTERS


class NotSpeakable(ValueError):  # noqa: N818 - reads as what it says
    """A fragment cannot be filled, or the speech would be refused by Alexa; the message says why."""


class Ssml(str):
    """Text that is SSML already and is not escaped again."""

    __slots__ = ()


def escape(text: str) -> Ssml:
    """Make SSML that says exactly this text; what XML cannot hold (control characters) becomes a space."""
    return Ssml(_NEEDS_ESCAPE.sub(lambda found: _MARKUP.get(found[0], " "), text))


def fill(fragment: str, **values: str | int) -> Ssml:
    """Put values in a fragment's placeholders, each escaped unless it is `Ssml`.

    Raises:
        NotSpeakable: if a placeholder has no value, a value has no placeholder, a value is neither text nor a whole
            number, or the fragment has a brace that belongs to no placeholder.
    """
    names = placeholders(fragment)
    if names != values.keys():
        raise NotSpeakable(_mismatch(fragment, names, frozenset(values)))
    return Ssml(_PLACEHOLDER.sub(lambda found: _ssml(values[found[1]]), fragment) if names else fragment)


def speak(*parts: str) -> Ssml:
    """Join parts, with spaces, into one speech; a part that is not `Ssml` is escaped, an empty one left out.

    Raises:
        NotSpeakable: if nothing is left to say, or Alexa would find it too long.
    """
    words = join(*parts)
    if not words:
        message = "There is nothing to say."
        raise NotSpeakable(message)
    speech = Ssml(f"<speak>{words}</speak>")
    if len(speech) > MAX_CHARACTERS:
        message = f"The speech has {len(speech):,} characters; Alexa accepts {MAX_CHARACTERS:,}. Say less."
        raise NotSpeakable(message)
    return speech


def join(*parts: str) -> Ssml:
    """Join parts into one fragment, with spaces; a part that is not `Ssml` is escaped, an empty one left out."""
    return Ssml(" ".join(_ssml(part) for part in parts if part))


@lru_cache(maxsize=4_096)  # more than a catalog has wordings
def placeholders(fragment: str) -> frozenset[str]:
    """The names of a fragment's placeholders.

    Raises:
        NotSpeakable: if a brace belongs to no placeholder.
    """
    stray = re.search(r"[{}]", _PLACEHOLDER.sub("", fragment))
    if stray:
        message = f"A brace in {fragment!r} belongs to no {{placeholder}} (lower-case letters, digits and _)."
        raise NotSpeakable(message)
    return frozenset(_PLACEHOLDER.findall(fragment))


_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
_UNSPEAKABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"  # what XML 1.0 cannot hold
_NEEDS_ESCAPE = re.compile(f"[{''.join(_MARKUP)}{_UNSPEAKABLE}]")


def _ssml(value: object) -> str:
    if isinstance(value, Ssml):
        return value
    if isinstance(value, str):
        return escape(value)
    if type(value) is int:  # True and False are whole numbers too, and nothing to say
        return str(value)
    message = f"{value!r} is not something to say: give text, SSML or a whole number."
    raise NotSpeakable(message)


def _mismatch(fragment: str, names: frozenset[str], given: frozenset[str]) -> str:
    missing = ", ".join(sorted(names - given)) or "nothing"
    surplus = ", ".join(sorted(given - names)) or "nothing"
    return f"{fragment!r} still needs {missing}, and has no place for {surplus}."
