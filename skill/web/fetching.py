"""Getting a certificate chain from an address that was found to be Amazon's. The one outgoing call of the endpoint."""

from __future__ import annotations

import requests

from skill.web.chain import MAX_CHAIN_BYTES

TIMEOUT = 1.0
"""Seconds to connect, and again between any two reads; the cache has a deadline for the whole."""

_PLAIN = {"Accept-Encoding": "identity"}  # compressed, a small answer could unfold into a large one


class CertificateUnavailable(Exception):  # noqa: N818 - a name that reads as what happened
    """The address did not answer with a certificate."""


def fetch_certificates(address: str, *, timeout: float = TIMEOUT) -> bytes:
    """What stands at this address, cut off just beyond the longest chain that is looked at. No redirect is followed.

    Raises:
        CertificateUnavailable: if the answer is anything but 200.
        requests.RequestException: if there is no answer.
    """
    with requests.get(address, headers=_PLAIN, timeout=timeout, stream=True, allow_redirects=False) as answer:
        if answer.status_code != requests.codes.ok:
            message = f"the certificate address answered {answer.status_code}"
            raise CertificateUnavailable(message)
        pem: bytes = answer.raw.read(MAX_CHAIN_BYTES + 1)
        return pem
