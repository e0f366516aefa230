"""The recovery panel: a picture that the page colours, and the same in words and tables."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

import pytest

from skill.cli.page import NOTHING_TO_PLOT, page
from skill.settings import Settings
from skill.simulator.dialogue_file import FIRST
from tests.workbench.visitor import DAY, SUNDAY, ZONE, Visitor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def sore(remembered: Visitor) -> Visitor:
    """Somebody who squatted on Saturday, and whose legs were a six on Sunday and a three on Monday."""
    remembered.says("I did legs yesterday at six pm", "eight", "my legs are a six")
    remembered.travels(DAY)
    remembered.says("my legs are a three")
    return remembered


def picture(visitor: Visitor) -> Element:
    """The picture, parsed."""
    return fromstring(visitor.look("recovery")["svg"])  # noqa: S314 - our own


def test_there_is_nothing_to_see_at_first(visitor: Visitor) -> None:
    """It says what to say."""
    assert visitor.look("recovery") == {"svg": "", "sentence": NOTHING_TO_PLOT, "rows": [], "go": []}


def test_where_nobody_is_remembered_it_is_the_same() -> None:
    """A store that keeps nothing is no reason to fail, and the page says that nothing is kept."""
    with page(
        Settings(store="memory://"), lambda: SUNDAY, locale="en-US", time_zone=ZONE, wording=lambda: FIRST
    ) as app:
        visitor = Visitor(app.test_client())
        visitor.says("my legs are a six")

        assert visitor.look("recovery")["sentence"] == NOTHING_TO_PLOT
        assert visitor.travels(DAY)["keeps"] == "nothing"
        visitor.starts_over(forget=True)


def test_check_ins_curve_and_leg_day_are_drawn(sore: Visitor) -> None:
    """A point for each check-in, the curve, the leg day, and when a hard run is fine."""
    drawn = picture(sore)

    classes = [element.get("class") for element in drawn.iter()]
    assert len([circle for circle in drawn.iter(f"{SVG}circle") if circle.find(f"{SVG}title") is not None]) == 2
    assert {"curve", "curve ahead", "band", "leg-day", "hard-run"} <= {*classes}


def test_the_picture_brings_no_colours(sore: Visitor) -> None:
    """The page's content policy allows no style but its own."""
    drawn = picture(sore)

    assert not [element for element in drawn.iter() if element.tag == f"{SVG}style" or element.get("style")]
    assert "#" not in sore.look("recovery")["svg"]


def test_the_picture_is_told_in_words(sore: Visitor) -> None:
    """The same text inside and beside it."""
    sentence = sore.look("recovery")["sentence"]

    assert sentence == picture(sore).findtext(f"{SVG}desc")
    assert "Leg days: 1. Check-ins: 2. The last check-in: Mon 23 Nov 09:00, soreness 3." in sentence


def test_check_ins_are_listed(sore: Visitor) -> None:
    """With their local times."""
    assert sore.look("recovery")["rows"] == [
        {"when": "2026-11-22T09:00:00+00:00", "soreness": 6.0},
        {"when": "2026-11-23T09:00:00+00:00", "soreness": 3.0},
    ]


def test_each_kind_of_run_has_its_time(sore: Visitor) -> None:
    """An easy run is never later than intervals, and nothing is likely after it is sure."""
    go = {one["run"]: one for one in sore.look("recovery")["go"]}

    times = {run: [datetime.fromisoformat(one[name]) for name in ("from", "by")] for run, one in go.items()}
    assert {"easy", "long", "intervals", "race"} <= times.keys()
    assert times["easy"] <= times["intervals"]
    assert all(likely <= surely for likely, surely in times.values())
