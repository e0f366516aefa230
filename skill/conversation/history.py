"""This athlete's own history, as far as it is remembered, together with what was just told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from skill.advice import Forecast, RunType, Trend, forecast, learn, trend
from skill.advice.curve import Bout, Report
from skill.conversation.remembering import CHECK_IN, LEG_DAY, bouts, reports

if TYPE_CHECKING:
    from skill.conversation.turn import Turn
    from skill.memory.events import Event


def own_forecast(turn: Turn, run: RunType | None = None) -> Forecast:
    """When the run becomes a "go", from this athlete's own recovery; a hard run where none is planned."""
    situation = replace(turn.situation, run=run or turn.situation.run or RunType.HARD)
    recovery = learn(_bouts(turn), _reports(turn)) if turn.history else None
    return forecast(situation, recovery)


def own_trend(turn: Turn) -> Trend:
    """How recovery from the last leg day is going; without one this week only what is usual for the athlete."""
    known = trend(_bouts(turn), _reports(turn))
    return known if turn.facts.leg_day_span() is not None else Trend(usual_hours=known.usual_hours)


def _bouts(turn: Turn) -> list[Bout]:
    leg_day = turn.situation.leg_day
    if "leg_day" not in turn.heard.learned or leg_day is None or leg_day.most > _LONGEST_HOURS:
        return bouts(turn.history, turn.now)
    told = Bout(-(leg_day.least + leg_day.most) / 2, turn.facts.effort, turn.facts.to_failure)
    return [*bouts(_but(turn, turn.session.entries.get(LEG_DAY) or _known_leg_day(turn)), turn.now), told]


def _known_leg_day(turn: Turn) -> str | None:
    """The leg day remembered from before, if it is the one that was told of now."""
    return None if "leg_day" in turn.heard.changed else turn.session.last_leg_day


def _reports(turn: Turn) -> list[Report]:
    soreness = turn.facts.soreness
    if "soreness" not in turn.heard.learned or soreness is None:
        return reports(turn.history, turn.now)
    return [*reports(_but(turn, turn.session.entries.get(CHECK_IN)), turn.now), Report(0.0, soreness)]


def _but(turn: Turn, corrected: str | None) -> list[Event]:
    """What is remembered, without what this turn puts right."""
    return [event for event in turn.history if event.id != corrected]


_LONGEST_HOURS = 24.0 * 365
"""A leg day without an end in sight is no leg day to learn from."""
