"""What Amazon's SDK gets to see of a request: what a conversation needs, in a form the SDK cannot refuse.

The SDK raises on what it does not know (a new kind of request, dialog state, resolution code or viewport) and on what
is missing, before any handler is asked. So it is given a small envelope written anew; slots and session attributes
are read from the request itself (`skill.conversation.slots`, `session`). An athlete gets an answer to every request.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LAUNCH = "LaunchRequest"
INTENT = "IntentRequest"
FALLBACK = "AMAZON.FallbackIntent"
FALLBACK_LOCALE = "en-US"

_RETURNS = ("Connections.Response", "SessionResumedRequest")
"""The athlete comes back from another part of Alexa, and goes on as with "resume"."""

PERMISSION_ANSWERED = "PermissionAnswered"
"""The athlete comes back from being asked for a permission; in the place of an intent."""

_SPOKEN_TO = (LAUNCH, INTENT, *_RETURNS)
_INTENT_OF_RETURN = "AMAZON.ResumeIntent"

_UNSPOKEN: dict[str, dict[str, Any]] = {
    "CanFulfillIntentRequest": {"canFulfillIntent": {"canFulfill": "NO"}, "shouldEndSession": True},
}
"""What Amazon wants to know without a word said; every other request that is not spoken to is a notice."""


def for_sdk(envelope: Mapping[str, Any]) -> dict[str, Any] | None:
    """Write the envelope anew for the SDK; None if nothing is said to it (see `unspoken`).

    Args:
        envelope: the request as it came, any JSON object.
    """
    request = mapping(envelope.get("request"))
    if request.get("type") not in _SPOKEN_TO:
        return None
    session = mapping(envelope.get("session"))
    return {
        "version": "1.0",
        "session": {
            "new": session.get("new") is not False,
            "sessionId": _text(session.get("sessionId")),
            "attributes": {},  # see `attributes_of`
        },
        "context": {"System": {}},
        "request": {
            "type": LAUNCH if request["type"] == LAUNCH else INTENT,
            "requestId": request_id(envelope),
            "locale": _text(request.get("locale")) or FALLBACK_LOCALE,
            **_intent(request),
        },
    }


def unspoken(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """The response to a request that nothing is said to; a notice gets an empty one."""
    kind = mapping(envelope.get("request")).get("type")
    return {"version": "1.0", "response": dict(_UNSPOKEN.get(kind, {}) if isinstance(kind, str) else {})}


def is_in_dialog(envelope: Mapping[str, Any]) -> bool:
    """Whether Alexa sent the request as a further step of a dialog."""
    return mapping(envelope.get("request")).get("dialogState") == "IN_PROGRESS"


def request_id(envelope: Mapping[str, Any]) -> str:
    """Amazon's id of the request; empty if there is none."""
    return _text(mapping(envelope.get("request")).get("requestId"))


def permission_answer(envelope: Mapping[str, Any]) -> tuple[str, str] | None:
    """What came of asking for a permission, status and our own token; None if the request tells of nothing like it.

    The status stands at the top of the payload, or inside its permission scopes.
    """
    request = mapping(envelope.get("request"))
    if request.get("type") != "Connections.Response" or request.get("name") != "AskFor":
        return None
    payload = mapping(request.get("payload"))
    scopes = payload.get("permissionScopes")
    places = [payload, *(scopes if isinstance(scopes, list) else [])]
    status = next(filter(None, (_text(mapping(place).get("status")) for place in places)), "")
    return (status, _text(request.get("token"))) if status else None


def athlete_id(envelope: Mapping[str, Any]) -> str:
    """Amazon's id of the athlete for this skill; empty if there is none. Never to be logged or stored as it is."""
    places = (mapping(envelope.get("context")).get("System"), envelope.get("session"))
    ids = (_text(mapping(mapping(place).get("user")).get("userId")) for place in places)
    return next(filter(None, ids), "")


def attributes_of(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    """The session attributes, as they came; empty if there are none."""
    return mapping(mapping(envelope.get("session")).get("attributes"))


def slots_of(envelope: Mapping[str, Any]) -> Mapping[str, Any]:
    """The slots of the request's intent, as they came; empty if there are none."""
    return mapping(mapping(mapping(envelope.get("request")).get("intent")).get("slots"))


def mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 (whatever a request holds)
    """A JSON object as it is; empty for anything else."""
    return value if isinstance(value, dict) else {}


def _intent(request: Mapping[str, Any]) -> dict[str, Any]:
    if request["type"] == LAUNCH:
        return {}
    if permission_answer({"request": request}) is not None:
        return {"intent": {"name": PERMISSION_ANSWERED, "confirmationStatus": "NONE"}}
    name = _INTENT_OF_RETURN if request["type"] in _RETURNS else _text(mapping(request.get("intent")).get("name"))
    return {"intent": {"name": name or FALLBACK, "confirmationStatus": "NONE"}}


def _text(value: Any) -> str:  # noqa: ANN401 (as above)
    return value if isinstance(value, str) else ""


def made_at(envelope: Mapping[str, Any], received: datetime) -> datetime:
    """When the request was made, by its timestamp; when it was received, if that is missing or unreadable."""
    try:
        moment = datetime.fromisoformat(_text(mapping(envelope.get("request")).get("timestamp")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return received
