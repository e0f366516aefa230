"""Remembers in one DynamoDB table, for Lambda.

The table's key is `athlete` and `item`; an event's item is made of its id, so it cannot be kept twice. The local index
`newest` sorts an athlete's items by `recorded`, with the profile after all events: read backwards, one Query gives the
profile and what was recorded last. `template.yaml` defines the table; `expires` is its time to live.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from skill.memory import records
from skill.memory.account import is_secure
from skill.memory.events import Recollection, in_effect
from skill.memory.interface import CALL_SECONDS, KEPT_FOR, RECENT, MemoryFailed
from skill.memory.punctual import Punctual, TooLate
from skill.memory.wire import Refused, Wire, tls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from skill.memory.address import Table
    from skill.memory.events import Event, Json, Profile

    _Item = dict[str, dict[str, str]]
    _Write = tuple[str, dict[str, Any]]
    """What to do ("Put", "Update") and with what."""

if find_spec("botocore") is None:  # said at the start, and not when the first credentials run out
    raise ModuleNotFoundError(name="botocore")

INDEX = "newest"
_THREADS = 16
"""So many calls at once; a gunicorn worker of ours serves eight turns at once."""

_PROFILE = "profile"
_AFTER_ALL_EVENTS = "~"
_FIELD = "profile:"
_NOBODY = "-"
_IN_A_TRANSACTION = 99
"""DynamoDB takes 100 writes in one transaction; one is for the profile."""

_IN_A_BATCH = 25
"""What DynamoDB deletes at once."""

_BATCHES = 8
_MOST_PAGES = 250
"""More of one athlete than anybody has; an end to answers that never end."""

_KEPT, _CONFLICT, _FINE = "ConditionalCheckFailed", "TransactionConflict", "None"
_OF_ONE_WRITE = {"ConditionalCheckFailedException": _KEPT, "TransactionConflictException": _CONFLICT}
_TRIES = 3
"""Of a write that another device's got in the way of."""


class _Reached(NamedTuple):
    """How this process reaches DynamoDB."""

    wire: Wire
    punctual: Punctual


class DynamoMemory:
    """A `Memory` in a DynamoDB table."""

    def __init__(
        self,
        table: Table,
        clock: Callable[[], datetime],
        *,
        patience: float = CALL_SECONDS,
        watch: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Remember in this table, which exists; the way there is made when first needed.

        Args:
            table: which, and where.
            clock: the time now; events older than `KEPT_FOR` are left out until DynamoDB has deleted them.
            patience: seconds to wait for each call, with everything in it.
            watch: told every operation that is asked for.
        """
        self._table, self._clock, self._patience, self._watch = table, clock, patience, watch
        self._reached: dict[int, _Reached] = {}
        if is_secure(table):
            tls()  # while a process starts nobody waits yet, and Lambda gives it a whole core
        self._lock = Lock()

    def recall(self, athlete: str, since: datetime, limit: int | None = RECENT) -> Recollection:
        """See `Memory.recall`."""
        profile, told = self._read(athlete, since, limit)
        return Recollection(profile, tuple(event for event in in_effect(told) if event.at >= since))

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        """See `Memory.append`. More than 99 events take several writes."""
        puts = list({records.key(event.id): _put(athlete, event) for event in reversed(events)}.values())[::-1]
        changes = [] if profile is None else [_change(athlete, profile)]
        with _failing("written"):
            whole = max(0, len(puts) - 1) // _IN_A_TRANSACTION * _IN_A_TRANSACTION
            for first in range(0, whole, _IN_A_TRANSACTION):
                self._write(puts[first : first + _IN_A_TRANSACTION], [])
            self._write(puts[whole:], changes)

    def forget(self, athlete: str) -> None:
        """See `Memory.forget`. The profile goes last: as long as anything is left, it says so."""
        with _failing("deleted"):
            for _ in range(_MOST_PAGES):
                items = self._items(athlete)
                if not items:
                    return
                batches = [items[first : first + _IN_A_BATCH] for first in range(0, len(items), _IN_A_BATCH)]
                self._ask("BatchWriteItem", *(self._deleting(batch) for batch in batches))
            raise records.Nonsense

    def export(self, athlete: str) -> dict[str, Json]:
        """See `Memory.export`."""
        profile, told = self._read(athlete, self._clock() - KEPT_FOR, None)
        return records.exported(athlete, profile, told)

    def check(self) -> None:
        """See `Memory.check`."""
        self._read(_NOBODY, self._clock(), 0)

    def _read(self, athlete: str, since: datetime, limit: int | None) -> tuple[Profile, list[Event]]:
        oldest = records.moment(max(since, self._clock() - KEPT_FOR))
        with _failing("read"):
            items = [item for page in self._pages(athlete, oldest, limit) for item in page]
            profiles = [item for item in items if item["item"]["S"] == _PROFILE]
            texts = [item["event"]["S"] for item in items if item["item"]["S"] != _PROFILE]
            return _profile(profiles), records.events_in(texts[:limit])

    def _pages(self, athlete: str, oldest: str, limit: int | None) -> Iterator[list[_Item]]:
        """The profile and then the events, newest first; one page if there is a limit."""
        asked: dict[str, Any] = {
            "IndexName": INDEX,
            "KeyConditionExpression": "athlete = :athlete AND recorded >= :oldest",
            "ExpressionAttributeValues": {":athlete": {"S": athlete}, ":oldest": {"S": oldest}},
            "ScanIndexForward": False,
            "ConsistentRead": True,
            **({} if limit is None else {"Limit": limit + 1}),
        }
        for _ in range(_MOST_PAGES):
            (page,) = self._ask("Query", asked)
            yield page["Items"]
            if limit is not None or "LastEvaluatedKey" not in page:
                return
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]
        raise records.Nonsense

    def _write(self, puts: list[_Write], changes: list[_Write]) -> None:
        """Write what is not kept yet; if all events are, this was written before."""
        for _ in range(_TRIES):
            outcomes = self._try([*puts, *changes])
            if set(outcomes) <= {_FINE}:
                return
            new = [put for put, outcome in zip(puts, outcomes, strict=False) if outcome != _KEPT]
            if puts and not new:
                return
            puts = new
        raise TooLate

    def _try(self, writes: list[_Write]) -> list[str]:
        """Write all or nothing, and tell what was in the way of each."""
        try:
            if len(writes) == 1:
                ((what, asked),) = writes
                self._ask(f"{what}Item", asked)
            elif writes:
                items = [{what: {"TableName": self._table.name, **asked}} for what, asked in writes]
                self._ask("TransactWriteItems", {"TransactItems": items})
        except Refused as refused:
            return _outcomes(refused)
        return [_FINE for _ in writes]

    def _items(self, athlete: str) -> list[_Item]:
        """The keys of some of what is kept, events first."""
        asked = {
            "KeyConditionExpression": "athlete = :athlete",
            "ExpressionAttributeValues": {":athlete": {"S": athlete}},
            "ProjectionExpression": "athlete, #item",
            "ExpressionAttributeNames": {"#item": "item"},
            "ConsistentRead": True,
            "Limit": _IN_A_BATCH * _BATCHES,
        }
        (page,) = self._ask("Query", asked)
        items: list[_Item] = page["Items"]
        return items

    def _deleting(self, items: list[_Item]) -> dict[str, Any]:
        return {"RequestItems": {self._table.name: [{"DeleteRequest": {"Key": item}} for item in items]}}

    def _ask(self, operation: str, *asked: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask DynamoDB for all of it at once, within the deadline."""
        reached = self._reach()
        table = {"TableName": self._table.name} if operation in _ON_ONE_TABLE else {}
        for _ in asked:
            self._watch(operation)
        return reached.punctual.call(*(partial(reached.wire.ask, operation, {**table, **one}) for one in asked))

    def _reach(self) -> _Reached:
        """Make the way once. A process that was forked makes its own: connections and threads cannot be shared."""
        if reached := self._reached.get(os.getpid()):
            return reached
        with self._lock:
            return self._reached.get(os.getpid()) or self._reached.setdefault(os.getpid(), self._connected())

    def _connected(self) -> _Reached:
        punctual = Punctual(self._patience, _THREADS)
        return _Reached(Wire(self._table, self._clock, self._patience, punctual.still_awaited), punctual)


_ON_ONE_TABLE = frozenset({"Query", "PutItem", "UpdateItem"})


def _put(athlete: str, event: Event) -> _Write:
    expires = int((event.recorded_at + KEPT_FOR).timestamp())
    item = {
        "athlete": {"S": athlete},
        "item": {"S": f"event:{records.key(event.id)}"},
        "recorded": {"S": records.moment(event.recorded_at)},
        "event": {"S": records.as_text(records.event_fields(event))},
        "expires": {"N": str(expires)},
    }
    return "Put", {"Item": item, "ConditionExpression": "attribute_not_exists(athlete)"}


def _change(athlete: str, profile: Profile) -> _Write:
    """Set what is known and leave the rest, so that two devices can do it at once."""
    fields = {"recorded": _AFTER_ALL_EVENTS} | {
        f"{_FIELD}{name}": records.as_text(value) for name, value in records.profile_fields(profile).items()
    }
    names, values = list(fields), list(fields.values())
    return "Update", {
        "Key": {"athlete": {"S": athlete}, "item": {"S": _PROFILE}},
        "UpdateExpression": f"SET {', '.join(f'#{n} = :{n}' for n in range(len(fields)))} ADD #version :one",
        "ExpressionAttributeNames": {"#version": "version"} | {f"#{n}": name for n, name in enumerate(names)},
        "ExpressionAttributeValues": {":one": {"N": "1"}} | {f":{n}": {"S": value} for n, value in enumerate(values)},
    }


def _profile(items: list[_Item]) -> Profile:
    if not items:
        return records.profile_in({}, 0)
    (item,) = items
    known = {
        name.removeprefix(_FIELD): records.value_in(value["S"])
        for name, value in item.items()
        if name.startswith(_FIELD)
    }
    return records.profile_in(known, int(item["version"]["N"]))


def _outcomes(refused: Refused) -> list[str]:
    """What was in the way of each write, if it was only that it is kept already or that another device writes too.

    Raises:
        Refused: if it was anything else.
    """
    outcomes = [_OF_ONE_WRITE[refused.code]] if refused.code in _OF_ONE_WRITE else refused.reasons
    if not outcomes or not set(outcomes) <= {_KEPT, _CONFLICT, _FINE}:
        raise refused
    return outcomes


@contextmanager
def _failing(what: str) -> Iterator[None]:
    """Say in a sentence what DynamoDB, or the way there, would not do."""
    try:
        yield
    except Exception as error:  # an answer that is nonsense trips us up over anything, in any way
        message = f"What is remembered could not be {what}: {_reason(error)}."
        raise MemoryFailed(message) from error


def _reason(error: Exception) -> str:
    if isinstance(error, TooLate):
        return "DynamoDB took too long"
    if isinstance(error, Refused):
        return f"DynamoDB says {error.code}"
    return f"DynamoDB could not be reached or understood ({type(error).__name__})"
