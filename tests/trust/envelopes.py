"""Requests as Amazon sends them, one of each kind, full of planted secrets; to be taken as they are, or broken."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from skill.app import build_skill
from skill.conversation.dispatch import CONVERSATIONS
from skill.settings import Settings
from tests import planted

Json = dict[str, Any]

SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
OURS = Settings(skill_id=SKILL_ID)

_APPLICATION = {"applicationId": SKILL_ID}
_PERMISSIONS = {"consentToken": planted.CONSENT_TOKEN, "scopes": {"alexa::alerts:reminders": {"status": "GRANTED"}}}
_ATHLETE = {"userId": planted.ATHLETE, "accessToken": planted.LINKED_ACCOUNT_TOKEN, "permissions": _PERMISSIONS}
_VIEWPORT = {
    "experiences": [{"arcMinuteWidth": 246, "arcMinuteHeight": 144, "canRotate": False, "canResize": False}],
    "mode": "HUB",
    "shape": "RECTANGLE",
    "pixelWidth": 1024,
    "pixelHeight": 600,
    "dpi": 160,
    "currentPixelWidth": 1024,
    "currentPixelHeight": 600,
    "touch": ["SINGLE"],
    "video": {"codecs": ["H_264_42", "H_264_41"]},
}
_APL = {"type": "APL", "id": "main", "shape": "RECTANGLE", "dpi": 213, "presentationType": "STANDARD"}
_CONTEXT: Json = {
    "System": {
        "application": _APPLICATION,
        "user": _ATHLETE,
        "person": {"personId": planted.PERSON, "accessToken": planted.LINKED_ACCOUNT_TOKEN},
        "device": {
            "deviceId": planted.DEVICE,
            "supportedInterfaces": {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2024.3"}}, "AudioPlayer": {}},
        },
        "unit": {"unitId": f"amzn1.ask.unit.{planted.MARK}", "persistentUnitId": f"amzn1.alexa.unit.{planted.MARK}"},
        "apiEndpoint": "https://api.amazonalexa.invalid",
        "apiAccessToken": planted.ACCESS_TOKEN,
    },
    "AudioPlayer": {"playerActivity": "IDLE"},
    "Viewport": _VIEWPORT,
    "Viewports": [_APL],
    "Alexa.Presentation.APL": {"token": planted.MARK, "version": "2024.3", "componentsVisibleOnScreen": []},
}


def envelope(request: Json, attributes: Json | None = None) -> Json:
    """A request with everything Amazon puts around it; with attributes, in the middle of a session."""
    return deepcopy(
        {
            "version": "1.0",
            "session": {
                "new": attributes is None,
                "sessionId": planted.SESSION,
                "application": _APPLICATION,
                "attributes": attributes or {},
                "user": _ATHLETE,
            },
            "context": _CONTEXT,
            "request": {
                "requestId": "amzn1.echo-api.request.6b8f1c7e-1f6c-4a0e-9f3b-2a8f0d3f5c11",
                "timestamp": "2026-11-22T15:00:00Z",
                "locale": "en-US",
                **request,
            },
        }
    )


def spoken(name: str, said: str, *ids: str) -> Json:
    """A slot of one of our own types, as it was said and what that resolved to."""
    status = {"code": "ER_SUCCESS_MATCH" if ids else "ER_SUCCESS_NO_MATCH"}
    values = [{"value": {"name": each, "id": each}} for each in ids]
    authority = {"authority": f"amzn1.er-authority.echo-sdk.{SKILL_ID}.{name}", "status": status, "values": values}
    resolutions = {"resolutionsPerAuthority": [authority]}
    value = {"type": "Simple", "value": said, "resolutions": resolutions}
    return {
        "name": name,
        "value": said,
        "resolutions": resolutions,
        "confirmationStatus": "NONE",
        "source": "USER",
        "slotValue": value,
    }


def built_in(name: str, value: str) -> Json:
    """A slot of one of Amazon's types."""
    simple = {"type": "Simple", "value": value}
    return {"name": name, "value": value, "confirmationStatus": "NONE", "source": "USER", "slotValue": simple}


def several(name: str, *ids: str) -> Json:
    """A slot with several values."""
    values = [spoken(name, planted.WORDS, each)["slotValue"] for each in ids]
    return {"name": name, "confirmationStatus": "NONE", "slotValue": {"type": "List", "values": values}}


def empty(name: str) -> Json:
    """A slot of which nothing was said."""
    return {"name": name, "confirmationStatus": "NONE"}


SLOTS: Json = {
    slot["name"]: slot
    for slot in (
        spoken("soreness", planted.WORDS, "6"),
        spoken("runType", planted.WORDS, "intervals"),
        built_in("legDayDate", "2026-11-21"),
        built_in("legDayTime", "EV"),
        built_in("legDayAgo", "PT18H"),
        spoken("legDayEffort", planted.WORDS, "8"),
        spoken("toFailure", planted.WORDS, "yes"),
        spoken("fatigue", planted.WORDS, "high"),
        built_in("sleep", "5"),
        spoken("experience", planted.WORDS, "novice"),
        built_in("age", "41"),
        empty("symptom"),
        empty("condition"),
        built_in("runDate", "2026-11-23"),
        built_in("runTime", "07:00"),
        empty("noLegDay"),
        several("legArea", "quads", "glutes"),
        spoken("remedy", planted.WORDS, "foam_rolling", "massage"),
        spoken("activity", planted.WORDS, "swimming"),
        spoken("unknown", planted.WORDS),
        built_in("correctedDate", "?"),
    )
}
"""Every slot that any intent has."""


def intent(name: str, *slots: str) -> Json:
    """A request for an intent; with all slots if none is named."""
    filled = {each: SLOTS[each] for each in (slots or SLOTS)}
    return {
        "type": "IntentRequest",
        "dialogState": "IN_PROGRESS",
        "intent": {"name": name, "confirmationStatus": "NONE", "slots": filled},
    }


LAUNCH: Json = {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}

_NAMES_A_RED_FLAG: Json = {
    "type": "IntentRequest",
    "intent": {"name": "SymptomIntent", "slots": {"symptom": spoken("symptom", planted.WORDS, "sharp_pain")}},
}

INTENTS: dict[str, Json] = {
    **{name: intent(name) for name in CONVERSATIONS if name.endswith("Intent")},
    "SymptomIntent": _NAMES_A_RED_FLAG,
    "NewlyInventedIntent": intent("NewlyInventedIntent"),
}

RETURNS: dict[str, Json] = {
    "Connections.Response": {
        "type": "Connections.Response",
        "name": "AskFor",
        "status": {"code": "200", "message": "OK"},
        "payload": {"permissionScope": "alexa::alerts:reminders:skill:readwrite", "status": "ACCEPTED"},
        "token": planted.MARK,
    },
    "SessionResumedRequest": {
        "type": "SessionResumedRequest",
        "cause": {"type": "ConnectionCompleted", "token": planted.MARK, "status": {"code": "200", "message": "OK"}},
    },
}
"""An athlete comes back from where another part of Alexa took over."""

CAN_FULFILL: Json = {
    "type": "CanFulfillIntentRequest",
    "intent": {"name": "ShouldIRunIntent", "slots": {"soreness": {"name": "soreness", "value": planted.WORDS}}},
}

_TOLD: dict[str, Json] = {
    "SessionEndedRequest": {"reason": "USER_INITIATED"},
    "SessionEndedRequest of an error": {
        "reason": "ERROR",
        "error": {"type": "INVALID_RESPONSE", "message": planted.WORDS},
    },
    "AlexaSkillEvent.SkillEnabled": {"eventCreationTime": "2026-11-22T15:00:00Z"},
    "AlexaSkillEvent.SkillDisabled": {"body": {"userInformationPersistenceStatus": "NOT_PERSISTED"}},
    "AlexaSkillEvent.SkillPermissionAccepted": {
        "body": {"acceptedPermissions": [{"scope": "alexa::alerts:reminders:skill:readwrite"}]}
    },
    "AlexaSkillEvent.SkillPermissionChanged": {"body": {"acceptedPermissions": []}},
    "AlexaSkillEvent.SkillAccountLinked": {"body": {"accessToken": planted.LINKED_ACCOUNT_TOKEN}},
    "AlexaSkillEvent.ProactiveSubscriptionChanged": {"body": {"subscriptions": []}},
    "Alexa.Presentation.APL.UserEvent": {
        "token": planted.MARK,
        "arguments": [planted.WORDS, 5],
        "source": {"type": "TouchWrapper", "handler": "Press", "id": "x"},
        "components": {},
    },
    "Alexa.Presentation.APL.RuntimeError": {"token": "t", "errors": [{"type": "x", "reason": "y"}]},
    "Alexa.Presentation.APL.LoadIndexListData": {"token": "t", "correlationToken": "c", "listId": "l"},
    "AudioPlayer.PlaybackStarted": {"token": "t", "offsetInMilliseconds": 0},
    "PlaybackController.NextCommandIssued": {},
    "Display.ElementSelected": {"token": planted.WORDS},
    "Messaging.MessageReceived": {"message": {"text": planted.WORDS}},
    "GameEngine.InputHandlerEvent": {"events": []},
    "System.ExceptionEncountered": {
        "error": {"type": "INVALID_RESPONSE", "message": planted.WORDS},
        "cause": {"requestId": "amzn1.echo-api.request.0"},
    },
    "Newly.Invented": {"said": planted.WORDS},
}

NOTICES: dict[str, Json] = {name: {"type": name.partition(" ")[0], **content} for name, content in _TOLD.items()}
"""What Amazon tells and nobody waits for an answer to."""

EVERY_KIND: dict[str, Json] = {
    "LaunchRequest": LAUNCH,
    **INTENTS,
    **RETURNS,
    "CanFulfillIntentRequest": CAN_FULFILL,
    **NOTICES,
}


def _conversation(*turns: Json) -> list[Json]:
    """The session attributes after each of these turns, as they come back with the next request."""
    respond = build_skill(OURS, vary=lambda _: 0, time_zone=lambda _: "America/New_York")
    attributes: Json = {}
    kept = []
    for turn in turns:
        attributes = json.loads(json.dumps(respond(envelope(turn, attributes)).get("sessionAttributes") or {}))
        kept.append(attributes)
    return kept


ATTRIBUTES: list[Json] = [
    {},
    *_conversation(LAUNCH, intent("AnswerIntent", "soreness"), intent("AnswerIntent", "legDayDate")),
    *_conversation(INTENTS["ShouldIRunIntent"], intent("WhyIntent", "soreness"), intent("AMAZON.HelpIntent")),
    *_conversation(INTENTS["SymptomIntent"], intent("AMAZON.FallbackIntent", "soreness")),
]
"""What a session may hold, at several points of real conversations."""

EVERY_ENVELOPE: list[Json] = [
    *(envelope(request) for request in EVERY_KIND.values()),
    *(envelope(request, attributes) for request in (LAUNCH, *INTENTS.values()) for attributes in ATTRIBUTES),
    *(envelope(request, ATTRIBUTES[-1]) for request in RETURNS.values()),
]
"""Every kind of request, outside of a session and in the middle of several."""
