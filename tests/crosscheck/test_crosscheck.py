"""The same requests before our verifier and before an independent one, npm's ``alexa-verifier``: do they agree?

It fetches certificates itself, over https; so the private Amazon has a server on loopback with a certificate for that,
and ``verify.js`` has node find it there. `BEYOND_IT` is the table of what it does not look at, and why.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA1, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from skill.web.admission import Admission
from skill.web.certificates import CertificateCache
from skill.web.chain import Trust
from skill.web.refusal import Refused
from skill.web.replay import SeenRequests
from skill.web.verification import SignatureVerifier
from tests.web.amazon import PrivateAmazon, Wanted, as_body, envelope, intent, issue, launch, rsa_key, stamp
from tests.web.test_address import BAD as BAD_ADDRESSES
from tests.web.test_chain import WRONG_CHAINS, WRONG_LEAVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HERE = Path(__file__).parent
NODE = shutil.which("node")
HOST = "s3.amazonaws.com"

if NODE is None or not (HERE / "node_modules" / "alexa-verifier").is_dir():
    pytest.skip("needs node, and `npm ci` in tests/crosscheck", allow_module_level=True)


@dataclass(frozen=True)
class Case:
    """A request; the defaults make it one of Amazon's.

    Attributes:
        content: gives the envelope.
        address: of the certificate; ``{}`` is a number that no other case has.
        chain: gives what is served there.
        status: what it is served with.
        sign: gives the signature.
        sent: gives what is sent for what was signed.
    """

    content: Callable[[], Any] = envelope
    address: str = f"https://{HOST}/echo.api/{{}}.pem"
    chain: Callable[[PrivateAmazon], bytes] = lambda amazon: amazon.chain(amazon.signer)
    status: int = 200
    sign: Callable[[PrivateAmazon, bytes], str] = lambda amazon, body: amazon.signer.sign(body)
    sent: Callable[[bytes], bytes] = lambda body: body


def made(seconds: float, **changes: object) -> Callable[[], dict[str, Any]]:
    """An envelope of a request made so many seconds from now."""
    return lambda: envelope(launch(timestamp=stamp(datetime.now(UTC) + timedelta(seconds=seconds)), **changes))


def leaf(name: str) -> Case:
    """A request whose certificate is wrong in this way, and signed with its key if that can be."""
    wanted = WRONG_LEAVES[name]

    def sign(amazon: PrivateAmazon, body: bytes) -> str:
        signer = amazon.issue(wanted)
        return signer.sign(body) if hasattr(signer.key, "decrypt") else amazon.signer.sign(body)

    return Case(chain=lambda amazon: amazon.chain(amazon.issue(wanted)), sign=sign)


def chain(name: str) -> Case:
    """A request whose certificate chain is wrong in this way; the signature fits the first certificate."""
    below = "no authority" in name
    return Case(
        chain=WRONG_CHAINS[name],
        sign=lambda amazon, body: (issue(Wanted(key=rsa_key("below"))) if below else amazon.signer).sign(body),
    )


def address(name: str) -> Case:
    """A request that names an address which is not one of Amazon's."""
    return Case(address=BAD_ADDRESSES[name].replace("echo-api-cert.pem", "{}.pem"))


ACCEPTED = {
    "a launch": Case(),
    "an intent": Case(content=lambda: envelope(intent("ShouldIRunIntent", soreness="5"))),
    "words beyond ASCII": Case(content=lambda: {**envelope(), "padding": "Übung 🏃"}),
    "spaces in the JSON": Case(content=lambda: {"padding": " " * 1000, **envelope()}),
    "130 seconds old": Case(content=made(-130)),
    "a timestamp with fractions": Case(content=lambda: envelope(launch(timestamp=datetime.now(UTC).isoformat()))),
    "the port in the address": Case(address=f"https://{HOST}:443/echo.api/{{}}.pem"),
    "scheme and host in capitals": Case(address=f"HTTPS://{HOST.upper()}/echo.api/{{}}.pem"),
    "dots in the address": Case(address=f"https://{HOST}/echo.api/../echo.api/./{{}}.pem"),
    "a chain that brings its root": Case(chain=lambda amazon: amazon.chain(amazon.signer) + amazon.root.pem),
    "another key with a right certificate": Case(
        chain=lambda amazon: amazon.chain(amazon.issue(Wanted(key=rsa_key("another")))),
        sign=lambda amazon, body: amazon.issue(Wanted(key=rsa_key("another"))).sign(body),
    ),
}

# It takes an address apart as a browser does, and looks at some of the parts.
LAX_ON_ADDRESSES = [
    "user-info",
    "user-info and password",
    "port empty",
    "backslashes",
    "query",
    "empty query",
    "fragment",
    "parameters",
    "space before",
    "newline after",
    "tab within",
    "null",
    "two at once",
    "traversal",
    "traversal beyond the root",
    "traversal, encoded",
    "traversal, encoded slash",
]

LAX_ON_LEAVES = ["an authority", "for another purpose", "may not sign", "a small key"]

LAX_ON_CHAINS = [
    "self-signed",
    "to another root",
    "from an impostor",
    "authority left out",
    "authority expired",
    "authority with a small key",
    "issued by a certificate that is no authority",
    "ten megabytes",
]

REFUSED = {
    **{f"address: {name}": address(name) for name in BAD_ADDRESSES if name not in LAX_ON_ADDRESSES},
    **{f"certificate: {name}": leaf(name) for name in WRONG_LEAVES if name not in LAX_ON_LEAVES},
    **{f"chain: {name}": chain(name) for name in WRONG_CHAINS if name not in LAX_ON_CHAINS},
    "certificate: not there": Case(status=404),
    "certificate: elsewhere": Case(status=302),
    "certificate: server fails": Case(status=500),
    "no address": Case(address=""),
    "no signature": Case(sign=lambda *_: ""),
    "bad base64": Case(sign=lambda *_: "not base64"),
    "base64 cut off": Case(sign=lambda *_: "YWJ"),
    "base64 for addresses": Case(sign=lambda *_: "YW-_"),
    "signature of nothing": Case(sign=lambda *_: "YWJj"),
    "signature of another body": Case(sign=lambda amazon, _: amazon.signer.sign(b"another")),
    "signature with another key": Case(sign=lambda amazon, body: amazon.issue(Wanted(key=rsa_key("other"))).sign(body)),
    "signature with SHA-1": Case(sign=lambda amazon, body: amazon.signer.sign(body, SHA1())),  # noqa: S303 - to be refused
    "signature with SHA-512": Case(sign=lambda amazon, body: amazon.signer.sign(body, SHA512())),
    "body with a space more": Case(sent=lambda body: body + b" "),
    "body with a byte less": Case(sent=lambda body: body[:-1]),
    "body with another word": Case(sent=lambda body: body.replace(b"en-US", b"en-GB")),
    "no body": Case(sent=lambda _: b""),
    "body that is no JSON": Case(sent=lambda _: b"should I run today?"),
    "151 seconds old": Case(content=made(-151)),
    "a day old": Case(content=made(-86_400)),
    "no timestamp": Case(content=lambda: envelope({"type": "LaunchRequest", "requestId": "1"})),
    "no request": Case(content=lambda: {"version": "1.0"}),
}

BEYOND_IT = {
    "it parses addresses leniently": {f"address: {name}": address(name) for name in LAX_ON_ADDRESSES},
    "of a certificate it looks at time and name": {f"certificate: {name}": leaf(name) for name in LAX_ON_LEAVES},
    "it checks no chain, and sets no limit to its length": {f"chain: {name}": chain(name) for name in LAX_ON_CHAINS},
    "it takes any timestamp that is not old": {
        "170 seconds from now": Case(content=made(170)),
        "a timestamp that is none": Case(content=lambda: envelope(launch(timestamp="long ago"))),
        "a timestamp without a zone": Case(
            content=lambda: envelope(
                launch(timestamp=(datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S"))
            )
        ),
    },
    "in the body it looks at the timestamp only": {
        "no type": Case(content=lambda: envelope({**launch(), "type": None}))
    },
}
"""What it lets through and we do not, by why. It is a library and no endpoint: methods, content types, sizes, bytes
that are no text, skill ids and replays do not come to it at all; so those are in no table here but in `tests/web`."""

BEYOND_US = {"a skill event an hour old": Case(content=made(-3500, type="AlexaSkillEvent.SkillDisabled"))}
"""What it refuses and we do not: it knows nothing of skill events, which Amazon delivers for an hour."""

CASES = {
    **ACCEPTED,
    **REFUSED,
    **BEYOND_US,
    **{name: case for some in BEYOND_IT.values() for name, case in some.items()},
}


@dataclass(frozen=True)
class Asked:
    """A case as a request, and what is found at its address."""

    address: str
    signature: str
    body: bytes
    file: str
    served: tuple[int, bytes]

    @classmethod
    def about(cls, case: Case, number: int, amazon: PrivateAmazon) -> Asked:
        """Make the request."""
        body = as_body(case.content())
        return cls(
            address=case.address.replace("{}", str(number)),
            signature=case.sign(amazon, body),
            body=case.sent(body),
            file=f"{number}.pem",
            served=(case.status, case.chain(amazon)),
        )


@dataclass(frozen=True)
class Verdict:
    """Whether each of the two lets a request in."""

    ours: bool
    theirs: bool


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Verdict]:
    """What both say of each case; node is started once for all of them."""
    amazon, folder = PrivateAmazon(), tmp_path_factory.mktemp("crosscheck")
    asked = {name: Asked.about(case, number, amazon) for number, (name, case) in enumerate(CASES.items())}
    served = {one.file: one.served for one in asked.values()}
    theirs = _theirs(asked, served, amazon, folder)
    ours = {name: _ours(one, served, amazon) for name, one in asked.items()}
    return {name: Verdict(ours[name], theirs[name]) for name in CASES}


def _file(path: str) -> str:
    """Each chain has a file, and lies in every folder: so it is not the lack of one that decides about an address."""
    found = re.search(r"\d+\.pem", path)
    return found[0] if found else ""


def _ours(asked: Asked, served: Mapping[str, tuple[int, bytes]], amazon: PrivateAmazon) -> bool:
    def fetch(address: str) -> bytes:
        status, pem = served[_file(address)]
        assert status == 200
        return pem

    verifier = SignatureVerifier(CertificateCache(fetch, Trust(amazon.roots)))
    headers = {"SignatureCertChainUrl": asked.address, "Signature-256": asked.signature}
    try:
        Admission(verifier, SeenRequests(), lambda: datetime.now(UTC)).admit(headers, asked.body)
    except Refused:
        return False
    return True


def _theirs(
    asked: Mapping[str, Asked], served: Mapping[str, tuple[int, bytes]], amazon: PrivateAmazon, folder: Path
) -> dict[str, bool]:
    requests = {
        name: {"address": one.address, "signature": one.signature, "body": one.body.decode()}
        for name, one in asked.items()
    }
    (folder / "root.pem").write_bytes(amazon.root.pem)
    with _https(served, amazon, folder) as port:
        found = subprocess.run(  # noqa: S603 - our own script
            [str(NODE), str(HERE / "verify.js")],
            input=json.dumps({"port": port, "requests": requests}).encode(),
            env={**os.environ, "NODE_EXTRA_CA_CERTS": str(folder / "root.pem")},
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert found.returncode == 0, found.stderr.decode()
    refusals: dict[str, str | None] = json.loads(found.stdout)
    return {name: refusal is None for name, refusal in refusals.items()}


@contextmanager
def _https(served: Mapping[str, tuple[int, bytes]], amazon: PrivateAmazon, folder: Path) -> Iterator[int]:
    """A server on loopback that is Amazon's for whoever trusts the private root; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = served.get(_file(self.path), (404, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Location", self.path)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = _tls(amazon, folder).wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def _tls(amazon: PrivateAmazon, folder: Path) -> ssl.SSLContext:
    issued = amazon.issue(Wanted(HOST, names=(HOST,)))
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "server.pem").write_bytes(key + amazon.chain(issued))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


@pytest.mark.parametrize("name", ACCEPTED)
def test_both_accept(verdicts: Mapping[str, Verdict], name: str) -> None:
    """What Amazon sends."""
    assert verdicts[name] == Verdict(ours=True, theirs=True)


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse(verdicts: Mapping[str, Verdict], name: str) -> None:
    """What Amazon does not send."""
    assert verdicts[name] == Verdict(ours=False, theirs=False)


@pytest.mark.parametrize(("why", "name"), [(why, name) for why, some in BEYOND_IT.items() for name in some])
def test_we_are_stricter(verdicts: Mapping[str, Verdict], why: str, name: str) -> None:
    """Where it does not look; should a version of it begin to, this says so, and the case belongs to those above."""
    assert verdicts[name] == Verdict(ours=False, theirs=True), f"no longer: {why}"


@pytest.mark.parametrize("name", BEYOND_US)
def test_it_is_stricter(verdicts: Mapping[str, Verdict], name: str) -> None:
    """And Amazon asks for it to be let in."""
    assert verdicts[name] == Verdict(ours=True, theirs=False)
