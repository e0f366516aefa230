"""A skill is reached as a function or over HTTP; whatever is wrong with it is said in a sentence."""

from __future__ import annotations

import json
import socket
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from skill.simulator import calling
from skill.simulator.calling import NoSkill, SkillFailed
from skill.simulator.device import OUT_OF_ORDER
from tests.simulator import kettle
from tests.simulator.kettle import answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SKILL = """
def handler(event, context):
    print("to the log")
    assert context.get_remaining_time_in_millis() == 8000
    assert context.aws_request_id and context.function_name
    told = event["request"]["type"] + " " + event["session"]["application"]["applicationId"]
    speech = {"type": "PlainText", "text": told}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}

def raising(event, context): raise RuntimeError("out of tea")
def nothing(event, context): return None
def stranger(event, context): return object()
something = 5
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a module of functions, forgotten afterwards."""
    monkeypatch.setattr("sys.path", [*sys.path])
    (tmp_path / f"tea_{tmp_path.name}.py").write_text(SKILL, encoding="utf-8")
    (tmp_path / f"broken_{tmp_path.name}.py").write_text("1 / 0", encoding="utf-8")
    return tmp_path


def tea(folder: Path) -> str:
    """The module's name, another one for each test."""
    return f"tea_{folder.name}"


def test_a_function_is_called_as_lambda_calls_it(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With event and context; what it prints is no part of the conversation."""
    turn = kettle.device(calling.function(f"{tea(folder)}:handler", folder)).open()

    assert turn.speech == "LaunchRequest amzn1.ask.skill.tea"
    assert capfd.readouterr() == ("", "to the log\n")


@pytest.mark.parametrize(
    ("name", "said"),
    {
        "raising": "The skill raised RuntimeError: out of tea",
        "nothing": "The skill's answer to LaunchRequest is no response: 'None'.",
        "stranger": "The skill's answer is no JSON: Object of type object is not JSON serializable.",
    }.items(),
)
def test_a_function_that_fails_is_for_the_person_what_alexa_says(folder: Path, name: str, said: str) -> None:
    """The sentence names what happened, and the session is over."""
    turn = kettle.device(calling.function(f"{tea(folder)}:{name}", folder)).open()

    assert (turn.speech, turn.failed, turn.session_open) == (OUT_OF_ORDER, True, False)
    assert turn.problems[0] == said


def test_a_function_that_is_not_there_is_named(folder: Path) -> None:
    """Before anything is said."""
    for where, said in {
        "tea": "'tea' names no function; one looks like lambda_function:lambda_handler.",
        "no_such_module:handler": "The module no_such_module cannot be imported: ModuleNotFoundError: ",
        f"broken_{folder.name}:handler": "cannot be imported: ZeroDivisionError: division by zero",
        f"{tea(folder)}:thirst": f"The module {tea(folder)} has no function thirst.",
        f"{tea(folder)}:something": f"The module {tea(folder)} has no function something.",
    }.items():
        with pytest.raises(NoSkill) as raised:
            calling.function(where, folder)
        assert said in str(raised.value)


# Endpoints


@contextmanager
def endpoint(status: int, body: bytes) -> Iterator[tuple[str, list[Any]]]:
    """A server that gives one answer to all; its address, and what it was asked."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer."""
            asked.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 (the standard library's signature)
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_endpoint_is_posted_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the path of its address, and around no proxy."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with endpoint(200, json.dumps(answer("Tea.")).encode()) as (address, asked):
        turn = kettle.device(calling.endpoint(f"{address}/alexa?stage=dev")).open()

    assert turn.speech == "Tea."
    assert asked == [("/alexa?stage=dev", turn.request)]


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, b"", "The endpoint answered with the status 400 Bad Request. An endpoint that lets only Amazon in"),
        (302, b"", "The endpoint answered with the status 302 Found."),
        (500, b"oops", "The endpoint answered with the status 500 Internal Server Error."),
        (200, b"<html>", "The endpoint's answer is no JSON: Expecting value"),
        (200, b"\xff\xfe\xff", "The endpoint's answer is no JSON: "),
        (200, b"[]", "The skill's answer to LaunchRequest is no response: '[]'."),
    ],
)
def test_an_endpoint_that_fails_is_for_the_person_what_alexa_says(status: int, body: bytes, said: str) -> None:
    """Whatever it answers, the sentence says so."""
    with endpoint(status, body) as (address, _):
        turn = kettle.device(calling.endpoint(address)).open()

    assert (turn.speech, turn.failed) == (OUT_OF_ORDER, True)
    assert turn.problems[0].startswith(said)


def test_an_endpoint_that_is_not_there_or_does_not_answer_is_named() -> None:
    """Nobody waits for ever."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(SkillFailed, match=r"did not answer within 0\.1 seconds\."):
            calling.endpoint(address, timeout=0.1)({})
    with pytest.raises(SkillFailed, match="cannot be reached: Connection refused"):
        calling.endpoint(address)({})


@pytest.mark.parametrize("address", ["", "localhost:5000", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:x/"])
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    """With an example of one."""
    with pytest.raises(NoSkill, match="one looks like http://127"):
        calling.endpoint(address)
