"""Only what is missing is asked, one question a turn, until the verdict can be given; corrections count."""

from __future__ import annotations

from itertools import permutations

import pytest

from skill.conversation.asking import PATIENCE
from tests.conversation.talker import SUNDAY, Json, Talker, matched, unmatched, value

MAIN, ANSWER = "ShouldIRunIntent", "AnswerIntent"
LAST_NIGHT = {"legDayDate": "2026-11-21", "legDayTime": "19:00"}
EVERYTHING = {"soreness": "5", "runType": "intervals", **LAST_NIGHT, "legDayEffort": "8"}


@pytest.fixture
def athlete() -> Talker:
    """Somebody in New York, on Sunday at ten in the morning."""
    return Talker()


# --- Opening ---


def test_the_first_welcome_says_what_it_is_and_asks(athlete: Talker) -> None:
    """No medical advice, and a question."""
    heard = athlete.opens()

    assert "Leg Day Coach" in heard.speech
    assert "not medical advice" in heard.speech
    assert heard.asks_for == "soreness"


def test_opening_again_is_shorter(athlete: Talker) -> None:
    """In a session that is open already, the welcome is another one."""
    first = athlete.opens().speech
    again = athlete.opens()

    assert "not medical advice" not in again.speech
    assert len(again.speech) < len(first)
    assert again.asks_for == "soreness"


# --- All at once, or one at a time ---


def test_all_facts_in_one_breath_get_a_verdict_at_once(athlete: Talker) -> None:
    """Verdict first, then the reason, then what to do, then one offer."""
    heard = athlete.says(MAIN, **EVERYTHING)

    assert (heard.verdict, heard.rule) == ("cross_train", "hard_run_sore_soon")
    assert heard.speech.startswith("Not intervals today.")
    assert heard.speech.endswith("Want to know why?")
    assert heard.asks_for is None


def test_asked_question_by_question(athlete: Talker) -> None:
    """Each answer leads to the next question and the last one to the verdict."""
    asked = [athlete.says(MAIN).asks_for]
    asked.append(athlete.says(MAIN, soreness="2").asks_for)
    asked.append(athlete.says(MAIN, legDayDate="2026-11-20").asks_for)
    asked.append(athlete.says(MAIN, runType="tempo").asks_for)
    asked.append(athlete.says(MAIN, legDayEffort="9").asks_for)
    heard = athlete.says(MAIN, legDayTime="EV")

    assert asked == ["soreness", "legDayDate", "runType", "legDayEffort", "legDayTime"]
    assert (heard.verdict, heard.rule) == ("ease", "tempo_soon")


@pytest.mark.parametrize("intent", [MAIN, ANSWER])
def test_an_answer_counts_under_whichever_intent_it_arrives(athlete: Talker, intent: str) -> None:
    """Alexa fills the elicited slot, or understands a bare answer."""
    athlete.opens()

    assert athlete.says(intent, soreness="9").verdict == "rest"


SLOTS_OF = {
    "soreness": {"soreness": "5"},
    "run": {"runType": "intervals"},
    "leg day": LAST_NIGHT,
    "effort": {"legDayEffort": "8"},
}


@pytest.mark.parametrize("order", list(permutations(SLOTS_OF)), ids=", ".join)
def test_facts_in_any_order_lead_to_the_same_verdict_and_none_is_asked_twice(
    athlete: Talker, order: tuple[str, ...]
) -> None:
    """Whatever was asked, something else may be told; what is known is not asked for."""
    athlete.opens()
    told: set[str] = set()

    for fact in order:
        heard = athlete.says(ANSWER, **SLOTS_OF[fact])
        told |= set(SLOTS_OF[fact])
        assert heard.asks_for not in told

    assert (heard.verdict, heard.rule) == ("cross_train", "hard_run_sore_soon")


@pytest.mark.parametrize(
    ("slots", "verdict"),
    [
        ({"soreness": "8"}, "rest"),  # no run type and no leg day would change it
        ({"fatigue": "extreme"}, "rest"),
        ({"soreness": "1", "runType": "easy", "legDayAgo": "P4D"}, "go"),  # needs no effort
        ({"soreness": "0", "noLegDay": "none"}, "go"),
        ({"soreness": "0", "runType": "race", "legDayDate": "2026-10"}, "go"),
        ({"soreness": "5", "legDayAgo": "PT3H"}, "rest"),
        ({"soreness": "5", "runType": "easy", "legDayAgo": "P2D"}, "ease"),
        ({"symptom": "limp"}, "seek_care"),
        ({"condition": "pregnancy"}, "seek_care"),
        ({"age": "15"}, "seek_care"),
    ],
)
def test_what_could_not_change_the_verdict_is_not_asked(athlete: Talker, slots: Json, verdict: str) -> None:
    """The answer comes at once."""
    assert athlete.says(MAIN, **slots).verdict == verdict


def test_an_hour_is_asked_for_only_when_it_decides() -> None:
    """On Sunday noon, Friday morning is two days ago and Friday evening is not."""
    athlete = Talker(SUNDAY.replace(hour=12))
    asked = athlete.says(MAIN, soreness="0", runType="intervals", legDayDate="2026-11-20", legDayEffort="8")
    assert asked.asks_for == "legDayTime"
    assert athlete.says(ANSWER, legDayTime="MO").verdict == "go"

    athlete = Talker(SUNDAY.replace(hour=12))
    athlete.says(MAIN, soreness="0", runType="intervals", legDayDate="2026-11-20", legDayEffort="8")
    assert athlete.says(ANSWER, legDayTime="EV").verdict == "ease"


def test_a_zero_is_an_answer(athlete: Talker) -> None:
    """Found when zero was asked for again: it was dropped from the session."""
    athlete.opens()
    athlete.says(ANSWER, soreness="0")
    heard = athlete.says(ANSWER, **LAST_NIGHT, runType="easy")

    assert heard.verdict == "go"
    assert heard.trace["facts"]["soreness"] == 0


# --- Check-ins and leg days ---


def test_a_check_in_is_heard_and_goes_on(athlete: Talker) -> None:
    """“My legs are a four today”: what was heard, then what is missing."""
    heard = athlete.says("CheckInIntent", soreness="4")

    assert heard.speech.startswith("A four, got it.")
    assert heard.asks_for == "legDayDate"


def test_a_leg_day_is_heard_and_goes_on(athlete: Talker) -> None:
    """“I did legs yesterday”: what was heard, then what is missing."""
    heard = athlete.says("LogLegDayIntent", legDayDate="2026-11-21")

    assert heard.speech.startswith("Yesterday, got it.")
    assert heard.asks_for == "legDayEffort"


def test_a_leg_day_just_finished_is_now(athlete: Talker) -> None:
    """“I just finished leg day”: how hard was it; and too soon for any run."""
    heard = athlete.says("LogLegDayIntent")
    assert heard.speech.startswith("Nice work.")
    assert heard.asks_for == "legDayEffort"

    heard = athlete.says(MAIN, soreness="1", runType="easy")
    assert (heard.verdict, heard.rule) == ("rest", "too_soon")


# --- Corrections ---


def test_a_correction_in_the_middle_is_said_back_and_counts(athlete: Talker) -> None:
    """“Saturday, no sorry, Friday”, while something else is being asked."""
    athlete.says(MAIN, soreness="5", legDayDate="2026-11-21")
    heard = athlete.says(ANSWER, legDayDate="2026-11-21", correctedDate="2026-11-20")

    assert heard.speech.startswith("Friday, got it.")
    assert heard.asks_for == "runType"
    assert heard.trace["facts"]["leg_date"] == "2026-11-20"


@pytest.mark.parametrize(
    ("slots", "verdict", "said_back"),
    [
        ({"soreness": "8"}, "rest", "An eight, got it."),
        ({"soreness": "1"}, "ease", "A one, got it."),
        ({"runType": "easy"}, "ease", "An easy run, got it."),
        ({"correctedDate": "2026-11-23"}, "ease", "Monday, got it."),  # rolled back to last Monday
        ({"noLegDay": "none"}, "ease", "No leg day this week, got it."),
        ({"legDayEffort": "2"}, "cross_train", "A two out of ten, got it."),
        ({"symptom": "limp"}, "seek_care", ""),
    ],
)
def test_a_correction_after_the_verdict_gets_a_new_one(
    athlete: Talker, slots: Json, verdict: str, said_back: str
) -> None:
    """At once, for everything else is known; what was corrected is said back."""
    athlete.says(MAIN, **EVERYTHING)
    heard = athlete.says(ANSWER, **slots)

    assert heard.verdict == verdict
    assert heard.speech.startswith(said_back)


def test_a_correction_after_the_verdict_may_raise_a_question(athlete: Talker) -> None:
    """At an eight nothing else mattered; at a two it does."""
    athlete.says(MAIN, soreness="8")
    heard = athlete.says(ANSWER, soreness="2")

    assert heard.verdict is None
    assert heard.speech.startswith("A two, got it.")
    assert heard.asks_for == "legDayDate"


# --- No answer ---

BEFORE = {
    "soreness": {"runType": "intervals", **LAST_NIGHT, "legDayEffort": "8"},
    "legDayDate": {"soreness": "1", "runType": "intervals", "legDayEffort": "8"},
    "runType": {"soreness": "1", **LAST_NIGHT, "legDayEffort": "8"},
    "legDayEffort": {"soreness": "1", "runType": "tempo", "legDayDate": "2026-11-21", "legDayTime": "MO"},
    "legDayTime": {"soreness": "1", "runType": "intervals", "legDayDate": "2026-11-20", "legDayEffort": "8"},
}
"""All but one fact, so that only this slot is left to ask for."""

ASSUMED = {
    "soreness": "I've taken your soreness as a six",
    "legDayDate": "I've taken leg day as yesterday evening",
    "runType": "I've taken it as a hard run",
    "legDayEffort": "I've taken leg day as a hard one",
    "legDayTime": "",
}


def asked_for(slot: str) -> Talker:
    """An athlete who has just been asked for this slot; at noon, when Friday's hour decides."""
    athlete = Talker(SUNDAY.replace(hour=12))
    assert athlete.says(MAIN, **BEFORE[slot]).asks_for == slot
    return athlete


@pytest.mark.parametrize("slot", BEFORE)
@pytest.mark.parametrize("how", ["AnswerIntent", "Next"])
def test_i_dont_know_gets_a_verdict_that_says_what_was_assumed(slot: str, how: str) -> None:
    """For a part of the day the strict end is taken, without words."""
    athlete = asked_for(slot)
    heard = athlete.says(how, **({"unknown": matched("no idea", "unknown")} if how == ANSWER else {}))

    assert heard.verdict in ("ease", "cross_train")
    assert ASSUMED[slot] in heard.speech


def test_nothing_known_at_all_still_gets_a_verdict(athlete: Talker) -> None:
    """Everything assumed, and all of it said."""
    athlete.opens()
    for _ in range(5):
        if athlete.heard.verdict is None:
            athlete.says(ANSWER, unknown="unknown")

    assert athlete.heard.verdict == "cross_train"
    assert all(ASSUMED[slot] in athlete.heard.speech for slot in ("soreness", "legDayDate", "runType"))


def test_i_dont_know_without_a_question_asks_one(athlete: Talker) -> None:
    """There is nothing it could be about."""
    assert athlete.says(ANSWER, unknown="unknown").asks_for == "soreness"


NOT_UNDERSTOOD = {
    "soreness": [value("?"), unmatched("purple"), value("11")],
    "legDayDate": [value("?"), value("soon")],
    "legDayTime": [value("?"), value("whenever")],
    "runType": [value("?"), unmatched("zumba")],
    "legDayEffort": [value("?"), unmatched("purple"), value("11"), value("0")],
}
AGAIN = {
    "soreness": "I need a number from zero to ten.",
    "legDayDate": "Which day exactly",
    "legDayTime": "I didn't get the time.",
    "runType": "I don't know that run.",
    "legDayEffort": "I need a number from one to ten.",
}


@pytest.mark.parametrize(("slot", "junk"), [(slot, junk) for slot, values in NOT_UNDERSTOOD.items() for junk in values])
def test_words_that_are_no_answer_are_asked_for_once_more_and_then_left(slot: str, junk: Json) -> None:
    """Kindly and more plainly; after that it goes on, and says what it took instead."""
    athlete = asked_for(slot)
    again = athlete.says(ANSWER, **{slot: junk})
    after = athlete.says(ANSWER, **{slot: junk})

    assert (again.asks_for, again.speech.startswith(AGAIN[slot])) == (slot, True)
    assert after.verdict is not None
    assert ASSUMED[slot] in after.speech


def test_an_answer_to_the_second_asking_counts() -> None:
    """It is not too late."""
    athlete = asked_for("soreness")
    athlete.says(ANSWER, soreness=value("?"))

    assert athlete.says(ANSWER, soreness="8").rule == "very_sore"


def test_a_question_without_any_answer_is_put_no_more_than_twice(athlete: Talker) -> None:
    """Asking for the verdict over and over moves on as well."""
    asked = [athlete.says(MAIN).asks_for for _ in range(10) if athlete.heard.verdict is None]

    assert athlete.heard.verdict == "cross_train"
    assert all(asked.count(slot) <= PATIENCE for slot in set(asked) - {None})


# --- The response ---


def test_the_elicited_intent_starts_empty(athlete: Talker) -> None:
    """What was said is in the session; each request brings only what is new."""
    heard = athlete.says(MAIN, soreness="2", runType="zumba")
    (directive,) = heard.body["directives"]

    assert directive["type"] == "Dialog.ElicitSlot"
    assert directive["slotToElicit"] == "legDayDate"
    assert directive["updatedIntent"]["name"] == MAIN
    assert set(directive["updatedIntent"]["slots"]) == {"soreness", "runType", "legDayDate"}
    assert not any(slot.get("value") for slot in directive["updatedIntent"]["slots"].values())


def test_a_question_asked_from_another_intent_chains_into_the_main_one(athlete: Talker) -> None:
    """So that Alexa listens for its slot."""
    heard = athlete.opens()
    (directive,) = heard.body["directives"]

    assert directive["updatedIntent"]["name"] == MAIN
    assert set(directive["updatedIntent"]["slots"]) == {"soreness"}


def test_a_session_that_closes_keeps_nothing(athlete: Talker) -> None:
    """The next one begins new."""
    athlete.says(MAIN, soreness="2")
    athlete.says("Stop")

    assert athlete.attributes == {}
    assert athlete.says(MAIN).asks_for == "soreness"
