"""The real skill set up as a dialogue file has it: nothing on this machine is read or kept, and time is the file's."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import skill
from skill.amazon.reminders import reminders_of
from skill.app import build_skill
from skill.memory import RECENT, MemoryFailed, Profile, athlete_key, records
from skill.memory.in_memory import InMemory
from skill.settings import Settings
from skill.simulator import envelope, machine
from skill.simulator.device import Device
from skill.simulator.dialogue_file import STORES, DialogueError
from skill.simulator.fake_amazon import FakeAmazon
from skill.simulator.trace import Trace
from skill.simulator.understanding import Understanding
from skill.simulator.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from skill.amazon.reminders import Reminders
    from skill.app import Respond
    from skill.memory import Event, Json, Memory, Recollection
    from skill.simulator.device import Understands
    from skill.simulator.dialogue_file import Dialogue
    from skill.simulator.model import InteractionModel
    from skill.simulator.replaying import Circumstances

_PACKAGE = Path(skill.__file__).parent
# In an installed distribution the models lie inside the package, in a clone beside it.
MODELS = (_PACKAGE / "interaction_models", _PACKAGE.parent / "interaction_models")

HARDWARE = {"speaker": envelope.SPEAKER, "screen": envelope.SCREEN}

_SECRET = b"dialogues are kept from no one, nor is this"
_ANSWERS = {"denied": "DENIED", "not answered": "NOT_ANSWERED"}
_CODES = {"400": "INVALID_REQUEST", "401": "UNAUTHORIZED", "403": "DEVICE_NOT_SUPPORTED", "429": "MAX_RATE_EXCEEDED"}
_BROKEN, _NO_STORE = STORES[1:]


@dataclass(frozen=True, slots=True)
class Cast:
    """The skill that a device is set up with.

    Attributes:
        model: what people can say to it.
        understanding: makes sense of what they say.
        respond: answers.
        trace: what it tells of its own thinking since the last time.
    """

    model: InteractionModel
    understanding: Understands
    respond: Respond
    trace: Callable[[], dict[str, Any]] = dict


def coach(dialogue: Dialogue, now: Circumstances, wording: Wording) -> Cast:
    """Our own skill, which remembers what the dialogue says.

    Raises:
        DialogueError: if what it remembers cannot be read.
        ModelError: if there is no interaction model for its language.
    """
    trace = Trace()
    held = memory_of(dialogue, now, _SECRET)
    memory = None if dialogue.store == _NO_STORE else breakable(lambda: held, now)
    respond = _skill(dialogue, now, wording, trace, memory)
    return Cast(model_for(dialogue.locale), understanding_for(dialogue.locale), respond, trace.take)


class Stage:
    """Sets devices up for dialogues; called as a `skill.simulator.replaying.SetUp`. `close` it in the end."""

    def __init__(
        self,
        casting: Callable[[Dialogue, Circumstances, Wording], Cast] = coach,
        asks: Callable[[str], str] | None = None,
    ) -> None:
        """Make a stage.

        Args:
            casting: gives the skill for a dialogue; by default our own.
            asks: puts Alexa's question for a permission to somebody; by default the circumstances have the answer.
        """
        self._casting = casting
        self._asks = asks
        self._servers = ExitStack()

    def __call__(self, dialogue: Dialogue, now: Circumstances) -> Device:
        """Make a device that behaves as the dialogue and the circumstances have it.

        Raises:
            DialogueError: if the dialogue was held with another skill, or what it remembers cannot be read.
            ModelError: if there is no interaction model for its language.
        """
        amazon, wording = FakeAmazon(now, dialogue.time_zone, granted=False), Wording(dialogue.wording)
        cast = self._casting(dialogue, now, wording)
        if dialogue.skill not in ("", cast.model.invocation_name):
            raise DialogueError(f"This was held with “{dialogue.skill}”, not with “{cast.model.invocation_name}”.")
        return device_with(
            replace(cast, respond=behaving(amazon, now, cast.respond)),
            dialogue,
            wording,
            amazon,
            self._servers.enter_context(amazon.serve()),
            clock=now,
            new_id=numbered(),
            allows=partial(allows, amazon, self._asks or partial(answer, now)),
        )

    def close(self) -> None:
        """Close what was served to the devices."""
        self._servers.close()


def device_with(
    cast: Cast,
    setting: Dialogue,
    wording: Wording,
    amazon: FakeAmazon,
    address: str,
    **others: Any,  # noqa: ANN401 - as `Device` has them
) -> Device:
    """A device with a skill.

    Args:
        cast: the skill.
        setting: where the device stands, and what kind it is.
        wording: picks the words.
        amazon: keeps the reminders, and rings.
        address: where that is reached.
        others: what `Device` takes beside these, such as its clock and what it allows.
    """
    return Device(
        cast.model,
        wording.around(cast.respond),
        understanding=cast.understanding,
        locale=setting.locale,
        time_zone=setting.time_zone,
        hardware=HARDWARE[setting.device],
        vary=wording,
        trace=cast.trace,
        api_endpoint=address,
        alerts=amazon.due,
        **others,
    )


def numbered(prefix: str = "") -> Callable[[], str]:
    """Ids that count. What happens in the same second is told apart by its id, so their order is the order of time."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers):06d}"


@cache
def model_for(locale: str) -> InteractionModel:
    """The interaction model of our skill for a language.

    Raises:
        ModelError: if there is none.
    """
    return machine.load_model(locale, MODELS)


@cache
def understanding_for(locale: str) -> Understanding:
    """What takes half a second to build, and remembers nothing of what it has understood."""
    return Understanding(model_for(locale))


def _skill(dialogue: Dialogue, now: Circumstances, wording: Wording, trace: Trace, memory: Memory | None) -> Respond:
    return build_skill(
        Settings(),
        vary=wording,
        time_zone=lambda _: dialogue.time_zone if now.reminders != "no zone" else None,
        reminders=impatient,
        trace=trace,
        memory=memory,
        athlete_secret=_SECRET,
    )


# Amazon's reminders


def behaving(amazon: FakeAmazon, now: Circumstances, respond: Respond) -> Respond:
    """The skill, beside an Amazon that behaves as the circumstances have it at each request."""

    def answered(request: dict[str, Any]) -> dict[str, Any]:
        amazon.granted = now.reminders not in _ANSWERS and (amazon.granted or now.reminders != "asked for")
        amazon.hanging = now.reminders == "late"
        amazon.refusal = _refusal(now.reminders)
        return respond(request)

    return answered


def _refusal(reminders: str) -> tuple[int, str, str] | None:
    return (int(reminders), _CODES.get(reminders, "INTERNAL_ERROR"), "No.") if reminders.isdigit() else None


def allows(amazon: FakeAmazon, asks: Callable[[str], str], question: str) -> str:
    """Have Alexa's question for the permission to set reminders answered."""
    answered = asks(question)
    amazon.granted = answered == "ACCEPTED"
    return answered


def answer(now: Circumstances, _: str) -> str:
    """What the circumstances answer to that question."""
    return _ANSWERS.get(now.reminders, "ACCEPTED")


def impatient(request: Mapping[str, Any]) -> Reminders | None:
    """The real client, which does not wait long for a server beside it; a second is for a machine that is busy."""
    found = reminders_of(request)
    return replace(found, deadline=1.0) if found is not None else None


# What is remembered


def memory_of(dialogue: Dialogue, now: Callable[[], datetime], secret: bytes) -> Memory:
    """A store in this process that holds what the dialogue says is remembered when it begins.

    Raises:
        DialogueError: if that cannot be read.
    """
    memory = InMemory(now)
    try:
        profile = records.profile_in({name: known for name, known in dialogue.profile.items() if name != "version"}, 0)
        events = records.events_in(json.dumps(event) for event in dialogue.remembered)
    except records.Nonsense as error:
        raise DialogueError(f"What is remembered is not as `legday history --export` writes it: {error}.") from error
    if events or dialogue.profile:
        memory.append(athlete_key(envelope.Sender().athlete_id, secret), events, profile)
    return memory


def breakable(memory: Callable[[], Memory], now: Circumstances) -> Memory:
    """A store that breaks and works again as the circumstances have it, and may be another one from time to time."""
    return _Store(memory, now)


@dataclass(frozen=True, slots=True)
class _Store:
    """A store that breaks and works again as the circumstances have it."""

    whole: Callable[[], Memory]
    now: Circumstances

    def recall(self, athlete: str, since: datetime, limit: int | None = RECENT) -> Recollection:
        return self._working.recall(athlete, since, limit)

    def append(self, athlete: str, events: Sequence[Event], profile: Profile | None = None) -> None:
        self._working.append(athlete, events, profile)

    def forget(self, athlete: str) -> None:
        self._working.forget(athlete)

    def export(self, athlete: str) -> dict[str, Json]:
        return self._working.export(athlete)

    def check(self) -> None:
        self._working.check()

    @property
    def _working(self) -> Memory:
        if self.now.store == _BROKEN:
            raise MemoryFailed("The store does not answer.")
        return self.whole()
