"""Talks to the skill in intents and slots, as Amazon sends them, without understanding any words.

    athlete = Talker()
    athlete.says("ShouldIRunIntent", soreness="8")
    athlete.heard.verdict  # "rest"

Every response is checked against the platform's rules when it arrives, and the session is kept as Alexa keeps it: its
attributes come back with the next request while it is open, and are gone once it is closed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from skill.app import build_skill
from skill.platform.response import heard, problems_with
from skill.settings import Settings
from tests import planted
from tests.amazons_model import unknown_to_amazon
from tests.conversation.stores import SECRET

if TYPE_CHECKING:
    from skill.memory import Memory

NEW_YORK = "America/New_York"
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo(NEW_YORK))
"""The moment at which tests talk unless they say otherwise: ten in the morning."""

BUILT_IN_SLOTS = {
    "legDayDate",
    "legDayTime",
    "legDayAgo",
    "sleep",
    "age",
    "runDate",
    "runTime",
    "correctedDate",
}
"""Slots of Amazon's own types: they have a value and no entity resolution."""

Json = dict[str, Any]

_TALKERS = count(1)


def value(said: str | None) -> Json:
    """A value as it comes for a built-in type: no resolutions."""
    return {"value": said}


def authority(code: str, *ids: str, name: str = "static") -> Json:
    """What one authority made of a value."""
    found: Json = {"authority": f"amzn1.er-authority.{name}", "status": {"code": code}}
    return found | ({"values": [{"value": {"name": f"name of {each}", "id": each}} for each in ids]} if ids else {})


def resolved(said: str, *authorities: Json) -> Json:
    """A value together with what each authority made of it."""
    return {"value": said, "resolutions": {"resolutionsPerAuthority": list(authorities)}}


def matched(said: str, *ids: str) -> Json:
    """A value of the list, resolved to one id or more."""
    return resolved(said, authority("ER_SUCCESS_MATCH", *(ids or (said,))))


def unmatched(said: str) -> Json:
    """A value outside the list."""
    return resolved(said, authority("ER_SUCCESS_NO_MATCH"))


def listed(*values: Json) -> Json:
    """Several values of one slot."""
    return {"slotValue": {"type": "List", "values": [{"type": "Simple", **each} for each in values]}}


def slot(name: str, content: str | Json | None) -> Json | None:
    """A slot as Amazon sends it; plain text is a matched id, or a value for built-in types."""
    if content is None:
        return None
    if isinstance(content, str):
        content = value(content) if name in BUILT_IN_SLOTS else matched(content)
    return {"name": name, "confirmationStatus": "NONE", "source": "USER", **content}


@dataclass(frozen=True)
class Response:
    """What came back, and what the skill told whoever watches."""

    envelope: Json
    trace: Json = field(default_factory=dict)

    @property
    def body(self) -> Json:
        """The response proper."""
        body: Json = self.envelope["response"]
        return body

    @property
    def speech(self) -> str:
        """What is heard."""
        return heard(self.body.get("outputSpeech"))

    @property
    def is_open(self) -> bool:
        """Whether the microphone stays open."""
        return self.body.get("shouldEndSession") is False

    @property
    def asks_for(self) -> str | None:
        """The slot that is elicited."""
        return next(
            (each["slotToElicit"] for each in self.body.get("directives") or [] if "slotToElicit" in each), None
        )

    @property
    def attributes(self) -> Json:
        """The session attributes to send with the next request."""
        return self.envelope.get("sessionAttributes") or {}

    @property
    def verdict(self) -> str | None:
        """What was decided in this turn."""
        return self.trace.get("verdict")

    @property
    def rule(self) -> str | None:
        """The row of the table that decided in this turn."""
        return self.trace.get("rule")


class Talker:
    """One athlete with one device.

    Attributes:
        now: the moment of the next request.
        heard: the last response.
        attributes: the session attributes, while a session is open.
        sent: the last envelope that was sent.
    """

    def __init__(
        self,
        now: datetime = SUNDAY,
        *,
        locale: str | None = "en-US",
        time_zone: str | None = NEW_YORK,
        settings: Settings | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.now = now
        self.locale = locale
        self.attributes: Json = {}
        self.in_session = False
        self.heard = Response({"response": {}})
        self.zone_asked = 0
        self.sent: Json = {}
        self._requests = 0
        self._number = next(_TALKERS)
        self._zone = time_zone
        self._traces: list[Json] = []
        self._respond = build_skill(
            settings or Settings(),
            vary=lambda _: 0,
            time_zone=self._time_zone,
            trace=self._traces.append,
            memory=memory,
            athlete_secret=SECRET,
        )

    def opens(self) -> Response:
        """Say "open leg day coach"."""
        return self.sends({"type": "LaunchRequest"})

    def says(self, intent: str, /, **slots: str | Json | None) -> Response:
        """Say something that Alexa understood as this intent; a built-in one without its "AMAZON." and "Intent"."""
        return self.sends(intent_request(intent, **slots))

    def sends(self, request: Json) -> Response:
        """Send a request, and check that the response is one Amazon accepts."""
        envelope = self.envelope(request)
        response = self.sends_envelope(envelope)
        assert problems_with(response.envelope, envelope) == [], response.speech
        assert unknown_to_amazon(response.envelope) == [], response.speech
        return response

    def sends_envelope(self, envelope: Json) -> Response:
        """Send a whole envelope, unchecked."""
        self.sent = envelope
        self._traces.clear()
        answer = self._respond(json.loads(json.dumps(envelope)))
        self.heard = Response(json.loads(json.dumps(answer)), *self._traces)
        self.in_session = self.heard.is_open
        self.attributes = self.heard.attributes if self.in_session else {}
        return self.heard

    def envelope(self, request: Json) -> Json:
        """A request with everything Amazon puts around it; each has an id of its own."""
        self._requests += 1
        application = {"applicationId": "amzn1.ask.skill.test"}
        owner = {"userId": planted.ATHLETE}
        device = {"deviceId": planted.DEVICE, "supportedInterfaces": {}}
        timestamp = self.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "version": "1.0",
            "session": {
                "new": not self.in_session,
                "sessionId": planted.SESSION,
                "attributes": self.attributes,
                "application": application,
                "user": owner,
            },
            "context": {
                "System": {
                    "application": application,
                    "user": owner,
                    "device": device,
                    "apiEndpoint": "https://api.amazonalexa.invalid",
                    "apiAccessToken": planted.ACCESS_TOKEN,
                }
            },
            "request": {
                "requestId": f"amzn1.echo-api.request.{self._number}.{self._requests}",
                "timestamp": timestamp,
                **({"locale": self.locale} if self.locale else {}),
                **request,
            },
        }

    def _time_zone(self, _: Any) -> str | None:  # noqa: ANN401 (whatever the skill hands over)
        self.zone_asked += 1
        return self._zone


def intent_request(intent: str, /, **slots: str | Json | None) -> Json:
    """A request for an intent with these slots."""
    name = intent if intent.endswith("Intent") else f"AMAZON.{intent}Intent"
    filled = {each: slot(each, content) for each, content in slots.items()}
    return {
        "type": "IntentRequest",
        "dialogState": "STARTED",
        "intent": {"name": name, "confirmationStatus": "NONE", "slots": filled},
    }
