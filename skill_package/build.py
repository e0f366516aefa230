"""Builds the skill package: what the ASK CLI uploads to make the skill in an Amazon developer account.

Run `python skill_package/build.py`, or `make skill-package`. What the skill says of itself is in
`source/manifest.yaml`; locales and what people can say are the interaction models', permissions and events are the
code's. Where the skill runs and where its privacy policy is are the publisher's to say:

    --endpoint        the ARN of the Lambda function, or the https address of one's own server
    --privacy-policy  the address of the privacy policy; "{locale}" in it stands for each locale
    --terms-of-use    the address of the terms of use, likewise; not needed

Without an endpoint the package makes a skill that has an id and cannot answer yet: the function needs that id.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from skill.amazon.reminders import PERMISSION
from skill.app import DISABLED
from skill.conversation.envelope import SKILL_EVENT

HERE = Path(__file__).parent
ROOT = HERE.parent
SOURCE = HERE / "source" / "manifest.yaml"
ICONS = HERE / "icons"
MODELS = ROOT / "interaction_models"
TARGET = ROOT / "build" / "alexa"

PERMISSIONS = (PERMISSION,)
HEEDED = (DISABLED,)
"""The skill events that `skill.app` acts on."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publisher:
    """What only the publisher knows.

    Attributes:
        endpoint: an ARN, or an address with https; None as long as there is none.
        privacy_policy: its address; "{locale}" stands for the locale.
        terms_of_use: likewise.
    """

    endpoint: str | None = None
    privacy_policy: str | None = None
    terms_of_use: str | None = None


def main(arguments: list[str] | None = None) -> int:
    """Writes the package and says what is still missing before it can be published; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--endpoint", help="ARN of the Lambda function, or https address of the server")
    parser.add_argument("--privacy-policy", help='address of the privacy policy; may hold "{locale}"')
    parser.add_argument("--terms-of-use", help='address of the terms of use; may hold "{locale}"')
    parser.add_argument("--to", type=Path, default=TARGET, help="folder to write to (%(default)s)")
    chosen = parser.parse_args(arguments)
    publisher = Publisher(chosen.endpoint or None, chosen.privacy_policy or None, chosen.terms_of_use or None)
    write(chosen.to, publisher)
    sys.stdout.write(f"Wrote the skill package to {chosen.to}.\n")
    sys.stdout.writelines(f"Still missing: {what}\n" for what in missing(publisher))
    return 0


def missing(publisher: Publisher) -> list[str]:
    """What the publisher has yet to say, as sentences."""
    wanted = {
        "the endpoint, without which the skill cannot answer (ENDPOINT=...).": publisher.endpoint,
        "the privacy policy's address, without which Amazon publishes nothing (PRIVACY_POLICY=https://...).": (
            publisher.privacy_policy
        ),
    }
    return [sentence for sentence, given in wanted.items() if not given]


def write(folder: Path, publisher: Publisher) -> None:
    """Writes the package; what the ASK CLI keeps beside it (`.ask`, with the skill's id) stays."""
    shutil.rmtree(folder / "skill-package", ignore_errors=True)
    for path, content in files(publisher).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def files(publisher: Publisher) -> dict[str, bytes]:
    """Gives the content of every file of the package by its path."""
    texts = {
        "ask-resources.json": _as_text(RESOURCES),
        "skill-package/skill.json": _as_text({"manifest": manifest(read_source(), publisher)}),
    }
    copies = {
        **{f"skill-package/{_icon_path(icon)}": icon for icon in sorted(ICONS.glob("*.png"))},
        **{f"skill-package/interactionModels/custom/{model.name}": model for model in sorted(MODELS.glob("*.json"))},
    }
    return {
        **{path: text.encode() for path, text in texts.items()},
        **{path: file.read_bytes() for path, file in copies.items()},
    }


RESOURCES = {
    "askcliResourcesVersion": "2020-03-31",
    "profiles": {"default": {"skillMetadata": {"src": "./skill-package"}}},
}
"""All that the ASK CLI has to do here; SAM, or a server's owner, sees to the rest."""


def read_source() -> Json:
    """Reads what the skill says of itself, and adds the locales it speaks."""
    source: Json = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return source | {"locales": sorted(model.stem for model in MODELS.glob("*.json"))}


# --- the manifest ----------------------------------------------------------------------------------------------------


def manifest(source: Json, publisher: Publisher) -> Json:
    """Builds the manifest, in the form of Amazon's "Skill Manifest Schema", version 1.0."""
    return {
        "manifestVersion": "1.0",
        "publishingInformation": {
            "category": source["category"],
            "distributionMode": "PUBLIC",
            "isAvailableWorldwide": False,
            "distributionCountries": [locale.partition("-")[2] for locale in source["locales"]],
            "locales": {locale: _shown_in_store(source, locale) for locale in source["locales"]},
            "testingInstructions": source["testing_instructions"],
        },
        "privacyAndCompliance": source["privacy_and_compliance"] | _addresses(source["locales"], publisher),
        "permissions": [{"name": name} for name in PERMISSIONS],
        "apis": {"custom": _endpoint(publisher) | {"interfaces": _interfaces(source)}},
        **_events(publisher),
    }


def _shown_in_store(source: Json, locale: str) -> Json:
    text = source["text"][locale.partition("-")[0]]
    return {
        "name": source["name"],
        "summary": text["summary"],
        "description": text["description"].format(emergency=source["emergency_numbers"][locale]),
        "examplePhrases": text["example_phrases"],
        "keywords": text["keywords"],
        "smallIconUri": f"file://{_icon_path(ICONS / 'small.png')}",
        "largeIconUri": f"file://{_icon_path(ICONS / 'large.png')}",
    }


def _icon_path(icon: Path) -> str:
    return f"assets/images/{icon.name}"


def _addresses(locales: list[str], publisher: Publisher) -> Json:
    given = {"privacyPolicyUrl": publisher.privacy_policy, "termsOfUseUrl": publisher.terms_of_use}
    by_locale = {
        locale: {name: address.replace("{locale}", locale) for name, address in given.items() if address}
        for locale in locales
    }
    return {"locales": by_locale} if any(given.values()) else {}


def _endpoint(publisher: Publisher) -> Json:
    """A server's certificate has to be one that everybody trusts: Amazon publishes no other."""
    if publisher.endpoint is None:
        return {}
    trusted = {} if publisher.endpoint.startswith("arn:") else {"sslCertificateType": "Trusted"}
    return {"endpoint": {"uri": publisher.endpoint, **trusted}}


def _events(publisher: Publisher) -> Json:
    """Amazon refuses events that it does not know where to send."""
    names = [{"eventName": event_name(kind)} for kind in HEEDED]
    return {"events": {**_endpoint(publisher), "subscriptions": names}} if publisher.endpoint else {}


def event_name(request_type: str) -> str:
    """What the manifest calls an event: "SKILL_DISABLED" for "AlexaSkillEvent.SkillDisabled"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", request_type.removeprefix(SKILL_EVENT)).upper()


def _interfaces(source: Json) -> list[Json]:
    has_screens = (ROOT / "skill" / "screens").is_dir()
    return [{"type": "ALEXA_PRESENTATION_APL", "supportedViewports": source["viewports"]}] if has_screens else []


def _as_text(content: Json) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
