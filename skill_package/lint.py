"""Says what is wrong with the skill package: what Amazon would refuse, and what would promise something untrue.

Run `python skill_package/lint.py`: it builds the package as a publisher would, and again without what only a publisher
knows, prints a line a problem and exits 1 if there is any. Given a folder, it reads the package there instead. The
rules are Amazon's (manifest schema, store policy, certification checklist) unless a comment calls them ours. What is
wrong inside an interaction model, `interaction_models/lint.py` says.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData
from ask_smapi_model.v1.skill.manifest.skill_manifest_envelope import SkillManifestEnvelope

from skill_package import build
from skill_package.icons import SIZES, is_of_the_drawing, size_of
from skill_package.phrases import sayable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json = dict[str, Any]

LONGEST = {"name": 50, "summary": 160, "description": 4_000}
"""Characters, by part of what a locale shows in the store."""

SHORTEST_NAME = 2
MOST_KEYWORDS = 30
MOST_PHRASES = 3
MOST_BYTES_OF_ICON = 1_000_000  # ours: the store's page is loaded over telephones

CATEGORIES = frozenset({"HEALTH_AND_FITNESS"})
"""Ours: what the skill is about, in the store's words."""

NOT_ALONE = re.compile(
    r"\b(cur(e|es|ing)|treat(s|ment|ing)?|diagnos\w*|injury prevention|prevents? injur\w+|hipaa)\b", re.IGNORECASE
)
"""Claims that a skill may not make of itself where health is concerned."""

DISCLAIMER = (
    re.compile(r"\bnot medical advice\b", re.IGNORECASE),
    re.compile(r"\binformation(al)? and education(al)?\b", re.IGNORECASE),
    re.compile(r"\bcall your doctor or (911|999|000|112)\b"),
)
"""What the description of a skill that touches on health has to say."""

QUOTED = re.compile("“([^”]+)”")
PHRASE = re.compile(r"[A-Za-z' ,]+")
SENSITIVE_PERMISSION = re.compile(r"alexa::?[a-z_]+(?::[a-z_0-9]+)+")
LAMBDA_ARN = re.compile(
    r"arn:aws:lambda:(us-east-1|us-west-2|eu-west-1|ap-northeast-1):\d{12}:function:[\w-]+(:[\w-]+)?"
)
"""A function in one of the regions where Alexa calls functions, with an alias or without."""

AS_PUBLISHED = build.Publisher(
    "arn:aws:lambda:eu-west-1:123456789012:function:leg-day-coach:live",
    "https://example.org/privacy/{locale}",
    "https://example.org/terms/{locale}",
)


NEWER_THAN_THE_CLASSES = re.compile(r"interactionModel\.dialog\.intents\[\d+\]\.slots\[\d+\]\.multipleValues")
"""Of a slot that takes several values, it is said in the dialog too; the classes know it in the language model only."""


@dataclass(frozen=True, slots=True)
class Package:
    """The package as it is uploaded.

    Attributes:
        manifest: what is under "manifest" in skill.json.
        models: the interaction models by locale.
        files: the content of every file by its path under skill-package.
    """

    manifest: Json
    models: dict[str, Json]
    files: dict[str, bytes]


def main(folders: list[str]) -> int:
    """Lints and prints what is wrong; returns the exit code."""
    packages = [read(Path(folder)) for folder in folders] or [built(AS_PUBLISHED), built(build.Publisher())]
    problems = [problem for package in packages for problem in problems_in(package)]
    sys.stdout.writelines(f"{problem}\n" for problem in dict.fromkeys(problems))
    return int(bool(problems))


def built(publisher: build.Publisher) -> Package:
    """The package as `build.py` makes it."""
    return _package({path.removeprefix(PREFIX): content for path, content in build.files(publisher).items()})


def read(folder: Path) -> Package:
    """The package in a folder that `build.py` wrote."""
    root = folder / PREFIX
    return _package({path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.*")})


PREFIX = "skill-package/"
MODELS = "interactionModels/custom/"


def _package(files: dict[str, bytes]) -> Package:
    models = {Path(path).stem: json.loads(text) for path, text in files.items() if path.startswith(MODELS)}
    return Package(json.loads(files["skill.json"])["manifest"], models, files)


def problems_in(package: Package) -> list[str]:
    """Names every problem, as sentences; an empty list means a clean package."""
    return [problem for check in CHECKS for problem in check(package)]


# --- Amazon's own model of it ----------------------------------------------------------------------------------------


def _amazon_understands_it(package: Package) -> Iterator[str]:
    """What Amazon's classes cannot hold is lost on reading, so what is not there afterwards was a slip."""
    yield from _lost("skill.json", {"manifest": package.manifest}, SkillManifestEnvelope)
    for locale, model in package.models.items():
        yield from _lost(f"{locale}.json", model, InteractionModelData)


def _lost(name: str, content: Json, kind: type) -> Iterator[str]:
    serializer = DefaultSerializer()
    try:
        kept = serializer.serialize(serializer.deserialize(json.dumps(content), kind))
    except Exception as error:  # noqa: BLE001 (whatever the classes raise, it is something in the file)
        yield f"{name}: {error}"
    else:
        lost = [path for path in _missing_from(kept, content, "") if not NEWER_THAN_THE_CLASSES.fullmatch(path)]
        yield from (f"{name}: {path} means nothing to Amazon" for path in lost)


def _missing_from(kept: Any, content: Any, path: str) -> Iterator[str]:  # noqa: ANN401 (JSON)
    match content, kept:
        case dict(), dict():
            for name, value in content.items():
                yield from _missing_from(kept.get(name), value, f"{path}.{name}" if path else name)
        case list(), list() if len(content) == len(kept):
            for at, (one, other) in enumerate(zip(content, kept, strict=True)):
                yield from _missing_from(other, one, f"{path}[{at}]")
        case _ if content != kept and content not in ({}, [], None):
            yield path


# --- what the store shows --------------------------------------------------------------------------------------------


def _same_locales_everywhere(package: Package) -> Iterator[str]:
    shown, spoken = set(_shown(package)), set(package.models)
    yield from (f"{locale} is in the store and has no interaction model" for locale in sorted(shown - spoken))
    yield from (f"{locale} has an interaction model and is not in the store" for locale in sorted(spoken - shown))
    countries = set(_publishing(package)["distributionCountries"])
    yield from (f"{locale} is sold in no country of it" for locale in sorted(shown) if locale[3:] not in countries)


def _lengths(package: Package) -> Iterator[str]:
    for locale, shown in _shown(package).items():
        for part, most in LONGEST.items():
            if not SHORTEST_NAME <= len(shown[part].strip()) <= most:
                yield f"{locale}: the {part} has {len(shown[part])} characters; allowed are {SHORTEST_NAME} to {most}"


def _keywords(package: Package) -> Iterator[str]:
    for locale, shown in _shown(package).items():
        if not 1 <= len(shown["keywords"]) <= MOST_KEYWORDS:
            yield f"{locale}: {len(shown['keywords'])} keywords; allowed are 1 to {MOST_KEYWORDS}"
        yield from (f"{locale}: keyword '{word}' is there twice" for word in _twice(shown["keywords"]))


def _nothing_is_left_to_fill_in(package: Package) -> Iterator[str]:
    for locale, shown in _shown(package).items():
        if re.search(r"[{}]|\bTODO\b", json.dumps([shown["name"], shown["summary"], shown["description"]])):
            yield f"{locale}: something in its texts is left to fill in"


def _claims(package: Package) -> Iterator[str]:
    for locale, shown in _shown(package).items():
        said = " ".join([shown["name"], shown["summary"], shown["description"], *shown["keywords"]])
        yield from (
            f"{locale}: '{claim[0]}' is a claim that a health skill may not make" for claim in NOT_ALONE.finditer(said)
        )


def _disclaimer(package: Package) -> Iterator[str]:
    for locale, shown in _shown(package).items():
        if not all(part.search(shown["description"]) for part in DISCLAIMER):
            yield f"{locale}: the description lacks the disclaimer that a health skill needs"


def _example_phrases(package: Package) -> Iterator[str]:
    for locale, shown in _spoken(package).items():
        first, *others = shown["examplePhrases"]
        invocation = _language(package, locale)["invocationName"]
        if first.lower() != f"alexa, open {invocation}":
            yield f"{locale}: the first example phrase does not open the skill"
        if len(others) >= MOST_PHRASES:
            yield f"{locale}: {len(others) + 1} example phrases; the store shows {MOST_PHRASES}"
        yield from (f"{locale}: '{each}' has more than words in it" for each in others if not PHRASE.fullmatch(each))


def _what_it_says_can_be_said_can_be(package: Package) -> Iterator[str]:
    for locale, shown in _spoken(package).items():
        can_be_said = _sayable(package.files[f"{MODELS}{locale}.json"])
        opening = f"alexa, open {_language(package, locale)['invocationName']}"
        told = [*shown["examplePhrases"][1:], *QUOTED.findall(shown["description"] + _instructions(package))]
        yield from (
            f"{locale}: '{phrase}' is no sample of its model"
            for phrase in dict.fromkeys(told)
            if phrase.lower() != opening and not can_be_said(phrase)
        )


@cache
def _sayable(model: bytes) -> Callable[[str], bool]:
    return sayable(json.loads(model))


def _icons(package: Package) -> Iterator[str]:
    for locale, shown in _shown(package).items():
        for part, name in (("smallIconUri", "small.png"), ("largeIconUri", "large.png")):
            icon = package.files.get(shown[part].removeprefix("file://"))
            problem = "is not in the package" if icon is None else _problem_with(icon, SIZES[name])
            yield from [f"{locale}: the icon {shown[part]} {problem}"] if problem else []


def _problem_with(icon: bytes, size: int) -> str | None:
    if size_of(icon) != (size, size):
        return f"is {'x'.join(map(str, size_of(icon)))} pixels, not {size}x{size}"
    if len(icon) > MOST_BYTES_OF_ICON:
        return "is too large"
    return None if is_of_the_drawing(icon) else "is not of the drawing as it is now: run skill_package/icons.py"


def _category(package: Package) -> Iterator[str]:
    category = _publishing(package)["category"]
    if category not in CATEGORIES:
        yield f"the category {category} is not what the skill is about"


def _has_testing_instructions(package: Package) -> Iterator[str]:
    if not _instructions(package).strip():
        yield "there are no testing instructions"


# --- what it asks for ------------------------------------------------------------------------------------------------


def _permissions(package: Package) -> Iterator[str]:
    """Asking for more than is used fails certification; for less, and reminders cannot be set."""
    asked = {permission["name"] for permission in package.manifest["permissions"]}
    used = _permissions_in_code()
    yield from (f"the permission {name} is asked for and not used" for name in sorted(asked - used))
    yield from (f"the permission {name} is used and not asked for" for name in sorted(used - asked))


def _permissions_in_code() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (build.ROOT / "skill").rglob("*.py"))
    return {
        found for text in texts for found in SENSITIVE_PERMISSION.findall(text) if found.endswith(("read", "write"))
    }


def _events(package: Package) -> Iterator[str]:
    events = package.manifest.get("events", {})
    heeded = [{"eventName": build.event_name(kind)} for kind in build.HEEDED]
    if _endpoint(package) is None and events:
        yield "there are events, and no endpoint to send them to"
    elif _endpoint(package) and events.get("subscriptions") != heeded:
        yield "the events subscribed to are not those that the skill heeds"
    elif events.get("endpoint") != _endpoint(package):
        yield "events go elsewhere than the skill's requests"


def _endpoint_can_be_reached(package: Package) -> Iterator[str]:
    endpoint = _endpoint(package) or {}
    address = endpoint.get("uri")
    if address is None or LAMBDA_ARN.fullmatch(address):
        return
    if not _is_public(address):
        yield f"the endpoint {address} is neither a Lambda function where Alexa calls any nor an address with https"
    elif endpoint.get("sslCertificateType") != "Trusted":
        yield "Amazon publishes no skill whose server has a certificate that not everybody trusts"


def _privacy_policy(package: Package) -> Iterator[str]:
    addresses = package.manifest["privacyAndCompliance"].get("locales", {})
    if addresses and set(addresses) != set(_shown(package)):
        yield "some locales have a privacy policy and some have none"
    for locale, given in addresses.items():
        if "privacyPolicyUrl" not in given:
            yield f"{locale}: terms of use, and no privacy policy"
        yield from (
            f"{locale}: {address} is no address with https" for address in given.values() if not _is_public(address)
        )


def _compliance(package: Package) -> Iterator[str]:
    """What is remembered after a yes is personal; and the skill is for adults."""
    said = package.manifest["privacyAndCompliance"]
    expected = {"usesPersonalInfo": True, "isChildDirected": False, "containsAds": False, "isExportCompliant": True}
    yield from (f"{name} is {said.get(name)}" for name, value in expected.items() if said.get(name) is not value)


def _is_public(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and "." in (parts.hostname or "") and parts.port in (None, 443)


CHECKS: tuple[Callable[[Package], Iterator[str]], ...] = (
    _amazon_understands_it,
    _same_locales_everywhere,
    _lengths,
    _keywords,
    _nothing_is_left_to_fill_in,
    _claims,
    _disclaimer,
    _example_phrases,
    _what_it_says_can_be_said_can_be,
    _icons,
    _category,
    _has_testing_instructions,
    _permissions,
    _events,
    _endpoint_can_be_reached,
    _privacy_policy,
    _compliance,
)


# --- reading a package -----------------------------------------------------------------------------------------------


def _publishing(package: Package) -> Json:
    return dict(package.manifest["publishingInformation"])


def _shown(package: Package) -> dict[str, Json]:
    return dict(_publishing(package)["locales"])


def _spoken(package: Package) -> dict[str, Json]:
    return {locale: shown for locale, shown in _shown(package).items() if locale in package.models}


def _instructions(package: Package) -> str:
    return str(_publishing(package)["testingInstructions"])


def _language(package: Package, locale: str) -> Json:
    return dict(package.models[locale]["interactionModel"]["languageModel"])


def _endpoint(package: Package) -> Json | None:
    endpoint: Json | None = package.manifest["apis"]["custom"].get("endpoint")
    return endpoint


def _twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
