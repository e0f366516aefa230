"""The load generator: everything is asked once, and what becomes of it is counted truly."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

import pytest

from benchmarks.load import Event, Load, percentile

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 4


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that a path names, and hangs up without an answer at /0."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer."""
        self.asked.append(self.path)
        status = int(self.path.rpartition("/")[2])
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """Where a small server listens."""
    with _serving() as server:
        yield server.server_address[1]


@contextmanager
def _serving() -> Iterator[ThreadingHTTPServer]:
    Handler.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _request(status: int, number: int) -> bytes:
    return f"GET /{number}/{status} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def test_everything_is_asked_once(port: int) -> None:
    """Over several connections, more than one of which is used up on the way."""
    outcome = Load(port, lambda number: _request(200, number), connections=CONNECTIONS).closed(100, seconds=60)

    assert sorted(Handler.asked) == sorted(f"/{number}/200" for number in range(100))
    assert (outcome.sent, outcome.statuses, outcome.lost) == (100, {200: 100}, [])
    assert len(outcome.latencies) == 100
    assert outcome.rate > 0


def test_what_is_not_200_failed(port: int) -> None:
    """An endpoint that refuses quickly is not fast."""
    outcome = Load(port, lambda number: _request(400 if number < 3 else 200, number), connections=CONNECTIONS).closed(
        10, seconds=60
    )

    assert outcome.failed == 3


def test_a_request_without_an_answer_is_lost(port: int) -> None:
    """It is counted with the port it came from, and not asked again."""
    outcome = Load(port, lambda number: _request(0 if number == 5 else 200, number), connections=1).closed(
        10, seconds=60
    )

    assert [lost.number for lost in outcome.lost] == [5]
    assert outcome.lost[0].port > 0
    assert outcome.statuses == {200: 9}
    assert Handler.asked.count("/5/0") == 1


def test_time_is_up(port: int) -> None:
    """A run ends with the answers under way, though there would be more to ask."""
    outcome = Load(port, lambda number: _request(200, number), connections=CONNECTIONS).closed(10**9, seconds=0.05)

    assert outcome.sent == outcome.statuses[200] > 0


def test_events_take_place_during_a_paced_run(port: int) -> None:
    """Once, or again and again."""
    happened: list[str] = []
    events = [
        Event(0.02, lambda: happened.append("once")),
        Event(0.0, lambda: happened.append("often"), every=0.01),
    ]

    outcome = Load(port, lambda number: _request(200, number), connections=CONNECTIONS).paced(20, 200, events)

    assert outcome.statuses == {200: 20}
    assert happened.count("once") == 1
    assert happened.count("often") > 1


def test_percentiles() -> None:
    """The value that so many stay within."""
    values = [float(value) for value in range(100)]

    assert (percentile(values, 0.5), percentile(values, 0.99), percentile([], 0.5)) == (50.0, 99.0, 0.0)
