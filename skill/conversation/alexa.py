"""From a request envelope to its response envelope, JSON on both sides; see ``docs/decisions/0010``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from skill import logs
from skill.conversation.apology import Apology
from skill.conversation.copying import replace
from skill.conversation.dispatch import CONVERSATIONS, converse
from skill.conversation.envelope import (
    attributes_of,
    begins_session,
    intent_of,
    is_in_dialog,
    made_at,
    permission_answer,
    request_id,
    slots_of,
)
from skill.conversation.locales import LIKELY_TIME_ZONE, locale_to_speak
from skill.conversation.remembering import recalled
from skill.conversation.response import response_to
from skill.conversation.session import Session
from skill.conversation.slots import read_slots
from skill.conversation.turn import Request
from skill.speech.catalog import Catalog
from skill.speech.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skill.amazon.reminders import Reminders
    from skill.conversation.remembering import Remembered
    from skill.conversation.turn import Reply
    from skill.memory.events import Recollection


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the conversation needs from outside.

    Attributes:
        vary: given how many wordings there are, picks one by its place.
        time_zone: the device's IANA zone, given the request as it came; None if it cannot be had.
        trace: told once a turn what was understood and decided, where somebody watches.
        remembered: the store, bound to the athlete of a request as it came; None if nothing can be remembered.
        clock: the time now, for a request that does not tell when it was made.
        reminders: Amazon's reminders for the athlete of a request as it came; None where there are none.
    """

    vary: Callable[[int], int]
    time_zone: Callable[[Mapping[str, Any]], str | None]
    trace: Callable[[dict[str, Any]], None] | None
    remembered: Callable[[Mapping[str, Any]], Remembered | None]
    clock: Callable[[], datetime]
    reminders: Callable[[Mapping[str, Any]], Reminders | None]


class Conversation:
    """Answers every launch and every intent: read, converse, speak."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._apology = Apology()

    def answer(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        """Answer; what breaks on the way is apologised for, and where it broke is logged, but not what was said."""
        try:
            return self._answer(envelope)
        except Exception as error:  # noqa: BLE001 (whatever it is, an athlete waits)
            logs.note(outcome="apologised", **logs.whereabouts(error))
            return self._apology.response_to(envelope)

    def _answer(self, envelope: Mapping[str, Any]) -> dict[str, Any]:
        session = Session.from_attributes(attributes_of(envelope))
        remembered = self._surroundings.remembered(envelope)
        moment = made_at(envelope, self._surroundings.clock())
        recall = cache(lambda: remembered.recall(moment)) if remembered else None  # once a turn at most
        known = recall() if recall and session.remembered is None else None
        session = self._with_time_zone(session, envelope, known.profile.time_zone if known else None)
        request = self._request(envelope, session, moment, recall)
        session = recalled(session, known, request.now) if known else session
        words = Words(Catalog.for_locale(request.locale), self._surroundings.vary)
        reply = _kept(converse(request, session, words), remembered, request, words)
        response = response_to(slots_of(envelope), request.intent, reply)
        if self._surroundings.trace is not None:
            self._surroundings.trace(_traced(request, reply))
        logs.note(intent=_known(request.intent), verdict=reply.advice.verdict.id if reply.advice else None)
        return response

    def _with_time_zone(self, session: Session, envelope: Mapping[str, Any], known: str | None) -> Session:
        """The session with the device's zone, or the one remembered of the athlete, or the likeliest."""
        if session.time_zone is not None and _zone(session.time_zone) is not None:
            return session
        zones = (self._surroundings.time_zone(envelope), known)
        zone = next((zone for zone in zones if zone and _zone(zone)), None)
        return replace(
            session, time_zone=zone or LIKELY_TIME_ZONE[locale_to_speak(envelope)], zone_supposed=zone is None
        )

    def _request(
        self,
        envelope: Mapping[str, Any],
        session: Session,
        moment: datetime,
        recall: Callable[[], Recollection | None] | None,
    ) -> Request:
        zone = _zone(session.time_zone) if session.time_zone else None
        return Request(
            intent=intent_of(envelope),
            slots=read_slots(slots_of(envelope)),
            now=moment.astimezone(zone or UTC),
            id=request_id(envelope),
            in_dialog=is_in_dialog(envelope),
            first=begins_session(envelope),
            recall=recall,
            reminders=self._surroundings.reminders(envelope),
            locale=locale_to_speak(envelope),
            permission=permission_answer(envelope),
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


def _known(intent: str) -> str:
    """The intent if it is one of ours: another name could be anything."""
    return intent if intent in CONVERSATIONS else "unknown"


def _traced(request: Request, reply: Reply) -> dict[str, Any]:
    advice = reply.advice
    return {
        "intent": request.intent,
        "verdict": advice.verdict.id if advice else None,
        "rule": advice.rule.name if advice else None,
        "sources": [*advice.sources] if advice else [],
        "facts": reply.session.facts.to_json() if reply.session else {},
    }
