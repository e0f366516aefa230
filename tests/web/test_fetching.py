"""Fetching from an address: against a small server on loopback that does each thing a server can do wrong."""

from __future__ import annotations

import pytest
import requests
from urllib3.exceptions import ReadTimeoutError

from skill.web.chain import MAX_CHAIN_BYTES
from skill.web.fetching import CertificateUnavailable, fetch_certificates
from tests.web.amazon import ADDRESS, PrivateAmazon


def test_what_stands_at_the_address_is_fetched(origin: str, amazon: PrivateAmazon) -> None:
    """The bytes as they are."""
    assert fetch_certificates(f"{origin}/good") == amazon.chains[ADDRESS]


@pytest.mark.parametrize("path", ["missing", "failing", "redirecting"])
def test_any_answer_but_200_is_none(origin: str, path: str) -> None:
    """A redirect is not followed: its target was not found to be Amazon's."""
    with pytest.raises(CertificateUnavailable):
        fetch_certificates(f"{origin}/{path}")


def test_ten_megabytes_are_not_read(origin: str) -> None:
    """Just enough is read to see that it is too long."""
    assert len(fetch_certificates(f"{origin}/huge")) == MAX_CHAIN_BYTES + 1


def test_a_server_that_does_not_answer_is_given_up(origin: str) -> None:
    """There is a limit to each wait."""
    with pytest.raises(requests.Timeout):
        fetch_certificates(f"{origin}/slow", timeout=0.05)


def test_a_server_that_stops_in_the_middle_is_given_up(origin: str) -> None:
    """The limit holds for what comes after the first bytes, too."""
    with pytest.raises(ReadTimeoutError):
        fetch_certificates(f"{origin}/stalling", timeout=0.05)


def test_a_server_that_is_not_there_is_an_error() -> None:
    """Port 1 of loopback has nobody listening."""
    with pytest.raises(requests.ConnectionError):
        fetch_certificates("http://127.0.0.1:1/")
