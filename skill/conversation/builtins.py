"""Opening, closing and everything that can be said in every state: help, stop, yes, no, repeat, skip, start over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from skill.conversation import remember, reminders, routine, topics
from skill.conversation.asking import MAIN_INTENT, SLOT_ASKED, ask, go_on, skip_question
from skill.conversation.facts import Facts
from skill.conversation.offers import offering
from skill.conversation.session import CHECK_IN
from skill.conversation.should_i_run import should_i_run
from skill.conversation.turn import Reply
from skill.speech.answers import goodbye
from skill.speech.ssml import Ssml

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.conversation.session import Session
    from skill.conversation.turn import Turn

FALLBACKS = 3
"""After so many turns in a row that were not understood, the session is closed."""


def launch(turn: Turn) -> Reply:
    """Welcome, say what this is and that it is no medical advice, and ask; shorter for whoever was greeted already."""
    stranger = turn.request.first and not turn.session.remembered
    welcome = "welcome.first" if stranger else "welcome.returning"
    return go_on(turn, (turn.words.say(welcome),), CHECK_IN if _is_back_without_a_check_in(turn) else None)


def _is_back_without_a_check_in(turn: Turn) -> bool:
    """Whether one answer is enough to say what is fine today: leg day is remembered, how sore the legs are is not."""
    known = turn.session.remembered and turn.facts.leg_day is not None
    return bool(known and turn.request.first and turn.facts.soreness is None)


def help_(turn: Turn) -> Reply:
    """What can be said, ending in the question that was open."""
    return _back_to_question(turn, (turn.words.say("help"),))


def stop(turn: Turn) -> Reply:
    """Say goodbye; the session closes."""
    return Reply(say=(goodbye(turn.words, turn.session.told),))


def yes(turn: Turn) -> Reply:
    """Take up the offer; without one, a yes answers nothing and the question is put again."""
    return _ACCEPTED.get(turn.session.offer or "", _nothing_offered)(turn)


def no(turn: Turn) -> Reply:
    """Decline the offer: goodbye. Without an offer, a no answers nothing and the question is put again."""
    if turn.session.offer == "forget":
        return remember.keep_all(turn)
    if turn.session.offer in reminders.OFFERS:
        return reminders.decline(turn)
    if turn.session.offer is None or (turn.session.offer == "symptom" and turn.session.asking):
        return _nothing_offered(turn)
    return stop(turn)


def repeat(turn: Turn) -> Reply:
    """Say the last thing again."""
    if turn.session.said is None or not turn.session.can_be_repeated():
        return go_on(turn, (turn.words.say("nothing_to_repeat"),))
    speech, reprompt = turn.session.said
    asking = turn.session.asking if turn.session.offer is None else None
    return Reply(
        question=Ssml(speech),
        reprompt=Ssml(reprompt or ""),
        asking=asking,
        elicit=(MAIN_INTENT, SLOT_ASKED[asking]) if asking else None,
        offer=turn.session.offer,
        page=turn.session.page,
        session=turn.session,
    )


def skip(turn: Turn) -> Reply:
    """The next page of what is read out; else skip the open question, as if there were no answer to it."""
    if turn.session.offer in topics.PAGED or turn.session.page is not None:
        return topics.more(turn)
    return skip_question(turn) if turn.session.asking else _nothing_to_skip(turn)


def pause(turn: Turn) -> Reply:
    """Nothing is playing that could be paused; an open question waits."""
    if turn.session.asking is None:
        return _nothing_to_skip(turn)
    return ask(turn, turn.session.asking, (turn.words.say("pause"),))


def resume(turn: Turn) -> Reply:
    """Go on with the routine that was interrupted, or with the run that was being settled."""
    under_way = turn.session.asking is None and routine.interrupted(turn) is not None
    return routine.resume(turn) if under_way else should_i_run(turn)


def start_over(turn: Turn) -> Reply:
    """Forget what was said this session and begin again."""
    heard = replace(turn.heard, facts=Facts())
    fresh = replace(turn, session=turn.session.begun_again(), heard=heard)
    return go_on(fresh, (turn.words.say("start_over"),))


def fallback(turn: Turn) -> Reply:
    """Not understood: more briefly each time, and goodbye after the third."""
    session = replace(turn.session, fallbacks=turn.session.fallbacks + 1)
    answered = routine.not_understood if _guides_on(turn, session) else _FALLBACK[min(session.fallbacks, FALLBACKS)]
    reply = answered(replace(turn, session=session))
    return replace(reply, session=reply.session or session)


def _guides_on(turn: Turn, session: Session) -> bool:
    return routine.is_guiding(turn) and session.fallbacks < FALLBACKS


def _fallback_first(turn: Turn) -> Reply:
    if turn.session.asking is not None:
        return ask(turn, turn.session.asking, (turn.words.say("fallback.asking"),))
    return offering(turn.words, "which", [turn.words.say("fallback.first")])


def _fallback_second(turn: Turn) -> Reply:
    return offering(turn.words, "help", [turn.words.say("fallback.second")])


def _fallback_last(turn: Turn) -> Reply:
    return Reply(say=(turn.words.say("fallback.last"),))


_FALLBACK: dict[int, Callable[[Turn], Reply]] = {1: _fallback_first, 2: _fallback_second, 3: _fallback_last}


def _what_else(turn: Turn) -> Reply:
    return Reply(
        question=turn.words.say("offer.more.ask"), reprompt=turn.words.say("offer.more.ask.reprompt"), offer="which"
    )


_ACCEPTED: dict[str, Callable[[Turn], Reply]] = {
    "why": topics.why,
    "more": _what_else,
    "drawbacks": topics.drawbacks,
    "remedies": topics.more_remedies,
    "check": should_i_run,
    "resume": should_i_run,
    "which": should_i_run,
    "symptom": topics.symptom,
    "help": help_,
    "remember": remember.remember_me,
    "forget": remember.forget_now,
    reminders.DETAILS: reminders.set_reminder,
    reminders.PROPOSED: reminders.accept,
    reminders.SUGGESTED: reminders.accept,
    reminders.CANCELLING: reminders.cancel_them,
    "stretch": routine.start_short_stretch,
    "begin": routine.begin_offered,
    "back": routine.resume,
    "which_routine": routine.ask_which,
}
"""What a yes does, by offer."""


def _nothing_offered(turn: Turn) -> Reply:
    if turn.session.asking is not None:
        return go_on(turn)
    return offering(turn.words, "which", [turn.words.say("fallback.first")])


def _nothing_to_skip(turn: Turn) -> Reply:
    return offering(turn.words, "check" if turn.session.told is None else "more", [turn.words.say("nothing_to_skip")])


def _back_to_question(turn: Turn, say: tuple[Ssml, ...]) -> Reply:
    if turn.session.asking is not None:
        return ask(turn, turn.session.asking, say)
    return offering(turn.words, "check" if turn.session.told is None else "more", say)
