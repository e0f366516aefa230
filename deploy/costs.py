"""What it costs on AWS: a sum, as Markdown, of what `costs.yaml` holds and `template.yaml` decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
TEMPLATE = HERE.parent / "template.yaml"

THOUSAND, MILLION = 1_000, 1_000_000
MONTH = 30 * 24 * 3600
"""Seconds."""

READ_UNIT_BYTES = 4096
UNITS = {"puts": 2, "updates": 2, "transactions": 8}
"""Write units of each, of at most 1 kB: one for the table and one for its index; twice that, for two items, at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum.

    Attributes:
        what: is paid for.
        how: the sum for one conversation, or for a month.
        dollars: of it.
    """

    what: str
    how: str
    dollars: float


def read() -> dict[str, Any]:
    """Prices, what is assumed and what was measured, and the function's memory in MB and number of alarms."""
    template = TEMPLATE.read_text(encoding="utf-8")
    memory = re.search(r"MemorySize: (\d+)", template)
    costs: dict[str, Any] = yaml.safe_load((HERE / "costs.yaml").read_text(encoding="utf-8"))
    alarms = template.count("Type: AWS::CloudWatch::Alarm")
    return {**costs, "memory_mb": int(memory[1]) if memory else 0, "alarms": alarms}


def a_conversation(costs: dict[str, Any]) -> list[Line]:
    """What a conversation costs."""
    price, assumed, measured = costs["prices"], costs["assumed"], costs["measured"]
    turns, gigabytes = measured["turns"], costs["memory_mb"] / 1024
    milliseconds = _milliseconds(costs)
    units_read = measured["queries"] * ceil(assumed["events_held"] * measured["event_bytes"] / READ_UNIT_BYTES)
    units_written = sum(measured[kind] * units for kind, units in UNITS.items())
    log_bytes = turns * (measured["log_bytes"] + assumed["lambdas_own_log_bytes"])
    traces = turns / assumed["one_trace_in_turns"]
    return [
        Line("Lambda, requests", f"{turns} turns", turns * price["lambda_per_million_requests"] / MILLION),
        Line(
            "Lambda, duration",
            f"{milliseconds:.0f} ms × {costs['memory_mb']} MB",
            milliseconds / 1e3 * gigabytes * price["lambda_per_gb_second"],
        ),
        Line(
            "Lambda, starting from the snapshot",
            f"{_starts(costs):.2f} starts × {costs['memory_mb']} MB",
            _restoring(costs),
        ),
        Line("DynamoDB, reading", f"{units_read} units", units_read * price["reads_per_million_units"] / MILLION),
        Line(
            "DynamoDB, writing", f"{units_written} units", units_written * price["writes_per_million_units"] / MILLION
        ),
        Line("CloudWatch, log", f"{log_bytes:,} bytes", log_bytes / 1e9 * price["log_per_gb"]),
        Line("X-Ray", f"{traces:.2f} traces", traces * price["trace_per_million"] / MILLION),
    ]


def a_month(costs: dict[str, Any]) -> list[Line]:
    """What a month costs in which nobody says a word."""
    price, gigabytes = costs["prices"], costs["memory_mb"] / 1024
    return [
        Line(
            "The snapshot (`SnapStart`)",
            f"{costs['memory_mb']} MB × 30 days",
            gigabytes * MONTH * price["snapshot_kept_per_gb_second"],
        ),
        Line("Alarms", str(costs["alarms"]), costs["alarms"] * price["alarm_per_month"]),
        Line("The metric of apologies", "1", price["metric_per_month"]),
    ]


def _milliseconds(costs: dict[str, Any]) -> float:
    """Of all turns of a conversation: work, at the share of a core that comes with the memory, and waiting."""
    assumed, measured = costs["assumed"], costs["measured"]
    a_turn = measured["work_ms"] / _share(costs) + assumed["runtime_ms"]
    return float(measured["turns"] * a_turn + _trips(costs) * assumed["trip_ms"])


def tables() -> str:
    """Both sums as Markdown."""
    costs = read()
    spoken, kept = a_conversation(costs), a_month(costs)
    once = sum(line.dollars for line in spoken)
    rows = [
        f"| {line.what} | {line.how} | {_dollars(line.dollars, THOUSAND)} | {_dollars(line.dollars, MILLION)} |"
        for line in spoken
    ]
    months = [f"| {line.what} | {line.how} | ${line.dollars:.2f} |" for line in kept]
    return "\n".join(
        [
            "| | in one conversation | 1,000 conversations | 1,000,000 |",
            "|---|---|--:|--:|",
            *rows,
            f"| **together** | | **{_dollars(once, THOUSAND)}** | **{_dollars(once, MILLION)}** |",
            "",
            "| each month | | |",
            "|---|---|--:|",
            *months,
            f"| **together** | | **${sum(line.dollars for line in kept):.2f}** |",
        ]
    )


def _dollars(once: float, times: int) -> str:
    return f"${once * times:,.4f}" if once * times < 1 else f"${once * times:,.2f}"


ASSUMPTIONS = """\
- **Prices** are in US dollars, for us-east-1, without free tiers and taxes, as copies of AWS's lists had them on
  {looked_up} (look before you count on them): {sources}.
- **Measured** ({machine}): a conversation of {turns} turns has {trips} round trips to the table, {queries} of them to
  read, and takes {work_ms} ms of work a turn.
- **Assumed**: {trip_ms} ms a round trip; {events_held} events held of the athlete; one turn in
  {one_start_in_turns} finds no copy of the function awake; with {memory_mb} MB it has {share:.0%} of a core.
- **Without the snapshot** (`SnapStart=None`) a start takes {start_ms} ms and a million conversations cost
  {without} less, and each month {month_without}."""


def assumptions() -> str:
    """What the sums stand on, in a sentence each."""
    costs = read()
    price, assumed, measured = costs["prices"], costs["assumed"], costs["measured"]
    spared = _restoring(costs) - _starting(costs)
    return ASSUMPTIONS.format_map(
        {
            **assumed,
            **measured,
            "looked_up": price["looked_up"],
            "sources": "; ".join(price["sources"]),
            "trips": _trips(costs),
            "memory_mb": costs["memory_mb"],
            "share": _share(costs),
            "without": _dollars(spared, MILLION),
            "month_without": f"${a_month(costs)[0].dollars:.2f}",
        }
    )


def _starts(costs: dict[str, Any]) -> float:
    return float(costs["measured"]["turns"] / costs["assumed"]["one_start_in_turns"])


def _restoring(costs: dict[str, Any]) -> float:
    return float(_starts(costs) * costs["memory_mb"] / 1024 * costs["prices"]["snapshot_restored_per_gb"])


def _starting(costs: dict[str, Any]) -> float:
    seconds = _starts(costs) * costs["assumed"]["start_ms"] / 1e3
    return float(seconds * costs["memory_mb"] / 1024 * costs["prices"]["lambda_per_gb_second"])


def _trips(costs: dict[str, Any]) -> int:
    return int(sum(costs["measured"][kind] for kind in ("queries", *UNITS)))


def _share(costs: dict[str, Any]) -> float:
    """Of a core."""
    return min(1.0, float(costs["memory_mb"] / costs["assumed"]["full_core_mb"]))
