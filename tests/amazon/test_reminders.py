"""The client of Amazon's Reminders API, against a server that checks the JSON as Amazon documents it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from skill.amazon.reminders import At, In, Outcome, Reminders, reminders_of
from skill.simulator.fake_amazon import FakeAmazon

if TYPE_CHECKING:
    from collections.abc import Iterator

ZONE = "America/New_York"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo(ZONE))
EIGHT = datetime(2026, 11, 22, 20, 0)  # noqa: DTZ001 (as the clock on the wall shows it)
DAILY = tuple(range(7))


@pytest.fixture
def amazon() -> FakeAmazon:
    """A server whose clock stands still."""
    return FakeAmazon(clock=lambda: NOW, time_zone=ZONE)


@pytest.fixture
def reminders(amazon: FakeAmazon) -> Iterator[Reminders]:
    """The client of that server."""
    with amazon.serve() as address:
        yield Reminders(address, "a-token")


def set_one(reminders: Reminders, trigger: At | In) -> Outcome:
    """Set a reminder to stretch."""
    return reminders.create("Time to stretch.", "en-US", trigger, NOW)


def test_sets_one_for_a_time_of_the_clock(amazon: FakeAmazon, reminders: Reminders) -> None:
    """The time goes without an offset, its zone beside it."""
    assert set_one(reminders, At(EIGHT, ZONE)) is Outcome.DONE

    method, path, body = amazon.received[0]
    assert (method, path) == ("POST", "/v1/alerts/reminders")
    assert body == {
        "requestTime": "2026-11-22T10:00:00.000",
        "trigger": {
            "type": "SCHEDULED_ABSOLUTE",
            "scheduledTime": "2026-11-22T20:00:00.000",
            "timeZoneId": ZONE,
        },
        "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Time to stretch."}]}},
        "pushNotification": {"status": "ENABLED"},
    }


def test_sets_one_for_every_day(amazon: FakeAmazon, reminders: Reminders) -> None:
    """A recurrence is a rule, beginning with the first time."""
    assert set_one(reminders, At(EIGHT, ZONE, DAILY)) is Outcome.DONE

    body = amazon.received[0][2]
    assert body is not None
    assert body["trigger"]["recurrence"] == {
        "startDateTime": "2026-11-22T20:00:00.000",
        "recurrenceRules": ["FREQ=DAILY;BYHOUR=20;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"],
    }


def test_sets_one_for_some_days_of_the_week(amazon: FakeAmazon, reminders: Reminders) -> None:
    """Days are named as calendars name them."""
    assert set_one(reminders, At(EIGHT, ZONE, (0, 3))) is Outcome.DONE

    body = amazon.received[0][2]
    assert body is not None
    rules = body["trigger"]["recurrence"]["recurrenceRules"]
    assert rules == ["FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=20;BYMINUTE=0;BYSECOND=0;INTERVAL=1;"]


def test_sets_one_for_in_a_while(amazon: FakeAmazon, reminders: Reminders) -> None:
    """Without any zone."""
    assert set_one(reminders, In(7200)) is Outcome.DONE

    body = amazon.received[0][2]
    assert body is not None
    assert body["trigger"] == {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 7200}


@pytest.mark.usefixtures("amazon")
def test_lists_what_it_set(reminders: Reminders) -> None:
    """What was sent comes back as what it meant."""
    for trigger in (At(EIGHT, ZONE), At(EIGHT, ZONE, (0, 3)), In(7200)):
        set_one(reminders, trigger)

    listed = reminders.all()

    assert listed.outcome is Outcome.DONE
    assert {kept.text for kept in listed.reminders} == {"Time to stretch."}
    noon = EIGHT.replace(hour=12)
    assert [kept.at for kept in listed.reminders] == [At(EIGHT, ZONE), At(EIGHT, ZONE, (0, 3)), At(noon, ZONE)]


def test_cancels_the_named_ones(amazon: FakeAmazon, reminders: Reminders) -> None:
    """Each has an outcome of its own; one that is not there is gone already."""
    set_one(reminders, In(60))
    set_one(reminders, In(120))

    assert reminders.cancel(["alert-1", "alert-9"]) == [Outcome.DONE, Outcome.GONE]
    assert [alert.token for alert in amazon.alerts] == ["alert-2"]


REFUSALS = {
    (400, "INVALID_REQUEST", "No."): Outcome.REFUSED,
    (401, "UNAUTHORIZED", "No."): Outcome.UNAUTHORISED,
    (403, "FORBIDDEN", "The user did not grant the permission."): Outcome.NO_PERMISSION,
    (403, "DEVICE_NOT_SUPPORTED", "Reminders are not supported on this device."): Outcome.NO_DEVICE,
    (403, "MAX_REMINDERS_EXCEEDED", "Too many."): Outcome.LIMIT,
    (429, "MAX_RATE_EXCEEDED", "Too many requests."): Outcome.LIMIT,
    (500, "INTERNAL_ERROR", "Oops."): Outcome.BROKEN,
    (503, "SERVICE_UNAVAILABLE", "Oops."): Outcome.BROKEN,
    (504, "GATEWAY_TIMEOUT", "Oops."): Outcome.BROKEN,
}


@pytest.mark.parametrize(("refusal", "outcome"), REFUSALS.items(), ids=str)
def test_tells_failures_apart(
    amazon: FakeAmazon, reminders: Reminders, refusal: tuple[int, str, str], outcome: Outcome
) -> None:
    """Setting, listing and cancelling alike."""
    amazon.refusal = refusal

    assert set_one(reminders, In(60)) is outcome
    assert reminders.all().outcome is outcome
    assert reminders.cancel(["alert-1"]) == [outcome]


def test_an_answer_that_does_not_come_is_not_waited_for(amazon: FakeAmazon) -> None:
    """It may have been done or not: that is an outcome of its own, for each of what was asked."""
    amazon.hanging = True
    with amazon.serve() as address:
        reminders = Reminders(address, "a-token", deadline=0.1)

        assert set_one(reminders, In(60)) is Outcome.LATE
        assert reminders.all().outcome is Outcome.LATE
        assert reminders.cancel(["alert-1", "alert-2"]) == [Outcome.LATE, Outcome.LATE]


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "ftp://localhost", "nonsense"])
def test_an_address_where_nobody_answers_is_a_failure(endpoint: str) -> None:
    """Not an exception."""
    assert set_one(Reminders(endpoint, "a-token"), In(60)) is Outcome.BROKEN


def test_is_found_by_what_the_request_says() -> None:
    """Address and token stand in the context; without them there is no API."""
    system = {"apiEndpoint": "https://api.amazonalexa.invalid", "apiAccessToken": "a-token"}

    assert reminders_of({"context": {"System": system}}) == Reminders(system["apiEndpoint"], "a-token")
    assert reminders_of({"context": {"System": {"apiEndpoint": 7}}}) is None
    assert reminders_of({}) is None
