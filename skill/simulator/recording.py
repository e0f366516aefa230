"""Writes a conversation down as a dialogue file, so that it can be read, replayed and kept as a test.

What is written is exactly what came; whoever wants less pinned takes lines out or makes patterns of them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from skill.simulator.dialogue_file import LEAVES, SILENCE, Dialogue
from skill.simulator.expectation import PROBLEMS, found, slots_filled
from skill.simulator.updating import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from skill.simulator.device import Turn

SUFFIX = ".dialogue"

_HOUR = 3600  # seconds: pauses shorter than this are written as so much later
_PERMISSION = {"ACCEPTED": "asked for", "DENIED": "denied", "NOT_ANSWERED": "not answered"}
_CHANGING = ("reminders", "store")
_AS_USUAL = Dialogue()


def as_dialogue(
    turns: Sequence[Turn],
    setting: Dialogue,
    *,
    remarks: Iterable[str] = (),
    changes: Sequence[Mapping[str, str]] = (),
) -> str:
    """Write a conversation down.

    Args:
        turns: as a device kept them.
        setting: what the conversation depended on when it began; its `said` is not looked at. The time is that of the
            turns. Whether reminders were allowed is told by the turns too, once Alexa has asked.
        remarks: lines to put at the top.
        changes: for each turn how ``reminders`` and ``store`` behaved by then, where somebody changed it on the way.

    Returns:
        The text of a dialogue file. Replayed with this setting it goes exactly as it went, provided that the device's
        words were picked by `skill.simulator.wording.Wording` with the setting's `wording`, or always the first.
    """
    steps = [
        {**(change or {}), **_permission(turn, {"reminders": setting.reminders, **(change or {})}["reminders"])}
        for turn, change in zip_longest(turns, changes[: len(turns)])
    ]
    begins = setting if changes else _behaving(setting, steps)
    head = [*(f"# {remark}" for remark in remarks), *_first_now(turns, setting), *_head(begins)]
    body = chain.from_iterable(_steps(turns, steps, begins))
    return "\n".join([*head, *body, ""])


def by_the_minute(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """A clock without seconds. A conversation that is recorded by it has few lines that say what time it is."""
    return lambda: clock().replace(second=0, microsecond=0)


# The head


def _behaving(setting: Dialogue, answers: Iterable[Mapping[str, str]]) -> Dialogue:
    """The setting with the first answer to Alexa's question, if she asked one: so it was going to be from the start."""
    first = next(filter(None, answers), {})
    return replace(setting, reminders=first.get("reminders", setting.reminders))


def _first_now(turns: Sequence[Turn], setting: Dialogue) -> list[str]:
    at = turns[0].at if turns else None
    return [written("now", f"{_clock(at)} {setting.time_zone}")] if at else []


def _head(setting: Dialogue) -> Iterator[str]:
    """All that is not as it usually is; the language always."""
    yield written("locale", setting.locale)
    for name in ("skill", "device", "wording", *_CHANGING):
        if (value := getattr(setting, name)) != getattr(_AS_USUAL, name):
            yield written(name, value)
    if setting.profile:
        yield written("profile", _json(setting.profile))
    yield from (written("remembered", _json(event)) for event in setting.remembered)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


# The turns


def _steps(
    turns: Sequence[Turn], steps: Sequence[Mapping[str, str]], setting: Dialogue
) -> Iterator[Iterator[str] | list[str]]:
    behaves = {name: getattr(setting, name) for name in _CHANGING}
    before: Turn | None = None
    for turn, step in zip(turns, steps, strict=True):
        if not (turn.utterance or turn.exchanges or turn.speech):
            continue  # silence where nobody was listening
        yield [""]
        yield _passing(before, turn)
        yield (written(name, step[name]) for name in _CHANGING if step.get(name, behaves[name]) != behaves[name])
        yield _turn(turn, strict=not setting.skill)
        behaves |= step
        before = turn


def _passing(before: Turn | None, turn: Turn) -> Iterator[str]:
    """The time, if it went on since the turn before."""
    if before is None or before.at is None or turn.at is None or before.at == turn.at:
        return
    seconds = turn.at.timestamp() - before.at.timestamp()
    yield written("now", _later(int(seconds)) if 0 < seconds < _HOUR else _clock(turn.at))


def _turn(turn: Turn, *, strict: bool) -> Iterator[str]:
    yield written("you", _said(turn))
    if turn.understood:
        yield written("intent", found(turn, "intent"))
    yield from (written(f"slot {name}", found(turn, f"slot {name}")) for name in slots_filled(turn))
    if turn.rung:
        yield written("rings", found(turn, "rings"))
    yield written("coach", found(turn, "coach"))
    yield from (written(name, found(turn, name)) for name in ("verdict", "rule") if turn.trace.get(name))
    if not turn.session_open:
        yield written("session", found(turn, "session"))
    if turn.problems and strict:
        yield written(PROBLEMS, found(turn, PROBLEMS))


def _said(turn: Turn) -> str:
    words = " ".join(turn.utterance.split())
    if words:
        return f"\\{words}" if words.startswith("(") else words
    ended = turn.request.get("request", {}).get("reason") == "USER_INITIATED"
    return LEAVES if ended else SILENCE


def _permission(turn: Turn, behaving: str) -> dict[str, str]:
    """How reminders behave, as the answer to Alexa's question in this turn tells; nothing if that decides nothing."""
    payloads = (exchange.request["request"].get("payload", {}) for exchange in turn.exchanges)
    answers = [_PERMISSION[payload["status"]] for payload in payloads if payload.get("status") in _PERMISSION]
    return {"reminders": answers[-1]} if answers and behaving in _PERMISSION.values() else {}


# Times


def _clock(at: datetime) -> str:
    """A local time; with its offset where the clock shows the same twice a year, and this is the second."""
    second = at.replace(fold=0).utcoffset() != at.utcoffset()
    local = at if second else at.replace(tzinfo=None)
    return local.isoformat(sep=" ", timespec="seconds" if at.second else "minutes")


def _later(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"+{f'{minutes}m' if minutes else ''}{f'{rest}s' if rest else ''}"
