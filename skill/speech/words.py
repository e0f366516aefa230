"""One voice: the catalog of a locale together with a way to vary the wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from skill.speech.ssml import Ssml, placeholders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from skill.speech.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Words:
    """Says messages of the catalog.

    Attributes:
        catalog: the words of the athlete's locale.
        vary: given how many wordings there are, picks one by its place.
    """

    catalog: Catalog
    vary: Callable[[int], int]

    def say(self, message_id: str, /, **values: str | int) -> Ssml:
        """A sentence: the message with its values filled in and its first letter large."""
        return _capitalised(self.catalog.say(message_id, self.vary, **values))

    def tell(self, message_id: str, values: Mapping[str, Ssml]) -> Ssml:
        """A sentence that uses those of the values its message has a place for."""
        wording = self.catalog.wordings(message_id)[0]
        return self.say(message_id, **{name: values[name] for name in placeholders(wording)})

    def name(self, message_id: str, /, **values: str | int) -> Ssml:
        """A name or part of a sentence, as the catalog has it."""
        return self.catalog.say(message_id, self.vary, **values)

    def either(self, names: Sequence[str]) -> Ssml:
        """Several names as one list: "a, b or c"."""
        first, *rest = names
        if len(rest) == 1:
            return self.name("list.two", first=first, second=rest[0])
        return self.name("list.more", first=first, rest=self.either(rest))


def _capitalised(text: Ssml) -> Ssml:
    return Ssml(text[:1].upper() + text[1:]) if text[:1].islower() else text
