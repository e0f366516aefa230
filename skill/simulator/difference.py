"""What went otherwise than a dialogue has it, as a person reads it: turn by turn, sentence by sentence."""

from __future__ import annotations

import re
from difflib import ndiff
from itertools import groupby
from typing import TYPE_CHECKING

from skill.simulator.expectation import EXACTLY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skill.simulator.expectation import Mismatch

EXPECTED, CAME, WHERE = "-", "+", "?"
"""How the lines begin, after their indentation, that tell what was expected, what came, and where the two differ."""

_INDENTED = "    "
_SENTENCES = re.compile(r"(?<=[.?!])\s+")


def difference(mismatches: Iterable[Mismatch]) -> str:
    """All that went otherwise: for each turn what was said, and for each line what was expected and what came."""
    turns = groupby(mismatches, key=lambda mismatch: (mismatch.said, mismatch.utterance))
    return "\n".join(line for (at, said), several in turns for line in _turn(at, said, several))


def _turn(at: int, said: str, mismatches: Iterable[Mismatch]) -> Iterator[str]:
    yield f"line {at}, you: {said}"
    for mismatch in mismatches:
        expected = mismatch.expectation
        yield f"  {expected.subject}{expected.how}" + (f" (line {expected.line})" if expected.line != at else "")
        yield from (f"{_INDENTED}{line.rstrip()}" for line in _lines(mismatch))


def _lines(mismatch: Mismatch) -> Iterator[str]:
    expected = mismatch.expectation
    if expected.how == EXACTLY:
        return ndiff(_sentences(expected.value), _sentences(mismatch.got))
    return iter([f"{EXPECTED} {expected.value}", *(f"{CAME} {one}" for one in _sentences(mismatch.got))])


def _sentences(text: str) -> list[str]:
    return _SENTENCES.split(text)
