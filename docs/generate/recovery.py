"""The recovery curve of an athlete that we made up, drawn by the code that draws everybody's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from skill.cli import plot
from skill.cli.soreness import OverTime, over_time
from skill.memory import Event, Recollection

if TYPE_CHECKING:
    from skill.memory import Json

NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("America/New_York"))

LEG_DAYS = {207: 8, 39: 8}
"""Effort by hours ago: two Friday evenings."""

CHECK_INS = {184: 3, 160: 5, 136: 2, 112: 1, 16: 4, 1: 6}
"""Soreness by hours ago: some mornings after them."""


def picture() -> str:
    """Check-ins, the curve they taught, and when a hard run is fine."""
    return plot.svg(shown())


def shown() -> OverTime:
    """What is drawn: what a conversation would know of this athlete."""
    events = [_event("leg_day", ago, effort=effort, **_span(ago)) for ago, effort in LEG_DAYS.items()]
    events += [_event("check_in", ago, soreness=soreness) for ago, soreness in CHECK_INS.items()]
    return over_time(Recollection(events=tuple(sorted(events, key=lambda event: event.at))), NOW)


def _event(kind: str, hours_ago: float, **data: Json) -> Event:
    at = NOW - timedelta(hours=hours_ago)
    return Event(kind=kind, at=at, data=data, id=f"{kind} {hours_ago}", recorded_at=at)


def _span(hours_ago: float) -> dict[str, Json]:
    at = (NOW - timedelta(hours=hours_ago)).isoformat()
    return {"leg_day": [at, at], "leg_date": at[:10]}


def shown_with_words() -> str:
    """The picture in a page, with what it shows in words for those who do not see it."""
    told = f"{len(LEG_DAYS)} leg days, {len(CHECK_INS)} check-ins, the curve that they taught"
    return f"![Soreness over ten days: {told}. {shown().outlook()}](/pictures/recovery.svg)\n"
