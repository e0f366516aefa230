"""Which conversation answers which intent: one table, and the way through a turn.

A red flag or a condition named in any sentence comes before everything that was asked: it is never lost to a topic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.conversation import asking, builtins, recovery, remember, reminders, routine, should_i_run, topics, training
from skill.conversation.copying import replace
from skill.conversation.envelope import FALLBACK, LAUNCH, PERMISSION_ANSWERED
from skill.conversation.remembering import listen, to_keep, told_of_oneself
from skill.conversation.session import CHECK_IN, LEG_DAY_TOLD, VERDICT, WHEN
from skill.conversation.turn import Goal, Reply, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.conversation.facts import Heard
    from skill.conversation.session import Session
    from skill.conversation.slots import Slots
    from skill.conversation.turn import Request
    from skill.speech.words import Words

CONVERSATIONS: dict[str, Callable[[Turn], Reply]] = {
    LAUNCH: builtins.launch,
    "ShouldIRunIntent": should_i_run.should_i_run,
    "CheckInIntent": training.check_in,
    "LogLegDayIntent": training.log_leg_day,
    "AnswerIntent": should_i_run.answer,
    "SymptomIntent": topics.symptom,
    "LogRunIntent": training.log_run,
    "RecoveryStatusIntent": recovery.status,
    "WhenCanIRunIntent": recovery.when_can_i_run,
    "RememberMeIntent": remember.remember_me,
    "ForgetMeIntent": remember.forget_me,
    "StartRoutineIntent": routine.start,
    "RoutineTimeIntent": routine.time_left,
    "SetReminderIntent": reminders.set_reminder,
    "ListRemindersIntent": reminders.list_reminders,
    "CancelReminderIntent": reminders.cancel,
    PERMISSION_ANSWERED: reminders.answered,
    "WhyIntent": topics.why,
    "BenefitsIntent": topics.benefits,
    "DrawbacksIntent": topics.drawbacks,
    "SoreLegsIntent": topics.sore_legs,
    "RunTipsIntent": topics.run_tips,
    "AlternativesIntent": topics.instead,
    "AMAZON.HelpIntent": builtins.help_,
    "AMAZON.StopIntent": builtins.stop,
    "AMAZON.CancelIntent": builtins.stop,
    "AMAZON.NavigateHomeIntent": builtins.stop,
    "AMAZON.YesIntent": builtins.yes,
    "AMAZON.NoIntent": builtins.no,
    "AMAZON.RepeatIntent": builtins.repeat,
    "AMAZON.NextIntent": builtins.skip,
    "AMAZON.PreviousIntent": builtins.repeat,
    "AMAZON.PauseIntent": builtins.pause,
    "AMAZON.ResumeIntent": builtins.resume,
    "AMAZON.StartOverIntent": builtins.start_over,
    FALLBACK: builtins.fallback,
}
"""Every intent of the interaction model; one that is not here is answered like a fallback."""

GOALS: dict[str, Goal] = {
    VERDICT: should_i_run.GOAL,
    CHECK_IN: training.CHECK_IN_GOAL,
    LEG_DAY_TOLD: training.LEG_DAY_GOAL,
    WHEN: recovery.GOAL,
}
"""What questions can lead up to."""

_RED_FLAGS = frozenset({"symptoms", "conditions"})


def converse(request: Request, session: Session, words: Words) -> Reply:
    """Answer one request; the reply carries the session to go on with."""
    heard = listen(session, _facts_in(request), request.now)
    turn = Turn(
        request=request, heard=heard, session=_prepared(session, request.intent, heard), words=words, goals=GOALS
    )
    reply = _conversation_for(turn)(turn)
    return _with_what_to_keep(replace(reply, session=_after(turn, reply)), session, request)


def _facts_in(request: Request) -> Slots:
    """What was said that may be a fact: the area of a routine is none, it was not trained."""
    return request.slots.without("legArea") if request.intent == "StartRoutineIntent" else request.slots


def _with_what_to_keep(reply: Reply, before: Session, request: Request) -> Reply:
    """The reply with what it brought that is worth keeping, if the athlete is remembered."""
    after = reply.session
    if after is None or not after.remembered or not before.remembered:
        return reply
    events = to_keep(before.facts, after, request.id, request.now)
    entries = {**after.entries, **{event.kind: event.id for event in events}}
    profile = told_of_oneself(before.facts, after.facts, reply.profile)
    return replace(reply, events=(*reply.events, *events), profile=profile, session=replace(after, entries=entries))


def _conversation_for(turn: Turn) -> Callable[[Turn], Reply]:
    if turn.heard.learned & _RED_FLAGS:
        return routine.red_flag
    if routine.is_guiding(turn) and turn.intent in routine.GUIDED:
        return routine.GUIDED[turn.intent]
    return CONVERSATIONS.get(turn.intent, builtins.fallback)


def _prepared(session: Session, intent: str, heard: Heard) -> Session:
    """What is understood ends a row of fallbacks; what was learned can be said after all."""
    understood = intent in CONVERSATIONS and intent != FALLBACK
    cannot_say = {each for each in session.cannot_say if asking.FACT_ASKED[each] not in heard.learned}
    return replace(
        session,
        facts=heard.facts,
        cannot_say=frozenset(cannot_say),
        fallbacks=0 if understood else session.fallbacks,
    )


_KEEPS_QUESTION = frozenset(
    {
        "check",
        "resume",
        "help",
        "which",
        "more",
        "drawbacks",
        "remedies",
        "symptom",
        "remember",
        "forget",
        *reminders.OFFERS,
    }
)
"""Offers made on a detour: the question that was open is still open behind them."""


def _after(turn: Turn, reply: Reply) -> Session:
    session = reply.session or turn.session
    detour = reply.asking is None and reply.advice is None and reply.offer in _KEEPS_QUESTION
    return replace(
        session,
        asking=session.asking if detour else reply.asking,
        offer=reply.offer,
        page=reply.page,
        offered=session.offered or reply.offer == "remember",
    )
