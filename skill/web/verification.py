"""Whether Amazon sent these bytes. Looks at headers and the raw body only; nothing in the body is read."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Protocol

from skill.web import address, rules
from skill.web.refusal import NotFromAmazon

if TYPE_CHECKING:
    from datetime import datetime

    from skill.web.certificates import CertificateCache


class Headers(Protocol):
    """What a request says beside its body: a dict, or better something that looks names up in any case."""

    def get(self, name: str, /) -> str | None:
        """The value of this header, if it is there."""


class Verifier(Protocol):
    """Anything that can tell Amazon's requests from others'."""

    def verify(self, headers: Headers, body: bytes, now: datetime) -> None:
        """Return if Amazon signed this body.

        Args:
            headers: of the request.
            body: exactly as it was received.
            now: the aware time at which certificates have to be valid.

        Raises:
            NotFromAmazon: if it did not.
        """


class SignatureVerifier:
    """Checks the signature over the raw body with the key of a certificate that Amazon publishes."""

    def __init__(self, certificates: CertificateCache) -> None:
        self._certificates = certificates

    def verify(self, headers: Headers, body: bytes, now: datetime) -> None:
        """Return if Amazon signed this body; see `Verifier.verify`."""
        where = address.amazons(_required(headers, rules.CERTIFICATE_HEADER))
        signature = _decoded(_required(headers, rules.SIGNATURE_HEADER))
        if not self._signed(where, signature, body, now):
            message = "the signature does not fit the body"
            raise NotFromAmazon(message)

    def _signed(self, where: str, signature: bytes, body: bytes, now: datetime) -> bool:
        if self._certificates.signer(where, now).signed(signature, body):
            return True
        renewed = self._certificates.renewed(where, now)
        return renewed is not None and renewed.signed(signature, body)


def _required(headers: Headers, name: str) -> str:
    value = headers.get(name)
    if not value:
        message = f"the header {name} is missing"
        raise NotFromAmazon(message)
    return value


def _decoded(signature: str) -> bytes:
    try:
        return binascii.a2b_base64(signature, strict_mode=True)
    except ValueError as error:
        message = "the signature is not base64"
        raise NotFromAmazon(message) from error
