"""What is published works where it is installed, with no checkout near."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution, as an index would get both."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(folder), cwd=ROOT)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / source.name.removesuffix(".tar.gz")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=unpacked)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def legday(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `legday` command of a new environment; what it depends on is borrowed from this one."""
    environment = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", "--without-pip", str(environment), cwd=environment)
    python = environment / "bin" / "python"
    install = ("-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps")
    _run(sys.executable, *install, "--python", str(python), str(wheel), cwd=environment)
    borrowed = Path(sysconfig.get_path("purelib", vars={"base": str(environment)})) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin" / "legday"


def test_wheel_holds_models_and_compiled_catalogs(wheel: Path) -> None:
    """What the code reads beside itself is in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "skill/speech/locales/en/LC_MESSAGES/skill.mo" in names
    assert {f"skill/interaction_models/en-{region}.json" for region in ("US", "GB", "AU", "CA", "IN")} <= names
    assert {f"skill/workbench/static/page.{kind}" for kind in ("html", "css", "js")} <= names
    assert "skill/py.typed" in names
    assert {name.split("/")[0] for name in names} == {"skill", "leg_day_coach-0.1.0.dist-info"}


def test_installed_command_answers(legday: Path, tmp_path: Path) -> None:
    """`legday ask` understands and answers far from any checkout."""
    asked = "should I do hill repeats, my legs are a two and leg day was three days ago"

    answer = json.loads(_run(str(legday), "ask", asked, "--json", cwd=tmp_path))

    assert (answer["intent"], answer["verdict"]) == ("ShouldIRunIntent", "go")


def _run(*command: str, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(  # noqa: S603 - the commands are written above
        command, cwd=cwd, env=clean, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout
