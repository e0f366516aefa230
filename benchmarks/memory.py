"""What remembering costs a turn, and that it stays so: beside more of one's own events, and beside more athletes.

On SQLite, whose cost is all on this machine. Measured are whole turns ("my legs are a four today", from the request to
its answer), and the one reading and the one writing in them. A write is synced to the disk, so its time is mostly that
of the disk.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks import envelopes
from benchmarks.plan import QUICK
from benchmarks.report import Row, at_most
from benchmarks.timing import Took, compare
from skill.app import build_skill
from skill.memory import RECENT, Event, Json, Profile, athlete_key
from skill.memory.sqlite import SqliteMemory
from skill.settings import Settings
from tests.web.amazon import SKILL_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.plan import Plan
    from benchmarks.report import Target
    from skill.app import Respond

PART = "Remembering, SQLite"
TARGET = at_most(1.2)
SAID = ("my legs are a four today", "my legs are a five today")
FEW, MANY = 10, 10_000
"""Events of one athlete."""

_SO_MANY = {FEW: 1000, RECENT: 1000, MANY: 4}
"""Athletes with so many events each. They are asked in turn, so that those with few still have few in the end."""

ATHLETES = 1_000_000
_ATHLETES_QUICKLY = 10_000
_ASKED = 1000
"""Of them are asked in turn, so that no part of the file is favoured."""

_SINCE = timedelta(days=30)
_APART = timedelta(hours=8)
"""Between the latest events of an athlete."""

_MICRO = 1e6
_SECRET = b"benchmark"

_CROWD = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :athletes),
  athlete(key, n) AS MATERIALIZED (SELECT lower(hex(randomblob(32))), n FROM number ORDER BY 1)
INSERT INTO {table} SELECT {values} FROM athlete
"""
"""Athletes straight into the tables: through the store it would take an hour."""

_CROWDED = (
    _CROWD.format(table="profiles", values="key, 1, :fields"),
    _CROWD.format(table="events", values="key, :recorded, lower(hex(randomblob(16))), :event"),
)


def measure(plan: Plan) -> list[Row]:
    """Microseconds of a turn's reading and writing, each beside a small store."""
    now = datetime.now(UTC)
    with TemporaryDirectory() as folder:
        parts = (_whole_turns, _by_events, _by_athletes)
        return [row for part in parts for row in part(plan, Path(folder), now)]


def _whole_turns(plan: Plan, folder: Path, now: datetime) -> list[Row]:
    plan.say(f"a whole turn, with {MANY:,} events and with {FEW}")
    said, turns = [envelopes.recorded(sentence) for sentence in SAID], {}
    for events in (FEW, MANY):
        memory = SqliteMemory(folder / f"turns-{events}.sqlite", lambda: now)
        _fill(memory, _SO_MANY[events], events, now)
        skill = build_skill(Settings(skill_id=SKILL_ID), memory=memory, athlete_secret=_SECRET)
        turns[events] = _answer(skill, said, _SO_MANY[events])
    took = _compare(plan, turns)
    what = f"a check-in, heard to answered, {MANY:,} past events, µs"
    return [_row(what, took[MANY], took[FEW], f"{FEW} events", TARGET)]


def _answer(skill: Respond, said: list[dict[str, Any]], athletes: int) -> Callable[[], object]:
    """Answer one athlete after the other; each request is new, and tells something new, so that it is kept."""
    ids = count()

    def answer() -> object:
        number = next(ids)
        envelope, user = said[number // athletes % len(said)], {"userId": _user_id(number % athletes)}
        request = envelope["request"] | {"requestId": f"amzn1.echo-api.request.{number}"}
        context = envelope["context"] | {"System": envelope["context"]["System"] | {"user": user}}
        return skill({"request": request, "context": context, "session": envelope["session"] | {"user": user}})

    return answer


def _by_events(plan: Plan, folder: Path, now: datetime) -> list[Row]:
    plan.say(f"reading and writing, with {MANY:,} events and with {FEW}")
    turns, reads = {}, {}
    for events in (FEW, RECENT, MANY):
        memory = SqliteMemory(folder / f"events-{events}.sqlite", lambda: now)
        _fill(memory, _SO_MANY[events], events, now)
        turns[events], reads[events] = _turn(memory, _SO_MANY[events], now), _read(memory, _SO_MANY[events], now)
    read, turn = _compare(plan, reads), _compare(plan, turns)
    what = f"{MANY:,} past events, µs"
    return [
        _row(f"read and write, {what}", turn[MANY], turn[FEW], f"{FEW} events", TARGET),
        _row(f"read alone, {what}", read[MANY], read[RECENT], f"{RECENT}, as many read", TARGET),
        _row(f"read alone, {what}", read[MANY], read[FEW], f"{FEW}, a third is read"),
    ]


def _by_athletes(plan: Plan, folder: Path, now: datetime) -> list[Row]:
    athletes = _ATHLETES_QUICKLY if plan == QUICK else ATHLETES
    plan.say(f"reading and writing, among {athletes:,} athletes and {FEW}")
    turns, reads = {}, {}
    for size in (FEW, athletes):
        asked, file = min(size, _ASKED), folder / f"athletes-{size}.sqlite"
        memory = SqliteMemory(file, lambda: now)
        _fill(memory, asked, RECENT, now)
        _crowd(file, size - asked, now)
        turns[size], reads[size] = _turn(memory, asked, now), _read(memory, asked, now)
    read, turn = _compare(plan, reads), _compare(plan, turns)
    what = f"among {athletes:,} athletes, µs"
    return [
        _row(f"read and write, {what}", turn[athletes], turn[FEW], f"{FEW} athletes", TARGET),
        _row(f"read alone, {what}", read[athletes], read[FEW], f"{FEW} athletes", TARGET),
    ]


def _compare(plan: Plan, calls: dict[int, Callable[[], object]]) -> dict[int, Took]:
    named = {str(size): call for size, call in calls.items()}
    took = compare(named, rounds=3 * plan.rounds, seconds=plan.batch_seconds)
    return {size: took[str(size)] for size in calls}


def _row(what: str, ours: Took, theirs: Took, than: str, target: Target | None = None) -> Row:
    return Row(
        part=PART,
        what=what,
        ours=ours.typical * _MICRO,
        theirs=theirs.typical * _MICRO,
        than=than,
        target=target,
        spread=(ours.spread[0] * _MICRO, ours.spread[1] * _MICRO),
    )


def _user_id(number: int) -> str:
    return f"amzn1.ask.account.{number}"


def _keys(athletes: int) -> list[str]:
    return [athlete_key(_user_id(number), _SECRET) for number in range(athletes)]


def _turn(memory: SqliteMemory, athletes: int, now: datetime) -> Callable[[], object]:
    """Read what is known, and write an event."""
    asked, ids = cycle(_keys(athletes)), count(MANY)

    def turn() -> None:
        athlete = next(asked)
        memory.recall(athlete, now - _SINCE)
        memory.append(athlete, [_event(now, next(ids))])

    return turn


def _read(memory: SqliteMemory, athletes: int, now: datetime) -> Callable[[], object]:
    asked = cycle(_keys(athletes))
    return lambda: memory.recall(next(asked), now - _SINCE)


def _fill(memory: SqliteMemory, athletes: int, events: int, now: datetime) -> None:
    """Athletes who said yes, with so many events each: the same last days, and the others within a year before."""
    since, apart = now - FEW * _APART, min(_APART, timedelta(days=365) / events)
    times = [now - number * _APART for number in range(FEW)]
    times += [since - number * apart for number in range(events - FEW)]
    told = [_event(at, number) for number, at in enumerate(times)]
    for athlete in _keys(athletes):
        memory.append(athlete, told, Profile(remembered_since=now, time_zone="Europe/Vienna", novice=False, age=45))


def _event(at: datetime, number: int) -> Event:
    """A leg day after every five check-ins."""
    time = at.isoformat()
    leg_day: dict[str, Json] = {"leg_day": [time, time], "leg_date": time[:10], "effort": 8}
    kind, data = ("leg_day", leg_day) if number % 6 == 0 else ("check_in", {"soreness": number % 3})
    request = f"amzn1.echo-api.request.00000000-0000-4000-8000-{number:012}#0"
    return Event(kind=kind, at=at, data=data, id=request, recorded_at=at)


def _crowd(file: Path, athletes: int, now: datetime) -> None:
    """Others, with a profile and an event each, under random keys as real ones are."""
    if athletes <= 0:
        return
    values = {
        "athletes": athletes,
        "fields": '{"remembered_since":"2026-01-01T00:00:00.000000+00:00","time_zone":"Europe/Vienna","age":45}',
        "recorded": now.isoformat(timespec="microseconds"),
        "event": '{"kind":"check_in","data":{"soreness":4}}' + " " * 150,
    }
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for statement in _CROWDED:
            connection.execute(statement, values)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
