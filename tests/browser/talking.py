"""An athlete before the page: says things, reads what comes, looks where there is something to see."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from playwright.sync_api import ConsoleMessage, Locator, Page

SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"

NARROW, WIDE = (360, 740), (1440, 900)
"""A small phone, and a laptop; in CSS pixels."""


class Athlete:
    """Somebody who uses the page, and notices whatever the browser complains of.

    Attributes:
        page: the page, for what has no name here.
        complaints: what the browser's console said as an error or a warning, breaches of the content policy among them.
    """

    def __init__(self, page: Page, address: str) -> None:
        """Go to the page, and wait until it is ready."""
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        expect(self.chips.first).to_be_visible()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """What is done here the server refuses with this status: the browser says so, and nothing else."""
        before = len(self.complaints)
        yield
        said = self.complaints[before:]
        assert said
        assert all(f"status of {status}" in one for one in said), said
        del self.complaints[before:]

    # The conversation.

    @property
    def input(self) -> Locator:
        """Where one types."""
        return self.page.get_by_label("Say something to the coach")

    @property
    def chips(self) -> Locator:
        """What the page offers to say."""
        return self.page.get_by_role("list", name="Things you could say").get_by_role("button")

    @property
    def bubbles(self) -> Locator:
        """What the coach said, one for each turn."""
        return self.page.locator(".coach:not(.thinking)")

    @property
    def words(self) -> Locator:
        """The words of the last answer."""
        return self.bubbles.last.locator(".words")

    def says(self, *utterances: str) -> str:
        """Say one thing after the other, each after the answer to the one before; gives the last answer."""
        for utterance in utterances:
            before = self.bubbles.count()
            self.input.fill(utterance)
            self.input.press("Enter")
            self.hears_answer(before + 1)
        return self.words.inner_text()

    def hears_answer(self, number: int) -> None:
        """Wait for so many answers, and for what the page does once one has come."""
        expect(self.bubbles).to_have_count(number)
        expect(self.page.locator(f'.turn.chosen[data-turn="{number - 1}"]')).to_be_visible()

    # What is beside it.

    def opens(self, panel: str) -> Locator:
        """Open a panel by its button, unless it is open."""
        door = self.page.get_by_role("navigation", name="Tools").get_by_role("button", name=panel)
        if door.get_attribute("aria-expanded") != "true":
            door.click()
        expect(door).to_have_attribute("aria-expanded", "true")
        return self.page.locator(f"#{door.get_attribute('aria-controls')}")

    def looks_at(self, tab: str) -> Locator:
        """Choose a part of the turn that is looked into."""
        self.opens("Inside")
        self.page.get_by_role("tab", name=tab, exact=True).click()
        return self.page.get_by_role("tabpanel", name=tab, exact=True)

    def sets(self, label: str, value: str) -> None:
        """Choose a setting of the device, and wait until it is done."""
        self.opens("Device").get_by_role("combobox", name=label).select_option(label=value)
        self.is_told("Done.")

    def travels(self, button: str) -> None:
        """Press one of the buttons that move the device's clock."""
        self.opens("Device").get_by_role("button", name=button).click()
        self.is_told("Here we are.")

    def is_told(self, sentence: str | re.Pattern[str]) -> None:
        """Wait for the device to say what came of a setting."""
        expect(self.page.locator("#device-told")).to_have_text(sentence)

    # For the eye.

    def has_to_scroll_sideways(self) -> bool:
        """Whether something is wider than the window."""
        wider: bool = self.page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
        return wider

    def shoots(self, name: str) -> None:
        """Keep a picture of the page for those who want to look at it; nothing is checked."""
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")
