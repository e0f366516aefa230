"""What is deployed: it stands alone, and answers Alexa's events through AWS's own runtime client."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from skill.platform.response import problems_with
from skill.platform.ssml import plain_text
from skill.speech.catalog import Catalog
from tests.lambda_ import events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.lambda_.conftest import RunningFunction
    from tests.lambda_.runtime_api import Outcome

    Running = Callable[..., AbstractContextManager[RunningFunction]]

ARTEFACT_LIMIT = 25_000_000
"""Bytes; a small artefact starts faster. Lambda itself would take 250 MB."""

ELF_MACHINE = slice(18, 20)
AARCH64 = (183).to_bytes(2, "little")
"""Where an ELF file says what processor it is for, and what it says for 64-bit ARM."""


@pytest.fixture(scope="module")
def function(running: Running) -> Iterator[RunningFunction]:
    """The function, started once: what one event does to it, the next would feel."""
    with running(LEGDAY_SKILL_ID=events.SKILL_ID) as api:
        yield api


def test_launch_is_welcomed_with_a_question(function: RunningFunction) -> None:
    """Opening the skill gets a welcome that keeps the session open, within Alexa's rules."""
    answer = answered(function.invoke(events.launch()), events.launch())

    assert heard(answer).endswith("?")
    assert answer["response"]["shouldEndSession"] is False


def test_question_with_all_facts_is_answered_with_a_verdict(function: RunningFunction) -> None:
    """Slots as Alexa resolves them reach the decision, and the verdict is spoken."""
    asked = events.should_i_run(
        soreness=events.matched("Soreness", "two", "2", "2"),
        runType=events.matched("RunType", "hill repeats", "hills", "hill run"),
        legDayDate={"value": "2026-11-17"},
    )
    answer = answered(function.invoke(asked), asked)

    assert re.match(any_wording_of("headline.clear"), heard(answer))


def test_question_without_facts_gets_a_question(function: RunningFunction) -> None:
    """Knowing nothing, the skill asks, and says which slot it wants filled."""
    asked = events.should_i_run()
    answer = answered(function.invoke(asked), asked)

    assert [directive["type"] for directive in answer["response"]["directives"]] == ["Dialog.ElicitSlot"]


def test_another_skills_request_is_refused_and_the_next_one_answered(function: RunningFunction) -> None:
    """A request for another skill id fails its invocation, and does no harm to the process."""
    refused = function.invoke(events.launch(events.OTHER_SKILL_ID))
    after = function.invoke(events.launch())

    assert refused.kind == "error"
    assert refused.body["errorType"] == "NotOurSkill"
    answered(after, events.launch())


def test_unheard_of_kind_of_request_is_answered_politely(function: RunningFunction) -> None:
    """What Amazon may invent tomorrow is no reason to fall silent, as the SDK by itself would."""
    asked = events.of_kind("Brand.NewRequest")
    answered(function.invoke(asked), asked)


def test_every_request_is_one_line_of_json_in_the_log(running: Running) -> None:
    """Lambda's own form is replaced; an athlete is a hash, the same for each of their requests."""
    with running(LEGDAY_SKILL_ID=events.SKILL_ID) as function:
        for event in (events.launch(), events.should_i_run(), events.of_kind("SessionEndedRequest")):
            function.invoke(event)
        told = [json.loads(line) for line in function.log()]

    assert [(each["outcome"], each["intent"]) for each in told] == [
        ("answered", "LaunchRequest"),
        ("answered", "ShouldIRunIntent"),
        ("notice", None),
    ]
    assert len({each["athlete"] for each in told}) == 1


def test_level_chosen_at_deployment_is_kept(running: Running) -> None:
    """From WARNING on, turns that went well are no news."""
    with running(LEGDAY_SKILL_ID=events.SKILL_ID, LEGDAY_LOG_LEVEL="WARNING") as function:
        function.invoke(events.launch())
        assert function.log() == []


@pytest.mark.parametrize("garbage", [{}, {"hello": "world"}, [], "launch", None], ids=repr)
def test_garbage_is_refused_and_the_next_request_answered(function: RunningFunction, garbage: object) -> None:
    """An event that no Alexa sent names no skill, so it is refused like another skill's."""
    refused = function.invoke(garbage)
    after = function.invoke(events.launch())

    assert refused.kind == "error"
    answered(after, events.launch())


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "Set LEGDAY_SKILL_ID"),
        ({"LEGDAY_SKILL_ID": "leg-day"}, "LEGDAY_SKILL_ID should look like"),
        ({"LEGDAY_SKILL_ID": events.SKILL_ID, "LEGDAY_LOG_LEVEL": "loud"}, "LEGDAY_LOG_LEVEL should be one of"),
    ],
)
def test_wrong_settings_stop_the_start_with_a_sentence(
    running: Running, environment: dict[str, str], sentence: str
) -> None:
    """A function that is set up wrongly never gets as far as an event, and says what to set."""
    with running(**environment) as misconfigured:
        failed = misconfigured.api.next_outcome()

    assert failed.kind == "init/error"
    assert failed.body["errorType"] == "SettingsError"
    assert sentence in failed.body["errorMessage"]


def test_artefact_holds_only_what_lambda_needs(artefact: Path) -> None:
    """The laptop's and the server's parts, and the catalogs' sources, stay at home; compiled catalogs come along."""
    shipped = {path.relative_to(artefact).as_posix() for path in artefact.rglob("*")}

    assert "handler.py" in shipped
    assert "skill/app.py" in shipped
    assert "skill/speech/locales/en/LC_MESSAGES/skill.mo" in shipped
    unwanted = re.compile(r"skill/(simulator|web|cli)\b|(^|/)(boto3|botocore|click|flask|babel)/|\.po$|\.pyc$")
    assert [path for path in shipped if unwanted.search(path)] == []


def test_artefact_is_small(artefact: Path) -> None:
    """Unpacked, it stays far below Lambda's limit."""
    assert sum(path.stat().st_size for path in artefact.rglob("*") if path.is_file()) <= ARTEFACT_LIMIT


def test_compiled_parts_are_for_the_functions_processor(artefact: Path) -> None:
    """Whatever machine built it, native modules are for 64-bit ARM."""
    native = {path.name: path.read_bytes()[ELF_MACHINE] for path in artefact.rglob("*.so")}

    assert set(native.values()) <= {AARCH64}, native


def answered(outcome: Outcome, request: dict[str, Any]) -> dict[str, Any]:
    """Give the response of a successful invocation, which must be one that Alexa accepts."""
    assert outcome.kind == "response", outcome.body
    assert problems_with(outcome.body, request) == []
    response: dict[str, Any] = outcome.body
    return response


def any_wording_of(message_id: str) -> str:
    """Give a pattern of everything the catalog has for a message; on Lambda the wording is left to chance."""
    wordings = Catalog.for_locale("en-US").wordings(message_id)
    return "|".join(re.sub(r"\\{\w+\\}", ".+", re.escape(wording)) for wording in wordings)


def heard(answer: dict[str, Any]) -> str:
    """Give the words that Alexa would speak."""
    return plain_text(answer["response"]["outputSpeech"]["ssml"])
