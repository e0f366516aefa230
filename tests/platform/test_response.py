"""What Alexa and its certification ask of a response, one rule at a time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.platform.response import CARDS, DIRECTIVES, ends_in_question, heard, problems_with

Json = dict[str, Any]

LONGEST_SPEECH = "o" * 7_985


def said(text: str) -> Json:
    """Words as SSML output speech."""
    return {"type": "SSML", "ssml": f"<speak>{text}</speak>"}


def answer(text: str = "Rest today.", **others: object) -> Json:
    """A response that answers and closes the session; `others` replace parts of it (None takes one out)."""
    return envelope(**{"outputSpeech": said(text), "shouldEndSession": True, **others})


def question(text: str = "How sore are your legs, zero to ten?", again: str = "Zero to ten?", **others: object) -> Json:
    """A response that asks, with a reprompt, and leaves the session open."""
    asked = {"outputSpeech": said(text), "reprompt": {"outputSpeech": said(again)}, "shouldEndSession": False}
    return envelope(**{**asked, **others})


def envelope(**parts: object) -> Json:
    """A response envelope of the parts that are not None."""
    response = {name: part for name, part in parts.items() if part is not None}
    return {"version": "1.0", "sessionAttributes": {}, "response": response}


def request(kind: str = "IntentRequest", **parts: object) -> Json:
    """A request envelope of this type."""
    return {"version": "1.0", "request": {"type": kind, "locale": "en-GB", **parts}}


def eliciting(slot: str = "soreness", **others: object) -> Json:
    """A directive that asks for a slot."""
    return {"type": "Dialog.ElicitSlot", "slotToElicit": slot, **others}


def intent(*slots: str, name: str = "ShouldIRunIntent") -> Json:
    """An intent with these slots, still empty."""
    return {"name": name, "slots": {slot: {"name": slot, "confirmationStatus": "NONE"} for slot in slots}}


GOOD = {
    "an answer": answer(),
    "an answer in plain text": answer(outputSpeech={"type": "PlainText", "text": "Rest & <relax>."}),
    "a question": question(),
    "a question in plain text": question(
        outputSpeech={"type": "PlainText", "text": "How sore are your legs?"},
        reprompt={"outputSpeech": {"type": "PlainText", "text": "How sore?"}},
    ),
    "nothing at all": envelope(),
    "silence on stop": envelope(shouldEndSession=True),
    "the model's own question": envelope(directives=[{"type": "Dialog.Delegate"}], shouldEndSession=False),
    "a slot asked for": question(directives=[eliciting(updatedIntent=intent("soreness", "runType"))]),
    "a slot confirmed": question(directives=[{"type": "Dialog.ConfirmSlot", "slotToConfirm": "legDayDate"}]),
    "an intent confirmed": question(directives=[{"type": "Dialog.ConfirmIntent"}]),
    "names learnt": question(directives=[{"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "CLEAR"}]),
    "a screen": answer(
        directives=[{"type": "Alexa.Presentation.APL.RenderDocument", "token": "verdict", "document": {"type": "APL"}}]
    ),
    "a card": answer(card={"type": "Simple", "title": "Rest", "content": "Today"}),
    "a card with a picture": answer(
        card={
            "type": "Standard",
            "title": "Rest",
            "text": "Today",
            "image": {"smallImageUrl": "https://example.com/legs.png"},
        }
    ),
    "a permission asked for": answer(
        card={"type": "AskForPermissionsConsent", "permissions": ["alexa::alerts:reminders:skill:readwrite"]}
    ),
    "no attributes": {"version": "1.0", "response": {"outputSpeech": said("Rest."), "shouldEndSession": True}},
}

BAD = {
    "no version": (answer() | {"version": None}, 'The response needs "version": "1.0".'),
    "no response": ({"version": "1.0"}, 'The response needs a "response" object.'),
    "attributes that are a list": (
        answer() | {"sessionAttributes": ["sore"]},
        '"sessionAttributes" should be an object.',
    ),
    "too large": (answer() | {"sessionAttributes": {"log": "x" * 120_000}}, "Alexa accepts 120,000."),
    "a set": (answer() | {"sessionAttributes": {"areas": {"quads"}}}, "cannot be written as JSON"),
    "not a number": (answer() | {"sessionAttributes": {"hours": float("nan")}}, "cannot be written as JSON"),
    "broken SSML": (answer("Rest & relax."), "In the speech: The speech is not well-formed XML"),
    "an unknown tag": (answer("<b>Rest.</b>"), "In the speech: Alexa does not know <b>."),
    "a broken reprompt": (question(again="Zero &c?"), "In the reprompt: The speech is not well-formed XML"),
    "a speech too long": (answer(LONGEST_SPEECH + "o."), "In the speech: The speech has 8,002 characters"),
    "a plain text too long": (
        answer(outputSpeech={"type": "PlainText", "text": "a" * 8_001}),
        "In the speech: It has 8,001 characters; Alexa accepts 8,000.",
    ),
    "silence as speech": (answer('<break time="1s"/>'), "In the speech: nothing is heard."),
    "speech of no type": (answer(outputSpeech={"ssml": "<speak>Rest.</speak>"}), "its type is None"),
    "speech in the wrong field": (answer(outputSpeech={"type": "SSML", "text": "Rest."}), "SSML speech needs 'ssml'."),
    "an end unsaid": (answer(shouldEndSession=None), "shouldEndSession should be true or false"),
    "an end half said": (answer(shouldEndSession="true"), "shouldEndSession should be true or false"),
    "a question to no one": (answer("Want to know why?"), "The session is closed on a question: 'Want to know why?'."),
    "an open end": (question("Rest today, I would say.", "Rest."), "The session is left open without a question"),
    "an open silence": (question(outputSpeech=None), "The session is left open without a question: ''."),
    "no reprompt": (question(reprompt=None), "The session is open without a reprompt."),
    "an empty reprompt": (question(reprompt={}), "The session is open without a reprompt."),
    "a reprompt that repeats": (
        question("How sore?", "<emphasis level='strong'>How</emphasis> sore?"),
        "The reprompt repeats the prompt; it should be other words.",
    ),
    "a reprompt that is longer": (question("How sore?", "And how sore?"), "should be shorter than the prompt."),
    "a reprompt as long": (question("How sore?", "Sore? How?"), "should be shorter than the prompt."),
    "a reprompt to no one": (
        answer(reprompt={"outputSpeech": said("So?")}),
        "There is a reprompt, but the session is closed.",
    ),
    "an unknown directive": (
        question(directives=[{"type": "Dialog.Ask"}]),
        "no directive 'Dialog.Ask' that we may send",
    ),
    "a directive of no type": (question(directives=[{}]), "no directive 'None' that we may send"),
    "no slot named": (question(directives=[{"type": "Dialog.ElicitSlot"}]), "Dialog.ElicitSlot needs 'slotToElicit'."),
    "a dialog in a closed session": (answer(directives=[eliciting()]), "Dialog.ElicitSlot needs the session open."),
    "two directives that lead": (
        question(directives=[eliciting(), {"type": "Dialog.ConfirmIntent"}]),
        "Only one directive may lead the dialog; there are Dialog.ElicitSlot, Dialog.ConfirmIntent.",
    ),
    "words over the model's": (
        question(directives=[{"type": "Dialog.Delegate"}]),
        "Dialog.Delegate speaks the model's prompts; send no speech with it.",
    ),
    "a slot the intent lacks": (
        question(directives=[eliciting("soreness", updatedIntent=intent("runType"))]),
        "Dialog.ElicitSlot is about the slot 'soreness', which ShouldIRunIntent does not have.",
    ),
    "an intent without a name": (
        question(directives=[eliciting(updatedIntent=intent("soreness", name=""))]),
        "The updatedIntent of Dialog.ElicitSlot needs a name.",
    ),
    "a slot of two names": (
        question(directives=[eliciting(updatedIntent={"name": "A", "slots": {"soreness": {"name": "sore"}}})]),
        "The slot 'soreness' of the updatedIntent is named 'sore' inside.",
    ),
    "an unknown card": (answer(card={"type": "Birthday"}), "There is no card of type 'Birthday'"),
    "half a card": (answer(card={"type": "Simple", "title": "Rest"}), "A Simple card needs 'content'."),
    "a long card": (
        answer(card={"type": "Simple", "title": "o", "content": "o" * 8_000}),
        "The card has 8,001 characters; Alexa accepts 8,000.",
    ),
    "a card's picture in the open": (
        answer(card={"type": "Standard", "title": "o", "text": "o", "image": {"largeImageUrl": "http://e.com/o.png"}}),
        "A card's image needs an https address",
    ),
    "a card's picture far away": (
        answer(
            card={"type": "Standard", "title": "o", "text": "o", "image": {"largeImageUrl": "https://" + "o" * 2_000}}
        ),
        "A card's image needs an https address",
    ),
}


@pytest.mark.parametrize("response", GOOD.values(), ids=GOOD)
def test_finds_nothing_wrong_with(response: Json) -> None:
    """Responses Alexa takes raise no problem, with the request known or not."""
    asked = request(intent=intent("soreness", "legDayDate"))

    assert problems_with(response) == []
    assert problems_with(response, asked) == [] or not response["response"]


@pytest.mark.parametrize(("response", "because"), BAD.values(), ids=BAD)
def test_finds(response: Json, because: str) -> None:
    """One thing is wrong, and one sentence says which."""
    (problem,) = problems_with(response)

    assert because in problem


def test_every_directive_and_card_needs_its_fields() -> None:
    """No directive and no card passes without a field it cannot do without."""
    for kind, fields in DIRECTIVES.items():
        problems = problems_with(envelope(directives=[{"type": kind}], shouldEndSession=True))
        assert {f"{kind} needs {field!r}." for field in fields} <= set(problems)
    for kind, fields in CARDS.items():
        problems = problems_with(answer(card={"type": kind}))
        assert problems == [f"A {kind} card needs {field!r}." for field in sorted(fields)]


def test_longest_speech_passes() -> None:
    """Eight thousand characters are not too many."""
    assert problems_with(answer(LONGEST_SPEECH)) == []


@pytest.mark.parametrize("kind", ["LaunchRequest", "IntentRequest", "SessionResumedRequest"])
def test_an_athlete_who_spoke_needs_the_end_said(kind: str) -> None:
    """Even an empty response says whether the session ends, when a person is listening."""
    assert "shouldEndSession should be true or false" in problems_with(envelope(), request(kind))[0]


@pytest.mark.parametrize("kind", ["SessionEndedRequest", "AlexaSkillEvent.SkillDisabled"])
def test_a_notification_needs_no_end(kind: str) -> None:
    """Where no one is listening, an empty response is whole."""
    assert problems_with(envelope(), request(kind)) == []


@pytest.mark.parametrize(
    "part",
    [
        {"outputSpeech": said("Goodbye.")},
        {"directives": [{"type": "Alexa.Presentation.APL.ExecuteCommands", "token": "o", "commands": ["o"]}]},
        {"card": {"type": "Simple", "title": "Bye", "content": "Bye"}},
    ],
)
def test_an_ended_session_is_answered_in_silence(part: Json) -> None:
    """A session that has ended gets no speech, no directives and no card."""
    (problem,) = problems_with(envelope(**part, shouldEndSession=True), request("SessionEndedRequest"))

    assert problem == f"The session has ended; there should be no {next(iter(part))}."


def test_an_ended_session_gets_no_reprompt() -> None:
    """Not even a reprompt alone."""
    response = envelope(reprompt={"outputSpeech": said("So?")})

    assert "The session has ended; there should be no reprompt." in problems_with(
        response, request("SessionEndedRequest")
    )


def test_a_slot_belongs_to_the_intent_that_was_asked() -> None:
    """Without an updated intent, the slot to elicit is one of the request's intent."""
    response = question(directives=[eliciting("soreness")])

    assert problems_with(response, request(intent=intent("soreness"))) == []
    assert problems_with(response, request(intent=intent("runType"))) == [
        "Dialog.ElicitSlot is about the slot 'soreness', which ShouldIRunIntent does not have."
    ]


def test_a_dialog_begun_without_an_intent_names_one() -> None:
    """On launch there is no intent to elicit for, so the directive brings its own."""
    launch = request("LaunchRequest")

    assert problems_with(question(directives=[eliciting(updatedIntent=intent("soreness"))]), launch) == []
    assert problems_with(question(directives=[eliciting()]), launch) == [
        "Dialog.ElicitSlot needs an updatedIntent: the request has no intent."
    ]


def test_speech_is_held_against_the_locale_that_hears_it() -> None:
    """An emotion is fine in Britain and unknown in Australia."""
    response = answer('<amazon:emotion name="excited" intensity="low">Go.</amazon:emotion>')

    assert problems_with(response, request()) == []
    assert "is not spoken in en-AU" in problems_with(response, request(locale="en-AU"))[0]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Want to know why?", True),
        ("Want to know why? ", True),
        ("走りますか\N{FULLWIDTH QUESTION MARK}", True),
        ("Why? Because.", False),
        ('Ask me "should I run today?"', False),
        ("", False),
    ],
)
def test_a_question_is_what_ends_in_a_question_mark(text: str, asks: bool) -> None:
    """The last sentence decides; a question quoted is none."""
    assert ends_in_question(text) is asks


def test_a_pause_after_a_question_is_no_end_of_it() -> None:
    """Markup after the question mark is not heard, and changes nothing."""
    assert problems_with(question('How sore, <sub alias="zero to ten?">0-10</sub> <break time="1s"/>', "How?")) == []


@pytest.mark.parametrize(
    ("speech", "text"),
    [
        (None, ""),
        ({}, ""),
        ({"type": "SSML", "ssml": "<speak>Rest &amp; relax.</speak>"}, "Rest & relax."),
        ({"type": "SSML", "ssml": "Rest & relax."}, ""),
        ({"type": "PlainText", "text": " Rest &  relax. "}, "Rest & relax."),
        ({"type": "PlainText", "text": None}, ""),
        ({"type": "Song", "text": "la"}, ""),
    ],
)
def test_hears_speech_as_text(speech: Json | None, text: str) -> None:
    """Both kinds of speech are heard; what cannot be read is not."""
    assert heard(speech) == text


@given(text=st.text(), again=st.text(), ends=st.none() | st.booleans())
def test_any_words_get_an_answer(text: str, again: str, ends: bool | None) -> None:
    """Whatever is said, the check ends in sentences."""
    response = envelope(outputSpeech=said(text), reprompt={"outputSpeech": said(again)}, shouldEndSession=ends)

    assert all(problem.endswith(".") for problem in problems_with(response))
