"""The short way of Alexa's requests: straight from the server to the checks, past Flask.

What Flask does for a request (match its path, wrap it, its headers and the response) takes several times as long as
checking a signature. So the one request that matters, as Alexa sends it, goes without; whatever is out of the
ordinary about a request (path, method, type, a length that is missing or too much) goes the long way, and gets
what it always got.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import ClientDisconnected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from skill.web.verification import Headers

_LONGEST_LENGTH = 10
"""Digits; more are no length that anybody means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortWay:
    """A WSGI application in front of another one.

    Attributes:
        path: where requests are posted.
        take: gives the content of the answer to headers and body.
        most: bytes that a body may have.
        headers: of every answer, beside its length.
        failed: gives the answer if `take` raises.
        otherwise: answers all other requests.
    """

    path: str
    take: Callable[[Headers, bytes], bytes]
    most: int
    headers: Sequence[tuple[str, str]]
    failed: Callable[[Exception], WSGIApplication]
    otherwise: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        length = self._length(environ)
        if length is None:
            return self.otherwise(environ, start_response)
        try:
            content = self.take(EnvironHeaders(environ), _body(environ, length))
        except Exception as error:  # noqa: BLE001 (a refusal, or a check that broke)
            return self.failed(error)(environ, start_response)
        start_response("200 OK", [*self.headers, ("Content-Length", str(len(content)))])
        return [content]

    def _length(self, environ: WSGIEnvironment) -> int | None:
        """The length of the body if this is a request as Alexa sends it."""
        length = environ.get("CONTENT_LENGTH", "")
        ordinary = (
            environ["PATH_INFO"] == self.path
            and environ["REQUEST_METHOD"] == "POST"
            and environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == "application/json"
            and "HTTP_TRANSFER_ENCODING" not in environ
            and length.isdecimal()
            and len(length) <= _LONGEST_LENGTH
        )
        return int(length) if ordinary and int(length) <= self.most else None


def _body(environ: dict[str, Any], length: int) -> bytes:
    """All of the body.

    Raises:
        ClientDisconnected: if it breaks off.
    """
    try:
        body: bytes = environ["wsgi.input"].read(length)
    except (OSError, ValueError) as error:
        raise ClientDisconnected from error
    if len(body) < length:
        raise ClientDisconnected
    return body
