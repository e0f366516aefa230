"""Which requests were answered lately. Amazon makes each of them once, so the same one again is a replay.

The memory is of a fixed size. Processes that are forked after it was made share it, and none of them can spoil it for
the others by dying. Of a request it keeps a digest, from which nothing can be read back. See ``docs/decisions/0007``.
"""

from __future__ import annotations

import fcntl
import os
import struct
import tempfile
import weakref
from datetime import timedelta
from hashlib import blake2b
from mmap import mmap
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from skill.web.refusal import Replayed

if TYPE_CHECKING:
    from datetime import datetime

PLACES = 131_072
"""How many requests are remembered, in 3 MB: half of it is what 430 requests a second leave in 150 seconds."""

HOLD = timedelta(seconds=10)
"""How long a request counts as being answered; Alexa itself gives up after about eight seconds."""

_ROW = 16  # places that a request may be in: looking through them costs the same however many are taken
_DIGEST_BYTES = 16
_UNTIL = struct.Struct("<d")  # seconds since 1970
_UNTILS = struct.Struct(f"<{_ROW}d")  # a row begins with how long each of its requests is remembered; digests follow
_ROW_BYTES = _UNTILS.size + _ROW * _DIGEST_BYTES
_HOLD_SECONDS = HOLD.total_seconds()


class SeenRequests:
    """The requests of late, for any number of threads and forked processes.

    Args:
        places: how many are remembered. A request has a row of sixteen to be in; when they are all taken, it takes the
            place of the one there that would be forgotten first.
    """

    def __init__(self, places: int = PLACES) -> None:
        self._rows = max(1, places // _ROW)
        self._table = mmap(-1, self._rows * _ROW_BYTES)
        self._lock = _Lock()

    def begin(self, identity: bytes, now: datetime) -> None:
        """Note that this request is being answered.

        Raises:
            Replayed: if it was answered before, or is being answered.
        """
        digest, moment = _digest(identity), now.timestamp()
        row = self._row(digest)
        with self._lock:
            place = self._place(row, digest)
            if place is not None and self._until(row, place) >= moment:
                message = "the request was made before"
                raise Replayed(message)
            self._take(row, place, digest, moment + _HOLD_SECONDS)

    def finish(self, identity: bytes, until: datetime) -> None:
        """Note that this request was answered; remember it through this (aware) time."""
        digest, moment = _digest(identity), until.timestamp()
        row = self._row(digest)
        place = self._place(row, digest)
        if place is not None:
            self._keep(row, place, moment)  # one number in a place that is its own already: no need to lock others out
            return
        with self._lock:
            self._take(row, None, digest, moment)

    def _take(self, row: int, place: int | None, digest: bytes, until: float) -> None:
        """Put a request in its place; one that has none takes that of the one that would be forgotten first."""
        if place is None:
            untils = _UNTILS.unpack_from(self._table, row)
            place = untils.index(min(untils))
            start = row + _UNTILS.size + place * _DIGEST_BYTES
            self._table[start : start + _DIGEST_BYTES] = digest
        self._keep(row, place, until)

    def _keep(self, row: int, place: int, until: float) -> None:
        _UNTIL.pack_into(self._table, row + place * _UNTIL.size, until)

    def _until(self, row: int, place: int) -> float:
        (until,) = _UNTIL.unpack_from(self._table, row + place * _UNTIL.size)
        return float(until)

    def _row(self, digest: bytes) -> int:
        return int.from_bytes(digest, "little") % self._rows * _ROW_BYTES

    def _place(self, row: int, digest: bytes) -> int | None:
        digests = self._table[row + _UNTILS.size : row + _ROW_BYTES]
        found = digests.find(digest)
        return found // _DIGEST_BYTES if found >= 0 and found % _DIGEST_BYTES == 0 else None


def _digest(identity: bytes) -> bytes:
    return blake2b(identity, digest_size=_DIGEST_BYTES).digest()


class _Lock:
    """One holder at a time among all threads of all processes. The system takes it from a process that dies."""

    def __init__(self) -> None:
        self._threads = Lock()  # a lock on a file belongs to a process, and does not keep its threads apart
        self._file, name = tempfile.mkstemp()
        Path(name).unlink()
        weakref.finalize(self, os.close, self._file)

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()
