"""The main conversation: ask what could change the verdict, then give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.advice import Question, Verdict, decide, next_question
from skill.conversation.asking import FACT_ASKED, acknowledge, besides_the_question, corrected, go_on, without_answer
from skill.conversation.copying import replace
from skill.conversation.history import own_forecast
from skill.conversation.offers import offering
from skill.conversation.session import VERDICT, WHEN
from skill.conversation.turn import Goal, Reply
from skill.speech.answers import Answer, verdict

if TYPE_CHECKING:
    from skill.conversation.turn import Turn
    from skill.speech.ssml import Ssml


def should_i_run(turn: Turn) -> Reply:
    """Ask the one question that matters most, or give the verdict.

    Answers to questions that lead up to something else arrive here too: their slots are elicited in this intent.
    """
    goal = None if turn.request.in_dialog and turn.session.asking is not None else VERDICT
    return go_on(turn, _acknowledged(turn), goal)


def answer(turn: Turn) -> Reply:
    """A bare value, a correction, or "I don't know": on with whatever the questions lead up to."""
    if turn.slots.id("unknown") and turn.session.asking is not None:
        return go_on(without_answer(turn, turn.session.asking))
    about_a_run = "run" in turn.heard.learned and turn.session.goal != WHEN
    return go_on(turn, _acknowledged(turn), VERDICT if about_a_run else None)


def _acknowledged(turn: Turn) -> tuple[Ssml, ...]:
    return acknowledge(turn, turn.heard.changed or corrected(turn) or besides_the_question(turn))


def _question(turn: Turn) -> Question | None:
    return next_question(turn.situation, turn.session.cannot_say)


def _verdict(turn: Turn, said: tuple[Ssml, ...]) -> Reply:
    situation = turn.situation
    advice = decide(situation)
    assumed = frozenset(question for question in turn.session.cannot_say if FACT_ASKED[question] in advice.assumed)
    likely_clear = own_forecast(turn).likely if turn.history else None
    told = (*said, *verdict(turn.words, Answer(advice, situation, turn.now, likely_clear), assumed))
    session = replace(turn.session, told=advice.verdict, asked={})
    if advice.verdict is Verdict.SEEK_CARE:
        return Reply(say=told, advice=advice, session=session)
    return replace(offering(turn.words, "why", told), advice=advice, session=session)


GOAL = Goal(question=_question, conclude=_verdict)
