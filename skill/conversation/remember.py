"""Being remembered, and being forgotten: only after a yes, and at once after a word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from skill.conversation.facts import Facts
from skill.conversation.offers import next_offer, offering
from skill.conversation.remembering import run_event, to_keep
from skill.conversation.session import Session
from skill.conversation.turn import Reply
from skill.memory.events import Profile

if TYPE_CHECKING:
    from skill.conversation.turn import Turn


def remember_me(turn: Turn) -> Reply:
    """Begin to remember, with what was told this session."""
    if turn.request.recall is None:  # there is no store
        return offering(turn.words, next_offer(turn), [turn.words.say("remember.cannot")])
    session = replace(turn.session, remembered=True, offered=True)
    offer = next_offer(replace(turn, session=session))
    if turn.session.remembered:
        return replace(offering(turn.words, offer, [turn.words.say("remember.already")]), session=session)
    events = to_keep(Facts(), session, turn.request.id, turn.now)
    return replace(
        offering(turn.words, offer, [turn.words.say("remember.done")]),
        session=replace(session, entries={event.kind: event.id for event in events}),
        events=(*(run_event(run, turn.now) for run in turn.session.runs), *events),
        profile=_profile(turn),
        unsaved=(turn.words.say("remember.failed"),),
    )


def _profile(turn: Turn) -> Profile:
    return Profile(
        remembered_since=turn.now,
        time_zone=turn.session.time_zone,
        novice=turn.facts.novice or None,
        age=turn.facts.age,
    )


def forget_me(turn: Turn) -> Reply:
    """Ask whether everything shall be deleted; also while the store does not answer and nobody knows what it keeps."""
    if turn.request.recall is None or turn.session.remembered is False:
        unasked = replace(turn, session=replace(turn.session, offered=True))  # whoever says this wants no such offer
        return replace(
            offering(turn.words, next_offer(unasked), [turn.words.say("forget.nothing")]), session=unasked.session
        )
    return offering(turn.words, "forget")


def forget_now(turn: Turn) -> Reply:
    """Delete everything, and begin the next session as with a stranger."""
    return Reply(
        say=(turn.words.say("forget.done"),),
        session=Session(time_zone=turn.session.time_zone, remembered=False),
        forget=True,
        unsaved=(turn.words.say("forget.failed"),),
    )


def keep_all(turn: Turn) -> Reply:
    """Nothing is deleted after all."""
    return offering(turn.words, next_offer(turn), [turn.words.say("forget.kept")])
