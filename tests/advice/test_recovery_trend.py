"""How recovery is going: against the check-in before, the last leg day and what is usual; silent if it cannot know."""

from __future__ import annotations

import pytest

from skill.advice import Bout, Pace, Report, Trend, trend

LAST, BEFORE = Bout(0, 8), Bout(-168, 8)
WEEK = 168.0


def course(*told: tuple[float, float], since: float = 0) -> list[Report]:
    """Check-ins as (hours since a leg day, soreness)."""
    return [Report(since + hours, soreness) for hours, soreness in told]


def test_nothing_is_known_of_nobody() -> None:
    """No leg day, nothing to say."""
    assert trend([], course((10, 5))) == Trend()


def test_the_first_check_in_is_compared_with_nothing() -> None:
    """It is told with its hour, and that is all."""
    assert trend([LAST], course((40, 6))) == Trend(soreness=6, hours_since=40)


def test_before_a_check_in_there_is_only_what_is_usual() -> None:
    """And that only once there were enough."""
    assert trend([BEFORE, LAST], course((40, 6), since=-WEEK)) == Trend()
    enough = course((20, 4), (44, 6), (68, 4), (92, 2), (116, 1), since=-WEEK)
    found = trend([BEFORE, LAST], enough)
    assert found.soreness is None
    assert found.usual_hours is not None
    assert found.usual_hours.low < found.usual_hours.mean < found.usual_hours.high


def test_the_change_since_the_check_in_before() -> None:
    """Down is negative; a check-in of the leg day before does not count."""
    assert trend([LAST], course((40, 6), (64, 4))).change == -2
    assert trend([BEFORE, LAST], [*course((150, 1), since=-WEEK), *course((14, 4))]).change is None


@pytest.mark.parametrize(
    ("now", "pace"), [(2, Pace.QUICKER), (3.5, Pace.SIMILAR), (4, Pace.SIMILAR), (4.5, Pace.SIMILAR), (5, Pace.SLOWER)]
)
def test_quicker_or_slower_than_the_last_time(now: float, pace: Pace) -> None:
    """A point or more beside the line between the check-ins of that time: at 60 hours between a five and a three."""
    last_time = course((48, 5), (72, 3), since=-WEEK)
    assert trend([BEFORE, LAST], [*last_time, *course((60, now))]).than_last is pace


@pytest.mark.parametrize(
    "last_time",
    [[], course((48, 5), since=-WEEK), course((72, 3), (96, 1), since=-WEEK), course((40, 5), (90, 1), since=-WEEK)],
)
def test_with_too_little_of_last_time_nothing_is_compared(last_time: list[Report]) -> None:
    """None, one, none before that hour, or two that lie too far apart."""
    assert trend([BEFORE, LAST], [*last_time, *course((60, 2))]).than_last is None


def test_check_ins_after_the_next_leg_day_are_not_of_last_time() -> None:
    """Two leg days two days apart: sixty hours after the first one was sore from the second."""
    told = [Report(8, 4), Report(20, 6), Report(60, 4)]
    assert trend([Bout(-48, 8), LAST], told).than_last is None


def test_before_the_peak_there_is_no_pace() -> None:
    """More soreness than last time at 20 hours may be an earlier peak."""
    last_time = course((14, 2), (38, 5), since=-WEEK)
    assert trend([BEFORE, LAST], [*last_time, *course((20, 6))]).than_last is None
    assert trend([BEFORE, LAST], [*last_time, *course((37, 7))]).than_last is Pace.SLOWER


def test_quicker_or_slower_than_usual() -> None:
    """Against what the check-ins before this leg day let expect, once there were five."""
    usual = course((24, 4), (48, 5), (72, 4), (96, 2), (120, 1), since=-WEEK)
    paces = [trend([BEFORE, LAST], [*usual, *course((72, now))]).than_usual for now in (0, 7)]
    assert paces == [Pace.QUICKER, Pace.SLOWER]
    assert trend([BEFORE, LAST], [*usual[1:], *course((72, 0))]).than_usual is None


def test_what_is_usual_is_for_a_leg_day_like_this_one() -> None:
    """A light one is over sooner than a hard one."""
    told = course((24, 4), (48, 5), (72, 4), (96, 2), (120, 1), since=-WEEK)
    light, hard = (trend([BEFORE, Bout(0, effort)], told).usual_hours for effort in (3, 9))
    assert light is not None
    assert hard is not None
    assert light.mean < hard.mean


def test_check_ins_in_any_order() -> None:
    """The latest is the last one, wherever it stands."""
    told = course((64, 4), (40, 6))
    assert trend([LAST, BEFORE], told) == trend([BEFORE, LAST], told[::-1])
