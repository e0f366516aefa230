"""What is remembered of an athlete, put on one axis of hours with what it taught and what it lets expect.

The same memory that a conversation reads, and the same forecast that it speaks. How it is shown is in `plot` and
`history_report`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from skill.advice import RunType, forecast, learn
from skill.conversation.remembering import bouts, recalled, reports
from skill.conversation.session import Session

if TYPE_CHECKING:
    from datetime import datetime

    from skill.advice import Bout, Forecast, Recovery, Report, Situation
    from skill.memory import Recollection

MOMENT = "%a %d %b %H:%M"
"""A moment of these weeks, as it is shown."""


@dataclass(frozen=True, slots=True)
class OverTime:
    """Soreness over time, in hours from now; the past is negative.

    Attributes:
        now: the athlete's local time.
        leg_days: oldest first.
        check_ins: oldest first.
        recovery: what both taught.
        hard_run: when a hard run becomes a "go"; None where no leg day of this week is known to reckon from.
        situation: what is known now.
    """

    now: datetime
    leg_days: tuple[Bout, ...]
    check_ins: tuple[Report, ...]
    recovery: Recovery
    hard_run: Forecast | None
    situation: Situation

    def at(self, hours: float) -> datetime:
        """The local time so many hours from now."""
        return (self.now.astimezone(UTC) + timedelta(hours=hours)).astimezone(self.now.tzinfo)

    def hour(self, hours: float) -> datetime:
        """The full hour by then: a forecast is no finer, and rounded down it would promise too much."""
        return (self.at(hours) + timedelta(minutes=59, seconds=59)).replace(minute=0, second=0, microsecond=0)

    def runs(self) -> dict[RunType, Forecast]:
        """When each kind of run becomes a "go"; nothing where no leg day of this week is known to reckon from."""
        if self.situation.leg_day is None:
            return {}
        kinds = (run for run in RunType if run is not RunType.HARD)
        return {run: forecast(replace(self.situation, run=run), self.recovery) for run in kinds}

    def outlook(self) -> str:
        """When a hard run becomes a "go", as a sentence; empty if nothing can be said."""
        run = self.hard_run
        if run is None or run.earliest is None or run.likely is None or run.latest is None:
            return ""
        if run.likely == 0:
            return "A hard run is a go now."
        earliest, likely, latest = (f"{self.hour(hours):{MOMENT}}" for hours in (run.earliest, run.likely, run.latest))
        return f"A hard run is likely a go from {likely}: {earliest} at the earliest, {latest} at the latest."


def over_time(recollection: Recollection, now: datetime) -> OverTime:
    """What the athlete's own history says at this moment, which is their local time."""
    leg_days, check_ins = bouts(recollection.events, now), reports(recollection.events, now)
    recovery = learn(leg_days, check_ins)
    situation = recalled(Session(), recollection, now).facts.situation(now)
    hard = replace(situation, run=RunType.HARD)
    return OverTime(
        now=now,
        leg_days=recovery.bouts,
        check_ins=recovery.reports,
        recovery=recovery,
        hard_run=None if situation.leg_day is None else forecast(hard, recovery),
        situation=situation,
    )
