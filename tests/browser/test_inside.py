"""Behind a turn: what was understood, kept, decided, sent and answered, and what the platform says to it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.talking import Athlete

ASKED = "can I do intervals, I did heavy squats last night"


def test_what_was_understood(athlete: Athlete) -> None:
    """Intent, sample and slots of what was said, with how alike they are."""
    athlete.says(ASKED)

    understood = athlete.looks_at("Understood")

    expect(understood).to_contain_text("ShouldIRunIntent")
    expect(understood).to_contain_text(re.compile(r"\d+ %"))
    expect(understood.get_by_role("row").filter(has_text="runType")).to_contain_text("intervals")
    expect(understood).to_contain_text("soreness")


def test_what_is_kept_for_the_next_turn(athlete: Athlete) -> None:
    """The session is open, with the attributes that the skill asked to have again."""
    athlete.says(ASKED)

    session = athlete.looks_at("Session")

    expect(session).to_contain_text("open, the coach listens")
    expect(session.get_by_role("region")).to_contain_text('"asking": "soreness"')


def test_what_decided(athlete: Athlete) -> None:
    """The verdict, the rule of the table, and the studies behind it."""
    athlete.says(ASKED, "five")

    decision = athlete.looks_at("Decision")

    expect(decision.locator(".verdict")).to_have_text("Cross-train")
    expect(decision).to_contain_text("Rule")
    expect(decision).to_contain_text("Sources")
    assert decision.locator(".sources li").count() > 0
    athlete.shoots("decision")


def test_question_decides_nothing(athlete: Athlete) -> None:
    """While the coach still asks, there is no decision to show."""
    athlete.says("should I run today")

    expect(athlete.looks_at("Decision")).to_contain_text("Nothing was decided")


def test_both_bodies_are_shown_and_copied(athlete: Athlete) -> None:
    """Request and response are the JSON that went over, and the clipboard gets it whole."""
    athlete.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    athlete.says("should I run today")

    bodies = athlete.looks_at("JSON")
    bodies.get_by_role("button", name="Copy request").click()
    expect(bodies.get_by_role("button", name="Copied")).to_be_visible()

    request = json.loads(athlete.page.evaluate("() => navigator.clipboard.readText()"))
    assert request == json.loads(bodies.get_by_role("region", name="Request").inner_text())
    assert request["request"]["intent"]["name"] == "ShouldIRunIntent"
    assert "<speak>" in bodies.get_by_role("region", name="Response").inner_text()


def test_timings_and_checks(athlete: Athlete) -> None:
    """How long each part took, and each rule of the platform with whether it holds."""
    athlete.says("should I run today")

    assert athlete.looks_at("Timings").get_by_role("row").count() > 2
    checks = athlete.looks_at("Checks")
    expect(checks).to_contain_text("Amazon would accept it")
    assert checks.locator("li.holds").count() > 3


def test_chosen_tab_stays_from_turn_to_turn(athlete: Athlete) -> None:
    """Whoever watches the session goes on watching it."""
    athlete.says("should I run today")
    athlete.looks_at("Session")

    athlete.says("five")

    expect(athlete.page.get_by_role("tab", name="Session")).to_have_attribute("aria-selected", "true")


def test_an_earlier_turn_is_looked_into(athlete: Athlete) -> None:
    """Each bubble has a button that shows its own inside."""
    athlete.says("should I run today", "five")

    athlete.page.get_by_role("button", name="Look inside").first.click()

    expect(athlete.page.locator(".turn.chosen")).to_contain_text("should I run today")
    expect(athlete.looks_at("Understood")).to_contain_text("ShouldIRunIntent")


def test_conversation_is_kept_as_a_test(athlete: Athlete, kept_in: Path) -> None:
    """One click and a name, and there is a dialogue file: it is shown, and it says what was said."""
    answer = athlete.says("should I run today")
    athlete.page.get_by_role("button", name="Keep").click()
    expect(athlete.page.get_by_label("Name")).to_be_focused()
    expect(athlete.page.get_by_label("Name")).to_have_value("should_i_run_today")

    athlete.page.keyboard.press("Enter")

    expect(athlete.page.locator("#record-told")).to_contain_text("should_i_run_today.dialogue")
    text = (kept_in / "should_i_run_today.dialogue").read_text(encoding="utf-8")
    assert athlete.page.locator("#record-text").inner_text().strip() == text.strip()
    assert answer in text
    athlete.shoots("kept")
    athlete.page.keyboard.press("Escape")
    expect(athlete.page.get_by_role("dialog")).to_be_hidden()
    expect(athlete.page.get_by_role("button", name="Keep")).to_be_focused()


def test_name_that_is_no_name_is_refused(athlete: Athlete) -> None:
    """A path is not a name; a sentence says so, and nothing is written."""
    athlete.says("should I run today")
    athlete.page.get_by_role("button", name="Keep").click()

    with athlete.refused(400):
        athlete.page.get_by_label("Name").fill("../../etc/passwd")
        athlete.page.keyboard.press("Enter")
        expect(athlete.page.locator("#record-told.objection")).not_to_be_empty()

    expect(athlete.page.locator("#record-kept")).to_be_hidden()
