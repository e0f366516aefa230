"""What every store promises, tried on each of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from skill.memory import KEPT_FOR, RECENT, Memory, Profile, Recollection
from tests.memory.places import AGES_AGO, ATHLETE, NOW, SOMEBODY_ELSE

if TYPE_CHECKING:
    from tests.memory.places import Place, Told

YESTERDAY = NOW - timedelta(days=1)


def test_nobody_is_known_at_first(memory: Memory) -> None:
    """An empty profile and no events; nothing to export, nothing to forget."""
    assert memory.recall(ATHLETE, AGES_AGO) == Recollection()
    assert memory.export(ATHLETE) == {"athlete": ATHLETE, "profile": {"version": 0}, "events": []}
    memory.forget(ATHLETE)
    memory.check()


def test_what_was_told_is_recalled(memory: Memory, told: Told) -> None:
    """Every part of the events and the profile as it was, and only to the one who told it."""
    leg_day = told.event({"effort": 9, "areas": ["quads", "glutes"], "to_failure": True}, kind="leg_day")
    check_in = told.event({"soreness": 6.5})
    profile = Profile(
        remembered_since=YESTERDAY, time_zone="Europe/Vienna", novice=False, age=45, declined={"stretch": NOW}
    )

    memory.append(ATHLETE, [leg_day, check_in], profile)

    recalled = memory.recall(ATHLETE, AGES_AGO)
    assert recalled.events == (leg_day, check_in)
    assert (recalled.profile.version, recalled.profile.novice) == (1, False)
    assert recalled.profile == Profile(
        remembered_since=YESTERDAY,
        time_zone="Europe/Vienna",
        novice=False,
        age=45,
        declined={"stretch": NOW},
        version=1,
    )
    assert memory.recall(SOMEBODY_ELSE, AGES_AGO) == Recollection()


def test_another_device_recalls_it_too(place: Place, told: Told) -> None:
    """What one device was told, the next one knows."""
    event = told.event()

    place.open().append(ATHLETE, [event])

    assert place.open().recall(ATHLETE, AGES_AGO).events == (event,)


def test_nothing_is_written_when_nothing_was_told(memory: Memory) -> None:
    """An empty turn leaves no trace."""
    memory.append(ATHLETE, [])

    assert memory.export(ATHLETE) == {"athlete": ATHLETE, "profile": {"version": 0}, "events": []}


def test_a_turn_that_is_told_twice_is_kept_once(memory: Memory, told: Told) -> None:
    """Alexa or the network may repeat a request: neither its events nor its profile count again."""
    events, profile = told.events(2), Profile(age=45)

    memory.append(ATHLETE, events, profile)
    memory.append(ATHLETE, events, profile)

    recalled = memory.recall(ATHLETE, AGES_AGO)
    assert recalled.events == tuple(events)
    assert recalled.profile.version == 1


def test_a_late_repetition_takes_no_newer_profile_back(memory: Memory, told: Told) -> None:
    """The profile of a turn that was written before is not written again."""
    first, second = told.events(2)

    memory.append(ATHLETE, [first], Profile(time_zone="Europe/Vienna"))
    memory.append(ATHLETE, [second], Profile(time_zone="America/New_York"))
    memory.append(ATHLETE, [first], Profile(time_zone="Europe/Vienna"))

    assert memory.recall(ATHLETE, AGES_AGO).profile.time_zone == "America/New_York"


def test_an_id_is_kept_once_whatever_comes_with_it(memory: Memory, told: Told) -> None:
    """By the id alone, though time and content differ; the first that came stays."""
    event = told.event({"soreness": 4})
    other = told.event({"soreness": 9}, id=event.id)

    memory.append(ATHLETE, [event, other])
    memory.append(ATHLETE, [other])

    assert memory.recall(ATHLETE, AGES_AGO).events == (event,)


def test_what_is_new_in_a_repetition_is_kept(memory: Memory, told: Told) -> None:
    """If part of a turn was written before, the rest still is, and its profile."""
    events = told.events(3)

    memory.append(ATHLETE, events[1:2])
    memory.append(ATHLETE, events, Profile(novice=True))

    recalled = memory.recall(ATHLETE, AGES_AGO)
    assert recalled.events == tuple(events)
    assert recalled.profile.novice is True


def test_the_same_id_of_another_athlete_is_another_event(memory: Memory, told: Told) -> None:
    """Athletes do not get in each other's way."""
    event = told.event()

    memory.append(ATHLETE, [event])
    memory.append(SOMEBODY_ELSE, [event])

    assert memory.recall(SOMEBODY_ELSE, AGES_AGO).events == (event,)


def test_a_profile_alone_can_be_written(memory: Memory) -> None:
    """Each time counts."""
    memory.append(ATHLETE, [], Profile(remembered_since=NOW))
    memory.append(ATHLETE, [], Profile(remembered_since=NOW))

    assert memory.recall(ATHLETE, AGES_AGO).profile == Profile(remembered_since=NOW, version=2)


def test_gaps_in_a_profile_stay_as_they_were(memory: Memory) -> None:
    """What is not told is not lost, an offer that is not named least of all."""
    memory.append(ATHLETE, [], Profile(remembered_since=YESTERDAY, novice=True, declined={"stretch": YESTERDAY}))
    memory.append(ATHLETE, [], Profile(novice=False, age=50, declined={"foam_roll": NOW}))

    assert memory.recall(ATHLETE, AGES_AGO).profile == Profile(
        remembered_since=YESTERDAY,
        novice=False,
        age=50,
        declined={"stretch": YESTERDAY, "foam_roll": NOW},
        version=2,
    )


def test_newest_is_last_however_it_was_told(memory: Memory, told: Told) -> None:
    """In the order in which it happened."""
    early, middle, late = told.events(3)
    remembered_later = told.event(kind="leg_day", at=early.at - timedelta(hours=3))

    memory.append(ATHLETE, [late])
    memory.append(ATHLETE, [middle, early])
    memory.append(ATHLETE, [remembered_later])

    assert memory.recall(ATHLETE, AGES_AGO).events == (remembered_later, early, middle, late)


def test_zones_do_not_change_the_order(memory: Memory, told: Told) -> None:
    """A time is a moment, wherever it was told."""
    first = told.event(recorded_at=NOW.astimezone(timezone(timedelta(hours=14))), at=NOW - timedelta(hours=2))
    second = told.event(recorded_at=NOW.astimezone(timezone(-timedelta(hours=11))), at=NOW - timedelta(hours=1))

    memory.append(ATHLETE, [second, first])

    assert memory.recall(ATHLETE, AGES_AGO).events == (first, second)


def test_what_happened_before_is_left_out(memory: Memory, told: Told) -> None:
    """The start is part of it."""
    before, at_start, after = told.events(3)

    memory.append(ATHLETE, [before, at_start, after])

    assert memory.recall(ATHLETE, at_start.at).events == (at_start, after)


def test_a_correction_replaces_and_both_stay_kept(memory: Memory, told: Told) -> None:
    """Said "no, a six", then "no, a seven": the last counts, and an export shows all three."""
    four = told.event({"soreness": 4})
    six = told.event({"soreness": 6}, replaces=four.id)
    seven = told.event({"soreness": 7}, replaces=six.id)

    for event in (four, six, seven):
        memory.append(ATHLETE, [event])

    assert memory.recall(ATHLETE, AGES_AGO).events == (seven,)
    assert [event["id"] for event in _exported(memory)] == [four.id, six.id, seven.id]


def test_two_devices_that_correct_the_same_leave_one(memory: Memory, told: Told) -> None:
    """The correction that was told last counts."""
    four = told.event({"soreness": 4})
    six = told.event({"soreness": 6}, replaces=four.id)
    seven = told.event({"soreness": 7}, replaces=four.id)

    memory.append(ATHLETE, [four, seven])
    memory.append(ATHLETE, [six])

    assert memory.recall(ATHLETE, AGES_AGO).events == (seven,)


def test_what_was_moved_out_of_sight_does_not_come_back(memory: Memory, told: Told) -> None:
    """After "no, it was last week", asked for what happened since, the event as it was told first is no answer."""
    monday = told.event(kind="leg_day")
    last_week = told.event(kind="leg_day", at=monday.at - timedelta(days=7), replaces=monday.id)

    memory.append(ATHLETE, [monday])
    memory.append(ATHLETE, [last_week])

    assert memory.recall(ATHLETE, monday.at - timedelta(days=1)).events == ()
    assert memory.recall(ATHLETE, AGES_AGO).events == (last_week,)


def test_a_turn_reads_the_latest_and_no_more(memory: Memory, told: Told) -> None:
    """However much there is; all of it only when asked for."""
    events = told.events(RECENT + 70)

    memory.append(ATHLETE, events, Profile(age=45))

    assert memory.recall(ATHLETE, AGES_AGO).events == tuple(events[-RECENT:])
    assert memory.recall(ATHLETE, AGES_AGO, limit=3) == Recollection(Profile(age=45, version=1), tuple(events[-3:]))
    assert memory.recall(ATHLETE, AGES_AGO, limit=None).events == tuple(events)


def test_events_expire(place: Place, told: Told) -> None:
    """After 400 days they are neither recalled nor exported; the profile is."""
    memory = place.open()
    old, new = told.event(), told.event(recorded_at=NOW + timedelta(days=1), at=NOW + timedelta(days=1))
    memory.append(ATHLETE, [old, new], Profile(age=45))

    place.clock.now = old.recorded_at + KEPT_FOR
    assert memory.recall(ATHLETE, AGES_AGO).events == (old, new)

    place.clock.now += timedelta(seconds=1)
    assert memory.recall(ATHLETE, AGES_AGO) == Recollection(Profile(age=45, version=1), (new,))
    assert [event["id"] for event in _exported(memory)] == [new.id]


def test_everything_held_is_exported(memory: Memory, told: Told) -> None:
    """All events, oldest first, and the profile; it is JSON as it stands."""
    events = told.events(RECENT + 70)
    memory.append(ATHLETE, events, Profile(remembered_since=NOW, declined={"stretch": NOW}))

    exported = memory.export(ATHLETE)

    assert json.loads(json.dumps(exported)) == exported
    assert exported["profile"] == {
        "remembered_since": "2026-11-22T07:30:00.000000+00:00",
        "declined:stretch": "2026-11-22T07:30:00.000000+00:00",
        "version": 1,
    }
    assert [event["id"] for event in _exported(memory)] == [event.id for event in events]
    assert _exported(memory)[0] == {
        "kind": "check_in",
        "at": "2026-11-21T11:31:00.000000+00:00",
        "data": {"soreness": 4},
        "id": "amzn1.echo-api.request.1#0",
        "recorded_at": "2026-11-21T11:31:00.000000+00:00",
        "replaces": None,
    }


def test_forgetting_leaves_nothing(place: Place, told: Told) -> None:
    """More than a thousand events, corrections and the profile are gone on every device; others are left alone."""
    memory, elsewhere = place.open(), place.open()
    events = told.events(1005)
    for event in events:  # one by one, as they are told; it is also what moto is quickest at
        memory.append(ATHLETE, [event])
    memory.append(ATHLETE, [told.event(replaces=events[0].id)], Profile(remembered_since=NOW, age=45))
    memory.append(SOMEBODY_ELSE, events[:1], Profile(age=30))

    memory.forget(ATHLETE)

    assert elsewhere.recall(ATHLETE, AGES_AGO, limit=None) == Recollection()
    assert elsewhere.export(ATHLETE) == {"athlete": ATHLETE, "profile": {"version": 0}, "events": []}
    assert memory.recall(SOMEBODY_ELSE, AGES_AGO) == Recollection(Profile(age=30, version=1), (events[0],))


def test_who_was_forgotten_can_be_remembered_again(memory: Memory, told: Told) -> None:
    """As somebody new: what was forgotten has no say in it, nor have the ids that were used."""
    event = told.event()
    memory.append(ATHLETE, [event], Profile(age=45))
    memory.forget(ATHLETE)

    memory.append(ATHLETE, [event], Profile(novice=True))

    assert memory.recall(ATHLETE, AGES_AGO) == Recollection(Profile(novice=True, version=1), (event,))


def test_two_devices_at_once_lose_nothing(place: Place, told: Told) -> None:
    """Events and profile changes of several devices, each with its own way in, at the same time."""
    events = told.events(24)
    devices = [place.open() for _ in range(4)]

    def tell(number: int) -> None:
        devices[number % 4].append(ATHLETE, [events[number]], Profile(declined={f"offer {number}": NOW}))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tell, range(24)))

    recalled = place.open().recall(ATHLETE, AGES_AGO)
    assert recalled.events == tuple(events)
    assert recalled.profile.declined == {f"offer {number}": NOW for number in range(24)}
    assert recalled.profile.version == 24


def test_one_device_in_many_threads_loses_nothing(memory: Memory, told: Told) -> None:
    """As in a server with threads: reading, writing and checking at once."""
    events = told.events(24)

    def tell(number: int) -> None:
        memory.append(ATHLETE, [events[number]])
        memory.check()
        assert events[number] in memory.recall(ATHLETE, AGES_AGO).events

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(tell, range(24)))

    assert memory.recall(ATHLETE, AGES_AGO).events == tuple(events)


Value = Any  # whatever somebody may put in an event

HOSTILE: dict[str, Value] = {
    "quotes": "'; DROP TABLE events; --",
    "json": '","replaces":"x","a":"',
    "null": "a\x00b",
    "every script": "Καλημέρα 你好 🦵🏽 \u202e",
    "half a character": "\ud83e",
    "empty": "",
    "long": "x" * 5000,
    "number": 10**60,
    "negative": -(2**63) - 1,
    "fraction": 0.1,
    "tiny": 5e-324,
    "large": 1.7976931348623157e308,
    "nested": {"a": [{"b": [None, True, False, {"": ""}]}]},
    "nothing": None,
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_value_comes_back_as_it_was(memory: Memory, told: Told, value: Value) -> None:
    """Whatever JSON can hold: also as its type, and as a name."""
    event = told.event({"value": value, "list": [value], str(value): 1})

    memory.append(ATHLETE, [event])

    assert memory.recall(ATHLETE, AGES_AGO).events == (event,)
    (recalled,) = memory.recall(ATHLETE, AGES_AGO).events
    assert type(recalled.data["value"]) is type(value)


@pytest.mark.parametrize("text", [value for value in HOSTILE.values() if isinstance(value, str)])
def test_any_text_can_be_an_id_or_a_time_zone(memory: Memory, told: Told, text: str) -> None:
    """What came with a request is not trusted to be tame."""
    event = told.event(id=text, kind=text)
    correction = told.event(id=f"{text} again", replaces=text)

    memory.append(ATHLETE, [event], Profile(time_zone=text))
    assert memory.recall(ATHLETE, AGES_AGO).events == (event,)
    memory.append(ATHLETE, [event, correction], Profile(time_zone=text, age=10**40))

    recalled = memory.recall(ATHLETE, AGES_AGO)
    assert recalled.events == (correction,)
    assert (recalled.profile.time_zone, recalled.profile.age) == (text, 10**40)


@pytest.mark.parametrize("athlete", ["'; --", "Καλημέρα 🦵🏽", "%", "a#b", "a" * 500])
def test_any_key_is_one_of_its_own(memory: Memory, told: Told, athlete: str) -> None:
    """Athletes' keys are taken as they are; none stands for others."""
    event = told.event()
    memory.append(SOMEBODY_ELSE, told.events(2))

    memory.append(athlete, [event])

    assert memory.recall(athlete, AGES_AGO).events == (event,)
    memory.forget(athlete)
    assert memory.recall(athlete, AGES_AGO) == Recollection()
    assert len(memory.recall(SOMEBODY_ELSE, AGES_AGO).events) == 2


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes", NOW], ids=repr)
def test_what_json_cannot_hold_is_refused(memory: Memory, told: Told, value: Value) -> None:
    """With a sentence, and nothing of that turn is written."""
    with pytest.raises(ValueError, match=r"JSON"):
        memory.append(ATHLETE, [told.event(), told.event({"value": value})], Profile(age=45))

    assert memory.recall(ATHLETE, AGES_AGO) == Recollection()


def _exported(memory: Memory) -> list[Any]:
    events = memory.export(ATHLETE)["events"]
    assert isinstance(events, list)
    return events
