"""That the endpoint does without the part of Amazon's package which fails on OpenSSL 3.0.10 and later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from skill.web import envelope
from tests.web import stock

ROOT = Path(__file__).parents[2]

WITHOUT_CERTVALIDATOR = """
import sys
sys.modules["certvalidator"] = sys.modules["oscrypto"] = None  # importing either fails
import skill.web.server
print("ask_sdk_webservice_support.verifier_constants" in sys.modules)
"""


def test_the_endpoint_imports_where_the_stock_verifier_does_not() -> None:
    """Amazon's rules are used, and neither certvalidator nor oscrypto is needed for it."""
    found = subprocess.run(  # noqa: S603 - our own Python, with our own program
        [sys.executable, "-c", WITHOUT_CERTVALIDATOR], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (found.stdout, found.stderr) == ("True\n", "")


@pytest.mark.parametrize("event", sorted(stock.verifier_module().ALEXA_SKILL_EVENT_LIST))
def test_each_skill_event_that_amazons_package_knows_has_an_hour(event: str) -> None:
    """Our rule is by prefix and takes in every one of the stock list."""
    assert event.startswith(envelope.SKILL_EVENT)
