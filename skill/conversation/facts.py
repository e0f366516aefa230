"""What the athlete has said this session, and how it becomes a situation the advice can decide on.

Facts are kept as plain JSON values in the session attributes. Reading them never fails: what cannot be used is left
out and named, so that the conversation can ask again kindly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from skill.advice import NO_RECENT_LEG_DAY, Condition, Fatigue, HoursAgo, RunType, Situation, Symptom
from skill.conversation.copying import replace
from skill.conversation.slots import Slots
from skill.conversation.when import SENSIBLE_YEARS, Span, is_hour, leg_day_span, run_start

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST = 120
"""Years; a higher age was misheard."""

LEG_AREAS = frozenset({"quads", "hamstrings", "glutes", "calves", "hips", "inner_thighs", "lower_back"})

_SECONDS_AN_HOUR = 3600
_NONE_THIS_WEEK = "none"


@dataclass(frozen=True, kw_only=True)  # without slots, as copying asks
class Facts:
    """What was said, as values that survive a trip through JSON.

    Attributes:
        leg_day: start and end of the span it lies in (ISO, with offset); ``("none", "none")`` for no recent leg day.
        leg_date: the day it was (ISO), or the AMAZON.DATE value of several days, so that an hour can be added later.
        run_at: earliest start of the planned run (ISO, with offset).
        areas: what was trained.
    """

    soreness: float | None = None
    leg_day: tuple[str, str] | None = None
    leg_date: str | None = None
    effort: float | None = None
    to_failure: bool = False
    run: str | None = None
    run_at: str | None = None
    fatigue: str | None = None
    sleep_hours: float | None = None
    novice: bool = False
    age: int | None = None
    symptoms: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Facts:
        """Read what `to_json` wrote; unknown names are ignored.

        Raises:
            TypeError, ValueError: if something else stands where a fact should be.
        """
        known = {name: _tuple(value) for name, value in stored.items() if name in _NAMES}
        for name, value in known.items():
            if not _STORED_AS[name](value):
                message = f"This is no {name}."
                raise ValueError(message)
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """Only what is known, as JSON values."""
        return {name: value for name, value in vars(self).items() if _known(value)}

    def situation(self, now: datetime) -> Situation:
        """The facts as the advice wants them, seen from now."""
        return Situation(
            soreness=self.soreness,
            leg_day=self._hours_since_leg_day(now),
            effort=self.effort,
            to_failure=self.to_failure,
            run=RunType(self.run) if self.run else None,
            hours_to_run=self._hours_to_run(now),
            fatigue=_FATIGUE[self.fatigue or "none"],
            sleep_hours=self.sleep_hours,
            novice=self.novice,
            age=self.age,
            symptoms=frozenset(Symptom(symptom) for symptom in self.symptoms),
            conditions=frozenset(Condition(condition) for condition in self.conditions),
            local_hour=now.hour + now.minute / 60,
        )

    def leg_day_span(self) -> Span | None:
        """When the last leg day may have been; None if that is not known, or there was none this week."""
        if self.leg_day is None or self.leg_day[0] == _NONE_THIS_WEEK:
            return None
        start, end = map(datetime.fromisoformat, self.leg_day)
        return Span(start, end)

    def _hours_since_leg_day(self, now: datetime) -> HoursAgo | None:
        if self.leg_day is None:
            return None
        if self.leg_day[0] == _NONE_THIS_WEEK:
            return NO_RECENT_LEG_DAY
        start, end = (_hours_between(datetime.fromisoformat(moment), now) for moment in self.leg_day)
        return HoursAgo(max(end, 0.0), max(start, 0.0))

    def _hours_to_run(self, now: datetime) -> float:
        return max(0.0, _hours_between(now, datetime.fromisoformat(self.run_at))) if self.run_at else 0.0


_NAMES = tuple(field.name for field in fields(Facts))
_FATIGUE = {fatigue.name.lower(): fatigue for fatigue in Fatigue}


def _known(value: Any) -> bool:  # noqa: ANN401 (any fact)
    """Whether a fact was told; a soreness of 0 was."""
    return value is not None and value is not False and value != ()


def _hours_between(earlier: datetime, later: datetime) -> float:
    """Real hours, whatever the clocks did in between."""
    return (later.timestamp() - earlier.timestamp()) / _SECONDS_AN_HOUR


def _tuple(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    return tuple(value) if isinstance(value, list) else value


def _is_number(value: Any) -> bool:  # noqa: ANN401 (as above)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:  # noqa: ANN401 (as above)
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:  # noqa: ANN401 (as above)
    return isinstance(value, tuple) and all(map(_is_text, value))


def _is_moment(value: Any) -> bool:  # noqa: ANN401 (as above)
    moment = datetime.fromisoformat(value)
    return moment.tzinfo is not None and moment.year in SENSIBLE_YEARS


def _is_span(value: Any) -> bool:  # noqa: ANN401 (as above)
    if value == (_NONE_THIS_WEEK, _NONE_THIS_WEEK):
        return True
    start, end = value
    return _is_moment(start) and _is_moment(end) and datetime.fromisoformat(start) <= datetime.fromisoformat(end)


_STORED_AS: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("soreness", "effort", "sleep_hours", "age"), _is_number),
    **dict.fromkeys(("leg_date", "run", "fatigue"), _is_text),
    **dict.fromkeys(("symptoms", "conditions", "areas"), _are_texts),
    **dict.fromkeys(("to_failure", "novice"), lambda value: isinstance(value, bool)),
    "leg_day": _is_span,
    "run_at": _is_moment,
}
"""What each fact looks like in JSON; on which scale a number lies is for the advice to say."""


@dataclass(frozen=True)  # without slots, so that the situation is worked out once
class Heard:
    """What one request added.

    Attributes:
        facts: everything known now.
        now: the athlete's local time, aware.
        learned: names of facts that this request brought.
        changed: those of them that were known before and are different now: a correction.
        unclear: facts that were spoken of in words that mean nothing to us.
    """

    facts: Facts
    now: datetime
    learned: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()

    @cached_property
    def situation(self) -> Situation:
        """Everything known now, as the advice wants it."""
        return self.facts.situation(self.now)


def hear(facts: Facts, slots: Slots, now: datetime) -> Heard:
    """Add what the slots of a request say to what is known."""
    said: dict[str, Any] = {}
    for names, read in _READERS:
        if not names.isdisjoint(slots.readings):
            said |= read(slots, facts, now)
    new, spoken = replace(facts, **said), slots.unclear.union(slots.readings)
    return Heard(
        facts=new,
        now=now,
        learned=frozenset(said),
        changed=frozenset([name for name in said if _was_another(facts, new, name)]),
        unclear=frozenset([fact for slot, fact in _FACT_OF_SLOT.items() if slot in spoken and fact not in said]),
    )


def _was_another(before: Facts, after: Facts, name: str) -> bool:
    """Whether a fact was known and is now different; a leg day is another one only if the day is."""
    told_apart_by = _TOLD_APART_BY.get(name, name)
    return _known(getattr(before, name)) and getattr(before, told_apart_by) != getattr(after, told_apart_by)


_TOLD_APART_BY = {"leg_day": "leg_date"}


_FACT_OF_SLOT = {
    "soreness": "soreness",
    "runType": "run",
    "legDayDate": "leg_day",
    "legDayTime": "leg_day",
    "legDayAgo": "leg_day",
    "noLegDay": "leg_day",
    "legDayEffort": "effort",
}


def _scale(slot: str, fact: str, low: float, high: float) -> Callable[[Slots, Facts, datetime], dict[str, Any]]:
    """A reader of a number: from the id it resolved to, or from the digits that were said."""

    def read(slots: Slots, _: Facts, __: datetime) -> dict[str, Any]:
        number = _number(slots.id(slot) or slots.said(slot))
        return {fact: number} if number is not None and low <= number <= high else {}

    return read


def _number(value: str | None) -> float | None:
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None


def _age(slots: Slots, _: Facts, __: datetime) -> dict[str, Any]:
    age = _number(slots.said("age"))
    return {"age": int(age)} if age is not None and 0 < age <= OLDEST else {}


def _choice(slot: str, fact: str, allowed: frozenset[str]) -> Callable[[Slots, Facts, datetime], dict[str, Any]]:
    """A reader of one of a list of ids."""

    def read(slots: Slots, _: Facts, __: datetime) -> dict[str, Any]:
        chosen = slots.id(slot)
        return {fact: chosen} if chosen in allowed else {}

    return read


def _collected(slot: str, fact: str, allowed: frozenset[str]) -> Callable[[Slots, Facts, datetime], dict[str, Any]]:
    """A reader of ids that add up: a red flag once named stays named."""

    def read(slots: Slots, facts: Facts, _: datetime) -> dict[str, Any]:
        named = [chosen for chosen in slots.ids(slot) if chosen in allowed]
        return {fact: tuple(dict.fromkeys((*getattr(facts, fact), *named)))} if named else {}

    return read


def _to_failure(slots: Slots, _: Facts, __: datetime) -> dict[str, Any]:
    return {"to_failure": True} if slots.id("toFailure") else {}


def _novice(slots: Slots, _: Facts, __: datetime) -> dict[str, Any]:
    experience = slots.id("experience")
    return {"novice": experience == "novice"} if experience in ("novice", "regular") else {}


def _leg_day(slots: Slots, facts: Facts, now: datetime) -> dict[str, Any]:
    if slots.id("noLegDay") is not None:
        return {"leg_day": (_NONE_THIS_WEEK, _NONE_THIS_WEEK), "leg_date": None}
    day, hour, ago = _leg_day_words(slots, facts)
    span = leg_day_span(day, hour, ago, now)
    return {} if span is None else {"leg_day": _iso(span), "leg_date": _leg_date(span, day)}


def _leg_day_words(slots: Slots, facts: Facts) -> tuple[str | None, str | None, str | None]:
    """Day, hour and time ago; an hour alone belongs to the day that is already known."""
    day = slots.said("correctedDate") or slots.said("legDayDate")
    hour, ago = slots.said("legDayTime"), slots.said("legDayAgo")
    hour_alone = day is None and ago is None and hour is not None and is_hour(hour)
    return (facts.leg_date if hour_alone else day), hour, ago


def _leg_date(span: Span, day: str | None) -> str | None:
    first, last = span.start.date(), span.end.date()
    return first.isoformat() if first == last else day


def _iso(span: Span) -> tuple[str, str]:
    return span.start.isoformat(), span.end.isoformat()


def _run_at(slots: Slots, _: Facts, now: datetime) -> dict[str, Any]:
    start = run_start(slots.said("runDate"), slots.said("runTime"), now)
    return {} if start is None else {"run_at": start.isoformat()}


_Reader = Callable[[Slots, Facts, datetime], dict[str, Any]]

_READERS: tuple[tuple[frozenset[str], _Reader], ...] = (
    (frozenset({"soreness"}), _scale("soreness", "soreness", 0, 10)),
    (frozenset({"legDayEffort"}), _scale("legDayEffort", "effort", 1, 10)),
    (frozenset({"sleep"}), _scale("sleep", "sleep_hours", 0, 24)),
    (frozenset({"runType"}), _choice("runType", "run", frozenset(RunType))),
    (frozenset({"fatigue"}), _choice("fatigue", "fatigue", frozenset(_FATIGUE))),
    (frozenset({"symptom"}), _collected("symptom", "symptoms", frozenset(Symptom))),
    (frozenset({"age"}), _age),
    (frozenset({"condition"}), _collected("condition", "conditions", frozenset(Condition))),
    (frozenset({"legArea"}), _collected("legArea", "areas", LEG_AREAS)),
    (frozenset({"toFailure"}), _to_failure),
    (frozenset({"experience"}), _novice),
    (frozenset({"noLegDay", "legDayDate", "legDayTime", "legDayAgo", "correctedDate"}), _leg_day),
    (frozenset({"runDate", "runTime"}), _run_at),
)
"""What reads the facts of a request, and the slots that each reads: it is asked only if one of them was filled."""
