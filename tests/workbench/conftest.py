"""The page with the real skill, a memory of its own, and a clock that stands still until a test moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from skill.cli.page import page
from skill.settings import Settings
from skill.simulator.dialogue_file import FIRST
from tests.workbench.visitor import SUNDAY, ZONE, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

REMEMBERED = ("open leg day coach", "remember me", "no")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Athletes are remembered in a folder that only this test has."""
    return Settings(store=f"sqlite:///{tmp_path}/memory.db")


@pytest.fixture
def visitor(settings: Settings) -> Iterator[Visitor]:
    """Somebody before a fresh page, on a Sunday morning; of several wordings the first is spoken."""
    somebody: Visitor | None = None

    def clock() -> datetime:
        return somebody.now if somebody else SUNDAY

    with page(settings, clock, locale="en-US", time_zone=ZONE, wording=lambda: FIRST) as app:
        app.testing = False  # what breaks is answered as to a browser
        somebody = Visitor(app.test_client())
        yield somebody


@pytest.fixture
def remembered(visitor: Visitor) -> Visitor:
    """Somebody who said yes to being remembered."""
    visitor.says(*REMEMBERED)
    return visitor
