"""Speaks DynamoDB's JSON API over connections that stay open. A second attempt where the first may have been bad luck.

The standard library's HTTP, and not boto3, whose import and client take longer than all else that Lambda does until its
first answer (docs/decisions/0014).
"""

from __future__ import annotations

import json
import os
from collections import deque
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from select import select
from time import sleep
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import finalize

from skill.memory.account import Account
from skill.memory.pace import Pace
from skill.memory.records import Nonsense
from skill.memory.signature import signed_headers

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from datetime import datetime

    from skill.memory.address import Table

CONNECT_SHARE, READ_SHARE, ATTEMPTS = 0.3, 0.6, 2
"""Of the time for a whole call, what each attempt may take to connect and to hear something. DynamoDB answers in about
10 ms; a second attempt often reaches another, healthy server."""

BACKOFF = 0.025
"""Seconds that are waited at most between attempts, at random; botocore's for DynamoDB."""

THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "Throttling",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
"""Refusals that mean: not now, or not so much."""

_BROKEN = frozenset({500, 502, 503, 504})
_GOOD = 200
_REQUEST_ID = "x-amzn-RequestId"


class Refused(Exception):  # noqa: N818 (reads as what it says)
    """DynamoDB would not do it.

    Attributes:
        code: its name for why.
        reasons: of a transaction: for each write the name of what was in its way, or "None".
    """

    def __init__(self, code: str, reasons: list[str]) -> None:
        super().__init__(code)
        self.code, self.reasons = code, reasons


class _Answer(NamedTuple):
    status: int
    request_id: str | None
    body: bytes

    @property
    def code(self) -> str | None:
        """DynamoDB's name for why not; None for a success."""
        if self.status == _GOOD:
            return None
        kind = self._told().get("__type")
        return kind.rpartition("#")[2] if isinstance(kind, str) else f"status {self.status}"

    def value(self) -> dict[str, Any]:
        """What was answered.

        Raises:
            Refused: if it was a refusal.
            Nonsense: if it was not DynamoDB that answered, or nothing that it would say.
        """
        if not self.request_id:
            raise Nonsense
        if self.code is not None:
            raise Refused(
                self.code, [reason.get("Code", "None") for reason in self._told().get("CancellationReasons", ())]
            )
        return self._told()

    def _told(self) -> dict[str, Any]:
        try:
            told = json.loads(self.body)
        except ValueError:
            told = None
        if isinstance(told, dict):
            return told
        if self.status == _GOOD:
            raise Nonsense
        return {}


class Wire:
    """The way to DynamoDB of one process; for all its threads."""

    def __init__(
        self, table: Table, clock: Callable[[], datetime], patience: float, still_awaited: Callable[[], object]
    ) -> None:
        """Set up the way; nothing is reached until something is asked.

        Args:
            table: where.
            clock: the time now, with which requests are signed.
            patience: seconds for a whole call, of which each attempt gets a share.
            still_awaited: called before each attempt, and raises if it is not to be made any more.
        """
        self._account, self._pace, self._clock = Account(table), Pace(), clock
        self._patience, self._still_awaited = patience, still_awaited
        self._idle: deque[HTTPConnection] = deque()
        finalize(self, _close, self._idle)

    def ask(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Ask DynamoDB to do something.

        Args:
            operation: what ("Query").
            asked: with what, as JSON.

        Raises:
            Refused: if it would not.
            OSError: if it could not be reached; so do `HTTPException`, `NoAccount` and `Nonsense` say.
        """
        body = json.dumps(asked, separators=(",", ":")).encode()
        for _ in range(ATTEMPTS - 1):
            try:
                answer = self._attempt(operation, body)
            except (OSError, HTTPException):
                pass
            else:
                if answer.code not in THROTTLED and answer.status not in _BROKEN:
                    return answer.value()
            sleep(BACKOFF * os.urandom(1)[0] / 255)
        return self._attempt(operation, body).value()

    def _attempt(self, operation: str, body: bytes) -> _Answer:
        self._pace.wait()
        self._still_awaited()
        answer = self._exchange(operation, body)
        self._pace.note(throttled=answer.code in THROTTLED)
        return answer

    def _exchange(self, operation: str, body: bytes) -> _Answer:
        """Send it over a connection that is free, or a new one, and read the whole answer."""
        account = self._account
        _, host = account.endpoint
        credentials, at = account.credentials(), self._clock()
        headers = signed_headers(operation, body, host=host, region=account.region, credentials=credentials, at=at)
        connection = self._connection()
        try:
            connection.request("POST", "/", body, headers)
            response = connection.getresponse()
            answer = _Answer(response.status, response.getheader(_REQUEST_ID), response.read())
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return answer

    def _connection(self) -> HTTPConnection:
        """The connection that was used last, or a new one: the others may then fall asleep."""
        while self._idle:
            connection = self._idle.pop()
            if not _is_dropped(connection):
                return connection
            connection.close()
        return self._connected()

    def _connected(self) -> HTTPConnection:
        secure, host = self._account.endpoint
        connect, read = CONNECT_SHARE * self._patience, READ_SHARE * self._patience
        connection = (
            HTTPSConnection(host, timeout=connect, context=tls()) if secure else HTTPConnection(host, timeout=connect)
        )
        connection.connect()
        connection.sock.settimeout(read)
        return connection


@cache
def tls() -> ssl.SSLContext:
    """How servers are known: by the machine's own roots, which take a while to read."""
    from ssl import create_default_context  # noqa: PLC0415 (only where there is TLS)

    return create_default_context()


def _close(connections: deque[HTTPConnection]) -> None:
    for connection in connections:
        connection.close()


def _is_dropped(connection: HTTPConnection) -> bool:
    """Whether the other side has hung up meanwhile: there is something to read though nothing was asked."""
    if connection.sock is None:  # the last answer said that it would
        return True
    readable, _, _ = select([connection.sock], [], [], 0)
    return bool(readable)
