"""Which certificate addresses are Amazon's. Text in, text out: nothing is fetched here.

The rules are Amazon's, taken as data from ``ask-sdk-webservice-support``. The stock check parses the address with
``urlparse`` and is lax where that is: it raises on a malformed port and lets user-info, queries, fragments, control
characters and percent-encoding through. Here an address is matched as a whole instead, so that what is not foreseen
is refused.
"""

from __future__ import annotations

import posixpath
import re

from ask_sdk_webservice_support import verifier_constants as amazon

from skill.web.refusal import NotFromAmazon

# Scheme and host in either case, the path as it is written; letters, digits and . _ - / are all that Amazon's use.
_ADDRESS = re.compile(
    rf"(?i:{amazon.CERT_CHAIN_URL_PROTOCOL}://{re.escape(amazon.CERT_CHAIN_URL_HOSTNAME)})"
    rf"(?::{amazon.CERT_CHAIN_URL_PORT})?"
    r"(?P<path>/[A-Za-z0-9._/-]+)"
)


def amazons(address: str) -> str:
    """The one spelling of an address where Amazon keeps its certificates: what is checked is what is fetched.

    Dot segments are resolved before the path is judged, as Amazon's page on hosting a skill as a web service asks.

    Raises:
        NotFromAmazon: if it is any other address.
    """
    found = _ADDRESS.fullmatch(address)
    path = posixpath.normpath(found["path"]) if found else ""
    if not path.startswith(amazon.CERT_CHAIN_URL_STARTPATH):
        message = "the certificate address is not one of Amazon's"
        raise NotFromAmazon(message)
    return f"{amazon.CERT_CHAIN_URL_PROTOCOL}://{amazon.CERT_CHAIN_URL_HOSTNAME}{path}"
