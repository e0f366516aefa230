"""How DynamoDB is spoken to: connections stay open, and are replaced when they are gone."""

from __future__ import annotations

import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from skill.memory import wire
from skill.memory.address import Table
from skill.memory.wire import Refused, Wire
from tests.memory.answering import answering, bad, good
from tests.web.amazon import Wanted, issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.amazon import Issued

NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)


class Server:
    """Notes who comes, and answers."""

    def __init__(self) -> None:
        self.connections = 0
        self.asked: list[str] = []
        self.hanging_up = False
        self.together: Barrier | None = None


@contextmanager
def _serving(seen: Server, context: ssl.SSLContext | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        """Keeps connections open."""

        protocol_version = "HTTP/1.1"
        timeout = 30

        def setup(self) -> None:
            super().setup()
            seen.connections += 1

        def do_POST(self) -> None:
            """Answer, and maybe hang up afterwards without saying so."""
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.asked.append(self.headers["Host"])
            if seen.together:
                seen.together.wait(30)
            self.send_response(200)
            self.send_header("x-amzn-RequestId", "ABC")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")
            self.close_connection = seen.hanging_up

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _wire(endpoint: str, **given: Any) -> Wire:  # noqa: ANN401 (what a wire takes)
    return Wire(Table("legday", "eu-west-1", endpoint), lambda: NOW, 60, given.get("still_awaited", lambda: None))


def test_one_connection_serves_one_after_the_other() -> None:
    """It stays open, and the server is named as the signature has it."""
    seen = Server()
    with _serving(seen) as host:
        wire = _wire(f"http://{host}")
        for _ in range(5):
            assert wire.ask("Query", {}) == {}

    assert seen.connections == 1
    assert seen.asked == [host] * 5


def test_so_many_at_once_take_so_many_connections() -> None:
    """And no more, however long it goes on."""
    seen = Server()
    seen.together = Barrier(4)
    with _serving(seen) as host, ThreadPoolExecutor(4) as threads:
        wire = _wire(f"http://{host}")
        for _ in range(3):
            list(threads.map(lambda _: wire.ask("Query", {}), range(4)))

    assert seen.connections == 4


def test_a_connection_that_is_gone_costs_no_attempt() -> None:
    """As after Lambda was asleep: DynamoDB has hung up, and the one attempt that is allowed here gets through."""
    seen, attempts = Server(), []
    seen.hanging_up = True
    with _serving(seen) as host:
        wire = _wire(f"http://{host}", still_awaited=lambda: attempts.append(1))
        for _ in range(3):
            wire.ask("Query", {})
            _until_hung_up(wire)

    assert (seen.connections, len(attempts)) == (3, 3)


def _until_hung_up(wire: Wire) -> None:
    (connection,) = wire._idle  # noqa: SLF001 (when the other side's goodbye has arrived shows nowhere else)
    connection.sock.recv(1, 2)  # waits for it, and leaves it there (MSG_PEEK)


def test_nothing_is_sent_that_nobody_waits_for() -> None:
    """Not even a first attempt."""

    def over() -> None:
        raise TimeoutError

    with answering(good()) as (endpoint, asked), pytest.raises(TimeoutError):
        _wire(endpoint, still_awaited=over).ask("Query", {})

    assert asked == []


def test_a_refusal_is_told_with_its_reasons() -> None:
    """By the names that DynamoDB has for them, and tried once."""
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "no"}]
    refusal = bad("TransactionCanceledException", CancellationReasons=reasons)
    with answering(refusal) as (endpoint, asked), pytest.raises(Refused) as refused:
        _wire(endpoint).ask("TransactWriteItems", {})

    assert (refused.value.code, refused.value.reasons) == (
        "TransactionCanceledException",
        ["None", "ConditionalCheckFailed"],
    )
    assert asked == ["TransactWriteItems"]


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Issued:
    """The one that is trusted."""
    made = issue(Wanted("Private Root", is_authority=True, names=()))
    (tmp_path / "roots.pem").write_bytes(made.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
    monkeypatch.setattr(wire, "tls", ssl.create_default_context)  # not the roots that were read before
    return made


def _known_as(name: str, authority: Issued, folder: Path) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate for this name."""
    server = issue(Wanted("server", names=(name,)), authority)
    key = server.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "chain.pem").write_bytes(key + server.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem")
    return context


def test_over_tls_a_server_that_is_known_is_asked(authority: Issued, tmp_path: Path) -> None:
    """Over one connection as well."""
    seen = Server()
    with _serving(seen, _known_as("localhost", authority, tmp_path)) as host:
        wire = _wire(f"https://{host.replace('127.0.0.1', 'localhost')}")
        for _ in range(3):
            assert wire.ask("Query", {}) == {}

    assert seen.connections == 1


def test_a_server_that_cannot_show_who_it_is_hears_nothing(authority: Issued, tmp_path: Path) -> None:
    """The certificate is checked, and the name in it."""
    seen = Server()
    with _serving(seen, _known_as("dynamodb.elsewhere.example", authority, tmp_path)) as host:
        mistaken = _wire(f"https://{host.replace('127.0.0.1', 'localhost')}")
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            mistaken.ask("Query", {})

    assert seen.asked == []
