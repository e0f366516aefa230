"""Pressing the microphone and speaking: Chromium's microphone hears a recording, the recogniser gives the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from skill.voice import speaking
from tests.browser.chromium import launched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

    from tests.browser.talking import Athlete

SAID = "should I run today"
HERE = "Your voice stays on this machine."
AWAY = "Your browser listens, and may send your voice to its maker."


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears somebody speak."""
    recording = tmp_path_factory.mktemp("microphone") / "said.wav"
    recording.write_bytes(speaking.wav(f'<speak><break time="500ms"/>{SAID}<break time="5s"/></speak>', "en-US"))
    with launched(playwright, recording) as listening:
        yield listening


def test_what_is_spoken_is_understood_on_this_machine(athlete: Athlete) -> None:
    """Recorded by the page, sent to our own server, recognised there, said, answered."""
    athlete.page.get_by_label("Listen with").select_option(label="this machine")
    expect(athlete.page.locator("#hearing-note")).to_have_text(HERE)

    athlete.page.get_by_role("button", name="Speak").click()
    expect(athlete.page.locator("#state")).to_have_text("All ears")
    athlete.hears_answer(1)

    expect(athlete.page.locator(".athlete")).to_contain_text(SAID, ignore_case=True)
    expect(athlete.page.get_by_role("button", name="Speak")).to_have_attribute("aria-pressed", "false")


def test_where_sound_would_go_is_said_beforehand(athlete: Athlete) -> None:
    """Chromium's own recognition is offered with a warning, before anything was said."""
    expect(athlete.page.get_by_label("Listen with")).to_have_value("browser")

    expect(athlete.page.locator("#hearing-note")).to_have_text(AWAY)


def test_this_machine_steps_in_for_a_browser_that_cannot_listen(athlete: Athlete) -> None:
    """Debian's Chromium has the interface and nobody behind it: the page says so and listens here from then on."""
    speak = athlete.page.get_by_role("button", name="Speak")

    speak.click()
    expect(athlete.page.locator("#problem")).to_contain_text("This machine listens from now on")
    expect(athlete.page.locator("#hearing-note")).to_have_text(HERE)

    speak.click()
    athlete.hears_answer(1)


def test_second_press_ends_listening(athlete: Athlete) -> None:
    """Whoever thinks better of it presses again; what was heard by then is nothing, and that is said."""
    athlete.page.get_by_label("Listen with").select_option(label="this machine")
    speak = athlete.page.get_by_role("button", name="Speak")

    speak.click()
    expect(speak).to_have_attribute("aria-pressed", "true")
    speak.click()

    expect(speak).to_have_attribute("aria-pressed", "false")
    expect(athlete.page.locator("#problem")).to_contain_text("I didn’t catch that")
    expect(athlete.bubbles).to_have_count(0)
