"""The words of one language, read from its compiled gettext catalog.

A message id is symbolic (`verdict.rest.very_sore`); its text holds one wording a line, each an SSML fragment with
`{placeholders}` (`skill.speech.ssml`). Words live in `skill/speech/locales/<language>/LC_MESSAGES/skill.po` and
nowhere else; Babel compiles them to `skill.mo` when the package is built or installed.
"""

from __future__ import annotations

import gettext
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from skill.speech.ssml import Ssml, fill

if TYPE_CHECKING:
    from collections.abc import Callable

DOMAIN = "skill"
"""The name of the catalog's files: `skill.po`, `skill.mo`."""

LOCALES = Path(__file__).parent / "locales"
"""Where the catalogs of all languages are."""


class CatalogMissing(LookupError):  # noqa: N818 - reads as what it says
    """There are no compiled words for a locale; the message says where they were looked for and how to make them."""


class UnknownMessage(LookupError):  # noqa: N818 - reads as what it says
    """No wording has this message id; the message says which id and which language."""


class Catalog:
    """What can be said in one locale."""

    @staticmethod
    def for_locale(locale: str, directory: Path = LOCALES) -> Catalog:
        """Give the catalog of a locale such as `en-GB`: the country's own words first, then the language's.

        Read once, then kept. `directory` holds `<language>/LC_MESSAGES/skill.mo`.

        Raises:
            CatalogMissing: if neither the country nor the language has compiled words.
        """
        return _catalog(locale, directory)

    def __init__(self, locale: str, translations: gettext.NullTranslations) -> None:
        self.locale = locale
        self._translations = translations
        self._translations.add_fallback(_NoSuchMessage())
        self._wordings: dict[str, tuple[Ssml, ...]] = {}

    def wordings(self, message_id: str) -> tuple[Ssml, ...]:
        """All wordings of a message, in the catalog's order; at least one. Split at the first asking, then kept.

        Raises:
            UnknownMessage: if the catalog has no such message.
        """
        wordings = self._wordings.get(message_id)
        if wordings is None:
            wordings = self._wordings[message_id] = self._read(message_id)
        return wordings

    def say(self, message_id: str, vary: Callable[[int], int], /, **values: str | int) -> Ssml:
        """Pick a wording and fill it.

        Args:
            message_id: which message.
            vary: given how many wordings there are, picks one by its place, from 0.
            values: one for each placeholder; escaped unless already `Ssml`.

        Raises:
            UnknownMessage: if the catalog has no such message.
            NotSpeakable: if the values do not fit the placeholders.
        """
        wordings = self.wordings(message_id)
        wording = wordings[vary(len(wordings))]
        return fill(wording, **values) if values or "{" in wording else wording

    def _read(self, message_id: str) -> tuple[Ssml, ...]:
        # To gettext, the empty id is the file's header.
        text = self._translations.gettext(message_id) if message_id else ""
        if not text:
            message = f"There is no message {message_id!r} in the words for {self.locale} (skill.po)."
            raise UnknownMessage(message)
        return split(text)


def split(text: str) -> tuple[Ssml, ...]:
    """A message's text as wordings: one a line, blank lines left out."""
    return tuple(Ssml(line.strip()) for line in text.splitlines() if line.strip())


_LOCALE = re.compile(r"([a-z]{2,3})-([A-Z]{2})")


@cache
def _catalog(locale: str, directory: Path) -> Catalog:
    shape = _LOCALE.fullmatch(locale)  # also keeps a locale from a request from naming some other file
    languages = [f"{shape[1]}_{shape[2]}", shape[1]] if shape else []
    try:
        return Catalog(locale, gettext.translation(DOMAIN, directory, languages))
    except FileNotFoundError as error:
        message = (
            f"There are no words for {locale!r}: no {' or '.join(languages) or 'such'}/LC_MESSAGES/{DOMAIN}.mo in "
            f"{directory}. If its {DOMAIN}.po is there, compile it: run `make catalogs`."
        )
        raise CatalogMissing(message) from error


class _NoSuchMessage(gettext.NullTranslations):
    """The end of the line: where gettext would speak the message id, this says nothing."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - what the id is makes no difference
        return ""
