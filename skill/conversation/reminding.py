"""A reminder in the making: what it is for and when, as far as it was told, and the moment that makes.

Nothing here says anything or calls anybody. Times are the athlete's own.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from skill.amazon.reminders import At, In
from skill.conversation.when import PARTS_OF_DAY, first_day, seconds_in

if TYPE_CHECKING:
    from skill.conversation.slots import Slots

ACTIVITIES = frozenset(
    "foam_roll stretch walk yoga cycle swim hike pilates rest sleep massage warm_up cool_down ice run check_in".split()  # noqa: SIM905 (reads better)
)
"""What one can be reminded of; each has its text in the catalog."""

DAYS_OF: dict[str, tuple[int, ...]] = {
    "daily": tuple(range(7)),
    "weekdays": tuple(range(5)),
    "weekend": (5, 6),
    **{
        name: (day,)
        for day, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
    },
}
"""The days of the week each recurrence stands for; Monday is 0."""

USUAL_HOURS = {"MO": "07:00", "AF": "13:00", "EV": "20:00", "NI": "21:00"}
"""What is proposed for "every morning" and the like; our own choice. For a single day the hour is asked for."""

_BARE_DAY = re.compile(r"(?i)(on |next |this )?(mon|tues|wednes|thurs|fri|satur|sun)day")
"""A weekday by itself is that day, once: Alexa also takes it for the name of a recurrence."""

_PART_IN_WORDS = {"morning": "MO", "afternoon": "AF", "lunch": "AF", "evening": "EV", "night": "NI"}
_AFTER_NOON = ("AF", "EV", "NI")
_HALF_A_DAY = 12
_LONGEST_SECONDS = 366 * 24 * 3600
"""Amazon keeps no reminder for longer than about a year ahead; further ahead is not meant."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was told of a reminder.

    Attributes:
        activity: what it is for, by its id.
        hour: the time of day, as HH:MM.
        part: the part of the day, as Alexa names them (`when.PARTS_OF_DAY`).
        day: the only day, as an ISO date.
        every: the recurrences, by their ids.
        seconds: how long from the moment it is set.
        supposed: whether the hour is one we proposed, or a morning hour we took for the evening.
    """

    activity: str | None = None
    hour: str | None = None
    part: str | None = None
    day: str | None = None
    every: tuple[str, ...] = ()
    seconds: int | None = None
    supposed: bool = False

    @classmethod
    def from_json(cls, stored: Any) -> Draft:  # noqa: ANN401 (whatever came back)
        """Read what `to_json` wrote; anything else is an empty draft."""
        try:
            return _valid(cls(**{**stored, "every": tuple(stored.get("every", ()))}))
        except (AttributeError, LookupError, TypeError, ValueError):
            return cls()

    def to_json(self) -> dict[str, Any]:
        """As JSON values; only what was told."""
        return {name: list(value) if name == "every" else value for name, value in asdict(self).items() if value}

    @property
    def days(self) -> tuple[int, ...]:
        """The days of the week on which it comes again; empty for once."""
        return tuple(sorted({day for every in self.every for day in DAYS_OF[every]}))

    def told(self, slots: Slots, now: datetime) -> Draft:
        """This draft with what the slots add to it or put right."""
        named = slots.id("activity")
        draft = replace(self, activity=named if named in ACTIVITIES else self.activity)
        for hear in (_hear_duration, _hear_days, _hear_part, _hear_hour, _hear_minutes):
            draft = hear(draft, slots, now)
        return _ahead(_in_its_part(draft), now)

    def trigger(self, now: datetime, zone: str) -> At | In | None:
        """When it rings; None if the hour is missing, or the moment is over."""
        if self.seconds is not None:
            return In(self.seconds)
        if self.hour is None:
            return None
        when = self._first(now)
        return At(when, zone, self.days) if when > now.replace(tzinfo=None) else None

    def _first(self, now: datetime) -> datetime:
        """The first time it rings, as the clock on the wall shows it."""
        today = now.date()
        hour = time.fromisoformat(self.hour or "00:00")
        days = [date.fromisoformat(self.day)] if self.day else [today + timedelta(days=ahead) for ahead in range(8)]
        moments = [datetime.combine(day, hour) for day in days if not self.days or day.weekday() in self.days]
        return next((moment for moment in moments if moment > now.replace(tzinfo=None)), moments[0])


def _valid(draft: Draft) -> Draft:
    """The draft, if all of it can be used.

    Raises:
        LookupError, TypeError, ValueError: if not.
    """
    time.fromisoformat(draft.hour or "00:00")
    date.fromisoformat(draft.day or "2000-01-01")
    if draft.activity not in (None, *ACTIVITIES) or draft.part not in (None, *PARTS_OF_DAY):
        raise ValueError("There is no such activity, or no such part of the day.")
    if draft.seconds is not None and not 0 < draft.seconds <= _LONGEST_SECONDS:
        raise ValueError("A reminder is set for some time within a year.")
    if set(draft.every) - DAYS_OF.keys():
        raise ValueError("There is no such recurrence.")
    return draft


def _in_its_part(draft: Draft) -> Draft:
    """A recurrence gets the usual hour of its part of the day; "eight" in the evening is twenty."""
    if draft.hour is None:
        usual = USUAL_HOURS.get(draft.part or "") if draft.every else None
        return replace(draft, hour=usual, supposed=True) if usual else draft
    hour = time.fromisoformat(draft.hour)
    if draft.part in _AFTER_NOON and hour.hour < _HALF_A_DAY:
        return replace(draft, hour=_later_half(draft.hour))
    if draft.part == "MO" and hour.hour >= _HALF_A_DAY:
        return replace(draft, hour=f"{hour.hour - _HALF_A_DAY:02d}:{hour.minute:02d}")
    return draft


def _ahead(draft: Draft, now: datetime) -> Draft:
    """An hour of this morning that is over is taken for one of this evening, if nothing speaks against it."""
    if draft.hour is None or draft.every or draft.part or draft.supposed or draft.day not in (None, _iso(now)):
        return draft
    over = datetime.combine(now.date(), time.fromisoformat(draft.hour)) <= now.replace(tzinfo=None)
    evening = _later_half(draft.hour)
    ahead = datetime.combine(now.date(), time.fromisoformat(evening)) > now.replace(tzinfo=None)
    return replace(draft, hour=evening, supposed=True) if over and evening != draft.hour and ahead else draft


def _iso(now: datetime) -> str:
    return now.date().isoformat()


def _later_half(hour: str) -> str:
    """The same hour after noon; noon and later stay."""
    moment = time.fromisoformat(hour)
    return hour if moment.hour >= _HALF_A_DAY else f"{moment.hour + _HALF_A_DAY:02d}:{moment.minute:02d}"


# What slots add, one after another


def _hear_duration(draft: Draft, slots: Slots, _: datetime) -> Draft:
    seconds = seconds_in(slots.said("reminderIn") or "")
    if seconds is None or not 0 < seconds <= _LONGEST_SECONDS:
        return draft
    return Draft(activity=draft.activity, seconds=seconds)


def _hear_days(draft: Draft, slots: Slots, now: datetime) -> Draft:
    every = tuple(name for name in slots.ids("recurrence") if name in DAYS_OF)
    day = first_day(slots.said("reminderDate") or "", now)
    if len(every) == 1 and _BARE_DAY.fullmatch(slots.said("recurrence") or ""):
        (weekday,), every = DAYS_OF[every[0]], ()
        day = now.date() + timedelta(days=(weekday - now.weekday()) % 7)
    if every:
        return replace(draft, every=every, day=None, seconds=None)
    return replace(draft, day=day.isoformat(), every=(), seconds=None) if day else draft


def _hear_part(draft: Draft, slots: Slots, _: datetime) -> Draft:
    said, recurrence = slots.said("reminderTime") or "", slots.said("recurrence") or ""
    in_words = (part for word, part in _PART_IN_WORDS.items() if word in recurrence)
    part = said if said in PARTS_OF_DAY else next(in_words, None)
    return replace(draft, part=part, seconds=None) if part else draft


def _hear_hour(draft: Draft, slots: Slots, now: datetime) -> Draft:
    said = slots.said("reminderTime") or ""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", said):
        return draft
    if said == "00:00" and draft.day is None and not draft.every:
        return replace(draft, hour=said, day=(now.date() + timedelta(days=1)).isoformat(), seconds=None)
    exact = int(said[:2]) >= _HALF_A_DAY or draft.supposed
    part = None if exact and not slots.said("recurrence") and not draft.every else draft.part
    return replace(draft, hour=said, part=part, seconds=None, supposed=draft.supposed and not draft.every)


def _hear_minutes(draft: Draft, slots: Slots, _: datetime) -> Draft:
    """Take "half past" and "quarter to" for minutes of the hour that was spoken of."""
    shift = slots.id("reminderShift")
    if draft.hour is None or shift is None or not re.fullmatch(r"-?\d{1,2}", shift):
        return draft
    hour = datetime.combine(date(2000, 1, 2), time.fromisoformat(draft.hour).replace(minute=0))
    shifted = hour + timedelta(minutes=int(shift))
    return replace(draft, hour=f"{shifted:%H:%M}", supposed=False)
