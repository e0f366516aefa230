"""Held in a real browser: asking, being asked, answering, hearing, and by keyboard alone."""

from __future__ import annotations

import io
import re
import wave
from array import array
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from contextlib import ExitStack

    from tests.browser.talking import Athlete

VERDICT = ("can I do intervals, I did heavy squats last night", "five")


def test_athlete_asks_is_asked_and_gets_a_verdict(athlete: Athlete) -> None:
    """A question comes back, the answer to it brings the verdict, and both are bubbles."""
    asked = athlete.says("can I do intervals, I did heavy squats last night")
    answer = athlete.says("five")

    assert "how sore" in asked.lower()
    assert "Want to know why?" in answer
    expect(athlete.bubbles.last.locator(".verdict")).to_have_text("Cross-train")
    expect(athlete.page.locator(".athlete").last).to_contain_text("five")
    athlete.shoots("conversation")


def test_screen_reader_is_told_the_answer(athlete: Athlete) -> None:
    """What the coach says goes to a live region, and only that."""
    answer = athlete.says("should I run today")

    expect(athlete.page.locator("#answer")).to_have_text(answer)
    expect(athlete.page.locator("#answer")).to_have_attribute("role", "status")


def test_page_shows_whether_the_coach_waits_for_an_answer(athlete: Athlete) -> None:
    """The line under the name follows the session: shut, open, shut."""
    state = athlete.page.locator("#state")
    expect(state).to_contain_text("Just ask")

    athlete.page.get_by_label("Answers aloud").uncheck()
    athlete.says("should I run today")
    expect(state).to_have_text("Waiting for your answer")

    athlete.says("stop")
    expect(state).to_contain_text("Just ask")


def test_answer_is_heard(athlete: Athlete) -> None:
    """The audio element has the sound of the answer, as long as the file is, plays it, and it is no silence."""
    athlete.says("should I run today")

    played = athlete.page.locator("#voice").evaluate(PLAYED)
    seconds, loudest = sound_of(athlete, 0)

    assert abs(played["duration"] - seconds) < 0.05
    assert played["src"].endswith("/api/turn/0/sound.wav")
    assert seconds > 1
    assert loudest > 3000


def test_answer_is_heard_again(athlete: Athlete) -> None:
    """The button under a bubble plays that answer, not the last one."""
    athlete.says("should I run today", "five")

    athlete.page.get_by_role("button", name="Hear it again").first.click()

    expect(athlete.page.locator("#voice")).to_have_js_property("paused", value=False)
    assert athlete.page.locator("#voice").evaluate("audio => audio.src").endswith("/api/turn/0/sound.wav")


def test_answers_are_silent_when_that_is_wished(athlete: Athlete) -> None:
    """With the switch off nothing is played."""
    athlete.page.get_by_label("Answers aloud").uncheck()

    athlete.says("should I run today")

    assert athlete.page.locator("#voice").evaluate("audio => audio.src") == ""


def test_suggestion_is_said(athlete: Athlete) -> None:
    """Pressing a chip says what stands on it, and other chips come."""
    chip = athlete.chips.first.inner_text()

    athlete.chips.first.click()
    athlete.hears_answer(1)

    expect(athlete.page.locator(".athlete")).to_contain_text(chip)
    expect(athlete.chips.first).to_be_visible()


def test_silence_is_answered_by_the_reprompt(athlete: Athlete) -> None:
    """Enter alone is silence to a coach who waits for an answer."""
    athlete.says("should I run today")

    athlete.says("")

    expect(athlete.page.locator(".athlete").last).to_contain_text("(silence)")
    expect(athlete.words).to_contain_text("how sore?")


def test_conversation_is_there_after_a_reload(athlete: Athlete) -> None:
    """The server keeps the conversation; the page shows it again."""
    answer = athlete.says(*VERDICT)

    athlete.page.reload()

    athlete.hears_answer(2)
    assert athlete.words.inner_text() == answer


def test_new_conversation_starts_with_nothing(athlete: Athlete) -> None:
    """The bubbles go, and the coach waits for nothing any more."""
    athlete.says("should I run today")

    athlete.page.get_by_role("button", name="New").click()

    expect(athlete.bubbles).to_have_count(0)
    expect(athlete.page.get_by_text("Tell me how your legs are")).to_be_visible()
    expect(athlete.page.locator("#state")).to_contain_text("Just ask")


def test_what_was_said_is_text_and_never_markup(athlete: Athlete) -> None:
    """Angle brackets are shown, not made elements of, in the bubble and in the JSON."""
    athlete.says("<img src=x onerror=alert(1)> should I run")

    expect(athlete.page.locator(".athlete")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(athlete.page.locator("img")).to_have_count(0)


def test_conversation_by_keyboard_alone(athlete: Athlete) -> None:
    """Skip link, typing, a chip, the tabs by arrows, a panel and back: no pointer is needed."""
    keys = athlete.page.keyboard
    keys.press("Tab")
    expect(athlete.page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    keys.press("Enter")
    expect(athlete.input).to_be_focused()
    keys.type("should I run today")
    keys.press("Enter")
    athlete.hears_answer(1)
    expect(athlete.input).to_be_focused()

    tab_to(athlete, "Look inside", back=True)
    keys.press("Enter")
    expect(athlete.page.get_by_role("heading", name="Inside this turn")).to_be_focused()
    tab_to(athlete, "Understood")
    keys.press("ArrowRight")
    expect(athlete.page.get_by_role("tab", name="Session")).to_be_focused()
    expect(athlete.page.get_by_role("tabpanel")).to_contain_text("open, the coach listens")
    keys.press("End")
    expect(athlete.page.get_by_role("tabpanel")).to_contain_text("Amazon would accept it")
    keys.press("Escape")
    expect(athlete.page.get_by_role("button", name="Look inside")).to_be_focused()

    tab_to(athlete, athlete.chips.first.inner_text())
    keys.press("Enter")
    athlete.hears_answer(2)
    expect(athlete.input).to_be_focused()
    keys.press("ArrowUp")
    assert athlete.input.input_value()


def test_focus_is_seen_wherever_it_is(athlete: Athlete) -> None:
    """Each stop of the Tab key has an outline, its own or that of the field around it."""
    athlete.says("should I run today")
    athlete.page.locator("body").focus()
    unseen = []
    for _ in range(40):
        athlete.page.keyboard.press("Tab")
        unseen += athlete.page.evaluate(OUTLINED)

    assert unseen == []


def test_server_that_is_gone_is_told_of(athlete: Athlete, server: ExitStack) -> None:
    """What cannot be said now is not lost: a sentence says so, and the words are back where they were typed."""
    server.close()

    athlete.input.fill("should I run today")
    athlete.input.press("Enter")

    expect(athlete.page.locator("#problem")).to_contain_text("does not answer")
    expect(athlete.input).to_have_value("should I run today")
    assert all("ERR_CONNECTION_REFUSED" in one for one in athlete.complaints)
    athlete.complaints.clear()


PLAYED = """audio => new Promise((resolve, reject) => {
  const { src } = audio;
  audio.addEventListener("timeupdate", () => audio.currentTime > 0.2 && resolve({ duration: audio.duration, src }));
  audio.addEventListener("error", () => reject(audio.error.message));
})"""
"""Waits until some of it was played."""

OUTLINED = """() => {
  const focused = document.activeElement;
  const seen = (element) => element && getComputedStyle(element).outlineStyle !== "none";
  return focused === document.body || seen(focused) || seen(focused.closest(".composer")) ? [] : [focused.outerHTML];
}"""


def tab_to(athlete: Athlete, name: str, *, back: bool = False) -> None:
    """Press Tab until something of this name has the focus."""
    for _ in range(60):
        athlete.page.keyboard.press("Shift+Tab" if back else "Tab")
        if re.sub(r"\s+", " ", athlete.page.evaluate("() => document.activeElement.textContent")).strip() == name:
            return
    raise AssertionError(f"The Tab key never came to “{name}”.")


def sound_of(athlete: Athlete, turn: int) -> tuple[float, int]:
    """How many seconds the sound of a turn is, and how loud its loudest sample, of 32,767."""
    answer = athlete.page.request.get(f"/api/turn/{turn}/sound.wav")
    with wave.open(io.BytesIO(answer.body())) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
        return sound.getnframes() / sound.getframerate(), max(map(abs, samples))
