"""What an athlete hears when the skill itself has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skill.conversation.envelope import is_spoken_to, kind_of
from skill.conversation.locales import LIKELY_TIME_ZONE, locale_to_speak
from skill.conversation.response import closing, unspoken
from skill.speech.catalog import Catalog
from skill.speech.ssml import speak

if TYPE_CHECKING:
    from collections.abc import Mapping


class Apology:
    """One sentence in the words of each locale; looked up beforehand, so that there is nothing left to fail."""

    def __init__(self) -> None:
        self._spoken = {locale: _sorry(locale) for locale in LIKELY_TIME_ZONE}

    def response_to(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """A response that says it and closes the session; a notice, which nobody hears, is answered as ever."""
        if not is_spoken_to(envelope):
            return unspoken(kind_of(envelope))
        return closing(self._spoken[locale_to_speak(envelope)])


def _sorry(locale: str) -> str:
    return speak(Catalog.for_locale(locale).say("sorry", lambda _: 0))
