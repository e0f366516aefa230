"""One request to Amazon's API. Imported when there is something to ask: most turns ask nothing."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener


def ask(  # noqa: PLR0913 (what makes a request, by name)
    address: str, token: str, *, seconds: float, most: int, method: str = "GET", body: bytes | None = None
) -> tuple[int, bytes]:
    """The status of an answer, and what it holds.

    Args:
        address: what to ask.
        token: the access token, which goes nowhere else.
        seconds: how long each step may take: connecting, hearing something.
        most: bytes of the answer that are read.
        method: what to do.
        body: JSON to send.

    Raises:
        ValueError: if the address is none of HTTP's.
        OSError: if there is no answer; so does `HTTPException` say.
    """
    if urlsplit(address).scheme not in ("https", "http"):
        message = "Amazon's API is reached over HTTP."
        raise ValueError(message)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = Request(address, body, headers, method=method)  # noqa: S310 (the scheme is checked above)
    try:
        with build_opener(_NotElsewhere).open(request, timeout=seconds) as answer:
            return answer.status, answer.read(most)
    except HTTPError as refusal:
        with closing(refusal):
            return refusal.code, _read(refusal, most)


def is_good(status: int) -> bool:
    """Whether a status says that it was done."""
    return 200 <= status < 300  # noqa: PLR2004 (HTTP's own)


def _read(refusal: HTTPError, most: int) -> bytes:
    try:
        return refusal.read(most)
    except (OSError, HTTPException):
        return b""


class _NotElsewhere(HTTPRedirectHandler):
    """Follows no redirect: it would take the token along."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 (the standard library's signature)
        return None
