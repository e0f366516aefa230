"""The table says what was measured, and whether what was aimed at was reached."""

from __future__ import annotations

import pytest

from benchmarks.report import Row, at_least, at_most, number, table


def test_a_ratio_is_judged_where_there_is_a_comparison() -> None:
    """Ours to theirs, not ours alone."""
    row = Row(part="p", what="requests/s", ours=800, theirs=100, than="stock", target=at_least(8))

    assert row.ratio == 8
    assert row.met is True


def test_a_value_is_judged_where_there_is_nothing_to_compare_with() -> None:
    """One lost request is one too many."""
    row = Row(part="p", what="lost", ours=1, target=at_most(0, ""))

    assert row.ratio is None
    assert row.met is False


def test_a_missed_target_stands_out() -> None:
    """The table does not hide it, and counts it."""
    rows = [
        Row(part="Speed", what="requests/s", ours=700, theirs=100, than="stock", target=at_least(8)),
        Row(part="Speed", what="requests", ours=5000),
        Row(part="Soak", what="lost", ours=0, target=at_most(0, "")),
    ]

    lines = table(rows).splitlines()

    assert lines[3].split() == ["requests/s", "700", "100", "stock", "7×", "≥", "8×", "NO"]
    assert lines[4].split() == ["requests", "5,000"]
    assert lines[-1] == "1 of 2 targets met."


def test_json_has_what_follows_from_a_row() -> None:
    """Whoever quotes the numbers later need not reckon."""
    row = Row(part="p", what="µs", ours=30, theirs=20, than="hello", target=at_most(1.5), spread=(29, 31))

    kept = row.as_json()

    assert (kept["ratio"], kept["target"], kept["met"], kept["spread"]) == (1.5, "≤ 1.5×", True, (29, 31))


@pytest.mark.parametrize(
    ("value", "written"), [(0.0, "0"), (0.00813, "0.00813"), (1.236, "1.24"), (99.96, "100"), (1234.5, "1,234")]
)
def test_numbers_have_three_digits_that_count(value: float, written: str) -> None:
    """Neither noise nor rounding to nothing."""
    assert number(value) == written
