"""Training as it is told: each check-in, leg day and run is confirmed, compared, and leads to what is fine and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skill.advice import Symptom
from tests.conversation.talker import SUNDAY, Json
from tests.conversation.test_remembering import CHECK_IN, LEG_DAY, RUN, Athlete, remembered


def trained(effort: str = "9") -> Athlete:
    """An athlete who is remembered and did legs two days ago."""
    athlete = remembered(now=SUNDAY - timedelta(days=2))
    athlete.says(LEG_DAY, legDayEffort=effort)
    athlete.later(days=1)
    return athlete


# --- Check-ins ---


def test_a_check_in_is_acknowledged_and_says_what_is_fine_and_when_hard_running_is() -> None:
    """In this order, with one offer last."""
    speech = trained().says(CHECK_IN, soreness="6").speech

    parts = ["A six, got it.", "Easy and flat is fine today.", "Hard running: probably on Tuesday", "Anything else?"]
    places = [speech.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert speech.endswith(parts[-1])


@pytest.mark.parametrize(
    ("first", "then", "compared"),
    [("6", "4", "That's down from a six."), ("4", "6", "That's up from a four."), ("5", "5", "Same as last time.")],
)
def test_a_check_in_is_compared_with_the_one_before(first: str, then: str, compared: str) -> None:
    """After the same leg day."""
    athlete = trained()
    assert "from a" not in athlete.says(CHECK_IN, soreness=first).speech
    athlete.later(days=1)

    assert compared in athlete.says(CHECK_IN, soreness=then).speech


@pytest.mark.parametrize(
    ("soreness", "compared"), [("1", "a bit quicker"), ("6", "About the pace"), ("9", "a bit slower")]
)
def test_a_check_in_is_compared_with_the_last_leg_day(soreness: str, compared: str) -> None:
    """As many hours after it; from the peak on."""
    athlete = trained()
    athlete.says(CHECK_IN, soreness="7")
    athlete.later(days=1)
    athlete.says(CHECK_IN, soreness="6")
    athlete.later(days=5)
    athlete.says(LEG_DAY, legDayEffort="9")
    athlete.later(days=2)

    assert compared in athlete.says(CHECK_IN, soreness=soreness).speech


def test_a_check_in_long_after_is_compared_with_nothing() -> None:
    """Who has had no leg day this week is not told that it is better than ten days ago."""
    athlete = trained()
    athlete.says(CHECK_IN, soreness="6")
    athlete.later(days=10)
    assert athlete.says(CHECK_IN, soreness="1").asks_for == "legDayDate"
    speech = athlete.says("AnswerIntent", noLegDay="none").speech

    assert "from a" not in speech
    assert "pace" not in speech


@pytest.mark.parametrize(
    ("soreness", "today", "verdict"),
    [
        ("0", "An easy run is fine today.", "go"),
        ("5", "Easy and flat is fine today.", "ease"),
        ("9", "Rest today; a gentle walk is fine.", "rest"),
    ],
)
def test_what_is_fine_today_is_what_the_table_says_to_an_easy_run(soreness: str, today: str, verdict: str) -> None:
    """In one sentence."""
    athlete = trained()
    athlete.later(days=1)
    heard = athlete.says(CHECK_IN, soreness=soreness)

    assert today in heard.speech
    assert heard.verdict == verdict
    assert athlete.says("ShouldIRunIntent", runType="easy").verdict == verdict


def test_a_correction_confirms_and_compares_again() -> None:
    """What was said before is not what it is compared with, and the run is not asked for."""
    athlete = trained()
    athlete.says(CHECK_IN, soreness="6")
    athlete.later(days=1)
    athlete.says(CHECK_IN, soreness="4")
    heard = athlete.says("AnswerIntent", soreness="7")

    assert heard.speech.startswith("A seven, got it. That's up from a six.")
    assert heard.asks_for is None


def test_a_check_in_without_a_number_asks_for_it() -> None:
    """And goes on to what it leads to."""
    athlete = trained()
    assert athlete.says(CHECK_IN).asks_for == "soreness"

    assert "Hard running" in athlete.says("AnswerIntent", soreness="4").speech


# --- Leg days ---


def test_a_leg_day_that_is_over_now_asks_how_hard_it_was() -> None:
    """And tells when it will be sorest."""
    athlete = remembered()
    assert athlete.says(LEG_DAY).speech == "Nice work. How hard was leg day, one to ten?"
    speech = athlete.says("AnswerIntent", legDayEffort="9", legArea="quads").speech

    assert speech.startswith("Tomorrow and the day after will be the sorest. Hard running: probably on ")
    assert athlete.store.in_effect("leg_day")[0]["areas"] == ["quads"]


def test_a_leg_day_told_in_one_breath_is_known_afterwards() -> None:
    """Also to who is not remembered: it is not asked for again."""
    for athlete in (Athlete(), remembered()):
        athlete.says(LEG_DAY, legDayEffort="9")

        assert athlete.heard.asks_for is None
        assert athlete.says("ShouldIRunIntent", soreness="2").rule == "too_soon"


def test_an_answered_question_is_not_open_any_more() -> None:
    """What is offered afterwards is not to come back to it."""
    athlete = Athlete()
    athlete.says(LEG_DAY)
    athlete.says("AnswerIntent", legDayEffort="9")

    assert "Still want to settle" not in athlete.says("Yes").speech


def test_a_leg_day_some_days_ago_is_not_called_the_worst_to_come() -> None:
    """It has passed, or is there already."""
    for day in ("2026-11-19", "2026-11-21"):
        assert "sorest" not in remembered().says(LEG_DAY, legDayDate=day, legDayEffort="9").speech


def test_several_areas_are_kept() -> None:
    """By their ids."""
    athlete = remembered()
    athlete.says(LEG_DAY, legDayEffort="5", legArea={"slotValue": _areas("quads", "glutes")})

    assert athlete.store.in_effect("leg_day")[0]["areas"] == ["quads", "glutes"]


def _areas(*ids: str) -> Json:
    success = {"code": "ER_SUCCESS_MATCH"}
    named = [
        {
            "type": "Simple",
            "value": each,
            "resolutions": {
                "resolutionsPerAuthority": [
                    {"authority": "a", "status": success, "values": [{"value": {"name": each, "id": each}}]}
                ]
            },
        }
        for each in ids
    ]
    return {"type": "List", "values": named}


# --- Runs ---


@pytest.mark.parametrize(
    ("slots", "said"), [({"runType": "easy"}, "An easy run, nice work."), ({}, "Nice work, noted.")]
)
def test_a_run_is_confirmed(slots: Json, said: str) -> None:
    """With its kind, if that was said."""
    assert remembered().says(RUN, **slots).speech.startswith(said)


# --- Red flags ---


@pytest.mark.parametrize("intent", [CHECK_IN, LEG_DAY, RUN])
@pytest.mark.parametrize("symptom", [symptom.value for symptom in Symptom])
def test_a_red_flag_told_with_training_comes_first(intent: str, symptom: str) -> None:
    """Nothing is praised, offered or forecast; what hurts is not kept."""
    athlete = remembered()
    heard = athlete.says(intent, symptom=symptom, soreness="2")

    assert heard.verdict == "seek_care"
    assert not heard.is_open
    assert "Nice work" not in heard.speech
    assert symptom not in str(athlete.store.events)
