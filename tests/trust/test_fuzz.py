"""Thousands of broken requests: none breaks the skill, and whoever launches it or says something is answered.

How many is a matter of the hypothesis profile: 2,000 by default, 20,000 with HYPOTHESIS_PROFILE=nightly.
"""

from __future__ import annotations

import json
import logging
from copy import deepcopy
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skill.app import build_skill
from skill.conversation.envelope import mapping
from skill.platform.response import problems_with
from skill.settings import Settings
from tests.trust.breaking import break_somewhere
from tests.trust.envelopes import CAN_FULFILL, EVERY_ENVELOPE, RETURNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.trust.envelopes import Json

BROKEN_REQUESTS = 20 * settings().max_examples
MOST_BREAKS = 5

RESPOND = build_skill(Settings(), time_zone=lambda _: None)

SPOKEN_TO = ("LaunchRequest", "IntentRequest", *RETURNS)
"""The kinds of request that an athlete waits to hear something after."""


class _Apologies(logging.Handler):
    """A turn that ends in an apology is answered, and broken all the same."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        pytest.fail(record.getMessage())


@pytest.fixture(autouse=True, scope="module")
def _no_apologies() -> Iterator[None]:
    handler = _Apologies()
    logging.getLogger("skill").addHandler(handler)
    yield
    logging.getLogger("skill").removeHandler(handler)


def check(envelope: Json) -> None:
    """The envelope gets a response that Amazon accepts, and speech exactly if it should."""
    response = json.loads(json.dumps(RESPOND(envelope), allow_nan=False))
    body, kind = response["response"], mapping(envelope.get("request")).get("type")

    assert problems_with(response, {"request": {"type": kind}}) == []
    if kind in SPOKEN_TO:
        assert body["outputSpeech"]["ssml"]
    elif kind != CAN_FULFILL["type"]:
        assert body == {}


@pytest.mark.parametrize("envelope", EVERY_ENVELOPE, ids=lambda envelope: envelope["request"]["type"])
def test_every_kind_of_request_is_answered_as_it_should(envelope: Json) -> None:
    """Unbroken."""
    check(envelope)


@settings(
    max_examples=BROKEN_REQUESTS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_no_broken_request_breaks_the_skill(data: st.DataObject) -> None:
    """Whatever is missing, of another type, too large, too deep, or not to be written down."""
    envelope = deepcopy(data.draw(st.sampled_from(EVERY_ENVELOPE), label="envelope"))
    wholes = (envelope, envelope["request"], envelope["session"]["attributes"])
    for whole in data.draw(st.lists(st.sampled_from(wholes), min_size=1, max_size=MOST_BREAKS), label="wholes"):
        break_somewhere(data, whole)

    check(envelope)
