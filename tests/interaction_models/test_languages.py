"""A language has a folder in the source; what it does not say yet is said in English."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from interaction_models import build, lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHY = {"slots": {"symptom": "Symptom"}, "samples": ["warum", "und {symptom}"]}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the source with a folder for German, whose words are still the English ones."""
    shutil.copytree(build.SOURCE, tmp_path / "source")
    shutil.copytree(build.CATALOGS / "en", tmp_path / "catalogs" / "de")
    shutil.copytree(build.CATALOGS / "en", tmp_path / "catalogs" / "en")
    monkeypatch.setattr(build, "CATALOGS", tmp_path / "catalogs")
    (tmp_path / "source" / "de" / "intents").mkdir(parents=True)
    return tmp_path / "source"


def write(file: Path, content: Mapping[str, object]) -> None:
    """A YAML file."""
    file.write_text(yaml.safe_dump(content), encoding="utf-8")


def test_a_language_takes_the_place_of_english_file_by_file(source: Path) -> None:
    """Its intent is its own, the others are English, and the English models know nothing of it."""
    write(source / "de" / "skill.yaml", {"locales": ["de-DE"]})
    write(source / "de" / "intents" / "WhyIntent.yaml", WHY)

    english, german = (build.build_models(each) for each in build.read_sources(source))

    assert list(german) == ["de-DE"]
    assert "en-US" in english
    assert samples(german["de-DE"], "WhyIntent") == ["warum", "und {symptom}"]
    assert samples(german["de-DE"], "BenefitsIntent") == samples(english["en-US"], "BenefitsIntent")
    assert english == build.build_models(build.read_source())


def samples(model: build.Source, intent: str) -> list[str]:
    """The samples of an intent."""
    intents = model["interactionModel"]["languageModel"]["intents"]
    return next(list(each["samples"]) for each in intents if each["name"] == intent)


def test_a_language_without_locales_is_refused(source: Path) -> None:
    """It would take the place of the English models."""
    with pytest.raises(LookupError, match="names its locales"):
        build.read_sources(source)


@pytest.mark.parametrize(("sample", "allowed"), [("müde beine", True), ("été", True), ("7 beine", False)])
def test_samples_may_have_the_letters_of_any_language(sample: str, *, allowed: bool) -> None:
    """Amazon takes them; digits it does not."""
    assert bool(lint.SAMPLE.fullmatch(sample)) is allowed
