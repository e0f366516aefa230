"""Every sentence goes through a speech engine: it renders, is not too long, and a hold lasts what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from skill.advice.routines import ROUTINES, RoutineKind, Step, seconds_for, steps
from skill.speech import routines as spoken
from skill.speech.catalog import LOCALES, Catalog, split
from skill.speech.ssml import Ssml, escape, fill, placeholders, speak
from skill.speech.words import Words
from skill.voice.speaking import said as spoken_aloud

WORDS = Words(Catalog.for_locale("en-US"), lambda _: 0)
LONGEST_PROMPT_SECONDS = 20.0
LONGEST_ANSWER_SECONDS = 110.0
STANDS_FOR_A_VALUE = "the day after tomorrow"
"""As long as most of what is put in a wording."""

DIALOGUES = Path(__file__).parents[1] / "dialogues"
_ANSWER = re.compile(r"^coach: (.+)$", re.MULTILINE)

STEPS = list(
    dict.fromkeys(step for kind, lengths in ROUTINES.items() for length in lengths for step in steps(kind, length))
)


def wordings() -> list[tuple[str, str]]:
    """Every wording of the English catalog, with its id."""
    with (LOCALES / "en" / "LC_MESSAGES" / "skill.po").open("rb") as catalog:
        messages = [(str(each.id), str(each.string)) for each in read_po(catalog) if each.id]
    return [(name, wording) for name, text in messages for wording in split(text)]


def heard(*parts: str) -> float:
    """Seconds of a speech made of these parts."""
    return spoken_aloud(speak(*map(Ssml, parts)), "en-US").seconds


def test_the_engine_hears_silences_and_words() -> None:
    """Else nothing below would mean anything."""
    assert heard('One <break time="3000ms"/> two') - heard("One two") == pytest.approx(3, abs=0.3)
    assert heard("This is a sentence of some length, to be compared with a word.") > 2 * heard("Word.")


def test_every_wording_renders_and_none_is_a_wall_of_speech() -> None:
    """Twenty seconds at most, each on its own."""
    lasting = {}
    for name, wording in wordings():
        filled = fill(wording, **dict.fromkeys(placeholders(wording), STANDS_FOR_A_VALUE))
        lasting[f"{name}: {filled}"] = heard(filled)

    assert {text: seconds for text, seconds in lasting.items() if not 0 < seconds <= LONGEST_PROMPT_SECONDS} == {}
    assert len(lasting) > 500


def test_no_whole_answer_is_a_wall_of_speech() -> None:
    """Twenty seconds at most, of all answers in the dialogues that count nothing out."""
    texts = (path.read_text(encoding="utf-8").replace("\n  ", " ") for path in DIALOGUES.rglob("*.dialogue"))
    answers = {answer for text in texts for answer in _ANSWER.findall(text) if " Go. " not in answer}
    lasting = {answer: heard(escape(answer)) for answer in answers}

    assert {answer: seconds for answer, seconds in lasting.items() if seconds > LONGEST_PROMPT_SECONDS} == {}
    assert len(lasting) > 50


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.exercise.name}-{step.side}-{step.seconds}")
def test_a_hold_lasts_what_it_says(step: Step) -> None:
    """Within a tenth, from "go" to the end: what is said before and after is measured apart and taken off."""
    go = WORDS.say("routine.go")
    said = spoken.step(WORDS, step)
    after_go = said[said.index(go) :]
    around = heard(go, after_go[-1])

    assert heard(*after_go) - around == pytest.approx(step.seconds, rel=0.1)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.exercise.name}-{step.side}-{step.seconds}")
def test_a_step_is_as_long_as_is_reckoned(step: Step) -> None:
    """Within a tenth, so that a pause knows whether it was over; and short enough for one answer."""
    said = spoken.step(WORDS, step)
    lasting = heard(*said)

    assert spoken.seconds_of(said) == pytest.approx(lasting, rel=0.1)
    assert lasting < LONGEST_ANSWER_SECONDS


@pytest.mark.parametrize("kind", RoutineKind)
def test_a_routine_takes_the_time_that_is_told(kind: RoutineKind) -> None:
    """Within a tenth, if one goes on at once."""
    for length in ROUTINES[kind]:
        some = steps(kind, length)
        lasting = sum(heard(*spoken.step(WORDS, step, same_again=True)) for step in some)

        assert lasting == pytest.approx(seconds_for(some), rel=0.1)
