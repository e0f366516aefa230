"""A server that answers what a test tells it to, in DynamoDB's place."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = tuple[int, bytes] | None
"""A status and a body; None to hang up without a word."""


def good(**body: Any) -> Answer:  # noqa: ANN401 (a JSON value)
    """A success."""
    return 200, json.dumps(body).encode()


def bad(code: str, status: int = 400, **body: Any) -> Answer:  # noqa: ANN401 (a JSON value)
    """An error, as DynamoDB tells it."""
    return status, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "no", **body}).encode()


def cancelled(*codes: str) -> Answer:
    """A transaction that was not done, with what was in the way of each write."""
    return bad("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


@contextmanager
def answering(*answers: Answer, signed: bool = True) -> Iterator[tuple[str, list[str]]]:
    """Answer one after the other, the last again and again; gives the address, and what was asked for.

    Args:
        answers: what to answer.
        signed: with a request id, as DynamoDB has it.
    """
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        """Answers."""

        def do_POST(self) -> None:
            """Whatever it is."""
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["X-Amz-Target"].partition(".")[2])
            answer = answers[min(len(asked), len(answers)) - 1]
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            if signed:
                self.send_header("x-amzn-RequestId", "ABC")
            self.send_header("Content-Length", str(len(answer[1])))
            self.end_headers()
            self.wfile.write(answer[1])

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """Takes connections, and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def nobody() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
