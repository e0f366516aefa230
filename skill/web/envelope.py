"""From the body of a verified request to its envelope, once; what tells it from others, and for how long it is good."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NoReturn, TypeGuard

from skill.conversation.envelope import is_skill_event
from skill.web import rules
from skill.web.refusal import NotAnEnvelope, NotFromAmazon


def read(body: bytes) -> dict[str, Any]:
    """The envelope in this body: a JSON object in UTF-8 that has a request of some type.

    Raises:
        NotAnEnvelope: if the body is anything else.
    """
    try:
        envelope = _JSON_READER.decode(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        message = "the body is not JSON in UTF-8"
        raise NotAnEnvelope(message) from error
    if not _is_envelope(envelope):
        message = "the body is no Alexa request"
        raise NotAnEnvelope(message)
    return envelope


def fresh_until(envelope: dict[str, Any], now: datetime) -> datetime:
    """The last moment at which a request that is within Amazon's tolerance of now (aware) still is.

    Raises:
        NotFromAmazon: if it is not within the tolerance now, or does not say when it was made.
    """
    tolerance = rules.EVENT_TOLERANCE if is_skill_event(envelope) else rules.TOLERANCE
    made_at = _made_at(envelope["request"].get("timestamp"))
    if abs(now - made_at) > tolerance:
        message = "the request was not made just now"
        raise NotFromAmazon(message)
    return made_at + tolerance


def identity(envelope: dict[str, Any], body: bytes) -> bytes:
    """What no other request has: the id that Amazon gave it; without one, its body (which no forger can change)."""
    given = envelope["request"].get("requestId")
    return given.encode("utf-8", "surrogatepass") if given and isinstance(given, str) else body


def _is_envelope(envelope: object) -> TypeGuard[dict[str, Any]]:
    request = envelope.get("request") if isinstance(envelope, dict) else None
    return isinstance(request, dict) and isinstance(request.get("type"), str)


def _made_at(timestamp: object) -> datetime:
    made_at = _parsed(timestamp) if isinstance(timestamp, str) else None
    if made_at is None or made_at.tzinfo is None:
        message = "the request has no timestamp with a zone"
        raise NotFromAmazon(message)
    return made_at


def _parsed(timestamp: str) -> datetime | None:
    try:
        return datetime.fromisoformat(timestamp)
    except (ValueError, OverflowError):
        return None


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)


_JSON_READER = json.JSONDecoder(parse_constant=_refuse_constant)
