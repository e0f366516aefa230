"""`legday history`: what was told in a conversation comes back as a table, as JSON and CSV, and as files."""

from __future__ import annotations

import csv
import json
import sqlite3
import stat
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from skill.cli import main
from skill.cli.history import NOBODY, NOBODY_BY_THAT_KEY, NOTHING_TO_PLOT
from skill.cli.history_report import COLUMNS
from skill.memory import Event, Profile, athlete_key, open_memory
from skill.simulator.envelope import Sender

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from skill.memory import Json

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZONE)
SECRET = "a secret of tests, kept from no one"  # noqa: S105 - and so none
KEY = athlete_key(Sender().athlete_id, SECRET.encode())
SOMEBODY_ELSE = "e0" * 32
SUNDAY = ("--now", "2026-11-22T09:00", "--time-zone", "Europe/London")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file of its own, for which the environment holds the secret."""
    address = f"sqlite:///{tmp_path}/memory.sqlite"
    monkeypatch.setenv("LEGDAY_STORE", address)
    monkeypatch.setenv("LEGDAY_ATHLETE_SECRET", SECRET)
    return address


def legday(*arguments: str, said: str = "") -> Result:
    """What the command does."""
    return CliRunner().invoke(main, arguments, input=said, prog_name="legday")


def history(*options: str, at: tuple[str, ...] = SUNDAY) -> Result:
    """What it says of what is remembered, on a Sunday morning; it goes well."""
    result = legday("history", *options, *at)
    assert result.exit_code == 0, result.output
    return result


def shown(*options: str, at: tuple[str, ...] = SUNDAY) -> dict[str, Any]:
    """The same as JSON."""
    document: dict[str, Any] = json.loads(history("--format", "json", *options, at=at).stdout)
    return document


def refused(*options: str) -> str:
    """What is said against it; nothing else is."""
    result = legday("history", *options, *SUNDAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.output
    return result.stderr


def event(kind: str, ago: timedelta, name: str, **data: Json) -> Event:
    """Something that was told when it happened."""
    at = NOW - ago
    return Event(kind=kind, at=at, data=data, id=name, recorded_at=at)


def leg_day(ago: timedelta, name: str, **data: Json) -> Event:
    """A leg day, some time within two hours."""
    span = [(NOW - ago - timedelta(hours=1)).isoformat(), (NOW - ago + timedelta(hours=1)).isoformat()]
    return event("leg_day", ago, name, leg_day=list[Any](span), leg_date=(NOW - ago).date().isoformat(), **data)


WEEK = (
    leg_day(timedelta(days=4), "a#0", effort=8.0, to_failure=True, areas=["quads", "inner_thighs"]),
    event("check_in", timedelta(days=3), "b#0", soreness=4.0),
    event("check_in", timedelta(days=2), "c#0", soreness=5.0),
    replace(event("check_in", timedelta(days=2) - timedelta(minutes=1), "d#0", soreness=6.0), replaces="c#0"),
    event("run", timedelta(days=1), "e#run", run="easy"),
    event("routine", timedelta(hours=1), "f#0", routine="stretch", steps=7),
)


def remember(store: str, *events: Event, athlete: str = KEY) -> None:
    """Keep these, of an athlete who said yes a week ago."""
    since = Profile(remembered_since=NOW - timedelta(days=7), time_zone="Europe/London", age=41)
    open_memory(store, clock=lambda: NOW).append(athlete, events, since)


# From a conversation


def test_what_was_told_is_shown(store: str) -> None:
    """Said in `legday talk`, known here: the same store, the same athlete."""
    del store
    said = "remember me\ni did legs yesterday evening and it was an eight\nmy legs are a four\nstop\n"
    assert legday("talk", *SUNDAY, said=said).exit_code == 0
    told = shown()
    assert told["athlete"] == KEY
    assert told["remembered_since"] is not None
    assert [(one["kind"], one["effort"], one["soreness"]) for one in told["events"]] == [
        ("leg_day", 8, None),
        ("check_in", None, 4),
    ]


def test_the_laptop_finds_its_own_athlete_with_its_own_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret is set: the one beside the file is taken, as in a conversation."""
    monkeypatch.setenv("LEGDAY_STORE", f"sqlite:///{tmp_path}/own/memory.sqlite")
    monkeypatch.delenv("LEGDAY_ATHLETE_SECRET", raising=False)
    assert legday("talk", *SUNDAY, said="remember me\nmy legs are a four\nstop\n").exit_code == 0
    assert [one["soreness"] for one in shown()["events"]] == [4]


# The table


def test_the_table_tells_when_what_and_how(store: str) -> None:
    """In local time, newest last; what was put right is left out, a kind nobody has heard of is not."""
    remember(store, *WEEK)
    lines = [" ".join(line.split()) for line in history().stdout.splitlines()]
    assert lines[0] == "Remembered since Sun 15 Nov 2026: 1 leg day, 2 check-ins, 1 run."
    assert [line for line in lines if line.startswith(("Wed", "Thu", "Fri", "Sat", "Sun"))] == [
        "Wed 18 Nov 2026 08:00 – 10:00 leg day effort 8, quads, inner thighs, to failure",
        "Thu 19 Nov 2026 09:00 check-in soreness 4",
        "Fri 20 Nov 2026 09:01 check-in soreness 6",
        "Sat 21 Nov 2026 09:00 run easy",
        "Sun 22 Nov 2026 08:00 routine routine stretch, steps 7",
    ]
    assert lines[-2].startswith("A hard run is ")
    assert lines[-1] == "Training guidance, not medical advice."


def test_a_span_over_midnight_tells_both_days(store: str) -> None:
    """As it is with a leg day of "last night"."""
    span = ["2026-11-20T22:00:00+00:00", "2026-11-21T02:00:00+00:00"]
    remember(store, event("leg_day", timedelta(hours=33), "a#0", leg_day=list[Any](span)))
    assert "Fri 20 Nov 2026 22:00 – Sat 21 Nov 2026 02:00" in history().stdout


NONSENSE: tuple[dict[str, Json], ...] = (
    {},
    {"soreness": "very", "effort": [], "to_failure": 3, "areas": 7, "run": {"easy": 1}},
    {"soreness": 999, "effort": -1.5, "leg_day": ["yesterday"], "leg_date": None},
    {"leg_day": [1, 2], "areas": [1, None]},
)


@pytest.mark.parametrize("kind", ["check_in", "leg_day", "run", ""])
@pytest.mark.parametrize("told", NONSENSE, ids=str)
def test_what_nobody_can_have_told_is_shown_as_it_is_and_never_reckoned_with(
    store: str, tmp_path: Path, kind: str, told: dict[str, Json]
) -> None:
    """Somebody may have had their hands in the store: nothing breaks, and it can be seen."""
    remember(store, event(kind, timedelta(hours=20), "bad#0", **told), *WEEK)
    assert "Sat 21 Nov 2026 13:00" in history().stdout
    assert shown()["events"][4]["id"] == "bad#0"
    assert len(list(csv.DictReader(StringIO(history("--format", "csv").stdout)))) == 6
    history("--plot", str(tmp_path / "soreness.svg"))
    assert (tmp_path / "soreness.svg").read_text(encoding="utf-8").count("<circle") == 3


def test_without_a_leg_day_of_this_week_nothing_is_forecast(store: str) -> None:
    """There is nothing to reckon from; the table would not know that by itself."""
    remember(store, leg_day(timedelta(days=12), "a#0", effort=8.0))
    assert "hard run" not in history().stdout
    assert shown()["hard_run"] is None


def test_the_zone_can_be_chosen(store: str) -> None:
    """The same moments, elsewhere."""
    remember(store, event("check_in", timedelta(0), "a#0", soreness=4.0))
    elsewhere = ("--now", "2026-11-22T09:00Z", "--time-zone", "Asia/Tokyo")
    assert "Sun 22 Nov 2026 18:00" in history(at=elsewhere).stdout
    assert shown(at=elsewhere)["events"][0]["at"] == "2026-11-22T18:00:00+09:00"


# JSON and CSV


def test_json_holds_all_that_is_in_effect(store: str) -> None:
    """Every name, whatever is known of it."""
    remember(store, *WEEK)
    told = shown()
    events, hard_run = told.pop("events"), told.pop("hard_run")
    assert told == {
        "athlete": KEY,
        "remembered_since": "2026-11-15T09:00:00+00:00",
        "time_zone": "Europe/London",
        "novice": None,
        "age": 41,
        "declined": {},
    }
    assert [one["id"] for one in events] == ["a#0", "b#0", "d#0", "e#run", "f#0"]
    assert all(tuple(one) == COLUMNS for one in events)
    assert events[0] == {
        "kind": "leg_day",
        "at": "2026-11-18T09:00:00+00:00",
        "soreness": None,
        "effort": 8.0,
        "to_failure": True,
        "areas": ["quads", "inner_thighs"],
        "run": None,
        "earliest": "2026-11-18T08:00:00+00:00",
        "latest": "2026-11-18T10:00:00+00:00",
        "day": "2026-11-18",
        "recorded_at": "2026-11-18T09:00:00+00:00",
        "id": "a#0",
        "replaces": None,
        "other": None,
    }
    assert (events[2]["soreness"], events[2]["replaces"]) == (6.0, "c#0")
    assert events[4]["other"] == {"routine": "stretch", "steps": 7}
    earliest, likely, latest = (datetime.fromisoformat(hard_run[name]) for name in ("earliest", "likely", "latest"))
    assert NOW <= earliest <= likely <= latest


def test_csv_says_what_json_says(store: str) -> None:
    """Read back by the standard library: the same columns in the same order, one line an event."""
    remember(store, *WEEK)
    rows = list(csv.DictReader(StringIO(history("--format", "csv").stdout)))
    events = shown()["events"]
    assert [tuple(row) for row in rows] == [COLUMNS] * len(events)
    assert [{name: _read(name, cell) for name, cell in row.items()} for row in rows] == events


def _read(column: str, cell: str) -> Any:  # noqa: ANN401 (a JSON value)
    """What a cell means, as the documentation of `COLUMNS` says."""
    if cell == "":
        return None
    if column == "areas":
        return cell.split(" ")
    return json.loads(cell) if column in ("soreness", "effort", "to_failure", "other") else cell


def test_the_columns_are_a_promise() -> None:
    """One may be added; the rest keep their names, and help names them all."""
    promised = "kind at soreness effort to_failure areas run earliest latest day recorded_at id replaces other"
    assert [name for name in COLUMNS if name in promised.split()] == promised.split()
    assert ", ".join(COLUMNS) in " ".join(legday("history", "--help").stdout.split())


def test_more_is_shown_than_a_conversation_would_read(store: str) -> None:
    """A conversation looks at the last sixty of some weeks; here is a year."""
    remember(store, *(event("check_in", timedelta(days=day), f"r{day}#0", soreness=1.0) for day in range(380)))
    assert len(shown()["events"]) == 380


# Nobody


def test_nobody_is_told_how_to_begin(store: str) -> None:
    """Nothing is kept yet: a sentence, and no failure."""
    del store
    assert history().stdout.rstrip() == NOBODY
    assert "legday talk" in NOBODY


def test_nobody_is_an_empty_document_for_programs(store: str) -> None:
    """Of the same form as any other."""
    del store
    assert (shown()["remembered_since"], shown()["events"], shown()["hard_run"]) == (None, [], None)
    assert history("--format", "csv").stdout == f"{','.join(COLUMNS)}\n"


def test_where_nothing_is_kept_nobody_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """`memory://` is empty whenever it is looked at."""
    monkeypatch.setenv("LEGDAY_STORE", "memory://")
    assert history().stdout.rstrip() == NOBODY


def test_somebody_else_can_be_looked_up_by_their_key(store: str) -> None:
    """And nobody else is shown with them; a key nobody has is told as that."""
    remember(store, event("run", timedelta(days=1), "a#run"))
    remember(store, event("check_in", timedelta(days=1), "b#0", soreness=2.0), athlete=SOMEBODY_ELSE)
    assert [one["id"] for one in shown("--athlete", SOMEBODY_ELSE)["events"]] == ["b#0"]
    assert history("--athlete", "00" * 32).stdout.rstrip() == NOBODY_BY_THAT_KEY


# Files


def test_everything_held_can_be_taken_along(store: str, tmp_path: Path) -> None:
    """What was put right too, as the store has it; the file is its owner's alone."""
    remember(store, *WEEK)
    file = tmp_path / "mine.json"
    result = history("--export", str(file))
    held = json.loads(file.read_text(encoding="utf-8"))
    assert held == open_memory(store, clock=lambda: NOW).export(KEY)
    assert [one["id"] for one in held["events"]] == ["a#0", "b#0", "c#0", "d#0", "e#run", "f#0"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (result.stdout, result.stderr) == ("", f"Everything held is in {file}\n")


def test_a_file_and_a_report_can_be_had_at_once(store: str, tmp_path: Path) -> None:
    """What is printed stays clean: a program can read it."""
    remember(store, *WEEK)
    drawn, held = tmp_path / "soreness.svg", tmp_path / "mine.json"
    assert len(shown("--plot", str(drawn), "--export", str(held))["events"]) == 5
    assert drawn.read_text(encoding="utf-8").startswith("<svg ")
    assert held.exists()


def test_a_file_is_written_anew(store: str, tmp_path: Path) -> None:
    """Nothing of what was longer before is left."""
    remember(store, *WEEK)
    file = tmp_path / "soreness.svg"
    history("--plot", str(file))
    before = file.read_text(encoding="utf-8")
    file.write_text(before * 2, encoding="utf-8")
    history("--plot", str(file))
    assert file.read_text(encoding="utf-8") == before


# What goes wrong


def test_nobody_cannot_be_drawn(store: str, tmp_path: Path) -> None:
    """A script that wants a picture learns that there is none."""
    del store
    assert NOBODY in refused("--plot", str(tmp_path / "soreness.svg"))
    assert not (tmp_path / "soreness.svg").exists()


def test_without_leg_days_and_check_ins_there_is_nothing_to_draw(store: str, tmp_path: Path) -> None:
    """Runs alone, or what is long ago, make no picture."""
    remember(store, event("run", timedelta(days=1), "a#run"), leg_day(timedelta(days=40), "b#0"))
    assert NOTHING_TO_PLOT in refused("--plot", str(tmp_path / "soreness.svg"))


@pytest.mark.parametrize("option", ["--plot", "--export"])
def test_a_file_that_cannot_be_written_is_named(store: str, tmp_path: Path, option: str) -> None:
    """With what the system says against it."""
    remember(store, *WEEK)
    file = tmp_path / "nowhere" / "file"
    assert f"{file} cannot be written: No such file or directory." in refused(option, str(file))


def test_a_folder_is_no_file(store: str, tmp_path: Path) -> None:
    """Said before anything is looked up."""
    del store
    assert "is a directory" in refused("--export", str(tmp_path))


@pytest.mark.parametrize("key", ["me", "7F" * 32, "7f" * 31, ""])
def test_a_key_looks_like_a_key(store: str, key: str) -> None:
    """Sixty-four small hexadecimal digits."""
    del store
    assert "a key has 64 digits" in refused("--athlete", key)


def test_there_are_three_formats(store: str) -> None:
    """And no fourth."""
    del store
    assert "'xml' is not one of 'table', 'json', 'csv'" in refused("--format", "xml")


@pytest.mark.parametrize("with_secret", [True, False], ids=["secret set", "secret beside the file"])
def test_a_store_out_of_reach_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_secret: bool
) -> None:
    """What failed, and where it was looked for."""
    (tmp_path / "folder").write_text("is a file", encoding="utf-8")
    address = f"sqlite:///{tmp_path}/folder/memory.sqlite"
    monkeypatch.setenv("LEGDAY_STORE", address)
    monkeypatch.setenv("LEGDAY_ATHLETE_SECRET", SECRET if with_secret else "")
    message = refused()
    assert "could not be read" in message
    assert f"LEGDAY_STORE says to look in {address}" in message


def test_a_damaged_file_is_a_sentence(store: str, tmp_path: Path) -> None:
    """As it is if somebody else's file is named by mistake."""
    del store
    (tmp_path / "memory.sqlite").write_bytes(b"no database" * 1000)
    assert "What is remembered could not be read: file is not a database." in refused()


def test_a_file_from_a_newer_version_is_a_sentence(store: str, tmp_path: Path) -> None:
    """Older code does not touch what it cannot understand."""
    remember(store, *WEEK)
    with sqlite3.connect(tmp_path / "memory.sqlite") as connection:
        connection.execute("INSERT INTO schema_version VALUES (99)")
    connection.close()
    assert "newer Leg Day Coach" in refused()


def test_a_table_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared store has no athlete of this machine's; nobody is asked over the network to find out."""
    monkeypatch.setenv("LEGDAY_STORE", "dynamodb://legs?region=eu-west-1")
    monkeypatch.delenv("LEGDAY_ATHLETE_SECRET", raising=False)
    assert "Set LEGDAY_ATHLETE_SECRET" in refused()


def test_a_store_whose_library_is_not_there_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bare distribution has no boto3."""
    monkeypatch.setenv("LEGDAY_STORE", "dynamodb://legs?region=eu-west-1")
    monkeypatch.setitem(sys.modules, "skill.memory.dynamodb", None)
    assert "LEGDAY_STORE needs boto3 to remember in DynamoDB: install leg-day-coach[dynamodb]." in refused()
