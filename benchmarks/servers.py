"""The servers that are asked: a program of its own for each, with the options that our own server runs with.

Run as ``python -m benchmarks.servers SIDE FOLDER``; `running` does that, and stops it again.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
import psutil
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from benchmarks import stock
from skill.app import build_skill
from skill.settings import Settings
from skill.web import create_app
from skill.web.server import Server
from tests.web.amazon import ADDRESS, SKILL_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

    from skill.web.replay import SeenRequests
    from tests.web.amazon import PrivateAmazon

WORKERS = 2
_ROOT, _CHAIN, _ROOTS = "root.pem", "chain.pem", "roots.pem"
SETTINGS = Settings(skill_id=SKILL_ID, store="memory://")
"""Nobody is remembered: what it is compared with remembers nobody either, and no store of this machine is touched."""

_START = 60.0  # seconds
_TOP = Path(__file__).parent.parent


def _ours(folder: Path, seen: SeenRequests) -> Flask:
    roots = x509.load_pem_x509_certificates((folder / _ROOT).read_bytes())
    return create_app(SETTINGS, fetch_certificates=_fetch(folder), trust_roots=roots, seen=seen)


def _stock_hello(folder: Path, _: SeenRequests) -> Flask:
    return stock.app(stock.hello_skill(), SKILL_ID, _fetch(folder))


def _stock_deciding(folder: Path, _: SeenRequests) -> Flask:
    return stock.app(stock.Deciding(build_skill(SETTINGS)), SKILL_ID, _fetch(folder))


OURS, STOCK, STOCK_DECIDING, ALONE = "ours", "stock", "stock-deciding", "ours-alone"
SIDES: dict[str, Callable[[Path, SeenRequests], Flask]] = {
    OURS: _ours,
    STOCK: _stock_hello,
    STOCK_DECIDING: _stock_deciding,
    ALONE: _ours,
}
"""What can be served: ours; the stock way with a handler that says hello, and with one that decides as ours does; and
ours in one worker alone."""


def _fetch(folder: Path) -> Callable[[str], bytes]:
    chain = (folder / _CHAIN).read_bytes()
    return lambda _: chain


def publish(amazon: PrivateAmazon, folder: Path) -> Path:
    """Write down for the servers what this Amazon serves; gives the file with all trusted roots, ours among them."""
    root = amazon.roots[0].public_bytes(Encoding.PEM)
    (folder / _ROOT).write_bytes(root)
    (folder / _CHAIN).write_bytes(amazon.chains[ADDRESS])
    (folder / _ROOTS).write_bytes(certifi.contents().encode() + root)
    return folder / _ROOTS


@dataclass(frozen=True, slots=True)
class Running:
    """A server under way."""

    process: psutil.Process
    port: int

    def workers(self) -> list[psutil.Process]:
        """Its workers at present."""
        return self.process.children()

    def processor_time(self) -> float:
        """Seconds of processor time that its present workers have taken."""
        return sum(times.user + times.system for times in (worker.cpu_times() for worker in self.workers()))


@contextmanager
def running(side: str, folder: Path) -> Iterator[Running]:
    """A server in a process of its own, for as long as it is needed; its log is in the folder.

    Raises:
        RuntimeError: if it does not start, or ends too soon; the message has its log.
    """
    log = folder / f"{side}.log"
    environment = {**os.environ, "SSL_CERT_FILE": str(folder / _ROOTS)}
    command = [sys.executable, "-m", "benchmarks.servers", side, str(folder)]
    with (
        log.open("w", encoding="utf-8") as stream,
        subprocess.Popen(command, cwd=_TOP, env=environment, stdout=stream, stderr=stream) as process,  # noqa: S603 - ourselves
    ):
        try:
            yield Running(psutil.Process(process.pid), _port(process, log))
        except ConnectionError as error:
            message = f"the server does not answer:\n{log.read_text(encoding='utf-8')}"
            raise RuntimeError(message) from error
        finally:
            process.send_signal(signal.SIGTERM)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    give_up = time.monotonic() + _START
    while time.monotonic() < give_up and process.poll() is None:
        if found := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8")):
            return int(found[1])
        time.sleep(0.02)
    process.kill()
    message = f"the server did not start:\n{log.read_text(encoding='utf-8')}"
    raise RuntimeError(message)


def main(side: str, folder: Path) -> None:
    """Serve on a free loopback port until told to stop."""

    def build(seen: SeenRequests) -> Flask:
        app = SIDES[side](folder, seen)
        _log_to_nowhere()
        return app

    served = Server if SIDES[side] is _ours else StockServer
    workers = 1 if side == ALONE else WORKERS
    served(build, host="127.0.0.1", port=0, workers=workers, log_level=SETTINGS.log_level).run()


class StockServer(Server):
    """The server with our options, and gunicorn's own worker with threads."""

    def load_config(self) -> None:
        """Choose as ours does, but for the worker."""
        super().load_config()
        self.cfg.set("worker_class", "gthread")


def _log_to_nowhere() -> None:
    """What a worker logs once it is up is still written, for that takes time; but it fills no disk."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stderr.fileno())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
