"""Our endpoint under steady load for long, one of its workers killed in the middle.

At 70 % of the most that this server is found to do. Every request is signed beforehand with the time at which it will
be sent. The worker that dies is stopped first, so that what it held can be told exactly: the requests on its
connections.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import TYPE_CHECKING

import psutil

from benchmarks import private, servers
from benchmarks.endpoint import CONNECTIONS, Asker
from benchmarks.load import Event, Load, Outcome, percentile
from benchmarks.report import Row, at_most

if TYPE_CHECKING:
    from benchmarks.plan import Plan
    from benchmarks.report import Target
    from benchmarks.servers import Running

PART = "Soak at 70 % of the most, a worker killed in the middle"
SHARE = 0.7
GROWTH = 0.1
"""MiB a minute that a worker may grow and still count as flat: 6 MiB an hour, within what `LONG_ENOUGH` can tell."""

LONG_ENOUGH = 5.0
"""Minutes, below which the slope is that of warming up and is not judged."""

_SETTLING = 1 / 3
"""The share of each worker's life, after which its memory is looked at."""

_CONNECTIONS = 2 * CONNECTIONS
_SIGN_FIRST = 0.0003
"""About how many seconds of one core it takes to sign a request."""

_PATIENCE = 10.0  # seconds, for a killed process to be gone
_MINUTE, _MILLI, _MIB = 60.0, 1e3, 2.0**20


@dataclass(slots=True)
class Watch:
    """What is done to a server and seen of it during the soak.

    Attributes:
        memory: samples of each worker by process id: minutes since the start, and MiB resident.
        held: the client's ports of the connections that the killed worker had.
        killed_at: seconds since the start.
    """

    server: Running
    start: float = field(default_factory=perf_counter)
    memory: dict[int, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    held: frozenset[int] = frozenset()
    killed_at: float = 0.0

    def sample(self) -> None:
        """Note the memory of every worker."""
        now = (perf_counter() - self.start) / _MINUTE
        for worker in self.server.workers():
            try:
                self.memory[worker.pid].append((now, worker.memory_info().rss / _MIB))
            except psutil.NoSuchProcess:
                continue

    def kill(self) -> None:
        """Stop the worker with the most connections, see what it holds, and kill it before it can do anything about it.

        Nothing is sent before it is gone: what is lost was with it then.
        """
        worker = max(self.server.workers(), key=lambda worker: len(worker.net_connections("tcp")))
        worker.suspend()
        while worker.status() != psutil.STATUS_STOPPED:
            sleep(0.001)
        self.held = frozenset(
            connection.raddr.port for connection in worker.net_connections("tcp") if len(connection.raddr)
        )
        self.killed_at = perf_counter() - self.start
        worker.kill()
        worker.wait(_PATIENCE)

    def slopes(self) -> list[float]:
        """How each worker grew, in MiB a minute, once it had settled."""
        settled = [samples[int(len(samples) * _SETTLING) :] for samples in self.memory.values()]
        return [linear_regression(*zip(*samples, strict=True)).slope for samples in settled if len(samples) > 1]

    @property
    def largest(self) -> float:
        """The most that a worker had resident, in MiB."""
        return max(size for samples in self.memory.values() for _, size in samples)


def measure(plan: Plan) -> list[Row]:
    """Requests lost and failed, memory, and latency."""
    amazon = private.amazon()
    with TemporaryDirectory() as name:
        folder = Path(name)
        servers.publish(amazon, folder)
        with servers.running(servers.OURS, folder) as server:
            asker = Asker(amazon, plan)
            rough = asker.warm_up(server)
            top = asker.closed(server, round(rough * plan.run_seconds), seconds=plan.run_seconds).rate
            watch, outcome = _soaked(plan, asker, server, SHARE * top)
    return _rows(plan, watch, outcome, SHARE * top)


def _soaked(plan: Plan, asker: Asker, server: Running, rate: float) -> tuple[Watch, Outcome]:
    seconds = plan.soak_minutes * _MINUTE
    most = max(1, round(rate * seconds))
    plan.say(f"soak: signing {most:,} requests, which takes about {most * _SIGN_FIRST:.0f} s")
    signing = most * _SIGN_FIRST
    requests = asker.signed(most, ahead=lambda number: signing + number / rate)
    plan.say(f"soak: {rate:.0f} requests/s for {plan.soak_minutes:g} minutes")
    watch = Watch(server)
    events = [
        Event(0.0, watch.sample, every=min(1.0, seconds / 20)),
        Event(seconds / 2, watch.kill),
        Event(_MINUTE, lambda: plan.say(f"soak: {(perf_counter() - watch.start) / _MINUTE:.0f} min"), every=_MINUTE),
    ]
    return watch, Load(server.port, requests.request, connections=_CONNECTIONS).paced(most, rate, events)


def _rows(plan: Plan, watch: Watch, outcome: Outcome, rate: float) -> list[Row]:
    unheld = [lost for lost in outcome.lost if lost.port not in watch.held]
    steady, aftermath = (_latencies(outcome, watch, after_kill=after) for after in (False, True))
    slope = max(watch.slopes(), default=0.0)
    none = at_most(0, "")
    flat = at_most(GROWTH, "") if plan.soak_minutes >= LONG_ENOUGH else None
    values: list[tuple[str, float, Target | None]] = [
        (f"requests in {plan.soak_minutes:g} min at {rate:.0f}/s", outcome.sent, None),
        ("answers other than 200", outcome.failed, none),
        ("connections of the worker that was killed", len(watch.held), None),
        ("requests lost on them", len(outcome.lost) - len(unheld), None),
        ("requests lost elsewhere", len(unheld), none),
        ("p99 but for the minute after the kill, ms", percentile(steady, 0.99) * _MILLI, None),
        ("worst latency within a minute after the kill, ms", max(aftermath, default=0.0) * _MILLI, None),
        ("most memory of a worker, MiB resident", watch.largest, None),
        (f"growth of the worker that grew most, MiB/min{'' if flat else ' (too short)'}", slope, flat),
    ]
    return [Row(part=PART, what=what, ours=ours, target=target) for what, ours, target in values]


def _latencies(outcome: Outcome, watch: Watch, *, after_kill: bool) -> list[float]:
    """The latencies of the answers within a minute after the kill, or of all others."""
    first, last = watch.killed_at, watch.killed_at + _MINUTE
    return [
        latency
        for latency, at in zip(outcome.latencies, outcome.answered_at, strict=True)
        if (first <= at <= last) == after_kill
    ]
