"""How recovery goes, and when a run becomes a "go": from the athlete's own history, or from what is typical."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from skill.advice import Question, RunType, decide
from skill.conversation.asking import acknowledge, besides_the_question, go_on
from skill.conversation.history import own_forecast, own_trend
from skill.conversation.offers import after_training, next_offer, offering
from skill.conversation.session import VERDICT, WHEN
from skill.conversation.turn import Goal
from skill.speech import recovering
from skill.speech.answers import Answer
from skill.speech.moments import spoken_day_name

if TYPE_CHECKING:
    from skill.conversation.turn import Reply, Turn
    from skill.speech.ssml import Ssml


def when_can_i_run(turn: Turn) -> Reply:
    """Ask for soreness and leg day if they are not known, then forecast."""
    return go_on(turn, acknowledge(turn, turn.heard.changed or besides_the_question(turn)), WHEN)


def status(turn: Turn) -> Reply:
    """The last leg day, how the legs are since then, and what is usual for this athlete."""
    if not turn.session.remembered:
        return offering(turn.words, after_training(turn), [turn.words.say("status.stranger")])
    trend = own_trend(turn)
    told = [_last_leg_day(turn), *recovering.last_check_in(turn.words, trend), *recovering.change(turn.words, trend)]
    told += recovering.usual(turn.words, trend)
    return offering(turn.words, next_offer(turn), told)


def _last_leg_day(turn: Turn) -> Ssml:
    span = turn.facts.leg_day_span()
    if span is None:
        return turn.words.say("status.nothing")
    return turn.words.say("status.leg_day", day=spoken_day_name(turn.words, span.end.date(), turn.now.date()))


def _question(turn: Turn) -> Question | None:
    """What the forecast stands on."""
    missing = ((Question.LEG_DAY, turn.facts.leg_day), (Question.SORENESS, turn.facts.soreness))
    return next((question for question, fact in missing if _is_missing(turn, question, fact)), None)


def _is_missing(turn: Turn, question: Question, fact: object) -> bool:
    return fact is None and question not in turn.session.cannot_say


def _forecast(turn: Turn, said: tuple[Ssml, ...]) -> Reply:
    situation = replace(turn.situation, run=turn.situation.run or RunType.HARD, hours_to_run=0.0)
    answer = Answer(decide(situation), situation, turn.now)
    told = recovering.when(turn.words, answer, own_forecast(turn))
    if not told:
        return go_on(turn, said, VERDICT)
    return offering(turn.words, next_offer(turn), (*said, *told))


GOAL = Goal(question=_question, conclude=_forecast)
