"""A small server on loopback that does each thing a server can do wrong when it is asked for a certificate."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TEN_MEGABYTES = 10_000_000


class Origin(ThreadingHTTPServer):
    """Serves a chain at ``/good``; what it does elsewhere, the handler below says."""

    def __init__(self, chain: bytes) -> None:
        self.chain = chain
        self.released = Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve; gives the address. At the end, whoever was kept waiting is let go."""
        with self:
            thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            yield f"http://127.0.0.1:{self.server_port}"
            self.released.set()
            self.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Origin

    def do_GET(self) -> None:
        getattr(self, "_" + self.path.strip("/"))()

    def _good(self) -> None:
        self._answer(200, self.server.chain)

    def _missing(self) -> None:
        self._answer(404, self.server.chain)

    def _failing(self) -> None:
        self._answer(500, self.server.chain)

    def _redirecting(self) -> None:
        self._answer(302, self.server.chain, location="/good")

    def _huge(self) -> None:
        self._answer(200, self.server.chain.ljust(TEN_MEGABYTES))

    def _empty(self) -> None:
        self._answer(200, b"")

    def _garbage(self) -> None:
        self._answer(200, b"\x00\xff garbage")

    def _slow(self) -> None:
        """Say nothing at all."""
        self.server.released.wait()

    def _stalling(self) -> None:
        """Begin, and then say nothing more."""
        self._answer(200, self.server.chain[:100], length=len(self.server.chain))
        self.wfile.flush()
        self.server.released.wait()

    def _trickling(self) -> None:
        """Never be silent for long, and never come to an end either."""
        self._answer(200, b"", length=TEN_MEGABYTES)
        while not self.server.released.wait(0.01):
            self._write(b" ")

    def _hanging_up(self) -> None:
        self.close_connection = True

    def _answer(self, status: int, content: bytes, *, location: str | None = None, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self._write(content)

    def _write(self, content: bytes) -> None:
        try:
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # nobody reads ten megabytes

    def log_message(self, *_: object) -> None:
        """Say nothing."""
