"""Remembers in one SQLite file, for a laptop or a server of one's own. Nothing is opened before it is needed.

Write-ahead log with every commit synced: what was acknowledged survives a killed process and a lost power supply, and
readers never wait for writers. What is deleted is overwritten (`secure_delete`), in the log as well once it was
forgotten, so the file needs no VACUUM to hold nothing of it; it keeps its size for what comes next.
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from skill.memory import records
from skill.memory.events import Recollection, in_effect
from skill.memory.interface import CALL_SECONDS, KEPT_FOR, RECENT, MemoryFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from skill.memory.events import Event, Json, Profile

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE profiles (
             athlete TEXT PRIMARY KEY, version INTEGER NOT NULL, fields TEXT NOT NULL) WITHOUT ROWID""",
        # In the order in which a turn reads it: the newest of one athlete lie side by side.
        """CREATE TABLE events (
             athlete TEXT NOT NULL, recorded TEXT NOT NULL, key TEXT NOT NULL, event TEXT NOT NULL,
             PRIMARY KEY (athlete, recorded, key)) WITHOUT ROWID""",
        "CREATE UNIQUE INDEX events_once ON events (athlete, key)",
    ),
    # What has expired is found without looking at the rest.
    ("CREATE INDEX events_by_age ON events (recorded)",),
)
"""Each takes the file from one version to the next. Never change one that was published; add another."""

_HAS_VERSION = "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"
_VERSION = "SELECT coalesce(max(version), 0) FROM schema_version"

_RECALL = """
SELECT version, fields FROM profiles WHERE athlete = :athlete
UNION ALL
SELECT NULL, event FROM (
  SELECT event FROM events WHERE athlete = :athlete AND recorded >= :oldest
  ORDER BY recorded DESC, key DESC LIMIT :limit)
"""
_APPEND = "INSERT INTO events (athlete, recorded, key, event) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_CHANGE = """
INSERT INTO profiles (athlete, version, fields) VALUES (?, 1, ?)
ON CONFLICT DO UPDATE SET version = version + 1, fields = json_patch(fields, excluded.fields)
"""
_CLEAR_EXPIRED = """
DELETE FROM events WHERE (athlete, recorded, key) IN (
  SELECT athlete, recorded, key FROM events WHERE recorded < ? ORDER BY recorded LIMIT 20)
"""
"""Every write clears away a few of what has expired, whoever's it was: more than it adds."""

_FORGET = ("DELETE FROM events WHERE athlete = ?", "DELETE FROM profiles WHERE athlete = ?")
_NO_LIMIT = -1


class SqliteMemory:
    """A `Memory` in a file."""

    def __init__(
        self,
        file: Path,
        clock: Callable[[], datetime],
        *,
        patience: float = CALL_SECONDS,
        prepare: Callable[[sqlite3.Connection], object] = lambda _: None,
    ) -> None:
        """Remember in this file; it and its folder are made when first needed, readable by their owner alone.

        Args:
            file: where.
            clock: the time now; events older than `KEPT_FOR` are left out and cleared away.
            patience: seconds to wait for another writer.
            prepare: given every new connection, to watch or limit it.
        """
        self._clock = clock
        self._connections = _Connections(lambda: _open(file, patience, prepare))
        weakref.finalize(self, self._connections.close)

    def recall(self, athlete: str, since: datetime, limit: int | None = RECENT) -> Recollection:
        """See `Memory.recall`."""
        profile, told = self._read(athlete, since, limit)
        return Recollection(profile, tuple(event for event in in_effect(told) if event.at >= since))

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        """See `Memory.append`."""
        rows = [_row(athlete, event) for event in events]
        with _failing("written"), self._connections.one() as connection, _transaction(connection):
            added = connection.executemany(_APPEND, rows).rowcount
            if profile is not None and (added > 0 or not rows):
                connection.execute(_CHANGE, (athlete, records.as_text(records.profile_fields(profile))))
            connection.execute(_CLEAR_EXPIRED, (records.moment(self._clock() - KEPT_FOR),))

    def forget(self, athlete: str) -> None:
        """See `Memory.forget`."""
        with _failing("deleted"), self._connections.one() as connection:
            with _transaction(connection):
                for statement in _FORGET:
                    connection.execute(statement, (athlete,))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def export(self, athlete: str) -> dict[str, Json]:
        """See `Memory.export`."""
        profile, told = self._read(athlete, self._clock() - KEPT_FOR, None)
        return records.exported(athlete, profile, told)

    def check(self) -> None:
        """See `Memory.check`."""
        with _failing("read"), self._connections.one() as connection:
            connection.execute("SELECT count(*) FROM (SELECT 1 FROM events LIMIT 1)").fetchone()

    def _read(self, athlete: str, since: datetime, limit: int | None) -> tuple[Profile, list[Event]]:
        asked = {
            "athlete": athlete,
            "oldest": records.moment(max(since, self._clock() - KEPT_FOR)),
            "limit": _NO_LIMIT if limit is None else limit,
        }
        with _failing("read"):
            with self._connections.one() as connection:
                rows = connection.execute(_RECALL, asked).fetchall()
            return _profile(rows), records.events_in(text for version, text in rows if version is None)


def _profile(rows: list[tuple[int | None, str]]) -> Profile:
    for version, text in rows:
        if version is not None:
            return records.profile_in(records.value_in(text), version)
    return records.profile_in({}, 0)


def _row(athlete: str, event: Event) -> tuple[str, str, str, str]:
    text = records.as_text(records.event_fields(event))
    return athlete, records.moment(event.recorded_at), records.key(event.id), text


@contextmanager
def _failing(what: str) -> Iterator[None]:
    """Say in a sentence what SQLite, the disk or a damaged file would not do."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeError, records.Nonsense) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"What is remembered could not be {what}: {reason}."
        raise MemoryFailed(message) from error


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. If it fails, `_Connections.one` closes the connection, which takes everything back."""
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("COMMIT")


class _Connections:
    """As many connections as are used at once. A process that was forked makes its own: SQLite's cannot be shared."""

    def __init__(self, make: Callable[[], sqlite3.Connection]) -> None:
        self._make = make
        self._idle: dict[int, deque[sqlite3.Connection]] = {}

    @contextmanager
    def one(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; one that something failed on is closed."""
        idle = self._idle.setdefault(os.getpid(), deque())
        connection = _taken(idle) or self._make()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        idle.append(connection)

    def close(self) -> None:
        """Close what is not in use."""
        idle = self._idle.setdefault(os.getpid(), deque())
        while connection := _taken(idle):
            connection.close()


def _taken(idle: deque[sqlite3.Connection]) -> sqlite3.Connection | None:
    try:
        return idle.pop()
    except IndexError:
        return None


def _open(file: Path, patience: float, prepare: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Only a file that is not there is touched: closing one that SQLite has open would take this process's locks away.
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = sqlite3.connect(file, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        prepare(connection)
        for setting in ("journal_mode = WAL", "synchronous = FULL", "fullfsync = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        _migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the version that this program writes, whatever it was; another process may do the same."""
    if _version(connection) == len(MIGRATIONS):
        return
    with _transaction(connection):
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise sqlite3.NotSupportedError("the file is from a newer Leg Day Coach; install that one")
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)")
        for number, statements in enumerate(MIGRATIONS[version:], start=version + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute("INSERT INTO schema_version VALUES (?)", (number,))


def _version(connection: sqlite3.Connection) -> int:
    (has_version,) = connection.execute(_HAS_VERSION).fetchone()
    version: int = connection.execute(_VERSION).fetchone()[0] if has_version else 0
    return version
