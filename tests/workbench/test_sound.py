"""Speaking and hearing on the page, with the extra `voice` and without."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

from skill.voice.sound import silence
from skill.voice.speaking import wav
from skill.workbench import voice
from tests.workbench.visitor import OURS, Visitor, refused

if TYPE_CHECKING:
    import pytest
    from werkzeug.test import TestResponse


def seconds(file: bytes) -> float:
    """How long a WAV file lasts."""
    with wave.open(io.BytesIO(file)) as sound:
        lasts: float = sound.getnframes() / sound.getframerate()
    return lasts


def test_an_answer_is_spoken(visitor: Visitor) -> None:
    """As a WAV file about as long as somebody needs for the words, and the inspector tells how long it took to make."""
    visitor.says("should I run today")

    answer = visitor.client.get("/api/turn/0/sound.wav")

    assert answer.mimetype == "audio/wav"
    assert 1.5 < seconds(answer.data) < 5
    assert visitor.look("conversation")["voice"]["speaks"] is True
    assert [one["part"] for one in visitor.inside()["timings"]][-1] == "speech"
    assert visitor.client.get("/api/turn/0/sound.wav").data == answer.data


def test_silence_is_not_spoken(visitor: Visitor) -> None:
    """Nor is a turn that was not held."""
    visitor.says("should I run today", "", "")

    assert refused(visitor.client.get("/api/turn/2/sound.wav"), 404) == "Nothing was said."
    assert refused(visitor.client.get("/api/turn/9/sound.wav"), 404) == "There is no such turn."


def test_without_a_voice_the_page_says_so(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """It works on, and tells what to install."""
    monkeypatch.setattr(voice, "SPEAKS_WITH", "not_installed_here")
    monkeypatch.setattr(voice, "HEARS_WITH", "not_installed_here")
    visitor.says("should I run today")

    assert visitor.look("conversation")["voice"] == {"speaks": False, "hears": False}
    assert "leg-day-coach[voice]" in refused(visitor.client.get("/api/turn/0/sound.wav"), 404)
    assert "leg-day-coach[voice]" in refused(hear(visitor, b""))


def test_what_is_spoken_is_heard(visitor: Visitor) -> None:
    """A sentence of the model, said by espeak-ng, comes back as its words; silence as nothing."""
    spoken = wav("<speak>should I run today</speak>", "en-US")

    assert visitor.look("conversation")["voice"]["hears"] is True
    assert hear(visitor, spoken).get_json() == {"heard": "should i run today"}
    assert hear(visitor, silence(1.0, 16_000).as_wav()).get_json() == {"heard": None}


def test_what_is_no_sound_is_not_heard(visitor: Visitor) -> None:
    """It has to be sent as such, and be it."""
    assert "audio/wav" in refused(visitor.client.post("/api/hear", json={}, headers=OURS))
    assert "no WAV sound" in refused(hear(visitor, b"la la la"))


def hear(visitor: Visitor, sound: bytes) -> TestResponse:
    """Send a sound, as the page does."""
    return visitor.client.post("/api/hear", data=sound, content_type="audio/wav", headers=OURS)
