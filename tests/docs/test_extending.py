"""Whoever follows a page on extending the skill to the letter gets what it promises: in a copy, step by step.

A block with a caption is written into the file that it names, or into the place that the lines of a diff say; commands
are run as they are typed, and print what the page shows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from docs.generate.commands import CLOCK
from tests.docs.reading import ROOT, Block, blocks, typed_in
from tests.docs.test_snippets import LEGDAY, matches

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted((ROOT / "docs" / "extend").glob("*.md"))

STANDS_ON = ("requirements", "pyproject.toml", "hatch_build.py")
"""What make looks at to tell whether `.venv` is up to date."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.timeout(900)
def test_the_steps_lead_where_the_page_says(page: Path, tmp_path: Path) -> None:
    """Every block of the page, from the top, in a copy of the repository."""
    clone = copy_of_the_repository(tmp_path / "clone")

    for block in blocks(page):
        take(block, clone)


def copy_of_the_repository(folder: Path) -> Path:
    """The files that git keeps or would, with the environment of the tests, which nothing there is newer than."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True).stdout  # noqa: S603 - fixed command
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
            if name.startswith(STANDS_ON):
                os.utime(folder / name, (0, 0))
    (folder / ".venv").symlink_to(sys.prefix)
    for command in ("git init --quiet", "git add .", "make catalogs"):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)  # noqa: S603 - fixed commands
    return folder


def take(block: Block, clone: Path) -> None:
    """Take one step."""
    if block.caption:
        _write(block, clone / block.caption)
    for typed in typed_in(block):
        done = _run(typed.command, clone)
        assert (done.returncode == 0) is ("failed" not in typed.printed), f"{typed.where}: {done.stdout}{done.stderr}"
        assert not typed.printed or matches(typed.printed, _without_numbers(done.stdout)), (
            f"{typed.where}: {done.stdout}"
        )


def _write(block: Block, file: Path) -> None:
    if block.kind.endswith("diff"):
        text = file.read_text(encoding="utf-8")
        file.write_text(changed(text, block), encoding="utf-8")
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{block.text}\n", encoding="utf-8")


def changed(text: str, block: Block) -> str:
    """The text without the block's lines with a minus, and with those with a plus, where the lines around them are."""
    lines = block.text.splitlines()
    before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
    after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
    places = re.findall(rf"(?=\n{re.escape(before)})", f"\n{text}")
    assert len(places) == 1, f"{block.where}: these lines are not in {block.caption} just once"
    return f"\n{text}".replace(f"\n{before}", f"\n{after}")[1:]


def _run(command: str, clone: Path) -> subprocess.CompletedProcess[str]:
    """Run it as typed, with the clone's code before that of the environment, and at the hour of the pages."""
    at = f" {' '.join(CLOCK)}" if command.startswith((f"{LEGDAY} advise", f"{LEGDAY} ask")) else ""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_", "MAKE"))}
    return subprocess.run(  # noqa: S602 - the commands of our own pages
        f"{command}{at}",
        shell=True,
        cwd=clone,
        env={**inherited, "PYTHONPATH": str(clone), "LEGDAY_STORE": "memory://"},
        capture_output=True,
        text=True,
        check=False,
    )


def _without_numbers(printed: str) -> str:
    """What pytest says last, without what was left out and how long it took."""
    return re.sub(r"^=* ?((?:\d+ (?:passed|failed))+)[^\n]*$", r"\1", printed, flags=re.MULTILINE)


def test_a_step_that_does_not_fit_is_noticed() -> None:
    """Lines around that are not there, or there twice, are an error, not a guess."""
    block = Block("page:1", "{code-block} diff", "a.py", " one\n+two")

    assert changed("one\nthree\n", block) == "one\ntwo\nthree\n"
    for text in ("none\n", "one\none\n"):
        with pytest.raises(AssertionError, match="just once"):
            changed(text, block)
