"""The endpoint in a real gunicorn on loopback, spoken to over HTTP and stopped with SIGTERM."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from skill.settings import LOG_LEVEL, SKILL_ID, Settings, SettingsError
from skill.web import create_app
from skill.web.endpoint import MAX_BODY_BYTES, SECURITY_HEADERS
from skill.web.server import Server, serve
from tests.web import private_server
from tests.web.amazon import SKILL_ID as THIS_SKILL
from tests.web.amazon import PrivateAmazon, as_body, envelope, intent
from tests.web.live import PATIENCE, Running, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, amazon: PrivateAmazon) -> Path:
    """Where the server finds what it shall believe."""
    (tmp_path / private_server.ROOT).write_bytes(amazon.root.pem)
    (tmp_path / private_server.CHAIN).write_bytes(amazon.chain(amazon.signer))
    return tmp_path


def test_the_server_answers_amazon_and_nobody_else_and_stops_when_told(folder: Path, amazon: PrivateAmazon) -> None:
    """A whole life: started, found healthy, opened, asked, attacked, stopped."""
    opened = as_body(envelope())
    asked = as_body(envelope(intent("ShouldIRunIntent", soreness="2", legDayAgo="P3D", runType="hills")))
    with running("-m", "tests.web.private_server", str(folder)) as server:
        assert server.ask("GET", "/healthz") == (200, b'{"status":"ok"}')
        for body in (opened, asked):
            status, answer = server.ask("POST", "/alexa", body, amazon.headers(body))
            assert status == 200
            assert b"<speak>" in answer
        assert server.ask("POST", "/alexa", opened + b" ", amazon.headers(opened))[0] == 400
        assert server.ask("POST", "/alexa", opened)[0] == 415
        assert server.ask("GET", "/alexa")[0] == 405
        assert server.stop() == 0
    assert "Traceback" not in server.log


def test_a_body_of_unknown_length_may_be_no_longer(folder: Path, amazon: PrivateAmazon) -> None:
    """Sent in chunks, it says nothing of its size; a byte too many is 413 all the same."""
    largest = as_body(envelope()).ljust(MAX_BODY_BYTES)
    halves = [largest[:100_000], largest[100_000:]]
    with running("-m", "tests.web.private_server", str(folder)) as server:
        assert server.ask("POST", "/alexa", iter(halves), amazon.headers(largest))[0] == 200
        assert server.ask("POST", "/alexa", iter([*halves, b" "]), amazon.headers(largest + b" "))[0] == 413


def posted(amazon: PrivateAmazon, body: bytes, *more: str, signed: bytes | None = None) -> bytes:
    """A signed request, as it comes over the wire; with a signature that fits only if it is this body's."""
    headers = {"Host": "127.0.0.1", "Content-Length": len(body), **amazon.headers(body if signed is None else signed)}
    lines = ["POST /alexa HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), *more, "", ""]
    return "\r\n".join(lines).encode() + body


class Client:
    """One connection, kept open, on which requests are sent as bytes."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._heard = connection, connection.makefile("rb")

    def ask(self, *pieces: bytes) -> tuple[str, dict[str, str], bytes]:
        """Status, headers and content of the answer to these pieces, each sent alone."""
        for piece in pieces:
            self._connection.sendall(piece)
        return self.answer()

    def answer(self) -> tuple[str, dict[str, str], bytes]:
        """The next answer."""
        status, *lines = iter(lambda: self._heard.readline().decode().strip(), "")
        headers = dict(line.split(": ", 1) for line in lines)
        return status, headers, self._heard.read(int(headers["Content-Length"]))

    def is_left(self) -> bool:
        """Whether the server hung up."""
        return self._heard.read(1) == b""


@contextmanager
def connected(server: Running) -> Iterator[Client]:
    """A connection to the server."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Client(connection)


TWICE = ("X-Test: 1", "X-Test: 2")
"""A header that comes twice, which is left to gunicorn to read."""


@pytest.mark.parametrize("signed", [None, b"another"], ids=["Amazon's", "a forger's"])
def test_nobody_can_tell_who_read_a_request(folder: Path, amazon: PrivateAmazon, signed: bytes | None) -> None:
    """Gunicorn or our own reader, in turn on one connection: the same status and headers, an answer or a refusal."""
    bodies = [(as_body(envelope()), more) for more in ((), TWICE, TWICE, (), (), TWICE)]
    with running("-m", "tests.web.private_server", str(folder)) as server, connected(server) as client:
        answers = [client.ask(posted(amazon, body, *more, signed=signed)) for body, more in bodies]
    assert {status.upper() for status, _, _ in answers} == {f"HTTP/1.1 {'400 BAD REQUEST' if signed else '200 OK'}"}
    assert len({tuple(_comparable(headers)) for _, headers, _ in answers}) == 1
    assert all((b"<speak>" in content) is (signed is None) for _, _, content in answers)


def _comparable(headers: dict[str, str]) -> list[str]:
    """Headers in order, but for values that differ from one answer to the next."""
    return [name if name in {"Date", "Content-Length"} else f"{name}: {value}" for name, value in headers.items()]


def test_a_request_may_come_in_pieces_and_two_at_once(folder: Path, amazon: PrivateAmazon) -> None:
    """Wherever they are cut, and without waiting for an answer, each is answered."""
    one, two, three = (posted(amazon, as_body(envelope())) for _ in range(3))
    with running("-m", "tests.web.private_server", str(folder)) as server, connected(server) as client:
        answers = [client.ask(one[:9], one[9:400], one[400:]), client.ask(two + three), client.answer()]
    assert [status for status, _, _ in answers] == ["HTTP/1.1 200 OK"] * 3


def test_who_will_not_ask_again_is_not_waited_for(folder: Path, amazon: PrivateAmazon) -> None:
    """The answer says so, and the server hangs up."""
    with running("-m", "tests.web.private_server", str(folder)) as server, connected(server) as client:
        status, headers, _ = client.ask(posted(amazon, as_body(envelope()), "Connection: close"))
        assert (status, headers["Connection"]) == ("HTTP/1.1 200 OK", "close")
        assert client.is_left()


def test_a_long_request_is_read_to_its_end(folder: Path, amazon: PrivateAmazon) -> None:
    """One that is longer than what is read at once, as with much in its session."""
    longest = as_body(envelope()).ljust(MAX_BODY_BYTES)
    with running("-m", "tests.web.private_server", str(folder)) as server, connected(server) as client:
        assert client.ask(posted(amazon, longest))[0] == "HTTP/1.1 200 OK"
        assert client.ask(posted(amazon, longest + b" "))[0].startswith("HTTP/1.1 413 ")


@contextmanager
def paused(process: int) -> Iterator[None]:
    """A process does nothing for a while, so that another one has to."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def test_what_one_worker_answered_no_worker_answers_again(folder: Path, amazon: PrivateAmazon) -> None:
    """Two workers, each of them made to do it alone; nor does one that takes the place of one that was killed."""
    body, later = as_body(envelope()), as_body(envelope())
    with running("-m", "tests.web.private_server", str(folder)) as server:
        first, second = server.next_worker(), server.next_worker()
        with paused(second):
            assert server.ask("POST", "/alexa", body, amazon.headers(body))[0] == 200
            assert server.ask("POST", "/alexa", body, amazon.headers(body))[0] == 400
        with paused(first):
            assert server.ask("POST", "/alexa", body, amazon.headers(body))[0] == 400
            assert server.ask("POST", "/alexa", later, amazon.headers(later))[0] == 200
        os.kill(first, signal.SIGKILL)
        server.next_worker()
        with paused(second):
            assert server.ask("POST", "/alexa", body, amazon.headers(body))[0] == 400
            assert server.ask("POST", "/alexa", later, amazon.headers(later))[0] == 400
        assert server.stop() == 0
    assert server.log.count("refused: the request was made before") == 4


NO_HTTP = {
    "nothing like it": b"<secret>\r\n\r\n",
    "another version": b"GET /secret HTTP/7.0\r\n\r\n",
    "a bad method": b"s{}cret / HTTP/1.1\r\n\r\n",
    "a bad header": b"GET /healthz HTTP/1.1\r\nsecret\r\n\r\n",
    "a name with a space": b"GET /healthz HTTP/1.1\r\nmy secret: 1\r\n\r\n",
    "an endless line": b"GET /" + b"secret" * 700 + b" HTTP/1.1\r\n\r\n",
    "headers without end": b"GET /healthz HTTP/1.1\r\n" + b"Secret: 1\r\n" * 101 + b"\r\n",
    "a length that is none": b"POST /alexa HTTP/1.1\r\nContent-Length: secret\r\n\r\n",
    "two lengths": b"POST /alexa HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
    "an unknown coding": b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: secret\r\n\r\n",
    "length and chunks": b"POST /alexa HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a bad chunk": b"POST /alexa HTTP/1.1\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nsecret\r\n",
}


def test_what_is_no_http_is_refused_as_everything_else(folder: Path) -> None:
    """With 400, the same few words and the security headers; nothing of what was sent comes back or is logged."""
    with running("-m", "tests.web.private_server", str(folder)) as server:
        for name, sent in NO_HTTP.items():
            head, _, content = server.send(sent).partition(b"\r\n\r\n")
            status, *headers = head.decode().split("\r\n")
            assert (name, status.upper(), content) == (name, "HTTP/1.1 400 BAD REQUEST", b'{"error":"request refused"}')
            assert {f"{header}: {value}" for header, value in SECURITY_HEADERS.items()} <= set(headers)
        assert server.ask("GET", "/healthz")[0] == 200
        assert server.stop() == 0
    assert "secret" not in server.log
    assert "Traceback" not in server.log
    assert server.log.count("refused") == len(NO_HTTP)


def test_the_server_does_not_tell_its_version(folder: Path) -> None:
    """Nor Python's, nor Flask's."""
    with running("-m", "tests.web.private_server", str(folder)) as server:
        for path in (b"/healthz", b"/nothing", b"/alexa"):
            head = server.send(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").partition(
                b"\r\n\r\n"
            )[0]
            servers = [
                line for line in head.decode().split("\r\n") if line.lower().startswith(("server:", "x-powered"))
            ]
            assert servers == ["Server: gunicorn"]


def test_serve_is_the_real_thing() -> None:
    """As `legday serve` runs it: a private Amazon is nobody there, and no environment variable changes that."""
    program = f"from skill.web.server import *; from skill.settings import *; serve(Settings({THIS_SKILL!r}), port=0)"
    unsigned = {"Content-Type": "application/json"}
    with running("-c", program, GUNICORN_CMD_ARGS="--bind 127.0.0.1:1", FLASK_DEBUG="1") as server:
        assert server.ask("GET", "/healthz")[0] == 200
        assert server.ask("POST", "/alexa", as_body(envelope()), unsigned)[0] == 400
        assert server.stop() == 0
    assert "refused: the header SignatureCertChainUrl is missing" in server.log


def test_gunicorn_can_run_the_factory_itself() -> None:
    """`gunicorn 'skill.web:create_app()'` needs nothing but the skill id."""
    environment = {SKILL_ID: THIS_SKILL, LOG_LEVEL: "INFO"}
    with running("-m", "gunicorn", "--bind", "127.0.0.1:0", "skill.web:create_app()", **environment) as server:
        assert server.ask("GET", "/healthz")[0] == 200
        assert server.stop() == 0


def test_serve_refuses_without_a_skill_id() -> None:
    """Before a worker is started: the sentence reaches whoever started it."""
    with pytest.raises(SettingsError, match=f"Set {SKILL_ID}"):
        serve(Settings())


def test_the_server_is_set_up_as_asked(amazon: PrivateAmazon) -> None:
    """Several requests at once, a time limit for workers, and no remote control."""
    app = create_app(Settings(skill_id=THIS_SKILL), trust_roots=amazon.roots)
    server = Server(lambda _: app, host="127.0.0.1", port=8123, workers=3, log_level="WARNING")
    assert server.load() is app
    assert server.cfg.address == [("127.0.0.1", 8123)]
    assert (server.cfg.workers, server.cfg.threads, server.cfg.loglevel) == (3, 8, "warning")
    assert server.cfg.control_socket_disable
    assert server.cfg.graceful_timeout < server.cfg.timeout
