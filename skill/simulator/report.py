"""What was understood and answered, as JSON for scripts: `legday understand` and `legday ask --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skill.simulator.device import Turn
    from skill.simulator.envelope import Json
    from skill.simulator.understanding import SpottedSlot, Understood

LAUNCH = "LaunchRequest"


def understood_as(utterance: str, understood: Understood | None) -> Json:
    """Tell what a sentence was understood as; None stands for the mere opening of the skill."""
    if understood is None:
        return {"utterance": utterance, "intent": LAUNCH, "slots": {}, "score": 1.0, "sample": None}
    return {
        "utterance": utterance,
        "intent": understood.intent,
        "slots": _slots(understood.slots),
        "score": round(understood.score, 3),
        "sample": understood.sample,
    }


def answered(turn: Turn) -> Json:
    """Tell what a sentence was understood as, what was decided, and what is heard."""
    return {
        **understood_as(turn.utterance, turn.understood),
        "verdict": turn.trace.get("verdict"),
        "rule": turn.trace.get("rule"),
        "ssml": turn.ssml,
        "text": turn.speech,
        "reprompt": turn.reprompt or None,
        "session_open": turn.session_open,
    }


def _slots(spotted: tuple[SpottedSlot, ...]) -> dict[str, Any]:
    values: dict[str, list[Json]] = {}
    for slot in spotted:
        identifier = slot.resolved[0][0] if slot.resolved else None
        values.setdefault(slot.name, []).append({"value": slot.value, "id": identifier})
    return {name: several[0] if len(several) == 1 else several for name, several in values.items()}
