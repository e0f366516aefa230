"""Signs what DynamoDB is asked: AWS Signature Version 4, for the one shape that all our requests have.

That is a POST of JSON to "/". The steps are those of AWS's "Create a signed AWS API request". botocore's signer needs
urllib3 and half of botocore, a fifth of the time Lambda takes to start (docs/decisions/0014); the tests hold ours
against it.
"""

from __future__ import annotations

import hmac
from functools import reduce
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

_ALGORITHM = "AWS4-HMAC-SHA256"
_SERVICE = "dynamodb"
_END = "aws4_request"


class Credentials(NamedTuple):
    """As whom to ask.

    Attributes:
        access_key: its id, which is sent.
        secret_key: signs, and is never sent.
        token: of a session; None for keys that last.
    """

    access_key: str
    secret_key: str
    token: str | None = None


def signed_headers(  # noqa: PLR0913 (what a signature covers)
    operation: str, body: bytes, *, host: str, region: str, credentials: Credentials, at: datetime
) -> dict[str, str]:
    """All headers that a request needs, with its signature among them.

    Args:
        operation: what to do ("Query").
        body: the JSON that says with what.
        host: the server, with its port unless it is the usual one.
        region: AWS region of the table.
        credentials: as whom.
        at: the time now, in UTC; DynamoDB takes five minutes' difference.
    """
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": host,
        "x-amz-date": f"{at:%Y%m%dT%H%M%SZ}",
        **({"x-amz-security-token": credentials.token} if credentials.token else {}),
        "x-amz-target": f"DynamoDB_20120810.{operation}",
    }
    names, scope = ";".join(headers), f"{at:%Y%m%d}/{region}/{_SERVICE}/{_END}"
    fields = [f"{name}:{value}" for name, value in headers.items()]
    request = "\n".join(["POST", "/", "", *fields, "", names, sha256(body).hexdigest()])
    to_sign = "\n".join([_ALGORITHM, headers["x-amz-date"], scope, sha256(request.encode()).hexdigest()])
    signature = reduce(_keyed, [*scope.split("/"), to_sign], f"AWS4{credentials.secret_key}".encode()).hex()
    credential = f"{credentials.access_key}/{scope}"
    authorization = f"{_ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return {**headers, "authorization": authorization}


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
