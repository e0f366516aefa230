"""One device on a bench: talked with, looked into, set up otherwise in the middle of it, one thing at a time.

A real Echo that is given another language or put into another time zone, and another Echo with a screen, know nothing
of the conversation before: the open session ends, what is remembered stays. Everything else changes under way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from skill.simulator.dialogue_file import STORES
from skill.simulator.recording import by_the_minute
from skill.simulator.replaying import Circumstances
from skill.workbench.chips import suggested
from skill.workbench.inspection import Held
from skill.workbench.setup import Setup
from skill.workbench.skill import Unusable
from skill.workbench.stopwatch import SPEECH, Stopwatch
from skill.workbench.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from skill.simulator.device import Device, Turn
    from skill.simulator.dialogue_file import Dialogue
    from skill.simulator.envelope import Json
    from skill.workbench.clock import TravellingClock
    from skill.workbench.skill import BenchSkill

LONGEST = 500
"""Characters of one thing said; nobody says more in a breath."""

MOST_RINGS = 1000
"""So many rings are told of; those before them were long ago."""

_REHEARSED = "well then what is all of this about"


@dataclass(slots=True)
class _Conversation:
    """A device since it stands where it stands: what can be written down in one piece.

    Attributes:
        setting: as it was when the first word was said.
        store: how the store behaves whatever is set: there may be none. Empty if it behaves as set.
        behaved: how reminders and store behaved at each turn.
    """

    device: Device
    setting: Dialogue
    store: Mapping[str, str] = field(default_factory=dict)
    behaved: list[Mapping[str, str]] = field(default_factory=list)


class Bench:
    """A skill on a device, and what is around them. Every method may be called by any thread."""

    def __init__(self, skill: BenchSkill, clock: TravellingClock, *, locale: str, time_zone: str) -> None:
        """Set up a device.

        Args:
            skill: what is tried.
            clock: what the device goes by, and its reminders.
            locale: the language it begins with.
            time_zone: the zone it begins in.
        """
        self._skill = skill
        self._clock = clock
        self._setup = Setup(locale, time_zone)
        self._stopwatch = Stopwatch()
        self._circumstances = Circumstances(by_the_minute(self._now))
        self._voice = Voice()
        self._held: list[Held] = []
        self._rings: list[Json] = []
        self._rung = 0
        self._revision = 0
        self._lock = Lock()
        self._conversation = self._rehearsed()

    # Looking.

    def conversation(self) -> Json:
        """Everything that the page shows at first."""
        with self._lock:
            session, locale = self._conversation.device.session, self._setup.locale
            return {
                "turns": [held.as_json() for held in self._held],
                "device": self._device(),
                "open": session.open,
                "chips": suggested(self._skill.model(locale), session, self._skill.openings),
                "voice": {"speaks": self._voice.speaks, "hears": self._voice.hears},
                "rings": [*self._rings],
                "revision": self._revision,
            }

    def inspected(self, number: int) -> Json:
        """What is behind a turn.

        Raises:
            Unusable: if there is no such turn.
        """
        with self._lock:
            held = self._turn(number)
            return held.inspected(self._skill.decided(held.turn))

    def recovery(self) -> Json:
        """How the athlete recovers."""
        with self._lock:
            return self._skill.recovery(self._now())

    def rings(self, after: int) -> Json:
        """The reminders that rang after the one with this number, and those to come."""
        with self._lock:
            now = self._now()
            self._ring(self._skill.rings(now), now)
            upcoming = [{"text": text, "at": self._local(at).isoformat()} for text, at in self._skill.upcoming()]
            return {"rings": [ring for ring in self._rings if ring["k"] > after], "upcoming": upcoming}

    # Talking.

    def say(self, said: Any) -> Json:  # noqa: ANN401 - whatever a page sends
        """Say something; nothing, to an open session, is silence.

        Raises:
            Unusable: if it is nothing that can be said, or the skill fails.
        """
        if not isinstance(said, str) or len(said) > LONGEST:
            raise Unusable(f"What is said is a text of at most {LONGEST} characters.")
        words = " ".join(said.split())
        with self._lock:
            device = self._conversation.device
            if not words and not device.session.open:
                raise Unusable("There is nobody listening. Say something.")
            held = self._timed((lambda: device.say(words)) if words else device.silence)
            self._revision += 1
            return held.as_json()

    def over(self, *, forget: bool) -> None:
        """Begin a new conversation; with `forget`, also empty the memory."""
        with self._lock:
            self._conversation.device.leave()
            if forget:
                self._skill.forget()
            self._held.clear()
            self._restart()

    def set_up(self, wanted: Any) -> Json:  # noqa: ANN401 - whatever a page sends
        """Change parts of the device, or travel in time.

        Raises:
            Unusable: if it cannot be so; then nothing is changed.
        """
        if not isinstance(wanted, Mapping):
            raise Unusable("What to change is a JSON object.")
        with self._lock:
            changed = self._setup.changed(
                {name: value for name, value in wanted.items() if name != "travel"}, self._skill.locales
            )
            if "travel" in wanted:
                self._clock.travel(wanted["travel"])
                self._skill.travelled()
            self._settle(changed)
            return self._device()

    def keep(self, name: Any) -> Json:  # noqa: ANN401 - as above
        """Write the conversation down, since the device stands where it stands.

        Raises:
            Unusable: if nothing was said, or there is no such file to be made.
        """
        with self._lock:
            here = self._conversation
            if not isinstance(name, str) or not here.device.turns:
                raise Unusable("Say something first; then it can be kept.")
            return self._skill.keep(name, here.device.turns, here.setting, here.behaved)

    # Sound.

    def sound(self, number: int) -> bytes:
        """What was said in a turn, as a WAV file.

        Raises:
            Unusable: if there is no such turn, or nothing to speak it with.
        """
        with self._lock:
            held = self._turn(number)
        began = perf_counter()
        wav = self._voice.spoken(held.turn.ssml, held.locale)
        held.timings.setdefault(SPEECH, (perf_counter() - began) * 1000)
        return wav

    def hear(self, wav: bytes) -> str | None:
        """What is said in a WAV file; None if nothing was understood.

        Raises:
            Unusable: if it is no such file, or nothing to hear it with.
        """
        locale = self._setup.locale
        return self._voice.heard(wav, self._skill.model(locale), locale)

    # Within.

    def _now(self) -> datetime:
        return self._local(self._clock())

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self._setup.time_zone))

    def _device(self) -> Json:
        now = self._now().isoformat(timespec="seconds")
        return {**self._setup.as_json(self._skill.locales), "now": now, "keeps": self._skill.keeps}

    def _turn(self, number: int) -> Held:
        if number not in range(len(self._held)):
            raise Unusable("There is no such turn.")
        return self._held[number]

    def _timed(self, speak: Callable[[], Turn]) -> Held:
        here = self._conversation
        if not here.device.turns:
            self._note_beginning(here)
        self._stopwatch.take()
        began = perf_counter()
        turn = speak()
        milliseconds = (perf_counter() - began) * 1000
        held = Held(len(self._held), turn, self._setup.locale, milliseconds, self._stopwatch.take())
        self._held.append(held)
        here.behaved.append({**self._setup.behaves, **here.store})
        if turn.at:
            self._ring(turn.rung, turn.at)
        return held

    def _note_beginning(self, here: _Conversation) -> None:
        """Note what has to be written down of the moment before the first word."""
        remembered = {**self._skill.remembered()}
        store = remembered.pop("store")
        here.store = {"store": store} if store != STORES[0] else {}
        here.setting = replace(here.setting, **{**remembered, **self._setup.behaves, **here.store})

    def _ring(self, texts: Iterable[str], at: datetime) -> None:
        for text in texts:
            self._rings.append({"k": self._rung, "text": text, "at": at.isoformat(timespec="seconds")})
            self._rung += 1
        del self._rings[:-MOST_RINGS]

    def _settle(self, changed: Setup) -> None:
        before, self._setup = self._setup, changed
        self._circumstances.reminders = changed.behaves["reminders"]
        self._circumstances.store = changed.behaves["store"]
        self._revision += 1
        if changed.place != before.place:
            self._conversation.device.leave()
            self._restart()

    def _restart(self) -> None:
        self._revision += 1
        self._conversation = self._begun()

    def _rehearsed(self) -> _Conversation:
        """A conversation, and before it a sentence that nobody hears: the first turn waits for nothing to be loaded."""
        self._begun().device.ask(_REHEARSED)
        self._skill.remembered()
        return self._begun()

    def _begun(self) -> _Conversation:
        setting = replace(self._setup.setting, wording=self._skill.wording())
        return _Conversation(self._skill.device(setting, self._circumstances, self._stopwatch), setting)
