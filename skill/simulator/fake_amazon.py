"""Amazon's Reminders API on the laptop: a real HTTP server on the loopback that keeps reminders and rings.

It takes what Amazon documents and refuses everything else with the status and code Amazon gives; it shares no code
with the client it is there to test. Time comes from outside.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skill.simulator.envelope import Json

SCOPE = "alexa::alerts:reminders:skill:readwrite"
PATH = "/v1/alerts/reminders"

_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{3})?)?")
_RULE = re.compile(
    r"(?:FREQ=DAILY|FREQ=WEEKLY;BYDAY=(?P<days>(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*))"
    r";BYHOUR=(?P<hour>\d|1\d|2[0-3]);BYMINUTE=(?P<minute>\d|[1-5]\d);BYSECOND=0;INTERVAL=1;?"
)
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST_TEXT = 400
_DAYS_AHEAD = 8


class Refused(Exception):  # noqa: N818 (reads as what it says)
    """A request Amazon would refuse: `status`, `code` and a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(slots=True)
class Alert:
    """A reminder that is kept.

    Attributes:
        token: Amazon's name for it.
        body: as it was sent.
        next: when it rings next, aware; None once it is over.
    """

    token: str
    body: Json
    next: datetime | None

    @property
    def text(self) -> str:
        """What is said when it rings."""
        return str(self.body["alertInfo"]["spokenInfo"]["content"][0]["text"])


@dataclass
class FakeAmazon:
    """The state behind the server; tests set how it behaves.

    Attributes:
        clock: tells the time, aware.
        time_zone: IANA name of the device's zone.
        granted: whether the athlete has allowed reminders.
        refusal: status, code and message to answer every request with; None to answer properly.
        hanging: whether every request is kept waiting until the server is closed.
        alerts: the reminders, in the order in which they were set.
        received: method, path and body of every request.
    """

    clock: Callable[[], datetime]
    time_zone: str = "UTC"
    granted: bool = True
    refusal: tuple[int, str, str] | None = None
    hanging: bool = False
    alerts: list[Alert] = field(default_factory=list)
    received: list[tuple[str, str, Json | None]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)
    _closing: Event = field(default_factory=Event)

    def due(self, now: datetime) -> list[str]:
        """The texts of the reminders that ring up to now, each told once."""
        with self._lock:
            return [alert.text for alert in self.alerts for _ in _rings(alert, now)]

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Answer on a free port of the loopback; gives the address that a request's ``apiEndpoint`` has to name."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            self._closing.set()
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, method: str, path: str, token: str, body: Any) -> Json | None:  # noqa: ANN401 (whatever was sent)
        """Do what a request asks for.

        Raises:
            Refused: if Amazon would not.
        """
        if self.hanging:
            self._closing.wait()
        if self.refusal is not None:
            raise Refused(*self.refusal)
        if not re.fullmatch(r"Bearer \S+", token):
            raise Refused(401, "UNAUTHORIZED", "The authorization token is missing.")
        if not self.granted:
            raise Refused(401, "UNAUTHORIZED", "The user has not granted the permission.")
        with self._lock:
            return self._obey(method, path.removeprefix(PATH).strip("/"), body)

    def _obey(self, method: str, token: str, body: Any) -> Json | None:  # noqa: ANN401 (as above)
        if method == "POST" and not token:
            return self._create(body)
        if method == "GET" and not token:
            listed = [_told(alert, self.time_zone) for alert in self.alerts if alert.next is not None]
            return {"totalCount": str(len(listed)), "alerts": listed, "links": None}
        kept = next((alert for alert in self.alerts if alert.token == token), None)
        if method == "DELETE" and kept is not None:
            self.alerts.remove(kept)
            return None
        raise Refused(404, "ALERT_NOT_FOUND", "There is no such reminder.")

    def _create(self, body: Any) -> Json:  # noqa: ANN401 (as above)
        now = self.clock().astimezone(UTC)
        trigger = _checked(body)
        alert = Alert(f"alert-{next(self._numbers)}", body, _first(trigger, now))
        if alert.next is None or alert.next <= now:
            raise _bad("The trigger time is in the past.")
        self.alerts.append(alert)
        made = now.isoformat(timespec="milliseconds")
        href = f"{PATH}/{alert.token}"
        times = {"createdTime": made, "updatedTime": made}
        return {"alertToken": alert.token, **times, "status": "ON", "version": "1", "href": href}


def _handler(amazon: FakeAmazon) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Between HTTP and the state."""

        def _respond(self) -> None:
            status, answer = self._answer()
            sent = b"" if answer is None else json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)
            except ConnectionError:
                self.close_connection = True  # whoever asked has stopped waiting

        def _answer(self) -> tuple[int, Json | None]:
            try:
                body = self._body()
                amazon.received.append((self.command, self.path, body))
                return 200, amazon.answer(self.command, self.path, self.headers.get("Authorization", ""), body)
            except Refused as refused:
                return refused.status, {"code": refused.code, "message": str(refused)}

        def _body(self) -> Any:  # noqa: ANN401 (whatever was sent)
            length = int(self.headers.get("Content-Length") or 0)
            try:
                return json.loads(self.rfile.read(length)) if length else None
            except ValueError as error:
                raise _bad("The body is no JSON.") from error

        do_GET = do_POST = do_DELETE = _respond  # noqa: N815 (the standard library's names)

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 (the standard library's signature)
            """Say nothing: what is asked is in `received`."""

    return Handler


# What Amazon takes


def _bad(message: str) -> Refused:
    return Refused(400, "INVALID_REQUEST", message)


def _checked(body: Any) -> Json:  # noqa: ANN401 (whatever was sent)
    """The trigger of a request that is as documented."""
    if not isinstance(body, dict) or not isinstance(body.get("trigger"), dict):
        raise _bad("The body needs a trigger.")
    _check_keys(body, {"requestTime", "trigger", "alertInfo", "pushNotification"})
    _check_local(body.get("requestTime"), "requestTime")
    _check_content(body)
    if (body.get("pushNotification") or {}).get("status") not in ("ENABLED", "DISABLED"):
        raise _bad("pushNotification.status is ENABLED or DISABLED.")
    kind, trigger = body["trigger"].get("type"), body["trigger"]
    if kind not in _TRIGGERS:
        raise _bad("trigger.type is SCHEDULED_ABSOLUTE or SCHEDULED_RELATIVE.")
    _TRIGGERS[kind](trigger)
    return dict(trigger)


def _check_keys(body: Json, known: set[str]) -> None:
    if unknown := body.keys() - known:
        raise _bad(f"There is no field {min(unknown)!r}.")


def _check_content(body: Json) -> None:
    try:
        (content,) = body["alertInfo"]["spokenInfo"]["content"]
        locale, text = content["locale"], content["text"]
    except (LookupError, TypeError, ValueError) as error:
        raise _bad("alertInfo.spokenInfo.content is a list of a locale and a text.") from error
    if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", str(locale)):
        raise _bad("The locale is written like en-US.")
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST_TEXT:
        raise _bad("The text is missing or too long.")


def _check_absolute(trigger: Json) -> None:
    _check_keys(trigger, {"type", "scheduledTime", "timeZoneId", "recurrence"})
    _check_local(trigger.get("scheduledTime"), "scheduledTime")
    if trigger.get("timeZoneId") not in available_timezones():
        raise _bad("timeZoneId is the name of a time zone.")
    if "recurrence" in trigger:
        _check_recurrence(trigger["recurrence"])


def _check_recurrence(recurrence: Any) -> None:  # noqa: ANN401 (whatever was sent)
    if not isinstance(recurrence, dict):
        raise _bad("recurrence is an object.")
    _check_keys(recurrence, {"startDateTime", "endDateTime", "recurrenceRules"})
    for name in recurrence.keys() & {"startDateTime", "endDateTime"}:
        _check_local(recurrence[name], name)
    rules = recurrence.get("recurrenceRules")
    if not isinstance(rules, list) or not rules or not all(isinstance(r, str) and _RULE.fullmatch(r) for r in rules):
        raise _bad("recurrenceRules are like FREQ=DAILY;BYHOUR=8;BYMINUTE=30;BYSECOND=0;INTERVAL=1;")


def _check_relative(trigger: Json) -> None:
    _check_keys(trigger, {"type", "offsetInSeconds", "timeZoneId"})
    offset = trigger.get("offsetInSeconds")
    if not isinstance(offset, int) or isinstance(offset, bool) or offset <= 0:
        raise _bad("offsetInSeconds is a whole number above zero.")


_TRIGGERS = {"SCHEDULED_ABSOLUTE": _check_absolute, "SCHEDULED_RELATIVE": _check_relative}


def _check_local(value: Any, name: str) -> None:  # noqa: ANN401 (whatever was sent)
    if not isinstance(value, str) or not _LOCAL.fullmatch(value):
        raise _bad(f"{name} is a local time without an offset, like 2026-11-22T19:00:00.000.")


# When it rings


def _first(trigger: Json, now: datetime) -> datetime | None:
    if trigger["type"] == "SCHEDULED_RELATIVE":
        return now + timedelta(seconds=trigger["offsetInSeconds"])
    if "recurrence" in trigger:
        start = trigger["recurrence"].get("startDateTime", trigger["scheduledTime"])
        return _next_of(trigger, max(_aware(start, trigger) - timedelta(seconds=1), now))
    return _aware(trigger["scheduledTime"], trigger)


def _aware(local: str, trigger: Json) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(trigger["timeZoneId"])).astimezone(UTC)


def _next_of(trigger: Json, after: datetime) -> datetime:
    """The first time any of the rules comes up after a moment."""
    matches = [match for rule in trigger["recurrence"]["recurrenceRules"] if (match := _RULE.fullmatch(rule))]
    return min(moment for match in matches for moment in _moments(match, trigger, after) if moment > after)


def _moments(rule: re.Match[str], trigger: Json, after: datetime) -> Iterator[datetime]:
    days = (rule["days"] or ",".join(_WEEK)).split(",")
    zone = ZoneInfo(trigger["timeZoneId"])
    midnight = after.astimezone(zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    for ahead in range(_DAYS_AHEAD):
        day = midnight + timedelta(days=ahead)
        if _WEEK[day.weekday()] in days:
            yield day.replace(hour=int(rule["hour"]), minute=int(rule["minute"]), tzinfo=zone).astimezone(UTC)


def _rings(alert: Alert, now: datetime) -> Iterator[datetime]:
    """Each time it rings up to now; afterwards it waits for the next."""
    while alert.next is not None and alert.next <= now:
        yield alert.next
        trigger = alert.body["trigger"]
        alert.next = _next_of(trigger, alert.next) if "recurrence" in trigger else None


def _told(alert: Alert, zone: str) -> Json:
    """As a list tells of it: when one that was set "in two hours" rings stands there by the clock."""
    trigger = alert.body["trigger"]
    if trigger["type"] == "SCHEDULED_RELATIVE" and alert.next is not None:
        local = alert.next.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        trigger = {**trigger, "scheduledTime": local.isoformat(timespec="milliseconds"), "timeZoneId": zone}
    return {"alertToken": alert.token, "status": "ON", "version": "1", **alert.body, "trigger": trigger}
