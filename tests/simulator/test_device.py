"""The device keeps the session as an Echo does, and sends what an Echo sends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.request_envelope import RequestEnvelope

from skill.simulator.device import OUT_OF_ORDER
from skill.simulator.envelope import SCREEN, SPEAKER, Hardware
from skill.simulator.trace import Trace
from tests.simulator import kettle
from tests.simulator.kettle import Kettle, answer, question

if TYPE_CHECKING:
    from skill.simulator.envelope import Json


def test_opening_launches_the_skill_in_a_new_session() -> None:
    """A launch is told to be the first of a session without attributes."""
    skill = Kettle([question("Welcome. Tea?")])

    turn = kettle.device(skill).open()

    assert turn.speech == "Welcome. Tea?"
    assert turn.intent == "LaunchRequest"
    assert turn.utterance == "open tea kettle"
    assert skill.heard[0]["session"]["new"] is True
    assert skill.heard[0]["session"]["attributes"] == {}
    assert turn.session_open


def test_a_request_looks_like_amazons() -> None:
    """Version, session, context and request are there with the fields that Lambda gets."""
    skill = Kettle([answer()])

    turn = kettle.device(skill, locale="en-GB").ask("tell me a joke")

    application, account = {"applicationId": "amzn1.ask.skill.tea"}, {"userId": "amzn1.ask.account.SIMULATED"}
    assert turn.request == {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "amzn1.echo-api.session.1",
            "attributes": {},
            "application": application,
            "user": account,
        },
        "context": {
            "System": {
                "application": application,
                "user": account,
                "device": {"deviceId": "amzn1.ask.device.SIMULATED", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.invalid",
                "apiAccessToken": "simulated",
            }
        },
        "request": {
            "type": "IntentRequest",
            "requestId": "amzn1.echo-api.request.2",
            "locale": "en-GB",
            "timestamp": "2026-11-22T12:00:00Z",
            "intent": {"name": "JokeIntent", "confirmationStatus": "NONE"},
        },
    }
    assert turn.response == answer()


def test_slots_are_sent_with_their_resolutions() -> None:
    """Words of the model resolve to ids, numbers stand alone, and what was not said is there, empty."""
    turn = kettle.device(Kettle([answer()])).say("brew two cups of mint")

    resolutions = {
        "resolutionsPerAuthority": [
            {
                "authority": "amzn1.er-authority.echo-sdk.amzn1.ask.skill.tea.Tea",
                "status": {"code": "ER_SUCCESS_MATCH"},
                "values": [{"value": {"name": "mint", "id": "mint"}}],
            }
        ]
    }
    assert turn.request["request"]["intent"]["slots"] == {
        "tea": {
            "name": "tea",
            "value": "peppermint",
            "resolutions": resolutions,
            "confirmationStatus": "NONE",
            "source": "USER",
            "slotValue": {"type": "Simple", "value": "peppermint", "resolutions": resolutions},
        },
        "cups": {
            "name": "cups",
            "value": "2",
            "confirmationStatus": "NONE",
            "source": "USER",
            "slotValue": {"type": "Simple", "value": "2"},
        },
        "extras": {"name": "extras", "confirmationStatus": "NONE"},
    }


def test_several_values_are_sent_as_a_list() -> None:
    """A slot that takes several values gets each with its own resolution, matched or not."""
    turn = kettle.device(Kettle([answer()])).say("brew with milk and honey")

    extras = turn.request["request"]["intent"]["slots"]["extras"]
    assert "value" not in extras
    assert extras["slotValue"]["type"] == "List"
    codes = [_codes(value) for value in extras["slotValue"]["values"]]
    assert codes == [["ER_SUCCESS_MATCH"], ["ER_SUCCESS_NO_MATCH"]]


def _codes(value: Json) -> list[str]:
    return [one["status"]["code"] for one in value["resolutions"]["resolutionsPerAuthority"]]


@pytest.mark.parametrize("hardware", [SPEAKER, SCREEN], ids=["speaker", "screen"])
@pytest.mark.parametrize("utterance", ["open tea kettle", "brew with milk and honey", "brew two cups of mint", "stop"])
def test_amazons_sdk_can_read_every_request(hardware: Hardware, utterance: str) -> None:
    """The SDK, which raises on values it does not know, reads what the device sends, the end included."""
    skill = Kettle([question()])
    device = kettle.device(skill, hardware=hardware)
    device.say(utterance)
    device.leave()

    read = [DefaultSerializer().deserialize(json.dumps(one), RequestEnvelope) for one in skill.heard]

    assert [one.request.object_type for one in read] == [one["type"] for one in skill.requests]
    assert (read[0].context.viewport is not None) is (hardware is SCREEN)


def test_attributes_come_back_with_the_next_request() -> None:
    """What the skill wants kept is kept, and replaced as a whole."""
    skill = Kettle([question() | {"sessionAttributes": {"a": 1}}, question() | {"sessionAttributes": {"b": 2}}])
    device = kettle.device(skill)

    for utterance in ("open tea kettle", "yes", "no"):
        device.say(utterance)

    assert [one["session"]["attributes"] for one in skill.heard] == [{}, {"a": 1}, {"b": 2}]
    assert [one["session"]["new"] for one in skill.heard] == [True, False, False]
    assert len({one["session"]["sessionId"] for one in skill.heard}) == 1


def test_a_new_session_follows_an_ended_one() -> None:
    """After an answer that ends the session, nothing of it is left."""
    skill = Kettle([answer() | {"sessionAttributes": {"a": 1}}])
    device = kettle.device(skill)

    closed = device.say("tell me a joke")
    device.say("tell me a joke")

    assert not closed.session_open
    assert skill.heard[1]["session"]["new"] is True
    assert skill.heard[1]["session"]["attributes"] == {}
    assert skill.heard[0]["session"]["sessionId"] != skill.heard[1]["session"]["sessionId"]


def test_calling_the_skill_by_its_name_starts_anew() -> None:
    """The name, said in the middle of a session, begins another; so does asking."""
    skill = Kettle([question(), question(), question()])
    device = kettle.device(skill)

    for speak, utterance in (
        (device.say, "tell me a joke"),
        (device.say, "ask tea kettle to brew"),
        (device.ask, "yes"),
    ):
        speak(utterance)

    assert [one["session"]["new"] for one in skill.heard] == [True, True, True]
    assert skill.requests[1]["intent"]["name"] == "BrewIntent"


def test_an_end_left_open_keeps_the_session_without_a_microphone() -> None:
    """A response that does not say whether the session ends leaves it hanging, and is reported."""
    turn = kettle.device(Kettle([answer(end=None)])).say("tell me a joke")

    assert turn.session_open
    assert not turn.session.microphone
    assert "shouldEndSession" in turn.problems[0]


def test_silence_is_answered_with_the_reprompt_once() -> None:
    """The device asks again by itself; at the second silence it tells the skill that nobody answers."""
    skill = Kettle([question("Which tea would you like?", again="Which tea?")])
    device = kettle.device(skill)
    device.open()

    again, over = device.silence(), device.silence()

    assert (again.speech, again.session_open, again.exchanges) == ("Which tea?", True, ())
    assert (over.speech, over.session_open) == ("", False)
    assert skill.requests[-1]["type"] == "SessionEndedRequest"
    assert skill.requests[-1]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert over.intent == "SessionEndedRequest"


def test_silence_without_a_session_does_nothing() -> None:
    """Nobody is listening, so nothing is sent."""
    skill = Kettle([])

    turn = kettle.device(skill).silence()

    assert (turn.speech, turn.intent, turn.request, turn.response, skill.heard) == ("", "", {}, {}, [])


def test_walking_away_ends_the_session() -> None:
    """The skill hears that the person ended it."""
    skill = Kettle([question()])
    device = kettle.device(skill)
    device.open()

    assert not device.leave().session_open
    assert skill.requests[-1]["reason"] == "USER_INITIATED"


def test_speech_after_the_end_is_a_problem() -> None:
    """Nobody hears an answer to the end of a session, and Amazon objects to it."""
    device = kettle.device(Kettle([question(), answer("Bye.")]))
    device.open()

    turn = device.leave()

    assert turn.speech == ""
    assert turn.problems


def test_time_is_local_where_the_device_stands() -> None:
    """Sentences are understood in local time, requests are stamped in UTC."""
    understanding, skill = kettle.Understanding(), Kettle([answer()])
    evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    device = kettle.device(skill, understanding=understanding, clock=lambda: evening, time_zone="Asia/Tokyo")

    device.say("tell me a joke")

    assert understanding.times[0].isoformat() == "2026-11-23T08:30:00+09:00"
    assert skill.requests[0]["timestamp"] == "2026-11-22T23:30:00Z"


def test_what_cannot_travel_as_json_is_refused() -> None:
    """A skill that keeps a date in its attributes fails here as it would behind Lambda."""
    skill = Kettle([question() | {"sessionAttributes": {"when": kettle.NOON}}])

    with pytest.raises(TypeError, match="JSON"):
        kettle.device(skill).open()


def test_plain_text_is_spoken_as_it_stands() -> None:
    """Text without markup becomes SSML with its signs escaped."""
    response = answer() | {"response": {"outputSpeech": {"type": "PlainText", "text": "Salt & tea"}}}

    turn = kettle.device(Kettle([response])).open()

    assert (turn.speech, turn.ssml) == ("Salt & tea", "<speak>Salt &amp; tea</speak>")


def test_a_turn_carries_the_skills_own_trace() -> None:
    """What the skill tells of its thinking belongs to the turn in which it was told."""
    trace = Trace()

    def skill(_: Json) -> Json:
        trace({"verdict": "brew"})
        return question()

    device = kettle.device(skill, trace=trace.take)

    assert device.open().trace == {"verdict": "brew"}
    assert trace.take() == {}
    assert [turn.trace for turn in device.turns] == [{"verdict": "brew"}]


def test_everything_amazon_objects_to_is_collected() -> None:
    """A question that closes the session fails certification, and the turn says so."""
    turn = kettle.device(Kettle([answer("Which tea?")])).open()

    assert "closed on a question" in turn.problems[0]


def test_a_response_alexa_refuses_ends_the_session() -> None:
    """A directive that makes no sense is answered with an error, and the person hears that there was a problem."""
    skill = Kettle([kettle.directing("ElicitSlot", slotToElicit="tea")])

    turn = kettle.device(skill).open()

    assert turn.speech == OUT_OF_ORDER
    assert not turn.session_open
    assert skill.requests[-1]["reason"] == "ERROR"
    assert skill.requests[-1]["error"]["type"] == "INVALID_RESPONSE"
    assert turn.problems[0] == skill.requests[-1]["error"]["message"]


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("alexa, ask tea kettle to brew", "brew"),
        ("Alexa tell Tea Kettle brew", "brew"),
        ("ask tea kettle for brew", "brew"),
        ("ask tea kettle if mint is in", "if mint is in"),
        ("open tea kettle and brew", "brew"),
        ("can you ask tea kettle about a brew", "a brew"),
        ("brew using tea kettle", "brew"),
        ("alexa, brew", "brew"),
        ("brew", "brew"),
    ],
)
def test_the_calling_of_the_skill_is_not_part_of_the_wish(said: str, wish: str) -> None:
    """Alexa keeps her own name, the skill's, and the words between to herself."""
    understood = kettle.device(Kettle([question()])).say(said).understood

    assert understood is not None
    assert understood.utterance == wish


@pytest.mark.parametrize(
    "said", ["open tea kettle", "Alexa, open Tea Kettle.", "ask tea kettle", "tea kettle", "start tea  kettle"]
)
def test_the_name_alone_opens_the_skill(said: str) -> None:
    """Without a wish, the skill is launched."""
    assert kettle.device(Kettle([question()])).say(said).intent == "LaunchRequest"


def test_with_no_understanding_given_the_model_is_enough() -> None:
    """A device understands by its model unless told otherwise."""
    skill = Kettle([answer()])
    settings: dict[str, Any] = {"understanding": None}

    turn = kettle.device(skill, **settings).ask("tell me a joke")

    assert turn.intent == "JokeIntent"
