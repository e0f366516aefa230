"""Where the parts are put together: what is told to whoever watches, and whose requests are refused."""

from __future__ import annotations

import importlib.util
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from skill.advice import RULES
from skill.app import NotOurSkill, Unanswered, build_skill, never_silent
from skill.platform.response import problems_with
from skill.settings import Settings
from tests import planted
from tests.amazons_model import unknown_to_amazon
from tests.conversation.stores import SECRET, Watched
from tests.conversation.talker import SUNDAY, Talker, intent_request

if TYPE_CHECKING:
    from collections.abc import Callable

SKILL_ID = "amzn1.ask.skill.test"
OTHER = {"application": {"applicationId": "amzn1.ask.skill.other"}}


def launch() -> dict[str, Any]:
    """A request to open the skill with the id `SKILL_ID`."""
    return Talker().envelope({"type": "LaunchRequest"})


def ours(envelope: dict[str, Any]) -> dict[str, Any]:
    """What the skill says to it when it knows its own id."""
    respond = build_skill(Settings(skill_id=SKILL_ID), vary=lambda _: 0, time_zone=lambda _: "UTC")
    return respond(envelope)


# --- Whose request ---


def test_a_request_with_our_id_is_answered() -> None:
    """In the session and in the context."""
    assert ours(launch())["response"]["outputSpeech"]


@pytest.mark.parametrize("place", ["session", "context"])
def test_the_id_may_stand_in_one_place_only(place: str) -> None:
    """Requests outside a session carry it in the context; old ones in the session."""
    envelope = launch()
    if place == "session":
        del envelope["context"]["System"]["application"]
    else:
        del envelope["session"]["application"]

    assert ours(envelope)["response"]["outputSpeech"]


@pytest.mark.parametrize(
    "changed",
    [
        {"session": OTHER},
        {"context": {"System": OTHER}},
        {"session": OTHER, "context": {"System": OTHER}},
        {"session": {}, "context": {}},
        {"session": None, "context": None},
        {"session": {}, "context": {"System": None}},
        {"session": {"application": None}, "context": {"System": {"application": "x"}}},
        {"session": {"application": {"applicationId": ""}}},
        {"context": {"System": {"application": {"applicationId": [SKILL_ID]}}}},
    ],
)
def test_a_request_for_another_skill_or_for_none_is_refused(changed: dict[str, Any]) -> None:
    """Wherever the other id stands, and if none stands anywhere."""
    with pytest.raises(NotOurSkill, match="another skill"):
        ours(launch() | changed)


def test_an_empty_request_is_refused_before_it_is_read() -> None:
    """By its id, not by an error in reading."""
    with pytest.raises(NotOurSkill):
        ours({})


def test_without_an_id_of_its_own_the_skill_answers_any() -> None:
    """As on a laptop."""
    respond = build_skill(Settings(), vary=lambda _: 0, time_zone=lambda _: "UTC")

    assert respond(launch() | {"session": {"new": True, "sessionId": "s", **OTHER}})["response"]["outputSpeech"]


# --- What is traced ---


def test_a_verdict_is_traced_with_its_rule_and_the_facts() -> None:
    """Once a turn; facts as they are stored, and nothing that was said in words."""
    athlete = Talker()
    traced = athlete.says("ShouldIRunIntent", soreness="8").trace

    assert traced == {
        "intent": "ShouldIRunIntent",
        "verdict": "rest",
        "rule": "very_sore",
        "sources": [*next(rule for rule in RULES if rule.name == "very_sore").sources],
        "facts": {"soreness": 8.0},
    }


def test_a_question_is_traced_without_a_verdict() -> None:
    """Nothing is decided yet."""
    traced = Talker().opens().trace

    assert (traced["intent"], traced["verdict"], traced["rule"]) == ("LaunchRequest", None, None)


def test_a_session_that_ends_is_not_traced() -> None:
    """There is no turn."""
    assert Talker().sends({"type": "SessionEndedRequest", "reason": "USER_INITIATED"}).trace == {}


# --- What is random and what is asked of Amazon by default ---


def test_the_wording_varies_by_default_and_stays_acceptable() -> None:
    """Left to chance, the same question comes in more than one wording."""
    respond = build_skill(Settings(), time_zone=lambda _: "UTC")
    envelope = Talker().envelope(intent_request("ShouldIRunIntent"))

    said = {respond(envelope)["response"]["outputSpeech"]["ssml"] for _ in range(60)}

    assert len(said) > 1


def test_the_time_zone_is_asked_with_the_whole_request_and_once_a_session() -> None:
    """It is kept in the session."""
    asked: list[Any] = []

    def time_zone(envelope: Any) -> str:  # noqa: ANN401 (any JSON)
        asked.append(envelope)
        return "Asia/Kolkata"

    respond = build_skill(Settings(), vary=lambda _: 0, time_zone=time_zone)
    envelope = launch()
    attributes = respond(envelope)["sessionAttributes"]
    again = launch()
    again["session"] |= {"new": False, "attributes": attributes}
    respond(again)

    assert asked == [envelope]
    assert attributes["timeZone"] == "Asia/Kolkata"


def test_the_athletes_own_day_decides() -> None:
    """At one moment it is 23:00 in New York and the next day in Kolkata."""
    evening = SUNDAY.replace(hour=18)
    new_york, kolkata = Talker(evening), Talker(evening, time_zone="Asia/Kolkata")
    for athlete in (new_york, kolkata):
        athlete.says("ShouldIRunIntent", soreness="1", runType="easy", legDayDate="PRESENT_REF", legDayTime="MO")

    assert new_york.heard.trace["facts"]["leg_date"] == "2026-11-22"
    assert kolkata.heard.trace["facts"]["leg_date"] == "2026-11-22"  # half past four: no morning yet, so yesterday's
    assert kolkata.heard.trace["facts"]["leg_day"][0].endswith("+05:30")


# --- Who disables the skill is forgotten ---


def disabled(*, context: dict[str, Any] | None) -> dict[str, Any]:
    """The notice as Amazon sends it: without a session, the athlete in its context."""
    return {
        "version": "1.0",
        "context": context,
        "request": {
            "type": "AlexaSkillEvent.SkillDisabled",
            "requestId": "amzn1.echo-api.request.disabled",
            "timestamp": "2026-11-22T15:00:00Z",
            "eventCreationTime": "2026-11-22T15:00:00Z",
            "eventPublishingTime": "2026-11-22T15:00:00Z",
        },
    }


SYSTEM = {"application": {"applicationId": SKILL_ID}, "user": {"userId": planted.ATHLETE}}


@pytest.mark.parametrize(("skill_id", "refused"), [(SKILL_ID, False), ("amzn1.ask.skill.other", True)])
def test_disabling_our_skill_forgets_the_athlete_and_disabling_another_does_not(
    skill_id: str, *, refused: bool
) -> None:
    """The notice is checked like every other request before it deletes anything."""
    store = Watched.empty(lambda: SUNDAY)
    Talker(memory=store).says("RememberMeIntent")
    respond = build_skill(Settings(skill_id=skill_id), memory=store, athlete_secret=SECRET)
    if refused:
        with pytest.raises(NotOurSkill):
            respond(disabled(context={"System": SYSTEM}))
    else:
        assert respond(disabled(context={"System": SYSTEM})) == {"version": "1.0", "response": {}}

    assert store.is_empty is not refused


@pytest.mark.parametrize("context", [None, {}, {"System": None}, {"System": {"user": {}}}, {"System": {"user": "x"}}])
def test_a_notice_that_names_nobody_forgets_nobody(context: dict[str, Any] | None) -> None:
    """And breaks nothing; the store is not even asked."""
    store = Watched.empty(lambda: SUNDAY)
    respond = build_skill(Settings(), memory=store, athlete_secret=SECRET)

    assert respond(disabled(context=context)) == {"version": "1.0", "response": {}}
    assert store.calls == []


def test_athletes_are_kept_apart_by_the_secret() -> None:
    """With another secret, nobody is recognised."""
    store = Watched.empty(lambda: SUNDAY)
    Talker(memory=store).says("RememberMeIntent")
    respond = build_skill(
        Settings(), vary=lambda _: 0, time_zone=lambda _: "UTC", memory=store, athlete_secret=SECRET + b"!"
    )

    assert "not medical advice" in respond(launch())["response"]["outputSpeech"]["ssml"]


# --- When the skill itself fails ---


def broken(envelope: dict[str, Any]) -> dict[str, Any]:
    """A skill that cannot answer, and whose error holds what was said."""
    raise RuntimeError(planted.WORDS, envelope)


def unspeaking(kind: str) -> dict[str, Any]:
    """A request that nobody listens to."""
    return Talker().envelope({"type": kind})


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "de-DE", None])
def test_a_skill_that_fails_apologises(caplog: pytest.LogCaptureFixture, locale: str | None) -> None:
    """In a sentence that Amazon accepts; nothing of the error's own words is told."""
    envelope = Talker(locale=locale).envelope({"type": "LaunchRequest"})
    response = never_silent(broken, dict)(envelope)

    assert problems_with(response, envelope) == unknown_to_amazon(response) == []
    assert "Sorry" in response["response"]["outputSpeech"]["ssml"]
    assert next(record.getMessage() for record in caplog.records).startswith("no answer: RuntimeError at skill/app.py:")


def test_nothing_is_said_to_a_notice_that_fails() -> None:
    """Nobody would hear it."""
    assert never_silent(broken, dict)(unspeaking("SessionEndedRequest")) == {"version": "1.0", "response": {}}


def test_a_skill_event_that_fails_is_not_answered() -> None:
    """So that Amazon delivers it again; what is raised says where it broke, and no words."""
    with pytest.raises(Unanswered) as raised:
        never_silent(broken, dict)(unspeaking("AlexaSkillEvent.SkillDisabled"))

    assert re.fullmatch(r"RuntimeError at skill/app\.py:\d+", str(raised.value))
    assert raised.value.__context__ is None


def test_another_skills_request_gets_no_apology() -> None:
    """It is refused."""
    respond = never_silent(build_skill(Settings(skill_id="amzn1.ask.skill.other")), dict)
    with pytest.raises(NotOurSkill):
        respond(launch())


@pytest.mark.usefixtures("logging_as_it_was")
def test_lambda_apologises_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when not a line can be logged any more."""
    skill_id = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
    monkeypatch.setenv("LEGDAY_SKILL_ID", skill_id)
    handler = lambda_handler()
    monkeypatch.setattr(logging.getLogger("skill.turn"), "filters", [disk_full])
    monkeypatch.setattr(logging.getLogger("skill.app"), "filters", [disk_full])
    envelope = launch() | {"session": {"application": {"applicationId": skill_id}}, "context": {}}

    assert "Sorry" in handler(envelope, None)["response"]["outputSpeech"]["ssml"]


def disk_full(_: logging.LogRecord) -> bool:
    """Fail as a handler of the log may."""
    message = "disk full"
    raise OSError(message)


def lambda_handler() -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """The function's entry, put together anew."""
    path = Path(__file__).parents[1] / "lambda" / "handler.py"
    spec = importlib.util.spec_from_file_location("lambda_handler", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Callable[[dict[str, Any], object], dict[str, Any]] = module.handler
    return handler
