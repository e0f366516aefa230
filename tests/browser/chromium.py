"""Debian's Chromium, driven by Playwright; used by the tests, and by `benchmarks` for the first paint."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright

CHROMIUM = shutil.which("chromium")
MISSING = "needs Chromium (on Debian: apt-get install chromium)"

# It calls nobody but the page: what it would fetch on its own it may not.
_ALONE = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MICROPHONE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@contextmanager
def launched(playwright: Playwright, microphone: Path | None = None) -> Iterator[Browser]:
    """A browser; with `microphone`, a WAV file that it hears once from the moment it listens."""
    heard = (*_MICROPHONE, f"--use-file-for-fake-audio-capture={microphone}%noloop") if microphone else ()
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*_ALONE, *heard])
    try:
        yield browser
    finally:
        browser.close()
