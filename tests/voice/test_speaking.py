"""SSML becomes sound: pauses as long as they say, and everything that is meant to be heard can be heard."""

from __future__ import annotations

import math
import operator
from itertools import pairwise

import pytest

from skill.platform.ssml import NotWellFormed
from skill.voice.espeak import SpeechFailed
from skill.voice.sound import Sound, from_wav
from skill.voice.speaking import said, wav


def spoken(words: str, locale: str = "en-US") -> Sound:
    """A speech made of these words."""
    return said(f"<speak>{words}</speak>", locale)


def seconds(words: str) -> float:
    """How long they last."""
    return spoken(words).seconds


def hertz(words: str) -> float:
    """The pitch of a voice: of some waves in the middle, how far they have to be moved to be most like themselves."""
    sound = spoken(words)
    middle = sound.samples[len(sound.samples) // 3 :][:2_000]
    alike = {lag: sum(map(operator.mul, middle, middle[lag:])) / (2_000 - lag) for lag in range(80, 400)}
    return sound.rate / max(alike, key=lambda lag: alike[lag])


def crossings(sound: Sound) -> float:
    """How often a second the wave goes through zero."""
    return sum(one < 0 <= other for one, other in pairwise(sound.samples)) / sound.seconds


def same(one: float, other: float) -> bool:
    """Whether two durations are the same; espeak-ng's voice flutters, so that no word is twice quite the same."""
    return one == pytest.approx(other, abs=0.02)


def loudness(words: str) -> float:
    """Root of the mean of the squares."""
    samples = spoken(words).samples
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def test_a_speech_is_a_wav_file() -> None:
    """With samples that are not all silent."""
    sound = from_wav(wav("<speak>Not intervals today.</speak>", "en-US"))

    assert 1 < sound.seconds < 3
    assert max(sound.samples) > 5_000


@pytest.mark.parametrize("time", ["100ms", "1500ms", "1.5s", "2s", "9.5s", "10s"])
@pytest.mark.parametrize("around", [("Hold.", "And go."), ("hold", "go"), ("", "Go."), ("Hold.", "")])
def test_a_break_is_as_long_as_it_says(time: str, around: tuple[str, str]) -> None:
    """To within a tenth, wherever it stands; espeak-ng by itself keeps few of these."""
    before, after = around
    asked = float(time.removesuffix("ms")) / 1_000 if time.endswith("ms") else float(time.removesuffix("s"))
    lasting = seconds(f'{before}<break time="{time}"/>{after}')

    assert lasting - seconds(f'{before}<break time="0s"/>{after}') == pytest.approx(asked, rel=0.1, abs=0.02)


def test_breaks_add_up() -> None:
    """Longer silences than ten seconds are made of several."""
    assert seconds('<break time="10s"/><break time="5s"/>') == pytest.approx(15, rel=0.01)


def test_stronger_breaks_are_longer() -> None:
    """By name; the usual one is that of a comma."""
    lasting = [seconds(f'one <break strength="{name}"/> two') for name in ("none", "medium", "strong", "x-strong")]

    assert lasting == sorted(set(lasting))
    assert same(seconds("one <break/> two"), lasting[1])


def test_sentences_and_paragraphs_are_set_apart_but_nothing_comes_at_the_end() -> None:
    """Paragraphs more than sentences, and within the speech only."""
    assert seconds("<p>One.</p><p>Two.</p>") > seconds("<s>One.</s><s>Two.</s>") > seconds("One two.")
    assert same(seconds("<p>One.</p>"), seconds("One."))


@pytest.mark.parametrize(
    ("slower", "faster"),
    [
        ('<prosody rate="x-slow">easy run</prosody>', '<prosody rate="slow">easy run</prosody>'),
        ('<prosody rate="50%">easy run</prosody>', "easy run"),
        ("easy run", '<prosody rate="fast">easy run</prosody>'),
        ('<emphasis level="strong">easy run</emphasis>', "easy run"),
        ("easy run", '<emphasis level="reduced">easy run</emphasis>'),
        ('<amazon:emotion name="disappointed" intensity="low">easy run</amazon:emotion>', "easy run"),
        (
            '<prosody rate="50%"><prosody rate="50%">easy run</prosody></prosody>',
            '<prosody rate="50%">easy run</prosody>',
        ),
    ],
)
def test_manners_are_heard_in_the_speed(slower: str, faster: str) -> None:
    """Each against another, and one in another."""
    assert seconds(slower) > seconds(faster)


@pytest.mark.parametrize(
    ("louder", "softer"),
    [
        ('<emphasis level="strong">easy run</emphasis>', "easy run"),
        ("easy run", '<emphasis level="reduced">easy run</emphasis>'),
        ('<prosody volume="loud">easy run</prosody>', '<prosody volume="x-soft">easy run</prosody>'),
        ("easy run", '<prosody volume="-6dB">easy run</prosody>'),
        ("easy run", '<prosody volume="nonsense"><prosody volume="soft">easy run</prosody></prosody>'),
    ],
)
def test_manners_are_heard_in_the_volume(louder: str, softer: str) -> None:
    """By name, in decibels, and as emphasis."""
    assert loudness(louder) > 1.1 * loudness(softer)


@pytest.mark.parametrize(
    "other",
    [
        '<lang xml:lang="de-DE">easy run</lang>',
        '<amazon:emotion name="excited" intensity="high">easy run</amazon:emotion>',
    ],
)
def test_other_manners_sound_otherwise(other: str) -> None:
    """Not as long as the plain words."""
    assert not same(seconds(other), seconds("easy run"))


def test_a_higher_pitch_is_higher() -> None:
    """In waves a second."""
    high, usual, low = (hertz(f'<prosody pitch="{pitch}">oh</prosody>') for pitch in ("+40%", "medium", "-30%"))

    assert high > 1.1 * usual
    assert usual > 1.1 * low


def test_a_whisper_hisses() -> None:
    """It has no voice in it, only noise."""
    whispered = spoken('<amazon:effect name="whispered">oh</amazon:effect>')

    assert crossings(whispered) > 2 * crossings(spoken("oh"))


def test_one_speech_does_not_change_the_next() -> None:
    """espeak-ng keeps its state in the process."""
    before = seconds("easy run")
    spoken('one <prosody rate="x-slow" pitch="high">two</prosody>')

    assert same(seconds("easy run"), before)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('<sub alias="aluminum">Al</sub>', "aluminum"),
        ('<say-as interpret-as="spell-out">abc</say-as>', "a, b, c"),
        ('<say-as interpret-as="digits">42</say-as>', "4, 2"),
        ('<say-as interpret-as="ordinal">3</say-as>', "3rd"),
        ('<say-as interpret-as="ordinal">11</say-as>', "11th"),
        ('<w role="amazon:VB">run</w>', "run"),
        ("Q&amp;A", "Q&amp;A"),
        ("Pilates", "pilahtees"),
    ],
)
def test_words_are_said_as_they_are_meant(written: str, meant: str) -> None:
    """Aliases, letters, digits and places."""
    assert same(seconds(written), seconds(meant))


@pytest.mark.parametrize(
    "sound", ['<audio src="https://example.org/a.mp3"/>', '<say-as interpret-as="expletive">x</say-as>']
)
def test_a_tone_stands_for_a_sound(sound: str) -> None:
    """Nothing is fetched."""
    assert loudness(sound) > 1_000
    assert seconds(sound) == pytest.approx(0.3, abs=0.01)


def test_locales_have_voices_of_their_own() -> None:
    """And one that espeak-ng has no voice for is refused."""
    american, british, french = (spoken("tomato", locale).seconds for locale in ("en-US", "en-GB", "fr-CA"))

    assert not same(american, british)
    assert not same(british, french)
    assert same(spoken("tomato", "en-CA").seconds, american)
    with pytest.raises(SpeechFailed, match="no voice"):
        spoken("tomato", "xx-XX")


def test_nothing_to_say_is_no_sound() -> None:
    """No words, no samples."""
    assert spoken("<p> </p>").seconds == 0


def test_what_is_no_speech_is_refused() -> None:
    """As the device's own check does."""
    with pytest.raises(NotWellFormed):
        said("<speak>one", "en-US")
