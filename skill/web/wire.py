"""A request from the bytes that came, and the bytes of its answer: for requests that come as Alexa sends them.

Gunicorn reads and writes HTTP in Python, which took a quarter of a worker's time (``docs/decisions/0016``). A request
that came in one piece and is plain is read by ``httptools`` instead, the parser of Node.js. Whatever else comes is none
of this module's business: it is left to gunicorn, byte for byte.
"""

from __future__ import annotations

from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

if TYPE_CHECKING:
    from collections.abc import Iterable

_VERSION = "1.1"
_BEGINNING = b"POST "
_MOST_HEADERS, _LONGEST_HEADER = 100, 8_190
"""How many there may be, and how many bytes each may have: what gunicorn allows, which refuses the others."""

_NEEDS_CARE = frozenset({"transfer-encoding", "expect"})
"""Headers that make more of a request than a body of a known length."""


class Posted:
    """A plain POST, all of it: the headers by name in any case, target and body as they came."""

    __slots__ = ("_begun", "_headers", "_plain", "_whole", "body", "target")

    def __init__(self) -> None:
        self.target = self.body = b""
        self._headers: dict[str, str] = {}
        self._begun = self._whole = False
        self._plain = True

    def get(self, name: str, /) -> str | None:
        """The value of this header, if it is there."""
        return self._headers.get(name.lower())

    @property
    def keep_alive(self) -> bool:
        """Whether whoever asks would keep the connection open."""
        return "close" not in self._headers.get("connection", "").lower()

    @classmethod
    def of(cls, came: bytes) -> Posted | None:
        """The request, if these bytes are one and nothing but one; else None, also if it is not plain."""
        if not came.startswith(_BEGINNING):  # the parser would pass over empty lines
            return None
        posted = cls()
        parser = HttpRequestParser(posted)
        try:
            parser.feed_data(came)
        except (HttpParserError, HttpParserUpgrade):
            return None
        plain = posted._whole and posted._plain and _NEEDS_CARE.isdisjoint(posted._headers)
        return posted if plain and parser.get_http_version() == _VERSION else None

    # What the parser calls, in this order.

    def on_message_begin(self) -> None:
        """Note that a request begins; a second one behind it is more than we asked for."""
        self._plain = not self._begun
        self._begun = True

    def on_url(self, target: bytes) -> None:
        """Take the target, or a piece of it."""
        self.target += target

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header. One that comes twice is not plain, nor a name that may be taken for another ("_" for "-")."""
        key = name.decode("latin-1").lower()
        too_much = len(self._headers) >= _MOST_HEADERS or len(name) + len(value) > _LONGEST_HEADER - len(b": \r\n")
        if key in self._headers or "_" in key or too_much:
            self._plain = False
        self._headers[key] = value.decode("latin-1").strip(" \t")

    def on_body(self, body: bytes) -> None:
        """Take the body, or a piece of it."""
        self.body += body

    def on_message_complete(self) -> None:
        """Note that all of it was there."""
        self._whole = True


def answer(status: str, headers: Iterable[tuple[str, str]], content: bytes, *, keep_alive: bool, now: float) -> bytes:
    """The bytes of an answer, with the headers that gunicorn gives to its own.

    Args:
        status: code and words, as "200 OK".
        headers: the length of the content among them.
        content: the body.
        keep_alive: whether the connection stays open.
        now: seconds since 1970.
    """
    connection = "keep-alive" if keep_alive else "close"
    lines = [f"HTTP/{_VERSION} {status}", "Server: gunicorn", _date(int(now)), f"Connection: {connection}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return f"Date: {formatdate(second, usegmt=True)}"
