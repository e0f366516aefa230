"""Our own skill on the workbench: its memory on this machine, reminders that ring, and what only it can tell."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from skill.advice import RULES, SOURCES
from skill.app import build_skill, remembering
from skill.cli import Refused, advice_report, keeping, plot
from skill.cli.soreness import over_time
from skill.cli.stage import (
    MODELS,
    Cast,
    allows,
    answer,
    behaving,
    breakable,
    device_with,
    impatient,
    memory_of,
    model_for,
    numbered,
    understanding_for,
)
from skill.conversation.locales import locale_to_speak
from skill.conversation.remembering import Remembered
from skill.memory import MemoryFailed, Recollection, athlete_key
from skill.simulator import machine
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.envelope import SIMULATED_APPLICATION, Sender
from skill.simulator.fake_amazon import FakeAmazon
from skill.simulator.trace import Trace
from skill.simulator.wording import Wording
from skill.speech.catalog import Catalog
from skill.speech.words import Words
from skill.workbench.bench import Bench
from skill.workbench.clock import TravellingClock
from skill.workbench.page import create_page
from skill.workbench.skill import Unusable
from skill.workbench.stopwatch import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from flask import Flask

    from skill.advice import Forecast, Source
    from skill.app import Respond
    from skill.cli.soreness import OverTime
    from skill.memory import Memory
    from skill.settings import Settings
    from skill.simulator.device import Device, Turn
    from skill.simulator.envelope import Json
    from skill.simulator.model import InteractionModel
    from skill.simulator.replaying import Circumstances
    from skill.workbench.stopwatch import Stopwatch

NOTHING_TO_PLOT = (
    'Nothing to show yet. Say "remember me", and then how your legs are: "my legs are a four". '
    "From then on your soreness is drawn here, and when you can run again."
)

_OPENINGS = (
    ("ShouldIRunIntent", "should i run {runDate}"),
    ("CheckInIntent", "my legs are a {soreness}"),
    ("LogLegDayIntent", "i just finished leg day"),
    ("WhenCanIRunIntent", "when can i run hard again"),
    ("StartRoutineIntent", "guide me through a {routine}"),
    ("SetReminderIntent", "remind me to {activity} in {reminderIn}"),
)

_RULES = {rule.name: rule for rule in RULES}


@contextmanager
def page(
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    locale: str,
    time_zone: str,
    wording: Callable[[], str],
) -> Iterator[Flask]:
    """The page with our skill, and Amazon's reminders beside it as long as the block lasts.

    Args:
        settings: where it remembers, and its id.
        clock: the real time, aware.
        locale: the language it begins with.
        time_zone: the zone it begins in.
        wording: what picks the words of the next conversation, as `skill.simulator.wording.Wording` takes it.
    """
    travelling = TravellingClock(clock)
    amazon = FakeAmazon(travelling, time_zone, granted=False)
    with amazon.serve() as address:
        skill = OurSkill(settings, travelling, amazon, address, wording)
        yield create_page(Bench(skill, travelling, locale=locale, time_zone=time_zone))


class OurSkill:
    """See `skill.workbench.skill.BenchSkill`.

    Once the clock is not the real one any more, nothing that is told gets into the memory on this machine: it goes on
    in a copy that is gone with this process. Otherwise tomorrow's soreness would be remembered today.
    """

    locales: Sequence[str] = tuple(sorted(machine.models(MODELS)))
    openings: Sequence[tuple[str, str]] = _OPENINGS

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime],
        amazon: FakeAmazon,
        address: str,
        wording: Callable[[], str],
    ) -> None:
        """Set it up; `clock` is the device's, that of `amazon` at `address` too."""
        self._settings = settings
        self._clock = clock
        self._amazon, self._address = amazon, address
        self.wording = wording
        self._own, self._secret = remembering(settings)
        self._memory = self._own
        self._key = athlete_key(Sender().athlete_id, self._secret)
        self._new_id = numbered(f"{uuid4()}-")

    def model(self, locale: str) -> InteractionModel:
        """See `BenchSkill`."""
        return model_for(locale)

    # The device.

    def device(self, setting: Dialogue, now: Circumstances, stopwatch: Stopwatch) -> Device:
        """See `BenchSkill`."""
        wording, trace = Wording(setting.wording), Trace()
        respond = stopwatch.skill(self._skill(setting, now, wording, trace))
        self._amazon.time_zone = setting.time_zone
        understanding = Understanding(understanding_for(setting.locale), stopwatch)
        return device_with(
            Cast(model_for(setting.locale), understanding, behaving(self._amazon, now, respond), trace.take),
            setting,
            wording,
            self._amazon,
            self._address,
            clock=now,
            application_id=self._settings.skill_id or SIMULATED_APPLICATION,
            new_id=self._new_id,
            allows=partial(allows, self._amazon, partial(answer, now)),
        )

    def _skill(self, setting: Dialogue, now: Circumstances, wording: Wording, trace: Trace) -> Respond:
        return build_skill(
            self._settings,
            vary=wording,
            time_zone=lambda _: setting.time_zone,
            reminders=impatient,
            trace=trace,
            memory=breakable(self._store, now) if self._memory else None,
            athlete_secret=self._secret,
        )

    def _store(self) -> Memory:
        if self._memory is None:
            raise MemoryFailed("There is no store.")
        return self._memory

    def rings(self, now: datetime) -> list[str]:
        """See `BenchSkill`."""
        return self._amazon.due(now)

    def upcoming(self) -> list[tuple[str, datetime]]:
        """See `BenchSkill`."""
        waiting = [(alert.text, alert.next) for alert in [*self._amazon.alerts] if alert.next]
        return sorted(waiting, key=lambda one: one[1])

    # What is remembered.

    @property
    def keeps(self) -> str:
        """See `BenchSkill`."""
        if self._memory is None:
            return "nothing"
        return "here" if self._memory is self._own else "for now"

    def remembered(self) -> Mapping[str, Any]:
        """See `BenchSkill`."""
        return keeping.remembered(self._memory, self._secret)

    def travelled(self) -> None:
        """See `BenchSkill`."""
        if self._memory is not None and self._memory is self._own:
            self._memory = memory_of(Dialogue(**self.remembered()), self._clock, self._secret)

    def forget(self) -> None:
        """See `BenchSkill`."""
        try:
            for memory in filter(None, (self._own, self._memory)):
                memory.forget(self._key)
        except MemoryFailed as error:
            raise Unusable(str(error)) from error

    def recovery(self, now: datetime) -> Json:
        """See `BenchSkill`."""
        recent = Remembered(self._memory, self._key).recall(now) if self._memory else None
        shown = over_time(recent or Recollection(), now)
        try:
            told = {"svg": plot.svg(shown, coloured=False), "sentence": plot.in_words(shown)}
        except plot.NothingToPlot:
            told = {"svg": "", "sentence": NOTHING_TO_PLOT}
        rows = [{"when": shown.at(one.at_hours).isoformat(), "soreness": one.soreness} for one in shown.check_ins]
        return {**told, "rows": rows, "go": [_go(shown, run, forecast) for run, forecast in shown.runs().items()]}

    # What it decided, and what was said.

    def decided(self, turn: Turn) -> Json | None:
        """See `BenchSkill`."""
        rule = _RULES.get(turn.trace.get("rule") or "")
        if rule is None:
            return None
        words = Words(Catalog.for_locale(locale_to_speak(turn.request)), lambda _: 0)
        return {
            "verdict": turn.trace["verdict"],
            "rule": rule.name,
            "reasons": advice_report.reasons_of(words, rule, adjusted=turn.trace["verdict"] != rule.verdict.id),
            "confidence": advice_report.sure(rule),
            "sources": [_source(SOURCES[name]) for name in turn.trace["sources"]],
        }

    def keep(self, name: str, turns: Sequence[Turn], setting: Dialogue, changes: Sequence[Mapping[str, str]]) -> Json:
        """See `BenchSkill`."""
        if not keeping.is_name(name):
            raise Unusable(keeping.NAMES.capitalize())
        try:
            path: Path = keeping.file_for(name)
            text = keeping.written(path, turns, setting, changes)
            keeping.keep(path, text)
        except Refused as error:
            raise Unusable(error.message) from error
        return {"path": str(path), "text": text}


def _go(shown: OverTime, run: str, forecast: Forecast) -> Json:
    hours = {"from": forecast.likely, "by": forecast.latest}
    return {"run": run, **{name: None if at is None else shown.hour(at).isoformat() for name, at in hours.items()}}


def _source(source: Source) -> Json:
    people = f"{source.participants} people" if source.participants else None
    where = ", ".join(filter(None, (source.link, people)))
    return {"title": source.citation, "where": where, **({"url": source.address} if source.address else {})}
