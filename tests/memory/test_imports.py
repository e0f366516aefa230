"""Starting costs no more than what is used: stores, and what they need, are imported when an address asks for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from skill.memory import open_memory
from tests.memory.places import ROOT


@pytest.mark.parametrize("script", ["import skill.memory", "import skill.settings", "import skill.app"])
def test_a_start_imports_no_store(script: str) -> None:
    """Neither AWS's library, which doubles Lambda's time to start, nor SQLite, nor what only the laptop has."""
    late = {"boto3", "botocore", "sqlite3", "platformdirs"}

    imported = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", f"{script}, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout.split()

    assert late & set(imported) == set()


def test_lambda_needs_nothing_that_only_the_laptop_has() -> None:
    """Remembering in DynamoDB, neither SQLite nor the platform's folders are touched, nor AWS's library."""
    script = "import sys; from skill.memory import open_memory; open_memory('dynamodb://legday'); print(*sys.modules)"

    imported = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout.split()

    assert "skill.memory.wire" in imported
    assert {"boto3", "botocore", "urllib3", "sqlite3", "platformdirs"} & set(imported) == set()


def test_without_boto3_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.delitem(sys.modules, "skill.memory.dynamodb", raising=False)
    monkeypatch.setitem(sys.modules, "botocore", None)

    with pytest.raises(ValueError, match=r"install leg-day-coach\[dynamodb\]"):
        open_memory("dynamodb://legday")
