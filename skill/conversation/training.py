"""Training as it is told: check-ins, leg days, runs. Each is confirmed, says something useful, offers one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from skill.advice import Level, Question, RunType, Verdict, decide, soreness_level
from skill.conversation.asking import acknowledge, go_on
from skill.conversation.facts import hear
from skill.conversation.history import own_forecast, own_trend
from skill.conversation.offers import after_leg_day, after_training, offering
from skill.conversation.remembering import LEG_DAY, OF_A_LEG_DAY, run_event, without_the_last
from skill.conversation.reminders import suggestion
from skill.conversation.session import CHECK_IN, LEG_DAY_TOLD
from skill.conversation.turn import Goal
from skill.conversation.when import leg_day_span
from skill.speech import recovering
from skill.speech.answers import Answer

if TYPE_CHECKING:
    from datetime import datetime

    from skill.advice import Advice
    from skill.conversation.turn import Reply, Turn
    from skill.speech.ssml import Ssml

_STILL_THE_SAME_HOURS = 24.0
"""What is told of a leg day without a time is about one this recent, if that is remembered without it."""

_MOST_RUNS = 3
"""So many runs wait in a session for a yes to being remembered."""

_SOREST_FROM = 24.0
"""Hours after leg day before which the worst is still to come (vickers2001: it peaks at 36 to 48)."""


def check_in(turn: Turn) -> Reply:
    """Hear "my legs are a four today"; in the middle of another question it is just one more fact."""
    goal = CHECK_IN if turn.session.asking is None else None
    return go_on(turn, acknowledge(turn, turn.heard.learned & {"soreness"} or turn.heard.changed), goal)


def log_leg_day(turn: Turn) -> Reply:
    """Hear "I just finished leg day" or "I did legs yesterday"; in the middle of a question it is one more fact."""
    goal = LEG_DAY_TOLD if turn.session.asking is None else None
    if "leg_day" in turn.heard.unclear or _is_about_the_known_one(turn):
        return go_on(turn, acknowledge(turn, turn.heard.learned), goal)
    return go_on(_just_trained(turn), (turn.words.say("ack.just_trained"),), goal)


def log_run(turn: Turn) -> Reply:
    """Hear "I just ran five k easy"."""
    run, turn = turn.slots.id("runType"), _without_what_is_over(turn)
    run = run if run in set(RunType) else None
    told = {"id": f"{turn.request.id}#run", "at": _ran_at(turn).isoformat(), **({"run": run} if run else {})}
    said = turn.words.say("ack.ran", run=turn.words.name(f"run.{run}")) if run else turn.words.say("ack.ran.any")
    reply = offering(turn.words, after_training(turn), [said])
    if turn.session.remembered:
        return replace(reply, session=turn.session, events=(run_event(told, turn.now),))
    return replace(reply, session=replace(turn.session, runs=(*turn.session.runs, told)[-_MOST_RUNS:]))


def _without_what_is_over(turn: Turn) -> Turn:
    """This turn, with the run that it tells of taken for no run that is planned."""
    over: dict[str, Any] = {name: None for name in ("run", "run_at") if name in turn.heard.learned}
    facts = replace(turn.facts, **over)
    return replace(turn, heard=replace(turn.heard, facts=facts), session=replace(turn.session, facts=facts))


def _ran_at(turn: Turn) -> datetime:
    """When a run was that is told of; now if that is not said."""
    said = turn.slots.said
    span = leg_day_span(said("runDate"), said("runTime"), said("runAgo"), turn.now)
    return turn.now if span is None else span.start + (span.end - span.start) / 2


def _is_about_the_known_one(turn: Turn) -> bool:
    """Whether the leg day that is spoken of has a day of its own, or is the one that is known already."""
    if "leg_day" in turn.heard.learned or turn.facts.leg_day is None:
        return "leg_day" in turn.heard.learned
    only_remembered = turn.session.last_leg_day is not None and LEG_DAY not in turn.session.entries
    since = turn.situation.leg_day
    recent = since is not None and since.least < _STILL_THE_SAME_HOURS
    tells_more = turn.heard.learned == {"effort"} and not turn.heard.changed and not _effort_is_remembered(turn)
    return not only_remembered or (recent and tells_more)


def _effort_is_remembered(turn: Turn) -> bool:
    return any(event.id == turn.session.last_leg_day and "effort" in event.data for event in turn.history)


def _just_trained(turn: Turn) -> Turn:
    """A leg day that is over just now; what was known of another is not known of it."""
    now = turn.now.isoformat()
    today = turn.now.date().isoformat()
    before = without_the_last(turn.session, today, turn.now) if turn.session.remembered else turn.facts
    facts = hear(replace(before, **OF_A_LEG_DAY), turn.slots, turn.now).facts
    facts = replace(facts, leg_day=(now, now), leg_date=today)
    return replace(turn, heard=replace(turn.heard, facts=facts), session=replace(turn.session, facts=facts))


_NO_RUNNING = (Verdict.REST, Verdict.CROSS_TRAIN)


def _check_in_question(turn: Turn) -> Question | None:
    """How sore; then when leg day was, unless the legs are too sore for that to matter."""
    facts = turn.facts
    if facts.soreness is None:
        return _unless_unsayable(turn, Question.SORENESS)
    very_sore = soreness_level(facts.soreness) is Level.HIGH
    return _unless_unsayable(turn, Question.LEG_DAY) if facts.leg_day is None and not very_sore else None


def _leg_day_question(turn: Turn) -> Question | None:
    """How hard it was; the day first, if that is what was not understood."""
    if turn.facts.leg_day is None:
        return _unless_unsayable(turn, Question.LEG_DAY)
    known = turn.facts.effort is not None or turn.facts.to_failure
    return None if known else _unless_unsayable(turn, Question.EFFORT)


def _unless_unsayable(turn: Turn, question: Question) -> Question | None:
    return None if question in turn.session.cannot_say else question


def _checked_in(turn: Turn, said: tuple[Ssml, ...]) -> Reply:
    """How it compares, what is fine today, when hard running looks good."""
    easy = replace(turn.situation, run=RunType.EASY, hours_to_run=0.0)
    advice = decide(easy)
    today = recovering.today(turn.words, Answer(advice, easy, turn.now))
    told = (*said, *recovering.change(turn.words, own_trend(turn)), today, *_hard_run(turn))
    return replace(_offered(turn, advice), say=told, advice=advice)


def _offered(turn: Turn, advice: Advice) -> Reply:
    """On a day without running, to be reminded of the next check-in, where nothing else is due."""
    due = after_training(turn)
    reminder = suggestion(turn) if due == "more" and advice.verdict in _NO_RUNNING else None
    return reminder or offering(turn.words, due)


def _leg_day_told(turn: Turn, said: tuple[Ssml, ...]) -> Reply:
    """When it will be sorest, and when hard running looks good."""
    since = turn.situation.leg_day
    fresh = since is not None and since.most < _SOREST_FROM
    ahead = (turn.words.say("ahead.sorest"),) if fresh else ()
    offer = after_leg_day(turn) if fresh else after_training(turn)
    return offering(turn.words, offer, (*said, *ahead, *_hard_run(turn)))


def _hard_run(turn: Turn) -> list[Ssml]:
    hard = replace(turn.situation, run=RunType.HARD, hours_to_run=0.0)
    return recovering.when(turn.words, Answer(decide(hard), hard, turn.now), own_forecast(turn, RunType.HARD))


CHECK_IN_GOAL = Goal(question=_check_in_question, conclude=_checked_in)
LEG_DAY_GOAL = Goal(question=_leg_day_question, conclude=_leg_day_told)
