"""Draws soreness over time as an SVG file: check-ins, the personal curve with its range, leg days, the next hard run.

Hours become places here and nowhere else; nothing is reckoned about recovery. Every mark has a shape of its own beside
its colour, every point says what it is, and the picture as a whole is told in words for those who hear it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count, pairwise, takewhile
from math import ceil
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 # writes, reads nothing

from skill.cli.soreness import MOMENT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from skill.advice import Bout, Report
    from skill.cli.soreness import OverTime

LONGEST_DAYS = 28
"""So far back the picture goes at most; further back nobody would find a day in it."""

SHORTEST_AHEAD = 24.0
PAST_THE_RUN = 12.0
"""Hours: so far ahead it goes at least, and so far beyond the hour from which a hard run is fine."""

_WIDTH, _HEIGHT = 920, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 896, 104, 364
_MOST_SORE = 10
_GRID = range(0, _MOST_SORE + 1, 2)
_SAMPLES = 240
_NARROWEST_LABEL = 46.0
_DAYS_A_LABEL = (1, 2, 3, 4, 7)
_LEGEND_ROW = 428

LIGHT = {
    "paper": "#ffffff", "ink": "#1f2933", "soft": "#5b6672", "grid": "#e4e7eb",
    "curve": "#2563eb", "point": "#b4410e", "legs": "#6d28d9", "go": "#15803d",
}  # fmt: skip
DARK = {
    "paper": "#12181f", "ink": "#e6eaee", "soft": "#9aa5b1", "grid": "#2c3641",
    "curve": "#6ea8fe", "point": "#ff9d5c", "legs": "#c4a1ff", "go": "#4ade80",
}  # fmt: skip
"""Colours on light paper, and on dark."""

_COLOURS = (
    ".paper {{ fill: {paper} }} text, .ink {{ fill: {ink} }} text.soft {{ fill: {soft} }} text.go {{ fill: {go} }} "
    ".grid {{ stroke: {grid} }} .now {{ stroke: {soft} }} .band {{ fill: {curve} }} .curve {{ stroke: {curve} }} "
    ".point {{ fill: {point}; stroke: {paper} }} .legs {{ fill: {legs}; stroke: {legs} }} "
    "line.go {{ stroke: {go} }} rect.go {{ fill: {go} }}"
)
_STYLE = (
    "text { font: 13px system-ui, sans-serif } text.title { font-size: 18px; font-weight: 600 } "
    "line, .curve { stroke-width: 1 } .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round } "
    ".ahead { stroke-dasharray: 6 5 } .now { stroke-dasharray: 2 4 } .band { fill-opacity: .16 } "
    ".point { stroke-width: 1.5 } line.legs { stroke-opacity: .35 } line.go { stroke-width: 2 } "
    "rect.go { fill-opacity: .3 } "
    f"{_COLOURS.format_map(LIGHT)} @media (prefers-color-scheme: dark) {{ {_COLOURS.format_map(DARK)} }}"
)


class NothingToPlot(ValueError):  # noqa: N818 (reads as what it says)
    """There is neither a leg day nor a check-in in the weeks that the picture shows."""


def svg(shown: OverTime, *, coloured: bool = True) -> str:
    """The picture, as an SVG document.

    Args:
        shown: what is drawn.
        coloured: whether it brings its own style; without, the page that it is put into has to.

    Raises:
        NothingToPlot: if there is nothing in it.
    """
    axes = _axes(shown)
    root = Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
        "width": str(_WIDTH), "height": str(_HEIGHT), "role": "img", "aria-labelledby": "title desc",
    })  # fmt: skip
    _add(root, "title", "Soreness over time", id="title")
    _add(root, "desc", _in_words(shown, axes), id="desc")
    if coloured:
        _add(root, "style", _STYLE)
    _add(root, "rect", class_="paper", width=_WIDTH, height=_HEIGHT, rx=10)
    for draw in (_heading, _grid, _days, _recovery, _leg_days, _next_run, _now, _check_ins):
        draw(root, shown, axes)
    _legend(root)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def in_words(shown: OverTime) -> str:
    """What the picture shows, for those who hear it.

    Raises:
        NothingToPlot: if there is nothing in it.
    """
    return _in_words(shown, _axes(shown))


@dataclass(frozen=True, slots=True)
class _Axes:
    """Which hours are shown, as hours from now, and where they lie.

    Attributes:
        start: a midnight.
        end: a midnight.
        midnights: all of them, with the day that begins; the last one begins a day that is not shown.
    """

    start: float
    end: float
    midnights: tuple[tuple[float, date], ...]

    def x(self, hours: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (hours - self.start) / (self.end - self.start)

    def y(self, soreness: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * soreness / _MOST_SORE

    def hold(self, hours: float) -> bool:
        return self.start <= hours <= self.end


def _axes(shown: OverTime) -> _Axes:
    """From the first day with something in it to the day after the run, in whole days."""
    told = [bout.at_hours for bout in shown.leg_days] + [report.at_hours for report in shown.check_ins]
    of_late = [hours for hours in told if hours >= -LONGEST_DAYS * 24]
    if not of_late:
        raise NothingToPlot
    run = shown.hard_run.latest if shown.hard_run else None
    ahead = max(SHORTEST_AHEAD, *of_late, PAST_THE_RUN + (run or 0.0))
    first, last = shown.at(min(of_late)).date(), shown.at(ahead).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 2)]
    midnights = tuple((_hours(datetime.combine(day, time(), shown.now.tzinfo), shown.now), day) for day in days)
    return _Axes(midnights[0][0], midnights[-1][0], midnights)


def _hours(moment: datetime, now: datetime) -> float:
    return (moment.timestamp() - now.timestamp()) / 3600


def _in_words(shown: OverTime, axes: _Axes) -> str:
    first, last = shown.at(axes.start), shown.at(axes.end) - timedelta(days=1)
    leg_days = [bout for bout in shown.leg_days if axes.hold(bout.at_hours)]
    check_ins = [report for report in shown.check_ins if axes.hold(report.at_hours)]
    told = [
        f"Soreness from 0 to {_MOST_SORE}, {first:%a %d %b %Y} to {last:%a %d %b %Y}.",
        f"Leg days: {len(leg_days)}. Check-ins: {len(check_ins)}.",
        *(f"The last check-in: {_of_report(shown, report)}." for report in check_ins[-1:]),
        shown.outlook(),
    ]
    return " ".join(filter(None, told))


def _of_report(shown: OverTime, report: Report) -> str:
    return f"{shown.at(report.at_hours):{MOMENT}}, soreness {report.soreness:g}"


def _of_bout(shown: OverTime, bout: Bout) -> str:
    effort = "" if bout.effort is None else f", effort {bout.effort:g}"
    return f"Leg day: {shown.at(bout.at_hours):{MOMENT}}{effort}{', to failure' if bout.to_failure else ''}"


# What is drawn, from the back to the front.


def _heading(root: Element, shown: OverTime, _: _Axes) -> None:
    _add(root, "text", "Soreness over time", class_="title", x=_LEFT - 40, y=36)
    _add(root, "text", shown.outlook() or "From your check-ins.", class_="soft", x=_LEFT - 40, y=58)


def _grid(root: Element, _: OverTime, axes: _Axes) -> None:
    for soreness in _GRID:
        y = axes.y(soreness)
        _add(root, "line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y, y2=y)
        _add(root, "text", str(soreness), class_="soft", x=_LEFT - 10, y=y + 4, text_anchor="end")
    middle = (_TOP + _BOTTOM) / 2
    _add(
        root,
        "text",
        "soreness",
        class_="soft",
        x=_LEFT - 34,
        y=middle,
        text_anchor="middle",
        transform=f"rotate(-90 {_LEFT - 34} {middle:g})",
    )


def _days(root: Element, _: OverTime, axes: _Axes) -> None:
    days = len(axes.midnights) - 1
    step = next((step for step in _DAYS_A_LABEL if (_RIGHT - _LEFT) / days * step >= _NARROWEST_LABEL), 7)
    for hours, _day in axes.midnights:
        _add(root, "line", class_="grid", x1=axes.x(hours), x2=axes.x(hours), y1=_TOP, y2=_BOTTOM)
    for (hours, day), (next_hours, _next_day) in list(pairwise(axes.midnights))[::step]:
        x = axes.x((hours + next_hours) / 2)
        _add(root, "text", f"{day:%a}", x=x, y=_BOTTOM + 22, text_anchor="middle")
        _add(root, "text", f"{day.day} {day:%b}", class_="soft", x=x, y=_BOTTOM + 39, text_anchor="middle")


def _recovery(root: Element, shown: OverTime, axes: _Axes) -> None:
    """The curve from the first leg day on, dashed from now on."""
    hours = _sampled(shown, axes)
    expected = [(hour, shown.recovery.soreness_at(hour)) for hour in hours]
    upper = [(hour, soreness.high) for hour, soreness in expected]
    lower = [(hour, soreness.low) for hour, soreness in reversed(expected)]
    means = [(hour, soreness.mean) for hour, soreness in expected]
    past = sum(hour <= 0 for hour in hours)
    _line(root, "band", axes, [*upper, *lower])
    _line(root, "curve", axes, means[:past])
    _line(root, "curve ahead", axes, means[max(past - 1, 0) :])


def _sampled(shown: OverTime, axes: _Axes) -> list[float]:
    """Hours at which the curve is drawn: whole hours after a leg day, as it is reckoned in those."""
    if not shown.leg_days:
        return []
    first = shown.leg_days[0].at_hours
    start = first + max(0, ceil(axes.start - first))
    step = ceil((axes.end - start) / _SAMPLES)
    return list(takewhile(lambda hour: hour <= axes.end, count(start, step)))


def _line(root: Element, kind: str, axes: _Axes, points: Sequence[tuple[float, float]]) -> None:
    if points:
        _add(root, "path", class_=kind, d=_path(axes, points))


def _path(axes: _Axes, points: Sequence[tuple[float, float]]) -> str:
    places = (f"{axes.x(hour):.1f} {axes.y(soreness):.1f}" for hour, soreness in points)
    return f"M{' L'.join(places)}"


def _leg_days(root: Element, shown: OverTime, axes: _Axes) -> None:
    for bout in shown.leg_days:
        if axes.hold(bout.at_hours):
            x = axes.x(bout.at_hours)
            tick = _add(root, "g", class_="leg-day")
            _add(tick, "title", _of_bout(shown, bout))
            _add(tick, "line", class_="legs", x1=x, x2=x, y1=_TOP, y2=_BOTTOM)
            _add(tick, "path", class_="legs", d=_triangle(x, _BOTTOM))


def _triangle(x: float, y: float) -> str:
    return f"M{x:.1f} {y - 11:.1f} l6 11 h-12 Z"


def _next_run(root: Element, shown: OverTime, axes: _Axes) -> None:
    """A line at the hour from which a hard run is likely fine, with a bar from the earliest to the latest."""
    run = shown.hard_run
    if run is None or run.earliest is None or run.likely is None or run.latest is None:
        return
    x, right = axes.x(run.likely), axes.x(run.likely) > (_LEFT + _RIGHT) / 2
    mark = _add(root, "g", class_="hard-run")
    _add(mark, "title", shown.outlook())
    earliest, latest = axes.x(run.earliest), axes.x(run.latest)
    _add(mark, "rect", class_="go", x=earliest, y=_TOP, width=latest - earliest, height=8)
    _add(mark, "line", class_="go", x1=x, x2=x, y1=_TOP - 6, y2=_BOTTOM)
    label = "hard run: now" if run.likely == 0 else f"hard run: {shown.hour(run.likely):%a %H:%M}"
    _add(mark, "text", label, class_="go", x=x, y=_TOP - 24, text_anchor="end" if right else "start")


def _now(root: Element, _: OverTime, axes: _Axes) -> None:
    _add(root, "line", class_="now", x1=axes.x(0), x2=axes.x(0), y1=_TOP, y2=_BOTTOM)
    _add(root, "text", "now", class_="soft", x=axes.x(0), y=_TOP - 8, text_anchor="middle")


def _check_ins(root: Element, shown: OverTime, axes: _Axes) -> None:
    for report in shown.check_ins:
        if axes.hold(report.at_hours):
            x, y = axes.x(report.at_hours), axes.y(report.soreness)
            point = _add(root, "circle", class_="point", r=5, cx=x, cy=y)
            _add(point, "title", f"Check-in: {_of_report(shown, report)}")


def _legend(root: Element) -> None:
    y = _LEGEND_ROW
    _add(root, "circle", class_="point", r=5, cx=_LEFT + 6, cy=y)
    _add(root, "path", class_="legs", d=_triangle(_LEFT + 116, y + 6))
    _add(root, "path", class_="curve", d=f"M{_LEFT + 212} {y} h26")
    _add(root, "rect", class_="band", x=_LEFT + 368, y=y - 7, width=26, height=14)
    _add(root, "rect", class_="go", x=_LEFT + 562, y=y - 4, width=26, height=8)
    _add(root, "line", class_="go", x1=_LEFT + 575, x2=_LEFT + 575, y1=y - 8, y2=y + 8)
    for x, name in _LEGEND:
        _add(root, "text", name, class_="soft", x=_LEFT + x, y=y + 4)


_LEGEND = (
    (18, "check-in"),
    (128, "leg day"),
    (246, "to be expected"),
    (402, "so 4 times in 5"),
    (596, "hard run, likely from here"),
)


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str | float) -> Element:
    """An element more; numbers to a tenth of a point, which is finer than a screen shows."""
    written = {
        name.rstrip("_").replace("_", "-"): value if isinstance(value, str) else f"{round(value, 1):g}"
        for name, value in attributes.items()
    }
    element = SubElement(parent, tag, written)
    element.text = text
    return element
