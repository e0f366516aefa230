"""A DynamoDB on loopback, in a process of its own, with one table for each side: moto, reached over HTTP.

Run as ``python -m benchmarks.cold_start_table``; `serving` does that, and stops it again.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from skill.memory import RECENT, Event, Profile, athlete_key, open_memory
from tests.memory.table import make_table

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS, STOCK = "legday", "stock"
REGION = "us-east-1"
ACCOUNT = {"AWS_ACCESS_KEY_ID": "measured", "AWS_SECRET_ACCESS_KEY": "measured", "AWS_SESSION_TOKEN": "measured"}
"""Nobody's; moto takes any."""

ATHLETE = "amzn1.ask.account.SIMULATED"
"""Who is remembered: the account of the simulated device."""

TABLES = 12
"""So many of ours; each function that is started takes the next, for moto searches all that is in a table."""

SECRET = "not secret at all, only as long as one"  # noqa: S105 # it makes the keys of a benchmark

_TOP = Path(__file__).parent.parent


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that has the tables, for as long as it is needed."""
    command = [sys.executable, "-m", "benchmarks.cold_start_table"]
    with subprocess.Popen(  # noqa: S603 - ourselves
        command,
        cwd=_TOP,
        env={**os.environ, **ACCOUNT},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield (process.stdout or sys.stdin).readline().strip()
        finally:
            process.terminate()


def main() -> None:
    """Serve on a free port, say where, and go on until told to stop."""
    timed = _Timed(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, timed, threaded=True, request_handler=_KeepingOpen)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    for number in range(TABLES):
        make_table(name(number), region_name=REGION, endpoint_url=address)
        _remember_somebody(store(address, number))
    boto3.client("dynamodb", region_name=REGION, endpoint_url=address).create_table(
        TableName=STOCK,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    signal.pause()


def spent(address: str) -> float:
    """Seconds that the server has worked so far, from having read a request to having its answer."""
    with urlopen(f"{address}{_SPENT}") as answer:  # noqa: S310 (our own server)
        return float(answer.read())


def name(number: int) -> str:
    """Of one of our tables."""
    return f"{OURS}-{number}"


def store(address: str, number: int) -> str:
    """One of our tables, as `LEGDAY_STORE` names it."""
    return f"dynamodb://{name(number)}?region={REGION}&endpoint={address}"


_SPENT = "/spent"


class _Timed:
    """An application that tells how long it has worked."""

    def __init__(self, application: Any) -> None:  # noqa: ANN401 (moto's)
        self._application, self._spent = application, 0.0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:  # noqa: ANN401 (WSGI)
        if environ["PATH_INFO"] == _SPENT:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [str(self._spent).encode()]
        begun = perf_counter()
        answer = list(self._application(environ, start_response))
        self._spent += perf_counter() - begun
        return answer


class _KeepingOpen(WSGIRequestHandler):
    """Keeps connections open and answers at once, as DynamoDB does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log(self, *_: object) -> None:
        """Nothing."""


def _remember_somebody(address: str) -> None:
    """Have the simulated athlete say yes, and tell of check-ins."""
    now = datetime.now(UTC)
    times = [now - timedelta(hours=8 * number) for number in range(1, RECENT + 1)]
    told = [
        Event(kind="check_in", at=at, data={"soreness": 3}, id=f"before#{number}", recorded_at=at)
        for number, at in enumerate(times)
    ]
    profile = Profile(remembered_since=now, time_zone="America/New_York", novice=False, age=45)
    open_memory(address, patience=60).append(athlete_key(ATHLETE, SECRET.encode()), told, profile)


if __name__ == "__main__":
    main()
