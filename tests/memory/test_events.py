"""Events and profiles are refused where they could not be understood later, and corrections leave the rest in order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.memory import Event, Profile, in_effect
from tests.memory.places import NOW, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

NAIVE = datetime(2026, 11, 22, 7, 30)  # noqa: DTZ001 (what is to be refused)


def test_an_event_without_a_zone_is_refused(told: Told) -> None:
    """Nobody would know when it was."""
    with pytest.raises(ValueError, match="need a zone"):
        told.event(at=NAIVE)
    with pytest.raises(ValueError, match="need a zone"):
        told.event(recorded_at=NAIVE)


def test_a_profile_without_a_zone_is_refused() -> None:
    """Neither consent nor a declined offer."""
    with pytest.raises(ValueError, match="need a zone"):
        Profile(remembered_since=NAIVE)
    with pytest.raises(ValueError, match="need a zone"):
        Profile(declined={"stretch": NOW, "foam_roll": NAIVE})


def test_an_event_cannot_replace_itself(told: Told) -> None:
    """It would not count any more."""
    with pytest.raises(ValueError, match="replace itself"):
        told.event(id="r#0", replaces="r#0")


def test_a_correction_that_came_before_still_counts(told: Told) -> None:
    """Two devices' clocks may differ."""
    wrong = told.event(id="wrong")
    right = told.event(replaces="wrong", recorded_at=wrong.recorded_at - timedelta(seconds=1))

    assert in_effect([wrong, right]) == (right,)


def test_a_correction_of_what_is_not_there_counts(told: Told) -> None:
    """What it replaces has expired, perhaps."""
    right = told.event(replaces="gone")

    assert in_effect([right]) == (right,)


@st.composite
def _histories(draw: st.DrawFn) -> Sequence[Event]:
    """Events, each new or putting right one before it."""
    told = Told()
    events: list[Event] = []
    for _ in range(draw(st.integers(0, 12))):
        replaces = draw(st.sampled_from([None, *(event.id for event in events)]))
        hours = draw(st.integers(0, 72))
        events.append(told.event(at=NOW - timedelta(hours=hours), replaces=replaces))
    return draw(st.permutations(events))


@given(_histories())
def test_what_is_in_effect_is_in_order_and_replaced_by_nothing(events: Sequence[Event]) -> None:
    """However they come; each that is left out has one that was told later in its place."""
    effective = in_effect(events)

    assert [event.at for event in effective] == sorted(event.at for event in effective)
    assert in_effect(reversed(events)) == effective
    assert not {event.id for event in effective} & {event.replaces for event in events}
    assert bool(effective) == bool(events)
    replaced = [event.replaces for event in effective if event.replaces]
    assert len(replaced) == len(set(replaced))
