"""The device's settings, changed in the middle of a conversation as on a real device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from skill.memory import athlete_key, open_memory, own_secret
from skill.simulator.envelope import Sender
from skill.workbench.setup import REMINDERS
from tests.workbench.visitor import DAY, HOUR, Visitor, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skill.settings import Settings

AS_IT_BEGINS = {
    "locale": "en-US",
    "time_zone": "Europe/London",
    "screen": False,
    "store": "working",
    "reminders": "working",
    "permissions": {"reminders": True},
    "now": "2026-11-22T09:00:30+00:00",
    "keeps": "here",
}


def request(visitor: Visitor) -> dict[str, Any]:
    """The last request that was sent."""
    sent: dict[str, Any] = visitor.inside()["request"]
    return sent


def test_the_settings_are_shown(visitor: Visitor) -> None:
    """All of them, with the locales there are."""
    device = visitor.look("conversation")["device"]

    assert {"en-US", "en-GB"} <= {*device.pop("locales")}
    assert device == AS_IT_BEGINS


# The clock


def test_the_clock_travels_to_tomorrow(visitor: Visitor) -> None:
    """It goes on from there, and the skill goes by it."""
    visitor.says("should I run today")

    device = visitor.travels(DAY)
    visitor.passes(HOUR)
    visitor.says("five")

    assert device["now"] == "2026-11-23T09:00:30+00:00"
    assert request(visitor)["request"]["timestamp"] == "2026-11-23T10:00:00Z"


def test_a_journey_does_not_end_the_session(visitor: Visitor) -> None:
    """Alexa's sessions end by silence, not by the clock; what was asked can still be answered."""
    visitor.says("should I run today")
    visitor.travels(60)

    assert visitor.says("nine")["verdict"] == "rest"


@pytest.mark.parametrize("seconds", [-1, "86400", True, None, float("nan"), 401 * DAY])
def test_nobody_travels_back_or_too_far(visitor: Visitor, seconds: object) -> None:
    """The clock stays what it is."""
    assert refused(visitor.put("device", {"travel": seconds, "locale": "en-GB"}))
    assert visitor.look("conversation")["device"].items() >= AS_IT_BEGINS.items()


def test_what_is_told_in_the_future_is_not_remembered_today(remembered: Visitor, settings: Settings) -> None:
    """After a journey the page goes on with what is remembered, and leaves this machine's memory as it was."""
    remembered.says("my legs are a six")
    kept = events(settings)

    assert remembered.travels(DAY)["keeps"] == "for now"
    remembered.says("my legs are a three")

    assert [row["soreness"] for row in remembered.look("recovery")["rows"]] == [6, 3]
    assert events(settings) == kept
    remembered.starts_over(forget=True)
    assert events(settings) == []


def events(settings: Settings) -> Sequence[object]:
    """What this machine remembers."""
    key = athlete_key(Sender().athlete_id, own_secret(settings.store))
    held = open_memory(settings.store).export(key)["events"]
    assert isinstance(held, list)
    return held


# The place


def test_another_time_zone_is_another_hour(visitor: Visitor) -> None:
    """The skill hears of it, and tells times by it."""
    assert visitor.sets(time_zone="Asia/Tokyo")["now"] == "2026-11-22T18:00:30+09:00"

    visitor.says("remind me to stretch at eight pm", "yes")

    assert [one["at"] for one in visitor.look("rings")["upcoming"]] == ["2026-11-22T20:00:00+09:00"]


@pytest.mark.parametrize(("name", "value"), [("locale", "en-GB"), ("time_zone", "Asia/Tokyo"), ("screen", True)])
def test_another_place_or_device_ends_the_session(visitor: Visitor, name: str, value: object) -> None:
    """What was said stays on the page; nobody waits for an answer any more."""
    visitor.says("should I run today")

    visitor.sets(**{name: value})

    conversation = visitor.look("conversation")
    assert (conversation["open"], len(conversation["turns"])) == (False, 1)
    assert visitor.says("should I run today")["n"] == 1
    assert request(visitor)["session"]["new"] is True


@pytest.mark.parametrize(
    ("name", "value"), [("store", "broken"), ("reminders", "down"), ("permissions", {"reminders": False})]
)
def test_what_goes_wrong_may_go_wrong_under_way(visitor: Visitor, name: str, value: object) -> None:
    """The session goes on."""
    visitor.says("should I run today")

    visitor.sets(**{name: value})

    assert visitor.says("nine")["verdict"] == "rest"


def test_what_is_set_already_changes_nothing(visitor: Visitor) -> None:
    """The session goes on as well."""
    visitor.says("should I run today")

    visitor.sets(locale="en-US", time_zone="Europe/London", screen=False)

    assert visitor.look("conversation")["open"]


def test_another_locale_is_heard_and_answered(visitor: Visitor) -> None:
    """In the language that is set."""
    visitor.sets(locale="en-GB")
    visitor.says("should I run today")

    assert request(visitor)["request"]["locale"] == "en-GB"


def test_a_screen_is_told_of(visitor: Visitor) -> None:
    """The request has its interface; without one it has not."""
    visitor.says("should I run today")
    assert request(visitor)["context"]["System"]["device"]["supportedInterfaces"] == {}

    visitor.sets(screen=True)
    visitor.says("should I run today")
    assert "Alexa.Presentation.APL" in request(visitor)["context"]["System"]["device"]["supportedInterfaces"]


# What goes wrong


def test_a_broken_store_costs_nobody_an_answer(remembered: Visitor) -> None:
    """It is said that it could not be saved; what is said later, once it works, is."""
    remembered.says("open leg day coach")
    remembered.sets(store="broken")
    broken = remembered.says("my legs are a six")
    remembered.sets(store="working")
    remembered.says("my legs are a four")

    assert "couldn't save" in broken["text"]
    assert [row["soreness"] for row in remembered.look("recovery")["rows"]] == [4]


def test_each_way_in_which_reminders_fail_is_told(visitor: Visitor) -> None:
    """In words of its own, and none is set."""
    answers = {}
    for way in REMINDERS.keys() - {"working"}:
        visitor.sets(reminders=way)
        answers[way] = visitor.says("remind me to stretch in two hours", "yes")["text"]
        visitor.starts_over()

    assert visitor.look("rings")["upcoming"] == []
    assert len({answers[way] for way in ("limit", "unsupported", "late", "down")}) >= 3


def test_reminders_need_the_permission(visitor: Visitor) -> None:
    """Where it is not given, none is set; where it is given under way, one is."""
    visitor.sets(permissions={"reminders": False})
    visitor.says("remind me to stretch in two hours", "yes")
    assert visitor.look("rings")["upcoming"] == []

    visitor.starts_over()
    visitor.sets(permissions={"reminders": True})
    visitor.says("remind me to stretch in two hours", "yes")
    assert len(visitor.look("rings")["upcoming"]) == 1


@pytest.mark.parametrize(
    ("wanted", "wrong"),
    [
        ({"locale": "de-AT"}, "'de-AT' is none of: en-AU"),
        ({"locale": None}, "None is none of"),
        ({"time_zone": "Mars"}, "one looks like Europe/London"),
        ({"screen": "yes"}, "neither true nor false"),
        ({"permissions": True}, "Permissions look like"),
        ({"permissions": {"reminders": 1}}, "neither true nor false"),
        ({"store": "slow"}, "working, broken"),
        ({"reminders": []}, "is none of: working, limit"),
        ({"colour": "red"}, "no setting 'colour'"),
    ],
)
def test_what_no_device_can_be_is_refused(visitor: Visitor, wanted: dict[str, Any], wrong: str) -> None:
    """With what it can be; nothing is changed, not even what would have been right."""
    assert wrong in refused(visitor.put("device", {"store": "broken", **wanted}))
    assert visitor.look("conversation")["device"].items() >= AS_IT_BEGINS.items()
