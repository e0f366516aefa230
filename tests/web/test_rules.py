"""Amazon's rules as we have them are those of Amazon's own package."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from ask_sdk_webservice_support import verifier_constants as amazon

from skill.conversation.envelope import SKILL_EVENT
from skill.web import rules

ROOT = Path(__file__).parents[2]

WITHOUT_THE_SDK = """
import sys
for name in ("ask_sdk_core", "ask_sdk_model", "ask_sdk_runtime", "ask_sdk_webservice_support", "certvalidator"):
    sys.modules[name] = None  # importing it fails
import skill.web.server
"""


def test_where_certificates_are_and_how_old_a_request_may_be() -> None:
    """Each of them; should Amazon's package ever change, this says so."""
    assert (rules.CERTIFICATE_HEADER, rules.SIGNATURE_HEADER) == (
        amazon.SIGNATURE_CERT_CHAIN_URL_HEADER,
        amazon.SIGNATURE_HEADER,
    )
    assert (rules.SCHEME, rules.HOST, rules.PORT, rules.FOLDER, rules.SIGNS_FOR) == (
        amazon.CERT_CHAIN_URL_PROTOCOL,
        amazon.CERT_CHAIN_URL_HOSTNAME,
        amazon.CERT_CHAIN_URL_PORT,
        amazon.CERT_CHAIN_URL_STARTPATH,
        amazon.CERT_CHAIN_DOMAIN,
    )
    assert timedelta(milliseconds=amazon.MAX_NORMAL_REQUEST_TOLERANCE_IN_MILLIS) == rules.TOLERANCE
    assert timedelta(milliseconds=amazon.MAX_SKILL_EVENT_TOLERANCE_IN_MILLIS) == rules.EVENT_TOLERANCE


@pytest.mark.parametrize("event", sorted(amazon.ALEXA_SKILL_EVENT_LIST))
def test_each_skill_event_that_amazons_package_knows_has_an_hour(event: str) -> None:
    """Our rule is by prefix and takes in every one of the stock list."""
    assert event.startswith(SKILL_EVENT)


def test_the_endpoint_needs_nothing_of_amazons_packages() -> None:
    """They are for comparison; one of them fails on OpenSSL 3.0.10 and later."""
    found = subprocess.run(  # noqa: S603 - our own Python, with our own program
        [sys.executable, "-c", WITHOUT_THE_SDK], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
