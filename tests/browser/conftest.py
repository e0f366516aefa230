"""The real page in a real browser: its own server, Debian's Chromium, and somebody who uses it.

A browser is started once, a server and a page for each test. Whatever the browser complains of, a
breach of the content policy for one, fails the test.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

from skill.cli.page import page
from skill.settings import Settings
from skill.simulator.dialogue_file import FIRST
from skill.workbench.serving import serving
from tests.browser.chromium import CHROMIUM, MISSING, launched
from tests.browser.talking import SCREENSHOTS, WIDE, Athlete

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright


MORNING = datetime(2026, 11, 24, 12, 12, tzinfo=UTC)
"""A Tuesday, twelve past seven in New York. It stays so unless a test travels."""


expect.set_options(timeout=30_000)  # milliseconds; on a machine that is busy with other things as well


def pytest_runtest_setup() -> None:
    """Skip every test here, in one line, where there is no browser."""
    if CHROMIUM is None:
        pytest.skip(MISSING)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser."""
    with launched(playwright) as started:
        yield started


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which conversations are kept: in this test, no clone of the project is near."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def server() -> Iterator[ExitStack]:
    """What runs for the page; closing it stops it."""
    with ExitStack() as running:
        yield running


@pytest.fixture
def address(server: ExitStack, kept_in: Path) -> str:
    """Where the page is served: our own skill, which remembers in a file of its own, on a Tuesday morning."""
    settings = Settings(store=f"sqlite:///{kept_in / 'athletes.sqlite3'}")
    ours = page(settings, lambda: MORNING, locale="en-US", time_zone="America/New_York", wording=lambda: FIRST)
    return server.enter_context(serving(server.enter_context(ours), port=0))


@pytest.fixture
def athlete(browser: Browser, address: str) -> Iterator[Athlete]:
    """Somebody before the page, on a laptop in the light; nothing was said yet."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    width, height = WIDE
    with browser.new_context(base_url=address, viewport={"width": width, "height": height}) as context:
        somebody = Athlete(context.new_page(), address)
        yield somebody
    assert somebody.complaints == []
