"""How far a guided routine has come: kept in the session, and as an event for athletes who are remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from skill.advice.routines import ROUTINES, Length, RoutineKind, Step, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

BEFORE_THE_FIRST = -1
"""The step of a routine that is not begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a routine stands.

    Attributes:
        kind: which routine; None while only an area or a length was named.
        length: which version.
        areas: only what is for these; everything if there are none.
        step: the place of the step that was guided last, among all steps of the routine.
        hurting: areas and exercises in which a sharp pain was felt.
        started_at: when it began (ISO, with offset); None while it has not.
        over_at: when what was said last is over (ISO, with offset).
        interrupted: whether the step was broken off, and is to be guided again.
        entry: id of the event that tells how far it came.
    """

    kind: RoutineKind | None = None
    length: Length | None = None
    areas: tuple[str, ...] = ()
    step: int = BEFORE_THE_FIRST
    hurting: tuple[str, ...] = ()
    started_at: str | None = None
    over_at: str | None = None
    interrupted: bool = False
    entry: str | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps of the routine; none while it is not known which."""
        return () if self.kind is None or self.length is None else steps(self.kind, self.length, self.areas)

    @property
    def current(self) -> Step | None:
        """The step that was guided last; None before the first."""
        return self.steps[self.step] if 0 <= self.step < len(self.steps) else None

    def begun(self, now: datetime) -> Progress:
        """This routine, begun if it was not."""
        return replace(self, started_at=self.started_at or now.isoformat())

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Progress:
        """Read what `to_json` wrote.

        Raises:
            AttributeError, TypeError, ValueError: if something else stands there.
        """
        progress = cls(
            kind=_one_of(RoutineKind, stored.get("kind")),
            length=_one_of(Length, stored.get("length")),
            areas=_texts(stored.get("areas")),
            step=int(stored.get("step", BEFORE_THE_FIRST)),
            hurting=_texts(stored.get("hurting")),
            started_at=_moment(stored.get("started_at")),
            over_at=_moment(stored.get("over_at")),
            interrupted=stored.get("interrupted") is True,
            entry=_texts([stored["entry"]])[0] if stored.get("entry") else None,
        )
        if progress.kind and progress.length and progress.length not in ROUTINES[progress.kind]:
            raise ValueError("There is no such length of this routine.")
        if not BEFORE_THE_FIRST <= progress.step <= max(BEFORE_THE_FIRST, len(progress.steps) - 1):
            raise ValueError("There is no such step.")
        return progress

    def to_json(self) -> dict[str, Any]:
        """Only what is known, as JSON values."""
        told: dict[str, Any] = {
            "kind": self.kind,
            "length": self.length,
            "areas": list(self.areas),
            "step": self.step,
            "hurting": list(self.hurting),
            "started_at": self.started_at,
            "over_at": self.over_at,
            "interrupted": self.interrupted or None,
            "entry": self.entry,
        }
        return {name: value for name, value in told.items() if value not in (None, [])}


def _one_of(names: Any, value: Any) -> Any:  # noqa: ANN401 (an enumeration and any JSON value)
    return None if value is None else names(value)


def _texts(values: Any) -> tuple[str, ...]:  # noqa: ANN401 (any JSON value)
    if not isinstance(values or [], list) or not all(isinstance(value, str) for value in values or []):
        raise TypeError("Something stands where a list of names should be.")
    return tuple(values or ())


def _moment(value: Any) -> str | None:  # noqa: ANN401 (any JSON value)
    if value is not None and datetime.fromisoformat(value).utcoffset() is None:
        raise ValueError("A moment needs a zone.")
    return value if value is None else str(value)
