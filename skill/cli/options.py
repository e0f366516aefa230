"""Options that several commands share: where and when the conversation takes place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import click

from skill.simulator import machine

if TYPE_CHECKING:
    from collections.abc import Callable

    Body = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a conversation takes place.

    Attributes:
        locale: the language of the device, such as ``en-GB``.
        time_zone: IANA name.
        at: the time at which the clock stands still, aware; None for the real clock.
    """

    locale: str
    time_zone: str
    at: datetime | None

    def now(self) -> datetime:
        """The time there, aware and local."""
        return (self.at or datetime.now(UTC)).astimezone(ZoneInfo(self.time_zone))


def _zone(_: click.Context, __: click.Parameter, value: str | None) -> str:
    if value is not None and value not in available_timezones():
        raise click.BadParameter(f"{value!r} is no time zone; one looks like Europe/London.")
    return value or machine.time_zone(os.environ)


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value is not None else None
    except ValueError as error:
        example = "2026-11-22T09:00 or 2026-11-22T09:00+01:00"
        raise click.BadParameter(f"{value!r} is no time; one looks like {example}.") from error


_OPTIONS = (
    click.option("--locale", default="en-US", show_default=True, help="Language of the device."),
    click.option(
        "--time-zone", callback=_zone, metavar="ZONE", help="Zone of the device, if not yours: Europe/London."
    ),
    click.option(
        "--now", callback=_moment, metavar="TIME", help="Stop the clock: 2026-11-22T09:00, in the device's zone."
    ),
)


def with_place(body: Body) -> Body:
    """Give a command the options `--locale`, `--time-zone` and `--now`, as one argument `place`."""

    @wraps(body)
    def placed(*args: Any, locale: str, time_zone: str, now: datetime | None, **options: Any) -> object:  # noqa: ANN401 - passed through as they come
        return body(*args, place=_place(locale, time_zone, now), **options)

    wrapped: Body = placed
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _place(locale: str, time_zone: str, now: datetime | None) -> Place:
    local = now.replace(tzinfo=ZoneInfo(time_zone)) if now is not None and now.tzinfo is None else now
    return Place(locale, time_zone, local)
