"""Signed requests over HTTP: our endpoint beside the stock way, each in gunicorn with two workers and the same options.

But for one: the stock way has gunicorn's worker with threads as it comes, and ours has the one that it is served with.

All servers run at once and are asked in turn, in an order that turns round every time. The stock way is asked twice:
with a handler that says hello, which flatters it, and with one that decides as ours does.
"""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import envelopes, pool, private, servers
from benchmarks.load import Load, Outcome
from benchmarks.report import Row, at_least, at_most
from benchmarks.servers import ALONE, OURS, SIDES, STOCK, STOCK_DECIDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.plan import Plan
    from benchmarks.report import Target
    from tests.web.amazon import PrivateAmazon

PART = "Signed requests over HTTP, 2 workers"
CONNECTIONS = 16
"""As many as two workers have threads."""

_WARM_UP = 300
_EQUAL_SHARE = 0.5
"""Equal load is this share of what the slowest can do: low enough that a busy moment does not drown it."""

_SPARE = 1.5
"""More requests are signed than a run is likely to need."""

_MILLI, _MICRO = 1e3, 1e6
_NAMES = {STOCK: "stock, hello", STOCK_DECIDING: "stock, deciding"}


@dataclass(slots=True)
class Asker:
    """Asks servers of one private Amazon; each run with new requests, signed just before.

    Attributes:
        amazon: who signs.
        plan: how thoroughly.
    """

    amazon: PrivateAmazon
    plan: Plan
    _runs: count[int] = field(default_factory=count)
    _envelope: dict[str, object] = field(default_factory=lambda: envelopes.recorded(envelopes.DECIDED))

    def warm_up(self, server: servers.Running) -> float:
        """Let every worker see some requests; gives a rough rate (answers a second)."""
        self.closed(server, _WARM_UP, seconds=self.plan.run_seconds)
        return self.closed(server, _WARM_UP, seconds=self.plan.run_seconds).rate

    def closed(self, server: servers.Running, most: int, *, seconds: float) -> Outcome:
        """As fast as it goes."""
        load, before = self._load(server, self.signed(most)), server.processor_time()
        outcome = load.closed(most, seconds)
        outcome.server_cpu = server.processor_time() - before
        return outcome

    def paced(self, server: servers.Running, rate: float, *, seconds: float) -> Outcome:
        """At this many requests a second."""
        most = max(1, round(rate * seconds))
        return self._load(server, self.signed(most)).paced(most, rate)

    def signed(self, most: int, *, ahead: Callable[[int], float] = lambda _: 0.0) -> pool.Pool:
        """So many new requests, each made as many seconds from now as `ahead` says."""
        now = time.time()
        seconds = [int(now + ahead(number)) for number in range(most)]
        return pool.signed(self.amazon, pool.Template.of(self._envelope, str(next(self._runs))), seconds)

    def _load(self, server: servers.Running, requests: pool.Pool) -> Load:
        whole = [requests.request(number) for number in range(len(requests))]  # made before the clock runs
        return Load(server.port, whole.__getitem__, connections=CONNECTIONS)


def measure(plan: Plan) -> list[Row]:
    """Requests a second and latencies, at the most each can do and at the same load for all."""
    amazon = private.amazon()
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        servers.publish(amazon, folder)
        running = {side: stack.enter_context(servers.running(side, folder)) for side in SIDES}
        asker = Asker(amazon, plan)
        rough = {side: asker.warm_up(server) for side, server in running.items()}
        plan.say("roughly, requests/s: " + ", ".join(f"{side} {rate:.0f}" for side, rate in rough.items()))
        most = {side: round(rate * plan.run_seconds * _SPARE) for side, rate in rough.items()}
        at_most_load = _rounds(
            plan, "saturation", running, lambda side: asker.closed(running[side], most[side], seconds=plan.run_seconds)
        )
        del running[ALONE]  # it tells how the most grows with workers, and nothing else
        equal = _EQUAL_SHARE * min(_median(outcomes, lambda one: one.rate) for outcomes in at_most_load.values())
        at_equal_load = _rounds(
            plan,
            f"{equal:.0f} requests/s",
            running,
            lambda side: asker.paced(running[side], equal, seconds=plan.run_seconds),
        )
    return [*_saturated(at_most_load), *_equal(at_equal_load, equal), *_sound(at_most_load, at_equal_load)]


_Outcomes = dict[str, list[Outcome]]


def _rounds(plan: Plan, what: str, sides: Iterable[str], ask: Callable[[str], Outcome]) -> _Outcomes:
    """Ask every server once a round, and forwards and backwards in turn."""
    outcomes: _Outcomes = defaultdict(list)
    order = list(sides)
    for number in range(plan.rounds):
        for side in order:
            outcome = ask(side)
            outcomes[side].append(outcome)
            plan.say(f"{what}, round {number + 1} of {plan.rounds}, {side}: {_in_short(outcome)}")
        order.reverse()
    return outcomes


def _in_short(outcome: Outcome) -> str:
    p50, p99 = (outcome.percentile(share) * _MILLI for share in (0.5, 0.99))
    own = outcome.own_cpu / outcome.elapsed if outcome.elapsed else 0.0
    return f"{outcome.rate:.0f}/s, p50 {p50:.2f} ms, p99 {p99:.2f} ms, the generator took {own:.0%} of a core"


def _median(outcomes: list[Outcome], value: Callable[[Outcome], float]) -> float:
    return median(value(outcome) for outcome in outcomes)


def _saturated(outcomes: _Outcomes) -> list[Row]:
    return [
        *_rows("requests/s at saturation", outcomes, lambda one: one.rate, at_least(8)),
        _growth(outcomes),
        *_rows("processor time of the workers a request, µs", outcomes, _cost),
        *_rows("p50 at saturation, ms", outcomes, lambda one: one.percentile(0.5) * _MILLI),
        *_rows("p99 at saturation, ms", outcomes, lambda one: one.percentile(0.99) * _MILLI, at_most(0.2)),
    ]


def _growth(outcomes: _Outcomes) -> Row:
    """What a second worker brings."""
    one, two = (_median(outcomes[side], lambda one: one.rate) for side in (ALONE, OURS))
    return Row(part=PART, what="requests/s at saturation", ours=two, theirs=one, than="ours, 1 worker")


def _cost(outcome: Outcome) -> float:
    """What a request costs; other than the rate it hardly depends on what else the machine is doing."""
    return outcome.server_cpu / outcome.statuses.total() * _MICRO


def _equal(outcomes: _Outcomes, rate: float) -> list[Row]:
    load = f"at {rate:.0f} requests/s, ms"
    return [
        *_rows(f"p50 {load}", outcomes, lambda one: one.percentile(0.5) * _MILLI),
        *_rows(f"p99 {load}", outcomes, lambda one: one.percentile(0.99) * _MILLI, at_most(0.2)),
    ]


def _rows(what: str, outcomes: _Outcomes, value: Callable[[Outcome], float], target: Target | None = None) -> list[Row]:
    """Ours beside both stock ways; the target is for the first, which is the harder one."""
    repeated = [value(outcome) for outcome in outcomes[OURS]]
    return [
        Row(
            part=PART,
            what=what,
            ours=median(repeated),
            theirs=_median(outcomes[side], value),
            than=name,
            target=target if side == STOCK else None,
            spread=(min(repeated), max(repeated)),
        )
        for side, name in _NAMES.items()
    ]


def _sound(*runs: _Outcomes) -> list[Row]:
    """That all these requests were answered, and well: else the rest would say nothing."""
    outcomes = [outcome for by_side in runs for outcomes in by_side.values() for outcome in outcomes]
    wrong = sum(outcome.failed + len(outcome.lost) for outcome in outcomes)
    sent = sum(outcome.sent for outcome in outcomes)
    return [
        Row(part=PART, what=f"of {sent:,} requests to all: not answered with 200", ours=wrong, target=at_most(0, ""))
    ]
