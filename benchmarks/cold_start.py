"""Starting on Lambda, and a turn from then on, with storage in use: ours beside three others, in the same run.

Each is run by AWS's own runtime client in a new process, against a Runtime API and a DynamoDB on loopback. Said is a
check-in by an athlete who is remembered, so ours and the stock way read once and write once a turn; the other two only
say hello. Ours is compiled, as `make build` leaves it; the stock way is not, as `sam build` leaves it, and once more
compiled, which is kinder to it. DynamoDB is moto, spoken to without TLS; the time that it works itself is left out, for
it takes much longer than the real one. A core here is not the third of one that Lambda gives: what counts is the ratio.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks import cold_start_sides as sides
from benchmarks import cold_start_table, envelopes
from benchmarks.cold_start_function import Deployment, Started, start
from benchmarks.plan import QUICK
from benchmarks.report import Row, at_most
from tests.web.amazon import SKILL_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.plan import Plan
    from benchmarks.report import Target

PART = "Starting on Lambda, storage in use"
SAID = "my legs are a four today"
_MILLI, _MEGA = 1e3, 1e6
_COMPILED = ", compiled"
_SIDES = (
    sides.OURS,
    sides.STOCK,
    *(f"{side}{_COMPILED}" for side in (sides.BARE, sides.HELLO, sides.STOCK, sides.OURS)),
)


def measure(plan: Plan) -> list[Row]:
    """Milliseconds to the first response and of a warm turn, and megabytes unpacked."""
    plan.say("starting on Lambda: putting the functions together")
    with TemporaryDirectory() as name, cold_start_table.serving() as address:
        folder = Path(name)
        (folder / "built").mkdir()
        (folder / "compiled").mkdir()
        built = sides.deploy(folder / "built")
        compiled = sides.compiled(built, folder / "compiled")
        folders = built.artefacts | {f"{side}{_COMPILED}": made for side, made in compiled.artefacts.items()}
        functions = {side: (folders[side], built.runtime) for side in _SIDES}
        took = _interleaved(plan, functions, address)
        return [*_times(took), *_sizes(built)]


def _interleaved(plan: Plan, functions: dict[str, tuple[Path, Path]], address: str) -> dict[str, list[Started]]:
    """Each started anew, in turn, so that a busy moment strikes all of them."""
    took: dict[str, list[Started]] = {name: [] for name in functions}
    recorded, numbers, tables = envelopes.recorded(SAID), count(), cycle(range(cold_start_table.TABLES))
    turns = 8 if plan == QUICK else 40
    for round_ in range(plan.rounds):
        plan.say(f"starting on Lambda, round {round_ + 1} of {plan.rounds}")
        for name, (artefact, runtime) in functions.items():
            said = [_again(recorded, next(numbers)) for _ in range(turns)]
            table = next(tables) if name.startswith(sides.OURS) else 0
            deployed = Deployment(artefact, runtime, _environment(address, table))
            took[name].append(start(deployed, said, lambda: cold_start_table.spent(address)))
    return took


def _again(recorded: dict[str, Any], number: int) -> dict[str, Any]:
    """The same sentence in a request of its own, so that it is kept."""
    told = {"requestId": f"amzn1.echo-api.request.{number}", "timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    return recorded | {"request": recorded["request"] | told}


def _environment(address: str, table: int) -> dict[str, str]:
    return {
        **cold_start_table.ACCOUNT,
        "AWS_REGION": cold_start_table.REGION,
        "AWS_DEFAULT_REGION": cold_start_table.REGION,
        "AWS_ENDPOINT_URL_DYNAMODB": address,
        "STOCK_TABLE": cold_start_table.STOCK,
        "LEGDAY_SKILL_ID": SKILL_ID,
        "LEGDAY_ATHLETE_SECRET": cold_start_table.SECRET,
        "LEGDAY_STORE": cold_start_table.store(address, table),
    }


_MEASURES: dict[str, tuple[Callable[[Started], float], float]] = {
    "first response in a new process, ms": (lambda took: took.first, 0.4),
    "of the first response processor time, ms": (lambda took: took.first_processor, 0.4),
    "a warm turn, ms": (lambda took: took.warm, 0.6),
    "of a warm turn processor time, ms": (lambda took: took.warm_processor, 0.6),
}
"""What is read off a start, and how much of the stock way's it may be."""

_OTHERS = {
    sides.STOCK: "the stock way",
    f"{sides.STOCK}{_COMPILED}": "the stock way, compiled",
    f"{sides.HELLO}{_COMPILED}": "SDK, hello, compiled",
    f"{sides.BARE}{_COMPILED}": "a bare handler",
}


def _times(took: dict[str, list[Started]]) -> list[Row]:
    ours = took[f"{sides.OURS}{_COMPILED}"]
    return [
        *(_row(what, ours, took[side], than) for what in _MEASURES for side, than in _OTHERS.items()),
        *(_row(what, took[sides.OURS], took[sides.STOCK], "neither compiled") for what in list(_MEASURES)[:2]),
    ]


def _row(what: str, ours: list[Started], theirs: list[Started], than: str) -> Row:
    value, limit = _MEASURES[what]
    each = [value(took) * _MILLI for took in ours]
    return Row(
        part=PART,
        what=what,
        ours=median(each),
        theirs=median(value(took) * _MILLI for took in theirs),
        than=than,
        target=_target(than, limit),
        spread=(min(each), max(each)),
    )


def _target(than: str, limit: float) -> Target | None:
    return at_most(limit) if than == _OTHERS[sides.STOCK] else None


def _sizes(built: sides.Deployed) -> list[Row]:
    sizes = {side: built.size(side) / _MEGA for side in built.artefacts}
    return [
        Row(part=PART, what="artefact, unpacked, MB", ours=sizes[sides.OURS], target=at_most(25, " MB")),
        Row(
            part=PART,
            what="artefact, unpacked, MB",
            ours=sizes[sides.OURS],
            theirs=sizes[sides.STOCK],
            than="stock, boto3 not counted",
        ),
    ]
