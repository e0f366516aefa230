"""Asks: one question a turn, each with patience, on the way to whatever the questions lead up to.

A goal says which question comes next and what is said once there is none; goals are listed in `dispatch`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.advice import Question, Verdict, verdict_of
from skill.conversation.copying import replace
from skill.conversation.session import VERDICT
from skill.conversation.turn import Reply
from skill.speech.moments import spoken_day_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from skill.conversation.turn import Turn
    from skill.speech.ssml import Ssml

_WEEK = 7

PATIENCE = 2
"""How often a question is put before the skill goes on without its answer."""

FACT_ASKED = {
    Question.SORENESS: "soreness",
    Question.LEG_DAY: "leg_day",
    Question.LEG_DAY_HOUR: "leg_day",
    Question.RUN: "run",
    Question.EFFORT: "effort",
}
"""The fact each question is about."""

BRINGS_FACTS = frozenset({"ShouldIRunIntent", "AnswerIntent", "CheckInIntent", "LogLegDayIntent"})
"""Intents that are taken as an attempt to answer the question that was put."""

YES_OR_NO = frozenset({"AMAZON.YesIntent", "AMAZON.NoIntent"})
"""Also an attempt to answer, unless an offer was made that they take up or decline."""

MAIN_INTENT = "ShouldIRunIntent"
"""The intent whose slots are elicited; a question asked from anywhere else chains into it."""

SLOT_ASKED = {
    Question.SORENESS: "soreness",
    Question.LEG_DAY: "legDayDate",
    Question.LEG_DAY_HOUR: "legDayTime",
    Question.RUN: "runType",
    Question.EFFORT: "legDayEffort",
}
"""The slot that answers each question."""


def go_on(turn: Turn, said: tuple[Ssml, ...] = (), goal: str | None = None) -> Reply:
    """The next question, or what the questions led up to, after what is said first.

    Args:
        turn: the turn.
        said: sentences that come first.
        goal: what the questions lead up to from now on; as before if not given. A red flag leads to its verdict.
    """
    red_flag = verdict_of(turn.situation) is Verdict.SEEK_CARE
    turn = turn.towards(VERDICT if red_flag else goal or turn.session.goal)
    question = turn.goal.question(turn)
    if question is None:
        return _concluded(replace(turn, session=replace(turn.session, asking=None)), said)
    if turn.session.asked.get(question, 0) >= PATIENCE:
        return go_on(without_answer(turn, question), said)
    return ask(turn, question, said)


def _concluded(turn: Turn, said: tuple[Ssml, ...]) -> Reply:
    """What the questions led up to; none of them is open any more, and what led there goes with the session."""
    reply = turn.goal.conclude(turn, said)
    return reply if reply.session is not None else replace(reply, session=turn.session)


def skip_question(turn: Turn) -> Reply:
    """Go on without the answer to the question that was put."""
    return go_on(without_answer(turn, turn.session.asking)) if turn.session.asking else go_on(turn)


def ask(turn: Turn, question: Question, first_say: Iterable[Ssml] = ()) -> Reply:
    """Put a question; more plainly when what was said to it meant nothing to us."""
    again = question is turn.session.asking and FACT_ASKED[question] in turn.heard.unclear | turn.heard.learned
    return Reply(
        say=tuple(first_say),
        question=turn.words.say(f"ask.{question}.again" if again else f"ask.{question}"),
        reprompt=turn.words.say(f"ask.{question}.reprompt"),
        asking=question,
        elicit=(MAIN_INTENT, SLOT_ASKED[question]),
        session=turn.session.having_asked(question, counts=_counts(turn, question)),
    )


def _counts(turn: Turn, question: Question) -> bool:
    """Whether putting this question uses up patience: not when it is only come back to after something else."""
    answered = turn.intent in BRINGS_FACTS or (turn.intent in YES_OR_NO and turn.session.offer is None)
    return answered or question is not turn.session.asking


def acknowledge(turn: Turn, facts: frozenset[str]) -> tuple[Ssml, ...]:
    """Say back one of the facts that were just heard."""
    return next(((_ACKNOWLEDGE[fact](turn),) for fact in _ACKNOWLEDGE if fact in facts), ())


def corrected(turn: Turn) -> frozenset[str]:
    """What was corrected in the same breath: "Monday, no sorry, Tuesday"."""
    return frozenset({"leg_day"} if turn.slots.said("correctedDate") else ())


def besides_the_question(turn: Turn) -> frozenset[str]:
    """What was told instead of what was asked."""
    asked = turn.session.asking
    answered = asked is None or FACT_ASKED[asked] in turn.heard.learned
    return frozenset() if answered else turn.heard.learned


def without_answer(turn: Turn, question: Question) -> Turn:
    """This turn, with a question that the athlete has no answer to."""
    session = replace(turn.session, cannot_say=turn.session.cannot_say | {question})
    return replace(turn, session=session)


def _say_leg_day(turn: Turn) -> Ssml:
    span = turn.facts.leg_day_span()
    if span is None:
        return turn.words.say("ack.no_leg_day")
    day = span.start.date()
    if day != span.end.date() or (turn.now.date() - day).days >= _WEEK:
        return turn.words.say("ack.noted")
    return turn.words.say("ack.leg_day", day=spoken_day_name(turn.words, day, turn.now.date()))


def _say_soreness(turn: Turn) -> Ssml:
    return turn.words.say("ack.soreness", number=turn.words.name(f"number.{turn.facts.soreness or 0:.0f}"))


def _say_run(turn: Turn) -> Ssml:
    return turn.words.say("ack.run", run=turn.words.name(f"run.{turn.facts.run}"))


def _say_effort(turn: Turn) -> Ssml:
    return turn.words.say("ack.effort", number=turn.words.name(f"number.{turn.facts.effort or 0:.0f}"))


_ACKNOWLEDGE: dict[str, Callable[[Turn], Ssml]] = {
    "leg_day": _say_leg_day,
    "soreness": _say_soreness,
    "run": _say_run,
    "effort": _say_effort,
}
