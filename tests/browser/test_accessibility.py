"""For every eye: axe-core finds nothing to object to, in the light and in the dark, on a laptop and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.talking import NARROW, WIDE

if TYPE_CHECKING:
    from tests.browser.talking import Athlete

PANELS = {"Recovery": "svg[role=img]", "Device": "#upcoming li"}
"""With something in each that is there once it is filled."""

TABS = ("Understood", "Session", "Decision", "JSON", "Timings", "Checks")
LOOKS: dict[str, tuple[Literal["light", "dark"], tuple[int, int]]] = {
    "light": ("light", WIDE),
    "dark": ("dark", WIDE),
    "phone": ("light", NARROW),
}
AXE = Axe()


@pytest.fixture(params=LOOKS)
def look(athlete: Athlete, request: pytest.FixtureRequest) -> str:
    """The page in the light, in the dark, and on a phone."""
    scheme, (width, height) = LOOKS[request.param]
    athlete.page.emulate_media(color_scheme=scheme)
    athlete.page.set_viewport_size({"width": width, "height": height})
    return str(request.param)


def test_everybody_can_use_it(athlete: Athlete, look: str) -> None:
    """axe-core finds nothing to object to: empty, with a conversation, in each panel and tab, with all that pops up.

    Nothing is wider than the window either.
    """
    accepts(athlete, f"{look}-welcome")
    athlete.says("remember me", "no", "I did legs yesterday at six pm", "eight", "my legs are a six")
    athlete.says("should I do intervals")
    accepts(athlete, f"{look}-conversation")
    for panel, filled in PANELS.items():
        expect(athlete.opens(panel).locator(filled).first).to_be_visible()
        accepts(athlete, f"{look}-{panel.lower()}")
        athlete.page.keyboard.press("Escape")
    athlete.opens("Inside")
    for tab in TABS:
        athlete.looks_at(tab)
        accepts(athlete, f"{look}-inside-{tab.lower()}")
    athlete.page.keyboard.press("Escape")
    athlete.page.get_by_role("button", name="Keep").click()
    expect(athlete.page.get_by_role("dialog")).to_be_visible()
    accepts(athlete, f"{look}-keep")


def test_reminder_can_be_read_by_everybody(athlete: Athlete, look: str) -> None:
    """The banner too, in each look."""
    athlete.says("remind me to stretch in two hours", "yes")
    athlete.opens("Device").get_by_role("button", name="Go to that time").click()
    athlete.page.keyboard.press("Escape")
    expect(athlete.page.get_by_text("Here’s your reminder")).to_be_visible()

    accepts(athlete, f"{look}-reminder")


def accepts(athlete: Athlete, name: str) -> None:
    """Everything may be read and reached, and nothing is wider than the window; a picture is kept of it."""
    athlete.shoots(name)
    found = AXE.run(athlete.page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert not athlete.has_to_scroll_sideways(), f"{name} is wider than the window."
