"""Reminders: what is proposed, what Amazon is sent, and the permission in the forms in which it comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from skill.conversation.session import Session
from skill.simulator.fake_amazon import FakeAmazon
from tests.conversation.talker import SUNDAY, Json, Talker, matched, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conversation.talker import Response

SCOPE = "alexa::alerts:reminders:skill:readwrite"


class Reminded(Talker):
    """An athlete whose device finds Amazon's reminders on the loopback."""

    def __init__(self, address: str, **others: Any) -> None:  # noqa: ANN401 (as a talker has it)
        super().__init__(**others)
        self._address = address

    def envelope(self, request: Json) -> Json:
        """With the address of the API."""
        envelope = super().envelope(request)
        envelope["context"]["System"]["apiEndpoint"] = self._address
        return envelope

    def wants(self, **slots: str | Json) -> Response:
        """Ask for a reminder to stretch; what is no id is a value of Amazon's own types."""
        return self.says("SetReminderIntent", **{"activity": "stretch", **slots})

    def is_answered(self, payload: Json) -> Response:
        """Come back from being asked for the permission, in a session of its own."""
        (directive,) = self.heard.body["directives"]
        self.in_session, self.attributes = False, {}
        return self.sends(
            {
                "type": "Connections.Response",
                "name": "AskFor",
                "status": {"code": "200", "message": "OK"},
                "payload": payload,
                "token": directive["token"],
            }
        )


@pytest.fixture
def amazon() -> FakeAmazon:
    """Amazon's reminders, at ten on a Sunday morning."""
    return FakeAmazon(clock=lambda: SUNDAY, time_zone="America/New_York")


@pytest.fixture
def athlete(amazon: FakeAmazon) -> Iterator[Reminded]:
    """Somebody who wants to be reminded."""
    with amazon.serve() as address:
        yield Reminded(address)


def sent(amazon: FakeAmazon) -> list[Json]:
    """The triggers of what was to be set."""
    return [body["trigger"] for method, _, body in amazon.received if method == "POST" and body is not None]


def test_nothing_is_sent_before_a_yes(athlete: Reminded, amazon: FakeAmazon) -> None:
    """The athlete hears when it rings and how often; a no leaves nothing behind."""
    said = athlete.wants(recurrence=matched("every evening", "daily")).speech
    athlete.says("No")

    assert said == "Every day at eight in the evening?"
    assert athlete.heard.speech == "Okay, no reminder."
    assert amazon.received == []


HOURS: dict[str, tuple[dict[str, str | Json], Json]] = {
    "later today": ({"reminderTime": value("18:15")}, {"scheduledTime": "2026-11-22T18:15:00.000"}),
    "over this morning, so this evening": (
        {"reminderTime": value("08:00")},
        {"scheduledTime": "2026-11-22T20:00:00.000"},
    ),
    "over for today": (
        {"reminderTime": value("09:00"), "reminderDate": value("2026-11-24")},
        {"scheduledTime": "2026-11-24T09:00:00.000"},
    ),
    "midnight is the coming one": ({"reminderTime": value("00:00")}, {"scheduledTime": "2026-11-23T00:00:00.000"}),
    "every weekday begins on Monday": (
        {"reminderTime": value("07:30"), "recurrence": matched("on weekdays", "weekdays")},
        {"scheduledTime": "2026-11-23T07:30:00.000"},
    ),
    "eight every evening is twenty": (
        {"reminderTime": value("08:00"), "recurrence": matched("every evening", "daily")},
        {"scheduledTime": "2026-11-22T20:00:00.000"},
    ),
    "a weekday by itself is one day": (
        {"reminderTime": value("07:00"), "recurrence": matched("wednesday", "wednesday")},
        {"scheduledTime": "2026-11-25T07:00:00.000"},
    ),
}


@pytest.mark.parametrize(("slots", "expected"), HOURS.values(), ids=HOURS)
def test_is_set_for_the_hour_that_is_meant(
    athlete: Reminded, amazon: FakeAmazon, slots: dict[str, str | Json], expected: Json
) -> None:
    """By the clock of the device's zone, without an offset."""
    athlete.wants(**slots)
    athlete.says("Yes")

    (trigger,) = sent(amazon)
    assert trigger["type"] == "SCHEDULED_ABSOLUTE"
    assert trigger["timeZoneId"] == "America/New_York"
    assert trigger["scheduledTime"] == expected["scheduledTime"]


def test_in_two_hours_is_relative(athlete: Reminded, amazon: FakeAmazon) -> None:
    """It needs no zone."""
    athlete.wants(reminderIn=value("PT2H"))
    athlete.says("Yes")

    assert sent(amazon) == [{"type": "SCHEDULED_RELATIVE", "offsetInSeconds": 7200}]


def test_the_hour_is_asked_for_where_only_the_morning_is_said(athlete: Reminded) -> None:
    """And the answer belongs to the same reminder."""
    assert athlete.wants(reminderDate=value("2026-11-23"), reminderTime=value("MO")).asks_for == "reminderTime"

    answer = athlete.says("SetReminderIntent", reminderTime=value("07:00"))
    assert answer.speech == "Tomorrow at seven in the morning: “Time to stretch.” Shall I set it?"


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"reminderShift": matched("half past", "30")}, "Every day at 8:30 in the evening"),
        ({"reminderShift": matched("quarter to", "-15")}, "Every day at 7:45 in the evening"),
        ({"reminderTime": value("09:00")}, "Every day at nine in the evening"),
        ({"recurrence": matched("on mondays", "monday")}, "Every Monday at eight in the evening"),
        ({"activity": matched("foam roll", "foam_roll")}, "Every day at eight in the evening"),
    ],
)
def test_is_corrected_before_the_yes(athlete: Reminded, slots: dict[str, Json], said: str) -> None:
    """Half past, another hour, other days, something else to do."""
    athlete.wants(recurrence=matched("every evening", "daily"))

    assert athlete.says("SetReminderIntent", **slots).speech.startswith(said)


def test_what_is_over_is_asked_for_again(athlete: Reminded) -> None:
    """Nothing is proposed that Amazon would refuse."""
    athlete.wants(reminderDate=value("2026-11-22"), reminderTime=value("MO"))

    answer = athlete.says("SetReminderIntent", reminderTime=value("09:30"))
    assert answer.speech == "That time has passed. At what time shall I remind you?"


def test_the_permission_is_asked_for_by_voice(athlete: Reminded, amazon: FakeAmazon) -> None:
    """After the yes, with Amazon's own request; the reminder goes along, and nothing stays open."""
    amazon.granted = False
    athlete.wants(reminderIn=value("PT2H"))
    response = athlete.says("Yes")

    (directive,) = response.body["directives"]
    assert not response.is_open
    assert (directive["type"], directive["name"]) == ("Connections.SendRequest", "AskFor")
    assert directive["payload"] == {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [{"permissionScope": SCOPE, "consentLevel": "ACCOUNT"}],
    }
    assert json.loads(directive["token"]) == {"activity": "stretch", "seconds": 7200}


SHAPES = {"at the top": lambda status: {"status": status, "isCardThrown": False}, "inside": lambda status: {
    "permissionScopes": [{"permissionScope": SCOPE, "consentLevel": "ACCOUNT", "status": status}]
}}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
class TestThePermissionComesBack:
    """In both shapes of the payload, in a new session without attributes."""

    @pytest.fixture(autouse=True)
    def _asked(self, athlete: Reminded, amazon: FakeAmazon) -> None:
        amazon.granted = False
        athlete.wants(reminderTime=value("18:00"))
        athlete.says("Yes")

    def test_accepted(self, athlete: Reminded, amazon: FakeAmazon, shape: Any) -> None:  # noqa: ANN401 (a function)
        """It is set, and that is said."""
        amazon.granted = True

        assert athlete.is_answered(shape("ACCEPTED")).speech == "Done: today at six in the evening."
        assert len(amazon.alerts) == 1

    def test_accepted_and_refused_all_the_same(self, athlete: Reminded, amazon: FakeAmazon, shape: Any) -> None:  # noqa: ANN401 (as above)
        """It is not asked for again; where it can be allowed stands on a card."""
        amazon.refusal = (403, "FORBIDDEN", "The permission is missing.")
        response = athlete.is_answered(shape("ACCEPTED"))

        assert response.speech.startswith("I still may not set reminders, so it's not set.")
        assert response.body["card"] == {"type": "AskForPermissionsConsent", "permissions": [SCOPE]}

    def test_denied(self, athlete: Reminded, amazon: FakeAmazon, shape: Any) -> None:  # noqa: ANN401 (as above)
        """It is not set, and that is said."""
        assert athlete.is_answered(shape("DENIED")).speech == "Okay, no reminders, so it's not set."
        assert amazon.alerts == []

    def test_not_answered(self, athlete: Reminded, shape: Any) -> None:  # noqa: ANN401 (as above)
        """A card says where it can be allowed."""
        response = athlete.is_answered(shape("NOT_ANSWERED"))

        assert response.speech.startswith("It's not set")
        assert response.body["card"]["permissions"] == [SCOPE]


@pytest.mark.parametrize("token", ["", "nonsense", "[]", '{"seconds": -1}', '{"hour": 7}', '{"every": ["often"]}'])
def test_a_permission_without_the_reminder_begins_a_new_one(athlete: Reminded, token: str) -> None:
    """Whatever the token holds, there is an answer."""
    request = {"type": "Connections.Response", "name": "AskFor", "payload": {"status": "ACCEPTED"}, "token": token}

    assert athlete.sends(request).asks_for == "activity"


def test_the_question_that_was_open_is_come_back_to(athlete: Reminded) -> None:
    """A reminder is a detour."""
    athlete.says("ShouldIRunIntent", soreness="2")
    athlete.wants(reminderIn=value("PT2H"))

    assert athlete.says("Yes").speech == "Done: in 2 hours. Still want to settle that run?"


def test_a_request_that_names_no_api_sets_nothing(athlete: Reminded) -> None:
    """And says so."""
    athlete.wants(reminderIn=value("PT2H"))
    envelope = athlete.envelope({"type": "IntentRequest", "intent": {"name": "AMAZON.YesIntent"}})
    del envelope["context"]["System"]["apiAccessToken"]

    assert "so it's not set" in athlete.sends_envelope(envelope).speech


def test_a_draft_in_the_session_that_cannot_be_read_is_none() -> None:
    """Attributes are kept by Amazon; an older version of ours may have written them."""
    assert Session.from_attributes({"reminder": {"hour": 8, "activity": []}}).reminder
    assert Session.from_attributes({"reminder": "soon"}) == Session()
