"""Which bytes are a plain request, and how an answer goes on the wire."""

from __future__ import annotations

import pytest

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
    "a zero byte": request(b"Signature-256: \x00"),
    "bare line feeds": request().replace(b"\r\n", b"\n"),
    "a length that is none": request().replace(b"Length: 15", b"Length: x"),
    "a negative length": request().replace(b"Length: 15", b"Length: -15"),
}


@pytest.mark.parametrize("came", NOT_PLAIN.values(), ids=NOT_PLAIN)
def test_whatever_is_not_plain_is_left_to_others(came: bytes) -> None:
    """It is not even refused here."""
    assert Posted.of(came) is None


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
