"""A side topic is answered at any moment and leads back; what was being settled is not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conversation.talker import SUNDAY, Response, Talker
from tests.conversation.test_asking import ANSWER, BEFORE, EVERYTHING, MAIN, asked_for

if TYPE_CHECKING:
    from tests.conversation.talker import Json

TOPICS: dict[str, tuple[str, Json, str]] = {
    "benefits": ("BenefitsIntent", {}, "burns calories"),
    "drawbacks": ("DrawbacksIntent", {}, "four percent"),
    "what helps": ("SoreLegsIntent", {}, "Massage has the best evidence"),
    "one remedy": ("SoreLegsIntent", {"remedy": "ice"}, "Ice can numb it"),
    "an activity as a remedy": ("SoreLegsIntent", {"remedy": "swim"}, "easy movement"),
    "running as a remedy": ("SoreLegsIntent", {"remedy": "run"}, "easy movement"),
    "running anyway": ("RunTipsIntent", {}, "start slow"),
    "instead": ("AlternativesIntent", {}, "or a gentle walk"),
    "one activity": ("AlternativesIntent", {"activity": "yoga"}, "yoga suits you"),
}
ANSWERS = {
    "soreness": {"soreness": "1"},
    "legDayDate": {"legDayDate": "2026-11-20", "legDayTime": "MO"},
    "legDayTime": {"legDayTime": "MO"},
    "runType": {"runType": "easy"},
    "legDayEffort": {"legDayEffort": "3"},
}


def says_topic(athlete: Talker, topic: str) -> Response:
    """Ask about a side topic; what it is about is said, and it ends in a question."""
    intent, slots, phrase = TOPICS[topic]
    heard = athlete.says(intent, **slots)
    assert phrase in heard.speech
    assert heard.is_open
    return heard


def keeps_saying_yes(athlete: Talker) -> Response:
    """Accept what is offered until a fact is asked for or a verdict comes."""
    for _ in range(3):
        if athlete.heard.asks_for is None and athlete.heard.verdict is None:
            athlete.says("Yes")
    return athlete.heard


@pytest.mark.parametrize("slot", BEFORE)
@pytest.mark.parametrize("topic", TOPICS)
def test_yes_leads_back_from_a_topic_to_the_question(slot: str, topic: str) -> None:
    """“Still want to settle that run?” – “Yes.”: the same question, and its answer counts."""
    athlete = asked_for(slot)
    says_topic(athlete, topic)

    assert keeps_saying_yes(athlete).asks_for == slot
    assert athlete.says(ANSWER, **ANSWERS[slot]).verdict is not None


@pytest.mark.parametrize("slot", BEFORE)
@pytest.mark.parametrize("topic", TOPICS)
def test_the_answer_may_follow_a_topic_directly(slot: str, topic: str) -> None:
    """The question was heard before; nobody has to be led back."""
    athlete = asked_for(slot)
    says_topic(athlete, topic)

    assert athlete.says(ANSWER, **ANSWERS[slot]).verdict is not None


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_without_a_run_to_settle_offers_to_look_at_one(topic: str) -> None:
    """And a yes begins."""
    athlete = Talker()
    says_topic(athlete, topic)

    assert keeps_saying_yes(athlete).asks_for == "soreness"


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_after_the_verdict_can_be_left_with_no(topic: str) -> None:
    """The goodbye fits the verdict that was given."""
    athlete = Talker()
    athlete.says(MAIN, **EVERYTHING)
    says_topic(athlete, topic)
    heard = athlete.says("No")

    assert not heard.is_open
    assert heard.speech == "Enjoy the change."


def test_why_in_the_middle_says_what_is_known_so_far_and_asks_on() -> None:
    """The rule as it stands, and the question again."""
    heard = asked_for("runType").says("WhyIntent")

    assert heard.speech.startswith("On what I know so far, taking no chances:")
    assert "2023" in heard.speech
    assert heard.asks_for == "runType"


def test_why_before_anything_was_said_asks() -> None:
    """There is no verdict to explain."""
    heard = Talker().says("WhyIntent")

    assert heard.speech.startswith("I haven't given you a verdict yet.")
    assert heard.asks_for == "soreness"


@pytest.mark.parametrize(
    ("slots", "reasons"),
    [
        (EVERYTHING, ["2023 review", "nobody has tested one"]),
        ({"soreness": "8"}, ["precaution, not a trial result", "nobody has tested one"]),
        ({"soreness": "1", "legDayAgo": "PT2H"}, ["six hours after heavy lifting"]),
        ({"soreness": "1", "runType": "easy", "legDayAgo": "P4D", "sleep": "5"}, ["2008 trial", "short of rest"]),
    ],
)
def test_why_names_the_study_or_says_that_there_is_none(slots: Json, reasons: list[str]) -> None:
    """After each verdict, by saying yes to the offer or by asking."""
    for how in ("Yes", "WhyIntent"):
        athlete = Talker()
        athlete.says(MAIN, **slots)
        heard = athlete.says(how)

        assert all(reason in heard.speech for reason in reasons)
        assert heard.speech.endswith("Anything else?")


def test_what_helps_comes_in_two_pages() -> None:
    """One breath each."""
    athlete = Talker()
    first = athlete.says("SoreLegsIntent")
    second = athlete.says("Yes")

    assert "Rest comes first" in first.speech
    assert first.speech.endswith("Want to hear the rest?")
    assert "Stretching feels good but barely changes soreness" in second.speech


def test_the_benefits_lead_to_the_drawbacks() -> None:
    """When they are wanted."""
    athlete = Talker()

    assert athlete.says("BenefitsIntent").speech.endswith("Want the drawbacks too?")
    assert "hard efforts may delay recovery" in athlete.says("Yes").speech


@pytest.mark.parametrize(
    ("facts", "activity", "phrase"),
    [
        ({}, None, "On sore legs: swimming, an easy flat ride, yoga or a gentle walk."),
        ({"soreness": "0"}, None, "Plenty: an easy flat ride,"),
        ({"soreness": "5"}, None, "With legs at a five: swimming,"),
        ({"soreness": "8"}, None, "With legs like that: a gentle walk."),
        ({"soreness": "1"}, "hike", "Keep it flat"),
        ({"soreness": "1"}, "swim", "Yes, swimming suits you today."),
        ({"soreness": "5"}, "hike", "I'd leave a flat hike for now; swimming would be kinder."),
        ({"soreness": "8"}, "cycle", "I'd leave an easy flat ride for now; a gentle walk would be kinder."),
        ({"soreness": "5"}, "foam_roll", "With legs at a five: swimming,"),  # nothing to do instead of a run
        ({"soreness": "2", "legDayAgo": "PT2H"}, None, "a gentle walk or yoga"),  # too soon for anything harder
    ],
)
def test_what_to_do_instead_fits_the_soreness_and_the_verdict(facts: Json, activity: str | None, phrase: str) -> None:
    """With a name, whether that fits."""
    athlete = Talker()
    if facts:
        athlete.says(MAIN, **facts)
    heard = athlete.says("AlternativesIntent", activity=activity)

    assert phrase in heard.speech


def test_soreness_told_in_a_topic_is_not_asked_again() -> None:
    """“What can I do instead, my legs are a five”."""
    athlete = Talker()
    athlete.says("AlternativesIntent", soreness="5")

    assert athlete.says("Yes").asks_for == "legDayDate"


def test_who_is_told_to_rest_and_runs_anyway_hears_both() -> None:
    """The verdict stands, and the tips come."""
    athlete = Talker()
    athlete.says(MAIN, soreness="8")
    heard = athlete.says("RunTipsIntent")

    assert heard.speech.startswith("I'd still rest. If you go anyway:")


def test_the_verdict_can_be_asked_for_again_later() -> None:
    """Time has gone on: six hours have passed."""
    athlete = Talker()
    too_soon = athlete.says(MAIN, soreness="1", runType="easy", legDayAgo="PT5H")
    athlete.now = SUNDAY.replace(hour=12)
    later = athlete.says(MAIN)

    assert (too_soon.verdict, later.verdict) == ("rest", "go")
