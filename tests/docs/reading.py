"""Reads documents as a reader does who tries everything: their blocks, and the commands in them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"(?P<fence>```+|:::+)(?P<info>.*)")
_CAPTION = re.compile(r":caption: (.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a document.

    Attributes:
        where: document and line.
        kind: what stands behind the fence.
        caption: the file that it belongs into; empty if it has none.
        text: what is in it, without options.
    """

    where: str
    kind: str
    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A command in a document, with what it is said to print; empty where nothing is shown."""

    where: str
    command: str
    printed: str = ""


def documents() -> list[Path]:
    """Every document in Markdown that git keeps."""
    git = ["git", "ls-files", "-z", "*.md"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - fixed command
    return [path for name in sorted(set(listed.stdout.split("\0")) - {""}) if (path := ROOT / name).is_file()]


def blocks(document: Path) -> list[Block]:
    """The fenced blocks of a document."""
    found, fence, info, start, lines = list[Block](), "", "", 0, list[str]()
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), start=1):
        if fence and line.strip() == fence:
            found.append(_block(f"{document.relative_to(ROOT)}:{start}", info, lines))
            fence = ""
        elif fence:
            lines.append(line)
        elif opening := _FENCE.fullmatch(line):
            fence, info, start, lines = opening["fence"], opening["info"].strip(), number, []
    return found


def _block(where: str, kind: str, lines: list[str]) -> Block:
    options = [line for line in lines if line.startswith(":") and _CAPTION.fullmatch(line)]
    caption = options[0].removeprefix(":caption: ") if options else ""
    text = "\n".join(line for line in lines if line not in options).strip("\n")
    return Block(where, kind, caption, text)


def typed_in(block: Block) -> list[Typed]:
    """The commands of a block, behind a dollar sign, each with the lines up to the next one."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]
    return [Typed(block.where, *_split(part)) for part in parts]


def _split(part: str) -> tuple[str, str]:
    command, _, printed = re.sub(r"\\\n\s*", "", part).partition("\n")
    return command.strip(), printed.strip("\n")


def typed_inline(document: Path, program: str) -> list[Typed]:
    """The commands of a program that stand in backticks in the text."""
    found = re.findall(rf"`({re.escape(program)} [^`]+)`", document.read_text(encoding="utf-8"))
    return [Typed(str(document.relative_to(ROOT)), command) for command in found]
