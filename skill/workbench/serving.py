"""Serves the page on the loopback and nowhere else, to the one person at this machine."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

HOST = "127.0.0.1"
PORT = 8090


class _Quiet(WSGIRequestHandler):
    """Logs nothing: what was asked for is nobody's business, and what went wrong is said to the page."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        pass

    def version_string(self) -> str:
        return "legday"


@contextmanager
def serving(app: Flask, port: int = PORT) -> Iterator[str]:
    """Serve as long as the block lasts; gives the address.

    Args:
        app: what is served.
        port: 0 for any free one.

    Raises:
        OSError: if the port cannot be had.
    """
    with socket.create_server((HOST, port)) as listening:
        server = make_server(HOST, port, app, threaded=True, request_handler=_Quiet, fd=listening.fileno())
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{server.port}/"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
