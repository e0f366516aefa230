"""Signed requests: each its own, and each one that our endpoint would take."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from benchmarks import pool
from skill.web.admission import Admission
from skill.web.certificates import CertificateCache
from skill.web.chain import Trust
from skill.web.refusal import Refused
from skill.web.replay import SeenRequests
from skill.web.verification import SignatureVerifier
from tests.web.amazon import PrivateAmazon, envelope


@pytest.fixture
def amazon() -> PrivateAmazon:
    """Who signs."""
    return PrivateAmazon()


@pytest.fixture
def admission(amazon: PrivateAmazon) -> Admission:
    """What our endpoint asks of a request."""
    verifier = SignatureVerifier(CertificateCache(amazon.fetch, Trust(amazon.roots)))
    return Admission(verifier, SeenRequests(), lambda: datetime.now(UTC))


def _parted(request: bytes) -> tuple[dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")[1:]
    return {name: value for name, _, value in (line.partition(": ") for line in lines)}, body


def test_every_request_is_admitted_once(amazon: PrivateAmazon, admission: Admission) -> None:
    """Signature, time and request id are right, so that what is measured is answering and not refusing."""
    requests = pool.signed(amazon, pool.Template.of(envelope(), "run"), [int(time.time())] * 3)

    ids = {admission.admit(*_parted(requests.request(number))).identity for number in range(3)}

    assert len(ids) == 3
    with pytest.raises(Refused):
        admission.admit(*_parted(requests.request(0)))


def test_runs_do_not_share_request_ids(amazon: PrivateAmazon, admission: Admission) -> None:
    """A second run against the same server is not taken for a replay of the first."""
    for run in ("first", "second"):
        requests = pool.signed(amazon, pool.Template.of(envelope(), run), [int(time.time())])
        admission.admit(*_parted(requests.request(0)))


def test_a_request_says_when_it_is_to_be_sent() -> None:
    """A soak is signed beforehand, longer than a timestamp is good for."""
    template = pool.Template.of(envelope(), "run")

    assert b'"timestamp": "2026-03-03T17:00:07Z"' in template.body(0, 1772557207)


def test_the_length_is_that_of_the_body(amazon: PrivateAmazon) -> None:
    """Or the server would wait for the rest."""
    requests = pool.signed(amazon, pool.Template.of(envelope(), "run"), [int(time.time())])

    headers, body = _parted(requests.request(0))

    assert int(headers["Content-Length"]) == len(body)
