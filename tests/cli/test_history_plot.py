"""The picture of soreness over time: read as the XML it is, everything is in it, in its place, and told in words."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

import pytest

from skill.advice import Bout, HoursAgo, RunType, Situation, forecast, learn
from skill.cli import plot
from skill.cli.plot import NothingToPlot
from skill.cli.soreness import OverTime, over_time
from skill.memory import Event, Recollection

if TYPE_CHECKING:
    from skill.memory import Json

LONDON = ZoneInfo("Europe/London")
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=LONDON)

SVG = "{http://www.w3.org/2000/svg}"
COLOUR = re.compile(r"#[0-9a-f]{6}")


def event(kind: str, hours_ago: float, now: datetime, **data: Json) -> Event:
    """Something that happened."""
    at = now - timedelta(hours=hours_ago)
    return Event(kind=kind, at=at, data=data, id=f"{kind} {hours_ago}", recorded_at=at)


def remembered(leg_days: dict[float, float], check_ins: dict[float, float], now: datetime = SUNDAY) -> OverTime:
    """Leg days with their effort and check-ins with their soreness, both by hours ago."""
    events = [event("leg_day", ago, now, effort=effort, **_span(ago, now)) for ago, effort in leg_days.items()]
    events += [event("check_in", ago, now, soreness=soreness) for ago, soreness in check_ins.items()]
    return over_time(Recollection(events=tuple(sorted(events, key=lambda one: one.at))), now)


def _span(ago: float, now: datetime) -> dict[str, Any]:
    at = (now - timedelta(hours=ago)).isoformat()
    return {"leg_day": [at, at], "leg_date": at[:10]}


USUAL = remembered({40: 8, 208: 7}, {184: 3, 160: 4, 136: 2, 16: 4, 1: 6})

FIRST_DAY = date(2026, 11, 13)
LAST_DAY = (SUNDAY + timedelta(hours=12 + max(12.0, (USUAL.hard_run and USUAL.hard_run.latest) or 0.0))).date()
"""What is drawn: from the first leg day to twelve hours after the latest hour for the run, in whole days."""


def drawn(shown: OverTime = USUAL) -> Element:
    """The picture, read by an XML parser."""
    return fromstring(plot.svg(shown))  # noqa: S314 - our own


def all_of(root: Element, tag: str, kind: str | None = None) -> list[Element]:
    """The elements of a tag, or those of them that are of a class."""
    found = root.iter(f"{SVG}{tag}")
    return [element for element in found if kind is None or kind in element.get("class", "").split()]


def words(root: Element) -> list[str]:
    """All that is written in it."""
    return [element.text or "" for element in all_of(root, "text")]


def titles(elements: list[Element]) -> list[str]:
    """What is told of each when one points at it."""
    return [element.findtext(f"{SVG}title", "") for element in elements]


def check_in_points(root: Element) -> list[Element]:
    """The points of check-ins, without that of the legend."""
    return [point for point in all_of(root, "circle", "point") if titles([point])[0]]


def curve(root: Element, kind: str) -> list[tuple[float, float]]:
    """The places a path of this class goes through; the first one, as the legend comes last."""
    path = next(path for path in all_of(root, "path") if path.get("class") == kind)
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d", ""))]


def number(element: Element, name: str) -> float:
    """An attribute that is a number."""
    return float(element.attrib[name])


def test_it_tells_in_words_what_it_shows() -> None:
    """For those who hear it: a name, and a description with the numbers that count."""
    root = drawn()
    assert (root.tag, root.get("role"), root.get("aria-labelledby")) == (f"{SVG}svg", "img", "title desc")
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.get("id"), title.text) == ("title", "Soreness over time")
    assert description.get("id") == "desc"
    assert description.text == (
        f"Soreness from 0 to 10, Fri 13 Nov 2026 to {LAST_DAY:%a %d %b %Y}. Leg days: 2. Check-ins: 5. "
        f"The last check-in: Sun 22 Nov 08:00, soreness 6. {USUAL.outlook()}"
    )


def test_every_check_in_is_a_point_in_its_place() -> None:
    """Later is further right, sorer is further up, and each says what it is."""
    points = check_in_points(drawn())
    assert titles(points) == [
        "Check-in: Sat 14 Nov 17:00, soreness 3",
        "Check-in: Sun 15 Nov 17:00, soreness 4",
        "Check-in: Mon 16 Nov 17:00, soreness 2",
        "Check-in: Sat 21 Nov 17:00, soreness 4",
        "Check-in: Sun 22 Nov 08:00, soreness 6",
    ]
    across, up = [number(point, "cx") for point in points], [-number(point, "cy") for point in points]
    assert across == sorted(across)
    assert sorted(range(5), key=lambda place: (up[place], place)) == [2, 0, 1, 3, 4]
    assert up[1] == up[3]


def test_every_leg_day_is_a_mark() -> None:
    """With what is known of it."""
    assert titles(all_of(drawn(), "g", "leg-day")) == [
        "Leg day: Fri 13 Nov 17:00, effort 7",
        "Leg day: Fri 20 Nov 17:00, effort 8",
    ]


def test_the_curve_is_the_one_that_was_learned() -> None:
    """Its mean within its range, from the first leg day on; solid up to now, dashed from there."""
    root = drawn()
    band, past, ahead = curve(root, "band"), curve(root, "curve"), curve(root, "curve ahead")
    now = number(all_of(root, "line", "now")[0], "x1")
    first_leg_day = number(all_of(root, "line", "legs")[0], "x1")
    assert past[0][0] == pytest.approx(first_leg_day, abs=0.1)
    assert past[0][1] == 364.0
    assert past[-1] == ahead[0]
    assert past[-1][0] <= now < ahead[1][0]
    whole = past + ahead[1:]
    upper, lower = band[: len(whole)], band[len(whole) :][::-1]
    assert [x for x, _ in upper] == [x for x, _ in whole] == [x for x, _ in lower]
    assert all(high <= mean <= low for (_, high), (_, mean), (_, low) in zip(upper, whole, lower, strict=True))
    days = (LAST_DAY - FIRST_DAY).days + 1
    hours = (whole[-1][0] - now) / (896 - 64) * days * 24
    assert (364 - whole[-1][1]) / 26 == pytest.approx(USUAL.recovery.soreness_at(hours).mean, abs=0.1)


def test_the_hour_of_the_next_hard_run_is_marked() -> None:
    """Between the earliest and the latest, to the right of now; named by its weekday."""
    root = drawn()
    (mark,) = all_of(root, "g", "hard-run")
    bar, line, label = (mark.find(f"{SVG}{tag}") for tag in ("rect", "line", "text"))
    assert bar is not None
    assert line is not None
    assert label is not None
    left, right = number(bar, "x"), number(bar, "x") + number(bar, "width")
    assert number(all_of(root, "line", "now")[0], "x1") < left < number(line, "x1") < right
    assert label.text is not None
    assert re.fullmatch(r"hard run: (Sun|Mon|Tue|Wed) \d\d:00", label.text)
    assert titles([mark]) == [USUAL.outlook()]


def test_the_forecast_is_the_one_that_is_spoken() -> None:
    """From the facts a conversation would begin with: soreness of today, leg day and effort."""
    run = USUAL.hard_run
    from_scratch = forecast(
        Situation(soreness=6.0, leg_day=HoursAgo.exactly(40.0), effort=8.0, run=RunType.HARD, local_hour=9.0),
        learn([Bout(-40, 8.0), Bout(-208, 7.0)], USUAL.check_ins),
    )
    assert run == from_scratch


def test_days_are_named_and_soreness_is_numbered() -> None:
    """A short week has a label for each day, weekday over date."""
    said = words(drawn(remembered({40: 8}, {16: 4})))
    assert [word for word in said if word in {"0", "2", "4", "6", "8", "10"}] == ["0", "2", "4", "6", "8", "10"]
    first = said.index("Fri")
    assert said[first : first + 6] == ["Fri", "20 Nov", "Sat", "21 Nov", "Sun", "22 Nov"]
    assert "soreness" in said


@pytest.mark.parametrize("days", [1, 7, 14, 27, 28])
def test_labels_never_run_into_each_other(days: int) -> None:
    """However many days there are, the names of two of them are far enough apart."""
    root = drawn(remembered({24.0 * days - 1: 8, 20: 7}, {}))
    dates = [text for text in all_of(root, "text") if re.fullmatch(r"\d+ Nov|\d+ Oct", text.text or "")]
    places = [number(text, "x") for text in dates]
    assert all(after - before >= 46 for before, after in pairwise(places))
    assert len(places) >= 4 or days == 1


def test_nothing_is_further_back_than_four_weeks() -> None:
    """What was before is not in the picture, though it taught something."""
    root = drawn(remembered({24 * 35: 8, 40: 8}, {24 * 33: 5, 16: 4}))
    assert len(all_of(root, "g", "leg-day")) == 1
    assert len(check_in_points(root)) == 1
    assert curve(root, "curve")[0][0] >= 64


def test_check_ins_without_a_leg_day_have_no_curve() -> None:
    """There is nothing to reckon from, so neither a curve nor a run is drawn; the legend's lines are no curve."""
    root = drawn(remembered({}, {16: 4, 1: 3}))
    assert len(check_in_points(root)) == 2
    assert all_of(root, "path", "band") == []
    assert len(all_of(root, "path", "curve")) == 1
    assert all_of(root, "g", "hard-run") == []
    assert "From your check-ins." in words(root)


def test_a_run_that_is_fine_now_is_marked_as_that() -> None:
    """Rested legs, four days on."""
    shown = remembered({100: 5}, {1: 0})
    assert shown.outlook() == "A hard run is a go now."
    assert "hard run: now" in words(drawn(shown))


def test_nothing_makes_no_picture() -> None:
    """Neither leg days nor check-ins, or too long ago."""
    for shown in (remembered({}, {}), remembered({24 * 40: 8}, {24 * 38: 4})):
        with pytest.raises(NothingToPlot):
            plot.svg(shown)


@pytest.mark.parametrize(
    ("now", "hours"),
    [(datetime(2026, 3, 29, 12, tzinfo=LONDON), 23), (datetime(2026, 10, 25, 12, tzinfo=LONDON), 25)],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_day_is_as_long_as_it_is(now: datetime, hours: int) -> None:
    """Where clocks change, the day on the axis is shorter or longer than its neighbours."""
    root = drawn(remembered({20: 8}, {}, now))
    lines = sorted(number(line, "x1") for line in all_of(root, "line", "grid") if line.get("x1") == line.get("x2"))
    widths = [after - before for before, after in pairwise(lines)]
    assert widths[1] / widths[0] == pytest.approx(hours / 24, abs=0.01)


def test_a_leg_day_of_which_little_is_known_is_drawn_too() -> None:
    """Without effort; to failure."""
    at = SUNDAY - timedelta(hours=30)
    one = event("leg_day", 30, SUNDAY, to_failure=True, **_span(30, SUNDAY))
    root = drawn(over_time(Recollection(events=(one,)), SUNDAY))
    assert titles(all_of(root, "g", "leg-day")) == [f"Leg day: {at:%a %d %b %H:%M}, to failure"]


def test_everything_lies_within_the_picture() -> None:
    """Also with the sorest legs and the latest run."""
    root = drawn(remembered({10: 10}, {1: 10, 5: 10, 9: 0}))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for kind in ("band", "curve", "curve ahead"):
        assert all(0 <= x <= width and 100 <= y <= 364 for x, y in curve(root, kind))
    for text in all_of(root, "text"):
        assert 0 <= number(text, "x") <= width
        assert 0 <= number(text, "y") <= height


def test_it_stands_alone_in_light_and_in_dark() -> None:
    """Nothing is fetched and nothing runs; there is a second set of colours for dark screens."""
    text = plot.svg(USUAL)
    style = drawn().findtext(f"{SVG}style") or ""
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    assert len(COLOUR.findall(light)) == len(COLOUR.findall(dark)) > 8
    assert not set(COLOUR.findall(light)) & set(COLOUR.findall(dark))
    assert text.count("http") == 1
    assert not [word for word in ("<script", "href", "url(", "@import") if word in text]


@pytest.mark.parametrize("ink", ["ink", "soft", "go"])
def test_what_is_written_can_be_read(ink: str) -> None:
    """Contrast of 4.5 to 1, as WCAG 2 asks of text, on light paper and on dark."""
    for colours in (plot.LIGHT, plot.DARK):
        assert _contrast(colours["paper"], colours[ink]) >= 4.5


@pytest.mark.parametrize("mark", ["curve", "point", "legs"])
def test_what_is_drawn_can_be_seen(mark: str) -> None:
    """Contrast of 3 to 1, as WCAG 2 asks of graphics."""
    for colours in (plot.LIGHT, plot.DARK):
        assert _contrast(colours["paper"], colours[mark]) >= 3


def _contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
