"""Remembers athletes who said yes to it: events and a profile, behind one interface (`Memory`).

The stores are in modules of their own, imported when an address asks for one. Nothing here knows Alexa, or decides what
is worth remembering.
"""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_bytes
from typing import TYPE_CHECKING

from skill.memory import address as addresses
from skill.memory.events import Event, Json, Profile, Recollection, in_effect
from skill.memory.interface import CALL_SECONDS, KEPT_FOR, RECENT, Memory, MemoryFailed
from skill.memory.pseudonym import athlete_key, laptop_secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = [
    "KEPT_FOR",
    "RECENT",
    "Event",
    "Json",
    "Memory",
    "MemoryFailed",
    "Profile",
    "Recollection",
    "athlete_key",
    "file_at",
    "in_effect",
    "open_memory",
    "own_secret",
]


def open_memory(
    address: str,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    patience: float = CALL_SECONDS,
) -> Memory:
    """Give the store at this address; it is reached when first used, so this does not raise `MemoryFailed`.

    Args:
        address: see `skill.memory.address.place`.
        clock: the time now, which tells what has expired.
        patience: seconds to wait for the store each time.

    Raises:
        ValueError: a sentence saying what an address should look like, or that a package is missing for it.
    """
    # Each store is imported when it is asked for: boto3 alone would double the time Lambda takes to start.
    match addresses.place(address):
        case addresses.File(path):
            from skill.memory.sqlite import SqliteMemory  # noqa: PLC0415 (see above)

            return SqliteMemory(file_at(path), clock, patience=patience)
        case addresses.Table() as table:
            try:
                from skill.memory.dynamodb import DynamoMemory  # noqa: PLC0415 (see above)
            except ModuleNotFoundError as error:
                raise ValueError("needs boto3 to remember in DynamoDB: install leg-day-coach[dynamodb].") from error
            return DynamoMemory(table, clock, patience=patience)
        case addresses.Nowhere():
            from skill.memory.in_memory import InMemory  # noqa: PLC0415 (see above)

            return InMemory(clock)


def own_secret(address: str) -> bytes:
    """A secret for athletes' keys where nobody set one: a file's lies beside it, made when it is first asked for.

    Args:
        address: see `skill.memory.address.place`.

    Raises:
        ValueError: if the store is shared, so that its secret must be too.
        MemoryFailed: if it can be neither read nor made.
    """
    match addresses.place(address):
        case addresses.File(path):
            try:
                return laptop_secret(file_at(path).parent)
            except OSError as error:
                message = f"The secret beside the memory could not be read: {error.strerror}."
                raise MemoryFailed(message) from error
        case addresses.Nowhere():
            return token_bytes()
        case addresses.Table():
            raise ValueError("A table is shared by many, so the secret of its keys cannot be made here; set it.")


def file_at(path: Path) -> Path:
    """Where a file is: one without a folder in the platform's data folder."""
    return path if path.is_absolute() else _data_folder() / path


def _data_folder() -> Path:
    """The platform's folder for data that an application keeps for one account."""
    from platformdirs import user_data_path  # noqa: PLC0415 (the laptop and the server have it, Lambda does not)

    return user_data_path("legday", appauthor=False)
