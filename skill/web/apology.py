"""The answer of last resort: what an athlete hears when the skill itself has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skill.conversation.alexa import LIKELY_TIME_ZONE
from skill.conversation.envelope import FALLBACK_LOCALE, INTENT, LAUNCH
from skill.speech.catalog import Catalog
from skill.speech.ssml import speak

if TYPE_CHECKING:
    from collections.abc import Mapping


class Apology:
    """One sentence in the words of each locale; looked up beforehand, so that there is nothing left to fail."""

    def __init__(self) -> None:
        self._spoken = {locale: _sorry(locale) for locale in LIKELY_TIME_ZONE}

    def response_to(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """A response that says it and closes the session; to a notice, which nobody hears, an empty one."""
        request = envelope["request"]
        if request["type"] not in (LAUNCH, INTENT):
            return {"version": "1.0", "response": {}}
        ssml = self._spoken.get(str(request.get("locale")), self._spoken[FALLBACK_LOCALE])
        return {
            "version": "1.0",
            "response": {"outputSpeech": {"type": "SSML", "ssml": ssml}, "shouldEndSession": True},
        }


def _sorry(locale: str) -> str:
    return speak(Catalog.for_locale(locale).say("sorry", lambda _: 0))
