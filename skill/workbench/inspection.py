"""Turns as the page shows them, and what is behind each: JSON, in the shapes that the page's own scripts read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skill.platform.response import checked
from skill.workbench.stopwatch import SKILL, SPEECH, UNDERSTANDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skill.simulator.device import Session, Turn
    from skill.simulator.envelope import Json
    from skill.simulator.understanding import SpottedSlot

REST = "the rest"


@dataclass(frozen=True, slots=True)
class Held:
    """A turn that was held.

    Attributes:
        number: of the turn in the conversation, from 0.
        turn: what was said and came of it.
        locale: the language of the device at that time.
        milliseconds: how long it took, from the words to the answer.
        timings: milliseconds by part; speech comes later, once it is made.
    """

    number: int
    turn: Turn
    locale: str
    milliseconds: float
    timings: dict[str, float]

    def as_json(self) -> Json:
        """What the conversation shows of it."""
        turn = self.turn
        return {
            "n": self.number,
            "said": turn.utterance,
            "heard_as": turn.intent or None,
            "score": turn.understood.score if turn.understood else None,
            "ssml": turn.ssml,
            "text": turn.speech,
            "reprompt": turn.reprompt or None,
            "open": turn.session_open,
            "verdict": turn.trace.get("verdict"),
            "ms": round(self.milliseconds, 1),
            "problems": [*turn.problems],
            "card": turn.response.get("response", {}).get("card"),
            "at": turn.at.isoformat() if turn.at else None,
        }

    def inspected(self, decision: Json | None) -> Json:
        """What is behind it."""
        turn = self.turn
        return {
            "n": self.number,
            "understanding": _understanding(turn),
            "dialog": _dialog(turn.session, turn.request),
            "session": turn.session.attributes,
            "decision": decision,
            "request": turn.request,
            "response": turn.response,
            "timings": [{"part": part, "ms": round(ms, 2)} for part, ms in self._parts()],
            "checks": [*_checks(turn)],
        }

    def _parts(self) -> Iterator[tuple[str, float]]:
        measured = {part: self.timings.get(part, 0.0) for part in (UNDERSTANDING, SKILL)}
        yield from measured.items()
        yield REST, max(0.0, self.milliseconds - sum(measured.values()))
        if SPEECH in self.timings:
            yield SPEECH, self.timings[SPEECH]


def _understanding(turn: Turn) -> Json:
    understood = turn.understood
    return {
        "intent": turn.intent or None,
        "sample": understood.sample if understood else None,
        "score": understood.score if understood else None,
        "slots": [_slot(slot) for slot in understood.slots] if understood else [],
    }


def _slot(slot: SpottedSlot) -> Json:
    identifier, name = slot.resolved[0] if slot.resolved else (None, None)
    return {"name": slot.name, "value": slot.value, "resolved": name, "id": identifier}


def _dialog(session: Session, request: Mapping[str, Any]) -> Json:
    elicits = session.dialog.question.slot if session.open and session.dialog else None
    return {"state": request.get("request", {}).get("dialogState"), "elicits": elicits}


def _checks(turn: Turn) -> Iterator[Json]:
    """Each rule once, with what every exchange of the turn has against it."""
    objections: dict[str, list[str]] = {}
    for exchange in turn.exchanges:
        for rule, problems in checked(exchange.response, exchange.request).items():
            objections.setdefault(rule, []).extend(problems)
    yield from (
        {"rule": rule, "ok": not problems, "detail": " ".join(problems)} for rule, problems in objections.items()
    )
