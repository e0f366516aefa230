"""What is said adds up, corrections are told apart from news, and nothing is lost on the way through JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.advice import NO_RECENT_LEG_DAY, Condition, Fatigue, HoursAgo, RunType, Symptom
from skill.conversation.facts import LEG_AREAS, Facts, Heard, hear
from skill.conversation.slots import read_slots
from tests.conversation.talker import SUNDAY, intent_request, listed, matched, unmatched, value

if TYPE_CHECKING:
    from tests.conversation.talker import Json

YESTERDAY, TODAY = "2026-11-21", "2026-11-22"


def heard(facts: Facts | None = None, now: datetime = SUNDAY, **slots: str | Json | None) -> Heard:
    """What the skill takes from these slots."""
    intent = intent_request("AnswerIntent", **slots)["intent"]
    read = read_slots(intent["slots"])
    return hear(facts or Facts(), read, now)


# --- One fact from each slot ---


@pytest.mark.parametrize(
    ("slots", "fact", "known"),
    [
        ({"soreness": "0"}, "soreness", 0.0),
        ({"soreness": "10"}, "soreness", 10.0),
        ({"soreness": matched("killing me", "9")}, "soreness", 9.0),
        ({"soreness": value("7")}, "soreness", 7.0),
        ({"soreness": unmatched("6.5")}, "soreness", 6.5),
        ({"legDayEffort": "1"}, "effort", 1.0),
        ({"legDayEffort": matched("all out", "10")}, "effort", 10.0),
        ({"sleep": "5"}, "sleep_hours", 5.0),
        ({"sleep": "0"}, "sleep_hours", 0.0),
        ({"age": "41"}, "age", 41),
        ({"runType": "hills"}, "run", "hills"),
        ({"runType": matched("all out", "hard")}, "run", "hard"),
        ({"fatigue": "extreme"}, "fatigue", "extreme"),
        ({"fatigue": "none"}, "fatigue", "none"),
        ({"experience": "novice"}, "novice", True),
        ({"experience": "regular"}, "novice", False),
        ({"toFailure": matched("to failure", "yes")}, "to_failure", True),
        ({"symptom": "limp"}, "symptoms", ("limp",)),
        ({"symptom": listed(matched("limp"), matched("pop"))}, "symptoms", ("limp", "pop")),
        ({"condition": "pregnancy"}, "conditions", ("pregnancy",)),
        ({"legArea": listed(matched("quads"), matched("calves"))}, "areas", ("quads", "calves")),
        ({"noLegDay": matched("no leg day this week", "none")}, "leg_day", ("none", "none")),
        ({"runTime": "18:00"}, "run_at", "2026-11-22T18:00:00-05:00"),
        ({"runDate": "2026-11-23"}, "run_at", "2026-11-23T05:00:00-05:00"),
        ({"legDayAgo": "PT6H"}, "leg_day", ("2026-11-22T04:00:00-05:00", "2026-11-22T04:00:00-05:00")),
        ({"legDayDate": YESTERDAY}, "leg_day", ("2026-11-21T05:00:00-05:00", "2026-11-21T21:00:00-05:00")),
        ({"correctedDate": YESTERDAY}, "leg_day", ("2026-11-21T05:00:00-05:00", "2026-11-21T21:00:00-05:00")),
    ],
)
def test_each_slot_brings_its_fact(slots: Json, fact: str, known: object) -> None:
    """From the id where there is one, from the digits where there is none."""
    result = heard(**slots)

    assert getattr(result.facts, fact) == known
    assert result.learned - {"leg_date"} == {fact}
    assert result.changed == frozenset()


@pytest.mark.parametrize(
    "slots",
    [
        {"soreness": value("11")},
        {"soreness": value("-1")},
        {"soreness": value("nan")},
        {"soreness": value("inf")},
        {"soreness": unmatched("purple")},
        {"soreness": value("?")},
        {"legDayEffort": value("0")},
        {"legDayEffort": value("11")},
        {"runType": unmatched("zumba")},
        {"runType": matched("zumba")},
        {"runType": value("easy")},
        {"legDayDate": value("soon")},
        {"legDayTime": value("noon")},
        {"legDayAgo": value("a while")},
        {"noLegDay": unmatched("leg day")},
    ],
)
def test_words_that_mean_nothing_to_us_are_unclear(slots: Json) -> None:
    """Out of range, outside the list, or "?": nothing is learned, and it is known which question to put again."""
    result = heard(**slots)

    assert result.facts == Facts()
    assert result.learned == frozenset()
    assert len(result.unclear) == 1


@pytest.mark.parametrize(
    "slots",
    [
        {"sleep": value("?")},
        {"sleep": value("25")},
        {"age": value("0")},
        {"age": value("121")},
        {"age": value("forty")},
        {"fatigue": unmatched("meh")},
        {"experience": unmatched("some")},
        {"toFailure": unmatched("not really")},
        {"symptom": unmatched("itch")},
        {"condition": unmatched("cold")},
        {"legArea": unmatched("arms")},
        {"runDate": value("someday")},
        {"runTime": value("?")},
        {},
    ],
)
def test_what_is_never_asked_for_is_left_out_quietly(slots: Json) -> None:
    """Nothing is asked again for a fact that counts only when it is said."""
    result = heard(**slots)

    assert (result.facts, result.learned, result.unclear) == (Facts(), frozenset(), frozenset())


def test_an_unmatched_value_never_clears_the_way() -> None:
    """“No leg day” counts only when it was matched: any words may stand in a slot."""
    assert heard(noLegDay=unmatched("heavy leg day")).facts.leg_day is None


def test_a_fact_beside_an_unclear_one_is_learned() -> None:
    """One slot that makes no sense does not cost the others."""
    result = heard(soreness=value("?"), runType="hills", legDayDate=YESTERDAY)

    assert result.learned == {"run", "leg_day", "leg_date"}
    assert result.unclear == {"soreness"}


def test_a_leg_day_is_clear_when_any_of_its_slots_is() -> None:
    """A time that is none beside a good day is no reason to ask again."""
    assert heard(legDayDate=YESTERDAY, legDayTime=value("?")).unclear == frozenset()


# --- Adding up and correcting ---


def test_facts_add_up() -> None:
    """What was said stays known."""
    facts = heard(soreness="5").facts
    facts = heard(facts, runType="hills").facts
    facts = heard(facts, legDayEffort="8").facts

    assert (facts.soreness, facts.run, facts.effort) == (5.0, "hills", 8.0)


@pytest.mark.parametrize(
    ("before", "after", "fact"),
    [
        ({"soreness": "5"}, {"soreness": "3"}, "soreness"),
        ({"soreness": "0"}, {"soreness": "3"}, "soreness"),
        ({"soreness": "3"}, {"soreness": "0"}, "soreness"),
        ({"runType": "easy"}, {"runType": "race"}, "run"),
        ({"legDayEffort": "5"}, {"legDayEffort": "9"}, "effort"),
        ({"legDayDate": YESTERDAY}, {"correctedDate": "2026-11-20"}, "leg_day"),
        ({"legDayDate": YESTERDAY}, {"legDayAgo": "P2D"}, "leg_day"),
        ({"legDayDate": YESTERDAY}, {"noLegDay": "none"}, "leg_day"),
        ({"noLegDay": "none"}, {"legDayDate": YESTERDAY}, "leg_day"),
    ],
)
def test_a_fact_that_is_different_now_is_a_correction(before: Json, after: Json, fact: str) -> None:
    """Known before and another now."""
    result = heard(heard(**before).facts, **after)

    assert fact in result.changed
    assert fact in result.learned


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"soreness": "5"}),
        ({"soreness": "5"}, {"soreness": "5"}),
        ({"soreness": "0"}, {"soreness": "0"}),
        ({"legDayDate": YESTERDAY}, {"legDayTime": "EV"}),
        ({"legDayDate": YESTERDAY}, {"legDayDate": YESTERDAY, "legDayTime": "EV"}),
        ({"legDayDate": YESTERDAY}, {"legDayAgo": "P1D"}),
        ({"noLegDay": "none"}, {"noLegDay": "none"}),
        ({"legDayDate": "2026-W47-WE"}, {"legDayTime": "MO"}),
    ],
)
def test_news_and_repetitions_are_no_corrections(before: Json, after: Json) -> None:
    """Nor is the hour of a day that was known, nor the same day in other words."""
    assert heard(heard(**before).facts, **after).changed == frozenset()


def test_the_corrected_date_wins() -> None:
    """“Monday, no sorry, Tuesday” fills both slots."""
    facts = heard(legDayDate="2026-11-16", correctedDate="2026-11-17").facts

    assert facts.leg_date == "2026-11-17"


def test_symptoms_and_conditions_are_never_taken_back() -> None:
    """A red flag once named stays named; each once, in the order they came."""
    facts = heard(symptom="limp", condition="pregnancy").facts
    facts = heard(facts, symptom="dark_urine").facts
    facts = heard(facts, symptom=listed(matched("limp"), matched("pop")), condition="heart_condition").facts
    facts = heard(facts, symptom=unmatched("nothing"), soreness="0").facts

    assert facts.symptoms == ("limp", "dark_urine", "pop")
    assert facts.conditions == ("pregnancy", "heart_condition")


# --- An hour for a day known before ---


@pytest.mark.parametrize(
    ("day", "hour", "start", "end"),
    [
        ({"legDayDate": YESTERDAY}, "EV", "2026-11-21T17:00", "2026-11-21T21:00"),
        ({"legDayDate": YESTERDAY}, "19:30", "2026-11-21T19:30", "2026-11-21T19:30"),
        ({"legDayDate": "2026-11-27"}, "MO", "2026-11-20T05:00", "2026-11-20T12:00"),  # "Friday"
        ({"legDayAgo": "P2D"}, "MO", "2026-11-20T05:00", "2026-11-20T12:00"),
        ({"legDayDate": "PRESENT_REF"}, "MO", "2026-11-22T05:00", "2026-11-22T10:00"),
        ({"legDayDate": YESTERDAY, "legDayTime": "MO"}, "EV", "2026-11-21T17:00", "2026-11-21T21:00"),
        ({"legDayDate": "2026-11-20", "legDayAgo": value("ages")}, "MO", "2026-11-20T05:00", "2026-11-20T12:00"),
        ({"legDayAgo": "PT6H"}, "06:00", "2026-11-22T06:00", "2026-11-22T06:00"),
        ({"noLegDay": "none"}, "MO", "2026-11-22T05:00", "2026-11-22T10:00"),
        ({}, "MO", "2026-11-22T05:00", "2026-11-22T10:00"),
    ],
)
def test_an_hour_alone_belongs_to_the_day_that_is_known(day: Json, hour: str, start: str, end: str) -> None:
    """“Was that morning or evening?” – “Evening.” Without a day it is the last time it was."""
    facts = heard(heard(**day).facts, legDayTime=hour).facts

    assert facts.leg_day is not None
    assert [moment[:16] for moment in facts.leg_day] == [start, end]


def test_an_hour_that_is_none_changes_nothing() -> None:
    """The day stays what it was, nothing is learned, and the hour may be asked for again."""
    before = heard(legDayDate=YESTERDAY).facts
    result = heard(before, legDayTime=value("whenever"))

    assert result == Heard(before, SUNDAY, unclear=frozenset({"leg_day"}))


def test_a_day_that_was_told_in_days_ago_stays_that_day_over_midnight() -> None:
    """Two days ago, said before midnight, is the same day when its hour is told after."""
    facts = heard(now=SUNDAY.replace(hour=23, minute=59), legDayAgo="P2D").facts
    facts = heard(facts, now=SUNDAY.replace(hour=23, minute=59) + timedelta(minutes=2), legDayTime="MO").facts

    assert facts.leg_day is not None
    assert facts.leg_day[0].startswith("2026-11-20T05:00")


# --- The situation ---


def test_the_situation_holds_everything_that_was_said() -> None:
    """In the units of the advice: hours to now, sets of red flags, levels."""
    facts = heard(
        soreness="5",
        legDayDate=YESTERDAY,
        legDayTime="19:00",
        legDayEffort="9",
        toFailure="yes",
        runType="tempo",
        runTime="12:00",
        fatigue="high",
        sleep="5",
        experience="novice",
        age="44",
        symptom="limp",
        condition="pregnancy",
        legArea="quads",
    ).facts
    situation = facts.situation(SUNDAY)

    assert situation.soreness == 5
    assert situation.leg_day == HoursAgo.exactly(15)
    assert (situation.effort, situation.to_failure) == (9, True)
    assert (situation.run, situation.hours_to_run) == (RunType.TEMPO, 2)
    assert (situation.fatigue, situation.sleep_hours) == (Fatigue.HIGH, 5)
    assert (situation.novice, situation.age) == (True, 44)
    assert situation.symptoms == {Symptom.LIMP}
    assert situation.conditions == {Condition.PREGNANCY}
    assert situation.local_hour == 10
    assert facts.areas == ("quads",)


def test_a_day_without_an_hour_is_a_range_of_hours_ago() -> None:
    """From the end of the span to its start."""
    assert heard(legDayDate=YESTERDAY).facts.situation(SUNDAY).leg_day == HoursAgo(13, 29)


def test_no_leg_day_this_week_is_no_recent_leg_day() -> None:
    """And began at no time."""
    facts = heard(noLegDay="none").facts

    assert facts.situation(SUNDAY).leg_day == NO_RECENT_LEG_DAY
    assert facts.leg_day_span() is None


def test_nothing_said_is_an_open_situation() -> None:
    """Only the clock is known."""
    situation = Facts().situation(SUNDAY)

    assert (situation.soreness, situation.leg_day, situation.run, situation.effort) == (None, None, None, None)
    assert Facts().leg_day_span() is None


def test_time_goes_on_after_a_fact_was_told() -> None:
    """An hour later leg day is an hour longer ago and the run an hour nearer; one that has begun is now."""
    facts = heard(legDayAgo="PT6H", runTime="12:00").facts

    assert facts.situation(SUNDAY + timedelta(hours=1)).leg_day == HoursAgo.exactly(7)
    assert facts.situation(SUNDAY + timedelta(hours=1)).hours_to_run == 1
    assert facts.situation(SUNDAY + timedelta(hours=5)).hours_to_run == 0


def test_being_regular_takes_back_being_new() -> None:
    """A correction of experience goes both ways."""
    facts = heard(experience="novice").facts
    assert facts.novice

    result = heard(facts, experience="regular")

    assert not result.facts.novice
    assert result.changed == {"novice"}


# --- Through JSON ---

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (made aware)
SPANS = st.tuples(MOMENTS, MOMENTS).map(lambda ends: tuple(end.isoformat() for end in sorted(ends)))
SOME = {"max_size": 3, "unique": True}
FACTS = st.builds(
    Facts,
    soreness=st.none() | st.floats(0, 10),
    leg_day=st.none() | st.just(("none", "none")) | SPANS,
    leg_date=st.none() | st.sampled_from([YESTERDAY, "2026-W47-WE"]),
    effort=st.none() | st.floats(1, 10),
    to_failure=st.booleans(),
    run=st.none() | st.sampled_from([each.value for each in RunType]),
    run_at=st.none() | MOMENTS.map(datetime.isoformat),
    fatigue=st.none() | st.sampled_from(["none", "some", "high", "extreme"]),
    sleep_hours=st.none() | st.floats(0, 24),
    novice=st.booleans(),
    age=st.none() | st.integers(1, 120),
    symptoms=st.lists(st.sampled_from([each.value for each in Symptom]), max_size=3, unique=True).map(tuple),
    conditions=st.lists(st.sampled_from([each.value for each in Condition]), max_size=3, unique=True).map(tuple),
    areas=st.lists(st.sampled_from(sorted(LEG_AREAS)), max_size=3, unique=True).map(tuple),
)


@settings(deadline=None)
@given(facts=FACTS)
def test_facts_come_back_from_json_as_they_went(facts: Facts) -> None:
    """A zero and a no too."""
    assert Facts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


def test_a_zero_is_kept() -> None:
    """Found by a conversation that asked twice: a soreness of zero equals False, and was dropped as unknown."""
    assert Facts(soreness=0.0, sleep_hours=0.0).to_json() == {"soreness": 0.0, "sleep_hours": 0.0}


def test_only_what_is_known_is_stored_and_unknown_names_are_passed_over() -> None:
    """A session is small, and survives a release that knew more facts."""
    assert Facts().to_json() == {}
    assert Facts.from_json({"soreness": 5.0, "shoe_size": 43}) == Facts(soreness=5.0)
