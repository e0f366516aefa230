"""Between what was said and what is remembered: facts from events, events from facts, history for the recovery curve.

Nothing is written for an athlete who has not said yes to being remembered. A store that fails costs nobody an answer.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from skill.advice.curve import Bout, Report
from skill.conversation.facts import OLDEST, Facts, hear
from skill.memory.events import Event, Profile, Recollection
from skill.memory.interface import MemoryFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from skill.conversation.facts import Heard
    from skill.conversation.session import Session
    from skill.conversation.slots import Slots
    from skill.memory.interface import Memory

LOOK_BACK = timedelta(days=63)
"""How far back a turn reads: as far as an earlier leg day still protects the muscles (`advice.recovery`)."""

LEG_DAY_COUNTS = timedelta(days=7)
"""A leg day longer ago is no longer what "last leg day" means to the table."""

LEG_DAY, CHECK_IN, RUN, DECLINED = "leg_day", "check_in", "run", "offer_declined"

OF_A_LEG_DAY: dict[str, Any] = {"effort": None, "to_failure": False, "areas": ()}
"""What is told of a leg day beside its time, and what it is while that is not known."""

_SECONDS_AN_HOUR = 3600
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The store, bound to one athlete; None of its methods raises, they say whether it worked."""

    memory: Memory
    athlete: str

    def recall(self, now: datetime) -> Recollection | None:
        """What is known of the athlete; None if the store does not answer."""
        try:
            known = self.memory.recall(self.athlete, now - LOOK_BACK)
        except (MemoryFailed, OverflowError):  # a request may say it was made at the beginning of time
            _log.warning("The store could not be read.")
            return None
        return _sound(known, now)

    def append(self, events: Sequence[Event], profile: Profile | None) -> bool:
        """Keep what happened; whether it is kept now."""
        return self._done(lambda: self.memory.append(self.athlete, events, profile))

    def forget(self) -> bool:
        """Delete everything about the athlete; whether it is gone now."""
        return self._done(lambda: self.memory.forget(self.athlete))

    def _done(self, step: Callable[[], None]) -> bool:
        try:
            step()
        except MemoryFailed:
            _log.warning("The store could not be written.")
            return False
        return True


def recalled(session: Session, recollection: Recollection, now: datetime) -> Session:
    """The session of an athlete who comes back, with the facts that still hold; what was told since counts more."""
    told = session.facts
    leg_day = _latest(recollection.events, LEG_DAY, now - LEG_DAY_COUNTS)
    known = _facts(recollection, leg_day, now)
    same_leg_day = told.leg_day is None or told.leg_date == known.leg_date
    return replace(
        session,
        remembered=recollection.profile.remembered_since is not None,
        facts=_filled_up(told, known),
        last_leg_day=leg_day.id if leg_day and same_leg_day else None,
    )


def _filled_up(told: Facts, known: Facts) -> Facts:
    """What was told, and what is known besides; of a leg day that was told only what was told."""
    if told.leg_day is not None:
        known = replace(known, leg_day=None, leg_date=None, **OF_A_LEG_DAY)
    return Facts.from_json({**known.to_json(), **told.to_json()})


def _facts(recollection: Recollection, leg_day: Event | None, now: datetime) -> Facts:
    check_in = _latest(recollection.events, CHECK_IN, _this_morning(now))
    known = _told(leg_day) if leg_day else Facts()
    span = known.leg_day_span()
    fresh = check_in is not None and (span is None or check_in.at >= span.end)
    soreness = _told(check_in).soreness if check_in and fresh else None
    profile = recollection.profile
    return replace(known, soreness=soreness, novice=profile.novice or False, age=profile.age)


def _this_morning(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _latest(events: Iterable[Event], kind: str, since: datetime) -> Event | None:
    return next((event for event in reversed(tuple(events)) if event.kind == kind and event.at >= since), None)


_FACTS_OF = {
    LEG_DAY: ("leg_day", "leg_date", "effort", "to_failure", "areas"),
    CHECK_IN: ("soreness",),
}
"""What an event of each kind tells, by the names of facts."""


def _sound(known: Recollection, now: datetime) -> Recollection:
    """What is known, without what nobody can have told: a store can return nonsense."""
    profile = known.profile
    novice = profile.novice if isinstance(profile.novice, bool) else None
    age = profile.age if type(profile.age) is int and 0 < profile.age <= OLDEST else None
    time_zone = profile.time_zone if isinstance(profile.time_zone, str) else None
    events = tuple(event for event in known.events if _is_sound(event, now))
    return Recollection(replace(profile, novice=novice, age=age, time_zone=time_zone), events)


def _is_sound(event: Event, now: datetime) -> bool:
    """Whether an event has happened and tells what its kind does; kinds that tell no facts are for others to read."""
    if not all(isinstance(name, str) for name in (event.kind, event.id)):
        return False
    if event.kind not in _FACTS_OF:
        return True
    told = _told(event)
    tells = told.leg_day_span() is not None if event.kind == LEG_DAY else told.soreness is not None
    return tells and event.at <= now


def _told(event: Event) -> Facts:
    """The facts of an event; none if they cannot be read."""
    try:
        facts = Facts.from_json({name: event.data[name] for name in _FACTS_OF[event.kind] if name in event.data})
        facts.situation(_ANY_TIME)  # raises if a fact cannot be used
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return Facts()
    return facts


def listen(session: Session, slots: Slots, now: datetime) -> Heard:
    """Add what a request says to what is known; what is remembered of one leg day is not known of another.

    A leg day on another day than the one remembered from before is another one, and no correction. If it was today,
    this morning's check-in may have been before it.
    """
    heard = hear(session.facts, slots, now)
    another = heard.facts.leg_date != session.facts.leg_date and LEG_DAY not in session.entries
    if not session.remembered or "leg_day" not in heard.learned or not another:
        return heard
    return hear(without_the_last(session, heard.facts.leg_date, now), slots, now)


def without_the_last(session: Session, leg_date: str | None, now: datetime) -> Facts:
    """What is known of an athlete who tells of a new leg day on this date."""
    facts = session.facts if session.last_leg_day is None else replace(session.facts, **OF_A_LEG_DAY)
    before_it = leg_date == now.date().isoformat() and CHECK_IN not in session.entries
    return replace(facts, soreness=None) if before_it else facts


def to_keep(before: Facts, session: Session, request_id: str, now: datetime) -> list[Event]:
    """What a turn brought that is worth keeping, as events.

    Args:
        before: the facts before the turn.
        session: the session after it; its facts that are new or different are kept.
        request_id: of the request; makes ids that are the same if it comes twice.
        now: the athlete's local time.
    """
    facts, told = session.facts, session.facts.to_json()
    new = {name for name in told if getattr(before, name) != getattr(facts, name)}
    kinds = [kind for kind, names in _FACTS_OF.items() if names[0] in told and new.intersection(names)]
    return [
        Event(
            kind=kind,
            at=_when(kind, facts, now),
            data={name: _json(told[name]) for name in _FACTS_OF[kind] if name in told},
            id=f"{request_id}#{place}",
            recorded_at=now,
            replaces=session.entries.get(kind) or _same_leg_day(kind, before, facts, session),
        )
        for place, kind in enumerate(kinds)
        if kind != LEG_DAY or facts.leg_day_span() is not None
    ]


_OF_ONESELF = ("age", "novice")
"""Facts that hold beyond a leg day: they belong to the profile."""


def told_of_oneself(before: Facts, after: Facts, profile: Profile | None) -> Profile | None:
    """The change to the profile that a turn makes, with what was told of oneself in it; None for no change."""
    new = {name: getattr(after, name) for name in _OF_ONESELF if getattr(after, name) != getattr(before, name)}
    return replace(profile or Profile(), **new) if new else profile


def run_event(told: Mapping[str, str], recorded_at: datetime) -> Event:
    """A run, as an event, from how a session keeps it (`Session.runs`)."""
    data = {"run": told["run"]} if "run" in told else {}
    return Event(kind=RUN, at=datetime.fromisoformat(told["at"]), data=data, id=told["id"], recorded_at=recorded_at)


def _same_leg_day(kind: str, before: Facts, after: Facts, session: Session) -> str | None:
    """The leg day remembered from before, if this only says more about it."""
    return session.last_leg_day if kind == LEG_DAY and before.leg_date == after.leg_date else None


def _when(kind: str, facts: Facts, now: datetime) -> datetime:
    span = facts.leg_day_span() if kind == LEG_DAY else None
    return now if span is None else span.start + (span.end - span.start) / 2


def _json(value: Any) -> Any:  # noqa: ANN401 (any fact)
    return list(value) if isinstance(value, tuple) else value


def bouts(events: Iterable[Event], now: datetime) -> list[Bout]:
    """Leg days as the recovery curve wants them, on an axis of hours from now."""
    return [
        Bout(_hours(event.at, now), event.data.get("effort"), bool(event.data.get("to_failure")))  # type: ignore[arg-type]
        for event in events
        if event.kind == LEG_DAY
    ]


def reports(events: Iterable[Event], now: datetime) -> list[Report]:
    """Check-ins as the recovery curve wants them, on the same axis."""
    return [
        Report(_hours(event.at, now), float(event.data["soreness"]))  # type: ignore[arg-type]
        for event in events
        if event.kind == CHECK_IN
    ]


def _hours(moment: datetime, now: datetime) -> float:
    return (moment.timestamp() - now.timestamp()) / _SECONDS_AN_HOUR
