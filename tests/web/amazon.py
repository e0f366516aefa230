"""A private Amazon: an authority of our own that issues certificates, right or wrong, and signs requests with them.

For tests and benchmarks. An endpoint believes it when it is made with ``fetch_certificates=amazon.fetch`` and
``trust_roots=amazon.roots``; nothing else in the endpoint has to differ from the real thing.
"""

from __future__ import annotations

import base64
import itertools
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests import planted

ADDRESS = "https://s3.amazonaws.com/echo.api/echo-api-cert-14.pem"
SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
DOMAIN = "echo-api.amazon.com"

_DAY = timedelta(days=1)

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(owner: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The RSA key of this owner; made once, for making one is slow."""
    del owner  # only tells keys apart
    return rsa.generate_private_key(65537, bits)


@dataclass(frozen=True)
class Issued:
    """A certificate together with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        """The certificate as it stands in a chain."""
        return self.certificate.public_bytes(Encoding.PEM)

    def sign(self, body: bytes, algorithm: HashAlgorithm | None = None) -> str:
        """The value of a Signature-256 header over this body."""
        assert isinstance(self.key, rsa.RSAPrivateKey)
        return base64.b64encode(self.key.sign(body, PKCS1v15(), algorithm or SHA256())).decode()


@dataclass(frozen=True)
class Wanted:
    """What to write in a certificate; the defaults are those of a certificate that signs for Amazon."""

    subject: str = DOMAIN
    key: Key | None = None
    is_authority: bool = False
    names: tuple[str, ...] = (DOMAIN,)
    signs: bool | None = True  # None to say nothing of what the key is for
    purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH
    valid_from: datetime | None = None
    valid_until: datetime | None = None


_serials = itertools.count(1000)


def issue(wanted: Wanted, issuer: Issued | None = None) -> Issued:
    """A certificate from this issuer; signed with its own key if there is none."""
    key = wanted.key or rsa_key(wanted.subject)
    signing_key = issuer.key if issuer else key
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(wanted.subject))
        .issuer_name(issuer.certificate.subject if issuer else _name(wanted.subject))
        .public_key(key.public_key())
        .serial_number(next(_serials))
        .not_valid_before(wanted.valid_from or now - _DAY)
        .not_valid_after(wanted.valid_until or now + 30 * _DAY)
    )
    for extension, critical in _extensions(wanted, key, signing_key):
        builder = builder.add_extension(extension, critical=critical)
    return Issued(builder.sign(signing_key, SHA256()), key)


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _extensions(wanted: Wanted, key: Key, signing_key: Key) -> list[tuple[x509.ExtensionType, bool]]:
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=wanted.is_authority, path_length=None), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False),
    ]
    if wanted.signs is not None:
        extensions.append((_usage(signs=wanted.signs, vouches=wanted.is_authority), True))
    if not wanted.is_authority:
        extensions.append((x509.ExtendedKeyUsage([wanted.purpose]), False))
    if wanted.names:
        extensions.append((x509.SubjectAlternativeName([x509.DNSName(name) for name in wanted.names]), False))
    return extensions


def _usage(*, signs: bool, vouches: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        key_cert_sign=vouches,
        crl_sign=vouches,
        key_encipherment=not vouches,
        content_commitment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


class PrivateAmazon:
    """A root, an authority under it, and a signer that the authority vouches for; serves chains by address.

    Attributes:
        chains: the PEM chain at each address; change it to change what is served.
        fetched: every address that was asked for, in order.
    """

    def __init__(self) -> None:
        self.root = issue(Wanted("Private Root", is_authority=True, names=()))
        self.authority = issue(Wanted("Private Authority", is_authority=True, names=()), self.root)
        self.signer = self.issue()
        self.chains = {ADDRESS: self.chain(self.signer)}
        self.fetched: list[str] = []

    @property
    def roots(self) -> list[x509.Certificate]:
        """What an endpoint has to trust to believe this Amazon."""
        return [self.root.certificate]

    def issue(self, wanted: Wanted | None = None) -> Issued:
        """A certificate from the authority; one that signs for Amazon if nothing else is wanted."""
        return issue(wanted or Wanted(), self.authority)

    def chain(self, signer: Issued) -> bytes:
        """The chain of a signer that the authority vouches for, as it is served."""
        return signer.pem + self.authority.pem

    def fetch(self, address: str) -> bytes:
        """The chain at this address; for ``fetch_certificates``.

        Raises:
            OSError: if nothing is there.
        """
        self.fetched.append(address)
        if address not in self.chains:
            message = f"nothing at {address}"
            raise OSError(message)
        return self.chains[address]

    def headers(self, body: bytes, *, address: str = ADDRESS, signer: Issued | None = None) -> dict[str, str]:
        """The headers of a request with this body, as Amazon sends them."""
        return {
            "Content-Type": "application/json; charset=utf-8",
            "SignatureCertChainUrl": address,
            "Signature-256": (signer or self.signer).sign(body),
        }


def launch(**changes: object) -> dict[str, Any]:
    """The request part of an envelope that opens the skill now, with an id of its own, but for what is said here."""
    request = {
        "type": "LaunchRequest",
        "requestId": f"amzn1.echo-api.request.{uuid.uuid4()}",
        "timestamp": stamp(datetime.now(UTC)),
        "locale": "en-US",
    }
    return {**request, **changes}


def intent(name: str, **slots: str) -> dict[str, Any]:
    """The request part of an envelope in which the athlete said what fits this intent, with these slot values."""
    filled = {slot: {"name": slot, "value": value, "confirmationStatus": "NONE"} for slot, value in slots.items()}
    return launch(type="IntentRequest", intent={"name": name, "confirmationStatus": "NONE", "slots": filled})


def stamp(when: datetime) -> str:
    """A time as Amazon writes it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def envelope(request: dict[str, Any] | None = None, *, skill_id: str = SKILL_ID, **changes: object) -> dict[str, Any]:
    """A whole request envelope around this request, meant for this skill; ``changes`` replace its top-level parts."""
    application = {"applicationId": skill_id}
    athlete = {"userId": f"amzn1.ask.account.PRIVATE{planted.MARK}"}
    session = {"new": True, "sessionId": "amzn1.echo-api.session.1", "application": application, "user": athlete}
    system = {"application": application, "user": athlete, "device": {"deviceId": "d1", "supportedInterfaces": {}}}
    api = {"apiEndpoint": "https://127.0.0.1:1", "apiAccessToken": f"SECRET{planted.MARK}"}  # where nobody listens
    whole = {
        "version": "1.0",
        "session": {**session, "attributes": {}},
        "context": {"System": {**system, **api}},
        "request": request or launch(),
    }
    return {**whole, **changes}


def as_body(content: object) -> bytes:
    """JSON as it goes over the wire."""
    return json.dumps(content).encode()
