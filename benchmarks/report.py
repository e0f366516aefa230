"""What a measurement comes to: rows that stand in one table, for people and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Target:
    """What was aimed at: a ratio or value, and on which side of it to be."""

    limit: float
    at_least: bool
    unit: str = "×"

    def is_met(self, value: float) -> bool:
        """Whether this value is on the right side, or on the line."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"


def at_least(limit: float, unit: str = "×") -> Target:
    """A target to reach."""
    return Target(limit, at_least=True, unit=unit)


def at_most(limit: float, unit: str = "×") -> Target:
    """A target not to exceed."""
    return Target(limit, at_least=False, unit=unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing measured.

    Attributes:
        part: which part measured it.
        what: what it is, with the unit of `ours` and `theirs`.
        ours: our value.
        theirs: the value of what it is compared with; None if it is compared with nothing.
        than: what it is compared with.
        target: what was aimed at: for the ratio if there is a comparison, for our value otherwise.
        spread: the lowest and highest of the repetitions of `ours`, if it was repeated.
    """

    part: str
    what: str
    ours: float
    theirs: float | None = None
    than: str = ""
    target: Target | None = None
    spread: tuple[float, float] | None = None

    @property
    def ratio(self) -> float | None:
        """Ours to theirs."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none."""
        if self.target is None:
            return None
        return self.target.is_met(self.ours if self.ratio is None else self.ratio)

    def as_json(self) -> dict[str, Any]:
        """The row with what follows from it."""
        target = str(self.target) if self.target else None
        return {**asdict(self), "ratio": self.ratio, "target": target, "met": self.met}


_WIDTHS = (58, 12, 12, 24, 9, 9, 4)
_TITLES = ("", "ours", "theirs", "compared with", "ratio", "target", "met")
_MET = {True: "yes", False: "NO", None: ""}


def table(rows: Sequence[Row]) -> str:
    """All rows, under the names of their parts."""
    lines = [_line(_TITLES)]
    for part in dict.fromkeys(row.part for row in rows):
        lines += ["", part, *(_line(_cells(row)) for row in rows if row.part == part)]
    judged = [row.met for row in rows if row.met is not None]
    return "\n".join([*lines, "", f"{sum(judged)} of {len(judged)} targets met."])


def _cells(row: Row) -> tuple[str, ...]:
    theirs = "" if row.theirs is None else number(row.theirs)
    ratio = "" if row.ratio is None else f"{number(row.ratio)}×"
    return (f"  {row.what}", number(row.ours), theirs, row.than, ratio, str(row.target or ""), _MET[row.met])


def _line(cells: Sequence[str]) -> str:
    what, ours, theirs, than, *judgement = [
        cell.ljust(width) if place in (0, 3) else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    ]
    return f"{what}{ours}{theirs}  {than}{''.join(judgement)}".rstrip()


_WHOLE = 100


def number(value: float) -> str:
    """A number with three digits that count: 1,234; 12.3; 0.0123; whole ones without a point."""
    if value == int(value) or abs(value) >= _WHOLE:
        return f"{value:,.0f}"
    return f"{value:.3g}"
