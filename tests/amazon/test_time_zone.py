"""Asking for the device's time zone gives a zone or nothing, whatever answers: a real server in each test."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.amazon.time_zone import device_time_zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer = Callable[[BaseHTTPRequestHandler], object]

NEW_YORK = b'"America/New_York"'


class Amazon:
    """A settings API on this machine.

    Attributes:
        asked: path and headers of each request.
        endpoint: its address.
    """

    def __init__(self, endpoint: str, asked: list[tuple[str, dict[str, str]]]) -> None:
        self.endpoint, self.asked = endpoint, asked


def answering(status: int, body: bytes, **headers: str) -> Answer:
    """An ordinary answer."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, content in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), content)
        request.end_headers()
        request.wfile.write(body)

    return answer


def saying(raw: bytes) -> Answer:
    """Bytes on the wire, and the end."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(raw)

    return answer


@contextmanager
def amazon(answer: Answer) -> Iterator[Amazon]:
    """An API that answers each request like this."""
    asked: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, dict(self.headers)))
            answer(self)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 (the standard library's signature)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Amazon(f"http://127.0.0.1:{server.server_port}", asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def envelope(endpoint: Any, token: Any = "token", device: Any = "device") -> dict[str, Any]:  # noqa: ANN401, S107 (any JSON; the test server takes any token)
    """The part of a request that says where to ask."""
    return {"context": {"System": {"apiEndpoint": endpoint, "apiAccessToken": token, "device": {"deviceId": device}}}}


def test_the_zone_is_asked_for_the_device_with_the_token() -> None:
    """One request, as the settings API wants it; an id cannot lead elsewhere."""
    with amazon(answering(200, NEW_YORK)) as api:
        zone = device_time_zone(envelope(api.endpoint, "s3cret", "amzn1.ask.device/../?"))

    (asked,) = api.asked
    assert zone == "America/New_York"
    assert asked[0] == "/v2/devices/amzn1.ask.device%2F..%2F%3F/settings/System.timeZone"
    assert asked[1]["Authorization"] == "Bearer s3cret"


@pytest.mark.parametrize(
    "answer",
    [
        answering(204, b""),
        answering(200, b""),
        answering(200, b'""'),
        answering(200, b"null"),
        answering(200, b'["America/New_York"]'),
        answering(200, b"5"),
        answering(200, b"America/New_York"),
        answering(200, b"\xff\xfe"),
        answering(200, b'"' + b"x" * 1_000_000 + b'"'),
        answering(200, b"[" * 10_000),
        answering(401, b'{"code": "UNAUTHORIZED"}'),
        answering(403, b'{"code": "ACCESS_DENIED"}'),
        answering(429, b""),
        answering(500, NEW_YORK),
        answering(302, b"", Location="/elsewhere"),
        answering(302, b"", Location="file:///etc/timezone"),
        saying(b""),
        saying(b"garbage\r\n\r\n"),
        saying(b"HTTP/1.1 abc def\r\n\r\n"),
        saying(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"),
        saying(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 70_000 + b"\r\n\r\n"),
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
)
def test_an_answer_that_is_no_zone_is_none(answer: Answer) -> None:
    """Refusals, nothing, garbage, too much, too little, what is no HTTP, and being sent elsewhere."""
    with amazon(answer) as api:
        assert device_time_zone(envelope(api.endpoint)) is None
        assert api.asked


def a_byte_now_and_then(until: threading.Event) -> Answer:
    """An answer that goes on and on: no read of it ever times out."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not until.wait(0.01):
            request.wfile.write(b"x")

    return answer


@pytest.mark.parametrize("answer", [lambda end: lambda _: end.wait(), a_byte_now_and_then], ids=["silent", "slow"])
def test_an_answer_that_does_not_come_is_not_waited_for(answer: Callable[[threading.Event], Answer]) -> None:
    """After the deadline the conversation goes on without the zone; had it waited, it would wait still."""
    end = threading.Event()

    with amazon(answer(end)) as api:
        zone = device_time_zone(envelope(api.endpoint), deadline=0.05)
        end.set()

    assert zone is None


def test_a_port_where_nobody_listens_is_none() -> None:
    """Amazon out of reach."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert device_time_zone(envelope(f"http://127.0.0.1:{taken.getsockname()[1]}")) is None


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "api.amazonalexa.com",
        "https://",
        "https://[::1",
        "http://127.0.0.1:port",
        "http://127.0.0.1:99999",
        "http://a b",
        "http://\x00",
        "file:///etc",
        "ftp://127.0.0.1",
        "javascript:alert(1)",
        "http://" + "x" * 70 + ".invalid",
        "http://☃..invalid",
    ],
)
def test_an_endpoint_that_is_none_is_none(endpoint: str) -> None:
    """Malformed, or of another kind than HTTP."""
    assert device_time_zone(envelope(endpoint)) is None


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"context": None},
        {"context": []},
        {"context": {"System": None}},
        {"context": {"System": {"device": None}}},
        {"context": {"System": {"device": "x"}}},
        envelope(None),
        envelope(5),
        envelope("http://127.0.0.1:1", token=None),
        envelope("http://127.0.0.1:1", device=None),
        envelope("http://127.0.0.1:1", device=["x"]),
    ],
)
def test_a_request_that_does_not_say_where_to_ask_is_none(request_: dict[str, Any]) -> None:
    """Nothing is asked of anyone."""
    assert device_time_zone(request_) is None


@pytest.mark.parametrize("token", ["a\r\nX: y", "☃"])
def test_a_token_that_is_no_header_is_none(token: str) -> None:
    """Nothing can be smuggled into the request."""
    with amazon(answering(200, NEW_YORK)) as api:
        assert device_time_zone(envelope(api.endpoint, token)) is None
        assert not api.asked


def test_being_sent_elsewhere_does_not_take_the_token_there() -> None:
    """The token is for Amazon's API only."""
    with amazon(answering(200, NEW_YORK)) as elsewhere, amazon(answering(302, b"", Location=elsewhere.endpoint)) as api:
        zone = device_time_zone(envelope(api.endpoint))

    assert zone is None
    assert api.asked
    assert not elsewhere.asked


def test_the_token_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Nor the device, nor what was answered."""
    with caplog.at_level("DEBUG"), amazon(answering(403, b"s3cret")) as api:
        device_time_zone(envelope(api.endpoint, "s3cret", "my-device"))

    assert "not known" in caplog.text
    assert not any(word in caplog.text for word in ("s3cret", "my-device", "127.0.0.1"))


JSON = st.recursive(st.none() | st.booleans() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2))


@settings(deadline=None)
@given(endpoint=JSON, token=JSON, device=JSON)
def test_no_context_is_an_error(endpoint: Any, token: Any, device: Any) -> None:  # noqa: ANN401 (any JSON)
    """Whatever stands in the request."""
    assert device_time_zone(envelope(endpoint, token, device)) is None
