"""The device and the terminal with reminders: they ring before the next turn, and the person answers Alexa."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from skill.simulator.device import Device
from skill.simulator.dialogue_file import Dialogue, DialogueError
from skill.simulator.machine import load_model
from skill.simulator.terminal import Terminal, permission, read_aloud

NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("UTC"))
MODEL = load_model("en-US", [Path(__file__).parents[2] / "interaction_models"])


class Asking:
    """A skill that asks for a permission whenever it is opened, and tells what came of it."""

    def __init__(self) -> None:
        self.requests: list[dict[str, object]] = []

    def __call__(self, envelope: dict[str, object]) -> dict[str, object]:
        """Answer."""
        request = envelope["request"]
        assert isinstance(request, dict)
        self.requests.append(envelope)
        asked = request["type"] == "Connections.Response"
        text = str(request["payload"]["status"]) if asked else "May I?"[:3]
        directive = {"type": "Connections.SendRequest", "name": "AskFor", "payload": {"@version": "2"}, "token": "mine"}
        body = {"outputSpeech": {"type": "PlainText", "text": f"{text}."}, "shouldEndSession": True}
        return {"version": "1.0", "response": body if asked else {**body, "directives": [directive]}}


@pytest.mark.parametrize("status", ["ACCEPTED", "DENIED", "NOT_ANSWERED"])
def test_the_answer_to_alexas_question_comes_back_to_the_skill(status: str) -> None:
    """In a session of its own, with the token; both answers are heard."""
    skill = Asking()
    device = Device(MODEL, skill, clock=lambda: NOON, allows=lambda _: status)

    turn = device.open()

    assert turn.speech == f"May. {status}."
    assert turn.problems == ()
    assert turn.request["request"]["token"] == "mine"  # noqa: S105 (no password)
    assert turn.request["session"]["new"] is True


@pytest.mark.parametrize(("typed", "status"), {"yes": "ACCEPTED", "n": "DENIED", "": "NOT_ANSWERED"}.items())
def test_the_person_at_the_keyboard_is_asked(typed: str, status: str) -> None:
    """What Alexa would ask aloud is shown."""
    out = io.StringIO()

    assert permission(Terminal(out), lambda _: typed)("Is that okay?") == status
    assert "Alexa asks: Is that okay?" in out.getvalue()


def test_a_reminder_that_rang_is_shown_before_the_answer() -> None:
    """Once."""
    due = [NOON + timedelta(minutes=1)]
    now = [NOON]

    def ring(at: datetime) -> list[str]:
        rung = [moment for moment in due if moment <= at]
        due[:] = [moment for moment in due if moment > at]
        return ["Time to stretch."] * len(rung)

    out = io.StringIO()
    device = Device(MODEL, Asking(), clock=lambda: now[0], alerts=ring)
    for minute in range(3):
        now[0] = NOON + timedelta(minutes=minute)
        read_aloud(device, Terminal(out), ["open leg day coach"])

    shown = out.getvalue().splitlines()
    assert shown.count("alexa: Here's your reminder: Time to stretch.") == 1
    assert shown.index("alexa: Here's your reminder: Time to stretch.") == 3  # in the second turn, before its answer


def test_a_dialogue_may_not_ask_for_what_the_fake_cannot_do() -> None:
    """A slip is told with its line."""
    with pytest.raises(DialogueError, match="Line 1"):
        Dialogue.parse("reminders: maybe")
