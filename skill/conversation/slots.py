"""Reads the slots of a request: what was said, what it resolved to, and what was no answer at all.

Amazon may send a slot without a value, as null, as a list, with "?", with several authorities or with an unmatched
value. All of that ends here: the rest of the skill sees clean ids and values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skill.conversation.envelope import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

_MATCHED = "ER_SUCCESS_MATCH"
_NO_VALUE = "?"


@dataclass(frozen=True, slots=True)
class SlotReading:
    """One value of a slot.

    Attributes:
        said: the value as Amazon sent it.
        ids: ids it resolved to, best first; empty for built-in types and for values outside the list.
    """

    said: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of one request, by name; a name without a usable value is not there."""

    readings: Mapping[str, tuple[SlotReading, ...]]
    unclear: frozenset[str] = frozenset()
    """Slots that were filled with something that is no value ("?")."""

    def said(self, name: str) -> str | None:
        """The value of a slot as sent; None if it has none."""
        readings = self.readings.get(name)
        return readings[0].said if readings else None

    def id(self, name: str) -> str | None:
        """What a slot resolved to; None if it did not."""
        readings = self.readings.get(name)
        return next((reading.ids[0] for reading in readings if reading.ids), None) if readings else None

    def without(self, name: str) -> Slots:
        """These slots but for one."""
        kept = {each: readings for each, readings in self.readings.items() if each != name}
        return Slots(kept, self.unclear - {name})

    def ids(self, name: str) -> tuple[str, ...]:
        """The best id of each value of a slot."""
        return tuple(reading.ids[0] for reading in self.readings.get(name, ()) if reading.ids)


NO_SLOTS = Slots({})


def read_slots(slots: Any) -> Slots:  # noqa: ANN401 (whatever a request holds)
    """Read the slots of an intent, as they came in the request: any JSON at all, by name."""
    read: dict[str, tuple[SlotReading, ...]] = {}
    unclear: set[str] = set()
    for name, slot in mapping(slots).items():
        if _is_filled(slot):
            readings = _readings(slot)
            if usable := tuple([reading for reading in readings if reading.said != _NO_VALUE]):
                read[name] = usable
            if len(usable) < len(readings):
                unclear.add(name)
    return Slots(read, frozenset(unclear))


def _is_filled(slot: Any) -> bool:  # noqa: ANN401 (as above)
    """Whether there is anything to read: Amazon sends every slot of the intent, most of them empty."""
    return isinstance(slot, dict) and (slot.get("value") is not None or slot.get("slotValue") is not None)


def _readings(slot: Mapping[str, Any]) -> list[SlotReading]:
    """A list gives each of its values, anything else its one value."""
    listed = _objects(mapping(slot.get("slotValue")).get("values"))
    return [
        SlotReading(said, _ids(value.get("resolutions") or slot.get("resolutions")))
        for value in listed or [slot]
        if (said := _said(value.get("value")))
    ]


def _said(value: Any) -> str:  # noqa: ANN401 (as above)
    """A value as text; empty if it is none."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(filter(None, map(_said, value)))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else ""


def _ids(resolutions: Any) -> tuple[str, ...]:  # noqa: ANN401 (as above)
    found = []
    for authority in _objects(mapping(resolutions).get("resolutionsPerAuthority")):
        if mapping(authority.get("status")).get("code") == _MATCHED:
            found += [mapping(value.get("value")).get("id") for value in _objects(authority.get("values"))]
    return tuple(each for each in found if isinstance(each, str) and each)


def _objects(values: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 (as above)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
