"""What is spoken by espeak-ng is heard by pocketsphinx, and understood as if it had been typed."""

from __future__ import annotations

from array import array
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from skill.simulator.machine import load_model
from skill.simulator.model import InteractionModel
from skill.simulator.understanding import Understanding
from skill.voice.hearing import Recogniser
from skill.voice.sound import NoSound, Sound, from_wav, silence
from skill.voice.speaking import wav

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("America/New_York"))
ENOUGH = 38  # of forty: 95 %
INTENTS, SLOT_TYPES = 30, 16  # that forty sentences can hold

Meaning = tuple[str, tuple[tuple[str, object], ...]]


@cache
def model() -> InteractionModel:
    """What people can say to the coach."""
    return load_model("en-US", [ROOT / "interaction_models"])


@cache
def recogniser() -> Recogniser:
    """An ear for the coach's model."""
    return Recogniser(model())


@cache
def understanding() -> Understanding:
    """The simulator's own."""
    return Understanding(model())


def forty() -> list[str]:
    """The sentences of the list."""
    lines = (HERE / "forty.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def heard(sentence: str) -> str:
    """What is heard of a sentence when it is spoken."""
    return recogniser().heard(wav(f"<speak>{sentence}</speak>", "en-US")) or ""


def meaning(sentence: str) -> Meaning:
    """Its intent and slots; for values of the model, what they resolve to."""
    understood = understanding().understand(sentence, SUNDAY)
    slots = ((slot.name, tuple(which for which, _ in slot.resolved) or slot.value) for slot in understood.slots)
    return understood.intent, tuple(sorted(slots))


def test_forty_spoken_sentences_are_understood_as_if_typed() -> None:
    """Nineteen of twenty at least, with all their slots."""
    misheard = {said: text for said in forty() if meaning(text := heard(said)) != meaning(said)}

    assert len(forty()) == 40
    assert len(forty()) - len(misheard) >= ENOUGH, misheard


def test_the_forty_are_of_all_kinds() -> None:
    """Else they would not tell much."""
    understood = [understanding().understand(sentence, SUNDAY) for sentence in forty()]

    assert len({one.intent for one in understood}) >= INTENTS
    assert len({slot.type for one in understood for slot in one.slots}) >= SLOT_TYPES


@pytest.mark.parametrize("called", ["open leg day coach", "ask leg day coach should i run today"])
def test_the_skill_is_called_by_its_name(called: str) -> None:
    """Not a sample of the model, but what a conversation begins with."""
    assert heard(called) == called


def test_silence_is_nothing() -> None:
    """Digital silence, as of a switched-off microphone."""
    assert recogniser().heard(silence(2, 16_000).as_wav()) is None


def test_other_rates_are_heard_too() -> None:
    """A browser records 44,100 samples a second or more."""
    sound = from_wav(wav("<speak>should I run today</speak>", "en-US"))
    finer = Sound(array("h", (sample for sample in sound.samples for _ in range(2))), sound.rate * 2)

    assert recogniser().heard(finer.as_wav()) == "should i run today"


@pytest.mark.parametrize("broken", [b"", b"no sound", b"RIFF\x00\x00\x00\x00WAVE"])
def test_what_is_no_sound_is_refused(broken: bytes) -> None:
    """With a sentence, not a decoder's error."""
    with pytest.raises(NoSound, match="no WAV sound"):
        recogniser().heard(broken)


def test_stereo_is_refused() -> None:
    """One microphone is enough."""
    stereo = bytearray(silence(1, 16_000).as_wav())
    stereo[22] = 2  # channels, in the header

    with pytest.raises(NoSound, match="2 channel"):
        recogniser().heard(bytes(stereo))


def test_any_model_is_heard() -> None:
    """Another skill's, with words of its own, and with free text, which is left out."""
    document = {
        "interactionModel": {
            "languageModel": {
                "invocationName": "tea timer",
                "intents": [
                    {
                        "name": "BrewIntent",
                        "slots": [{"name": "tea", "type": "Tea"}, {"name": "minutes", "type": "AMAZON.DURATION"}],
                        "samples": ["brew some {tea}", "brew {tea} for {minutes}"],
                    },
                    {
                        "name": "NoteIntent",
                        "slots": [{"name": "note", "type": "AMAZON.SearchQuery"}],
                        "samples": ["write down {note}"],
                    },
                ],
                "types": [
                    {"name": "Tea", "values": [{"name": {"value": name}} for name in ("rooibos", "oolong", "2 leaf")]}
                ],
            }
        }
    }
    tea = Recogniser(InteractionModel.from_document(document))

    assert tea.heard(wav("<speak>brew rooibos for four minutes</speak>", "en-US")) == "brew rooibos for four minutes"
    assert tea.heard(wav("<speak>brew some 2 leaf</speak>", "en-US")) == "brew some two leaf"
