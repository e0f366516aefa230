"""The recovery curve of an athlete that we made up, drawn by the code that draws everybody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from skill.advice import Bout, HoursAgo, Report, RunType, Situation, forecast, learn
from skill.cli import plot
from skill.cli.soreness import OverTime

NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("America/New_York"))

LEG_DAYS = (Bout(-207.0, effort=8), Bout(-39.0, effort=8))
CHECK_INS = tuple(
    Report(hours, sore) for hours, sore in ((-184, 3), (-160, 5), (-136, 2), (-112, 1), (-16, 4), (-1, 6))
)
"""Legs on two Friday evenings, and mornings after them."""


def picture() -> str:
    """Check-ins, the curve they taught, and when a hard run is fine."""
    return plot.svg(shown())


def shown() -> OverTime:
    """What is drawn."""
    recovery = learn(LEG_DAYS, CHECK_INS)
    today = Situation(
        soreness=CHECK_INS[-1].soreness,
        leg_day=HoursAgo.exactly(-LEG_DAYS[-1].at_hours),
        effort=LEG_DAYS[-1].effort,
        local_hour=NOW.hour,
    )
    run = forecast(replace(today, run=RunType.HARD), recovery)
    return OverTime(now=NOW, leg_days=recovery.bouts, check_ins=recovery.reports, recovery=recovery, hard_run=run)


def shown_with_words() -> str:
    """The picture in a page, with what it shows in words for those who do not see it."""
    outlook = shown().outlook()
    return (
        f"![Soreness over ten days: two leg days, six check-ins, the curve that they taught. {outlook}]"
        "(/pictures/recovery.svg)\n"
    )
