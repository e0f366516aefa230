"""AWS SAM CLI accepts the template and builds from it what `make` builds without it."""

from __future__ import annotations

import filecmp
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.lambda_.conftest import run_here

if TYPE_CHECKING:
    from pathlib import Path


def test_sam_finds_the_template_valid() -> None:
    """`sam validate --lint` has nothing to say against it, with neither an AWS account nor a region."""
    sam = shutil.which("sam")
    if sam is None:
        pytest.skip("the AWS SAM CLI (`sam`) is not on the PATH")

    assert "is a valid SAM Template" in run_here(sam, "validate", "--lint")


def test_sam_builds_the_artefact_that_make_builds(sam_artefact: Path, artefact: Path) -> None:
    """The same files with the same contents, so what is tested is what is deployed."""
    names = _files(artefact)

    assert _files(sam_artefact) == names
    _, different, unreadable = filecmp.cmpfiles(sam_artefact, artefact, names, shallow=False)
    assert different + unreadable == []


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
