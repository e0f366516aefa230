"""Getting in: each way for a request to be wrong, one at a time, at the real endpoint with the real skill behind it.

A request is right in everything but what its row of the table says. Each gets a short refusal with the status that HTTP
has for it (400 where it has none), leaves one line in the log, and reaches nothing.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from skill.app import build_skill
from skill.settings import Settings
from skill.web import create_app
from skill.web.admission import Admission
from skill.web.certificates import CertificateCache
from skill.web.chain import Trust
from skill.web.endpoint import MAX_BODY_BYTES, REFUSED, SECURITY_HEADERS, endpoint
from skill.web.fetching import fetch_certificates
from skill.web.replay import SeenRequests
from skill.web.verification import SignatureVerifier
from tests.web.amazon import ADDRESS, SKILL_ID, PrivateAmazon, as_body, envelope, launch, stamp
from tests.web.conftest import NOW
from tests.web.test_address import BAD as BAD_ADDRESSES
from tests.web.test_chain import WRONG_CHAINS, WRONG_LEAVES
from tests.web.test_envelope import NO_ENVELOPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

SETTINGS = Settings(skill_id=SKILL_ID)
TINY = 0.05  # seconds: a deadline that is over before any test is
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Wrong:
    """What is other than in a request that Amazon makes.

    Attributes:
        why: how the line in the log begins: a row must not be refused for another reason than its own.
        status: what HTTP has for it.
        headers: some to put in the place of Amazon's; None leaves one out.
        content: gives the envelope that is sent, signed.
        body: the bytes that are sent, signed as they are.
        tampered: the bytes that are sent in the place of those that were signed.
        chain: gives the PEM chain at the certificate's address.
        origin: what the server there does, see `tests/web/origin.py`; None for the plain chain.
        method: of the request.
    """

    why: str = ""
    status: int = 400
    headers: Mapping[str, str | None] = field(default_factory=dict)
    content: Callable[[], Any] = lambda: envelope(launch(timestamp=stamp(NOW)))
    body: bytes | None = None
    tampered: bytes | None = None
    chain: Callable[[PrivateAmazon], bytes] | None = None
    origin: str | None = None
    method: str = "POST"


def made(seconds: float, request_type: str = "LaunchRequest") -> Callable[[], dict[str, Any]]:
    """An envelope of a request made so many seconds from now."""
    return lambda: envelope(launch(type=request_type, timestamp=stamp(NOW + timedelta(seconds=seconds))))


def meant_for(**parts: Any) -> Callable[[], dict[str, Any]]:  # noqa: ANN401 - parts of JSON
    """A fresh envelope with some other parts."""
    return lambda: {**envelope(launch(timestamp=stamp(NOW))), **parts}


OTHER = envelope(skill_id="amzn1.ask.skill.other")
SIGNATURE, ADDRESS_HEADER = "Signature-256", "SignatureCertChainUrl"

MISSING, BAD_BASE64 = "the header Signature", "the signature is not base64"

HEADERS: dict[str, tuple[str, dict[str, str | None]]] = {
    "none of Amazon's": (MISSING, {SIGNATURE: None, ADDRESS_HEADER: None}),
    "no signature": (MISSING, {SIGNATURE: None}),
    "empty signature": (MISSING, {SIGNATURE: ""}),
    "no address": (MISSING, {ADDRESS_HEADER: None}),
    "empty address": (MISSING, {ADDRESS_HEADER: ""}),
    "old-style signature alone": (MISSING, {SIGNATURE: None, "Signature": "YWJj"}),
    "bad base64": (BAD_BASE64, {SIGNATURE: "not base64"}),
    "base64 cut off": (BAD_BASE64, {SIGNATURE: "YWJ"}),
    "base64 for addresses": (BAD_BASE64, {SIGNATURE: "YW-_"}),
    "signature of nothing": ("the signature does not fit", {SIGNATURE: "YWJj"}),
    "signature of 100 kB": ("the signature does not fit", {SIGNATURE: "A" * 100_000}),
    "address where nothing is": ("the certificate chain is out of reach", {ADDRESS_HEADER: ADDRESS + ".missing"}),
}

OLD, NO_TIME, NOT_OURS = (
    "the request was not made just now",
    "the request has no timestamp",
    "A request for another skill",
)

CONTENT: dict[str, tuple[str, Callable[[], Any]]] = {
    "made 151 seconds ago": (OLD, made(-151)),
    "made 151 seconds from now": (OLD, made(151)),
    "skill event made 3,601 seconds ago": (OLD, made(-3601, "AlexaSkillEvent.SkillDisabled")),
    "skill event made 3,601 seconds from now": (OLD, made(3601, "AlexaSkillEvent.SkillDisabled")),
    "no skill event made 3,600 seconds ago": (OLD, made(-3600, "alexaskillevent.SkillDisabled")),
    "no timestamp": (NO_TIME, lambda: envelope({"type": "LaunchRequest", "requestId": "1"})),
    "timestamp without a zone": (NO_TIME, lambda: envelope(launch(timestamp=NOW.replace(tzinfo=None).isoformat()))),
    "timestamp that is none": (NO_TIME, lambda: envelope(launch(timestamp="long ago"))),
    "timestamp that is a number": (NO_TIME, lambda: envelope(launch(timestamp=NOW.timestamp()))),
    "no skill id": (NOT_OURS, meant_for(session=None, context=None)),
    "another skill id": (NOT_OURS, meant_for(session=OTHER["session"], context=OTHER["context"])),
    "another skill id in the session": (NOT_OURS, meant_for(session=OTHER["session"])),
    "another skill id in the context": (NOT_OURS, meant_for(context=OTHER["context"])),
    "skill id that is no text": (NOT_OURS, meant_for(session={"application": {"applicationId": [SKILL_ID]}})),
    "skill id in other letters": (NOT_OURS, meant_for(session=envelope(skill_id=SKILL_ID.upper())["session"])),
}

# Each of these serves the right chain, but for what it does wrong.
ORIGINS = ["slow", "stalling", "redirecting", "huge", "missing", "failing", "empty", "garbage", "hanging_up"]

TYPES = [None, "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "json"]

METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "NONSENSE"]


def leaf(name: str) -> Callable[[PrivateAmazon], bytes]:
    """The chain of a certificate that is wrong in this way."""
    return lambda amazon: amazon.chain(amazon.issue(WRONG_LEAVES[name]))


# The others cannot be in a header, or are no header at all.
ADDRESSES = {name: bad for name, bad in BAD_ADDRESSES.items() if bad and bad.isascii() and bad.isprintable()}

UNTRUSTED, NO_ENVELOPE, UNFITTING = "the certificate", "the body is", "the signature does not fit"

WRONG = {
    **{f"header: {name}": Wrong(why, headers=headers) for name, (why, headers) in HEADERS.items()},
    **{
        f"address: {name}": Wrong("the certificate address is not", headers={ADDRESS_HEADER: bad})
        for name, bad in ADDRESSES.items()
    },
    **{f"certificate: {name}": Wrong(UNTRUSTED, chain=leaf(name)) for name in WRONG_LEAVES},
    **{f"chain: {name}": Wrong(UNTRUSTED, chain=chain) for name, chain in WRONG_CHAINS.items()},
    **{f"certificate server: {name}": Wrong("the certificate chain is", origin=name) for name in ORIGINS},
    **{f"body: {name}": Wrong(NO_ENVELOPE, body=body) for name, body in NO_ENVELOPES.items()},
    **{f"body that nobody signed: {name}": Wrong(UNFITTING, tampered=body) for name, body in NO_ENVELOPES.items()},
    "body: tampered with": Wrong(UNFITTING, tampered=as_body(made(0)())),
    "body: over the limit": Wrong("request entity too large", 413, body=b" " * (MAX_BODY_BYTES + 1)),
    **{f"content: {name}": Wrong(why, content=content) for name, (why, content) in CONTENT.items()},
    **{f"type: {name}": Wrong("unsupported media type", 415, headers={"Content-Type": name}) for name in TYPES},
    **{f"method: {name}": Wrong("method not allowed", 405, method=name) for name in METHODS},
}

TOLD = {
    400: REFUSED,
    405: {"error": "method not allowed"},
    413: {"error": "request entity too large"},
    415: {"error": "unsupported media type"},
}


def served(amazon: PrivateAmazon, origin: str, wrong: Wrong) -> Callable[[str], bytes]:
    """What fetches the chain: from the private Amazon, or over HTTP from a server that misbehaves."""
    if wrong.chain:
        amazon.chains[ADDRESS] = wrong.chain(amazon)
    if wrong.origin:
        return lambda _: fetch_certificates(f"{origin}/{wrong.origin}", timeout=TINY)
    return amazon.fetch


def visit(client: FlaskClient, amazon: PrivateAmazon, wrong: Wrong) -> TestResponse:
    """Make the request."""
    signed = as_body(wrong.content()) if wrong.body is None else wrong.body
    headers = {**amazon.headers(signed), **wrong.headers}
    body = signed if wrong.tampered is None else wrong.tampered
    given = [(name, value) for name, value in headers.items() if value is not None]
    return client.open("/alexa", method=wrong.method, data=body, headers=given)


def tells_nothing_more(response: TestResponse, *, head: bool) -> bool:
    """Whether an answer says what kind of refusal it is, and nothing else, under all security headers."""
    headers = {name: response.headers.get(name) for name in SECURITY_HEADERS}
    content = TOLD[response.status_code] if head and not response.data else response.json
    return headers == SECURITY_HEADERS and content == TOLD[response.status_code]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_request_that_is_wrong_in_one_way_is_turned_away(
    wrong: Wrong, amazon: PrivateAmazon, origin: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With the status that HTTP has for it, never 500, and one line in the log with nothing of the request."""
    caplog.set_level(logging.DEBUG, logger="skill")
    fetch = served(amazon, origin, wrong)
    app = create_app(SETTINGS, fetch_certificates=fetch, trust_roots=amazon.roots, clock=lambda: NOW)
    response = visit(app.test_client(), amazon, wrong)
    assert response.status_code == wrong.status
    assert tells_nothing_more(response, head=wrong.method == "HEAD")
    logged = [record for record in caplog.records if record.name.startswith("skill")]
    assert [record.exc_info for record in logged] == [None]
    assert re.fullmatch(rf"(refused: )?{re.escape(wrong.why)}[A-Za-z0-9 '().-]*", logged[0].getMessage())
    assert not any(secret in caplog.text for secret in ("SECRET", "PRIVATE", "evil", "Traceback", SKILL_ID))


RIGHT = {
    "as Amazon makes it": Wrong(),
    "made 149 seconds ago": Wrong(content=made(-149)),
    "made 149 seconds from now": Wrong(content=made(149)),
    "skill event made 3,600 seconds ago": Wrong(content=made(-3600, "AlexaSkillEvent.SkillDisabled")),
    "chain over HTTP": Wrong(origin="good"),
    "body as long as may be": Wrong(body=as_body(made(0)()).ljust(MAX_BODY_BYTES)),
    "old-style signature as well": Wrong(headers={"Signature": "YWJj"}),
    "type with another charset in capitals": Wrong(headers={"Content-Type": "Application/JSON; charset=UTF-8"}),
}


@pytest.mark.parametrize("right", RIGHT.values(), ids=RIGHT.keys())
def test_the_same_request_is_answered_if_nothing_is_wrong_with_it(
    right: Wrong, amazon: PrivateAmazon, origin: str
) -> None:
    """So what turns the others away is what the table says."""
    fetch = served(amazon, origin, right)
    app = create_app(SETTINGS, fetch_certificates=fetch, trust_roots=amazon.roots, clock=lambda: NOW)
    response = visit(app.test_client(), amazon, right)
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["version"] == "1.0"


@pytest.mark.parametrize("name", ["slow", "stalling", "trickling"])
def test_a_certificate_that_does_not_arrive_by_the_deadline_is_a_refusal(
    amazon: PrivateAmazon, origin: str, name: str
) -> None:
    """However patient the fetch is: the server is still at it when the request is turned away."""
    cache = CertificateCache(
        lambda _: fetch_certificates(f"{origin}/{name}", timeout=60), Trust(amazon.roots), deadline=TINY
    )
    admission = Admission(SignatureVerifier(cache), SeenRequests(), lambda: NOW)
    response = visit(endpoint(build_skill(SETTINGS), admission).test_client(), amazon, Wrong())
    assert (response.status_code, response.json) == (400, REFUSED)


def test_a_certificate_server_that_is_not_there_is_a_refusal(amazon: PrivateAmazon) -> None:
    """Port 1 of loopback has nobody listening."""
    fetch = partial(fetch_certificates, timeout=TINY)
    app = create_app(
        SETTINGS, fetch_certificates=lambda _: fetch("http://127.0.0.1:1/"), trust_roots=amazon.roots, clock=lambda: NOW
    )
    assert visit(app.test_client(), amazon, Wrong()).status_code == 400


REPLAYED = {
    "launch": made(0),
    "as old as may be": made(-149),
    "from the future": made(149),
    "skill event": made(-3599, "AlexaSkillEvent.SkillDisabled"),
    "without an id": lambda: envelope(launch(timestamp=stamp(NOW), requestId=None)),
}


@pytest.mark.parametrize("content", REPLAYED.values(), ids=REPLAYED.keys())
def test_a_request_that_is_replayed_is_refused_for_as_long_as_it_is_fresh(
    amazon: PrivateAmazon, caplog: pytest.LogCaptureFixture, content: Callable[[], Any]
) -> None:
    """To its last second; after that its timestamp keeps it out."""
    caplog.set_level(logging.INFO)
    time = [NOW]
    app = create_app(SETTINGS, fetch_certificates=amazon.fetch, trust_roots=amazon.roots, clock=lambda: time[0])
    once = Wrong(body=as_body(content()))
    assert visit(app.test_client(), amazon, once).status_code == 200
    for seconds in (0, 1, 9, 10, 11, 149, 150, 298, 299, 300, 3600):
        time[0] = NOW + timedelta(seconds=seconds)
        assert visit(app.test_client(), amazon, once).status_code == 400
    assert "refused: the request was made before" in caplog.text
    assert "refused: the request was not made just now" in caplog.text


def test_what_follows_in_the_same_session_is_no_replay(amazon: PrivateAmazon) -> None:
    """Another request of the same athlete, in the same words and the same second, has another id."""
    app = create_app(SETTINGS, fetch_certificates=amazon.fetch, trust_roots=amazon.roots, clock=lambda: NOW)
    assert [visit(app.test_client(), amazon, Wrong()).status_code for _ in range(3)] == [200, 200, 200]


def test_an_id_is_not_answered_twice_though_the_rest_differs(amazon: PrivateAmazon) -> None:
    """The id is what counts."""
    app = create_app(SETTINGS, fetch_certificates=amazon.fetch, trust_roots=amazon.roots, clock=lambda: NOW)
    first, second = (Wrong(content=lambda: envelope(launch(timestamp=stamp(NOW), requestId="1"))) for _ in range(2))
    again = Wrong(body=as_body(second.content()) + b" ")
    assert [visit(app.test_client(), amazon, wrong).status_code for wrong in (first, again)] == [200, 400]
