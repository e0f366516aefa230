"""When can I run? It asks what a forecast stands on, gives a range, never earlier than the table, and no guesses."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.advice import Condition, RunType, Symptom, hours_until_clear
from skill.conversation.facts import Facts
from tests.conversation.talker import SUNDAY, Json
from tests.conversation.test_remembering import CHECK_IN, LEG_DAY, WHEN, Athlete, remembered

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENDS = {"morning": time(12), "afternoon": time(17), "evening": time(23, 59)}
MOMENT = re.compile(r"probably (?:on (\w+) (\w+)|(tomorrow) (\w+)|from .*? (today)|(in about a week))")


def latest_of(speech: str) -> datetime | None:
    """The end of the moment that "probably" is followed by; None if it is too far off to tell, or not there."""
    found = MOMENT.search(speech)
    if found is None:
        assert "probably" not in speech
        return None
    weekday, part, tomorrow, part_tomorrow, today, _ = found.groups()
    if weekday:
        days = (WEEKDAYS.index(weekday) - SUNDAY.weekday()) % 7
        return datetime.combine(SUNDAY.date() + timedelta(days=days), ENDS[part], SUNDAY.tzinfo)
    if tomorrow:
        return datetime.combine(SUNDAY.date() + timedelta(days=1), ENDS[part_tomorrow], SUNDAY.tzinfo)
    return datetime.combine(SUNDAY.date(), ENDS["evening"], SUNDAY.tzinfo) if today else None


def quick() -> Athlete:
    """A remembered athlete whose legs have always been fine after a day."""
    athlete = remembered(now=SUNDAY - timedelta(days=22))
    for _ in range(3):
        athlete.says(LEG_DAY, legDayEffort="9")
        for _ in range(3):
            athlete.later(days=1)
            athlete.says(CHECK_IN, soreness="0")
        athlete.later(days=4)
    athlete.now = SUNDAY
    return athlete


def slow() -> Athlete:
    """A remembered athlete whose legs take most of a week."""
    athlete = remembered(now=SUNDAY - timedelta(days=22))
    for _ in range(3):
        athlete.says(LEG_DAY, legDayEffort="9")
        for soreness in ("7", "8", "7", "6", "5"):
            athlete.later(days=1)
            athlete.says(CHECK_IN, soreness=soreness)
        athlete.later(days=2)
    athlete.now = SUNDAY
    return athlete


# --- What is asked ---


def test_it_asks_for_leg_day_and_soreness_and_then_tells_a_range() -> None:
    """Nothing else; what it leads up to is not lost between the questions."""
    athlete = Athlete()
    assert athlete.says(WHEN, runType="intervals").asks_for == "legDayDate"
    assert athlete.says("AnswerIntent", legDayDate="2026-11-21").asks_for == "soreness"
    speech = athlete.says("AnswerIntent", soreness="5").speech

    assert re.match(r"Intervals: probably on \w+ \w+, on \w+ \w+ at the latest\.", speech)


def test_what_is_remembered_is_not_asked() -> None:
    """A leg day last night and a check-in this morning."""
    athlete = remembered(now=SUNDAY - timedelta(hours=14))
    athlete.says(LEG_DAY, legDayEffort="9")
    athlete.later(hours=14)
    athlete.says(CHECK_IN, soreness="4")
    athlete.later(hours=1)

    assert "Hard running: probably on" in athlete.says(WHEN).speech


def test_who_cannot_say_gets_a_cautious_one() -> None:
    """Neither is known."""
    athlete = Athlete()
    athlete.says(WHEN)
    athlete.says("AnswerIntent", unknown="unknown")
    heard = athlete.says("AnswerIntent", unknown="unknown")

    told = latest_of(heard.speech)
    assert told is not None
    assert told > SUNDAY + timedelta(days=2)


def test_a_correction_forecasts_again() -> None:
    """Of the same run, and later for more soreness."""
    athlete = Athlete()
    first = athlete.says(WHEN, runType="tempo", legDayAgo="PT20H", soreness="2").speech
    again = athlete.says("AnswerIntent", soreness="8").speech

    before, after = latest_of(first), latest_of(again)
    assert "A tempo run: probably" in again
    assert before is not None
    assert after is not None
    assert after > before


@pytest.mark.parametrize(
    ("run", "said"), [("easy", "An easy run is fine already."), ("race", "A race is fine already.")]
)
def test_a_run_that_is_a_go_is_said_to_be(run: str, said: str) -> None:
    """No leg day this week, no soreness."""
    assert Athlete().says(WHEN, runType=run, noLegDay="none", soreness="0").speech.startswith(said)


# --- Care comes before forecasts ---


@pytest.mark.parametrize("symptom", [symptom.value for symptom in Symptom])
def test_a_red_flag_gets_care_and_no_forecast(symptom: str) -> None:
    """Whatever else is known."""
    heard = Athlete().says(WHEN, symptom=symptom, legDayAgo="PT20H", soreness="1", runType="easy")

    assert heard.verdict == "seek_care"
    assert "probably" not in heard.speech
    assert not heard.is_open


@pytest.mark.parametrize("condition", [{"condition": each.value} for each in Condition] + [{"age": "16"}], ids=str)
def test_a_condition_gets_care_and_no_forecast(condition: Json) -> None:
    """Also an age."""
    heard = Athlete().says(WHEN, **condition, legDayAgo="PT20H", soreness="1", runType="easy")

    assert heard.verdict == "seek_care"
    assert "probably" not in heard.speech


@pytest.mark.parametrize("leg_day", [{"noLegDay": "none"}, {"legDayDate": "2026-11-10"}], ids=str)
def test_soreness_that_lasts_is_not_guessed_about(leg_day: Json) -> None:
    """It is worth having looked at."""
    speech = Athlete().says(WHEN, soreness="3", **leg_day).speech

    assert "worth having looked at" in speech
    assert "probably" not in speech


# --- Never earlier than the table ---


@pytest.mark.parametrize("athlete", [Athlete, quick, slow])
@given(
    hours=st.integers(0, 90),
    soreness=st.integers(0, 10),
    effort=st.integers(1, 10),
    run=st.sampled_from([run.value for run in RunType]),
)
@settings(max_examples=40, deadline=None)
def test_it_is_never_earlier_than_the_table(
    athlete: type[Athlete], hours: int, soreness: int, effort: int, run: str
) -> None:
    """However quick an athlete has always been: the moment that is told is not over before the table allows the run."""
    facts = {"legDayAgo": f"PT{hours}H", "soreness": str(soreness), "legDayEffort": str(effort), "runType": run}
    heard = athlete().says(WHEN, **facts)
    situation = Facts.from_json(heard.trace["facts"]).situation(SUNDAY)
    told, clear = latest_of(heard.speech), hours_until_clear(situation)

    assert told is None or told >= SUNDAY + timedelta(hours=clear or 0)
    assert "fine already" not in heard.speech or clear is None


def test_who_recovers_slowly_is_told_later_than_a_stranger() -> None:
    """For the same facts; that is what history is for."""
    facts = {"legDayAgo": "PT24H", "legDayEffort": "9", "soreness": "6", "runType": "intervals"}
    late, typical, early = (latest_of(athlete.says(WHEN, **facts).speech) for athlete in (slow(), Athlete(), quick()))

    assert typical is not None
    assert early is not None
    assert late is None or late > typical
    assert early <= typical
