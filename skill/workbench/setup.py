"""How the device on the workbench is set up, as the page shows and changes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from skill.simulator.dialogue_file import DEVICES, STORES, Dialogue
from skill.workbench.skill import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

REMINDERS = {
    "working": "allowed",
    "limit": "429",
    "down": "500",
    "refused": "400",
    "unauthorised": "401",
    "unsupported": "403",
    "late": "late",
}
"""How reminders behave, by the page's names; the values are those of dialogue files."""

STORE = {"working": STORES[0], "broken": STORES[1]}
"""How the store behaves, likewise."""

_DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Setup:
    """What is set.

    Attributes:
        locale: the language of the device.
        time_zone: IANA name.
        screen: whether it has one.
        allowed: whether the athlete allows reminders.
        store: how the store behaves, one of `STORE`.
        reminders: how Amazon's reminders behave, one of `REMINDERS`.
    """

    locale: str
    time_zone: str
    screen: bool = False
    allowed: bool = True
    store: str = "working"
    reminders: str = "working"

    def changed(self, wanted: Mapping[str, Any], locales: Collection[str]) -> Setup:
        """It with other settings.

        Args:
            wanted: parts of what `as_json` gives.
            locales: those there are.

        Raises:
            Unusable: if a part is unknown or cannot be so; then nothing is changed.
        """
        checks = {**_CHECKS, "locale": _one_of(locales)}
        if unknown := sorted(wanted.keys() - checks.keys()):
            raise Unusable(f"A device has no setting {unknown[0]!r}.")
        return replace(self, **{_FIELDS.get(name, name): checks[name](value) for name, value in wanted.items()})

    def as_json(self, locales: Collection[str]) -> dict[str, Any]:
        """It as the page has it."""
        told = asdict(self)
        permissions = {"reminders": told.pop("allowed")}
        return {**told, "locales": [*locales], "permissions": permissions}

    @property
    def setting(self) -> Dialogue:
        """Where a conversation takes place."""
        return Dialogue(locale=self.locale, time_zone=self.time_zone, device=DEVICES[self.screen])

    @property
    def place(self) -> tuple[str, str, bool]:
        """What cannot change without the device beginning anew."""
        return self.locale, self.time_zone, self.screen

    @property
    def behaves(self) -> dict[str, str]:
        """How reminders and store behave, in the words of dialogue files."""
        return {"reminders": REMINDERS[self.reminders] if self.allowed else _DENIED, "store": STORE[self.store]}


def _one_of(known: Collection[str]) -> Callable[[Any], str]:
    def checked(value: Any) -> str:  # noqa: ANN401 - whatever a page sends
        if not isinstance(value, str) or value not in known:
            raise Unusable(f"{value!r} is none of: {', '.join(known)}.")
        return value

    return checked


def _zone(value: Any) -> str:  # noqa: ANN401 - as above
    if not isinstance(value, str) or value not in available_timezones():
        raise Unusable(f"{value!r} is no time zone; one looks like Europe/London.")
    return value


def _yes_or_no(value: Any) -> bool:  # noqa: ANN401 - as above
    if not isinstance(value, bool):
        raise Unusable(f"{value!r} is neither true nor false.")
    return value


def _permissions(value: Any) -> bool:  # noqa: ANN401 - as above
    if not isinstance(value, dict) or value.keys() != {"reminders"}:
        raise Unusable('Permissions look like {"reminders": true}.')
    return _yes_or_no(value["reminders"])


_FIELDS = {"permissions": "allowed"}
_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "time_zone": _zone,
    "screen": _yes_or_no,
    "permissions": _permissions,
    "store": _one_of(STORE),
    "reminders": _one_of(REMINDERS),
}
