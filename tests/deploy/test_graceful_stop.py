"""SIGTERM to a server at work: whoever got through the door is answered, and the door is shut for the others."""

from __future__ import annotations

import signal
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Event
from typing import TYPE_CHECKING

from tests.web.amazon import PrivateAmazon, as_body, envelope
from tests.web.live import PATIENCE, Running, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATHLETES = 8
"""So many speak at once, each on a new connection for each request, as a proxy does without keep-alive."""

BEFORE = 40
"""Answers that are waited for until the server is told to stop."""

AT_MOST = 2_000
"""Requests of each athlete, after which the test is over whatever the server does."""


def test_under_load_nobody_who_got_in_goes_without_an_answer(folder: Path, amazon: PrivateAmazon) -> None:
    """Each request is answered, or was never taken.

    But for one at most: between a worker's last look and the door's shutting the system can let somebody in. With
    gunicorn's own worker it is all of them, and they wait for two seconds before they are turned out.
    """
    warm, outcomes = Event(), Counter[str]()
    with (
        running("-m", "tests.web.private_server", str(folder)) as server,
        kept_open(server),
        ThreadPoolExecutor(ATHLETES) as athletes,
    ):
        for _ in range(ATHLETES):
            athletes.submit(speak_until_refused, server, amazon, outcomes, warm)
        assert warm.wait(PATIENCE)
        assert server.stop() == 0

    assert outcomes["refused"] >= ATHLETES - 1
    assert outcomes["answered"] >= BEFORE
    assert set(outcomes) <= {"answered", "refused", "dropped"}


@contextmanager
def kept_open(server: Running) -> Iterator[None]:
    """A connection that is kept open for a next request: a worker told to stop waits for it, for a while."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/healthz")
    connection.getresponse().read()
    try:
        yield
    finally:
        connection.close()


def speak_until_refused(server: Running, amazon: PrivateAmazon, outcomes: Counter[str], warm: Event) -> None:
    """Ask again and again, and count what comes of it; a connection that is refused was never taken."""
    for _ in range(AT_MOST):
        body = as_body(envelope())
        outcome = what_comes_of(server, body, amazon.headers(body))
        outcomes[outcome] += 1
        if outcomes["answered"] >= BEFORE:
            warm.set()
        if outcome != "answered":
            return


def what_comes_of(server: Running, body: bytes, headers: dict[str, str]) -> str:
    """Whether it is answered, refused at the door, or what went wrong after that."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        connection.connect()
    except ConnectionRefusedError:
        return "refused"
    try:
        connection.request("POST", "/alexa", body, headers | {"Connection": "close"})
        response = connection.getresponse()
        return "answered" if (response.status, b"<speak>" in response.read()) == (200, True) else str(response.status)
    except ConnectionError:
        return "dropped"
    finally:
        connection.close()


def test_a_request_that_is_half_sent_is_heard_out(folder: Path, amazon: PrivateAmazon) -> None:
    """The rest of it comes after the server was told to stop, and is answered."""
    body = as_body(envelope())
    fields = {**amazon.headers(body), "Content-Length": str(len(body)), "Connection": "close"}
    head = "".join(["POST /alexa HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in fields.items()), "\r\n"])
    with running("-m", "tests.web.private_server", str(folder)) as server:
        assert server.ask("GET", "/healthz")[0] == 200
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
            connection.sendall(head.encode() + body[:50])
            server.process.send_signal(signal.SIGTERM)
            server.line_with(r"(Handling signal: term)")
            connection.sendall(body[50:])
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert server.stop() == 0

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"<speak>" in answer
