"""Events as Alexa sends them to Lambda."""

from __future__ import annotations

from typing import Any

from tests import planted

SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
OTHER_SKILL_ID = "amzn1.ask.skill.99999999-2222-3333-4444-555555555555"

_ATHLETE = {"userId": planted.ATHLETE}
_TIMESTAMP = "2026-11-20T17:00:00Z"  # a Friday


def launch(skill_id: str = SKILL_ID) -> dict[str, Any]:
    """Give what comes in at "Alexa, open leg day coach"."""
    return _event({"type": "LaunchRequest"}, skill_id)


def should_i_run(**slots: dict[str, Any]) -> dict[str, Any]:
    """Give what comes in at "should I run today", with the slots that were heard."""
    return intent("ShouldIRunIntent", **slots)


def intent(name: str, **slots: dict[str, Any]) -> dict[str, Any]:
    """Give what comes in with an intent, and the slots that were heard."""
    named = {name: {"name": name, "confirmationStatus": "NONE", **slot} for name, slot in slots.items()}
    heard = {"name": name, "confirmationStatus": "NONE", "slots": named}
    return _event({"type": "IntentRequest", "dialogState": "STARTED", "intent": heard}, SKILL_ID)


def of_kind(request_type: str) -> dict[str, Any]:
    """Give a request of any type, with nothing in it but what all requests have."""
    return _event({"type": request_type}, SKILL_ID)


def matched(type_name: str, said: str, value_id: str, name: str) -> dict[str, Any]:
    """A slot of one of our own types, recognised by Alexa's entity resolution."""
    authority = f"amzn1.er-authority.echo-sdk.{SKILL_ID}.{type_name}"
    found = {"value": {"id": value_id, "name": name}}
    by_authority = {"authority": authority, "status": {"code": "ER_SUCCESS_MATCH"}, "values": [found]}
    return {"value": said, "resolutions": {"resolutionsPerAuthority": [by_authority]}}


def _event(request: dict[str, Any], skill_id: str) -> dict[str, Any]:
    application = {"applicationId": skill_id}
    system = {
        "application": application,
        "user": _ATHLETE,
        "device": {"deviceId": planted.DEVICE, "supportedInterfaces": {}},
    }
    return {
        "version": "1.0",
        "session": {"new": True, "sessionId": "amzn1.echo-api.session.1", "application": application, "user": _ATHLETE},
        "context": {"System": system},
        "request": {"requestId": "amzn1.echo-api.request.1", "timestamp": _TIMESTAMP, "locale": "en-US", **request},
    }
