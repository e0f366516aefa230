"""Turns that nobody hears, before Lambda takes a snapshot: so a copy finds everything imported, read and worked out.

Nobody is remembered in them and nobody is asked: no store, no clock zone of Amazon's, no log.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from importlib import import_module
from typing import Any

from skill.app import build_skill
from skill.conversation.locales import LIKELY_TIME_ZONE
from skill.settings import Settings

LATE = ("skill.amazon.api", "botocore.session", "botocore.retries.adaptive")
"""What turns import when they come to need it: to ask Amazon, for credentials that run out, when DynamoDB refuses."""

_TIMESTAMP = "2026-11-20T17:00:00Z"


def rehearse_turns() -> None:
    """Import what comes late, and hold a short conversation in every locale.

    Raises:
        Exception: whatever breaks in it; a function that cannot hold this conversation should not be deployed.
    """
    for name in LATE:
        with suppress(ModuleNotFoundError):  # botocore is not everywhere
            import_module(name)
    logging.disable()
    try:
        for locale, zone in LIKELY_TIME_ZONE.items():
            _converse(locale, zone)
    finally:
        logging.disable(logging.NOTSET)


def _converse(locale: str, zone: str) -> None:
    skill = build_skill(Settings(), time_zone=lambda _: zone)
    for request in _REQUESTS:
        skill(_envelope(locale, request))


def _intent(name: str, **slots: str) -> dict[str, Any]:
    heard = {slot: {"name": slot, "value": value, "confirmationStatus": "NONE"} for slot, value in slots.items()}
    return {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE", "slots": heard}}


_REQUESTS: tuple[dict[str, Any], ...] = (
    {"type": "LaunchRequest"},
    _intent("CheckInIntent", soreness="4"),
    _intent("ShouldIRunIntent", soreness="4", legDayDate="2026-11-19", legDayEffort="7", runDate="2026-11-20"),
)


def _envelope(locale: str, request: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "1.0",
        "session": {"new": True, "sessionId": "rehearsal", "attributes": {}},
        "context": {"System": {}},
        "request": {"requestId": "rehearsal", "timestamp": _TIMESTAMP, "locale": locale, **request},
    }
