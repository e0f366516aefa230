"""Sets, lists and cancels reminders through Amazon's Reminders API, within a deadline; every failure has its name.

Shapes after Amazon's "Reminders API reference": times are local and say so by their zone beside them, never by an
offset; a recurrence is a list of RRULEs. What is said about an outcome is for the conversation to choose.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote

from skill.amazon.deadline import Calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DEADLINE_SECONDS = 1.5
"""For everything that one turn asks of the API; with the time zone before it (`time_zone`) half a second is left."""

LARGEST_ANSWER = 100_000
"""Bytes; a reminder takes about seven hundred."""

PATH = "/v1/alerts/reminders"
PERMISSION = "alexa::alerts:reminders:skill:readwrite"
"""What the athlete allows once, before any reminder can be set."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""Days of the week as RRULEs name them, Monday first."""

Json = dict[str, Any]

T = TypeVar("T")

_calls = Calls()

_log = logging.getLogger(__name__)


class Outcome(Enum):
    """What came of asking the API."""

    DONE = "done"
    REFUSED = "refused"  # 400: it did not understand us
    UNAUTHORISED = "unauthorised"  # 401: it does not take the token
    NO_PERMISSION = "no_permission"  # 403: the athlete has not allowed reminders
    NO_DEVICE = "no_device"  # 403: this device cannot ring
    GONE = "gone"  # 404: there is no such reminder
    LIMIT = "limit"  # 429: too many reminders, or too many calls
    BROKEN = "broken"  # 5xx, or nothing that can be read
    LATE = "late"  # no answer in time: it may have been done, or not


class At(NamedTuple):
    """A time of the clock.

    Attributes:
        when: the first time it rings; naive, as the clock on the wall shows it.
        zone: IANA name of the zone of that wall.
        days: days of the week on which it comes again, Monday is 0; empty for once.
    """

    when: datetime
    zone: str
    days: tuple[int, ...] = ()


class In(NamedTuple):
    """So many seconds from now."""

    seconds: int


class Kept(NamedTuple):
    """A reminder that is set.

    Attributes:
        token: Amazon's name for it.
        text: what is said when it rings.
        at: when it rings; None where that cannot be told.
    """

    token: str
    text: str
    at: At | None


class Listed(NamedTuple):
    """The reminders that are set; none of them unless the outcome is `DONE`."""

    outcome: Outcome
    reminders: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class Reminders:
    """The API, on behalf of the athlete of one request.

    Attributes:
        endpoint: the address of the API, as the request names it.
        token: the request's access token.
        deadline: seconds for each of the methods.
    """

    endpoint: str
    token: str
    deadline: float = DEADLINE_SECONDS

    def create(self, text: str, locale: str, trigger: At | In, now: datetime) -> Outcome:
        """Set a reminder.

        Args:
            text: what is said when it rings.
            locale: of the text, such as ``en-GB``.
            trigger: when it rings.
            now: the athlete's local time.
        """
        body = {
            "requestTime": _local(now),
            "trigger": _trigger(trigger),
            "alertInfo": {"spokenInfo": {"content": [{"locale": locale, "text": text}]}},
            "pushNotification": {"status": "ENABLED"},
        }
        return self._within(lambda: self._ask("POST", PATH, body)[0]) or Outcome.LATE

    def all(self) -> Listed:
        """The reminders of this skill that are still to ring."""
        outcome, answer = self._within(lambda: self._ask("GET", PATH)) or (Outcome.LATE, {})
        return Listed(outcome, tuple(_kept(answer)) if outcome is Outcome.DONE else ())

    def cancel(self, tokens: Iterable[str]) -> list[Outcome]:
        """Cancel reminders; the outcome of each, in their order, `LATE` for those there was no time for."""
        wanted, outcomes = tuple(tokens), list[Outcome]()

        def cancel_each() -> bool:
            outcomes.extend(self._ask("DELETE", f"{PATH}/{quote(token, safe='')}")[0] for token in wanted)
            return True

        self._within(cancel_each)
        told = outcomes[: len(wanted)]
        return [*told, *[Outcome.LATE] * (len(wanted) - len(told))]

    def _within(self, call: Callable[[], T]) -> T | None:
        try:
            return _calls.within(self.deadline, call)
        except TimeoutError:
            _log.info("Amazon's reminders did not answer in time.")
            return None

    def _ask(self, method: str, path: str, body: Json | None = None) -> tuple[Outcome, Json]:
        try:
            return self._answer(method, path, body)
        except TimeoutError:
            return Outcome.LATE, {}
        except (OSError, HTTPException, ValueError) as error:
            _log.info("Amazon's reminders cannot be used: %s", type(error).__name__)
            return Outcome.BROKEN, {}

    def _answer(self, method: str, path: str, body: Json | None) -> tuple[Outcome, Json]:
        from skill.amazon import api  # noqa: PLC0415 (see there)

        data = None if body is None else json.dumps(body).encode()
        address = f"{self.endpoint}{path}"
        status, answer = api.ask(
            address, self.token, seconds=self.deadline, most=LARGEST_ANSWER, method=method, body=data
        )
        return (Outcome.DONE, _object(answer)) if api.is_good(status) else (_refusal(status, answer), {})


def reminders_of(envelope: Mapping[str, Any]) -> Reminders | None:
    """The API for the athlete of a request as it came; None if the request does not say where it is."""
    system = _mapping(_mapping(envelope.get("context")).get("System"))
    endpoint, token = system.get("apiEndpoint"), system.get("apiAccessToken")
    return Reminders(endpoint, token) if isinstance(endpoint, str) and isinstance(token, str) else None


# What is sent


def _trigger(trigger: At | In) -> Json:
    if isinstance(trigger, In):
        return {"type": "SCHEDULED_RELATIVE", "offsetInSeconds": trigger.seconds}
    when = _local(trigger.when)
    again = {"recurrence": {"startDateTime": when, "recurrenceRules": [_rule(trigger)]}} if trigger.days else {}
    return {"type": "SCHEDULED_ABSOLUTE", "scheduledTime": when, "timeZoneId": trigger.zone, **again}


def _local(moment: datetime) -> str:
    """As the clock shows it: Amazon refuses an offset."""
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _rule(at: At) -> str:
    daily = len(at.days) == len(DAYS)
    often = "FREQ=DAILY" if daily else f"FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in at.days)}"
    return f"{often};BYHOUR={at.when.hour};BYMINUTE={at.when.minute};BYSECOND=0;INTERVAL=1;"


# What comes back

_BY_STATUS = {
    400: Outcome.REFUSED,
    401: Outcome.UNAUTHORISED,
    403: Outcome.NO_PERMISSION,
    404: Outcome.GONE,
    429: Outcome.LIMIT,
}


def _refusal(status: int, answer: bytes) -> Outcome:
    """What a status means; the reasons for a 403 are told apart by what is said with it."""
    _log.info("Amazon's reminders answered with status %d.", status)
    if status == 403:  # noqa: PLR2004 (as in the table above)
        said = answer.decode(errors="replace")
        return next((outcome for pattern, outcome in _FORBIDDEN if re.search(pattern, said)), Outcome.NO_PERMISSION)
    return _BY_STATUS.get(status, Outcome.BROKEN)


_FORBIDDEN = ((r"(?i)device", Outcome.NO_DEVICE), (r"(?i)max_?reminders|limit", Outcome.LIMIT))
"""Why it was forbidden, by what stands in its code or message."""


def _kept(answer: Json) -> Iterable[Kept]:
    for alert in filter(None, map(_mapping, answer.get("alerts") or ())):
        token = alert.get("alertToken")
        if isinstance(token, str) and alert.get("status") == "ON":
            yield Kept(token, _text(alert), _at(_mapping(alert.get("trigger"))))


def _text(alert: Mapping[str, Any]) -> str:
    content = _mapping(_mapping(alert.get("alertInfo")).get("spokenInfo")).get("content")
    first = _mapping(content[0]) if isinstance(content, list) and content else {}
    return str(first.get("text") or "")


def _at(trigger: Mapping[str, Any]) -> At | None:
    try:
        when = datetime.fromisoformat(trigger["scheduledTime"]).replace(tzinfo=None)
        return _again(At(when, str(trigger.get("timeZoneId") or "")), trigger)
    except (LookupError, TypeError, ValueError):
        return None


def _again(at: At, trigger: Mapping[str, Any]) -> At:
    """With the days and the hour of the first rule, if there is one."""
    rules = _mapping(trigger.get("recurrence")).get("recurrenceRules")
    if not rules:
        return at
    parts = dict(part.split("=", 1) for part in rules[0].strip(";").split(";"))
    days = range(len(DAYS)) if parts["FREQ"] == "DAILY" else map(DAYS.index, parts["BYDAY"].split(","))
    hour, minute = int(parts.get("BYHOUR", at.when.hour)), int(parts.get("BYMINUTE", at.when.minute))
    return At(at.when.replace(hour=hour, minute=minute), at.zone, tuple(days))


def _object(body: bytes) -> Json:
    """A JSON object; nothing for an empty body, which a deletion gets."""
    read = json.loads(body) if body.strip() else {}
    if not isinstance(read, dict):
        message = "The answer is no JSON object."
        raise ValueError(message)  # noqa: TRY004 (a value that came over the wire, no type of ours)
    return read


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 (whatever an answer holds)
    return value if isinstance(value, dict) else {}
