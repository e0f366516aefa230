"""What Alexa gets back: a `Reply` as a response envelope in plain JSON.

`skill.platform.response` checks every one that a test sees, and there Amazon's own model reads it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skill.amazon.reminders import PERMISSION
from skill.conversation.copying import replace
from skill.conversation.session import Session
from skill.speech.ssml import speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skill.conversation.turn import Reply

Json = dict[str, Any]

_UNSPOKEN: dict[str, Json] = {
    "CanFulfillIntentRequest": {"canFulfillIntent": {"canFulfill": "NO"}, "shouldEndSession": True},
}
"""What Amazon wants to know without a word said; every other request that is not spoken to is a notice."""


def unspoken(kind: object) -> Json:
    """The response to a request of a type that nothing is said to; a notice gets an empty one."""
    return {"version": "1.0", "response": dict(_UNSPOKEN.get(kind, {}) if isinstance(kind, str) else {})}


def closing(speech: str, **others: Any) -> Json:  # noqa: ANN401 (any JSON)
    """Say this and close the session; `others` are other parts of the response."""
    return _envelope({}, {"outputSpeech": _ssml(speech), **others, "shouldEndSession": True})


def response_to(slots: Iterable[str], intent: str, reply: Reply) -> Json:
    """The response that speaks a reply.

    Args:
        slots: names of the slots that the request's intent has.
        intent: the request's.
        reply: what to say.
    """
    speech = speak(*reply.say, *((reply.question,) if reply.question else ()))
    directives = [*_directives(slots, intent, reply)]
    others = {
        **({"card": {"type": "AskForPermissionsConsent", "permissions": [PERMISSION]}} if reply.card else {}),
        **({"directives": directives} if directives else {}),
    }
    if reply.question is None:
        return closing(speech, **others)
    session = replace(reply.session or Session(), said=(_inside(speech), reply.reprompt))
    reprompt = {"outputSpeech": _ssml(speak(reply.reprompt or reply.question))}
    response = {"outputSpeech": _ssml(speech), "reprompt": reprompt, **others, "shouldEndSession": False}
    return _envelope(session.to_attributes(), response)


def _envelope(attributes: Json, response: Json) -> Json:
    return {"version": "1.0", "sessionAttributes": attributes, "response": response}


def _ssml(speech: str) -> Json:
    return {"type": "SSML", "ssml": speech}


def _inside(speech: str) -> str:
    return speech.removeprefix("<speak>").removesuffix("</speak>")


def _directives(slots: Iterable[str], intent: str, reply: Reply) -> Iterator[Json]:
    if reply.permission is not None:
        yield _ask_for_permission(reply.permission)
    if reply.question is not None and reply.elicit is not None:
        wanted, slot = reply.elicit
        yield _elicit(wanted, slot, slots if intent == wanted else ())


def _ask_for_permission(token: str) -> Json:
    """Let Alexa ask whether we may set reminders; `token` comes back with the answer."""
    payload = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [{"permissionScope": PERMISSION, "consentLevel": "ACCOUNT"}],
    }
    return {"type": "Connections.SendRequest", "name": "AskFor", "payload": payload, "token": token}


def _elicit(intent: str, slot: str, slots: Iterable[str]) -> Json:
    """Ask Alexa to listen for one slot, in this intent or chaining into another.

    What was said before is in the session, so the slots start empty: each request brings only what is new.
    """
    empty = {name: {"name": name, "confirmationStatus": "NONE"} for name in (*slots, slot)}
    return {
        "type": "Dialog.ElicitSlot",
        "updatedIntent": {"name": intent, "slots": empty, "confirmationStatus": "NONE"},
        "slotToElicit": slot,
    }
