"""Our signature is the one that AWS's own library makes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest.mock import patch

from botocore import auth, credentials
from botocore.awsrequest import AWSRequest
from hypothesis import given
from hypothesis import strategies as st

from skill.memory.signature import Credentials, signed_headers

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def _word(alphabet: str = "abcXYZ0189+/=-", most: int = 40) -> SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=most)


_OPERATIONS = st.sampled_from(["Query", "PutItem", "TransactWriteItems"])
_PLACES = st.sampled_from([("dynamodb.eu-west-1.amazonaws.com", "eu-west-1"), ("127.0.0.1:8000", "us-east-1")])
_SIGNERS = st.builds(Credentials, _word(), _word(), st.none() | _word(most=400))
_TIMES = st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (see its zone)


@given(operation=_OPERATIONS, body=st.binary(max_size=300), place=_PLACES, signer=_SIGNERS, at=_TIMES)
def test_botocore_signs_the_same(
    operation: str, body: bytes, place: tuple[str, str], signer: Credentials, at: datetime
) -> None:
    """Whatever is asked, by whom and when."""
    host, region = place
    ours = signed_headers(operation, body, host=host, region=region, credentials=signer, at=at)

    given = {name: ours[name] for name in ("content-type", "x-amz-target")}
    request = AWSRequest("POST", f"https://{host}/", headers=given, data=body)
    with patch.object(auth, "get_current_datetime", lambda: at.replace(tzinfo=None)):
        auth.SigV4Auth(credentials.Credentials(*signer), "dynamodb", region).add_auth(request)

    assert ours["authorization"] == request.headers["Authorization"]
    assert ours["x-amz-date"] == request.headers["X-Amz-Date"]
    assert ours.get("x-amz-security-token") == request.headers["X-Amz-Security-Token"]
