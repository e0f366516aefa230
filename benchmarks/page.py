"""The local page: how long a turn takes over HTTP, from its own server in a process of its own, and its first paint.

Time by the clock, as somebody waits for it; on a busy machine it says as much about the machine.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import first_paint
from benchmarks.first_paint import PART
from benchmarks.report import Row, at_most
from skill.settings import SKILL_ID, STORE
from skill.workbench.page import PAGE_HEADER, PAGE_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.plan import Plan
    from benchmarks.report import Target

TARGET = at_most(100, " ms")
_HEADERS = {"Content-Type": "application/json", PAGE_HEADER: PAGE_VALUE}
_LEGDAY = "from skill.cli import main; main()"
_MILLI = 1000

_SAID = (
    "open leg day coach",
    "remember me",
    "no",
    "I did legs yesterday at six pm",
    "eight",
    "can I do intervals, I did heavy squats last night and I'm a five",
    "why",
    "what can I do instead",
    "so should I maybe run or what",
    "should I run today",
    "five",
    "tempo",
    "my legs are a six",
    "remind me to stretch in two hours",
    "yes",
    "guide me through a warm up",
    "next",
    "stop",
)
"""A conversation with something of everything; sentences that fit no sample take longest to understand."""


def measure(plan: Plan) -> list[Row]:
    """Milliseconds of the first turn after starting, and of those of a whole conversation, held several times."""
    plan.say("the page: turns over HTTP")
    with _served() as (port, address):
        first, *others = [ms for _ in range(plan.rounds) for ms in _conversation(port)]
        painted = first_paint.rows(plan, address)
    slow = quantiles(others, n=20)[-1]
    return [
        _row("a turn over HTTP, ms", median(others), others, TARGET),
        _row("19 turns in 20 within, ms", slow, others, TARGET),
        _row("the first turn after starting, ms", first, [first], TARGET),
        *painted,
    ]


def _row(what: str, ours: float, took: list[float], target: Target) -> Row:
    return Row(part=PART, what=what, ours=ours, target=target, spread=(min(took), max(took)))


@contextmanager
def _served() -> Iterator[tuple[int, str]]:
    """`legday serve` with a memory of its own; port and address of the page."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, STORE: f"sqlite:///{folder}/memory.db", SKILL_ID: ""}
        with subprocess.Popen(  # noqa: S603 - our own Python and program
            [sys.executable, "-c", _LEGDAY, "serve", "--no-browser", "--page-port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        ) as process:
            try:
                yield _where(process)
            finally:
                process.terminate()


def _where(process: subprocess.Popen[str]) -> tuple[int, str]:
    line = process.stdout.readline() if process.stdout else ""
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    if found is None:
        message = "legday serve did not say where the page is."
        raise RuntimeError(message)
    return int(found[1]), found[0]


def _conversation(port: int) -> list[float]:
    """Hold it from the beginning; milliseconds of each turn."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    _post(connection, "over", {"forget": True})
    took = [_post(connection, "turn", {"said": said}) for said in _SAID]
    connection.close()
    return took


def _post(connection: HTTPConnection, path: str, body: dict[str, object]) -> float:
    began = perf_counter()
    connection.request("POST", f"/api/{path}", json.dumps(body), _HEADERS)
    answer = connection.getresponse()
    content = answer.read()
    took = (perf_counter() - began) * _MILLI
    if answer.status != 200:  # noqa: PLR2004 - OK
        message = f"The page answered {answer.status}: {content.decode()}"
        raise RuntimeError(message)
    return took
