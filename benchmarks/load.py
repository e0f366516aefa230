"""A load generator: one process, raw sockets kept alive, a request of its own for every turn, none of it repeated.

Two ways to ask. *Closed*: every connection asks again as soon as it was answered, which finds the most that a server
can do. *Paced*: a request is due every so often whatever became of the others, and its latency counts from when it was
due, so that a server cannot hide a stall by not being asked.

A connection is given up after `REQUESTS_A_CONNECTION` and made anew: else one worker may have them all, and one that
came late gets none. It is also given up when it lay idle for `IDLE`, before the server does the same and the two cross.
A request whose connection breaks before the answer is *lost*; nothing is sent twice.
"""

from __future__ import annotations

import selectors
import socket
from array import array
from collections import Counter, deque
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

REQUESTS_A_CONNECTION = 10
IDLE = 2.0
"""Seconds."""

PATIENCE = 15.0
"""Seconds after the last request was due; what is not answered then is lost."""

OK = 200
_READ = 65536


@dataclass(frozen=True, slots=True)
class Lost:
    """A request that got no answer: its number, and the local port it was sent from."""

    number: int
    port: int


@dataclass(slots=True)
class Outcome:
    """What became of the requests of one run.

    Attributes:
        sent: how many.
        statuses: how many answers of each status.
        lost: those without an answer.
        latencies: seconds, of every answer, in the order of the answers.
        answered_at: seconds since the start, of every answer.
        elapsed: seconds from the first request to the last answer.
        own_cpu: seconds of processor time that the generator itself took.
        server_cpu: the same of the server, if whoever made the run looked.
    """

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lost: list[Lost] = field(default_factory=list)
    latencies: array[float] = field(default_factory=lambda: array("d"))
    answered_at: array[float] = field(default_factory=lambda: array("d"))
    elapsed: float = 0.0
    own_cpu: float = 0.0
    server_cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.elapsed if self.elapsed else 0.0

    @property
    def failed(self) -> int:
        """Answers other than 200."""
        return self.statuses.total() - self.statuses[OK]

    def percentile(self, share: float) -> float:
        """The latency that this share (0–1) of the answers stayed within, in seconds."""
        return percentile(self.latencies, share)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0–1) of the values does not exceed; 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass(slots=True)
class Event:
    """Something to do during a run: first at a time, in seconds since its start, and again every so often if at all."""

    at: float
    act: Callable[[], None]
    every: float | None = None


class _Connection:
    """One connection to the server, and the request on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self.socket.getsockname()[1]
        self.number: int | None = None
        self.due = self.idle_since = 0.0
        self.used = self.port % REQUESTS_A_CONNECTION  # so that they do not all end together
        self.heard = b""

    def send(self, number: int, request: bytes, due: float) -> None:
        self.number, self.due, self.heard = number, due, b""
        self.used += 1
        self.socket.sendall(request)

    def answer(self) -> int | None:
        """The status, once the whole answer is there; raises ConnectionError if it will never be."""
        some = self.socket.recv(_READ)
        if not some:
            raise ConnectionResetError
        self.heard += some
        head, found, body = self.heard.partition(b"\r\n\r\n")
        if not found or len(body) < _content_length(head):
            return None
        return int(head[9:12])

    @property
    def is_spent(self) -> bool:
        return self.used >= REQUESTS_A_CONNECTION or b"\r\nconnection: close" in self.heard.lower()


def _content_length(head: bytes) -> int:
    _, _, after = head.lower().partition(b"\r\ncontent-length:")
    return int(after.partition(b"\r\n")[0] or 0)


class Load:
    """Asks one server; a `Load` is used for one run."""

    def __init__(self, port: int, request: Callable[[int], bytes], *, connections: int) -> None:
        """Set up a run.

        Args:
            port: where the server listens, on loopback.
            request: gives the bytes of the request with this number; numbers count from 0.
            connections: how many requests may be under way at a time.
        """
        self._port = port
        self._request = request
        self._most = connections
        self._selector = selectors.SelectSelector()  # its timeouts are exact; epoll's are whole milliseconds
        self._open: set[_Connection] = set()
        self._idle: deque[_Connection] = deque()
        self._outcome = Outcome()
        self._start = 0.0

    def closed(self, count: int, seconds: float) -> Outcome:
        """Ask as fast as answers come, until so many were sent or so much time has passed."""
        return self._run(count, lambda number: 0.0, stop_at=seconds)  # noqa: ARG005 - every request is due at once

    def paced(self, count: int, rate: float, events: Sequence[Event] = ()) -> Outcome:
        """Ask so many times, so often a second."""
        return self._run(count, lambda number: number / rate, stop_at=None, events=events)

    def _run(
        self, count: int, due: Callable[[int], float], *, stop_at: float | None, events: Sequence[Event] = ()
    ) -> Outcome:
        outcome, cpu = self._outcome, process_time()
        self._start = perf_counter()
        events = list(events)
        patience = (due(count) if stop_at is None else stop_at) + PATIENCE
        while (now := self._now()) < patience:
            _act(events, now)
            if stop_at is not None and now >= stop_at:
                count = outcome.sent
            self._listen(self._pause(count, due, events))  # before sending: it tells which connections are gone
            self._send_due(count, due, self._now())
            if outcome.sent == count and not self._waiting():
                break
        self._close_all()
        outcome.elapsed = outcome.answered_at[-1] if outcome.answered_at else 0.0
        outcome.own_cpu = process_time() - cpu
        return outcome

    def _now(self) -> float:
        return perf_counter() - self._start

    def _waiting(self) -> int:
        return len(self._open) - len(self._idle)

    def _send_due(self, count: int, due: Callable[[int], float], now: float) -> None:
        while self._outcome.sent < count and due(self._outcome.sent) <= now and self._waiting() < self._most:
            number = self._outcome.sent
            self._outcome.sent += 1
            connection = self._free_connection(now)
            try:
                connection.send(number, self._request(number), due(number) or self._now())
            except ConnectionError:
                self._drop(connection)

    def _free_connection(self, now: float) -> _Connection:
        while self._idle:
            connection = self._idle.popleft()
            if now - connection.idle_since < IDLE:
                return connection
            self._drop(connection)
        connection = _Connection(self._port)
        self._open.add(connection)
        self._selector.register(connection.socket, selectors.EVENT_READ, connection)
        return connection

    def _pause(self, count: int, due: Callable[[int], float], events: Sequence[Event]) -> float:
        """How long to listen at most: until something is due."""
        free = self._waiting() < self._most and self._outcome.sent < count
        next_times = [event.at for event in events] + ([due(self._outcome.sent)] if free else [])
        return max(0.0, min([1.0, *(time - self._now() for time in next_times)]))

    def _listen(self, pause: float) -> None:
        for key, _ in self._selector.select(pause):
            self._hear(key.data)

    def _hear(self, connection: _Connection) -> None:
        try:
            status = connection.answer()
        except ConnectionError:
            self._drop(connection)
            return
        if status is not None:
            self._note(connection, status)

    def _note(self, connection: _Connection, status: int) -> None:
        now = self._now()
        self._outcome.statuses[status] += 1
        self._outcome.latencies.append(now - connection.due)
        self._outcome.answered_at.append(now)
        connection.number, connection.idle_since = None, now
        if connection.is_spent:
            self._drop(connection)
        else:
            self._idle.append(connection)

    def _drop(self, connection: _Connection) -> None:
        if connection.number is not None:
            self._outcome.lost.append(Lost(connection.number, connection.port))
        elif connection in self._idle:
            self._idle.remove(connection)
        self._open.discard(connection)
        self._selector.unregister(connection.socket)
        connection.socket.close()

    def _close_all(self) -> None:
        for connection in tuple(self._open):
            self._drop(connection)
        self._selector.close()


def _act(events: list[Event], now: float) -> None:
    """Do what is due by now."""
    for event in [event for event in events if event.at <= now]:
        event.act()
        if event.every is None:
            events.remove(event)
        else:
            event.at += event.every
