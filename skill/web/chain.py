"""From a PEM chain to a key that may sign for Amazon. No fetching and no clock: the time is passed in.

The chain is built and checked by ``cryptography.x509.verification``; ``docs/decisions/0002`` says why.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import certifi
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from skill.web import rules
from skill.web.refusal import NotFromAmazon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MAX_CHAIN_BYTES = 64 * 1024
"""The longest chain that is looked at; Amazon's is about 5 kB."""

MIN_KEY_BITS = 2048
"""The shortest RSA key that may sign; the chain check sees to the authorities' keys, but not to this one."""

_PADDING, _HASH = PKCS1v15(), SHA256()
_PEM = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that Amazon signs with, and the time for which every certificate that vouches for it is valid."""

    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime

    def is_valid_at(self, now: datetime) -> bool:
        """Whether the whole chain is valid at this (aware) time."""
        return self.valid_from <= now <= self.valid_until

    def signed(self, signature: bytes, body: bytes) -> bool:
        """Whether this is the signer's RSA-PKCS1v15-SHA256 signature of exactly these bytes."""
        try:
            self.key.verify(signature, body, _PADDING, _HASH)
        except InvalidSignature:
            return False
        return True


class Trust:
    """The roots that are trusted, and what has to be true of a chain that leads up to one of them."""

    def __init__(self, roots: Iterable[x509.Certificate]) -> None:
        self._store = Store(list(roots))

    def signer(self, chain_pem: bytes, now: datetime) -> Signer:
        """The signer whose certificate comes first in the chain, the ones that vouch for it after it.

        Raises:
            NotFromAmazon: if the chain is not to be trusted at this (aware) time.
        """
        chain = self._checked(_certificates(chain_pem), now)
        return Signer(
            key=_signing_key(chain[0]),
            valid_from=max(certificate.not_valid_before_utc for certificate in chain),
            valid_until=min(certificate.not_valid_after_utc for certificate in chain),
        )

    def _checked(self, certificates: Sequence[x509.Certificate], now: datetime) -> Sequence[x509.Certificate]:
        leaf, *others = certificates
        policy = PolicyBuilder().store(self._store).time(now)
        try:
            return policy.build_server_verifier(x509.DNSName(rules.SIGNS_FOR)).verify(leaf, others)
        except VerificationError as error:
            message = "the certificate chain leads to no trusted root"
            raise NotFromAmazon(message) from error


def public_roots() -> list[x509.Certificate]:
    """Mozilla's roots, as certifi ships them.

    Each is loaded alone, so that one which ``cryptography`` will not have (six had serial numbers that are not
    positive in 2026, which it warns of and means to refuse) costs us that root and not all of them.
    """
    loaded = (_root(pem) for pem in _PEM.findall(certifi.contents()))
    return [root for root in loaded if root is not None]


def _root(pem: str) -> x509.Certificate | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return x509.load_pem_x509_certificate(pem.encode())
        except (ValueError, DeprecationWarning, UserWarning):
            return None


def _certificates(chain_pem: bytes) -> list[x509.Certificate]:
    if len(chain_pem) > MAX_CHAIN_BYTES:
        message = "the certificate chain is too long"
        raise NotFromAmazon(message)
    try:
        return x509.load_pem_x509_certificates(chain_pem)
    except ValueError as error:
        message = "the certificate chain is not PEM"
        raise NotFromAmazon(message) from error


def _signing_key(leaf: x509.Certificate) -> RSAPublicKey:
    key = leaf.public_key()
    if not (isinstance(key, RSAPublicKey) and _is_amazons(leaf, key)):
        message = "the certificate is not one that signs Alexa requests"
        raise NotFromAmazon(message)
    return key


def _is_amazons(leaf: x509.Certificate, key: RSAPublicKey) -> bool:
    return key.key_size >= MIN_KEY_BITS and _names_amazon(leaf) and _may_sign(leaf)


def _names_amazon(leaf: x509.Certificate) -> bool:
    # The chain check lets *.amazon.com stand for the name; Amazon's rule asks for the name itself.
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return rules.SIGNS_FOR in names.get_values_for_type(x509.DNSName)


def _may_sign(leaf: x509.Certificate) -> bool:
    try:
        usage = leaf.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature
