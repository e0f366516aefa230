"""Advice is told verdict first, then the reason, then the next best thing, in words for every way it can turn out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tests.advice.conftest  # noqa: F401 (teaches hypothesis to draw situations)
from skill.advice import (
    NO_RECENT_LEG_DAY,
    RED_FLAGS,
    RULES,
    Condition,
    Fatigue,
    HoursAgo,
    Question,
    RunType,
    Situation,
    Symptom,
    Verdict,
    decide,
)
from skill.platform.response import ends_in_question
from skill.platform.ssml import plain_text, problems_in
from skill.speech import answers
from skill.speech.answers import Answer
from skill.speech.catalog import Catalog
from skill.speech.ssml import speak
from skill.speech.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.speech.ssml import Ssml

SUNDAY = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("America/New_York"))


def first(_: int) -> int:
    """The first wording."""
    return 0


def last(wordings: int) -> int:
    """The last wording."""
    return wordings - 1


BOTH = pytest.mark.parametrize("vary", [first, last])


def voice(vary: Callable[[int], int] = first) -> Words:
    """English."""
    return Words(Catalog.for_locale("en-US"), vary)


def answer(situation: Situation, now: datetime = SUNDAY) -> Answer:
    """Whatever the table decides over it."""
    return Answer(decide(situation), situation, now)


def heard(*sentences: Ssml) -> str:
    """How it sounds; it has to be what Alexa accepts."""
    speech = speak(*sentences)
    assert problems_in(speech, "en-US") == []
    return plain_text(speech)


def told(situation: Situation, vary: Callable[[int], int] = first, now: datetime = SUNDAY) -> str:
    """The whole answer, as heard."""
    return heard(*answers.verdict(voice(vary), answer(situation, now)))


FRESH = Situation(soreness=0, leg_day=HoursAgo.exactly(100), effort=6, run=RunType.EASY)
HARD = replace(FRESH, run=RunType.INTERVALS)

CASES: dict[str, tuple[Situation, str]] = {
    **{
        f"{rule}.{symptom}": (replace(FRESH, symptoms=frozenset({symptom})), rule)
        for rule, symptoms in RED_FLAGS.items()
        for symptom in sorted(symptoms)
    },
    **{
        f"ask_clinician.{condition}": (replace(FRESH, conditions=frozenset({condition})), "ask_clinician")
        for condition in Condition
    },
    "ask_clinician by age": (replace(FRESH, age=15), "ask_clinician"),
    "very_sore": (replace(FRESH, soreness=8), "very_sore"),
    "very_sore.fatigue": (replace(FRESH, fatigue=Fatigue.EXTREME), "very_sore"),
    "too_soon": (replace(FRESH, leg_day=HoursAgo.exactly(2)), "too_soon"),
    "first_sessions": (replace(FRESH, leg_day=HoursAgo.exactly(20), novice=True), "first_sessions"),
    "hard_run_sore_soon": (replace(HARD, soreness=5, leg_day=HoursAgo.exactly(20)), "hard_run_sore_soon"),
    "hard_run_sore_soon, light": (
        replace(HARD, soreness=5, leg_day=HoursAgo.exactly(20), effort=2),
        "hard_run_sore_soon",
    ),
    "hard_run_soon": (replace(HARD, leg_day=HoursAgo.exactly(20)), "hard_run_soon"),
    "hard_run_soon, race": (replace(HARD, leg_day=HoursAgo.exactly(20), run=RunType.RACE), "hard_run_soon"),
    "sore": (replace(FRESH, soreness=5), "sore"),
    "hard_run_slow_recovery.to_failure": (
        replace(HARD, leg_day=HoursAgo.exactly(60), to_failure=True),
        "hard_run_slow_recovery",
    ),
    "hard_run_slow_recovery.novice": (
        replace(HARD, leg_day=HoursAgo.exactly(60), novice_session=3),
        "hard_run_slow_recovery",
    ),
    "hard_run_slow_recovery.age": (replace(HARD, leg_day=HoursAgo.exactly(60), age=50), "hard_run_slow_recovery"),
    "tempo_soon": (replace(FRESH, run=RunType.TEMPO, leg_day=HoursAgo.exactly(20)), "tempo_soon"),
    "long_soon": (replace(FRESH, run=RunType.LONG, leg_day=HoursAgo.exactly(20)), "long_soon"),
    "clear.fresh": (HARD, "clear"),
    "clear.gentle": (replace(FRESH, leg_day=HoursAgo.exactly(20)), "clear"),
    "clear.no_leg_day": (replace(HARD, leg_day=NO_RECENT_LEG_DAY), "clear"),
    "clear, expect less": (replace(HARD, leg_day=HoursAgo.exactly(60), effort=9), "clear"),
    "sore beyond a week": (replace(FRESH, soreness=5, leg_day=HoursAgo.exactly(200)), "sore"),
    **{f"clear for {run}": (replace(FRESH, run=run), "clear") for run in RunType},
    **{
        f"hard_run_sore_soon, {run}": (
            replace(HARD, soreness=5, leg_day=HoursAgo.exactly(20), run=run),
            "hard_run_sore_soon",
        )
        for run in (RunType.HILLS, RunType.SPRINTS, RunType.RACE, RunType.HARD)
    },
    **{f"sore at {number}": (replace(FRESH, soreness=number), "sore") for number in (4, 4.5, 5, 5.5, 6, 6.9)},
    "nothing known": (Situation(), "hard_run_sore_soon"),
    **{
        f"adjusted from {name}": (replace(situation, sleep_hours=5), rule)
        for name, situation, rule in (
            ("go", FRESH, "clear"),
            ("ease", replace(FRESH, soreness=5), "sore"),
            ("cross_train", replace(HARD, soreness=5, leg_day=HoursAgo.exactly(20)), "hard_run_sore_soon"),
        )
    },
}


@BOTH
@pytest.mark.parametrize("name", CASES)
def test_there_are_words_for_every_rule_and_detail(name: str, vary: Callable[[int], int]) -> None:
    """The rule that was meant decided, and each part of its answer is said, no question among it."""
    situation, rule = CASES[name]
    given_answer = answer(situation)
    assert given_answer.advice.rule.name == rule

    speech = told(situation, vary)
    headline, reason = answers.headline(voice(vary), given_answer), answers.reason(voice(vary), given_answer)

    assert speech.startswith(heard(headline, reason))
    assert not ends_in_question(speech)
    assert heard(*answers.why(voice(vary), given_answer.advice))
    assert heard(*answers.reasons(voice(vary), given_answer)).startswith(heard(reason))


def test_every_rule_is_among_the_cases() -> None:
    """None of the table goes untold."""
    assert {rule for _, rule in CASES.values()} == {rule.name for rule in RULES}


@settings(deadline=None)
@given(situation=st.from_type(Situation), minutes=st.integers(0, 60 * 24 * 7), vary=st.sampled_from([first, last]))
def test_any_situation_can_be_told(situation: Situation, minutes: int, vary: Callable[[int], int]) -> None:
    """At any hour of the week, and in a breath or two."""
    now = datetime.fromtimestamp(SUNDAY.timestamp() + minutes * 60, SUNDAY.tzinfo)

    speech = told(situation, vary, now)

    assert 0 < len(speech) < 500
    assert "{" not in speech


# --- What is said ---


def test_the_verdict_comes_first_then_the_reason_then_what_to_do_then_how_sure() -> None:
    """In the tone of a training partner."""
    assert told(CASES["hard_run_sore_soon"][0]).split(". ") == [
        "Not intervals today",
        "Your legs are still sore and it hasn't been two days",
        "Try swimming or an easy flat ride instead, and the intervals tomorrow afternoon if the soreness has gone",
        "I'm fairly sure.",
    ]


def test_a_rest_names_something_gentle_or_an_hour() -> None:
    """What to do now, or when it is long enough since leg day."""
    assert "A gentle walk is fine." in told(CASES["very_sore"][0])
    assert "An easy run should be fine from two in the afternoon today." in told(CASES["too_soon"][0])


def test_a_red_flag_is_told_without_anything_to_do_instead() -> None:
    """Headline and reason only, and no word on how sure we are."""
    for name, (situation, _) in CASES.items():
        if decide(situation).verdict is Verdict.SEEK_CARE:
            assert len(answers.verdict(voice(), answer(situation))) == 2, name


def test_of_several_symptoms_the_rules_own_is_told() -> None:
    """Chest pain decides; the limp is not what the sentence is about."""
    situation = replace(FRESH, symptoms=frozenset({Symptom.LIMP, Symptom.CHEST_PAIN}))

    assert "Chest pain" in told(situation)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"sleep_hours": 5}, "You're short of sleep, so I've gone one step easier."),
        ({"fatigue": Fatigue.HIGH}, "You're tired, so I've gone one step easier."),
        ({"sleep_hours": 5, "fatigue": Fatigue.HIGH}, "You're tired and short of sleep, so I've gone one step easier."),
    ],
)
def test_a_step_towards_caution_is_said(facts: dict[str, float], sentence: str) -> None:
    """Once, whatever brought it."""
    assert sentence in told(replace(FRESH, **facts))  # type: ignore[arg-type]  # each of its field's own type


@pytest.mark.parametrize(
    ("situation", "headline"),
    [
        (FRESH, "Take it easier than planned"),
        (replace(FRESH, soreness=5), "Skip the run"),
        (replace(HARD, soreness=5, leg_day=HoursAgo.exactly(20)), "Rest"),
    ],
)
def test_the_headline_is_that_of_the_stricter_verdict(situation: Situation, headline: str) -> None:
    """Not of the rule's own."""
    assert told(replace(situation, sleep_hours=5)).startswith(headline)


@pytest.mark.parametrize(
    ("situation", "note"),
    [
        (CASES["hard_run_soon, race"][0], "about four percent slower"),
        (CASES["clear, expect less"][0], "Expect a little less than your best."),
        (CASES["sore beyond a week"][0], "have it looked at"),
        (replace(FRESH, hours_to_run=30), "ask me again on the day"),
    ],
)
def test_what_is_worth_saying_beside_is_said(situation: Situation, note: str) -> None:
    """And only then."""
    assert note in told(situation)
    assert note not in told(FRESH)


@pytest.mark.parametrize(
    ("hours", "day"), [(0, "today"), (13.9, "today"), (14, "tomorrow"), (50, "on Tuesday"), (24 * 8, "then")]
)
def test_the_day_of_the_run_is_named(hours: float, day: str) -> None:
    """From Sunday at ten."""
    assert told(replace(FRESH, hours_to_run=hours)).startswith(f"You're clear for an easy run {day}.")


@pytest.mark.parametrize("question", Question)
def test_what_was_assumed_is_said(question: Question) -> None:
    """Each in a sentence; for a part of the day there is none."""
    plain = answers.verdict(voice(), answer(Situation()))
    said = answers.verdict(voice(), answer(Situation()), frozenset({question}))
    added = [sentence for sentence in said if sentence not in plain]

    assert len(added) == (question is not Question.LEG_DAY_HOUR)
    assert all(sentence.startswith("I've taken ") for sentence in added)


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("clear.fresh", "That's a fair bet, not a promise."),
        ("sore", "The evidence is thin."),
        ("very_sore", "That's caution, not science."),
        ("tempo_soon", "I'm fairly sure."),
    ],
)
def test_how_sure_it_is_comes_last(case: str, sentence: str) -> None:
    """By the confidence of the rule that decided."""
    assert told(CASES[case][0]).endswith(sentence)


def test_how_sure_there_are_words_for_strong() -> None:
    """Red flags are strong, and are told without."""
    assert heard(answers.sure(voice(), answer(CASES["emergency.faint"][0]))) == "I'm sure about that."


def test_a_soreness_cut_off_is_owned_up_to() -> None:
    """Nobody has tested one; a rule without one does not say so."""
    assert "nobody has tested one" in heard(*answers.why(voice(), decide(CASES["sore"][0])))
    assert "nobody has tested one" not in heard(*answers.why(voice(), decide(CASES["tempo_soon"][0])))


@BOTH
@pytest.mark.parametrize("verdict", [None, *Verdict])
def test_there_is_a_goodbye_for_every_verdict(verdict: Verdict | None, vary: Callable[[int], int]) -> None:
    """Short, and no question."""
    goodbye = heard(answers.goodbye(voice(vary), verdict))

    assert 0 < len(goodbye) < 50
    assert not ends_in_question(goodbye)


# --- An answer's own terms ---


def test_what_is_not_known_is_told_as_it_was_taken() -> None:
    """A hard run and a six."""
    assert answer(Situation()).run is RunType.HARD
    assert answer(Situation()).soreness == 6
    assert answer(HARD).run is RunType.INTERVALS
    assert answer(HARD).soreness == 0


def test_hours_from_now_are_real_hours() -> None:
    """Over the night the clocks go back, ten hours later is nine by the clock."""
    evening = datetime(2026, 10, 31, 20, tzinfo=ZoneInfo("America/New_York"))

    assert answer(FRESH, evening).after(10) == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert answer(FRESH, evening).after(10).hour == 5
