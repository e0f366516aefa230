"""Small pieces of Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#$^~])")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; cells are Markdown."""
    lines = [list(head), *(list(row) for row in rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def plain(text: str) -> str:
    """Text that is to be read as it stands."""
    return _SIGNS.sub(r"\\\1", text)


def console(command: str, output: str) -> str:
    """A command as it is typed, with what it prints."""
    return f"```console\n$ {command}\n{output.rstrip()}\n```\n"


def paragraph(kind: str, text: str) -> str:
    """A paragraph of a kind that the style sheet knows."""
    return f"{{.{kind}}}\n{text}\n"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as one would say them: "a, b or c"."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final
