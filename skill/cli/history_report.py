"""What is remembered of an athlete, printed: as a table for people, as JSON and CSV for programs.

Columns and names are an interface: programs read them, so one may be added and none renamed.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE
from rich.table import Table

from skill.cli import advice_report
from skill.conversation.remembering import CHECK_IN, LEG_DAY, RUN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from skill.cli.soreness import OverTime
    from skill.memory import Event, Recollection

    Row = dict[str, Any]

COLUMNS = (
    "kind",
    "at",
    "soreness",
    "effort",
    "to_failure",
    "areas",
    "run",
    "earliest",
    "latest",
    "day",
    "recorded_at",
    "id",
    "replaces",
    "other",
)
"""Of an event, in CSV and in JSON. All times are local, in ISO format with their offset.

`kind` is leg_day, check_in, run …; `at` when it was, the middle of `earliest` and `latest` where only a span is known;
`soreness` 0–10; `effort` 1–10; `to_failure` true if it was said; `areas` what was trained (in CSV with spaces
between); `run` the run type; `day` the date that was said of a leg day; `recorded_at` when it was told; `id` its own,
`replaces` that of the event it put right; `other` whatever else is held of it, as a JSON object. What is not known is
null or empty.
"""

_WHEN = "leg_day"
_KNOWN = {"soreness": "soreness", "effort": "effort", "to_failure": "to_failure", "areas": "areas", "run": "run"}
_NAMES = {**_KNOWN, "day": "leg_date"}
"""Columns, and what they are called in an event."""


def as_json(athlete: str, recollection: Recollection, shown: OverTime) -> str:
    """Profile, events in effect (oldest first) and when a hard run becomes a "go" as one JSON object."""
    profile, zone = recollection.profile, shown.now.tzinfo
    return json.dumps(
        {
            "athlete": athlete,
            "remembered_since": _local(profile.remembered_since, zone),
            "time_zone": profile.time_zone,
            "novice": profile.novice,
            "age": profile.age,
            "declined": {offer: _local(at, zone) for offer, at in profile.declined.items()},
            "events": [row(event, zone) for event in recollection.events],
            "hard_run": _hard_run(shown),
        },
        ensure_ascii=False,
        indent=2,
    )


def _hard_run(shown: OverTime) -> dict[str, str | None] | None:
    run = shown.hard_run
    if run is None:
        return None
    ends = {"earliest": run.earliest, "likely": run.likely, "latest": run.latest}
    return {name: _minute(shown, hours) for name, hours in ends.items()}


def _minute(shown: OverTime, hours: float | None) -> str | None:
    return None if hours is None else shown.at(hours).isoformat(timespec="minutes")


def as_csv(recollection: Recollection, now: datetime) -> str:
    """Events in effect, oldest first: a line of names, then one line each."""
    written = StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for event in recollection.events:
        writer.writerow({name: _cell(value) for name, value in row(event, now.tzinfo).items()})
    return written.getvalue()


def row(event: Event, zone: tzinfo | None) -> Row:
    """An event by the names of `COLUMNS`, as JSON values."""
    told: dict[str, Any] = dict(event.data)
    earliest, latest = _span(event, told.pop(_WHEN, None))
    known = {column: told.pop(name, None) for column, name in _NAMES.items()}
    return dict.fromkeys(COLUMNS) | {
        **known,
        "kind": event.kind,
        "at": _local(event.at, zone),
        "earliest": _local(earliest, zone),
        "latest": _local(latest, zone),
        "recorded_at": _local(event.recorded_at, zone),
        "id": event.id,
        "replaces": event.replaces,
        "other": told or None,
    }


def _span(event: Event, told: Any) -> tuple[datetime, datetime]:  # noqa: ANN401 (a JSON value)
    """Both ends of when it may have been; the moment it is kept under where nothing better can be read."""
    try:
        earliest, latest = map(datetime.fromisoformat, told)
    except (TypeError, ValueError):
        return event.at, event.at
    return earliest, latest


def _local(at: datetime | None, zone: tzinfo | None) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


def _cell(value: Any) -> str:  # noqa: ANN401 (a JSON value)
    """A value as CSV has it: lists with spaces between, objects as JSON, nothing for what is not known."""
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, (dict, bool)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


# The table.


def as_table(recollection: Recollection, now: datetime) -> Table:
    """Events in effect, newest last."""
    table = Table("when", "what", "how", box=SIMPLE, pad_edge=False)
    for event in recollection.events:
        told = row(event, now.tzinfo)
        table.add_row(_when(told), _kind(event), ", ".join(_how(told)))
    return table


def headline(recollection: Recollection, now: datetime) -> str:
    """Since when, and how much."""
    since = recollection.profile.remembered_since
    counts = Counter(event.kind for event in recollection.events)
    told = ", ".join(f"{counts[kind]} {one if counts[kind] == 1 else many}" for kind, one, many in _COUNTED)
    return f"Remembered since {since.astimezone(now.tzinfo):%a %d %b %Y}: {told}." if since else f"Remembered: {told}."


def _kind(event: Event) -> str:
    return next((one for kind, one, _ in _COUNTED if kind == event.kind), str(event.kind).replace("_", " "))


_COUNTED = ((LEG_DAY, "leg day", "leg days"), (CHECK_IN, "check-in", "check-ins"), (RUN, "run", "runs"))


def outlook(shown: OverTime) -> Iterator[str]:
    """When a hard run is a go, if that can be told, and what such a sentence is not."""
    if sentence := shown.outlook():
        yield sentence
        yield advice_report.DISCLAIMER


_DAY, _MINUTE = "%a %d %b %Y", "%H:%M"


def _when(told: Row) -> str:
    """Day and time; for what may have been at any time of a span, both ends."""
    first, last = (datetime.fromisoformat(told[end]) for end in ("earliest", "latest"))
    if first == last:
        return f"{first:{_DAY} {_MINUTE}}"
    end = f"{last:{_MINUTE}}" if first.date() == last.date() else f"{last:{_DAY} {_MINUTE}}"
    return f"{first:{_DAY} {_MINUTE}} – {end}"


_BEFORE = {"soreness": "soreness ", "effort": "effort ", "areas": "", "run": ""}
"""What stands before a value, to say what it is."""


def _how(told: Row) -> Iterator[str]:
    """What is known of it, in words; whatever this program has no words for under its own name."""
    yield from (f"{before}{_plain(told[name])}" for name, before in _BEFORE.items() if told[name] is not None)
    if told["to_failure"]:
        yield "to failure"
    yield from (f"{name} {_plain(value)}".replace("_", " ") for name, value in (told["other"] or {}).items())


def _plain(value: Any) -> str:  # noqa: ANN401 (a JSON value)
    if isinstance(value, list):
        return ", ".join(map(str, value)).replace("_", " ")
    return f"{value:g}" if isinstance(value, float) else str(value)
