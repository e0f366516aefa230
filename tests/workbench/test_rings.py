"""Reminders on the page: they wait, they ring once, and they outlast the conversation."""

from __future__ import annotations

from tests.workbench.visitor import DAY, HOUR, Visitor, refused

IN_TWO_HOURS = ("remind me to stretch in two hours", "yes")


def test_a_reminder_waits_and_then_rings_once(visitor: Visitor) -> None:
    """While time passes by itself, nobody saying anything."""
    visitor.says(*IN_TWO_HOURS)
    waiting = visitor.look("rings")

    visitor.passes(2 * HOUR)
    rung, after = visitor.look("rings"), visitor.look("rings?after=0")

    assert waiting["rings"] == []
    assert [(one["at"], "stretch" in one["text"]) for one in waiting["upcoming"]] == [
        ("2026-11-22T11:00:30+00:00", True)
    ]
    assert [(one["k"], one["at"]) for one in rung["rings"]] == [(0, "2026-11-22T11:00:30+00:00")]
    assert rung["upcoming"] == after["rings"] == []


def test_a_ring_before_a_turn_is_told_as_well(visitor: Visitor) -> None:
    """Whoever speaks just then hears the reminder first, and the page rings."""
    visitor.says(*IN_TWO_HOURS)
    visitor.travels(2 * HOUR + 60)

    visitor.says("help")

    assert len(visitor.look("rings")["rings"]) == 1
    assert visitor.look("conversation")["rings"] == visitor.look("rings")["rings"]


def test_reminders_outlast_conversation_and_place(visitor: Visitor) -> None:
    """They are Amazon's, not the skill's."""
    visitor.says(*IN_TWO_HOURS)

    visitor.starts_over()
    visitor.sets(locale="en-GB", time_zone="Asia/Tokyo")

    assert [one["at"] for one in visitor.look("rings")["upcoming"]] == ["2026-11-22T20:00:30+09:00"]
    assert "stretch" in visitor.says("what reminders do I have")["text"]


def test_one_that_comes_again_rings_for_each_day(visitor: Visitor) -> None:
    """A journey of some days brings all of them."""
    visitor.says("remind me to stretch every evening at eight", "yes")

    visitor.travels(3 * DAY)

    assert [one["k"] for one in visitor.look("rings")["rings"]] == [0, 1, 2]
    assert len(visitor.look("rings")["upcoming"]) == 1


def test_a_number_that_is_none_is_taken_as_none(visitor: Visitor) -> None:
    """All rings are told."""
    assert visitor.look("rings?after=x") == {"rings": [], "upcoming": []}
    assert refused(visitor.client.get("/api/ring"), 404)
