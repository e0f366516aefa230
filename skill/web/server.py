"""The endpoint in gunicorn: what `legday serve` and `make serve` run. TLS is the business of a proxy in front."""

from __future__ import annotations

import json
import logging
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.parser import RequestParser
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from skill import logs
from skill.web import wire
from skill.web.endpoint import JSON, REFUSED, SECURITY_HEADERS, create_app
from skill.web.replay import SeenRequests
from skill.web.short_way import ShortWay
from skill.web.threads import Threads

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from flask import Flask
    from gunicorn.config import Config
    from gunicorn.http.message import Request
    from gunicorn.workers.gthread import TConn

    from skill.settings import Settings

HOST = "127.0.0.1"
PORT = 8080
WORKERS = 2

_SOON = 0.1
"""Seconds in which the first bytes of a new connection come, usually; gunicorn itself waits longer."""

_MOST = 65_536
"""Bytes of a request that are read at once; a longer one is left to gunicorn."""

_log = logging.getLogger(__name__)


def _refusal(now: float) -> bytes:
    content = json.dumps(REFUSED, separators=(",", ":")).encode()
    headers = {**SECURITY_HEADERS, "Content-Type": JSON, "Content-Length": str(len(content))}
    return wire.answer("400 Bad Request", headers.items(), content, keep_alive=False, now=now)


class Worker(ThreadWorker):
    """Gunicorn's worker, but for four things.

    A request that goes the short way does so from the socket on (see `skill.web.wire`), past gunicorn's own reading and
    writing. Its threads are ours (see `skill.web.threads`). What is not HTTP it answers like any other stranger;
    gunicorn's own answer, and its log, quote what was sent. And told to stop, it takes whoever waits at the door and
    shuts it at once. Gunicorn's leaves it open while it waits for what it has in hand: whoever comes then is let in by
    the system, heard by nobody, turned out at the end.
    """

    _short_way: ShortWay | None = None

    def get_thread_pool(self) -> Threads[TConn, bool]:  # type: ignore[override]  # the stub wants an executor
        """Start the threads in which connections are handled."""
        self._threads = Threads(self.cfg.threads, self.handle, partial(self.method_queue.defer, self.finish_request))
        return self._threads

    def enqueue_req(self, conn: TConn) -> None:
        """Have the next request of a connection handled."""
        self._threads.give(conn)

    def load_wsgi(self) -> None:
        """Load the application, and see whether it has a short way."""
        super().load_wsgi()
        way = getattr(self.wsgi, "wsgi_app", None)
        self._short_way = way if isinstance(way, ShortWay) else None

    def handle(self, conn: TConn) -> bool:
        """Answer the next request of a connection; whether it stays open."""
        posted = self._posted(conn) if self._short_way is not None else None
        if self._short_way is None or posted is None:
            return super().handle(conn)
        keep_alive = posted.keep_alive and self.alive and len(self.keepalived_conns) < self.max_keepalived
        status, headers, content = self._short_way.answer(posted, lambda: posted.body)
        with suppress(OSError):  # whoever asked may be gone
            now = time.time()
            conn.sock.sendall(wire.answer(status, headers, content, keep_alive=keep_alive, now=now))
            return keep_alive
        return False

    def _posted(self, conn: TConn) -> wire.Posted | None:
        """The request that came, if the short way is for it; else what came is put back for gunicorn to read."""
        if not conn.wait_for_data(_SOON):
            return None
        conn.sock.settimeout(None)
        conn.init()
        if not isinstance(conn.parser, RequestParser) or conn.parser.unreader.buf.getvalue():  # read ahead by gunicorn
            return None
        came = conn.sock.recv(_MOST)
        posted = wire.Posted.of(came)
        if posted is not None and self._is_short(posted):
            return posted
        conn.parser.unreader.unread(came)
        return None

    def _is_short(self, posted: wire.Posted) -> bool:
        target, kind, length = posted.target.decode("latin-1"), posted.get("Content-Type"), posted.get("Content-Length")
        return self._short_way is not None and self._short_way.takes(target, kind or "", length or "")

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Begin or stop taking connections."""
        super().set_accept_enabled(enabled)
        while self.sockets and not self.alive:
            door = self.sockets.pop()
            self._take_all(door)
            door.close()

    def _take_all(self, door: socket.socket) -> None:
        before = -1
        while self.nr_conns > before:
            before = self.nr_conns
            self.accept(door)

    def handle_error(self, req: Request | None, client: socket.socket, addr: object, exc: BaseException) -> None:
        """Refuse what could not be read as a request, and note the kind of error it was."""
        del req, addr
        _log.info("refused: %s", type(exc).__name__)
        with suppress(OSError):  # whoever sent it may be gone
            write_nonblock(client, _refusal(time.time()))


class ServerLog(Logger):
    """What gunicorn says of itself, in the form of our own log (see `skill.logs`)."""

    def setup(self, cfg: Config) -> None:
        """Set up gunicorn's handlers, and give them our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.JsonLines())


_MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108 # gunicorn makes a file of its own there

_OPTIONS: dict[str, object] = {
    "logger_class": ServerLog,
    "worker_class": Worker,
    "threads": 8,  # a request that waits for a certificate or for Amazon's settings holds up no other
    "timeout": 30,  # seconds until a worker that no longer reports is replaced
    "graceful_timeout": 10,  # seconds for requests in hand when told to stop; Alexa itself waits about eight
    "keepalive": 5,  # seconds
    "control_socket_disable": True,  # gunicorn's remote control: nobody asked for it
    # Where workers show that they are alive: memory, for a container's own files can be slow enough to seem dead.
    "worker_tmp_dir": str(_MEMORY) if _MEMORY.is_dir() else None,
}


class Server(BaseApplication):
    """Gunicorn around an application that each worker builds for itself.

    Across the fork they share one thing, and `build` gets it: what they have answered.
    """

    def __init__(
        self, build: Callable[[SeenRequests], Flask], *, host: str, port: int, workers: int, log_level: str
    ) -> None:
        self._build = build
        self._seen = SeenRequests()
        self._chosen = {**_OPTIONS, "bind": f"{host}:{port}", "workers": workers, "loglevel": log_level.lower()}
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn what was chosen; its own environment variable and files are not read."""
        for name, value in self._chosen.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        """Serve until told to stop; everything is logged to standard error."""
        logs.write_to_stderr(logging.getLevelNamesMapping()[self.cfg.loglevel.upper()])
        super().run()

    def load(self) -> Flask:  # type: ignore[override]  # the stub takes no environment that is a dict, as WSGI's is
        """Build the application, in a worker."""
        return self._build(self._seen)


def serve(settings: Settings, *, host: str = HOST, port: int = PORT, workers: int = WORKERS) -> None:
    """Serve the skill until told to stop: SIGTERM lets requests in hand finish, and ends in `SystemExit`.

    Args:
        settings: how this copy of the skill is set up.
        host: the address to listen on; a loopback one unless a proxy is elsewhere.
        port: the port to listen on; 0 for any free one, which gunicorn logs.
        workers: how many processes.

    Raises:
        SettingsError: without a skill id.
    """
    settings.require_skill_id()
    Server(
        lambda seen: create_app(settings, seen=seen),
        host=host,
        port=port,
        workers=workers,
        log_level=settings.log_level,
    ).run()
