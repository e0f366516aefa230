"""Help, stop, yes, no, repeat and their kin are answered sensibly wherever the conversation stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.conversation.talker import Talker, unmatched
from tests.conversation.test_asking import BEFORE, EVERYTHING, MAIN, asked_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conversation.talker import Json


def after(*turns: tuple[str, Json]) -> Callable[[], Talker]:
    """An athlete who has said all this."""

    def talk() -> Talker:
        athlete = Talker()
        for intent, slots in turns:
            athlete.says(intent, **slots)
        assert athlete.in_session
        return athlete

    return talk


def opened() -> Talker:
    """An athlete who has just opened the skill."""
    athlete = Talker()
    athlete.opens()
    return athlete


VERDICTS: dict[str, Json] = {
    "go": {"soreness": "0", "noLegDay": "none"},
    "ease": {"soreness": "5", "runType": "easy", "legDayAgo": "P2D"},
    "cross_train": EVERYTHING,
    "rest": {"soreness": "8"},
}
GOODBYES = {
    "go": "Enjoy the run.",
    "ease": "Enjoy the easy one.",
    "cross_train": "Enjoy the change.",
    "rest": "Rest well.",
}

ASKING: dict[str, Callable[[], Talker]] = {
    "opened": opened,
    **{f"asked for {slot}": partial(asked_for, slot) for slot in BEFORE},
}
TOLD: dict[str, Callable[[], Talker]] = {f"told {verdict}": after((MAIN, slots)) for verdict, slots in VERDICTS.items()}
OFFERED: dict[str, Callable[[], Talker]] = {
    "offered more": after((MAIN, EVERYTHING), ("WhyIntent", {})),
    "offered what else": after((MAIN, EVERYTHING), ("WhyIntent", {}), ("Yes", {})),
    "offered drawbacks": after(("BenefitsIntent", {})),
    "offered remedies": after(("SoreLegsIntent", {})),
    "offered a check": after(("DrawbacksIntent", {})),
    "offered which": after(("Fallback", {})),
    "offered help": after(("Fallback", {}), ("Fallback", {})),
}
DETOUR: dict[str, Callable[[], Talker]] = {
    "offered to resume": after((MAIN, {}), ("DrawbacksIntent", {})),
    "offered drawbacks in between": after((MAIN, {}), ("BenefitsIntent", {})),
    "offered help in between": after((MAIN, {}), ("Fallback", {}), ("Fallback", {})),
}
HURTS: dict[str, Callable[[], Talker]] = {
    "asked where it hurts": after(("SymptomIntent", {})),
    "told that it cannot be placed": after(*[("SymptomIntent", {"symptom": unmatched("odd")})] * 2),
}
FRESH: dict[str, Callable[[], Talker]] = {"fresh": Talker}
OPEN = ASKING | TOLD | OFFERED | DETOUR | HURTS
ALL = FRESH | OPEN

BUILT_IN = [
    "Help",
    "Stop",
    "Cancel",
    "NavigateHome",
    "Yes",
    "No",
    "Repeat",
    "Next",
    "Previous",
    "Pause",
    "Resume",
    "StartOver",
    "Fallback",
]


def in_states(states: dict[str, Callable[[], Talker]]) -> pytest.MarkDecorator:
    """The test once for each of these states."""
    return pytest.mark.parametrize("state", list(states.values()), ids=list(states))


@in_states(ALL)
@pytest.mark.parametrize("intent", BUILT_IN)
def test_every_built_in_intent_is_answered_everywhere(state: Callable[[], Talker], intent: str) -> None:
    """Something is said, nothing broke, and the response is one Amazon accepts (which the talker sees to)."""
    heard = state().says(intent)

    assert heard.speech
    assert "something broke" not in heard.speech


@in_states(ALL)
@pytest.mark.parametrize("intent", ["Stop", "Cancel", "NavigateHome"])
def test_stop_leaves_from_everywhere(state: Callable[[], Talker], intent: str) -> None:
    """With a short goodbye and no directive."""
    heard = state().says(intent)

    assert not heard.is_open
    assert heard.speech in {"See you after the next leg day.", *GOODBYES.values()}
    assert not heard.body.get("directives")


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("intent", ["No", "Stop"])
def test_the_goodbye_fits_the_verdict(verdict: str, intent: str) -> None:
    """And a no to the offer is a goodbye."""
    athlete = TOLD[f"told {verdict}"]()
    assert athlete.heard.verdict == verdict

    assert athlete.says(intent).speech == GOODBYES[verdict]


@in_states(ALL)
def test_help_says_what_can_be_said_and_goes_back(state: Callable[[], Talker]) -> None:
    """Specific, open, and ending in the question that was open."""
    athlete = state()
    asked = athlete.heard.asks_for
    heard = athlete.says("Help")

    assert heard.speech.startswith("Tell me how sore your legs are")
    assert heard.is_open
    if asked in BEFORE:
        assert heard.asks_for == asked


@in_states(DETOUR)
def test_help_on_a_detour_goes_back_to_the_question(state: Callable[[], Talker]) -> None:
    """It was still open behind the topic."""
    assert state().says("Help").asks_for == "soreness"


@in_states(OPEN)
@pytest.mark.parametrize("intent", ["Repeat", "Previous"])
def test_repeat_says_the_same_again(state: Callable[[], Talker], intent: str) -> None:
    """The speech, the reprompt and what is listened for; as often as wanted."""
    athlete = state()
    before = athlete.heard.body

    for _ in range(3):
        again = athlete.says(intent).body
        assert again["outputSpeech"]["ssml"] == before["outputSpeech"]["ssml"]
        assert again["reprompt"] == before["reprompt"]


@in_states(ASKING)
def test_repeating_a_question_listens_for_its_slot(state: Callable[[], Talker]) -> None:
    """And the answer counts."""
    athlete = state()
    asked = athlete.heard.asks_for

    assert athlete.says("Repeat").asks_for == asked


def test_repeat_with_nothing_said_asks() -> None:
    """At the very beginning."""
    assert Talker().says("Repeat").asks_for == "soreness"


@in_states(ALL)
def test_start_over_forgets_and_asks(state: Callable[[], Talker]) -> None:
    """Facts, verdict and everything that was asked."""
    heard = state().says("StartOver")

    assert heard.speech.startswith("Starting over.")
    assert heard.asks_for == "soreness"
    assert "facts" not in heard.attributes
    assert "told" not in heard.attributes


@in_states(ALL)
def test_three_turns_that_are_not_understood_end_it(state: Callable[[], Talker]) -> None:
    """More briefly each time; not at the first or the second."""
    athlete = state()
    turns = athlete.attributes.get("fallbacks", 0)
    speeches = []
    while turns < 3:
        heard = athlete.says("Fallback")
        speeches.append(heard.speech)
        turns += 1
        assert heard.is_open == (turns < 3)

    assert len(set(speeches)) == len(speeches)
    assert speeches[-1].startswith("I'll leave you to it.")


@in_states(ASKING)
def test_a_turn_that_is_not_understood_puts_the_question_again(state: Callable[[], Talker]) -> None:
    """In the middle of a question only that matters."""
    athlete = state()
    asked = athlete.heard.asks_for
    heard = athlete.says("Fallback")

    assert heard.speech.startswith("I didn't catch that.")
    assert heard.asks_for == asked


@pytest.mark.parametrize("intent", ["Help", "Repeat", "Yes", MAIN, "AnswerIntent", "BenefitsIntent"])
def test_whatever_is_understood_ends_a_row_of_fallbacks(intent: str) -> None:
    """Two, then something else, then two more are no three in a row."""
    athlete = Talker()
    for each in ["Fallback", "Fallback", intent, "Fallback", "Fallback"]:
        assert athlete.says(each).is_open

    assert not athlete.says("Fallback").is_open


@pytest.mark.parametrize("name", ["FooIntent", "AMAZON.MoreIntent", "AMAZON.ScrollDownIntent", "OrderPizzaIntent", ""])
def test_an_intent_that_nobody_knows_is_like_a_fallback(name: str) -> None:
    """The model may be ahead of the code; three of them end it too."""
    athlete = Talker()
    request = {"type": "IntentRequest", "intent": {"name": name, "confirmationStatus": "NONE"}}

    assert athlete.sends(request).is_open
    assert athlete.sends(request).is_open
    assert not athlete.sends(request).is_open


@in_states(TOLD | OFFERED)
def test_no_to_an_offer_is_goodbye(state: Callable[[], Talker]) -> None:
    """Nobody is held back."""
    assert not state().says("No").is_open


@in_states(ASKING)
@pytest.mark.parametrize("intent", ["Yes", "No"])
def test_yes_and_no_are_no_answer_to_how_and_when(state: Callable[[], Talker], intent: str) -> None:
    """The question is put again."""
    athlete = state()
    asked = athlete.heard.asks_for

    assert athlete.says(intent).asks_for == asked


@pytest.mark.parametrize(
    ("state", "phrase"),
    [
        ("told rest", "precaution, not a trial result"),
        ("offered more", "What would you like to know?"),
        ("offered drawbacks", "four percent"),
        ("offered remedies", "Foam rolling"),
        ("offered a check", "How sore are your legs"),
        ("offered which", "How sore are your legs"),
        ("offered help", "Tell me how sore your legs are"),
        ("offered to resume", "How sore are your legs"),
    ],
)
def test_yes_takes_up_the_offer(state: str, phrase: str) -> None:
    """Each its own."""
    assert phrase in OPEN[state]().says("Yes").speech


@in_states(ASKING)
def test_next_skips_the_question(state: Callable[[], Talker]) -> None:
    """Another question, or the verdict."""
    athlete = state()
    asked = athlete.heard.asks_for
    heard = athlete.says("Next")

    assert heard.asks_for != asked
    assert heard.asks_for or heard.verdict


@in_states(TOLD | FRESH)
def test_there_may_be_nothing_to_skip(state: Callable[[], Talker]) -> None:
    """It is said, and something else offered."""
    heard = state().says("Next")

    assert heard.speech.startswith("There's nothing to skip")
    assert heard.is_open


@in_states(ASKING | FRESH | {"offered to resume": DETOUR["offered to resume"]})
def test_resume_goes_on_with_the_run(state: Callable[[], Talker]) -> None:
    """With the question that is open."""
    athlete = state()
    asked = athlete.heard.asks_for or "soreness"

    assert athlete.says("Resume").asks_for == asked


@in_states(TOLD)
def test_resume_after_the_verdict_says_it_again(state: Callable[[], Talker]) -> None:
    """As it is now."""
    athlete = state()
    verdict = athlete.heard.verdict

    assert athlete.says("Resume").verdict == verdict


@in_states(ALL)
def test_opening_the_skill_works_in_every_state(state: Callable[[], Talker]) -> None:
    """A launch in the middle of a session goes on from what is known."""
    heard = state().opens()

    assert heard.asks_for or heard.verdict
