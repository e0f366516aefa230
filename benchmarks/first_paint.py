"""How soon the page is there: in Debian's Chromium, each time with an empty cache.

It needs Playwright, of the extra `dev`, and Chromium; without them nothing is measured.
"""

from __future__ import annotations

from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.report import Row, at_most

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from benchmarks.plan import Plan

PART = "The page"
TARGET = at_most(1000, " ms")
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
_NOW = "() => performance.now()"


def rows(plan: Plan, address: str) -> list[Row]:
    """Milliseconds from asking for the page at `address` to its first paint, and until one can talk."""
    if find_spec("playwright") is None:
        plan.say("first paint: not without Playwright")
        return []
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as above

    from tests.browser.chromium import CHROMIUM, MISSING, launched  # noqa: PLC0415 - as above

    if CHROMIUM is None:
        plan.say(f"first paint: {MISSING}")
        return []
    plan.say("first paint")
    with sync_playwright() as playwright, launched(playwright) as browser:
        _visit(browser, address)  # warms up the browser, not its cache
        visits = [_visit(browser, address) for _ in range(2 * plan.rounds)]
    painted, ready = zip(*visits, strict=True)
    return [
        _row("first paint, ms", painted),
        _row("ready to talk, ms", ready),
    ]


def _visit(browser: Browser, address: str) -> tuple[float, float]:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.locator("#chips button").first.wait_for()
        return page.evaluate(_PAINTED), page.evaluate(_NOW)


def _row(what: str, took: tuple[float, ...]) -> Row:
    return Row(part=PART, what=what, ours=median(took), target=TARGET, spread=(min(took), max(took)))
