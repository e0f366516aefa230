"""Which bytes are a plain request, and how an answer goes on the wire."""

from __future__ import annotations

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import NoMoreData, ParseException
from gunicorn.http.parser import RequestParser
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.web.wire import Posted, answer

BODY = b'{"request": {}}'


def request(
    *more: bytes,
    line: bytes = b"POST /alexa HTTP/1.1",
    body: bytes = BODY,
    length: int = len(BODY),
    end: bytes = b"\r\n",
) -> bytes:
    """A request as Alexa sends it, but for this."""
    headers = (b"Host: legs.example", b"Content-Type: application/json", b"Content-Length: %d" % length, *more)
    return b"\r\n".join((line, *headers, b"")) + end + body


def test_a_plain_request_is_read() -> None:
    """Headers by any case, the body whole, the connection kept."""
    posted = Posted.of(request(b"Signature-256: c2lnbmVk"))
    assert posted is not None
    assert (posted.target, posted.body, posted.keep_alive) == (b"/alexa", BODY, True)
    assert posted.get("SIGNATURE-256") == posted.get("signature-256") == "c2lnbmVk"
    assert posted.get("Signature") is None


def test_a_request_may_end_its_connection() -> None:
    """And is read all the same."""
    posted = Posted.of(request(b"Connection: close"))
    assert posted is not None
    assert (posted.body, posted.keep_alive) == (BODY, False)


def test_a_value_is_what_the_bytes_are() -> None:
    """Bytes beyond ASCII are Latin-1, as in WSGI: no header makes reading fail."""
    posted = Posted.of(request(b"Signature-256: \xe9\xff"))
    assert posted is not None
    assert posted.get("Signature-256") == "éÿ"


@pytest.mark.parametrize("written", [b"Signature-256:c2ln", b"Signature-256: c2ln ", b"Signature-256:\t c2ln\t"])
def test_space_around_a_value_is_not_its_own(written: bytes) -> None:
    """HTTP lets it be there, before and after."""
    posted = Posted.of(request(written))
    assert posted is not None
    assert posted.get("Signature-256") == "c2ln"


NOT_PLAIN = {
    "nothing": b"",
    "no HTTP": b"secret\r\n\r\n",
    "TLS": bytes.fromhex("16030100a5010000a1"),
    "half a line": b"POST /alexa HT",
    "headers without end": request(end=b""),
    "a body that is yet to come": request(body=BODY[:-1]),
    "more than one body": request(body=BODY + b"x"),
    "a second request": request() + request(),
    "the beginning of a second one": request() + b"POST",
    "a GET": request(line=b"GET /alexa HTTP/1.1"),
    "an older version": request(line=b"POST /alexa HTTP/1.0"),
    "no version": request(line=b"POST /alexa"),
    "chunks": b"POST /alexa HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{ }\r\n0\r\n\r\n",
    "length and chunks": request(b"Transfer-Encoding: chunked"),
    "two lengths": request(b"Content-Length: 15"),
    "two signatures": request(b"Signature-256: one", b"signature-256: two"),
    "a name that could be taken for another": request(b"Signature_256: one"),
    "somebody who waits to be told to go on": request(b"Expect: 100-continue"),
    "another protocol": request(b"Connection: Upgrade", b"Upgrade: h2c"),
    "a name with a space": request(b"Signature 256: one"),
    "a header over two lines": request(b"Signature-256: one", b" two"),
    "an empty line before it": b"\r\n" + request(),
    "a line feed before it": b"\n" + request(),
    "a zero byte": request(b"Signature-256: \x00"),
    "bare line feeds": request().replace(b"\r\n", b"\n"),
    "a length that is none": request().replace(b"Length: 15", b"Length: x"),
    "a negative length": request().replace(b"Length: 15", b"Length: -15"),
}


@pytest.mark.parametrize("came", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_whatever_is_not_plain_is_left_to_others(came: bytes) -> None:
    """It is not even refused here."""
    assert Posted.of(came) is None


TOO_MUCH = {
    "a header too many": [b"X-%d: x" % number for number in range(98)],
    "a header too long": [b"X: ".ljust(8_200, b"x")],
}


@pytest.mark.parametrize("more", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_gunicorn_finds_too_much_is_left_to_it(more: list[bytes]) -> None:
    """It is the one to refuse."""
    assert Posted.of(request(*more)) is None
    assert read_by_gunicorn(request(*more)) is None


def read_by_gunicorn(came: bytes) -> tuple[str, dict[str, str], bytes] | None:
    """Target, headers and body as gunicorn's own reader has them; None if it refuses, or wants more than came."""
    parser = RequestParser(Config(), iter([came]), ("127.0.0.1", 1))
    try:
        read = next(parser)
        body = read.body.read() if read.body is not None else b""
    except (ParseException, NoMoreData, StopIteration):
        return None
    return read.uri or "", {name.lower(): value for name, value in read.headers}, body


PIECES = [
    b"POST /alexa HTTP/1.1\r\n",
    b"Content-Length: 15\r\n",
    b"Content-Length: 1_5\r\n",
    b"Content-Length: +15\r\n",
    b"Content-Length: 15, 15\r\n",
    b"Content-Length:15 \r\n",
    b"Content-Type: application/json\r\n",
    b"Content-Type : application/json\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Signature-256: a\r\n",
    b"Signature-256:\ta\t\r\n",
    b"Signature-256: \xe9\x7f\r\n",
    b"Signature-256:\r\n",
    b"Signature_256: b\r\n",
    b" folded\r\n",
    b"X: y\n",
    b"X: y\r",
    b"\r\n",
    b"\n",
    BODY,
    b"0\r\n\r\n",
    b"\x00",
]

put_together = st.lists(st.sampled_from(PIECES), max_size=8).map(
    lambda pieces: PIECES[0] + PIECES[1] + b"".join(pieces)
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good request with some bytes of it changed, lost or doubled."""
    came = bytearray(request(b"Signature-256: c2lnbmVk"))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(came) - 1))
        came[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=2) | st.sampled_from(PIECES))
    return bytes(came)


@given(came=put_together | damaged())
@settings(max_examples=1_500)
def test_what_is_read_here_gunicorn_reads_the_same(came: bytes) -> None:
    """Whatever came: the two never see different requests in the same bytes, and what one refuses neither takes."""
    posted = Posted.of(came)
    if posted is None:
        return
    told = read_by_gunicorn(came)
    assert told is not None
    target, headers, body = told
    assert (posted.target.decode("latin-1"), posted.body) == (target, body)
    assert {name: posted.get(name) for name in headers} == headers


@pytest.mark.parametrize("end", range(len(request())))
def test_no_beginning_of_a_request_is_taken_for_all_of_it(end: int) -> None:
    """Wherever it was cut."""
    assert Posted.of(request()[:end]) is None


def test_an_answer_is_written_as_gunicorn_writes_it() -> None:
    """Status, the server's own headers, the application's, an empty line, the content."""
    written = answer("200 OK", [("Content-Length", "2")], b"{}", keep_alive=True, now=1_795_000_000.9)
    assert written == (
        b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: Wed, 18 Nov 2026 11:06:40 GMT\r\nConnection: keep-alive\r\n"
        b"Content-Length: 2\r\n\r\n{}"
    )


def test_an_answer_tells_that_the_connection_ends() -> None:
    """So that nobody sends another request down it."""
    assert b"\r\nConnection: close\r\n" in answer("400 BAD REQUEST", [], b"", keep_alive=False, now=0)
