"""The requirement files pin everything, agree with each other, and hold what `pyproject.toml` asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
EVERYTHING = "requirements/dev.txt"
PARTS = {
    "requirements/talk.txt": "simulator",
    "requirements/serve.txt": "web",
    "requirements/bench.txt": "bench",
    "requirements/docs.txt": "docs",
}
"""Which extra each of the smaller files installs, beside what the package always needs."""

ON_LAMBDA = "lambda/requirements.txt"
IN_THE_IMAGE, BUILDS_THE_IMAGE = "requirements/image.txt", "requirements/build.txt"
APART = ("requirements/sam.txt", "requirements/checkov.txt")
"""In environments of their own, so their versions may differ."""


@pytest.mark.parametrize("file", [EVERYTHING, *PARTS, ON_LAMBDA, IN_THE_IMAGE, BUILDS_THE_IMAGE, *APART])
def test_every_requirement_is_exact_and_hashed(file: str) -> None:
    """What is installed tomorrow is what was tested today."""
    entries = _entries(file)

    assert entries
    assert [entry for entry in entries if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)] == []


@pytest.mark.parametrize("file", [*PARTS, ON_LAMBDA, IN_THE_IMAGE, BUILDS_THE_IMAGE])
def test_a_package_has_one_version_everywhere(file: str) -> None:
    """The laptop, the server and Lambda run the versions that the tests run."""
    everywhere = _pins(EVERYTHING)

    assert {name: pins for name, pins in _pins(file).items() if everywhere.get(name) != pins} == {}


@pytest.mark.parametrize(("file", "extra"), [*PARTS.items(), (EVERYTHING, "dev")])
def test_file_holds_what_the_project_asks_for(file: str, extra: str) -> None:
    """Whoever changes a dependency in pyproject.toml runs `make lock`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"][extra],
    ]
    pins = _pins(file)

    assert [text for text in asked if not _is_met(Requirement(text), pins, project["project"]["name"])] == []


def test_image_holds_what_serves_and_either_store() -> None:
    """And the build backend stays in the stage that builds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = [*project["project"]["dependencies"], *extras["web"], *extras["dynamodb"]]
    built_with = {canonicalize_name(Requirement(text).name) for text in project["build-system"]["requires"]}

    assert [text for text in asked if not _is_met(Requirement(text), _pins(IN_THE_IMAGE), "")] == []
    assert built_with & set(_pins(IN_THE_IMAGE)) == set()
    assert built_with <= set(_pins(BUILDS_THE_IMAGE))


def test_lambda_gets_only_what_it_asks_for() -> None:
    """Neither what AWS's runtime brings nor what only the laptop and the server use."""
    unwanted = {
        "ask-sdk-core",
        "ask-sdk-model",
        "boto3",
        "botocore",
        "click",
        "flask",
        "cryptography",
        "hassil",
        "rapidfuzz",
        "rich",
        "babel",
    }

    assert unwanted & set(_pins(ON_LAMBDA)) == set()


def _entries(file: str) -> list[str]:
    text = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _pins(file: str) -> dict[str, frozenset[str]]:
    """Give the versions of each package; there are several where platforms or Pythons differ."""
    pins: dict[str, frozenset[str]] = {}
    for entry in _entries(file):
        name, version = re.split(r"==|\s", entry, maxsplit=2)[:2]
        pins[canonicalize_name(name)] = pins.get(canonicalize_name(name), frozenset()) | {version}
    return pins


def _is_met(asked: Requirement, pins: dict[str, frozenset[str]], ourselves: str) -> bool:
    name = canonicalize_name(asked.name)
    return name == ourselves or (name in pins and all(asked.specifier.contains(version) for version in pins[name]))
