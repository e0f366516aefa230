"""Certificate addresses: Amazon's own examples, and each way for an address not to be Amazon's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.web.address import amazons
from skill.web.refusal import NotFromAmazon
from tests.web import stock

CANONICAL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"

# Amazon's examples of correctly formatted addresses, and what else means the same.
GOOD = [
    CANONICAL,
    "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    "HTTPS://S3.AMAZONAWS.COM/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/./echo-api-cert.pem",
]

BAD = {
    "empty": "",
    "no address": "echo-api-cert.pem",
    "http": "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "file": "file:///echo.api/echo-api-cert.pem",
    "no scheme": "//s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "other host": "https://notamazon.com/echo.api/echo-api-cert.pem",
    "host as prefix": "https://s3.amazonaws.com.evil.example/echo.api/echo-api-cert.pem",
    "host as suffix": "https://evil.s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "dot for any character": "https://s3xamazonaws.com/echo.api/echo-api-cert.pem",
    "trailing dot": "https://s3.amazonaws.com./echo.api/echo-api-cert.pem",
    "host in other letters": "https://ѕ3.amazonaws.com/echo.api/echo-api-cert.pem",
    "user-info": "https://me@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "user-info and password": "https://me:pw@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "host as user-info": "https://s3.amazonaws.com@evil.example/echo.api/echo-api-cert.pem",
    "host as user-info, port-like": "https://s3.amazonaws.com:443@evil.example/echo.api/echo-api-cert.pem",
    "other port": "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
    "port of letters": "https://s3.amazonaws.com:https/echo.api/echo-api-cert.pem",
    "port too large": "https://s3.amazonaws.com:443443/echo.api/echo-api-cert.pem",
    "port negative": "https://s3.amazonaws.com:-443/echo.api/echo-api-cert.pem",
    "port empty": "https://s3.amazonaws.com:/echo.api/echo-api-cert.pem",
    "port of other digits": "https://s3.amazonaws.com:४४३/echo.api/echo-api-cert.pem",
    "other path": "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
    "path in capitals": "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
    "folder as prefix": "https://s3.amazonaws.com/echo.api.evil/echo-api-cert.pem",
    "folder alone": "https://s3.amazonaws.com/echo.api",
    "folder with nothing in it": "https://s3.amazonaws.com/echo.api/",
    "folder further down": "https://s3.amazonaws.com/evil/echo.api/echo-api-cert.pem",
    "no path": "https://s3.amazonaws.com",
    "two slashes": "https://s3.amazonaws.com//echo.api/echo-api-cert.pem",
    "traversal": "https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem",
    "traversal beyond the root": "https://s3.amazonaws.com/echo.api/../../evil/echo-api-cert.pem",
    "traversal, encoded": "https://s3.amazonaws.com/echo.api/%2e%2e/evil/echo-api-cert.pem",
    "traversal, encoded slash": "https://s3.amazonaws.com/echo.api/..%2fevil/echo-api-cert.pem",
    "backslashes": "https://s3.amazonaws.com\\echo.api\\echo-api-cert.pem",
    "backslash before another host": "https://s3.amazonaws.com\\@evil.example/echo.api/echo-api-cert.pem",
    "query": CANONICAL + "?versionId=1",
    "empty query": CANONICAL + "?",
    "fragment": CANONICAL + "#top",
    "parameters": CANONICAL + ";a=b",
    "space before": " " + CANONICAL,
    "newline after": CANONICAL + "\n",
    "tab within": "https://s3.ama\tzonaws.com/echo.api/echo-api-cert.pem",
    "null": CANONICAL + "\0",
    "two at once": f"{CANONICAL}, {CANONICAL}",
    "brackets": "https://[s3.amazonaws.com]/echo.api/echo-api-cert.pem",
}


@pytest.mark.parametrize("address", GOOD)
def test_each_spelling_of_an_address_of_amazons_becomes_the_same_one(address: str) -> None:
    """A cache keyed by address holds a certificate once, however its address is written."""
    assert amazons(address) == CANONICAL


@pytest.mark.parametrize("address", BAD.values(), ids=BAD.keys())
def test_any_other_address_is_refused(address: str) -> None:
    """Whatever is wrong with an address, it is a refusal and no other error."""
    with pytest.raises(NotFromAmazon):
        amazons(address)


@given(
    st.one_of(
        st.text(),
        st.tuples(st.sampled_from([*GOOD, *BAD.values()]), st.text(max_size=5), st.integers(0, 60)).map(
            lambda parts: parts[0][: parts[2]] + parts[1] + parts[0][parts[2] :]
        ),
    )
)
def test_no_address_is_accepted_that_amazons_own_check_refuses(address: str) -> None:
    """Our rules are stricter than the stock ones, never laxer."""
    try:
        amazons(address)
    except NotFromAmazon:
        return
    stock.verifier_module().RequestVerifier()._validate_certificate_url(address)  # noqa: SLF001 - has no public name
