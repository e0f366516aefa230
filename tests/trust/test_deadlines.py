"""Whatever Amazon's API does, the athlete gets an answer: a real server on loopback misbehaves in each test."""

from __future__ import annotations

import socket
import threading
from functools import partial
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from skill.amazon import reminders
from skill.amazon.time_zone import DEADLINE_SECONDS, device_time_zone
from skill.app import build_skill
from skill.platform.budget import ALEXA_WAITS, ANSWER_WITHIN
from skill.platform.response import problems_with
from skill.web.certificates import FETCH_DEADLINE
from tests.amazon.test_time_zone import NEW_YORK, a_byte_now_and_then, amazon, answering, saying
from tests.trust.envelopes import LAUNCH, OURS, envelope, intent

if TYPE_CHECKING:
    from tests.amazon.test_time_zone import Answer
    from tests.trust.envelopes import Json

SOON = 0.05
"""Seconds: a deadline for tests, in place of `DEADLINE_SECONDS`."""

END = threading.Event()


def answer_to(request: Json, api: str) -> Json:
    """What the skill answers when Amazon's API is at this address."""
    request["context"]["System"]["apiEndpoint"] = api
    respond = build_skill(OURS, vary=lambda _: 0, time_zone=partial(device_time_zone, deadline=SOON))
    return respond(request)


MISBEHAVING: dict[str, Answer] = {
    "unauthorised": answering(401, b'{"code": "UNAUTHORIZED"}'),
    "forbidden": answering(403, b""),
    "not found": answering(404, b""),
    "too many requests": answering(429, b"", Retry_After="3600"),
    "broken": answering(500, NEW_YORK),
    "down": answering(503, b""),
    "no answer": saying(b""),
    "garbage": saying(b"\x00\xff\r\n\r\n"),
    "nonsense": answering(200, b'"Mars/Olympus_Mons"'),
    "hanging": lambda _: END.wait(),
    "slow": a_byte_now_and_then(END),
}


@pytest.mark.parametrize("answer", MISBEHAVING.values(), ids=MISBEHAVING.keys())
@pytest.mark.parametrize("request_", [LAUNCH, intent("ShouldIRunIntent")], ids=["launch", "question"])
def test_an_answer_comes_whatever_amazons_api_does(answer: Answer, request_: Json) -> None:
    """With the likely time zone of the locale instead of the device's."""
    END.clear()
    with amazon(answer) as api:
        request = envelope(request_)
        response = answer_to(request, api.endpoint)
        END.set()  # what hangs would hang still
        assert api.asked or answer is MISBEHAVING["slow"]

    assert problems_with(response, request) == []
    assert "Sorry" not in response["response"]["outputSpeech"]["ssml"]


def test_an_answer_comes_where_nobody_listens() -> None:
    """Amazon out of reach."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        response = answer_to(envelope(LAUNCH), f"http://127.0.0.1:{taken.getsockname()[1]}")

    assert "Leg Day Coach" in response["response"]["outputSpeech"]["ssml"]


def test_all_deadlines_together_fit_in_the_time_for_an_answer() -> None:
    """The first request to a server may have to fetch a certificate and then to ask for the time zone."""
    assert FETCH_DEADLINE + DEADLINE_SECONDS <= ANSWER_WITHIN < ALEXA_WAITS


def test_reminders_fit_in_beside_the_time_zone() -> None:
    """A session that begins with "cancel my reminders" asks for both."""
    assert DEADLINE_SECONDS + reminders.DEADLINE_SECONDS <= ANSWER_WITHIN
    assert reminders.Reminders("https://api.amazonalexa.invalid", "t").deadline == reminders.DEADLINE_SECONDS


def test_the_deadline_is_the_one_that_was_added_up() -> None:
    """Nobody who leaves it out gets another."""
    assert signature(device_time_zone).parameters["deadline"].default == DEADLINE_SECONDS
    assert signature(build_skill).parameters["time_zone"].default is device_time_zone
