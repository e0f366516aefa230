"""Reminders: told when, proposed, set after a yes; listed; cancelled; and the permission that Amazon wants for them.

Two consents: the athlete allows reminders once (`answered`), and says yes to each one after hearing when it rings and
how often (`accept`). After a no there is no new offer for a week. What was not set is said not to be set.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from skill.amazon.reminders import At, Outcome
from skill.conversation.offers import next_offer, offering
from skill.conversation.reminding import ACTIVITIES, DAYS_OF, Draft
from skill.conversation.turn import Reply
from skill.conversation.when import first_day
from skill.memory.events import Profile
from skill.speech import reminding
from skill.speech.ssml import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from skill.amazon.reminders import In, Kept
    from skill.conversation.turn import Turn
    from skill.speech.ssml import Ssml

SET, CANCEL = "SetReminderIntent", "CancelReminderIntent"

DETAILS, PROPOSED, SUGGESTED, CANCELLING = "reminder_details", "set_reminder", "suggest_reminder", "cancel_reminders"
"""Where a conversation about reminders stands, as offers: a yes goes on with it, a no ends it."""

OFFERS = frozenset({DETAILS, PROPOSED, SUGGESTED, CANCELLING})

QUIET = timedelta(days=7)
"""After a no, nothing is offered for so long: Amazon's rule."""

OFFER = "reminder"
"""The name under which a no is remembered."""

ACCEPTED, DENIED, NOT_ANSWERED = "ACCEPTED", "DENIED", "NOT_ANSWERED"
"""What can come of asking for the permission."""

_NOT_ALLOWED = (Outcome.UNAUTHORISED, Outcome.NO_PERMISSION)
_MOST_TOLD = 3
_CHECK_IN_HOUR = "09:00"


# Setting


def set_reminder(turn: Turn) -> Reply:
    """Hear what for and when; ask for what is missing, then propose it."""
    begun = turn.session.offer in (DETAILS, PROPOSED)
    draft = (Draft.from_json(turn.session.reminder) if begun else Draft()).told(turn.slots, turn.now)
    return _go_on(turn, draft)


def _go_on(turn: Turn, draft: Draft) -> Reply:
    if draft.activity is None:
        return _ask(turn, draft, "activity", "ask.reminder", ["reminder.foreign"])  # it may have been any alarm
    if draft.seconds is None and turn.session.zone_supposed:
        return _ask(turn, draft, "reminderTime", "ask.reminder_in", ["reminder.no_zone"])
    if draft.seconds is None and draft.hour is None:
        return _ask(turn, draft, "reminderTime", "ask.reminder_hour")
    trigger = _trigger(turn, draft)
    if trigger is None:
        return _ask(turn, replace(draft, hour=None, day=None), "reminderTime", "ask.reminder_hour", ["reminder.over"])
    return _propose(turn, draft, trigger)


def _ask(turn: Turn, draft: Draft, slot: str, question: str, say: Sequence[str] = ()) -> Reply:
    return Reply(
        say=tuple(turn.words.say(each) for each in say),
        question=turn.words.say(question),
        reprompt=turn.words.say(f"{question}.reprompt"),
        elicit=(SET, slot),
        offer=DETAILS,
        session=replace(turn.session, reminder=draft.to_json()),
    )


def _propose(turn: Turn, draft: Draft, trigger: At | In) -> Reply:
    """Say when it rings and how often; a usual hour that nobody named is only asked about."""
    usual = draft.supposed and draft.every
    text = escape(reminding.text_of(turn.words, draft.activity or ""))
    said = {"due": _due(turn, trigger), "text": text}
    question = turn.words.tell("reminder.suppose" if usual else "reminder.propose", said)
    return Reply(
        question=question,
        reprompt=turn.words.say("reminder.propose.reprompt"),
        elicit=(SET, "reminderTime"),
        offer=PROPOSED,
        session=replace(turn.session, reminder=draft.to_json()),
    )


def accept(turn: Turn) -> Reply:
    """A yes to the reminder that was proposed."""
    return _set(turn, Draft.from_json(turn.session.reminder), _ask_permission)


def _set(turn: Turn, draft: Draft, not_allowed: Callable[[Turn, Draft, Outcome], Reply]) -> Reply:
    trigger = _trigger(turn, draft)
    if draft.activity is None or trigger is None:
        return _go_on(turn, draft)
    outcome = _create(turn, reminding.text_of(turn.words, draft.activity), trigger)
    if outcome in _NOT_ALLOWED:
        return not_allowed(turn, draft, outcome)
    return _done(turn, trigger) if outcome is Outcome.DONE else _failed(turn, draft, outcome)


def _create(turn: Turn, text: str, trigger: At | In) -> Outcome:
    if turn.request.reminders is None:
        return Outcome.BROKEN
    return turn.request.reminders.create(text, turn.request.locale, trigger, turn.now)


def _done(turn: Turn, trigger: At | In) -> Reply:
    due = _due(turn, trigger)
    if isinstance(trigger, At) and trigger.days:
        day = reminding.starting(turn.words, trigger.when, turn.now)
        return _end(turn, turn.words.say("reminder.done.recurring", due=due, day=day))
    return _end(turn, turn.words.say("reminder.done", due=due))


def _failed(turn: Turn, _: Draft, outcome: Outcome) -> Reply:
    """It is not set, and why; a permission that is missing still can be given in the app."""
    reply = _end(turn, turn.words.say(f"reminder.failed.{outcome.value}"))
    return replace(reply, card=outcome is Outcome.NO_PERMISSION)


def _end(turn: Turn, said: Ssml) -> Reply:
    """Say it and go: back to the question that was open, or goodbye."""
    session = replace(turn.session, reminder={})
    if turn.session.asking is None:
        return Reply(say=(said,), session=session)
    return replace(offering(turn.words, "resume", [said]), session=session)


# The permission


def _ask_permission(turn: Turn, draft: Draft, _: Outcome) -> Reply:
    """Hand over to Alexa, who asks; the reminder goes along, since the session may not come back."""
    return Reply(say=(turn.words.say("reminder.permission"),), permission=json.dumps(draft.to_json()))


def answered(turn: Turn) -> Reply:
    """Alexa has asked for the permission."""
    status, token = turn.request.permission or ("", "")
    draft = Draft.from_json(_read(token))
    if status == ACCEPTED:
        return _set(turn, draft, _failed)
    if status == DENIED:
        return _declined(turn, "reminder.denied")
    return replace(_end(turn, turn.words.say("reminder.unanswered")), card=True)


def _read(token: str) -> object:
    try:
        return json.loads(token)
    except ValueError:
        return None


# Offering, and a no


def suggestion(turn: Turn) -> Reply | None:
    """Offer to ask again tomorrow morning; None where that does not fit or was declined lately."""
    if turn.request.reminders is None or not turn.session.remembered or turn.session.zone_supposed or _is_quiet(turn):
        return None
    tomorrow = turn.now.date() + timedelta(days=1)
    draft = Draft(activity="check_in", day=tomorrow.isoformat(), hour=_CHECK_IN_HOUR)
    trigger = _trigger(turn, draft)
    if trigger is None:
        return None
    return Reply(
        question=turn.words.say("reminder.suggest", due=_due(turn, trigger)),
        reprompt=turn.words.say("reminder.suggest.reprompt"),
        offer=SUGGESTED,
        session=replace(turn.session, reminder=draft.to_json(), quiet=True),
    )


def _is_quiet(turn: Turn) -> bool:
    """Whether it was offered this session, or declined within the week."""
    declined = turn.profile.declined.get(OFFER)
    return turn.session.quiet or (declined is not None and turn.now - declined < QUIET)


def decline(turn: Turn) -> Reply:
    """A no to anything about reminders."""
    if turn.session.offer == CANCELLING:
        return _end(turn, turn.words.say("reminder.kept"))
    return _declined(turn, "reminder.declined")


def _declined(turn: Turn, message: str) -> Reply:
    reply = _end(turn, turn.words.say(message))
    session = replace(reply.session or turn.session, quiet=True)
    profile = Profile(declined={OFFER: turn.now}) if turn.session.remembered else None
    return replace(reply, session=session, profile=profile, unsaved=reply.say)


# Listing and cancelling


def list_reminders(turn: Turn) -> Reply:
    """Tell the reminders that are set; those for one activity if one was named."""
    found, outcome = _found(turn)
    if outcome is not Outcome.DONE:
        return _unseen(turn, outcome)
    return offering(turn.words, next_offer(turn), _told(turn, found) if found else [turn.words.say("reminder.none")])


def cancel(turn: Turn) -> Reply:
    """Cancel what was named, or all of them; of several, ask first."""
    found, outcome = _found(turn)
    if outcome is not Outcome.DONE:
        return _unseen(turn, outcome)
    if not found:
        return offering(turn.words, next_offer(turn), [turn.words.say("reminder.none")])
    if len(found) > 1 and not _means_all(turn):
        return _which(turn, found)
    return _cancelled(turn, [kept.token for kept in found])


def cancel_them(turn: Turn) -> Reply:
    """A yes to cancelling those that were told."""
    tokens = turn.session.reminder.get("tokens")
    known = [token for token in tokens if isinstance(token, str)] if isinstance(tokens, list) else []
    return _cancelled(turn, known) if known else cancel(turn)


def _which(turn: Turn, found: Sequence[Kept]) -> Reply:
    return Reply(
        say=tuple(_told(turn, found)),
        question=turn.words.say("reminder.cancel_all"),
        reprompt=turn.words.say("reminder.cancel_all.reprompt"),
        elicit=(CANCEL, "activity"),
        offer=CANCELLING,
        session=replace(turn.session, reminder={"tokens": [kept.token for kept in found]}),
    )


def _cancelled(turn: Turn, tokens: Sequence[str]) -> Reply:
    outcomes = turn.request.reminders.cancel(tokens) if turn.request.reminders is not None else [Outcome.BROKEN]
    gone = sum(outcome in (Outcome.DONE, Outcome.GONE) for outcome in outcomes)
    if gone == len(outcomes):
        return _end(turn, turn.words.say("reminder.cancelled" if gone == 1 else "reminder.cancelled.all"))
    if gone:
        return _end(turn, turn.words.say("reminder.cancelled.some", done=gone, count=len(outcomes)))
    return _unseen(turn, outcomes[0])


def _unseen(turn: Turn, outcome: Outcome) -> Reply:
    """They cannot be got at, and why."""
    return _end(turn, turn.words.say(f"reminder.unseen.{outcome.value}"))


def _found(turn: Turn) -> tuple[list[Kept], Outcome]:
    """The reminders that are meant: all of them if nothing in particular was named."""
    if turn.request.reminders is None:
        return [], Outcome.BROKEN
    listed = turn.request.reminders.all()
    return [kept for kept in listed.reminders if _is_meant(turn, kept)], listed.outcome


def _is_meant(turn: Turn, kept: Kept) -> bool:
    return all(fits(turn, kept) for fits in (_fits_activity, _fits_hour, _fits_day, _fits_recurrence))


def _fits_activity(turn: Turn, kept: Kept) -> bool:
    activity = turn.slots.id("activity")
    return activity not in ACTIVITIES or kept.text == reminding.text_of(turn.words, activity)


def _fits_hour(turn: Turn, kept: Kept) -> bool:
    """By the clock, whether or not it was said which half of the day is meant."""
    hour = turn.slots.said("reminderTime") or ""
    if ":" not in hour or kept.at is None:
        return ":" not in hour
    return f"{kept.at.when:%H:%M}" == hour or f"{kept.at.when - timedelta(hours=12):%H:%M}" == hour


def _fits_day(turn: Turn, kept: Kept) -> bool:
    day = first_day(turn.slots.said("reminderDate") or "", turn.now)
    return day is None or (kept.at is not None and (kept.at.when.date() == day or day.weekday() in kept.at.days))


def _fits_recurrence(turn: Turn, kept: Kept) -> bool:
    every = [DAYS_OF[name] for name in turn.slots.ids("recurrence") if name in DAYS_OF]
    return not every or (kept.at is not None and kept.at.days in every)


_ALL = ("all", "both", "everything", "all of them", "them all", "every one")


def _means_all(turn: Turn) -> bool:
    return turn.slots.id("all") is not None or (turn.slots.said("activity") or "").casefold() in _ALL


# How they are told


def _told(turn: Turn, found: Sequence[Kept]) -> list[Ssml]:
    """The first few, each with its time; of the rest, how many there are."""
    told = [turn.words.say("reminder.one", due=_due_of(turn, kept), text=escape(kept.text)) for kept in found]
    more = len(found) - _MOST_TOLD
    return [*told[:_MOST_TOLD], *([turn.words.say("reminder.more", count=more)] if more > 0 else [])]


def _due_of(turn: Turn, kept: Kept) -> Ssml:
    return turn.words.name("due.sometime") if kept.at is None else _due(turn, kept.at)


def _due(turn: Turn, trigger: At | In) -> Ssml:
    if isinstance(trigger, At):
        return reminding.due(turn.words, trigger.when, trigger.days, turn.now)
    return reminding.in_a_while(turn.words, trigger.seconds)


def _trigger(turn: Turn, draft: Draft) -> At | In | None:
    return draft.trigger(turn.now, turn.session.time_zone or "")
