"""The locales that are spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skill.conversation.envelope import locale_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK_LOCALE = "en-US"

LIKELY_TIME_ZONE = {
    "en-US": "America/Chicago",
    "en-GB": "Europe/London",
    "en-AU": "Australia/Sydney",
    "en-CA": "America/Toronto",
    "en-IN": "Asia/Kolkata",
}
"""Where most speakers of a locale are: used only while the device's own zone is not known."""


def locale_to_speak(envelope: Mapping[str, Any]) -> str:
    """The locale of a request if we speak it, else the one we speak instead."""
    locale = locale_of(envelope)
    return locale if locale in LIKELY_TIME_ZONE else FALLBACK_LOCALE
