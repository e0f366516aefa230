"""Nothing in the repository names a package index or a place on somebody's machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

INDEX_ADDRESS = re.compile(
    r"--(?:(?:extra-)?index-url|find-links)|https?://\S*(?:/simple\b|\.whl\b|\.tgz\b|\.tar\.gz\b)"
)
MACHINE_PATH = re.compile(r"(?<![\w.~*/-])/(?:root|home|work|Users|tmp)/[\w.-]+")

# Put together from pieces, so that this file itself names none.
OPTION, SECURE, SLASH = "--", "https:/", "/"
EXAMPLES = [
    (f"{OPTION}index-url x", True),
    (f"{OPTION}extra-index-url x", True),
    (f"{SECURE}/example.org/simple", True),
    (f"{SECURE}/example.org/packages/x-1.0.whl", True),
    (f"cd {SLASH}root/project", True),
    (f"PYTHON={SLASH}home/me/python", True),
    (f"{SLASH}tmp/try", True),
    ("see https://peps.python.org/pep-0440/", False),
    ("POST /alexa", False),
    ("a workout at home/work", False),
]


def tracked_files() -> list[Path]:
    """Give the files that git keeps, in the folder this test stands in."""
    git = ["git", "ls-files", "-z"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - fixed command
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def betrayals(text: str) -> list[str]:
    """Give what in `text` names an index or a machine."""
    return [found.group() for pattern in (INDEX_ADDRESS, MACHINE_PATH) for found in pattern.finditer(text)]


@pytest.mark.parametrize(("text", "found"), EXAMPLES)
def test_what_counts_as_an_address_or_a_path(text: str, *, found: bool) -> None:
    """The patterns find what they should, and leave prose alone."""
    assert bool(betrayals(text)) is found


def test_no_tracked_file_names_an_index_or_a_machine() -> None:
    """Where packages come from, and where somebody's checkout stands, is theirs to say."""
    texts = {file: file.read_bytes().decode(errors="ignore") for file in tracked_files() if file.is_file()}

    found = {str(file.relative_to(ROOT)): betrayals(text) for file, text in texts.items()}

    assert {name: what for name, what in found.items() if what} == {}
