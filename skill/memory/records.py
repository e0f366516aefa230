"""Events and profiles as text, the same in every store: what is written here can be read here, and nonsense is named.

Text, because that is the one thing all stores keep as it is: DynamoDB takes no floats and few digits.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from skill.memory.events import Event, Json, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DECLINED = "declined:"
_KEY_BYTES = 16
_time = datetime.fromisoformat


class Nonsense(Exception):  # noqa: N818 (reads as what it says)
    """A store gave what nobody wrote."""


def moment(at: datetime) -> str:
    """A time as text, in UTC, always as long, so that the order of texts is the order of times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def key(event_id: str) -> str:
    """A short key for an event's id, which may be long and hold anything."""
    return blake2b(event_id.encode(errors="surrogatepass"), digest_size=_KEY_BYTES).hexdigest()


def event_fields(event: Event) -> dict[str, Json]:
    """An event as a JSON object."""
    return {
        "kind": event.kind,
        "at": moment(event.at),
        "data": event.data,
        "id": event.id,
        "recorded_at": moment(event.recorded_at),
        "replaces": event.replaces,
    }


def as_text(fields: Json) -> str:
    """A JSON value as ASCII.

    Raises:
        ValueError: if it holds what JSON cannot.
    """
    try:
        return json.dumps(fields, separators=(",", ":"), allow_nan=False)
    except (TypeError, RecursionError) as error:
        message = f"An event can only hold what JSON can: {error}."
        raise ValueError(message) from error


def events_in(texts: Iterable[str]) -> list[Event]:
    """Read events, in the order given; all at once, which takes half as long as one by one.

    Raises:
        Nonsense: if one of the texts is no event.
    """
    try:
        return [_event(fields) for fields in json.loads(f"[{','.join(texts)}]")]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = "An event is kept that cannot be read"
        raise Nonsense(message) from error


def value_in(text: str) -> Any:  # noqa: ANN401 (a JSON value)
    """Read one JSON value.

    Raises:
        Nonsense: if it is none.
    """
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        message = "Something is kept that cannot be read"
        raise Nonsense(message) from error


def _event(fields: dict[str, Any]) -> Event:
    return Event(
        kind=fields["kind"],
        at=_time(fields["at"]),
        data=fields["data"],
        id=fields["id"],
        recorded_at=_time(fields["recorded_at"]),
        replaces=fields["replaces"],
    )


def profile_fields(profile: Profile) -> dict[str, Json]:
    """What is known, as a flat JSON object, so that parts of it can be written alone."""
    fields: dict[str, Json] = {
        "remembered_since": None if profile.remembered_since is None else moment(profile.remembered_since),
        "time_zone": profile.time_zone,
        "novice": profile.novice,
        "age": profile.age,
        **{f"{_DECLINED}{offer}": moment(at) for offer, at in profile.declined.items()},
    }
    return {name: value for name, value in fields.items() if value is not None}


def profile_in(fields: Mapping[str, Any], version: int) -> Profile:
    """Read a profile.

    Raises:
        Nonsense: if it is none.
    """
    try:
        declined = {name: _time(at) for name, at in fields.items() if name.startswith(_DECLINED)}
        known = {name: value for name, value in fields.items() if name not in declined}
        if "remembered_since" in known:
            known["remembered_since"] = _time(known["remembered_since"])
        offers = {name.removeprefix(_DECLINED): at for name, at in declined.items()}
        return Profile(**known, declined=offers, version=version)
    except (ValueError, TypeError, AttributeError) as error:
        message = "A profile is kept that cannot be read"
        raise Nonsense(message) from error


def exported(athlete: str, profile: Profile, events: Iterable[Event]) -> dict[str, Json]:
    """Everything held about an athlete, oldest event first."""
    told = sorted(events, key=lambda event: (event.recorded_at, event.id))
    known = {**profile_fields(profile), "version": profile.version}
    return {"athlete": athlete, "profile": known, "events": [event_fields(event) for event in told]}
