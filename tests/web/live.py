"""A server in a process of its own, spoken to over sockets, and the folder it finds a private Amazon in."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from tests.leaks import LISTENER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENCE = 120  # seconds, after which a server that hangs is killed, so that the test fails and does not hang too
ROOT = Path(__file__).parents[2]


class Running:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.log = ""
        self.port = int(self.line_with(r"Listening at: http://127\.0\.0\.1:(\d+)"))

    def line_with(self, pattern: str) -> str:
        """What the first group of the pattern matches in the next line of the log that it fits."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log += line
            if found := re.search(pattern, line):
                return found[1]
        pytest.fail(f"the server did not start:\n{self.log}")

    def next_worker(self) -> int:
        """The process id of one more worker, once it is started."""
        return int(self.line_with(r"Booting worker with pid: (\d+)"))

    def send(self, request: bytes) -> bytes:
        """Any bytes, as they are; all that comes back until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def ask(
        self, method: str, path: str, body: bytes | Iterable[bytes] = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One request; the status and the content of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        answer = (response.status, response.read())
        connection.close()
        return answer

    def stop(self) -> int:
        """Tell it to stop as a service manager does; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.read_to_the_end()

    def read_to_the_end(self) -> int:
        """Read the log until the server ends: one that says much would wait for a reader. The exit code."""
        assert self.process.stderr is not None
        self.log += self.process.stderr.read()
        LISTENER.look_at(self.log)
        return self.process.wait()


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[Running]:
    """A Python program that serves, for as long as the test needs it."""
    env = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
    with served([sys.executable, *arguments], env, cwd=ROOT) as server:
        yield server


@contextmanager
def served(command: list[str], env: dict[str, str], *, cwd: Path) -> Iterator[Running]:
    """Any command that serves, in exactly this environment."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=cwd, env=env) as process:  # noqa: S603
        timer = Timer(PATIENCE, process.kill)
        timer.start()
        try:
            yield Running(process)
        finally:
            timer.cancel()
            process.terminate()
