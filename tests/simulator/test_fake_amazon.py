"""The fake of Amazon's Reminders API takes what is documented, refuses the rest, and rings when it is time."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest

from skill.simulator.fake_amazon import FakeAmazon, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

ZONE = "Europe/London"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo(ZONE))  # a Sunday
BODY: dict[str, Any] = {
    "requestTime": "2026-11-22T10:00:00.000",
    "trigger": {"type": "SCHEDULED_ABSOLUTE", "scheduledTime": "2026-11-22T20:00:00.000", "timeZoneId": ZONE},
    "alertInfo": {"spokenInfo": {"content": [{"locale": "en-GB", "text": "Time to stretch."}]}},
    "pushNotification": {"status": "ENABLED"},
}
RULE = "FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=20;BYMINUTE=30;BYSECOND=0;INTERVAL=1;"


@pytest.fixture
def amazon() -> FakeAmazon:
    """One whose clock stands still."""
    return FakeAmazon(clock=lambda: NOW, time_zone=ZONE)


def create(amazon: FakeAmazon, body: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Send a body to be set."""
    return amazon.answer("POST", "/v1/alerts/reminders", "Bearer token", body)


def with_trigger(**parts: Any) -> dict[str, Any]:  # noqa: ANN401 (any JSON)
    """The body with some of its trigger different; None takes a part away."""
    trigger = {**BODY["trigger"], **parts}
    return {**BODY, "trigger": {name: value for name, value in trigger.items() if value is not None}}


def test_speaks_http(amazon: FakeAmazon) -> None:
    """Set over the wire, it tells the reminder's token; refused, it says why."""
    with amazon.serve() as address:
        headers = {"Authorization": "Bearer token"}
        request = Request(f"{address}/v1/alerts/reminders", json.dumps(BODY).encode(), headers)  # noqa: S310 (our own address)
        with urlopen(request) as answer:  # noqa: S310 (as above)
            made = json.load(answer)
        with pytest.raises(HTTPError) as refused:
            urlopen(f"{address}/v1/alerts/reminders")  # noqa: S310 (as above)
        code = json.load(refused.value)["code"]
        refused.value.close()

    assert (made["alertToken"], made["status"]) == ("alert-1", "ON")
    assert (refused.value.code, code) == (401, "UNAUTHORIZED")


def no_text(body: dict[str, Any]) -> None:
    """Nothing to say."""
    body["alertInfo"]["spokenInfo"]["content"][0]["text"] = " "


def no_push(body: dict[str, Any]) -> None:
    """Not said whether the telephone shows it."""
    del body["pushNotification"]


@pytest.mark.parametrize("spoil", [no_text, no_push])
def test_refuses_a_body_that_is_not_whole(amazon: FakeAmazon, spoil: Callable[[dict[str, Any]], None]) -> None:
    """As a bad request."""
    body = deepcopy(BODY)
    spoil(body)

    with pytest.raises(Refused) as refused:
        create(amazon, body)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "trigger",
    [
        {"scheduledTime": "2026-11-22T20:00:00.000+00:00"},
        {"scheduledTime": "2026-11-22T20:00:00.000Z"},
        {"scheduledTime": "2026-11-22T09:00:00.000"},
        {"scheduledTime": None},
        {"timeZoneId": "Nowhere/Land"},
        {"timeZoneId": None},
        {"type": "SOON"},
        {"recurrence": {"recurrenceRules": []}},
        {"recurrence": {"recurrenceRules": ["RRULE:FREQ=DAILY"]}},
        {"recurrence": {"recurrenceRules": [RULE.replace("MO,TU", "MON")]}},
        {"recurrence": {"recurrenceRules": [RULE], "startDateTime": "2026-11-22T20:00:00Z"}},
        {"recurrence": {"freq": "DAILY"}},
        {"type": "SCHEDULED_RELATIVE", "scheduledTime": None, "offsetInSeconds": 0},
        {"type": "SCHEDULED_RELATIVE", "scheduledTime": None, "offsetInSeconds": "60"},
        {"at": "eight"},
    ],
)
def test_refuses_a_trigger_that_is_not_as_documented(amazon: FakeAmazon, trigger: dict[str, Any]) -> None:
    """Times with an offset or in the past, zones and rules there are none of, unknown fields."""
    with pytest.raises(Refused) as refused:
        create(amazon, with_trigger(**trigger))
    assert refused.value.status == 400


def test_nothing_goes_without_the_permission(amazon: FakeAmazon) -> None:
    """Neither setting nor listing."""
    amazon.granted = False

    for method, body in (("POST", BODY), ("GET", None)):
        with pytest.raises(Refused) as refused:
            amazon.answer(method, "/v1/alerts/reminders", "Bearer token", body)
        assert refused.value.status == 401


def test_one_for_a_time_rings_once(amazon: FakeAmazon) -> None:
    """Not before, and not again."""
    create(amazon, BODY)

    assert amazon.due(NOW.replace(hour=19, minute=59)) == []
    assert amazon.due(NOW.replace(hour=20)) == ["Time to stretch."]
    assert amazon.due(NOW + timedelta(days=1)) == []


def test_one_for_in_a_while_rings_then(amazon: FakeAmazon) -> None:
    """So many seconds after it was set."""
    create(amazon, with_trigger(type="SCHEDULED_RELATIVE", scheduledTime=None, timeZoneId=None, offsetInSeconds=60))

    assert amazon.due(NOW + timedelta(seconds=59)) == []
    assert amazon.due(NOW + timedelta(seconds=60)) == ["Time to stretch."]


def test_one_that_comes_again_rings_each_time(amazon: FakeAmazon) -> None:
    """On Monday and on Tuesday, and every week."""
    create(amazon, with_trigger(recurrence={"recurrenceRules": [RULE]}))

    assert amazon.due(NOW + timedelta(days=1, hours=10, minutes=29)) == []
    assert amazon.due(NOW + timedelta(days=1, hours=10, minutes=30)) == ["Time to stretch."]
    assert amazon.due(NOW + timedelta(days=9)) == ["Time to stretch."] * 2


def test_one_that_was_deleted_does_not_ring(amazon: FakeAmazon) -> None:
    """And is not there to be deleted again."""
    token = create(amazon, BODY)["alertToken"]
    path = f"/v1/alerts/reminders/{token}"

    assert amazon.answer("DELETE", path, "Bearer token", None) is None
    assert amazon.due(NOW + timedelta(days=1)) == []
    with pytest.raises(Refused) as refused:
        amazon.answer("DELETE", path, "Bearer token", None)
    assert refused.value.status == 404
