"""A function in a new process, run by AWS's own runtime client: how long until its first response, and from then on."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from tempfile import TemporaryDirectory
from time import clock_gettime, perf_counter
from typing import TYPE_CHECKING, Any

from tests.lambda_.runtime_api import RuntimeApi

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_SETTLING = 3
"""Turns after the first that are not counted as warm ones."""


@dataclass(frozen=True, slots=True)
class Started:
    """What one new process took, in seconds; `processor` is processor time, which others' work does not add to."""

    first: float
    first_processor: float
    warm: float
    warm_processor: float


@dataclass(frozen=True, slots=True)
class Deployment:
    """A function as it is deployed: its code, what Lambda brings, and its environment."""

    artefact: Path
    runtime: Path
    environment: dict[str, str]


def start(deployed: Deployment, said: Sequence[dict[str, Any]], waited: Callable[[], float]) -> Started:
    """Start a function anew, and say these requests to it, one after the other.

    Args:
        deployed: the function.
        said: a first request, a few that are not counted, and those of warm turns.
        waited: seconds that others have worked for it so far, which are not its own.

    Raises:
        RuntimeError: if a request is not answered.
    """
    with RuntimeApi() as api:
        before, begun = waited(), perf_counter()
        with _running(api, deployed) as process:
            _ask(api, said[0])
            first, first_processor = perf_counter() - begun - (waited() - before), _processor(process)
            for request in said[1 : 1 + _SETTLING]:
                _ask(api, request)
            settled, warm = _processor(process), said[1 + _SETTLING :]
            took = [_timed(api, request, waited) for request in warm]
            return Started(first, first_processor, median(took), (_processor(process) - settled) / len(warm))


def _timed(api: RuntimeApi, request: dict[str, Any], waited: Callable[[], float]) -> float:
    before, begun = waited(), perf_counter()
    _ask(api, request)
    return perf_counter() - begun - (waited() - before)


def _ask(api: RuntimeApi, request: dict[str, Any]) -> None:
    outcome = api.invoke(request)
    if outcome.kind != "response":
        message = f"the function does not answer: {outcome.body}"
        raise RuntimeError(message)


def _processor(process: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time of another process, by its clock as clock_getcpuclockid(3) names it on Linux.

    What the process table has (`psutil`) is in steps of 10 ms, too coarse here.
    """
    return clock_gettime(~process.pid << 3 | 2)


@contextmanager
def _running(api: RuntimeApi, deployed: Deployment) -> Iterator[subprocess.Popen[bytes]]:
    """The function, in a process that can import its artefact, the runtime and the standard library, and no more."""
    path = os.pathsep.join([str(deployed.artefact), str(deployed.runtime)])
    client = {"PYTHONPATH": path, "AWS_LAMBDA_RUNTIME_API": api.address, "PYTHONDONTWRITEBYTECODE": "1"}
    with (
        TemporaryDirectory() as empty,
        subprocess.Popen(
            [sys.executable, "-S", "-m", "awslambdaric", "handler.handler"],
            cwd=empty,
            env={**client, **deployed.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()
