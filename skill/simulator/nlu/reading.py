"""How built-in slot types are read: tables of patterns, each with the function that makes Amazon's value of a match."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from skill.simulator.nlu.numbers import digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Reader = Callable[[re.Match[str], datetime], str | None]
Table = tuple[tuple[str, Reader], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a built-in type: words `start` to before `end`, Amazon's form of it, and whether it is sure.

    What is not sure counts only where the words around it, or the question before it, ask for such a value.
    """

    start: int
    end: int
    value: str
    sure: bool = True


class Line:
    """A sentence with its numbers as digits, which remembers which words each stretch of it was made of."""

    def __init__(self, words: Sequence[str]) -> None:
        self._pieces = digits(words)
        self.text = " ".join(text for text, _, _ in self._pieces)
        self._starts, self._ends = self._places()

    def _places(self) -> tuple[dict[int, int], dict[int, int]]:
        starts, ends, at = {}, {}, 0
        for text, first, after in self._pieces:
            starts[at], ends[at + len(text)] = first, after
            at += len(text) + 1
        return starts, ends

    def cuts_number(self, start: int, end: int) -> bool:
        """Whether words `start` to before `end` begin or end inside a number, as "five" does in "forty five"."""
        return start not in self._starts.values() or end not in self._ends.values()

    def is_number(self, start: int, end: int) -> bool:
        """Whether these words are one number and nothing else."""
        return any((first, after) == (start, end) and text[0].isdigit() for text, first, after in self._pieces)

    def find(self, table: Table, now: datetime, *, sure: bool = True) -> Iterator[Found]:
        """Read every value the table knows, where it begins and ends with whole words."""
        for pattern, reader in _compiled(table):
            for match in pattern.finditer(self.text):
                if value := reader(match, now):
                    yield Found(self._starts[match.start()], self._ends[match.end()], value, sure)


@cache
def _compiled(table: Table) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), reader) for pattern, reader in table)
