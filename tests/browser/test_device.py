"""The device's settings on the page: its clock, its place, what it may, and what goes wrong."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.talking import Athlete

LISTEN = """() => {
  window.tones = [];
  const Tone = window.OscillatorNode;
  window.OscillatorNode = class extends Tone {
    start(at) { window.tones.push(this.context.state); super.start(at); }
  };
}"""
"""Notes each tone that is played, and whether what plays it is allowed to be heard."""

REMEMBERED = ("open leg day coach", "remember me", "no")


def test_a_day_is_travelled(athlete: Athlete) -> None:
    """The device's clock goes on by a day, and the coach believes it."""
    before = clock(athlete)

    athlete.travels("Tomorrow")

    assert timedelta(days=1) <= clock(athlete) - before <= timedelta(days=1, minutes=2)
    athlete.says("should I run today")
    request = athlete.looks_at("JSON").get_by_role("region", name="Request").inner_text()
    sent = datetime.fromisoformat(re.search(r'"timestamp": "([^"]+)"', request)[1])  # type: ignore[index]
    assert sent.replace(tzinfo=None) - before >= timedelta(days=1)


def test_soreness_is_plotted(athlete: Athlete) -> None:
    """Who is remembered sees leg day and check-ins as a picture, and the same as sentences and tables."""
    recovery = athlete.opens("Recovery")
    expect(recovery.locator("svg[role=img]")).to_have_count(0)
    athlete.says(*REMEMBERED, "I did legs yesterday at six pm", "eight", "my legs are a six")
    athlete.travels("Tomorrow")
    athlete.says("my legs are a five")

    recovery = athlete.opens("Recovery")

    expect(recovery.locator("svg[role=img] circle[cx] title")).to_have_count(2)
    expect(recovery.locator("svg[role=img] .curve").first).to_be_visible()
    expect(recovery.locator(".outlook")).not_to_be_empty()
    rows = recovery.get_by_role("region", name="Your check-ins").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.last).to_contain_text(re.compile("[56]"))
    assert recovery.get_by_role("region", name="When each run is a go again").get_by_role("row").count() > 1
    athlete.shoots("recovery")


def test_picture_has_the_colours_of_the_page(athlete: Athlete) -> None:
    """The server draws it without colours; the page's style sheet gives them, in the light as in the dark."""
    athlete.says(*REMEMBERED, "I did legs yesterday at six pm", "eight", "my legs are a six")
    curve = athlete.opens("Recovery").locator(".curve").first

    light = curve.evaluate("curve => getComputedStyle(curve).stroke")
    athlete.page.emulate_media(color_scheme="dark")
    dark = curve.evaluate("curve => getComputedStyle(curve).stroke")

    assert "none" not in {light, dark}
    assert light != dark


def test_reminder_rings(athlete: Athlete) -> None:
    """It waits among those to come; at its time two tones are heard, and an alert stays until one thanks for it."""
    athlete.page.evaluate(LISTEN)
    athlete.says("remind me to stretch in two hours", "yes")
    device = athlete.opens("Device")
    expect(device.get_by_role("button", name="Go to that time")).to_have_count(1)

    device.get_by_role("button", name="Go to that time").click()

    alert = athlete.page.get_by_role("alert").filter(has_text="Here’s your reminder")
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("stretch")
    assert athlete.page.evaluate("() => window.tones") == ["running", "running"]
    athlete.shoots("reminder")
    alert.get_by_role("button", name="Thank you").click()
    expect(athlete.page.get_by_text("Here’s your reminder")).to_have_count(0)
    expect(device.get_by_role("button", name="Go to that time")).to_have_count(0)


def test_time_zone_and_locale(athlete: Athlete) -> None:
    """The clock shows the time of the place, as it is written there; a place that is none is refused."""
    zone = athlete.opens("Device").get_by_label("Time zone")
    before = clock(athlete)
    zone.fill("Asia/Tokyo")
    zone.press("Enter")
    athlete.is_told("Done.")
    expect(athlete.page.locator("#zone")).to_have_text("Tokyo")
    assert clock(athlete) != before
    athlete.sets("Locale", "en-GB")
    athlete.says("should I run today")
    assert '"locale": "en-GB"' in athlete.looks_at("JSON").get_by_role("region", name="Request").inner_text()

    with athlete.refused(400):
        zone = athlete.opens("Device").get_by_label("Time zone")
        zone.fill("Nowhere/Land")
        zone.press("Enter")
        expect(athlete.page.locator("#device-told.objection")).to_contain_text("Nowhere/Land")
    expect(zone).to_have_value("Asia/Tokyo")


def test_screen(athlete: Athlete) -> None:
    """A device with a screen tells the skill so."""
    athlete.opens("Device").get_by_label("Has a screen").check()
    athlete.is_told("Done.")

    athlete.says("should I run today")

    assert "Alexa.Presentation.APL" in athlete.looks_at("JSON").get_by_role("region", name="Request").inner_text()


def test_broken_store_never_costs_the_answer(athlete: Athlete) -> None:
    """The coach says that it could not remember, and goes on; once the store works again it can."""
    athlete.sets("Memory", "is broken")
    answer = athlete.says("remember me")
    assert "couldn't start remembering" in answer
    assert "Shall I check today's run?" in answer

    athlete.sets("Memory", "works")
    assert "I'll remember from now on" in athlete.says("remember me")


def test_reminders_that_fail_are_told_of(athlete: Athlete) -> None:
    """Each way in which Amazon's reminders fail is answered with words, and nothing waits to ring."""
    answers = set()
    for way in ("are all used up", "cannot be reached", "are not on this device"):
        athlete.sets("Reminders", way)
        answers.add(athlete.says("remind me to stretch in two hours", "yes"))
        athlete.page.get_by_role("button", name="New").click()
        expect(athlete.bubbles).to_have_count(0)

    assert len(answers) == 3
    expect(athlete.opens("Device").get_by_role("button", name="Go to that time")).to_have_count(0)


def test_reminders_that_are_not_allowed(athlete: Athlete) -> None:
    """Without the permission no reminder is set."""
    athlete.opens("Device").get_by_label("Reminders are allowed").uncheck()
    athlete.is_told("Done.")

    athlete.says("remind me to stretch in two hours")

    expect(athlete.opens("Device").get_by_role("button", name="Go to that time")).to_have_count(0)


def test_everything_is_forgotten_only_when_pressed_twice(athlete: Athlete) -> None:
    """The first press asks, the second forgets: conversation and memory are empty."""
    athlete.says(*REMEMBERED, "my legs are a six")
    forget = athlete.opens("Device").locator("#forget")

    forget.click()
    expect(forget).to_have_text("Press again to forget everything")
    expect(athlete.bubbles).not_to_have_count(0)
    forget.click()

    athlete.is_told("Everything is forgotten.")
    expect(athlete.bubbles).to_have_count(0)
    expect(athlete.opens("Recovery").locator("svg[role=img]")).to_have_count(0)


def clock(athlete: Athlete) -> datetime:
    """The time that the device shows."""
    return datetime.fromisoformat(athlete.page.locator("#clock").get_attribute("datetime") or "")
