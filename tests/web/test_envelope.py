"""Reading a verified body, and how old a request may be."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.conversation.envelope import is_skill_event
from skill.web.envelope import fresh_until, identity, read
from skill.web.refusal import NotAnEnvelope, NotFromAmazon
from tests.web.amazon import as_body, envelope, launch, stamp

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_an_envelope_is_read_as_it_is() -> None:
    """Nothing is added or left out."""
    content = envelope()
    assert read(as_body(content)) == content


NO_ENVELOPES = {
    "empty": b"",
    "not UTF-8": '{"request": {"type": "Läunch"}}'.encode("latin-1"),
    "UTF-16": json.dumps(envelope()).encode("utf-16"),
    "not JSON": b"should I run today?",
    "cut off": as_body(envelope())[:-1],
    "two in one": as_body(envelope()) * 2,
    "not a number": b'{"request": {"type": "LaunchRequest", "x": NaN}}',
    "infinite": b'{"request": {"type": "LaunchRequest", "x": Infinity}}',
    "nested too deep": b"[" * 100_000,
    "a number of ten thousand digits": b'{"request": {"type": "L", "x": ' + b"9" * 10_000 + b"}}",
    "null": b"null",
    "a list": b"[]",
    "a text": b'"LaunchRequest"',
    "nothing in it": b"{}",
    "no request": as_body({"version": "1.0"}),
    "a request that is null": as_body({"request": None}),
    "a request that is a text": as_body({"request": "LaunchRequest"}),
    "a request without a type": as_body({"request": {}}),
    "a type that is a number": as_body({"request": {"type": 1}}),
}


@pytest.mark.parametrize("body", NO_ENVELOPES.values(), ids=NO_ENVELOPES.keys())
def test_a_body_that_is_no_envelope_is_refused(body: bytes) -> None:
    """Whatever the bytes are, it is a refusal and no other error."""
    with pytest.raises(NotAnEnvelope):
        read(body)


@given(st.binary())
def test_no_bytes_raise_anything_but_a_refusal(body: bytes) -> None:
    """The reader has no other way out."""
    with contextlib.suppress(NotAnEnvelope):
        assert isinstance(read(body), dict)


def _made(seconds: float, request_type: str = "LaunchRequest") -> dict[str, Any]:
    return {"request": launch(type=request_type, timestamp=stamp(NOW + timedelta(seconds=seconds)))}


@pytest.mark.parametrize("seconds", [-150, -149, 0, 149, 150])
def test_a_request_made_within_150_seconds_is_fresh(seconds: int) -> None:
    """Clocks differ, so it may also lie in the future."""
    fresh_until(_made(seconds), NOW)


@pytest.mark.parametrize("seconds", [-86_400, -151, 151, 86_400])
def test_a_request_made_longer_ago_or_later_is_refused(seconds: int) -> None:
    """What was recorded cannot be sent again another time."""
    with pytest.raises(NotFromAmazon):
        fresh_until(_made(seconds), NOW)


@pytest.mark.parametrize("event", ["SkillEnabled", "SkillDisabled", "ProactiveSubscriptionChanged"])
def test_a_skill_event_may_be_an_hour_old(event: str) -> None:
    """Amazon delivers events again for an hour."""
    fresh_until(_made(-3600, f"AlexaSkillEvent.{event}"), NOW)
    fresh_until(_made(3600, f"AlexaSkillEvent.{event}"), NOW)
    with pytest.raises(NotFromAmazon):
        fresh_until(_made(-3601, f"AlexaSkillEvent.{event}"), NOW)


@pytest.mark.parametrize("request_type", ["IntentRequest", "alexaskillevent.SkillEnabled", "X.AlexaSkillEvent.Y"])
def test_nothing_else_may_be_an_hour_old(request_type: str) -> None:
    """Only the type that Amazon gives to events counts."""
    with pytest.raises(NotFromAmazon):
        fresh_until(_made(-3600, request_type), NOW)


def test_a_timestamp_in_another_zone_is_understood() -> None:
    """It is the moment that counts."""
    there = NOW.astimezone(timezone(timedelta(hours=-8))).isoformat()
    fresh_until({"request": launch(timestamp=there)}, NOW)


@pytest.mark.parametrize(
    "timestamp",
    [
        None,
        "",
        "now",
        0,
        NOW.timestamp(),
        True,
        [],
        {},
        "2026-11-22",
        "2026-11-22T12:00:00",
        "2026-13-22T12:00:00Z",
        "2026-11-22T25:00:00Z",
        "9999-12-31T24:00:00Z",
        "２０２６-11-22T12:00:00Z",
        "\ud800",
    ],
)
def test_a_timestamp_that_names_no_moment_is_refused(timestamp: object) -> None:
    """Without a zone nobody can say when it was."""
    with pytest.raises(NotFromAmazon):
        fresh_until({"request": launch(timestamp=timestamp)}, NOW)


def test_a_request_without_a_timestamp_is_refused() -> None:
    """It could have been made at any time."""
    with pytest.raises(NotFromAmazon):
        fresh_until({"request": {"type": "LaunchRequest"}}, NOW)


def test_a_fresh_request_is_so_until_its_tolerance_is_over() -> None:
    """From then on its timestamp keeps it out."""
    assert fresh_until(_made(-100), NOW) == NOW + timedelta(seconds=50)
    assert fresh_until(_made(100), NOW) == NOW + timedelta(seconds=250)
    assert fresh_until(_made(-3600, "AlexaSkillEvent.SkillDisabled"), NOW) == NOW


def test_a_request_is_known_by_the_id_that_amazon_gave_it() -> None:
    """Nothing else in it counts, and no other request has it."""
    first, second = envelope(), envelope()
    assert identity(first, b"one") == identity({"request": first["request"]}, b"other")
    assert identity(first, b"one") != identity(second, b"one")


@pytest.mark.parametrize("given", [None, "", 7, [], {}])
def test_a_request_without_an_id_is_known_by_its_body(given: object) -> None:
    """Amazon signed that, so nobody can change it."""
    content = envelope(launch(requestId=given))
    assert identity(content, b"one") == identity(content, b"one")
    assert identity(content, b"one") != identity(content, b"other")


def test_an_id_may_be_any_text() -> None:
    """Even one that is no Unicode, which JSON can carry."""
    assert identity(envelope(launch(requestId="\ud800")), b"") == b"\xed\xa0\x80"


def test_skill_events_are_known_by_their_type() -> None:
    """Amazon delivers them again, and nothing else."""
    assert is_skill_event(envelope(launch(type="AlexaSkillEvent.SkillDisabled")))
    assert not is_skill_event(envelope())
