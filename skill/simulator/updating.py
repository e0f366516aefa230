"""Takes what came for what is expected from now on: the lines that differ are written anew, all others stay."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from skill.simulator.dialogue_file import entries
from skill.simulator.expectation import EXACTLY, PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skill.simulator.expectation import Mismatch

WIDTH = 106
"""So many characters of a line; what is longer goes on in the next, indented."""

_GOES_ON = "  "


def updated(text: str, mismatches: Iterable[Mismatch]) -> tuple[str, list[Mismatch]]:
    """Accept what came.

    Args:
        text: the dialogue file.
        mismatches: what its replay found.

    Returns:
        The file's new text; and what cannot be accepted by writing the words down: a pattern, which somebody chose,
        and what Amazon would object to.
    """
    accepted: dict[int, Mismatch] = {}
    left: list[Mismatch] = []
    for mismatch in mismatches:
        if _is_words(mismatch):
            accepted[mismatch.expectation.line] = mismatch
        else:
            left.append(mismatch)
    return _rewritten(text, accepted), left


def written(subject: str, value: str, how: str = EXACTLY) -> str:
    """One entry of a dialogue file, on as many lines as it needs; without the last line's end."""
    entry = f"{subject}{how} {value}"
    lines = wrap(entry, WIDTH, subsequent_indent=_GOES_ON, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def _is_words(mismatch: Mismatch) -> bool:
    expected = mismatch.expectation
    return expected.how == EXACTLY and (expected.subject != PROBLEMS or expected.line != mismatch.said)


def _rewritten(text: str, accepted: dict[int, Mismatch]) -> str:
    lines = text.splitlines(keepends=True)
    for entry in entries(text):
        if mismatch := accepted.get(entry.line):
            begins, end = lines[entry.line - 1], _end_of(lines[entry.lines[-1] - 1])
            for number in entry.lines:
                lines[number - 1] = ""
            subject = begins.partition(EXACTLY)[0]
            lines[entry.line - 1] = written(subject, mismatch.got).replace("\n", _end_of(begins) or "\n") + end
    return "".join(lines)


def _end_of(line: str) -> str:
    """A line's end: a newline of either kind, or none at the end of the file."""
    return line[len(line.rstrip("\r\n")) :]
