"""Requests that are no conversation stay unanswered; what is missing from one that is costs no answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.app import build_skill
from skill.platform.response import problems_with
from skill.settings import Settings
from tests.conversation.talker import SUNDAY, Json, Talker, authority, intent_request, resolved

# --- Nothing may be said ---

SILENT: list[Json] = [
    {"type": "SessionEndedRequest", "reason": "USER_INITIATED"},
    {"type": "SessionEndedRequest", "reason": "EXCEEDED_MAX_REPROMPTS"},
    {"type": "SessionEndedRequest", "reason": "ERROR", "error": {"type": "INVALID_RESPONSE", "message": "Bad."}},
    {"type": "SessionEndedRequest", "reason": "NEWLY_INVENTED"},
    {"type": "AlexaSkillEvent.SkillEnabled"},
    {"type": "AlexaSkillEvent.SkillDisabled", "body": {"userInformationPersistenceStatus": "NOT_PERSISTED"}},
    {"type": "Alexa.Presentation.APL.UserEvent", "token": "t", "arguments": ["x"], "source": {}, "components": {}},
    {
        "type": "System.ExceptionEncountered",
        "error": {"type": "INVALID_RESPONSE", "message": "Bad."},
        "cause": {"requestId": "amzn1.echo-api.request.0"},
    },
    {"type": "AudioPlayer.PlaybackStarted", "token": "t", "offsetInMilliseconds": 0},
    {"type": "Newly.Invented"},
]


@pytest.mark.parametrize("request_", SILENT, ids=lambda request: request["type"])
def test_notices_get_an_empty_response(request_: Json) -> None:
    """No speech, no directive, no session; in a session and outside."""
    for athlete in (Talker(), Talker()):
        assert athlete.sends(request_).body == {}
        athlete.opens()


def test_whether_an_intent_could_be_fulfilled_is_answered_without_a_word() -> None:
    """The skill does not declare that interface; asked all the same, it says no."""
    asked = {"type": "CanFulfillIntentRequest", "intent": {"name": "ShouldIRunIntent", "slots": {}}}

    assert Talker().sends(asked).body == {"canFulfillIntent": {"canFulfill": "NO"}, "shouldEndSession": True}


# --- Coming back ---

RETURNS: list[Json] = [
    {"type": "Connections.Response", "name": "AskFor", "payload": {}, "token": "t", "status": {"code": "200"}},
    {"type": "SessionResumedRequest"},
]


@pytest.mark.parametrize("request_", RETURNS, ids=lambda request: request["type"])
def test_coming_back_from_elsewhere_goes_on_where_the_conversation_stood(request_: Json) -> None:
    """Another part of Alexa took over for a while."""
    athlete = Talker()
    athlete.says("ShouldIRunIntent", soreness="2")
    athlete.says("Help")

    assert athlete.sends(request_).asks_for == "legDayDate"


def test_a_session_that_ended_in_the_middle_is_gone() -> None:
    """What was said in it is not known in the next."""
    athlete = Talker()
    athlete.says("ShouldIRunIntent", soreness="2")
    athlete.sends({"type": "SessionEndedRequest", "reason": "USER_INITIATED"})

    assert athlete.says("ShouldIRunIntent").asks_for == "soreness"


# --- Locales and time zones ---

EASY_TODAY = {"soreness": "0", "runType": "easy", "legDayDate": "2026-11-20"}


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-AU", "en-CA", "en-IN", "de-DE", "xx-XX", "../..", None])
def test_every_locale_is_answered(locale: str | None) -> None:
    """Those we serve and, in English, any other."""
    athlete = Talker(locale=locale)
    heard = athlete.opens()

    assert "Leg Day Coach" in heard.speech
    assert athlete.says("ShouldIRunIntent", **EASY_TODAY).verdict == "go"


@pytest.mark.parametrize("time_zone", [None, "", "Nowhere/Land", "../../etc/passwd", "America", "\x00"])
@pytest.mark.parametrize(
    ("locale", "offset"),
    [
        ("en-US", "-06:00"),
        ("en-GB", "+00:00"),
        ("en-AU", "+11:00"),
        ("en-CA", "-05:00"),
        ("en-IN", "+05:30"),
        ("de-DE", "-06:00"),
        (None, "-06:00"),
    ],
)
def test_without_a_time_zone_the_locales_likely_one_is_taken(
    time_zone: str | None, locale: str | None, offset: str
) -> None:
    """Amazon may not say; an answer is worth more than the exact hour."""
    athlete = Talker(locale=locale, time_zone=time_zone)
    heard = athlete.says("ShouldIRunIntent", **EASY_TODAY)

    assert heard.trace["facts"]["leg_day"][0].endswith(offset)
    assert heard.verdict == "go"


def test_the_time_zone_is_asked_for_once_a_session() -> None:
    """It takes time that the answer needs."""
    athlete = Talker()
    athlete.opens()
    athlete.says("Help")
    athlete.says("AnswerIntent", soreness="2")

    assert athlete.zone_asked == 1


def test_the_hours_are_the_athletes_own() -> None:
    """“This morning” is another moment in Kolkata: there it is evening when it is morning in New York."""
    verdicts = {}
    for zone in ("America/New_York", "Asia/Kolkata"):
        athlete = Talker(SUNDAY, time_zone=zone)
        heard = athlete.says(
            "ShouldIRunIntent", soreness="0", runType="easy", legDayDate="2026-11-22", legDayTime="06:00"
        )
        verdicts[zone] = heard.verdict

    assert verdicts == {"America/New_York": "rest", "Asia/Kolkata": "go"}


# --- What may be missing ---


@pytest.mark.parametrize("timestamp", ["2026-11-22T15:00:00Z", "2026-11-22T15:00:00", "2026-11-22T15:00:00+00:00"])
def test_a_timestamp_counts_with_or_without_its_zone(timestamp: str) -> None:
    """Amazon's are UTC."""
    athlete = Talker()
    heard = athlete.sends({**intent_request("ShouldIRunIntent", legDayAgo="PT1H"), "timestamp": timestamp})

    assert heard.trace["facts"]["leg_day"][0] == "2026-11-22T09:00:00-05:00"


@pytest.mark.parametrize("slots", [None, {}, {"soreness": None}])
def test_an_intent_without_slots_is_answered(slots: Json | None) -> None:
    """Missing, empty or null."""
    request = intent_request("ShouldIRunIntent")
    request["intent"]["slots"] = slots

    assert Talker().sends(request).asks_for == "soreness"


@pytest.mark.parametrize("attributes", [None, {"facts": 5}, {"asking": "shoe_size"}, {"said": [1]}])
def test_attributes_that_cannot_be_read_cost_no_answer(attributes: Json | None) -> None:
    """The conversation begins anew."""
    athlete = Talker()
    envelope = athlete.envelope(intent_request("AnswerIntent", soreness="8"))
    envelope["session"] |= {"new": False, "attributes": attributes}

    assert athlete.sends_envelope(envelope).verdict == "rest"


def test_what_breaks_inside_is_apologised_for(caplog: pytest.LogCaptureFixture) -> None:
    """In a sentence, closing the session; the log says what kind of error it was and nothing of the athlete."""

    def break_down(_: object) -> str:
        message = "soreness"
        raise RuntimeError(message)

    envelope = Talker().envelope(intent_request("ShouldIRunIntent", soreness="8"))
    response = build_skill(Settings(), vary=lambda _: 0, time_zone=break_down)(envelope)

    assert problems_with(response, envelope) == []
    assert "Sorry, something broke on my side." in response["response"]["outputSpeech"]["ssml"]
    assert response["response"]["shouldEndSession"] is True
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "soreness" not in caplog.text


def test_what_the_sdk_would_refuse_is_answered() -> None:
    """A dialog state, a resolution code and a viewport of tomorrow cost no answer."""
    athlete = Talker()
    unheard_of = resolved("8", authority("ER_NEWLY_INVENTED"))
    envelope = athlete.envelope(intent_request("ShouldIRunIntent", soreness=unheard_of) | {"dialogState": "PONDERING"})
    envelope["context"]["Viewports"] = [{"type": "HOLOGRAM"}]

    assert athlete.sends_envelope(envelope).verdict == "rest"


@pytest.mark.parametrize("part", ["session", "context", "version"])
@pytest.mark.parametrize("instead", [None, [], "text", "left out"])
def test_a_part_that_is_missing_costs_no_answer(part: str, instead: Any) -> None:  # noqa: ANN401 (any JSON)
    """Without a session it is a new one; without a context the time zone is not known."""
    athlete = Talker()
    envelope = athlete.envelope(intent_request("ShouldIRunIntent", soreness="8"))
    if instead == "left out":
        del envelope[part]
    else:
        envelope[part] = instead

    assert athlete.sends_envelope(envelope).verdict == "rest"


@pytest.mark.parametrize("timestamp", [None, "", "now", 5, "9999-12-31T23:59:59-12:00", "left out"])
def test_without_a_timestamp_the_clock_tells_the_time(timestamp: Any) -> None:  # noqa: ANN401 (any JSON)
    """Of the machine the skill runs on."""
    traces: list[Json] = []
    respond = build_skill(
        Settings(), vary=lambda _: 0, time_zone=lambda _: "UTC", trace=traces.append, clock=lambda: SUNDAY
    )
    envelope = Talker().envelope(intent_request("ShouldIRunIntent", legDayAgo="PT1H"))
    if timestamp == "left out":
        del envelope["request"]["timestamp"]
    else:
        envelope["request"]["timestamp"] = timestamp
    respond(envelope)

    assert traces[0]["facts"]["leg_day"][0] == "2026-11-22T14:00:00+00:00"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def partly(known: Json) -> st.SearchStrategy[Any]:
    """This object, with anything at all in place of any of its parts."""
    parts = {name: partly(part) if isinstance(part, dict) else JSON | st.just(part) for name, part in known.items()}
    return JSON | st.fixed_dictionaries({}, optional=parts)


@settings(deadline=None)
@given(envelope=partly(Talker().envelope(intent_request("ShouldIRunIntent", soreness="8", legDayDate="2026-11-21"))))
def test_no_request_is_an_error(envelope: Any) -> None:  # noqa: ANN401 (any JSON)
    """Whatever stands in it, the response is one Amazon accepts."""
    respond = build_skill(Settings(), vary=lambda _: 0, time_zone=lambda _: None, clock=lambda: SUNDAY)

    assert problems_with(respond(envelope)) == []
