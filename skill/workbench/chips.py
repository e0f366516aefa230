"""Things one could say next, made from the samples of the interaction model."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from skill.simulator.device import Session
    from skill.simulator.model import Intent, InteractionModel, Slot

MOST = 6

_YES_OR_NO = ("yes", "no")
_WAYS_OUT = ("help", "stop")
_MOST_ANSWERS = MOST - 1
_SLOT = re.compile(r"\{([^}]+)\}")
_EXAMPLES = {
    "AMAZON.DATE": ("today", "yesterday", "two days ago", "on Saturday"),
    "AMAZON.TIME": ("at eight pm", "at noon", "at seven am"),
    "AMAZON.DURATION": ("two hours", "half an hour", "two days"),
    "AMAZON.NUMBER": ("two", "five", "eight"),
}
"""Values of Amazon's types, which a model has none of."""


def suggested(model: InteractionModel, session: Session, openings: Iterable[tuple[str, str]]) -> list[str]:
    """At most six things to say.

    Args:
        model: what people can say.
        session: where the conversation stands.
        openings: intents that are good to begin with, and a sample of each; one the model does not have stands for
            the first that it does have.
    """
    if not session.open:
        return [*islice(_openings(model, openings), MOST)]
    answers = [*islice(_answers(model, session), _MOST_ANSWERS)]
    return [*(answers or _YES_OR_NO), *_WAYS_OUT][:MOST]


def _openings(model: InteractionModel, openings: Iterable[tuple[str, str]]) -> Iterator[str]:
    wanted = [*openings] or [(name, "") for name in model.intents]
    known = ((model.intents[name], sample) for name, sample in wanted if name in model.intents)
    sentences = (_spoken(model, intent, sample) for intent, sample in known if intent.samples)
    return (sentence for sentence in sentences if sentence)


def _spoken(model: InteractionModel, intent: Intent, sample: str) -> str:
    """A sample with a value in each slot; nothing if there is none to put there."""
    chosen = sample if sample in intent.samples else intent.samples[0]
    slots = {name: next(_values(model, intent.slot(name)), "") for name in _SLOT.findall(chosen)}
    return _SLOT.sub(lambda found: slots[found[1]], chosen) if all(slots.values()) else ""


def _answers(model: InteractionModel, session: Session) -> Iterator[str]:
    """What answers the question for a slot; nothing if none is asked for."""
    dialog = session.dialog
    intent = model.intents.get(dialog.intent["name"]) if dialog else None
    return _values(model, intent.slot(dialog.question.slot or "") if intent and dialog else None)


def _values(model: InteractionModel, slot: Slot | None) -> Iterator[str]:
    if slot is None:
        return iter(())
    own = model.types.get(slot.type)
    return _spread([value.name for value in own.values]) if own else iter(_EXAMPLES.get(slot.type, ()))


def _spread(names: Sequence[str]) -> Iterator[str]:
    """Few of many, from the first to the last."""
    steps = min(len(names), _MOST_ANSWERS)
    return (names[round(number * (len(names) - 1) / max(steps - 1, 1))] for number in range(steps))
