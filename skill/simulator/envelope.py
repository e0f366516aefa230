"""The JSON that Amazon sends to a skill, written as Lambda gets it.

Shapes only: what goes into them is decided by `skill.simulator.dialog` and `skill.simulator.device`.
Field names and forms follow Amazon's "Request types reference" and recorded requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skill.simulator.model import InteractionModel, Slot
    from skill.simulator.understanding import SpottedSlot

Json = dict[str, Any]

SIMULATED_APPLICATION = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
# `.invalid` is reserved (RFC 2606) and resolves nowhere: a skill that calls Amazon from the laptop stays on it.
API_ENDPOINT = "https://api.amazonalexa.invalid"


@dataclass(frozen=True, slots=True)
class Hardware:
    """A kind of Echo, by what it tells a skill of itself.

    Attributes:
        interfaces: ``context.System.device.supportedInterfaces``.
        context: further parts of ``context``, such as the viewport.
    """

    interfaces: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)


SPEAKER = Hardware()

_SCREEN_WIDTH, _SCREEN_HEIGHT, _SCREEN_DPI = 1280, 800, 160
SCREEN = Hardware(
    interfaces={
        "Alexa.Presentation.APL": {
            "runtime": {"maxVersion": "2024.3"},
        },
    },
    context={
        "Viewports": [
            {
                "type": "APL",
                "id": "main",
                "shape": "RECTANGLE",
                "dpi": _SCREEN_DPI,
                "presentationType": "STANDARD",
                "canRotate": False,
                "configuration": {
                    "current": {
                        "mode": "HUB",
                        "video": {"codecs": ["H_264_42", "H_264_41"]},
                        "size": {
                            "type": "DISCRETE",
                            "pixelWidth": _SCREEN_WIDTH,
                            "pixelHeight": _SCREEN_HEIGHT,
                        },
                    },
                },
            },
        ],
        "Viewport": {
            "experiences": [
                {
                    "arcMinuteWidth": 346,
                    "arcMinuteHeight": 216,
                    "canRotate": False,
                    "canResize": False,
                },
            ],
            "mode": "HUB",
            "shape": "RECTANGLE",
            "pixelWidth": _SCREEN_WIDTH,
            "pixelHeight": _SCREEN_HEIGHT,
            "dpi": _SCREEN_DPI,
            "currentPixelWidth": _SCREEN_WIDTH,
            "currentPixelHeight": _SCREEN_HEIGHT,
            "touch": ["SINGLE"],
            "video": {"codecs": ["H_264_42", "H_264_41"]},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Sender:
    """What every request of one device has in common.

    Attributes:
        application_id: Amazon's id of the skill.
        athlete_id: Amazon's id of the person, as this skill sees it.
        device_id: Amazon's id of the device, as this skill sees it.
        locale: the language of the device, such as ``en-GB``.
        hardware: the kind of Echo.
        api_endpoint: where a skill finds Amazon's APIs.
    """

    application_id: str = SIMULATED_APPLICATION
    athlete_id: str = "amzn1.ask.account.SIMULATED"
    device_id: str = "amzn1.ask.device.SIMULATED"
    locale: str = "en-US"
    hardware: Hardware = SPEAKER
    api_endpoint: str = API_ENDPOINT

    def envelope(self, session: Json, request: Json, request_id: str, now: datetime) -> Json:
        """Write a whole request around a session and what is asked; `now` is aware."""
        stamp = {
            "requestId": f"amzn1.echo-api.request.{request_id}",
            "locale": self.locale,
            "timestamp": timestamp(now),
        }
        return {
            "version": "1.0",
            "session": {**session, **self._application(), **self._account()},
            "context": self._context(),
            "request": {"type": request["type"], **stamp, **request},
        }

    def _application(self) -> Json:
        return {"application": {"applicationId": self.application_id}}

    def _account(self) -> Json:
        return {"user": {"userId": self.athlete_id}}

    def _context(self) -> Json:
        device = {"deviceId": self.device_id, "supportedInterfaces": dict(self.hardware.interfaces)}
        system = {
            **self._application(),
            **self._account(),
            "device": device,
            "apiEndpoint": self.api_endpoint,
            "apiAccessToken": "simulated",
        }
        return {**self.hardware.context, "System": system}


def timestamp(now: datetime) -> str:
    """Write an aware time as Amazon does: UTC, whole seconds."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def launch() -> Json:
    """The request of "open leg day coach"."""
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent_request(intent: Json, dialog_state: str | None) -> Json:
    """The request of something said; `dialog_state` is None for intents without a dialog."""
    state = {} if dialog_state is None else {"dialogState": dialog_state}
    return {"type": "IntentRequest", "intent": intent, **state}


def permission_answered(directive: Json, status: str) -> Json:
    """The request that tells what came of asking for a permission, as the skill's directive wanted."""
    scopes = [{**scope, "status": status} for scope in directive["payload"].get("permissionScopes", ())]
    payload = {"permissionScopes": scopes, "isCardThrown": False, "status": status}
    return {
        "type": "Connections.Response",
        "name": directive["name"],
        "status": {"code": "200", "message": "OK"},
        "payload": payload,
        "token": directive.get("token", ""),
    }


def session_ended(reason: str, error: str | None = None) -> Json:
    """The request that tells of an end the skill did not ask for; `error` says what it did wrong."""
    details = {} if error is None else {"error": {"type": "INVALID_RESPONSE", "message": error}}
    return {"type": "SessionEndedRequest", "reason": reason, **details}


class IntentWriter:
    """Writes intents with all their slots, entity resolution included."""

    def __init__(self, model: InteractionModel, application_id: str) -> None:
        self._model = model
        self._authority = f"amzn1.er-authority.echo-sdk.{application_id}"

    def intent(self, name: str, spotted: Sequence[SpottedSlot] = ()) -> Json:
        """Write an intent of the model with what was spotted; slots that were not said are there, empty."""
        body: Json = {"name": name, "confirmationStatus": "NONE"}
        slots = self._model.intents[name].slots if name in self._model.intents else ()
        if slots:
            body["slots"] = {slot.name: self._slot(slot, _of(slot.name, spotted)) for slot in slots}
        return body

    def _slot(self, slot: Slot, spotted: Sequence[SpottedSlot]) -> Json:
        if not spotted:
            return empty_slot(slot.name)
        values = [self._simple(slot.type, one) for one in spotted]
        known = {"confirmationStatus": "NONE", "source": "USER"}
        if slot.multiple:
            return {"name": slot.name, **known, "slotValue": {"type": "List", "values": values}}
        return {"name": slot.name, **_flat(values[0]), **known, "slotValue": values[0]}

    def _simple(self, slot_type: str, spotted: SpottedSlot) -> Json:
        value: Json = {"type": "Simple", "value": spotted.value}
        if slot_type in self._model.types:
            value["resolutions"] = {"resolutionsPerAuthority": [self._resolution(slot_type, spotted)]}
        return value

    def _resolution(self, slot_type: str, spotted: SpottedSlot) -> Json:
        authority = f"{self._authority}.{slot_type}"
        if not spotted.resolved:
            return {"authority": authority, "status": {"code": "ER_SUCCESS_NO_MATCH"}}
        values = [{"value": {"name": name, "id": identifier}} for identifier, name in spotted.resolved]
        return {"authority": authority, "status": {"code": "ER_SUCCESS_MATCH"}, "values": values}


def empty_slot(name: str) -> Json:
    """A slot that nothing was said for."""
    return {"name": name, "confirmationStatus": "NONE"}


def simple_values(slot: Json) -> list[Json]:
    """The values of a slot, one or several, each with ``value`` and perhaps ``resolutions``; none if empty."""
    value = slot.get("slotValue")
    if value is None:
        return [_flat(slot)] if slot.get("value") is not None else []
    return list(value["values"]) if value["type"] == "List" else [value]


def _flat(value: Json) -> Json:
    return {key: value[key] for key in ("value", "resolutions") if key in value}


def _of(name: str, spotted: Sequence[SpottedSlot]) -> list[SpottedSlot]:
    return [one for one in spotted if one.name == name]
