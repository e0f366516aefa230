"""What Alexa accepts as SSML, and what a speech sounds like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.platform.ssml import ALLOWED, MAX_CHARACTERS, NotWellFormed, plain_text, problems_in

ACCEPTED = [
    "plain words",
    "<p><s>One.</s><s>Two.</s></p>",
    "wait <break/> here",
    'wait <break time="10s"/> here',
    'wait <break time="9999.9ms" strength="x-strong"/> here',
    '<emphasis level="reduced">softly</emphasis>',
    '<prosody rate="x-slow" pitch="-33.3%" volume="+4.08dB">low</prosody>',
    '<prosody rate="20%" pitch="+50%" volume="-20dB">high</prosody>',
    '<prosody rate="340%" volume="silent">fast</prosody>',
    '<say-as interpret-as="date" format="md">11/24</say-as>',
    '<sub alias="eight hundred metres">800 m</sub>',
    '<phoneme alphabet="ipa" ph="pɪˈkɑːn">pecan</phoneme>',
    '<lang xml:lang="fr-FR">bonne course</lang>',
    '<voice name="Brian">cheers</voice>',
    '<w role="amazon:VBD">read</w>',
    '<audio src="soundbank://soundlibrary/air/fire_extinguisher/fire_extinguisher_01"/>',
    '<audio src="https://example.com/bell.mp3"/>',
    '<amazon:effect name="whispered">psst</amazon:effect>',
    '<amazon:emotion name="excited" intensity="low">yes</amazon:emotion>',
    '<amazon:domain name="conversational">so</amazon:domain>',
    'hi <alexa:name type="first" personId="amzn1.ask.person.ABC"/>',
]

REFUSED = {
    'sharp <break time="10.1s"/>': "<break> has time='10.1s'; it should be a pause such as 500ms or 2s, at most 10s.",
    'sharp <break time="10001ms"/>': "at most 10s",
    'sharp <break time="2"/>': "at most 10s",
    'sharp <break time="-1s"/>': "at most 10s",
    'sharp <break strength="long"/>': "none, x-weak, weak, medium, strong, x-strong",
    "<emphasis>now</emphasis>": "<emphasis> needs level: one of strong, moderate, reduced.",
    '<emphasis level="none">now</emphasis>': "strong, moderate, reduced",
    '<prosody rate="19%">slow</prosody>': "a percentage from 20%",
    '<prosody rate="+20%">slow</prosody>': "a percentage from 20%",
    '<prosody pitch="-33.4%">deep</prosody>': "-33.3% to +50%",
    '<prosody pitch="+51%">high</prosody>': "-33.3% to +50%",
    '<prosody pitch="10%">high</prosody>': "-33.3% to +50%",
    '<prosody volume="+5dB">loud</prosody>': "at most +4.08dB",
    '<prosody volume="5">loud</prosody>': "at most +4.08dB",
    '<say-as interpret-as="shout">now</say-as>': "interjection",
    "<say-as>now</say-as>": "<say-as> needs interpret-as",
    '<say-as interpret-as="date" format="yyyy">2026</say-as>': "mdy",
    '<sub alias=" ">800 m</sub>': "the words to say instead",
    '<phoneme alphabet="arpabet" ph="P">p</phoneme>': "ipa, x-sampa",
    '<phoneme alphabet="ipa">p</phoneme>': "<phoneme> needs ph",
    '<lang xml:lang="cy-GB">helo</lang>': "en-GB",
    '<voice name="Hal">no</voice>': "Brian",
    '<w role="amazon:JJ">read</w>': "amazon:VBD",
    '<audio src="http://example.com/bell.mp3"/>': "https:// or soundbank://",
    "<audio/>": "<audio> needs src",
    '<amazon:effect name="shouted">now</amazon:effect>': "whispered",
    '<amazon:emotion name="sad" intensity="low">no</amazon:emotion>': "excited, disappointed",
    '<amazon:emotion name="excited">no</amazon:emotion>': "<amazon:emotion> needs intensity",
    '<amazon:domain name="poetry">no</amazon:domain>': "conversational",
    '<alexa:name type="last" personId="amzn1.ask.person.ABC"/>': "one of first",
    '<alexa:name type="first" personId="me"/>': "amzn1.ask.person.",
    '<p class="loud">now</p>': "<p> may not have class.",
    '<s xml:lang="en-GB">now</s>': "<s> may not have xml:lang.",
    '<mark name="here"/>': "Alexa does not know <mark>.",
    "<amazon:breath/>": "Alexa does not know <amazon:breath>.",
    "now <speak>then</speak>": "<speak> may stand around everything only.",
    "squats & lunges": "not well-formed",
    "under < over": "not well-formed",
    "<p>open": "not well-formed",
    "hard&nbsp;space": "not well-formed",
    "half a \ud83c": "half a character at 14",
    "bell \x07": "not well-formed",
}


def speech(fragment: str) -> str:
    """A fragment as a whole speech."""
    return f"<speak>{fragment}</speak>"


@pytest.mark.parametrize("fragment", ACCEPTED)
def test_accepts_what_alexa_accepts(fragment: str) -> None:
    """No problem is seen in any form Amazon's reference gives."""
    assert problems_in(speech(fragment)) == []


@pytest.mark.parametrize(("fragment", "because"), REFUSED.items())
def test_refuses_what_alexa_refuses(fragment: str, because: str) -> None:
    """One sentence says what is wrong."""
    (problem,) = problems_in(speech(fragment))

    assert because in problem


def test_each_allowed_tag_is_tried() -> None:
    """No tag of the table goes without an example that is accepted and one that is refused."""
    for tag in ALLOWED.keys() - {"speak"}:
        assert any(f"<{tag}" in fragment for fragment in ACCEPTED), tag
        assert any(f"<{tag}" in fragment for fragment in REFUSED), tag


def test_speak_stands_around_everything() -> None:
    """Speech that starts with another tag is refused, and so are words outside."""
    assert problems_in("<p>Hello.</p>") == ["<speak> should be around everything; <p> is."]
    assert "not well-formed" in problems_in("Hello.")[0]
    assert "not well-formed" in problems_in(speech("Hello.") + "there")[0]


def test_five_sounds_are_enough() -> None:
    """The sixth `<audio>` is one too many."""
    bell = '<audio src="https://example.com/bell.mp3"/>'

    assert problems_in(speech(bell * 5)) == []
    assert problems_in(speech(bell * 6)) == ["There are 6 <audio> tags; Alexa plays 5 in one speech."]


def test_length_counts_markup() -> None:
    """Eight thousand characters, tags included, are accepted; one more is not, well-formed or not."""
    longest = speech("o" * (MAX_CHARACTERS - len(speech(""))))

    assert problems_in(longest) == []
    assert problems_in(longest.replace("o", "oo", 1)) == ["The speech has 8,001 characters; Alexa accepts 8,000."]
    assert len(problems_in("<p>" + longest)) == 2


def test_emotion_is_spoken_in_some_locales_only() -> None:
    """Where Alexa has no emotion, asking for it is a problem; where the locale is not known, it passes."""
    excited = speech('<amazon:emotion name="excited" intensity="low">Yes.</amazon:emotion>')

    assert problems_in(excited, "en-GB") == []
    assert problems_in(excited, "en-AU") == ["<amazon:emotion> is not spoken in en-AU, only in en-GB, en-US, ja-JP."]


def test_a_doctype_is_refused_before_it_can_do_harm() -> None:
    """Entities that would grow without bound are never declared."""
    bomb = '<!DOCTYPE speak [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><speak>&b;</speak>'

    assert problems_in(bomb) == ["The speech has a DOCTYPE; Alexa reads none, and neither do we."]
    with pytest.raises(NotWellFormed, match="DOCTYPE"):
        plain_text(bomb)


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("Rest  today.\n Then &amp; only then, &quot;run&quot;.", 'Rest today. Then & only then, "run".'),
        ("<p>One.</p><p><s>Two.</s><s>Three.</s></p>", "One. Two. Three."),
        ('Half way<break time="10s"/>and stop.', "Half way and stop."),
        ('Go<audio src="https://example.com/bell.mp3"/>now', "Go now"),
        ('un<emphasis level="strong">believ</emphasis>able', "unbelievable"),
        ('Run <sub alias="eight hundred metres">800 m</sub>.', "Run eight hundred metres."),
        ('Run <sub alias="far"><sub alias="x">y</sub> z</sub> out.', "Run far out."),
        ('<amazon:effect name="whispered">psst</amazon:effect>, you', "psst, you"),
        ("&#x1F3C3; caf&#233;", "\N{RUNNER} café"),
    ],
)
def test_plain_text_is_what_is_heard(fragment: str, text: str) -> None:
    """Markup goes, aliases are spoken, pauses and paragraphs keep words apart."""
    assert plain_text(speech(fragment)) == text


def test_plain_text_of_no_xml_is_an_error() -> None:
    """What cannot be read has no sound."""
    with pytest.raises(NotWellFormed, match="not well-formed XML"):
        plain_text("Hello & goodbye")


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    """Whatever is in a speech, the check ends in sentences."""
    assert all(problem.endswith(".") for problem in problems_in(speech(text)) + problems_in(text))
