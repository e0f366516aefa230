"""Which certificate addresses are Amazon's. Text in, text out: nothing is fetched here.

The rules are Amazon's (`skill.web.rules`). The check in its package, ``ask-sdk-webservice-support``, parses the address
with ``urlparse`` and is lax where that is: it raises on a malformed port and lets user-info, queries, fragments,
control characters and percent-encoding through. Here an address is matched as a whole instead, so that what is not
foreseen is refused.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from skill.web import rules
from skill.web.refusal import NotFromAmazon

# Scheme and host in either case, the path as it is written; letters, digits and . _ - / are all that Amazon's use.
_ADDRESS = re.compile(
    rf"(?i:{rules.SCHEME}://{re.escape(rules.HOST)})"
    rf"(?::{rules.PORT})?"
    r"(?P<path>/[A-Za-z0-9._/-]+)"
)


@lru_cache(maxsize=16)  # Amazon uses one or two at a time
def amazons(address: str) -> str:
    """The one spelling of an address where Amazon keeps its certificates: what is checked is what is fetched.

    Dot segments are resolved before the path is judged, as Amazon's page on hosting a skill as a web service asks.

    Raises:
        NotFromAmazon: if it is any other address.
    """
    found = _ADDRESS.fullmatch(address)
    path = posixpath.normpath(found["path"]) if found else ""
    if not path.startswith(rules.FOLDER):
        message = "the certificate address is not one of Amazon's"
        raise NotFromAmazon(message)
    return f"{rules.SCHEME}://{rules.HOST}{path}"
