"""The skill package: all that the ASK CLI needs, from what the checkout says elsewhere."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from skill import app
from skill.amazon.reminders import PERMISSION
from skill_package import build

if TYPE_CHECKING:
    from pathlib import Path

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:leg-day-coach:live"
SERVER = "https://coach.example.org/alexa"
LOCALES = ("en-AU", "en-CA", "en-GB", "en-IN", "en-US")


def manifest(**publisher: str) -> dict[str, Any]:
    """The manifest for what a publisher says."""
    return build.manifest(build.read_source(), build.Publisher(**publisher))


def test_package_has_what_the_ask_cli_looks_for(tmp_path: Path) -> None:
    """Where the CLI finds the package, the manifest, a model for each locale, and the icons that the manifest names."""
    assert build.main(["--to", str(tmp_path)]) == 0

    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    resources = json.loads((tmp_path / "ask-resources.json").read_text(encoding="utf-8"))
    assert resources["profiles"]["default"]["skillMetadata"]["src"] == "./skill-package"
    assert written == {
        "ask-resources.json",
        "skill-package/skill.json",
        *(f"skill-package/interactionModels/custom/{locale}.json" for locale in LOCALES),
        *(f"skill-package/assets/images/{name}.png" for name in ("small", "large")),
    }


def test_building_again_keeps_the_skills_id(tmp_path: Path) -> None:
    """The CLI notes beside the package which skill it made of it; what was in an older package is gone."""
    build.main(["--to", str(tmp_path)])
    states, old = tmp_path / ".ask" / "ask-states.json", tmp_path / "skill-package" / "old.json"
    states.parent.mkdir()
    states.write_text("{}", encoding="utf-8")
    old.write_text("{}", encoding="utf-8")

    build.main(["--to", str(tmp_path), "--endpoint", FUNCTION])

    assert states.exists()
    assert not old.exists()


def test_what_is_still_missing_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sentence each, and no failure: the skill's first package is made before there is an endpoint."""
    build.main(["--to", str(tmp_path), "--endpoint", FUNCTION])
    one = capsys.readouterr().out
    build.main(["--to", str(tmp_path), "--endpoint", FUNCTION, "--privacy-policy", "https://example.org/{locale}"])

    assert one.count("Still missing") == 1
    assert "PRIVACY_POLICY=" in one
    assert "Still missing" not in capsys.readouterr().out


def test_without_an_endpoint_the_skill_can_be_made_all_the_same() -> None:
    """Amazon takes a custom skill without one, and refuses events that have nowhere to go."""
    made = manifest()

    assert "endpoint" not in made["apis"]["custom"]
    assert "events" not in made


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [(FUNCTION, {"uri": FUNCTION}), (SERVER, {"uri": SERVER, "sslCertificateType": "Trusted"})],
)
def test_requests_and_events_go_to_the_endpoint(address: str, endpoint: dict[str, str]) -> None:
    """A function has no certificate to speak of; a server's is one that everybody trusts."""
    made = manifest(endpoint=address)

    assert made["apis"]["custom"]["endpoint"] == endpoint
    assert made["events"]["endpoint"] == endpoint


def test_permissions_and_events_are_those_of_the_code() -> None:
    """One permission, for reminders, and one event, upon which somebody is forgotten."""
    made = manifest(endpoint=FUNCTION)

    assert made["permissions"] == [{"name": PERMISSION}]
    assert made["events"]["subscriptions"] == [{"eventName": "SKILL_DISABLED"}]
    assert build.event_name(app.DISABLED) == "SKILL_DISABLED"


def test_the_interface_for_screens_is_asked_for_with_the_screens() -> None:
    """Not before the skill has something to show."""
    interfaces = manifest()["apis"]["custom"]["interfaces"]

    assert bool(interfaces) is (build.ROOT / "skill" / "screens").is_dir()


def test_each_locale_names_its_own_emergency_number_and_policy() -> None:
    """And is sold in its own country."""
    made = manifest(privacy_policy="https://example.org/privacy/{locale}")
    shown = made["publishingInformation"]["locales"]
    numbers = {locale: re.findall(r"your doctor or (\d+) at once", shown[locale]["description"]) for locale in LOCALES}

    assert numbers == {"en-AU": ["000"], "en-CA": ["911"], "en-GB": ["999"], "en-IN": ["112"], "en-US": ["911"]}
    assert made["privacyAndCompliance"]["locales"]["en-GB"] == {"privacyPolicyUrl": "https://example.org/privacy/en-GB"}
    assert made["publishingInformation"]["distributionCountries"] == ["AU", "CA", "GB", "IN", "US"]
