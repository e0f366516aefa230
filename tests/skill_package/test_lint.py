"""The package's linter: each way to spoil a package, and what it says about it."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from skill.amazon.reminders import PERMISSION
from skill_package import build, icons, lint
from skill_package.phrases import sayable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Json = dict[str, Any]


@pytest.fixture(scope="module")
def sound() -> lint.Package:
    """The package as a publisher builds it."""
    return lint.built(lint.AS_PUBLISHED)


def shown(manifest: Json, locale: str = "en-US") -> Json:
    """What a locale shows in the store."""
    part: Json = manifest["publishingInformation"]["locales"][locale]
    return part


def ways_to_spoil() -> dict[str, tuple[Callable[[Json], object], str]]:
    """What is done to the manifest, by name, and a piece of what the linter says of it."""
    lacks = "the description lacks the disclaimer"
    return {
        "a field nobody knows": (lambda m: m.update(publisher="me"), "manifest.publisher means nothing to Amazon"),
        "a locale too many": (
            lambda m: m["publishingInformation"]["locales"].update({"en-NZ": shown(m)}),
            "en-NZ is in the store and has no interaction model",
        ),
        "a locale too few": (
            lambda m: m["publishingInformation"]["locales"].pop("en-IN"),
            "en-IN has an interaction model and is not in the store",
        ),
        "a country without its locale's athletes": (
            lambda m: m["publishingInformation"]["distributionCountries"].remove("AU"),
            "en-AU is sold in no country of it",
        ),
        "a long name": (lambda m: shown(m).update(name="Coach" * 11), "the name has 55 characters"),
        "a long summary": (lambda m: shown(m).update(summary="run " * 41), "the summary has 164 characters"),
        "a long description": (lambda m: shown(m).update(description="run " * 1001), "the description has 4004"),
        "too many keywords": (lambda m: shown(m).update(keywords=[str(n) for n in range(31)]), "31 keywords"),
        "a keyword twice": (lambda m: shown(m).update(keywords=["run", "run"]), "keyword 'run' is there twice"),
        "a blank left": (lambda m: shown(m).update(summary="Call {emergency}"), "left to fill in"),
        "a cure": (lambda m: shown(m).update(summary="Cures sore legs"), "'Cures' is a claim"),
        "a promise": (lambda m: shown(m)["keywords"].append("injury prevention"), "'injury prevention' is a claim"),
        "no disclaimer": (lambda m: shown(m).update(description="Should I run today?"), lacks),
        "a first phrase that opens nothing": (
            lambda m: shown(m).update(examplePhrases=["should I run today"]),
            "the first example phrase does not open the skill",
        ),
        "a fourth phrase": (lambda m: shown(m)["examplePhrases"].append("why"), "4 example phrases"),
        "a phrase with signs": (lambda m: shown(m)["examplePhrases"].append("why?!"), "more than words in it"),
        "a phrase nobody can say": (
            lambda m: shown(m).update(examplePhrases=["Alexa, open leg day coach", "order a pizza"]),
            "'order a pizza' is no sample",
        ),
        "a description that promises such a phrase": (
            lambda m: shown(m).update(description=shown(m)["description"] + " Say “order a pizza”."),
            "'order a pizza' is no sample",
        ),
        "instructions that do": (
            lambda m: m["publishingInformation"].update(testingInstructions="Say “order a pizza”."),
            "'order a pizza' is no sample",
        ),
        "no instructions": (
            lambda m: m["publishingInformation"].update(testingInstructions=" "),
            "no testing instructions",
        ),
        "an icon that is not there": (
            lambda m: shown(m).update(smallIconUri="file://icon.png"),
            "is not in the package",
        ),
        "an icon of another size": (
            lambda m: shown(m).update(smallIconUri=shown(m)["largeIconUri"]),
            "is 512x512 pixels, not 108x108",
        ),
        "another category": (lambda m: m["publishingInformation"].update(category="GAMES"), "the category GAMES"),
        "a permission too many": (
            lambda m: m["permissions"].append({"name": "alexa::profile:email:read"}),
            "alexa::profile:email:read is asked for and not used",
        ),
        "a permission too few": (lambda m: m["permissions"].clear(), f"{PERMISSION} is used and not asked for"),
        "a permission that does not exist": (
            lambda m: m["permissions"].append({"name": "alexa::soul:read"}),
            "alexa::soul:read",
        ),
        "an event that nobody heeds": (
            lambda m: m["events"]["subscriptions"].append({"eventName": "SKILL_ENABLED"}),
            "not those that the skill heeds",
        ),
        "events for somebody else": (
            lambda m: m["events"].update(endpoint={"uri": "arn:aws:lambda:eu-west-1:123456789012:function:other"}),
            "events go elsewhere",
        ),
        "events for nobody": (lambda m: m["apis"]["custom"].pop("endpoint"), "no endpoint to send them to"),
        "a region where Alexa calls nobody": (
            lambda m: m["apis"]["custom"]["endpoint"].update(
                uri="arn:aws:lambda:sa-east-1:123456789012:function:coach"
            ),
            "neither a Lambda function where Alexa calls any nor an address with https",
        ),
        "an endpoint without TLS": (
            lambda m: m["apis"]["custom"]["endpoint"].update(uri="http://coach.example.org/alexa"),
            "neither a Lambda function",
        ),
        "a certificate of one's own": (
            lambda m: m["apis"]["custom"].update(
                endpoint={"uri": "https://coach.example.org/alexa", "sslCertificateType": "SelfSigned"}
            ),
            "a certificate that not everybody trusts",
        ),
        "a policy for some": (
            lambda m: m["privacyAndCompliance"]["locales"].pop("en-IN"),
            "some locales have a privacy policy and some have none",
        ),
        "terms without a policy": (
            lambda m: m["privacyAndCompliance"]["locales"]["en-US"].pop("privacyPolicyUrl"),
            "terms of use, and no privacy policy",
        ),
        "a policy that anybody can alter": (
            lambda m: m["privacyAndCompliance"]["locales"]["en-US"].update(privacyPolicyUrl="http://example.org"),
            "http://example.org is no address with https",
        ),
        "children": (lambda m: m["privacyAndCompliance"].update(isChildDirected=True), "isChildDirected is True"),
        "nothing personal": (
            lambda m: m["privacyAndCompliance"].update(usesPersonalInfo=False),
            "usesPersonalInfo is False",
        ),
    }


@pytest.mark.parametrize("way", ways_to_spoil())
def test_what_is_wrong_is_named(sound: lint.Package, way: str) -> None:
    """Each slip gets a sentence of its own."""
    spoil, said = ways_to_spoil()[way]
    manifest = copy.deepcopy(sound.manifest)
    spoil(manifest)

    problems = lint.problems_in(lint.Package(manifest, sound.models, sound.files))

    assert any(said in problem for problem in problems), problems


def test_every_check_is_tried(sound: lint.Package) -> None:
    """No check that nothing above can trip."""
    tripped = set()
    for spoil, _ in ways_to_spoil().values():
        manifest = copy.deepcopy(sound.manifest)
        spoil(manifest)
        spoilt = lint.Package(manifest, sound.models, sound.files)
        tripped |= {check for check in lint.CHECKS if check not in tripped and list(check(spoilt))}

    assert set(lint.CHECKS) - tripped == set()


def test_a_model_that_amazons_classes_cannot_hold_is_named(sound: lint.Package) -> None:
    """A misspelt field would be ignored without a word; an unknown kind of validation is refused."""
    model = copy.deepcopy(sound.models["en-US"])
    model["interactionModel"]["languageModel"]["invocation_name"] = "leg day coach"

    problems = lint.problems_in(lint.Package(sound.manifest, sound.models | {"en-US": model}, sound.files))

    assert problems == ["en-US.json: interactionModel.languageModel.invocation_name means nothing to Amazon"]


def test_an_icon_of_an_older_drawing_is_named(
    sound: lint.Package, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever edits the drawing draws the icons anew."""
    edited = tmp_path / "icon.svg"
    edited.write_text(icons.DRAWING.read_text(encoding="utf-8").replace("#ff9f1c", "#000"), encoding="utf-8")
    monkeypatch.setattr(icons, "DRAWING", edited)

    problems = lint.problems_in(sound)

    assert len(problems) == 2 * len(sound.models)
    assert all("is not of the drawing as it is now" in problem for problem in problems)


@pytest.mark.parametrize(
    ("phrase", "possible"),
    [
        ("should I run today", True),
        ("Should I run Today", True),
        ("my legs are a six", True),
        ("remember me", True),
        ("should I run like a banana", False),
        ("my legs are a banana", False),
        ("", False),
    ],
)
def test_a_phrase_is_a_sample_with_values_in_its_slots(sound: lint.Package, phrase: str, *, possible: bool) -> None:
    """Not merely like one."""
    assert sayable(sound.models["en-US"])(phrase) is possible


def test_a_folder_is_linted_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was written and edited by hand, too."""
    build.write(tmp_path, lint.AS_PUBLISHED)
    manifest = tmp_path / "skill-package" / "skill.json"

    assert (lint.main([str(tmp_path)]), capsys.readouterr().out) == (0, "")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("HEALTH_AND_FITNESS", "GAMES"), encoding="utf-8")
    assert lint.main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == "the category GAMES is not what the skill is about\n"


def test_the_package_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """With all that a publisher says, and with nothing of it."""
    assert (lint.main([]), capsys.readouterr().out) == (0, "")


def test_a_manifest_is_json_that_can_be_read_by_people(sound: lint.Package) -> None:
    """Quotation marks and bullets are themselves."""
    text = sound.files["skill.json"].decode()

    assert "“should I run today”" in text
    assert json.loads(text)["manifest"] == sound.manifest
