"""What SQLite is trusted with: one file that survives, grows up, forgets, and fails in sentences."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from skill.memory import KEPT_FOR, MemoryFailed, Profile, Recollection
from skill.memory.sqlite import _CLEAR_EXPIRED, _RECALL, MIGRATIONS, SqliteMemory
from tests.memory.places import AGES_AGO, ATHLETE, NOW, PATIENT, SOMEBODY_ELSE, Clock, Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from skill.memory import Memory


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where to remember; the folder is not there yet."""
    return tmp_path / "data" / "memory.sqlite"


def test_a_turn_reads_once_and_writes_once(file: Path, told: Told) -> None:
    """One statement to read, and to write one transaction; also when the profile changes and a lot is kept."""
    ran: list[str] = []
    memory = SqliteMemory(file, Clock(), prepare=lambda connection: connection.set_trace_callback(ran.append))
    memory.append(ATHLETE, told.events(100), Profile(age=45))

    ran.clear()
    memory.recall(ATHLETE, AGES_AGO)
    assert [statement.split()[0] for statement in ran] == ["SELECT"]

    ran.clear()
    memory.append(ATHLETE, [told.event(), told.event()], Profile(novice=True))
    assert [statement.split()[0] for statement in ran] == ["BEGIN", "INSERT", "INSERT", "INSERT", "DELETE", "COMMIT"]


@pytest.mark.parametrize(
    ("asked", "values"), [(_RECALL, (("athlete", ATHLETE), ("oldest", "2026"), ("limit", 60))), (_CLEAR_EXPIRED, ())]
)
def test_nothing_is_searched_through(
    file: Path, told: Told, asked: str, values: tuple[tuple[str, object], ...]
) -> None:
    """Every question is answered by an index, so a turn costs the same however much there is."""
    SqliteMemory(file, Clock()).append(ATHLETE, told.events(1))

    with closing(sqlite3.connect(file)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {asked}", dict(values) or ("2026",))
        steps = [step for *_, step in plan]

    assert steps
    assert [step for step in steps if step.startswith("SCAN") and "(subquery" not in step] == []
    assert [step for step in steps if "TEMP B-TREE" in step] == []


def test_every_commit_is_synced(file: Path) -> None:
    """A write-ahead log, synced at every commit: what was acknowledged survives a loss of power."""
    seen: list[sqlite3.Connection] = []
    memory = SqliteMemory(file, Clock(), prepare=seen.append)
    memory.check()

    (connection,) = seen
    values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert values == ["wal", 2]


@pytest.mark.skipif(os.name != "posix", reason="only there files have modes")
def test_only_the_owner_can_read_it(file: Path, told: Told) -> None:
    """The file, what lies beside it, and the folder made for it."""
    memory = SqliteMemory(file, Clock())
    memory.append(ATHLETE, [told.event()])

    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_was_forgotten_is_nowhere_in_the_file(file: Path, told: Told) -> None:
    """Deleted is overwritten, in the log too; what others told is still there."""
    memory = SqliteMemory(file, Clock())
    secret = "planted-d41d8cd98f"  # noqa: S105 (something to look for)
    memory.append(ATHLETE, [told.event({"planted": secret}) for _ in range(300)], Profile(time_zone=secret))
    memory.append(SOMEBODY_ELSE, [told.event({"planted": "of somebody else"})])
    assert secret.encode() in _bytes(file)

    memory.forget(ATHLETE)

    assert secret.encode() not in _bytes(file)
    assert ATHLETE.encode() not in _bytes(file)
    assert b"of somebody else" in _bytes(file)


def test_what_has_expired_is_deleted_as_others_write(file: Path, told: Told) -> None:
    """Nobody has to come back for their old events to go."""
    clock = Clock()
    memory = SqliteMemory(file, clock)
    memory.append(ATHLETE, [told.event({"planted": "old news"}) for _ in range(30)])

    clock.now += KEPT_FOR + timedelta(days=1)
    for _ in range(2):
        memory.append(SOMEBODY_ELSE, [told.event(recorded_at=clock.now, at=clock.now)])

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT athlete, count(*) FROM events GROUP BY 1").fetchall() == [(SOMEBODY_ELSE, 2)]


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_an_old_file_is_brought_up_to_date(file: Path, told: Told, version: int) -> None:
    """With everything in it, from each version there ever was; twice does no harm."""
    _old_file(file, version)

    for _ in range(2):
        memory = SqliteMemory(file, Clock())
        recalled = memory.recall(ATHLETE, AGES_AGO)
        assert recalled.profile.age == (45 if version else None)
        assert [event.data for event in recalled.events] == ([{"soreness": 4}] if version else [])
    memory.append(ATHLETE, [told.event()])

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT max(version), count(*) FROM schema_version").fetchone() == (
            len(MIGRATIONS),
            len(MIGRATIONS),
        )
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_from_the_future_is_left_alone(file: Path) -> None:
    """What a newer program wrote is not guessed at."""
    _old_file(file, len(MIGRATIONS))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO schema_version VALUES (99)")

    with pytest.raises(MemoryFailed, match=r"newer Leg Day Coach"):
        SqliteMemory(file, Clock()).check()


def _damaged(file: Path, _: Told) -> Memory:
    file.parent.mkdir()
    file.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 1000)
    return SqliteMemory(file, Clock())


def _torn(file: Path, told: Told) -> Memory:
    SqliteMemory(file, Clock()).append(ATHLETE, told.events(200))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(os.urandom(size - 4096))
    return SqliteMemory(file, Clock())


def _not_text(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, "UPDATE events SET event = x'ff00fe'")


def _not_json(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, "UPDATE events SET event = '{\"kind\":'")


def _not_an_event(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, "UPDATE events SET event = '{\"kind\":1}'")


def _no_zone(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, "UPDATE events SET event = replace(event, '+00:00', '')")


def _not_a_profile(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, """UPDATE profiles SET fields = '{"shoe_size":45}'""")


def _half_a_profile(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, "UPDATE profiles SET fields = '{\"age\":'")


def _not_a_mapping(file: Path, told: Told) -> Memory:
    return _rewritten(file, told, "UPDATE profiles SET fields = '[45]'")


def _rewritten(file: Path, told: Told, statement: str) -> Memory:
    memory = SqliteMemory(file, Clock())
    memory.append(ATHLETE, [told.event()], Profile(age=45, remembered_since=NOW))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)
    return memory


@pytest.mark.parametrize(
    "prepared",
    [_damaged, _torn, _not_text, _not_json, _not_an_event, _no_zone, _not_a_profile, _half_a_profile, _not_a_mapping],
)
def test_nonsense_is_told_in_a_sentence(file: Path, told: Told, prepared: Callable[[Path, Told], Memory]) -> None:
    """Whatever is wrong with what is kept, and at any depth."""
    memory = prepared(file, told)

    _fails_in_a_sentence(lambda: memory.recall(ATHLETE, AGES_AGO))
    _fails_in_a_sentence(lambda: memory.export(ATHLETE))


def test_a_file_is_missing_its_place(file: Path, told: Told) -> None:
    """A folder where the file should be, a file where the folder should be."""
    file.mkdir(parents=True)
    (file.parent / "there.sqlite").touch()
    for memory in (SqliteMemory(file, Clock()), SqliteMemory(file.parent / "there.sqlite" / "memory.sqlite", Clock())):
        _fails_in_a_sentence(memory.check)
        _fails_in_a_sentence(partial(memory.append, ATHLETE, [told.event()]))


def test_a_full_disk_costs_the_turn_and_nothing_else(file: Path, told: Told) -> None:
    """It is said; the turn is not kept in part; what was kept can be read; when there is room it goes on."""
    room = [12]
    memory = SqliteMemory(
        file, Clock(), prepare=lambda connection: connection.execute(f"PRAGMA max_page_count = {room[0]}")
    )
    kept = told.event()
    memory.append(ATHLETE, [kept], Profile(age=45))

    _fails_in_a_sentence(lambda: memory.append(ATHLETE, told.events(400), Profile(age=46)), "full")

    before = Recollection(Profile(age=45, version=1), (kept,))
    assert memory.recall(ATHLETE, AGES_AGO) == before
    memory.check()
    room[0] = 10_000
    memory = SqliteMemory(file, Clock())
    memory.append(ATHLETE, told.events(400))


def test_a_file_that_cannot_be_written_can_still_be_read(file: Path, told: Told) -> None:
    """The athlete hears that it could not be saved, from what is known so far."""
    kept = told.event()
    SqliteMemory(file, Clock()).append(ATHLETE, [kept])
    memory = SqliteMemory(
        file, Clock(), prepare=lambda connection: connection.execute("PRAGMA query_only = ON").fetchall()
    )

    _fails_in_a_sentence(lambda: memory.append(ATHLETE, [told.event()]), "readonly")
    _fails_in_a_sentence(lambda: memory.forget(ATHLETE), "readonly")

    assert memory.recall(ATHLETE, AGES_AGO).events == (kept,)


def test_a_writer_that_never_ends_is_not_waited_for(file: Path, told: Told) -> None:
    """Reading goes on meanwhile; writing gives up, and works again once the other is done."""
    memory = SqliteMemory(file, Clock(), patience=0.01)
    kept = told.event()
    memory.append(ATHLETE, [kept])

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        _fails_in_a_sentence(lambda: memory.append(ATHLETE, [told.event()]), "locked")
        _fails_in_a_sentence(lambda: memory.forget(ATHLETE), "locked")
        assert memory.recall(ATHLETE, AGES_AGO).events == (kept,)
        other.execute("ROLLBACK")

    memory.append(ATHLETE, [told.event()])
    assert len(memory.recall(ATHLETE, AGES_AGO).events) == 2


def test_connections_are_used_again(file: Path, told: Told) -> None:
    """One after the other needs one; it is closed with the store."""
    opened: list[sqlite3.Connection] = []
    memory = SqliteMemory(file, Clock(), prepare=opened.append, patience=PATIENT)
    for _ in range(5):
        memory.append(ATHLETE, [told.event()])
        memory.recall(ATHLETE, AGES_AGO)

    (connection,) = opened
    del memory
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_forked_process_uses_no_connection_of_its_parent(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's locks belong to a process; the parent's connection is left as it is."""
    opened: list[sqlite3.Connection] = []
    memory = SqliteMemory(file, Clock(), prepare=opened.append)
    memory.check()

    with monkeypatch.context() as forked:
        forked.setattr(os, "getpid", lambda: -1)
        memory.check()
        assert len(opened) == 2
    memory.check()

    assert len(opened) == 2
    opened[1].close()


def _fails_in_a_sentence(call: Callable[[], object], part: str = "") -> None:
    with pytest.raises(MemoryFailed) as failed:
        call()
    sentence = str(failed.value)
    assert sentence.startswith("What is remembered could not be ")
    assert sentence.endswith(".")
    assert part in sentence
    assert ATHLETE not in sentence
    assert failed.value.__cause__ is not None


def _bytes(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


def _old_file(file: Path, version: int) -> None:
    """A file as the program of that version left it; version 0 is an empty file."""
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection, connection:
        if version == 0:
            return
        connection.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY)")
        for number, statements in enumerate(MIGRATIONS[:version], start=1):
            for statement in statements:
                connection.execute(statement)
            connection.execute("INSERT INTO schema_version VALUES (?)", (number,))
        connection.execute("INSERT INTO profiles VALUES (?, 3, ?)", (ATHLETE, '{"age":45}'))
        event = """{"kind":"check_in","at":"2026-11-21T11:31:00.000000+00:00","data":{"soreness":4},"id":"r#0",
                    "recorded_at":"2026-11-21T11:31:00.000000+00:00","replaces":null}"""
        connection.execute(
            "INSERT INTO events (athlete, recorded, key, event) VALUES (?, ?, 'k', ?)",
            (ATHLETE, "2026-11-21T11:31:00.000000+00:00", event),
        )
