"""Calls that are compared take turns."""

from __future__ import annotations

from benchmarks.timing import Took, compare


def test_the_order_turns_round_every_time() -> None:
    """What heats up or slows down strikes the first and the last alike."""
    order: list[str] = []

    took = compare({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3, seconds=1e-9)

    assert [len(each.batches) for each in took.values()] == [3, 3]
    assert order[-6:] == ["a", "b", "b", "a", "a", "b"]


def test_the_median_is_typical() -> None:
    """One batch that was held up says nothing."""
    assert Took((2.0, 1.0, 90.0)).typical == 2.0
