"""Each part of the bench runs, small, and measures what it says. Whether the numbers are good is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import envelopes
from benchmarks.parts import PARTS
from benchmarks.servers import SETTINGS
from skill.memory.address import Nowhere, place

ROOT = Path(__file__).parents[2]

MUST_BE_NONE = {
    "questions": {"answered otherwise than with every fact known"},
    "endpoint": {"not answered with 200"},
    "soak": {"answers other than 200", "requests lost elsewhere"},
}
"""What tells of a fault, not of speed."""


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    # In a process of its own: the stock verifier can be imported in one way a process, and other tests have another.
    return subprocess.run(  # noqa: S603 - our own Python and program
        [sys.executable, "-m", "benchmarks", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("part", PARTS)
def test_part_runs_and_is_sound(part: str, tmp_path: Path) -> None:
    """It gives rows, finds no fault, and keeps them as JSON with the machine named."""
    file = tmp_path / "kept.json"

    run = _bench(part, "--quick", "--json", str(file))

    assert run.returncode == 0, run.stderr
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["machine"]["cpu"]
    assert kept["parts"] == [part]
    assert _faults(part, kept["rows"]) == [0] * len(MUST_BE_NONE.get(part, ()))
    assert all(row["what"] in run.stdout for row in kept["rows"])


def _faults(part: str, rows: list[dict[str, Any]]) -> list[float]:
    return [row["ours"] for row in rows for ending in MUST_BE_NONE.get(part, ()) if row["what"].endswith(ending)]


def test_an_unknown_part_is_named_with_those_there_are() -> None:
    """Nothing is measured then."""
    run = _bench("turns")

    assert run.returncode == 2
    assert "there is no part turns" in run.stderr
    assert all(part in run.stderr for part in PARTS)


def test_help_says_what_there_is() -> None:
    """The parts, and how to soak for long."""
    told = _bench("--help").stdout

    assert all(part in told for part in PARTS)
    assert "--soak" in told


def test_no_store_is_touched() -> None:
    """A bench does not leave its made-up athlete in anybody's file."""
    assert isinstance(place(SETTINGS.store), Nowhere)


def test_the_turns_measured_are_what_they_are_called() -> None:
    """One gets a verdict, the other a question; both have every slot of their intent."""
    assert envelopes.verdict_on(envelopes.DECIDED) is not None
    assert envelopes.verdict_on(envelopes.ASKED) is None
    assert len(envelopes.recorded(envelopes.DECIDED)["request"]["intent"]["slots"]) > 10
