"""A whole conversation by voice: WAV files in and out through the command, and a stand-in for the sound card."""

from __future__ import annotations

import io
import sys
from array import array
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import pytest
from click.testing import CliRunner

from skill.cli import main
from skill.voice import devices
from skill.voice.loop import Aloud
from skill.voice.sound import Sound, from_wav, joined, silence
from skill.voice.speaking import said

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

SUNDAY = ("--now", "2026-11-22T09:00", "--time-zone", "America/New_York")
QUIET = 40


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered."""
    monkeypatch.setenv("LEGDAY_STORE", "memory://")


def legday(*arguments: str | Path) -> Result:
    """Run `legday talk`."""
    return CliRunner().invoke(main, ["talk", *SUNDAY, *map(str, arguments)], prog_name="legday")


def recorded(folder: Path, *sentences: str) -> Path:
    """A folder of recordings, one sentence in each; an empty one is silence."""
    folder.mkdir()
    for number, sentence in enumerate(sentences):
        sound = said(f"<speak>{sentence}</speak>", "en-US") if sentence else silence(1, 22_050)
        (folder / f"{number}.wav").write_bytes(sound.as_wav())
    return folder


def longest_silence(sound: Sound) -> float:
    """In seconds."""
    runs = ((quiet, len(list(run))) for quiet, run in groupby(sound.samples, key=lambda sample: abs(sample) <= QUIET))
    return max(length for quiet, length in runs if quiet) / sound.rate


def test_recordings_are_answered_by_recordings(tmp_path: Path) -> None:
    """The question, an answer to what is asked back, silence, and a goodbye: each answered aloud."""
    said_there = recorded(tmp_path / "in", "should i run today", "six", "", "goodbye")

    result = legday("--voice-in", said_there, "--voice-out", tmp_path / "out")

    lines = result.output.splitlines()
    answers = [line.removeprefix("coach: ") for line in lines if line.startswith("coach: ")]
    sounds = [from_wav(path.read_bytes()) for path in sorted((tmp_path / "out").iterdir())]
    heard = [line.removeprefix("you: ") for line in lines if line.startswith("you: ")]
    assert (heard[0], heard[2], heard[3]) == ("should i run today", "(silence)", "goodbye")  # one word alone is harder
    assert "how sore are your legs" in answers[0].lower()
    assert len(sounds) == len([answer for answer in answers if answer != "(silence)"])
    for answer, sound in zip(answers, sounds, strict=False):
        assert sound.seconds == pytest.approx(len(answer.split()) / 3, rel=0.5)  # about three words a second
        assert max(sound.samples) > 5_000


def test_a_hold_is_counted_out_in_the_recording(tmp_path: Path) -> None:
    """A step of a routine has the silence of its hold."""
    recorded(tmp_path / "in", "start the stretching routine", "yes", "next")

    result = legday("--voice-in", tmp_path / "in", "--voice-out", tmp_path / "out")

    sounds = [from_wav(path.read_bytes()) for path in sorted((tmp_path / "out").iterdir())]
    assert max(map(longest_silence, sounds)) > 5, result.output


def test_recordings_can_be_named_one_by_one(tmp_path: Path) -> None:
    """In the order in which they are said."""
    recorded(tmp_path / "in", "why", "goodbye")

    result = legday(
        "--voice-in", tmp_path / "in" / "1.wav", "--voice-in", tmp_path / "in" / "0.wav", "--voice-out", tmp_path
    )

    assert [line for line in result.output.splitlines() if line.startswith("you:")] == ["you: goodbye", "you: why"]


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    """By its name."""
    (tmp_path / "notes.txt").write_text("not a sound", encoding="utf-8")

    result = legday("--voice-in", tmp_path / "notes.txt", "--voice-out", tmp_path / "out")

    assert result.exit_code == 2
    assert "notes.txt: This is no WAV sound" in result.output


def test_a_folder_without_recordings_is_refused(tmp_path: Path) -> None:
    """Rather than a conversation in which nothing is said."""
    result = legday("--voice-in", tmp_path)

    assert result.exit_code == 2
    assert "There are no WAV files" in result.output


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that has only the terminal's parts."""
    monkeypatch.setitem(sys.modules, "skill.voice.loop", None)

    result = legday("--voice")

    assert result.exit_code == 2
    assert "leg-day-coach[voice]" in result.output


# Microphone and loudspeaker: a stand-in for PortAudio, which no machine that runs tests has


class Card:
    """A sound card: a microphone that hears what is given it, and a loudspeaker that keeps what it plays."""

    def __init__(self, *spoken: Sound) -> None:
        self.played: list[bytes] = []
        self._spoken = list(spoken)
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def open(self, **_: Any) -> Card:  # noqa: ANN401 - as the library takes it
        """A stream; that of the microphone begins with the next thing said."""
        return self

    def hear(self, **_: Any) -> Card:  # noqa: ANN401 - as the library takes it
        """The microphone's stream."""
        if not self._spoken:
            raise KeyboardInterrupt  # the person leaves
        self._rest = self._spoken.pop(0).samples.tobytes()
        return self

    def read(self, samples: int) -> tuple[bytes, bool]:
        """The next samples, silence when all is said, and whether any were lost."""
        now, self._rest = self._rest[: 2 * samples], self._rest[2 * samples :]
        return now.ljust(2 * samples, b"\0"), False

    def write(self, data: bytes) -> None:
        """Play."""
        self.played.append(data)


def at_the_microphone(sentence: str) -> Sound:
    """A sentence as the microphone brings it: at its rate, with a second of quiet on either side."""
    sound = said(f"<speak>{sentence}</speak>", "en-US")
    step = sound.rate / devices.RATE
    samples = array("h", (sound.samples[int(at * step)] for at in range(int(len(sound.samples) / step))))
    quiet = silence(1, devices.RATE)
    return joined([quiet, Sound(samples, devices.RATE), quiet], devices.RATE)


def plug_in(monkeypatch: pytest.MonkeyPatch, card: Card) -> None:
    """Put a sound card into the machine."""
    monkeypatch.setitem(
        sys.modules, "sounddevice", SimpleNamespace(RawOutputStream=card.open, RawInputStream=card.hear)
    )


def test_a_conversation_at_the_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Welcomed, heard, answered; somebody who says nothing is asked again; then they leave."""
    card = Card(at_the_microphone("should i run today"), silence(1, devices.RATE))
    plug_in(monkeypatch, card)

    result = legday("--voice")

    assert result.exit_code == 0, result.output
    assert [line == "you: (silence)" for line in result.output.splitlines() if line.startswith("you:")] == [False, True]
    assert len(card.played) >= 2
    assert all(len(sound) > 22_050 for sound in card.played)


def test_speech_is_found_between_silences() -> None:
    """From its beginning to its end, and nothing where nobody speaks."""
    stream = io.BytesIO(at_the_microphone("should i run today").samples.tobytes())
    found = devices.first_said(stream.read, devices.RATE)

    assert found is not None
    assert found.seconds == pytest.approx(said("<speak>should i run today</speak>", "en-US").seconds, abs=0.6)
    assert devices.first_said(bytes, devices.RATE, patience=1) is None


def test_without_a_sound_card_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do about it."""
    monkeypatch.setitem(sys.modules, "sounddevice", None)

    result = legday("--voice")

    assert result.exit_code == 2
    assert "There is no loudspeaker here" in result.output
    assert "--voice-in" in result.output


def test_a_reminder_is_spoken() -> None:
    """While the person is waited for."""
    played: list[Sound] = []
    out = io.StringIO()

    Aloud(out, played.append, "en-US").ring("Time to stretch & roll.")

    assert out.getvalue() == "alexa: Here's your reminder: Time to stretch & roll.\n"
    assert played[0].seconds > 1
