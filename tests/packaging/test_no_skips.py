"""Where nothing may be left out, a test that leaves itself out is a failure that says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

SKIPPING = {
    "in the test": 'import pytest\ndef test_it(): pytest.skip("no sam")',
    "by a mark": 'import pytest\n@pytest.mark.skip(reason="no sam")\ndef test_it(): pass',
    "in a fixture": 'import pytest\n@pytest.fixture\ndef sam(): pytest.skip("no sam")\ndef test_it(sam): pass',
    "as a module": 'import pytest\npytest.skip("no sam", allow_module_level=True)',
}


@pytest.mark.parametrize("source", SKIPPING.values(), ids=SKIPPING.keys())
def test_skip_is_a_failure_where_none_is_allowed(tmp_path: Path, source: str) -> None:
    """`.ci/run` sets LEGDAY_NO_SKIPS, and then a skip in any form fails the run, with its reason."""
    run = _pytest(tmp_path, source, LEGDAY_NO_SKIPS="1")

    assert run.returncode not in {0, 5}, run.stdout
    assert "no sam" in run.stdout


def test_skip_is_one_line_elsewhere(tmp_path: Path) -> None:
    """On a laptop without sam the run passes and says in a line what was left out."""
    run = _pytest(tmp_path, SKIPPING["in a fixture"])

    assert run.returncode == 0, run.stdout
    assert run.stdout.count("no sam") == 1


def test_expected_failure_is_no_skip(tmp_path: Path) -> None:
    """A test that is known to fail counts as it always does."""
    run = _pytest(tmp_path, "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False", LEGDAY_NO_SKIPS="1")

    assert run.returncode == 0, run.stdout


def _pytest(folder: Path, source: str, **environment: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(TESTS / "conftest.py", folder)
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LEGDAY_", "PYTEST_"))}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-ra",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(folder),
    ]
    return subprocess.run(  # noqa: S603 - fixed command
        [*command, str(folder)], env={**inherited, **environment}, capture_output=True, text=True, check=False
    )
