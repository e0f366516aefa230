"""What goes past Flask, and that nobody can tell which way a request went."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from flask import Response
from werkzeug.exceptions import ClientDisconnected
from werkzeug.test import EnvironBuilder

from skill.web.short_way import ShortWay
from tests.web.amazon import PrivateAmazon, as_body, envelope, launch, stamp
from tests.web.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask.testing import FlaskClient

    from skill.web.verification import Headers

BODY = b'{"request": {}}'
MOST = 100


def says(word: bytes) -> WSGIApplication:
    """An application that says only this."""

    def application(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [word]

    return application


class Way:
    """A short way of which one sees where it leads."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.raised: list[Exception] = []
        self.way = ShortWay(
            path="/alexa",
            take=self._take,
            most=MOST,
            headers=[("X-Test", "yes")],
            failed=self._failed,
            otherwise=says(b"long"),
        )

    def _take(self, _: Headers, body: bytes) -> bytes:
        self.taken.append(body)
        return b"short"

    def _failed(self, error: Exception) -> Response:
        self.raised.append(error)
        return Response(b"failed")

    def __call__(self, **environ: Any) -> bytes:  # noqa: ANN401 (whatever a server puts there)
        """What is answered to a request as Alexa sends it, but for this."""
        builder = EnvironBuilder(path="/alexa", method="POST", data=BODY, content_type="application/json")
        whole = {**builder.get_environ(), **environ}
        given = {name: value for name, value in whole.items() if value is not None}
        return b"".join(self.way(given, lambda *_: lambda _: None))


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON ; charset=utf-8"])
def test_what_alexa_sends_goes_the_short_way(content_type: str) -> None:
    """With its whole body."""
    way = Way()
    assert way(CONTENT_TYPE=content_type) == b"short"
    assert way.taken == [BODY]


OUT_OF_THE_ORDINARY: list[dict[str, str | None]] = [
    {"PATH_INFO": "/alexa/"},
    {"PATH_INFO": "/healthz"},
    {"REQUEST_METHOD": "GET"},
    {"REQUEST_METHOD": "post"},
    {"CONTENT_TYPE": "text/plain"},
    {"CONTENT_TYPE": None},
    {"CONTENT_LENGTH": None},
    {"CONTENT_LENGTH": ""},
    {"CONTENT_LENGTH": "-1"},
    {"CONTENT_LENGTH": "1e1"},
    {"CONTENT_LENGTH": "²"},
    {"CONTENT_LENGTH": str(MOST + 1)},
    {"CONTENT_LENGTH": "9" * 5000},
    {"HTTP_TRANSFER_ENCODING": "chunked"},
]


@pytest.mark.parametrize("environ", OUT_OF_THE_ORDINARY, ids=str)
def test_whatever_is_out_of_the_ordinary_goes_the_long_way(environ: dict[str, str | None]) -> None:
    """Its body untouched."""
    way = Way()
    assert way(**environ) == b"long"
    assert way.taken == []


class Broken(io.BytesIO):
    """A body whose sender hung up."""

    def read(self, _: int | None = -1) -> bytes:
        """Fail as a socket does."""
        raise ConnectionResetError


@pytest.mark.parametrize("body", [io.BytesIO(BODY[:-1]), Broken()], ids=["cut off", "hung up"])
def test_a_body_that_breaks_off_is_not_taken(body: io.BytesIO) -> None:
    """It is told as what it is, as Flask would."""
    way = Way()
    assert way(**{"wsgi.input": body}) == b"failed"
    assert way.taken == []
    assert [type(error) for error in way.raised] == [ClientDisconnected]


@pytest.mark.parametrize("good", [True, False])
def test_nobody_can_tell_the_ways_apart(client: FlaskClient, amazon: PrivateAmazon, *, good: bool) -> None:
    """A body in chunks goes the long way; status, content and headers are the same, in an answer and in a refusal."""
    bodies = [as_body(envelope(launch(timestamp=stamp(NOW)))) for _ in range(2)]
    headers = [amazon.headers(body if good else b"another") for body in bodies]
    short = client.post("/alexa", data=bodies[0], headers=headers[0])
    environ = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    long = client.post("/alexa", data=bodies[1], headers=headers[1], environ_overrides=environ)

    assert short.status_code == (200 if good else 400)
    assert (short.status, short.data, sorted(short.headers)) == (long.status, long.data, sorted(long.headers))
