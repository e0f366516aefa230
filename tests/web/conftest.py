"""What the tests of the endpoint share: a private Amazon, and an endpoint that believes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from skill.web.admission import Admission
from skill.web.certificates import CertificateCache
from skill.web.chain import Trust
from skill.web.endpoint import endpoint
from skill.web.replay import SeenRequests
from skill.web.verification import SignatureVerifier
from tests.web.amazon import ADDRESS, PrivateAmazon
from tests.web.origin import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

NOW = datetime.now(UTC).replace(microsecond=0)
"""When the tests take place; their clock stands still."""


@pytest.fixture
def amazon() -> PrivateAmazon:
    """A private Amazon that serves one good chain."""
    return PrivateAmazon()


@pytest.fixture
def origin(amazon: PrivateAmazon) -> Iterator[str]:
    """The address of a server on loopback that serves the private Amazon's chain, and each thing that is no chain."""
    with Origin(amazon.chains[ADDRESS]).running() as address:
        yield address


@pytest.fixture
def now() -> datetime:
    """When the test takes place."""
    return NOW


@pytest.fixture
def answered() -> list[dict[str, Any]]:
    """The envelopes that the skill behind `client` was asked to answer."""
    return []


@pytest.fixture
def client(amazon: PrivateAmazon, answered: list[dict[str, Any]]) -> FlaskClient:
    """The endpoint around a skill that only notes what it is asked, with real verification and a clock that stands."""

    def respond(envelope: dict[str, Any]) -> dict[str, Any]:
        answered.append(envelope)
        return {"version": "1.0", "response": {"shouldEndSession": True}}

    verifier = SignatureVerifier(CertificateCache(amazon.fetch, Trust(amazon.roots)))
    return endpoint(respond, Admission(verifier, SeenRequests(), lambda: NOW)).test_client()
