"""Certificate chains: the one good kind, and each way for a chain to be wrong."""

from __future__ import annotations

import base64
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA1, SHA512
from cryptography.x509.oid import ExtendedKeyUsageOID

from skill.web.chain import MAX_CHAIN_BYTES, Trust, public_roots
from skill.web.refusal import NotFromAmazon
from tests.web.amazon import PrivateAmazon, Wanted, issue, rsa_key

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def test_a_chain_to_a_trusted_root_gives_the_key_of_its_first_certificate(amazon: PrivateAmazon) -> None:
    """The signer is whoever the chain begins with."""
    signer = Trust(amazon.roots).signer(amazon.chain(amazon.signer), NOW)
    assert signer.key == amazon.signer.key.public_key()


def test_a_signer_is_valid_while_the_whole_chain_is(amazon: PrivateAmazon) -> None:
    """An authority that ends before the certificate it issued ends the trust in it."""
    short = issue(Wanted("Short", is_authority=True, names=(), valid_until=NOW + DAY), amazon.root)
    leaf = issue(Wanted(valid_from=NOW - DAY / 2), short)
    signer = Trust(amazon.roots).signer(leaf.pem + short.pem, NOW)
    assert signer.valid_from == leaf.certificate.not_valid_before_utc
    assert signer.valid_until == short.certificate.not_valid_after_utc
    assert [signer.is_valid_at(NOW + days * DAY) for days in (-1, 0, 2)] == [False, True, False]


WRONG_LEAVES = {
    "expired": Wanted(valid_from=NOW - 2 * DAY, valid_until=NOW - DAY),
    "not yet valid": Wanted(valid_from=NOW + DAY),
    "another name": Wanted(names=("echo-api.example.com",)),
    "no name": Wanted(names=()),
    "a name below": Wanted(names=("www.echo-api.amazon.com",)),
    "a wildcard": Wanted(names=("*.amazon.com",)),
    "an authority": Wanted(is_authority=True),
    "for another purpose": Wanted(purpose=ExtendedKeyUsageOID.CLIENT_AUTH),
    "may not sign": Wanted(signs=False),
    "a small key": Wanted(key=rsa_key("small", 1024)),
    "no RSA key": Wanted(key=ec.generate_private_key(ec.SECP256R1())),
}


@pytest.mark.parametrize("wanted", WRONG_LEAVES.values(), ids=WRONG_LEAVES.keys())
def test_a_certificate_that_is_not_for_signing_alexa_requests_is_refused(amazon: PrivateAmazon, wanted: Wanted) -> None:
    """A trusted authority is not enough: the certificate itself has to be right."""
    with pytest.raises(NotFromAmazon):
        Trust(amazon.roots).signer(amazon.chain(amazon.issue(wanted)), NOW)


@pytest.mark.parametrize("brings_its_root", [False, True])
def test_a_root_may_vouch_for_a_signer_itself(amazon: PrivateAmazon, *, brings_its_root: bool) -> None:
    """With no authority between them; and a chain may bring its root along."""
    leaf = issue(Wanted(), amazon.root)
    Trust(amazon.roots).signer(leaf.pem + brings_its_root * amazon.root.pem, NOW)


def test_a_certificate_need_not_say_what_its_key_is_for(amazon: PrivateAmazon) -> None:
    """As X.509 has it: without a list of uses, there is no limit to them."""
    Trust(amazon.roots).signer(amazon.chain(amazon.issue(Wanted(signs=None))), NOW)


def _self_signed(_: PrivateAmazon) -> bytes:
    return issue(Wanted()).pem


def _from_a_stranger(_: PrivateAmazon) -> bytes:
    stranger = PrivateAmazon()
    stranger.root = issue(Wanted("Other Root", is_authority=True, names=()))
    stranger.authority = issue(Wanted("Other Authority", is_authority=True, names=()), stranger.root)
    return stranger.issue().pem + stranger.authority.pem + stranger.root.pem


def _from_one_of_the_same_name(amazon: PrivateAmazon) -> bytes:
    impostor = Wanted("Private Authority", is_authority=True, names=(), key=rsa_key("impostor"))
    return issue(Wanted(), issue(impostor, issue(impostor))).pem + amazon.authority.pem


def _authority_expired(amazon: PrivateAmazon) -> bytes:
    late = Wanted("Late", is_authority=True, names=(), valid_from=NOW - 2 * DAY, valid_until=NOW - DAY)
    authority = issue(late, amazon.root)
    return issue(Wanted(), authority).pem + authority.pem


def _authority_with_a_small_key(amazon: PrivateAmazon) -> bytes:
    small = Wanted("Small", is_authority=True, names=(), key=rsa_key("small", 1024))
    authority = issue(small, amazon.root)
    return issue(Wanted(), authority).pem + authority.pem


def _issued_by_no_authority(amazon: PrivateAmazon) -> bytes:
    return issue(Wanted(key=rsa_key("below")), amazon.signer).pem + amazon.chain(amazon.signer)


WRONG_CHAINS: dict[str, Callable[[PrivateAmazon], bytes]] = {
    "self-signed": _self_signed,
    "to another root": _from_a_stranger,
    "from an impostor": _from_one_of_the_same_name,
    "authority left out": lambda amazon: amazon.signer.pem,
    "authority expired": _authority_expired,
    "authority with a small key": _authority_with_a_small_key,
    "issued by a certificate that is no authority": _issued_by_no_authority,
    "wrong order": lambda amazon: amazon.authority.pem + amazon.signer.pem,
    "the root itself": lambda amazon: amazon.root.pem,
    "empty": lambda _: b"",
    "garbage": lambda _: b"\x00\xff garbage",
    "garbage in PEM": lambda _: b"-----BEGIN CERTIFICATE-----\nZ2FyYmFnZQ==\n-----END CERTIFICATE-----\n",
    "a web page": lambda _: b"<!doctype html><title>404</title>",
    "cut off": lambda amazon: amazon.chain(amazon.signer)[:500],
    "ten megabytes": lambda amazon: amazon.chain(amazon.signer) * 5000,
}


@pytest.mark.parametrize("chain", WRONG_CHAINS.values(), ids=WRONG_CHAINS.keys())
def test_a_chain_that_does_not_hold_is_refused(amazon: PrivateAmazon, chain: Callable[[PrivateAmazon], bytes]) -> None:
    """Whatever is wrong with a chain, it is a refusal and no other error."""
    with pytest.raises(NotFromAmazon):
        Trust(amazon.roots).signer(chain(amazon), NOW)


def test_a_good_chain_with_too_much_after_it_is_not_even_read(amazon: PrivateAmazon) -> None:
    """The limit counts bytes, not certificates."""
    chain = amazon.chain(amazon.signer)
    padded = chain + b"\n" * (MAX_CHAIN_BYTES - len(chain))
    Trust(amazon.roots).signer(padded, NOW)
    with pytest.raises(NotFromAmazon, match="too long"):
        Trust(amazon.roots).signer(padded + b"\n", NOW)


def test_only_sha256_over_exactly_these_bytes_is_a_signature(amazon: PrivateAmazon) -> None:
    """The old SHA-1 signature does not count, nor does one over other bytes."""
    signer = Trust(amazon.roots).signer(amazon.chain(amazon.signer), NOW)
    key = amazon.signer
    assert signer.signed(_raw(key.sign(b"body")), b"body")
    assert not signer.signed(_raw(key.sign(b"body")), b"body ")
    assert not signer.signed(_raw(key.sign(b"body", SHA1())), b"body")  # noqa: S303 - it is what must not be accepted
    assert not signer.signed(_raw(key.sign(b"body", SHA512())), b"body")
    assert not signer.signed(b"", b"body")


def _raw(signature: str) -> bytes:
    return base64.b64decode(signature)


def test_the_public_roots_load_without_a_warning_and_amazons_are_among_them() -> None:
    """A root that cryptography warns of is left out; that is few of them, and not those that vouch for Amazon."""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        names = {root.subject.rfc4514_string() for root in public_roots()}
    assert heard == []
    assert len(names) > 100
    assert "CN=Amazon Root CA 1,O=Amazon,C=US" in names


def test_the_public_roots_do_not_vouch_for_a_private_amazon(amazon: PrivateAmazon) -> None:
    """What the tests trust is trusted in tests only."""
    with pytest.raises(NotFromAmazon):
        Trust(public_roots()).signer(amazon.chain(amazon.signer), NOW)
