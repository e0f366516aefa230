"""For every window and wish: nothing is wider than a phone, dark is dark, calm is calm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.talking import NARROW

if TYPE_CHECKING:
    from tests.browser.talking import Athlete


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

    assert not athlete.has_to_scroll_sideways()
    athlete.shoots(f"window-{size[0]}x{size[1]}")


def brightness(athlete: Athlete) -> float:
    """How bright the paper is, from 0 to 1."""
    paper = athlete.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", paper)[:3])) / (3 * 255)
