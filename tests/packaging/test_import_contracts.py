"""The import contracts hold, and would be heard if they did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "advice reads the clock": ("advice", "import time", "advice is pure"),
    "advice calls AWS": ("advice", "import boto3", "advice is pure"),
    "the conversation uses Amazon's SDK": ("conversation", "import ask_sdk_core", "Nothing that runs touches"),
    "advice leans on another part": ("advice", "import skill.platform", "advice is pure"),
    "memory draws conclusions": ("memory", "import skill.advice", "memory knows neither"),
    "speech calls Amazon": ("speech", "import skill.amazon", "Each layer knows only those below it"),
    "conversation knows where it is put together": ("conversation", "import skill.app", "Each layer"),
    "the simulator looks inside the skill": ("simulator", "import skill.conversation", "The simulator knows"),
    "platform leans on a layer above": ("platform", "import skill.advice", "Each layer"),
}


def test_contracts_hold() -> None:
    """Who imports whom is as the design says."""
    verdict = _lint(ROOT)

    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize(("part", "line", "contract"), BREACHES.values(), ids=BREACHES.keys())
def test_a_breach_is_named(tmp_path: Path, part: str, line: str, contract: str) -> None:
    """One import too many in a copy of the code breaks the contract about it."""
    shutil.copytree(ROOT / "skill", tmp_path / "skill", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    (tmp_path / "skill" / part / "breach.py").write_text(f"{line}\n", encoding="utf-8")

    verdict = _lint(tmp_path)

    assert verdict.returncode == 1
    assert f"{contract}" in " ".join(verdict.stdout.split("Broken contracts", maxsplit=1)[1].split())


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run(  # noqa: S603 - fixed command
        [*command, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, check=False
    )
