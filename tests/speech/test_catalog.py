"""Catalogs of words, compiled in a folder of the test's own."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from skill.speech.catalog import Catalog, CatalogMissing, UnknownMessage
from skill.speech.ssml import NotSpeakable

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"

msgid "verdict.rest"
msgstr ""
"Rest today.\n"
"  Today is for rest — <emphasis level=\"moderate\">all</emphasis> of it.\n"
"\n"
"No run at a {soreness}."

msgid "help.short"
msgstr "Ask me."

msgid "not.translated"
msgstr ""
"""

BRITISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"

msgid "help.short"
msgstr "Do ask me."
"""


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A folder with words for English, and one of them for Britain."""
    for language, text in (("en", ENGLISH), ("en_GB", BRITISH)):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        with (folder / "skill.mo").open("wb") as compiled:
            write_mo(compiled, read_po(io.BytesIO(text.encode())))
    return tmp_path


def test_one_line_is_one_wording(locales: Path) -> None:
    """Lines are trimmed; blank ones are none."""
    assert Catalog.for_locale("en-US", locales).wordings("verdict.rest") == (
        "Rest today.",
        'Today is for rest — <emphasis level="moderate">all</emphasis> of it.',
        "No run at a {soreness}.",
    )


def test_a_country_has_its_own_words_first(locales: Path) -> None:
    """What Britain does not say its own way, it says in English."""
    british, american = Catalog.for_locale("en-GB", locales), Catalog.for_locale("en-US", locales)

    assert british.wordings("help.short") == ("Do ask me.",)
    assert american.wordings("help.short") == ("Ask me.",)
    assert british.wordings("verdict.rest") == american.wordings("verdict.rest")


def test_says_the_wording_that_is_picked(locales: Path) -> None:
    """The picker hears how many there are, and its choice is filled."""
    offered: list[int] = []

    def last(count: int) -> int:
        offered.append(count)
        return count - 1

    assert Catalog.for_locale("en-US", locales).say("verdict.rest", last, soreness=9) == "No run at a 9."
    assert offered == [3]


def test_values_are_escaped(locales: Path) -> None:
    """What comes from outside stays text."""
    said = Catalog.for_locale("en-US", locales).say("verdict.rest", lambda _: 2, soreness="<9>")

    assert said == "No run at a &lt;9&gt;."


def test_values_fit_the_wording(locales: Path) -> None:
    """A placeholder without a value is an error, not a word."""
    with pytest.raises(NotSpeakable, match="still needs soreness"):
        Catalog.for_locale("en-US", locales).say("verdict.rest", lambda _: 2)


@pytest.mark.parametrize("message_id", ["verdict.fly", "not.translated", ""])
def test_never_speaks_an_id(locales: Path, message_id: str) -> None:
    """An id without words is an error that names it; so is the empty id, which gettext gives the file's header."""
    catalog = Catalog.for_locale("en-GB", locales)

    with pytest.raises(UnknownMessage, match=f"There is no message '{message_id}' in the words for en-GB"):
        catalog.wordings(message_id)


def test_words_are_read_once(locales: Path) -> None:
    """A locale's catalog is kept, and so are its split wordings."""
    catalog = Catalog.for_locale("en-US", locales)

    assert Catalog.for_locale("en-US", locales) is catalog
    assert catalog.wordings("help.short") is catalog.wordings("help.short")


@pytest.mark.parametrize("locale", ["fr-FR", "en", "", "../en-US", "en-US/../..", "EN-us"])
def test_a_locale_without_words_is_an_error(locales: Path, locale: str) -> None:
    """It names the locale and how words are made; a locale of a strange shape names no file at all."""
    with pytest.raises(CatalogMissing, match=r"There are no words for .*make catalogs"):
        Catalog.for_locale(locale, locales)


def test_words_compiled_later_are_found(tmp_path: Path) -> None:
    """That words were missing is not remembered."""
    with pytest.raises(CatalogMissing, match=r"no en_US or en/LC_MESSAGES/skill\.mo"):
        Catalog.for_locale("en-US", tmp_path)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "skill.mo").open("wb") as compiled:
        write_mo(compiled, read_po(io.BytesIO(ENGLISH.encode())))

    assert Catalog.for_locale("en-US", tmp_path).wordings("help.short") == ("Ask me.",)
