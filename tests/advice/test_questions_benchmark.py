"""The figure for "ask only what could change the verdict" can be reproduced, and is what we say it is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.questions import OPENINGS, Row, measure, table, truths
from skill.advice import BY_NAME, decide


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """Every opening, played once for all tests."""
    return [measure(opening) for opening in OPENINGS]


def test_fewer_questions_than_asking_for_every_fact(rows: list[Row]) -> None:
    """Less than half, from every opening and however situations are weighed up to the first guess."""
    assert all(row.even["ours"] < row.even["every"] / 2 for row in rows)
    assert all(row.likely["ours"] < row.likely["every"] * 0.6 for row in rows)


def test_choosing_the_question_beats_a_fixed_order(rows: list[Row]) -> None:
    """Stopping early is not all there is to it."""
    assert all(row.even["ours"] <= row.even["in order"] for row in rows)
    assert all(row.likely["ours"] <= row.likely["in order"] for row in rows)


def test_fewer_questions_cost_no_verdict(rows: list[Row]) -> None:
    """Every situation gets the answer it would get with every fact known, within five questions."""
    assert [row.wrong for row in rows] == [0] * len(rows)
    assert max(max(row.counts) for row in rows) <= 5


def test_the_situations_played_reach_the_table() -> None:
    """Every rule an athlete without red flags, age or novelty can meet decides some of them."""
    special = {"emergency", "medical_today", "sharp_pain", "ask_clinician", "first_sessions", "hard_run_slow_recovery"}
    assert {decide(truth.full).rule.name for truth in truths()} == set(BY_NAME) - special


def test_the_table_for_people(rows: list[Row]) -> None:
    """One line an opening, and the count of situations."""
    printed = table(rows)
    assert all(opening in printed for opening in OPENINGS)
    assert f"{rows[0].counts.total()} situations" in printed
    assert "with every fact known: 0." in printed


def test_it_runs_by_itself_and_always_prints_the_same() -> None:
    """`make bench` calls it as a module."""
    command = [sys.executable, "-m", "benchmarks.questions"]
    first, second = (
        subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own module
        for _ in range(2)
    )
    assert first == second
    assert "should I run today" in first
