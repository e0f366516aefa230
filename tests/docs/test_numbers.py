"""Every number that the README gives is from the run of `make bench` that is kept whole in ``docs/numbers.md``."""

from __future__ import annotations

import re

import pytest

from tests.docs.reading import ROOT

NUMBERS = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def _quoted() -> list[str]:
    """The rows of the README's table of numbers, without its head."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Numbers\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("|")][2:]


def test_there_is_something_to_quote() -> None:
    """A table that has gone would hold nothing wrong."""
    assert len(_quoted()) >= 5


@pytest.mark.parametrize("row", _quoted(), ids=lambda row: row.split("|")[1].strip())
def test_each_row_is_one_of_the_run(row: str) -> None:
    """With all its figures: ours, theirs and the ratio."""
    figures = set(_FIGURE.findall(row.partition("|")[2].partition("|")[2]))

    assert figures
    assert any(figures <= set(_FIGURE.findall(line)) for line in NUMBERS.splitlines()), row
