"""Words put together as SSML."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.platform.ssml import MAX_CHARACTERS, plain_text, problems_in
from skill.speech.ssml import NotSpeakable, Ssml, escape, fill, join, placeholders, speak

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(st.text().filter(str.strip))
def test_any_text_reads_back_the_same(text: str) -> None:
    """Whatever an athlete might have said is spoken as it is, spaces aside; what XML cannot hold is a space."""
    speech = f"<speak>I heard {escape(text)}</speak>"

    assert problems_in(speech) == []
    assert plain_text(speech) == " ".join(["I heard", *NOT_IN_XML.sub(" ", text).split()])


@given(st.text(alphabet="&<>\"'ab ", min_size=1))
def test_any_text_can_stand_in_an_attribute(text: str) -> None:
    """Quotation marks in a value close no attribute, double or single."""
    speech = speak(fill("""<sub alias="x{name}">a</sub><sub alias='x{name}'>b</sub>""", name=text))

    assert problems_in(speech) == []
    assert plain_text(speech) == " ".join(f"x{text}x{text}".split())


def test_plain_words_are_left_alone() -> None:
    """Nothing is escaped that need not be."""
    assert escape("Half past eight, ça va.") == "Half past eight, ça va."


def test_fills_every_placeholder() -> None:
    """Values stand where their names stood, as often as they are named."""
    fragment = "{day}: at a {soreness}, {day} is for rest."

    assert fill(fragment, day="Tuesday", soreness=8) == "Tuesday: at a 8, Tuesday is for rest."


def test_escapes_values_unless_they_are_ssml() -> None:
    """A wording can hold another wording; text is only ever text."""
    inner = fill("<s>{run}.</s>", run="hills & sprints")

    assert fill("{inner} {text}", inner=inner, text="<s>") == "<s>hills &amp; sprints.</s> &lt;s&gt;"


def test_a_value_is_not_filled_in_turn() -> None:
    """Braces that an athlete said are words."""
    assert fill("{a} {b}", a="{b}", b="x") == "{b} x"


@pytest.mark.parametrize(
    ("fragment", "values", "because"),
    [
        ("At a {soreness}.", {}, "still needs soreness, and has no place for nothing"),
        ("Rest.", {"soreness": 8}, "still needs nothing, and has no place for soreness"),
        ("{a} {b}", {"b": 1, "c": 2}, "still needs a, and has no place for c"),
        ("At a {soreness}.", {"soreness": None}, "None is not something to say"),
        ("At a {soreness}.", {"soreness": 7.5}, "7.5 is not something to say"),
        ("At a {soreness}.", {"soreness": True}, "True is not something to say"),
        ("At a {Soreness}.", {"Soreness": 8}, "belongs to no {placeholder}"),
        ("At a {soreness.", {}, "belongs to no {placeholder}"),
        ("At a soreness}.", {}, "belongs to no {placeholder}"),
    ],
)
def test_refuses_to_fill(fragment: str, values: dict[str, Any], because: str) -> None:
    """A sentence says what does not fit."""
    with pytest.raises(NotSpeakable, match=re.escape(because)):
        fill(fragment, **values)


def test_names_placeholders() -> None:
    """The names, each once."""
    assert placeholders("{run_type} at {hour2}, {run_type}") == {"run_type", "hour2"}


def test_speaks_fragments_as_one() -> None:
    """Parts are one speech, spaces between; text is escaped and what is empty leaves no gap."""
    speech = speak(Ssml("<s>Rest.</s>"), "", "Squats & lunges.")

    assert speech == "<speak><s>Rest.</s> Squats &amp; lunges.</speak>"


def test_joins_fragments_to_fill_others() -> None:
    """What is joined is SSML, and is not escaped again."""
    assert fill("{both}", both=join(Ssml("<s>One.</s>"), "Two & three.")) == "<s>One.</s> Two &amp; three."


@pytest.mark.parametrize("parts", [(), ("",), ("", Ssml(""))])
def test_refuses_to_say_nothing(parts: tuple[str, ...]) -> None:
    """An empty speech would be refused by Alexa."""
    with pytest.raises(NotSpeakable, match="nothing to say"):
        speak(*parts)


def test_refuses_to_say_too_much() -> None:
    """Eight thousand characters with markup, not one more."""
    longest = "o" * (MAX_CHARACTERS - len("<speak></speak>"))

    assert len(speak(longest)) == MAX_CHARACTERS
    with pytest.raises(NotSpeakable, match="8,001 characters"):
        speak(longest + "o")
