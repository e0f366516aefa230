"""The thin wrap around Amazon's SDK: its request becomes a `Request`, our `Reply` becomes its response.

The handler input's `context` is the request envelope as it came, for what the SDK is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.response_helper import ResponseFactory
from ask_sdk_model import Intent, IntentConfirmationStatus, Slot, SlotConfirmationStatus
from ask_sdk_model.dialog import ElicitSlotDirective
from ask_sdk_model.interfaces.connections import SendRequestDirective
from ask_sdk_model.ui import AskForPermissionsConsentCard

from skill import logs
from skill.amazon.reminders import PERMISSION
from skill.conversation.dispatch import CONVERSATIONS, Request, converse
from skill.conversation.envelope import (
    FALLBACK_LOCALE,
    LAUNCH,
    attributes_of,
    is_in_dialog,
    made_at,
    mapping,
    permission_answer,
    request_id,
    slots_of,
)
from skill.conversation.remembering import recalled
from skill.conversation.session import Session
from skill.conversation.slots import read_slots
from skill.speech.catalog import Catalog
from skill.speech.ssml import speak
from skill.speech.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

    from skill.amazon.reminders import Reminders
    from skill.conversation.remembering import Remembered
    from skill.conversation.turn import Reply
    from skill.memory.events import Recollection

LIKELY_TIME_ZONE = {
    "en-US": "America/Chicago",
    "en-GB": "Europe/London",
    "en-AU": "Australia/Sydney",
    "en-CA": "America/Toronto",
    "en-IN": "Asia/Kolkata",
}
"""Where most speakers of a locale are: used only while the device's own zone is not known."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the conversation needs from outside.

    Attributes:
        vary: given how many wordings there are, picks one by its place.
        time_zone: the device's IANA zone, given the request as it came; None if it cannot be had.
        trace: told once a turn what was understood and decided, for whoever watches (the laptop, the log).
        remembered: the store, bound to the athlete of a request as it came; None if nothing can be remembered.
        clock: the time now, for a request that does not tell when it was made.
        reminders: Amazon's reminders for the athlete of a request as it came; None where there are none.
    """

    vary: Callable[[int], int]
    time_zone: Callable[[Mapping[str, Any]], str | None]
    trace: Callable[[dict[str, Any]], None]
    remembered: Callable[[Mapping[str, Any]], Remembered | None]
    clock: Callable[[], datetime]
    reminders: Callable[[Mapping[str, Any]], Reminders | None]


class ConversationHandler(AbstractRequestHandler):
    """Every launch and every intent: read, converse, speak."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002 (the SDK's signature)
        """Every request that gets here; notices are answered before (`skill.conversation.envelope`)."""
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        """Answer, and keep the session."""
        session = Session.from_attributes(attributes_of(handler_input.context))
        remembered = self._surroundings.remembered(handler_input.context)
        moment = made_at(handler_input.context, self._surroundings.clock())
        recall = cache(lambda: remembered.recall(moment)) if remembered else None  # once a turn at most
        known = recall() if recall and session.remembered is None else None
        session = self._with_time_zone(session, handler_input, known.profile.time_zone if known else None)
        request = _request(handler_input, session, moment, recall)
        request = replace(request, reminders=self._surroundings.reminders(handler_input.context))
        session = recalled(session, known, request.now) if known else session
        words = Words(_catalog(_incoming(handler_input).locale), self._surroundings.vary)
        reply = _kept(converse(request, session, words), remembered, request, words)
        handler_input.attributes_manager.session_attributes = _respond(handler_input, reply)
        traced = _traced(request, reply)
        self._surroundings.trace(traced)
        logs.note(intent=_known(request.intent), verdict=traced["verdict"])
        return handler_input.response_builder.response

    def _with_time_zone(self, session: Session, handler_input: HandlerInput, known: str | None) -> Session:
        """The session with the device's zone, or the one remembered of the athlete, or the likeliest."""
        if session.time_zone is not None and _zone(session.time_zone) is not None:
            return session
        locale = _incoming(handler_input).locale
        zones = (self._surroundings.time_zone(handler_input.context), known)
        likely = LIKELY_TIME_ZONE.get(locale, LIKELY_TIME_ZONE[FALLBACK_LOCALE])
        zone = next((zone for zone in zones if zone and _zone(zone)), None)
        return replace(session, time_zone=zone or likely, zone_supposed=zone is None)


class ApologyHandler(AbstractExceptionHandler):
    """Something broke: say so in a sentence, and close."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings

    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002 (the SDK's signature)
        """Everything that a conversation let through."""
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:
        """Apologise; where it broke is logged, what was said is not."""
        logs.note(outcome="apologised", **logs.whereabouts(exception))
        words = Words(_catalog(getattr(_incoming(handler_input), "locale", None)), self._surroundings.vary)
        builder = ResponseFactory()  # a new one: what was begun in the other is not said
        return builder.speak(speak(words.say("sorry"))).set_should_end_session(True).response


def _incoming(handler_input: HandlerInput) -> Any:  # noqa: ANN401 (one of many request models, by its type)
    return handler_input.request_envelope.request


def _request(
    handler_input: HandlerInput, session: Session, moment: datetime, recall: Callable[[], Recollection | None] | None
) -> Request:
    intent = getattr(_incoming(handler_input), "intent", None)
    zone = _zone(session.time_zone) if session.time_zone else None
    return Request(
        intent=intent.name if intent else LAUNCH,
        slots=read_slots(slots_of(handler_input.context)),
        now=moment.astimezone(zone or UTC),
        id=request_id(handler_input.context),
        in_dialog=is_in_dialog(handler_input.context),
        first=mapping(handler_input.context.get("session")).get("new") is not False,
        recall=recall,
        locale=_locale(_incoming(handler_input).locale),
        permission=permission_answer(handler_input.context),
    )


def _kept(reply: Reply, remembered: Remembered | None, request: Request, words: Words) -> Reply:
    """The reply once what it brings is kept; if that fails, it says so."""
    if _was_forgotten(reply, request):
        return replace(reply, session=replace(reply.session or Session(), remembered=False))
    if remembered is None or _save(reply, remembered):
        return reply
    session = replace(reply.session, remembered=None, entries={}) if reply.session and reply.profile else reply.session
    return replace(reply, say=reply.unsaved or (*reply.say, words.say("not_saved")), session=session)


def _was_forgotten(reply: Reply, request: Request) -> bool:
    """Whether the athlete was forgotten since this session began, on another device: then nothing is kept any more."""
    begins_now = reply.profile is not None and reply.profile.remembered_since is not None
    session, keeps = reply.session, bool(reply.events or reply.profile)
    if begins_now or not keeps or session is None or not session.remembered or request.recall is None:
        return False
    known = request.recall()
    return known is not None and known.profile.remembered_since is None


def _save(reply: Reply, remembered: Remembered) -> bool:
    if reply.forget:
        return remembered.forget()
    if not (reply.events or reply.profile) or reply.session is None or not reply.session.remembered:
        return True
    return remembered.append(reply.events, reply.profile)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _catalog(locale: str | None) -> Catalog:
    return Catalog.for_locale(_locale(locale))


def _locale(locale: str | None) -> str:
    """The locale if we speak it, else the one we speak instead."""
    return locale if locale in LIKELY_TIME_ZONE else FALLBACK_LOCALE


def _respond(handler_input: HandlerInput, reply: Reply) -> dict[str, Any]:
    """Write the response; gives the session attributes to keep."""
    builder = handler_input.response_builder
    speech = speak(*reply.say, *((reply.question,) if reply.question else ()))
    builder.speak(speech)
    if reply.card:
        builder.set_card(AskForPermissionsConsentCard(permissions=[PERMISSION]))
    if reply.permission is not None:
        builder.add_directive(_ask_for_permission(reply.permission))
    if reply.question is None:
        builder.set_should_end_session(True)
        return {}
    builder.ask(speak(reply.reprompt or reply.question))
    if reply.elicit is not None:
        builder.add_directive(_elicit(handler_input, *reply.elicit))
    session = replace(reply.session or Session(), said=(_inside(speech), reply.reprompt))
    return session.to_attributes()


def _ask_for_permission(token: str) -> SendRequestDirective:
    """Let Alexa ask whether we may set reminders; `token` comes back with the answer."""
    scope = {"permissionScope": PERMISSION, "consentLevel": "ACCOUNT"}
    payload: dict[str, object] = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [scope],
    }
    return SendRequestDirective(name="AskFor", payload=payload, token=token)


def _inside(speech: str) -> str:
    return speech.removeprefix("<speak>").removesuffix("</speak>")


def _elicit(handler_input: HandlerInput, intent: str, slot: str) -> ElicitSlotDirective:
    """Ask Alexa to listen for one slot, in this intent or chaining into another.

    What was said before is in the session, so the slots start empty: each request brings only what is new.
    """
    current = getattr(_incoming(handler_input), "intent", None)
    names = slots_of(handler_input.context) if current and current.name == intent else {}
    slots = {
        name: Slot(name=name, confirmation_status=SlotConfirmationStatus.NONE) for name in dict.fromkeys((*names, slot))
    }
    updated = Intent(name=intent, slots=slots, confirmation_status=IntentConfirmationStatus.NONE)
    return ElicitSlotDirective(updated_intent=updated, slot_to_elicit=slot)


def _known(intent: str) -> str:
    """The intent if it is one of ours: another name could be anything."""
    return intent if intent in CONVERSATIONS else "unknown"


def _traced(request: Request, reply: Reply) -> dict[str, Any]:
    advice = reply.advice
    return {
        "intent": request.intent,
        "verdict": advice.verdict.id if advice else None,
        "rule": advice.rule.name if advice else None,
        "facts": reply.session.facts.to_json() if reply.session else {},
    }
