"""A small Lambda Runtime API on loopback: hands events to the real runtime client and takes what it sends back.

The paths and headers are those of AWS's "Using the Lambda runtime API" (version 2018-06-01).
"""

from __future__ import annotations

import json
import queue
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PATIENCE = 30.0
"""Seconds to wait for a function before the test gives up; no measure of speed."""

_VERSION = "/2018-06-01/runtime"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the runtime client reported.

    Attributes:
        kind: `response`, `error` (of one invocation) or `init/error`.
        body: the JSON it sent.
    """

    kind: str
    body: Any


class RuntimeApi:
    """Serves one function while it is entered; `invoke` gives it an event and waits for the outcome."""

    def __init__(self) -> None:
        """Take a free port of this machine."""
        self._events: queue.Queue[bytes] = queue.Queue()
        self._outcomes: queue.Queue[Outcome] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True  # one of them waits for an event that never comes

    @property
    def address(self) -> str:
        """Host and port, as `AWS_LAMBDA_RUNTIME_API` holds them."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"

    def invoke(self, event: object) -> Outcome:
        """Send one event, as JSON, and give what came of it."""
        self._events.put(json.dumps(event).encode())
        return self.next_outcome()

    def next_outcome(self) -> Outcome:
        """Wait for what the function reports next.

        Raises:
            queue.Empty: if it reports nothing.
        """
        return self._outcomes.get(timeout=PATIENCE)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        events, outcomes = self._events, self._outcomes

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # an answer is two writes, and the second is not to wait for the first

            def handle(self) -> None:
                with suppress(ConnectionResetError):  # the function is stopped while it waits for its next event
                    super().handle()

            def do_GET(self) -> None:
                if self.path == f"{_VERSION}/restore/next":  # asked once the snapshot may be taken
                    self._reply(200, b"", {})
                    return
                assert self.path == f"{_VERSION}/invocation/next"
                self._reply(200, events.get(), _invocation_headers())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outcomes.put(Outcome(_kind(self.path), json.loads(body)))
                self._reply(202, b'{"status":"OK"}', {})

            def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Keep the test's output free of access lines."""

        return Handler


def _invocation_headers() -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        "Lambda-Runtime-Deadline-Ms": str(int((time.time() + PATIENCE) * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:leg-day-coach",
    }


def _kind(path: str) -> str:
    parts = path.removeprefix(_VERSION).strip("/").split("/")
    return "init/error" if parts == ["init", "error"] else parts[-1]
