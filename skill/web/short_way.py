"""The short way of Alexa's requests: straight from the server to the checks, past Flask.

What Flask does for a request (match its path, wrap it, its headers and the response) takes several times as long as
checking a signature. So the one request that matters, as Alexa sends it, goes without; whatever is out of the
ordinary about a request (path, method, type, a length that is missing or too much) goes the long way, and gets
what it always got.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from werkzeug.datastructures import EnvironHeaders
from werkzeug.exceptions import ClientDisconnected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Response

    from skill.web.verification import Headers

_OK = "200 OK"
_LONGEST_LENGTH = 10
"""Digits; more are no length that anybody means."""


class Answer(NamedTuple):
    """What goes back; the length of the content is among the headers."""

    status: str
    headers: Iterable[tuple[str, str]]
    content: bytes


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
    failed: Callable[[Exception], Response]
    otherwise: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not self._is_ordinary(environ):
            return self.otherwise(environ, start_response)
        status, headers, content = self.answer(EnvironHeaders(environ), lambda: _body(environ))
        start_response(status, [*headers])
        return [content]

    def _is_ordinary(self, environ: WSGIEnvironment) -> bool:
        return (
            environ["REQUEST_METHOD"] == "POST"
            and "HTTP_TRANSFER_ENCODING" not in environ
            and self.takes(environ["PATH_INFO"], environ.get("CONTENT_TYPE", ""), environ.get("CONTENT_LENGTH", ""))
        )

    def takes(self, path: str, content_type: str, length: str) -> bool:
        """Whether it is for a body that is posted there, and said to be of this type and length."""
        return (
            path == self.path
            and content_type.partition(";")[0].strip().lower() == "application/json"
            and length.isdecimal()
            and len(length) <= _LONGEST_LENGTH
            and int(length) <= self.most
        )

    def answer(self, headers: Headers, body: Callable[[], bytes]) -> Answer:
        """The answer to headers and body; also to a body that cannot be read to its end."""
        try:
            content = self.take(headers, body())
        except Exception as error:  # noqa: BLE001 (a refusal, or a check that broke)
            response = self.failed(error)
            return Answer(response.status, response.headers, response.data)
        return Answer(_OK, (*self.headers, ("Content-Length", str(len(content)))), content)


def _body(environ: dict[str, Any]) -> bytes:
    """All of the body.

    Raises:
        ClientDisconnected: if it breaks off.
    """
    length = int(environ["CONTENT_LENGTH"])
    try:
        body: bytes = environ["wsgi.input"].read(length)
    except (OSError, ValueError) as error:
        raise ClientDisconnected from error
    if len(body) < length:
        raise ClientDisconnected
    return body
