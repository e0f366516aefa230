"""What the skill reads of a request envelope: any JSON object, for Amazon adds to it as it likes.

Nothing here refuses a request. What is missing, or is not what it should be, reads as if it were not there: a kind of
request, a dialog state, a resolution code or a viewport that nobody has heard of costs no athlete an answer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LAUNCH = "LaunchRequest"
INTENT = "IntentRequest"
FALLBACK = "AMAZON.FallbackIntent"

SKILL_EVENT = "AlexaSkillEvent."
"""What the types of all skill events begin with."""

_RETURNS = ("Connections.Response", "SessionResumedRequest")
"""The athlete comes back from another part of Alexa, and goes on as with "resume"."""

PERMISSION_ANSWERED = "PermissionAnswered"
"""The athlete comes back from being asked for a permission; in the place of an intent."""

_SPOKEN_TO = (LAUNCH, INTENT, *_RETURNS)
_INTENT_OF_RETURN = "AMAZON.ResumeIntent"


def kind_of(envelope: Mapping[str, Any]) -> object:
    """The request's type, if it says any."""
    return mapping(envelope.get("request")).get("type")


def is_spoken_to(envelope: Mapping[str, Any]) -> bool:
    """Whether an athlete waits for words; else it is a notice, or a question of Amazon's own."""
    return kind_of(envelope) in _SPOKEN_TO


def is_skill_event(envelope: Mapping[str, Any]) -> bool:
    """Whether Amazon delivers this again, for an hour, if it gets no answer."""
    return str(kind_of(envelope)).startswith(SKILL_EVENT)


def intent_of(envelope: Mapping[str, Any]) -> str:
    """The name of the intent of a request that is spoken to, or what stands in the place of one."""
    request = mapping(envelope.get("request"))
    if request.get("type") == LAUNCH:
        return LAUNCH
    if permission_answer(envelope) is not None:
        return PERMISSION_ANSWERED
    if request.get("type") in _RETURNS:
        return _INTENT_OF_RETURN
    return _text(mapping(request.get("intent")).get("name")) or FALLBACK


def locale_of(envelope: Mapping[str, Any]) -> str:
    """The language of the device, as the request has it; empty if it does not say."""
    return _text(mapping(envelope.get("request")).get("locale"))


def begins_session(envelope: Mapping[str, Any]) -> bool:
    """Whether this request began the session; one that does not say so counts as one that did."""
    return mapping(envelope.get("session")).get("new") is not False


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


def _text(value: Any) -> str:  # noqa: ANN401 (as above)
    return value if isinstance(value, str) else ""


def made_at(envelope: Mapping[str, Any], received: datetime) -> datetime:
    """When the request was made, by its timestamp; when it was received, if that is missing or unreadable."""
    try:
        moment = datetime.fromisoformat(_text(mapping(envelope.get("request")).get("timestamp")))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return received
