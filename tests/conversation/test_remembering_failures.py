"""A store that fails costs nobody an answer, and nobody is told that something was kept or deleted that was not."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from skill.conversation.dispatch import CONVERSATIONS
from skill.conversation.envelope import LAUNCH
from skill.memory import Event, Profile, open_memory
from tests.conversation.stores import Watched
from tests.conversation.talker import SUNDAY, Json, Talker
from tests.conversation.test_remembering import (
    CHECK_IN,
    CONSENT,
    EVERYTHING,
    FORGET,
    LEG_DAY,
    MAIN,
    REMEMBER,
    RUN,
    STATUS,
    WHEN,
    Athlete,
    full,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOT_SAVED = "I couldn't save that, so tell me again next time."
ALL = {"recall", "append", "forget"}


def say(athlete: Talker, name: str, slots: Json) -> str:
    """Say this, or open the skill; what is heard."""
    return (athlete.opens() if name == LAUNCH else athlete.says(name, **slots)).speech


# --- It cannot be read ---


@pytest.mark.parametrize("name", sorted(CONVERSATIONS))
@pytest.mark.parametrize("slots", [{}, EVERYTHING], ids=["bare", "with everything"])
def test_everything_is_answered_while_the_store_is_down(name: str, slots: Json) -> None:
    """By an answer of its own, not by an apology; of a run that was told it is no use to offer remembering it."""
    athlete = full()
    athlete.later(hours=1)
    athlete.store.broken = ALL
    speech = say(athlete, name, slots)

    assert speech
    assert "something broke" not in speech
    assert CONSENT not in speech


@pytest.mark.parametrize("name", [MAIN, CHECK_IN, WHEN, LEG_DAY, "AnswerIntent", LAUNCH])
def test_while_it_cannot_be_read_athletes_are_answered_like_strangers(name: str) -> None:
    """To the letter, but for what is offered at the end."""
    known, stranger = full(), Athlete()
    known.later(hours=1)
    stranger.later(hours=1)
    known.store.broken = {"recall"}
    facts = {**EVERYTHING, "legDayEffort": "9"}

    told, expected = (say(athlete, name, facts).rsplit(". ", 1)[0] for athlete in (known, stranger))
    assert told == expected


def test_what_was_told_while_it_could_not_be_read_is_not_lost_when_it_can() -> None:
    """It counts more than what is remembered; what was not told is filled up."""
    athlete = full()
    athlete.later(hours=1)
    athlete.store.broken = {"recall"}
    assert athlete.says(MAIN, soreness="2", runType="easy").asks_for == "legDayDate"
    athlete.store.broken = set()
    facts = athlete.says("Help").trace["facts"]

    assert (facts["soreness"], facts["run"], facts["leg_date"]) == (2.0, "easy", "2026-11-22")


def test_another_leg_day_told_meanwhile_is_not_mixed_with_the_one_remembered() -> None:
    """Its effort is not that of the other, and it replaces nothing."""
    athlete = full()
    athlete.later(days=2)
    athlete.store.broken = {"recall"}
    athlete.says(MAIN, legDayDate="2026-11-24", soreness="5")
    athlete.store.broken = set()
    athlete.says(MAIN, runType="easy")
    athlete.says("AnswerIntent", legDayEffort="4")

    efforts = {data["leg_date"]: data["effort"] for data in athlete.store.in_effect("leg_day")}
    assert efforts == {"2026-11-22": 9.0, "2026-11-24": 4.0}


def test_forgetting_is_not_refused_because_nobody_can_look() -> None:
    """To say that nothing is kept would be a lie."""
    athlete = full()
    athlete.later(hours=1)
    athlete.store.broken = {"recall"}

    assert athlete.says(FORGET).speech.endswith("Are you sure?")
    assert athlete.says("Yes").speech.startswith("Done.")
    assert athlete.store.is_empty


def test_a_request_from_the_beginning_of_time_is_answered() -> None:
    """There is no past to look back on."""
    athlete = full()
    athlete.later(hours=1)
    envelope = athlete.envelope({"type": "LaunchRequest", "timestamp": "0001-01-02T00:00:00Z"})

    assert athlete.sends_envelope(envelope).asks_for == "soreness"


# --- It cannot be written ---


@pytest.mark.parametrize(
    ("intent", "slots"),
    [(CHECK_IN, {"soreness": "8"}), (RUN, {"runType": "easy"}), (LEG_DAY, {"legDayEffort": "7"}), (MAIN, EVERYTHING)],
)
def test_the_answer_comes_and_says_that_it_was_not_saved(intent: str, slots: Json) -> None:
    """Whatever was told; the question still comes last."""
    saved, unsaved = full(), full()
    unsaved.store.broken = {"append"}
    heard, expected = unsaved.says(intent, **slots), saved.says(intent, **slots)

    assert NOT_SAVED in heard.speech
    assert heard.speech.replace(f"{NOT_SAVED} ", "") == expected.speech
    assert (heard.verdict, heard.asks_for) == (expected.verdict, expected.asks_for)


def test_what_was_not_to_be_saved_is_not_said_to_be_unsaved() -> None:
    """Only a turn that brought something says so, and only to those who are remembered."""
    athlete = full()
    athlete.store.broken = {"append"}
    stranger = Athlete()
    stranger.store.broken = {"append"}

    assert NOT_SAVED not in athlete.says(STATUS).speech
    assert NOT_SAVED not in athlete.says("BenefitsIntent").speech
    assert NOT_SAVED not in stranger.says(CHECK_IN, soreness="8").speech


def test_remembering_that_cannot_begin_says_so_and_keeps_the_facts() -> None:
    """Nothing pretends; what was told is not asked again, and a later try keeps it."""
    athlete = Athlete()
    athlete.says(RUN, runType="long")
    athlete.says(CHECK_IN, soreness="5")
    athlete.store.broken = {"append"}
    heard = athlete.says(REMEMBER)
    assert heard.speech.startswith("I couldn't start remembering just now, so nothing is kept.")
    assert "I'll remember" not in heard.speech
    athlete.store.broken = set()

    assert athlete.says(MAIN).asks_for != "soreness"
    assert athlete.store.is_empty
    assert athlete.says(REMEMBER).speech.startswith("I'll remember from now on.")
    assert athlete.store.in_effect("check_in") == [{"soreness": 5.0}]
    assert athlete.store.in_effect("run") == [{"run": "long"}]


def test_forgetting_that_fails_says_so() -> None:
    """Nothing pretends, and it can be said again."""
    athlete = full()
    athlete.store.broken = {"forget"}
    athlete.says(FORGET)
    assert (
        athlete.says("Yes").speech
        == "I couldn't delete it just now, so it's still there. Say forget me again in a while."
    )
    athlete.store.broken = set()

    assert athlete.says(FORGET).speech.endswith("Are you sure?")
    athlete.says("Yes")
    assert athlete.store.is_empty


def test_disabling_is_tried_again() -> None:
    """Nobody is there to say it once more; the notice gets its empty response either way."""
    athlete = full()
    athlete.store.broken = {"forget"}
    athlete.store.take()
    athlete.is_disabling()
    assert athlete.store.take() == ["forget", "forget"]
    athlete.store.broken = set()
    athlete.is_disabling()

    assert athlete.store.is_empty


# --- It is slow ---


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Watched]:
    """A file that somebody else is writing to, and does not stop; the skill's patience is short."""
    path = tmp_path / "memory.sqlite"
    store = Watched(open_memory(f"sqlite:///{path}", clock=lambda: SUNDAY, patience=0.3))
    athlete = Athlete(store)
    athlete.says(REMEMBER)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield store
    other.close()


def test_a_slow_store_is_not_waited_for(locked: Watched) -> None:
    """After its patience the answer comes, and says what was not saved and not deleted."""
    athlete = Athlete(locked)

    assert NOT_SAVED in athlete.says(CHECK_IN, soreness="8").speech
    athlete.says(FORGET)
    assert athlete.says("Yes").speech.startswith("I couldn't delete it just now")
    assert locked.profile["remembered_since"]


# --- It returns nonsense ---

LEG_DAY_DATA: Json = {"leg_day": ["2026-11-21T19:00:00-05:00"] * 2, "leg_date": "2026-11-21", "effort": 8.0}
NONSENSE: dict[str, Json] = {
    "no data": {"data": {}},
    "data that is none": {"data": None},
    "data that is a list": {"data": ["soreness"]},
    "data that is text": {"data": "soreness leg_day"},
    "text for a number": {"data": {"soreness": "four"}},
    "a list for a number": {"data": {"soreness": [4]}},
    "true for a number": {"data": {"soreness": True}},
    "off the scale": {"data": {"soreness": 400}},
    "below the scale": {"data": {"soreness": -1}},
    "far off the scale": {"data": {"soreness": 10**400}},
    "no number": {"data": {"soreness": float("nan")}},
    "endless": {"data": {"soreness": float("inf")}},
    "an unknown kind": {"kind": "haircut"},
    "a kind that is a number": {"kind": 5},
    "a kind that is a list": {"kind": []},
    "an id that is a number": {"id": 5},
    "from the future": {"at": SUNDAY + timedelta(days=3)},
    "from the far future": {"at": datetime.max.replace(tzinfo=SUNDAY.tzinfo)},
    "a leg day without a time": {"kind": "leg_day", "data": {"effort": 4}},
    "a leg day that was none": {"kind": "leg_day", "data": {"leg_day": ["none", "none"]}},
    "a leg day at no time": {"kind": "leg_day", "data": {"leg_day": ["x", "y"]}},
    "a leg day the wrong way round": {
        "kind": "leg_day",
        "data": {"leg_day": ["2026-11-21T19:00:00-05:00", "2026-11-20T19:00:00-05:00"]},
    },
    "a leg day without a zone": {"kind": "leg_day", "data": {"leg_day": ["2026-11-21T19:00:00"] * 2}},
    "a leg day that is a number": {"kind": "leg_day", "data": {"leg_day": 7}},
    "an effort off the scale": {"kind": "leg_day", "data": {**LEG_DAY_DATA, "effort": 99}},
    "an effort that is text": {"kind": "leg_day", "data": {**LEG_DAY_DATA, "effort": "hard"}},
    "a failure that is text": {"kind": "leg_day", "data": {**LEG_DAY_DATA, "to_failure": "yes"}},
    "areas that are numbers": {"kind": "leg_day", "data": {**LEG_DAY_DATA, "areas": [1, 2]}},
    "facts of another kind": {"data": {"soreness": 4, "symptoms": ["purple"], "run": "moonwalk", "age": -1}},
    "a run that is none": {"kind": "run", "data": {"run": 7}},
}


class Nonsense(Watched):
    """A store that adds an event to what it knows of an athlete, and says it is somebody odd."""

    def __init__(self, event: Json, profile: Json) -> None:
        super().__init__(open_memory("memory://"))
        told: Json = {"kind": "check_in", "at": SUNDAY, "recorded_at": SUNDAY, "id": "odd", "data": {"soreness": 4}}
        self._odd = Event(**{**told, **event})
        self._profile = Profile(**{"remembered_since": SUNDAY, **profile})

    def recall(self, athlete: str, since: datetime, limit: int | None = 60) -> Any:  # noqa: ANN401 (nonsense)
        """Whatever is kept, and the odd event."""
        known = super().recall(athlete, since, limit)
        return type(known)(self._profile, (*known.events, self._odd))


@pytest.mark.parametrize("event", list(NONSENSE.values()), ids=list(NONSENSE))
def test_an_event_that_makes_no_sense_is_as_if_it_were_not_there(event: Json) -> None:
    """Everything that looks at history answers, and is not misled."""
    athlete = Athlete(Nonsense(event, {}))
    for intent in (LAUNCH, STATUS, WHEN, CHECK_IN, LEG_DAY, MAIN):
        assert "something broke" not in say(athlete, intent, {})
        assert "something broke" not in say(athlete, intent, EVERYTHING)
        athlete.later(minutes=1)

    assert athlete.says(MAIN, **EVERYTHING, fatigue="none").verdict == "cross_train"


@pytest.mark.parametrize(
    "profile",
    [
        {"age": 500},
        {"age": -3},
        {"age": "forty"},
        {"age": True},
        {"age": [40]},
        {"novice": "yes"},
        {"novice": 1},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": 5},
        {"time_zone": ["UTC"]},
    ],
    ids=str,
)
def test_a_profile_that_makes_no_sense_is_not_used(profile: Json) -> None:
    """Nor does it stop anything."""
    athlete = Athlete(Nonsense({}, profile), time_zone=None)
    heard = athlete.opens()

    assert heard.speech.startswith("Welcome back.")
    assert not {"age", "novice"} & set(heard.trace["facts"])
    assert heard.attributes["timeZone"] == "America/Chicago"


@pytest.mark.parametrize(
    "runs",
    [
        5,
        "x",
        [5],
        [{}],
        [{"id": "x", "at": "noon"}],
        [{"id": "x", "at": "2026-11-22T10:00:00"}],
        [{"id": "", "at": "x"}],
    ],
    ids=str,
)
def test_session_attributes_with_runs_that_make_no_sense_begin_a_new_session(runs: Json) -> None:
    """As with everything else in them."""
    athlete = Athlete()
    athlete.says(RUN, runType="easy")
    athlete.attributes["runs"] = runs

    assert "I'll remember" in athlete.says(REMEMBER).speech
    assert athlete.store.events == []


def test_a_store_that_holds_nothing_readable_is_one_that_fails(tmp_path: Path) -> None:
    """What is no event at all is named by the store itself, and the athlete is answered."""
    path = tmp_path / "memory.sqlite"
    store = Watched(open_memory(f"sqlite:///{path}", clock=lambda: SUNDAY, patience=60.0))
    athlete = Athlete(store)
    athlete.says(REMEMBER)
    athlete.says(CHECK_IN, soreness="8")
    athlete.leaves()
    path.write_bytes(b"nonsense" * 1000)
    for name in ("memory.sqlite-wal", "memory.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)

    assert Athlete(Watched(open_memory(f"sqlite:///{path}", clock=lambda: SUNDAY))).opens().asks_for == "soreness"
