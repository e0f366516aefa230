"""The verifier: what of a request has to be right for Amazon to have sent it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from skill.web.certificates import CertificateCache
from skill.web.chain import Trust
from skill.web.refusal import NotFromAmazon
from skill.web.verification import SignatureVerifier
from tests.web.amazon import ADDRESS, PrivateAmazon, Wanted, rsa_key
from tests.web.test_address import BAD

BODY = b'{"any": "bytes", \xff\x00 at all}'


@pytest.fixture
def verifier(amazon: PrivateAmazon) -> SignatureVerifier:
    """A verifier that trusts the private Amazon."""
    return SignatureVerifier(CertificateCache(amazon.fetch, Trust(amazon.roots)))


def test_a_body_that_amazon_signed_is_verified(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """The bytes are taken as they are; whether they make sense is not asked."""
    verifier.verify(amazon.headers(BODY), BODY, now)


@pytest.mark.parametrize("body", [BODY + b" ", BODY[:-1], BODY.upper(), b"", BODY.replace(b"\x00", b"")])
def test_a_body_that_was_changed_is_refused(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime, body: bytes
) -> None:
    """One byte is enough."""
    with pytest.raises(NotFromAmazon, match="does not fit"):
        verifier.verify(amazon.headers(BODY), body, now)


@pytest.mark.parametrize("name", ["SignatureCertChainUrl", "Signature-256"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_header_that_is_missing_or_empty_is_a_refusal(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime, name: str, value: str | None
) -> None:
    """Both headers are needed."""
    headers = {key: text for key, text in amazon.headers(BODY).items() if key != name}
    if value is not None:
        headers[name] = value
    with pytest.raises(NotFromAmazon, match=name):
        verifier.verify(headers, BODY, now)


def test_the_old_signature_header_does_not_count(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """Signature was SHA-1; only Signature-256 is looked at."""
    headers = amazon.headers(BODY)
    headers["Signature"] = headers.pop("Signature-256")
    with pytest.raises(NotFromAmazon, match="Signature-256"):
        verifier.verify(headers, BODY, now)


@pytest.mark.parametrize(
    "signature", ["!", "a", "====", "YWJj", "Ünïcode", "YWJj YWJj", "YWJj\n", "YW-_", "YWJj, YWJj", "A" * 100_000]
)
def test_a_signature_that_is_none_is_refused(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime, signature: str
) -> None:
    """Bad base64, and good base64 of something else."""
    with pytest.raises(NotFromAmazon):
        verifier.verify({**amazon.headers(BODY), "Signature-256": signature}, BODY, now)


@pytest.mark.parametrize("address", BAD.values(), ids=BAD.keys())
def test_nothing_is_fetched_from_an_address_that_is_not_amazons(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime, address: str
) -> None:
    """The address is judged first: the endpoint cannot be made to call somebody."""
    amazon.chains[address] = amazon.chains[ADDRESS]
    with pytest.raises(NotFromAmazon):
        verifier.verify(amazon.headers(BODY, address=address), BODY, now)
    assert amazon.fetched == []


def test_a_signature_by_another_key_is_refused(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """Even one that has a certificate from the same authority, if it is not the one at the address."""
    other = amazon.issue(Wanted(key=rsa_key("other")))
    with pytest.raises(NotFromAmazon):
        verifier.verify(amazon.headers(BODY, signer=other), BODY, now)


def test_a_new_key_at_the_same_address_is_learnt_from_the_first_request_it_signs(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """The certificate is fetched once more when a signature does not fit the one that is remembered."""
    verifier.verify(amazon.headers(BODY), BODY, now)
    changed = amazon.issue(Wanted(key=rsa_key("changed")))
    amazon.chains[ADDRESS] = amazon.chain(changed)
    later = now + timedelta(seconds=1)
    verifier.verify(amazon.headers(BODY, signer=changed), BODY, later)
    assert len(amazon.fetched) == 2


def test_a_forgery_is_refused_though_the_certificate_can_be_fetched_once_more(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """The second look is as strict as the first."""
    verifier.verify(amazon.headers(BODY), BODY, now)
    with pytest.raises(NotFromAmazon):
        verifier.verify(amazon.headers(BODY), BODY + b" ", now + timedelta(seconds=1))
    assert len(amazon.fetched) == 2


def test_a_good_signature_with_something_else_in_it_is_refused(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """Base64 is taken as the standard has it, without characters to be passed over."""
    headers = amazon.headers(BODY)
    headers["Signature-256"] = "!" + headers["Signature-256"]
    with pytest.raises(NotFromAmazon, match="base64"):
        verifier.verify(headers, BODY, now)


def test_an_address_that_stops_answering_does_not_let_a_forgery_in(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """If the certificate cannot be fetched once more, the request is refused, and good ones go on being answered."""
    verifier.verify(amazon.headers(BODY), BODY, now)
    amazon.chains.clear()
    later = now + timedelta(seconds=1)
    with pytest.raises(NotFromAmazon):
        verifier.verify(amazon.headers(BODY), BODY + b" ", later)
    verifier.verify(amazon.headers(BODY), BODY, later)


def test_an_expired_certificate_is_refused_though_it_was_good_before(
    verifier: SignatureVerifier, amazon: PrivateAmazon, now: datetime
) -> None:
    """What is remembered is held against the clock with each request."""
    amazon.chains[ADDRESS] = amazon.chain(amazon.issue(Wanted(valid_until=now + timedelta(hours=1))))
    verifier.verify(amazon.headers(BODY), BODY, now)
    with pytest.raises(NotFromAmazon):
        verifier.verify(amazon.headers(BODY), BODY, now + timedelta(hours=2))
