"""Measures what a conversation takes and writes it into costs.yaml: `python deploy/measure.py`, with the dev extra.

Somebody who is remembered opens the skill and asks. How often the store is asked, and how much is in it, is counted at
a DynamoDB on loopback; the work is measured with a store that takes none, so that only the skill's own is counted.
"""

from __future__ import annotations

import logging
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml
from moto.server import ThreadedMotoServer

from benchmarks.machine import described
from skill import logs
from skill.app import build_skill
from skill.memory import Event, Memory, Profile, athlete_key
from skill.memory.address import Table
from skill.memory.dynamodb import DynamoMemory
from skill.memory.in_memory import InMemory
from skill.memory.records import as_text, event_fields
from skill.settings import Settings
from skill.simulator import machine
from skill.simulator.device import Device
from tests.memory.table import make_table

COSTS = Path(__file__).parent / "costs.yaml"
MODELS = Path(__file__).parent.parent / "interaction_models"

CONVERSATION = ("should i run today", "five", "intervals", "why", "when can i run hard again", "stop")
"""What is said after opening the skill."""

TIMES = 30
PATIENT = 60.0
ATHLETE = "amzn1.ask.account.SIMULATED"
SECRET = b"measured, and nobody's secret at all"
REGION, TABLE = "us-east-1", "measured"
ACCOUNT = {"AWS_ACCESS_KEY_ID": "measured", "AWS_SECRET_ACCESS_KEY": "measured", "AWS_SESSION_TOKEN": "measured"}
_AROUND = 190
"""Bytes of an item beside what is told of the event: names of attributes, the athlete's key, the item's, two times."""

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


def main() -> None:
    """Measure, and put it in the place of what was measured before."""
    text = COSTS.read_text(encoding="utf-8")
    held = yaml.safe_load(text)["assumed"]["events_held"]
    found = {"machine": _machine(), "turns": 1 + len(CONVERSATION), **_counted(held), **_worked(held)}
    kept = text.partition("\nmeasured:")[0]
    told = yaml.safe_dump({"measured": found}, sort_keys=False, default_flow_style=False, width=120)
    COSTS.write_text(f"{kept}\n{told}", encoding="utf-8")


def _machine() -> str:
    here = described()
    return f"{here['cpu']}, Python {here['python'].split()[-1]}"


def _counted(held: int) -> dict[str, int]:
    """Operations of each kind in a conversation, and bytes of what an athlete has in the table."""
    os.environ |= ACCOUNT
    server, asked = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False), list[str]()
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    make_table(TABLE, region_name=REGION, endpoint_url=endpoint)
    memory = DynamoMemory(Table(TABLE, REGION, endpoint), lambda: NOW, patience=PATIENT, watch=asked.append)
    remember(memory, held)
    asked.clear()
    hold(device(memory, []))
    server.stop()
    kinds = {"queries": "Query", "puts": "PutItem", "updates": "UpdateItem", "transactions": "TransactWriteItems"}
    return {name: asked.count(kind) for name, kind in kinds.items()} | {
        "event_bytes": len(as_text(event_fields(_event(0)))) + _AROUND
    }


def _worked(held: int) -> dict[str, float]:
    """Milliseconds of work in a turn, and bytes of its line in the log; on average, for all of them are paid for."""
    line, took = _Counting(), list[float]()
    logging.getLogger("skill").addHandler(line)
    logging.getLogger("skill").setLevel(logging.INFO)
    for _ in range(TIMES):
        memory = InMemory(lambda: NOW)
        remember(memory, held)
        hold(device(memory, took))
    return {"work_ms": round(fmean(took) * 1e3, 2), "log_bytes": round(line.bytes / len(took))}


def device(memory: Memory, took: list[float]) -> Device:
    """A device whose skill's own work is timed, and not the device's."""
    skill = build_skill(
        Settings(), vary=lambda _: 0, time_zone=lambda _: "UTC", memory=memory, athlete_secret=SECRET, clock=lambda: NOW
    )

    def timed(request: dict[str, Any]) -> dict[str, Any]:
        started = time.thread_time()
        answer = skill(request)
        took.append(time.thread_time() - started)
        return answer

    return Device(machine.load_model("en-US", [MODELS]), timed, clock=lambda: NOW)


def hold(device: Device) -> None:
    """Open the skill and say all of the conversation."""
    device.open()
    for said in CONVERSATION:
        device.say(said)


def remember(memory: Memory, held: int) -> None:
    """Have an athlete in the store who said yes some time ago, and has so many events."""
    memory.append(
        athlete_key(ATHLETE, SECRET), [_event(at) for at in range(held)], Profile(remembered_since=NOW - timedelta(60))
    )


def _event(number: int) -> Event:
    at = NOW - timedelta(hours=15 * (number + 1))
    return Event(
        kind="check_in", at=at, data={"soreness": number % 8}, id=f"amzn1.echo-api.request.{number}", recorded_at=at
    )


class _Counting(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logs.JsonLines(end="\n"))
        self.bytes = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.bytes += len(self.format(record).encode())


if __name__ == "__main__":
    main()
