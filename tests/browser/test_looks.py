"""For every eye and every window: axe-core finds nothing, nothing is wider than a phone, dark is dark, calm is calm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.talking import NARROW, WIDE

if TYPE_CHECKING:
    from tests.browser.talking import Athlete

PANELS = ("Inside", "Recovery", "Device")
TABS = ("Understood", "Session", "Decision", "JSON", "Timings", "Checks")
SIZES = {"wide": WIDE, "phone": NARROW}
AXE = Axe()


@pytest.fixture(params=["light", "dark"])
def scheme(athlete: Athlete, request: pytest.FixtureRequest) -> str:
    """The page in the light, and in the dark."""
    athlete.page.emulate_media(color_scheme=request.param)
    return str(request.param)


@pytest.fixture(params=SIZES)
def size(athlete: Athlete, request: pytest.FixtureRequest) -> str:
    """The page on a laptop, and on a phone."""
    width, height = SIZES[request.param]
    athlete.page.set_viewport_size({"width": width, "height": height})
    return str(request.param)


def test_everybody_can_use_it(athlete: Athlete, scheme: str, size: str) -> None:
    """axe-core finds nothing to object to: empty, with a conversation, in each panel and tab, with all that pops up.

    Nothing is wider than the window either.
    """
    looked_at = f"{size}-{scheme}"
    accepts(athlete, f"{looked_at}-welcome")
    athlete.says(
        "open leg day coach", "remember me", "no", "I did legs yesterday at six pm", "eight", "my legs are a six"
    )
    athlete.says("should I do intervals")
    accepts(athlete, f"{looked_at}-conversation")
    for panel in PANELS:
        athlete.opens(panel)
        accepts(athlete, f"{looked_at}-{panel.lower()}")
        athlete.page.keyboard.press("Escape")
    athlete.opens("Inside")
    for tab in TABS:
        athlete.looks_at(tab)
        accepts(athlete, f"{looked_at}-inside-{tab.lower()}")
    athlete.page.keyboard.press("Escape")
    athlete.page.get_by_role("button", name="Keep").click()
    expect(athlete.page.get_by_role("dialog")).to_be_visible()
    accepts(athlete, f"{looked_at}-keep")


def test_reminder_can_be_read_by_everybody(athlete: Athlete, scheme: str, size: str) -> None:
    """The banner too, on either screen."""
    athlete.says("remind me to stretch in two hours", "yes")
    athlete.opens("Device").get_by_role("button", name="Go to that time").click()
    athlete.page.keyboard.press("Escape")
    expect(athlete.page.get_by_text("Here’s your reminder")).to_be_visible()

    accepts(athlete, f"{size}-{scheme}-reminder")


def test_dark_is_dark(athlete: Athlete) -> None:
    """The paper follows the machine's wish."""
    athlete.page.emulate_media(color_scheme="light")
    light = brightness(athlete)

    athlete.page.emulate_media(color_scheme="dark")

    assert light > 0.8
    assert brightness(athlete) < 0.2


def test_nothing_moves_for_those_who_wish_so(athlete: Athlete) -> None:
    """With less motion wished for, nothing is animated, not even while the coach speaks."""
    athlete.page.emulate_media(reduced_motion="reduce")

    athlete.says("should I run today")

    assert athlete.page.evaluate("() => document.getAnimations().length") == 0


def test_what_a_panel_covers_cannot_be_reached(athlete: Athlete) -> None:
    """On a phone a panel lies over the conversation: the Tab key stays in it, Escape goes back."""
    athlete.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    athlete.opens("Device")

    expect(athlete.page.locator("#talk")).to_have_js_property("inert", value=True)
    athlete.page.keyboard.press("Escape")

    expect(athlete.page.locator("#panel-device")).to_be_hidden()
    expect(athlete.page.get_by_role("button", name="Device")).to_be_focused()
    athlete.says("should I run today")


@pytest.mark.parametrize("size", [(320, 568), (740, 360), (1024, 768), (2560, 1440)], ids=str)
def test_window_of_any_size_will_do(athlete: Athlete, size: tuple[int, int]) -> None:
    """From the narrowest phone to a wide desktop, and on its side, one can talk and nothing sticks out."""
    athlete.page.set_viewport_size({"width": size[0], "height": size[1]})

    athlete.says("should I run today")

    assert not sticks_out(athlete)
    athlete.shoots(f"window-{size[0]}x{size[1]}")


def brightness(athlete: Athlete) -> float:
    """How bright the paper is, from 0 to 1."""
    paper = athlete.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", paper)[:3])) / (3 * 255)


def accepts(athlete: Athlete, name: str) -> None:
    """Everything may be read and reached, and nothing is wider than the window; a picture is kept of it."""
    athlete.shoots(name)
    found = AXE.run(athlete.page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    assert not sticks_out(athlete), f"{name} is wider than the window."


def sticks_out(athlete: Athlete) -> bool:
    """Whether the page could be scrolled sideways."""
    wider: bool = athlete.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return wider
