"""What makes Amazon's SDK raise, outside every exception handler, is answered by the skill.

Each case is first shown to the SDK alone: should it learn one of them, the case here is no longer needed.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from ask_sdk_core.dispatch_components import AbstractExceptionHandler, AbstractRequestHandler
from ask_sdk_core.skill_builder import CustomSkillBuilder

from skill.app import build_skill
from skill.platform.response import problems_with
from tests.trust.envelopes import LAUNCH, NOTICES, OURS, SKILL_ID, envelope, intent

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

    from tests.trust.envelopes import Json

NEW = "NEWLY_INVENTED"

decided: list[Json] = []
respond = build_skill(OURS, time_zone=lambda _: "America/New_York", trace=decided.append)


class _TakesAll(AbstractRequestHandler):
    def can_handle(self, handler_input: HandlerInput) -> bool:  # noqa: ARG002 (the SDK's signature)
        return True

    def handle(self, handler_input: HandlerInput) -> Response:
        return handler_input.response_builder.speak("Hello.").response


class _CatchesAll(AbstractExceptionHandler):
    def can_handle(self, handler_input: HandlerInput, exception: Exception) -> bool:  # noqa: ARG002 (as above)
        return True

    def handle(self, handler_input: HandlerInput, exception: Exception) -> Response:  # noqa: ARG002 (as above)
        return handler_input.response_builder.speak("Sorry.").response


def sdk_alone(request: Json) -> Any:  # noqa: ANN401 (JSON)
    """What a skill answers that leaves all to the SDK, and takes every request and every exception."""
    builder: Any = CustomSkillBuilder()  # typed by comments that say its skill id is None
    builder.skill_id = SKILL_ID
    builder.add_request_handler(_TakesAll())
    builder.add_exception_handler(_CatchesAll())
    return builder.lambda_handler()(request, None)


def put(content: Any, *path: str | int) -> Json:  # noqa: ANN401 (any JSON)
    """A question with enough in it to be decided, but for what stands at one place."""
    whole = envelope(intent("ShouldIRunIntent"))
    place: Any = whole
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = content
    return whole


def without(*path: str) -> Json:
    """The same, with one part left out."""
    whole = envelope(intent("ShouldIRunIntent"))
    place: Any = whole
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return whole


_SLOTS = ("request", "intent", "slots")
_RESOLUTIONS = (*_SLOTS, "activity", "resolutions", "resolutionsPerAuthority")

QUESTIONS: dict[str, Json] = {
    "a dialog state": put(NEW, "request", "dialogState"),
    "the confirmation of an intent": put(NEW, "request", "intent", "confirmationStatus"),
    "the confirmation of a slot": put(NEW, *_SLOTS, "soreness", "confirmationStatus"),
    "a resolution code": put(NEW, *_RESOLUTIONS, 0, "status", "code"),
    "the shape of a viewport": put(NEW, "context", "Viewport", "shape"),
    "the touch of a viewport": put([NEW], "context", "Viewport", "touch"),
    "a codec of a viewport": put([NEW], "context", "Viewport", "video", "codecs"),
    "a kind of viewport": put([{"type": NEW}], "context", "Viewports"),
    "what the audio player does": put(NEW, "context", "AudioPlayer", "playerActivity"),
    "the status of a permission": put({"x": {"status": NEW}}, "context", "System", "user", "permissions", "scopes"),
    "a timestamp that is none": put("this morning", "request", "timestamp"),
    "a number for a timestamp": put([5], "request", "timestamp"),
    "no context": without("context"),
    "no system in the context": without("context", "System"),
}


@pytest.mark.parametrize("request_", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_question_is_decided_all_the_same(request_: Json) -> None:
    """What nobody has heard of yet, and what is missing, is nothing that the question is about."""
    with pytest.raises(Exception):  # noqa: B017, PT011 (of many kinds)
        sdk_alone(deepcopy(request_))

    assert problems_with(respond(request_), request_) == []
    assert decided.pop()["verdict"] == "rest"


UNHEARD_OF: dict[str, Json] = {
    "a kind of request": {"type": "Newly.Invented"},
    "a reason for the end of a session": {"type": "SessionEndedRequest", "reason": NEW},
    "an error that ends a session": {
        "type": "SessionEndedRequest",
        "reason": "ERROR",
        "error": {"type": NEW, "message": "x"},
    },
    "an error that a response led to": NOTICES["System.ExceptionEncountered"]
    | {"error": {"type": NEW, "message": "x"}},
}


@pytest.mark.parametrize("request_", UNHEARD_OF.values(), ids=UNHEARD_OF.keys())
def test_a_notice_gets_an_empty_response(request_: Json) -> None:
    """Nobody waits for more."""
    with pytest.raises(Exception):  # noqa: B017, PT011 (of many kinds)
        sdk_alone(envelope(request_))

    assert respond(envelope(request_)) == {"version": "1.0", "response": {}}


def test_a_launch_without_session_and_device_is_welcomed() -> None:
    """The SDK takes these; the skill does not need them."""
    request = envelope(LAUNCH)
    del request["session"], request["context"]["System"]["device"]

    assert "Leg Day Coach" in respond(request)["response"]["outputSpeech"]["ssml"]
