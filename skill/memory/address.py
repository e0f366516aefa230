"""Where to remember, as one line of text (`LEGDAY_STORE`), read into what it means. Opens nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl

_SQLITE = "sqlite://"
_DYNAMODB = "dynamodb://"
_MEMORY = "memory://"
_TABLE = re.compile(r"[A-Za-z0-9_.-]{3,255}")
"""What DynamoDB allows as the name of a table."""

DEFAULT = "sqlite:///"
"""A file in the platform's data folder."""

DEFAULT_FILE = "memory.sqlite"


class Nowhere(NamedTuple):
    """For as long as the process lives."""


class File(NamedTuple):
    """In a file.

    Attributes:
        path: absolute; or a bare name, for a file in the platform's data folder.
    """

    path: Path


class Table(NamedTuple):
    """In a DynamoDB table.

    Attributes:
        name: of the table.
        region: AWS region; None for the one that the environment names.
        endpoint: address of a server to use instead of Amazon's.
    """

    name: str
    region: str | None = None
    endpoint: str | None = None


def place(address: str) -> Nowhere | File | Table:
    """Read an address.

    - ``memory://``
    - ``sqlite:///`` for the default file, ``sqlite:///name`` for one beside it; ``sqlite:///a/path``,
      ``sqlite:////a/path`` or ``sqlite:///~/path`` for any other
    - ``dynamodb://table``, ``dynamodb://table?region=…&endpoint=…``

    Raises:
        ValueError: a sentence saying what an address should look like.
    """
    if address == _MEMORY:
        return Nowhere()
    if address.startswith(f"{_SQLITE}/"):
        return File(_path(address.removeprefix(_SQLITE)))
    if address.startswith(_DYNAMODB):
        return _table(address)
    raise ValueError(f"should be sqlite:///path, sqlite:/// alone, dynamodb://table or memory://; it is {address!r}.")


def _path(text: str) -> Path:
    named = text.lstrip("/")
    if named.startswith("~") or re.match(r"[A-Za-z]:[\\/]", named):
        return Path(named).expanduser()
    return Path(f"/{named}") if "/" in named else Path(named or DEFAULT_FILE)


def _table(address: str) -> Table:
    name, _, asked = address.removeprefix(_DYNAMODB).partition("?")
    options = dict(parse_qsl(asked, keep_blank_values=True))
    if not _TABLE.fullmatch(name) or options.keys() - {"region", "endpoint"}:
        raise ValueError(f"should look like dynamodb://table, or dynamodb://table?region=eu-west-1; it is {address!r}.")
    return Table(name, options.get("region"), options.get("endpoint"))
