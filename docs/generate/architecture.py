"""The parts and who may import whom, read from `.importlinter` and from what each part says about itself."""

from __future__ import annotations

import ast
import re
import textwrap
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec B405 # writes, reads nothing

from docs.generate.markdown import listed, plain, table
from docs.generate.quoted import ROOT
from skill.cli.plot import DARK, LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTRACT = "importlinter:contract:"
_LAYERS = f"{_CONTRACT}layers"

OUTSIDE = (
    ("AWS Lambda", "for Alexa: lambda/handler.py"),
    ("HTTPS", "for Alexa: make serve"),
    ("a laptop", "make talk"),
)
"""Who calls the parts at the top."""


@cache
def _rules() -> ConfigParser:
    rules = ConfigParser()
    rules.read(ROOT / ".importlinter", encoding="utf-8")
    return rules


def parts() -> list[list[str]]:
    """The layers from the top, each with its parts that are written."""
    lines = _rules()[_LAYERS]["layers"].split("\n")
    named = [[name.strip(" ()") for name in re.split(r"[|:]", line)] for line in lines if line.strip()]
    return [there for names in named if (there := [name for name in names if _source(name)])]


def _source(name: str) -> str:
    places = (ROOT / "skill" / name / "__init__.py", ROOT / "skill" / f"{name}.py")
    return next((place.read_text(encoding="utf-8") for place in places if place.is_file()), "")


def purpose(name: str) -> str:
    """What a part says about itself, up to its first paragraph's end."""
    said = ast.get_docstring(ast.parse(_source(name))) or ""
    return " ".join(said.split("\n\n")[0].replace("`", "").split())


def layers() -> str:
    """The picture in a page, with what it shows in words."""
    rows = [listed(names, "and") for names in parts()]
    told = f"The layers from the top: {'; '.join(rows)}. Each imports only what is below it."
    return f"![{told}](/pictures/architecture.svg)\n"


def contracts() -> str:
    """Every contract that the import linter keeps, with what it forbids."""
    return table(
        ("who", "the rule", "imports none of"),
        (_contract(name) for name in _rules().sections() if name.startswith(_CONTRACT) and name != _LAYERS),
    )


def _contract(name: str) -> Iterator[str]:
    rule = _rules()[name]
    yield ", ".join(f"`{module}`" for module in rule["source_modules"].split())
    yield plain(rule["name"])
    yield ", ".join(f"`{module}`" for module in rule["forbidden_modules"].split())


# The picture.

_WIDTH, _MARGIN, _GAP, _BETWEEN = 920, 20, 16, 34
_HEAD, _LINE = 38, 16
_LETTERS_A_POINT = 0.145
_LINES = 3

_COLOURS = (
    ".paper {{ fill: {paper} }} text {{ fill: {ink} }} text.soft {{ fill: {soft} }} "
    ".part {{ fill: {curve}; fill-opacity: .1; stroke: {curve} }} .outside {{ fill: none; stroke: {soft} }} "
    ".arrow {{ stroke: {soft}; fill: none }}"
)
_STYLE = (
    "text { font: 13px system-ui, sans-serif; text-anchor: middle } text.name { font-size: 15px; font-weight: 600 } "
    ".outside { stroke-dasharray: 5 4 } .arrow { stroke-width: 1.5 } "
    f"{_COLOURS.format_map(LIGHT)} @media (prefers-color-scheme: dark) {{ {_COLOURS.format_map(DARK)} }}"
)


@dataclass(frozen=True, slots=True)
class _Box:
    """A part, or who calls one: its name, and what it is for in lines that fit."""

    name: str
    told: list[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """Boxes side by side, as high as the fullest of them."""

    kind: str
    boxes: list[_Box]

    @property
    def width(self) -> float:
        return _box_width(len(self.boxes))

    @property
    def height(self) -> int:
        return _HEAD + _LINE * max(len(box.told) for box in self.boxes)


def _box_width(boxes: int) -> float:
    return (_WIDTH - 2 * _MARGIN - _GAP * (boxes - 1)) / boxes


def _row(kind: str, boxes: Sequence[tuple[str, str]]) -> _Row:
    letters = int(_box_width(len(boxes)) * _LETTERS_A_POINT)
    wrapped = (textwrap.wrap(told, letters, max_lines=_LINES, placeholder=" …") for _, told in boxes)
    return _Row(kind, [_Box(name, lines) for (name, _), lines in zip(boxes, wrapped, strict=True)])


def picture() -> str:
    """The layers as an SVG document: a row each, with arrows from who imports to what is imported."""
    rows = [_row("outside", OUTSIDE)]
    rows += [_row("part", [(name, purpose(name)) for name in names]) for names in parts()]
    height = sum(row.height + _BETWEEN for row in rows) - _BETWEEN + 2 * _MARGIN
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_WIDTH} {height}", "role": "img"})
    _add(root, "title", "The parts of Leg Day Coach")
    _add(root, "style", _STYLE)
    _add(root, "rect", kind="paper", width=_WIDTH, height=height, rx=10)
    top = _MARGIN
    for row in rows:
        _draw(root, row, top)
        top += row.height + _BETWEEN
        if row is not rows[-1]:
            _add(root, "path", kind="arrow", d=f"M{_WIDTH / 2:g} {top - _BETWEEN + 4} V{top - 5} m-6 -7 l6 7 l6 -7")
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _draw(root: Element, row: _Row, top: int) -> None:
    for place, box in enumerate(row.boxes):
        left = _MARGIN + place * (row.width + _GAP)
        middle = left + row.width / 2
        _add(root, "rect", kind=row.kind, x=left, y=top, width=row.width, height=row.height, rx=8)
        _add(root, "text", box.name, kind="name", x=middle, y=top + 22)
        for line, words in enumerate(box.told):
            _add(root, "text", words, kind="soft", x=middle, y=top + 42 + _LINE * line)


def _add(parent: Element, tag: str, text: str | None = None, *, kind: str = "", **attributes: float | str) -> None:
    written = {name: value if isinstance(value, str) else f"{value:g}" for name, value in attributes.items()}
    SubElement(parent, tag, written | ({"class": kind} if kind else {})).text = text
