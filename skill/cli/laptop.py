"""`legday talk`, `ask` and `understand`: the skill on a simulated device, no Amazon account needed."""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from skill.app import build_skill, remembering
from skill.cli import keeping
from skill.cli.aloud import with_voice
from skill.cli.keeping import with_recording
from skill.cli.options import Place, with_place
from skill.cli.stage import Cast, device_with, model_for, numbered, understanding_for
from skill.settings import Settings
from skill.simulator import envelope, report, terminal
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.fake_amazon import FakeAmazon
from skill.simulator.invocation import Invocation
from skill.simulator.recording import by_the_minute
from skill.simulator.trace import Trace
from skill.simulator.wording import MOST_SEEDS, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from skill.app import Respond
    from skill.cli.aloud import Voice
    from skill.simulator.device import Device
    from skill.simulator.model import InteractionModel

_show = click.option("--show", is_flag=True, help="Show intent, slots, session and the JSON both ways.")


@click.command(epilog="For example: printf 'should I run today\\nfive\\nyesterday\\n' | legday talk")
@_show
@with_recording
@with_voice
@with_place
def talk(*, show: bool, record: str | None, force: bool, voice: Voice | None, place: Place) -> None:
    """Talk with the coach here in the terminal.

    Reads what you say line by line, also from a pipe; an empty line is silence, as if you had not answered. Recorded
    with --record, a conversation can be replayed as a test: `legday replay --help`.

    With --voice it listens and speaks, and nothing leaves this machine. Where there is no microphone or loudspeaker:
    `legday talk --voice-in question.wav --voice-out answers`.
    """
    shown = voice.terminal(place.locale, show=show) if voice else terminal.Terminal(sys.stdout, show=show)
    path = keeping.file_for(record, force=force) if record else None
    clock, wording = by_the_minute(place.now) if path else place.now, _by_chance()
    setting = _setting(place, wording) if path else Dialogue()
    allows = terminal.permission(shown) if sys.stdin.isatty() else _yes
    with _device(place, allows, clock, wording) as device, keeping.recording(path, device, setting):
        if voice:
            voice.talk(device, shown, _model(place))
        else:
            _talk(device, shown)


def _talk(device: Device, shown: terminal.Terminal) -> None:
    if sys.stdin.isatty():
        terminal.edited()
        terminal.converse(device, shown)
    else:
        terminal.read_aloud(device, shown, sys.stdin)


@click.command(epilog='For example: legday ask "should I do hill repeats, my legs are a two" --json')
@click.argument("utterance", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print what was understood and decided as one JSON object.")
@_show
@with_place
def ask(*, utterance: tuple[str, ...], as_json: bool, show: bool, place: Place) -> None:
    """Say one thing, hear one answer, as with "Alexa, ask Leg Day Coach …"."""
    said = " ".join(utterance).strip()
    if not said or (as_json and show):
        wrong = "--json and --show do not go together." if said else "There is nothing to ask."
        raise click.UsageError(wrong)
    with _device(place, _yes) as device:
        turn = device.ask(said)
    if as_json:
        click.echo(_line(report.answered(turn)))
    elif show:
        terminal.Terminal(sys.stdout, show=True).turn(turn)
    else:
        click.echo(turn.speech)


@click.command(epilog="For example: echo 'can I run tomorrow' | legday understand")
@with_place
def understand(*, place: Place) -> None:
    """Tell what sentences are taken to mean: lines of utterances in, one JSON object a line out."""
    model = _model(place)
    understanding, invocation = understanding_for(place.locale), Invocation(model.invocation_name)
    for utterance in _lines():
        heard = invocation.heard(utterance)
        understood = None if heard.opens else understanding.understand(heard.wish, place.now())
        click.echo(_line(report.understood_as(utterance, understood)))


def _yes(_: str) -> str:
    """What is answered to Alexa's question for a permission where nobody is there to ask."""
    return "ACCEPTED"


@contextmanager
def _device(
    place: Place,
    allows: Callable[[str], str],
    clock: Callable[[], datetime] | None = None,
    wording: Wording | None = None,
) -> Iterator[Device]:
    """A device with Amazon's reminders beside it; they are gone with it."""
    clock = clock or place.now
    amazon = FakeAmazon(clock=clock, time_zone=place.time_zone, granted=False)

    def allowed(question: str) -> str:
        answer = allows(question)
        amazon.granted = answer == "ACCEPTED"
        return answer

    with amazon.serve() as address:
        yield _device_beside(amazon, address, place, allowed, wording or _by_chance())


def _by_chance() -> Wording:
    """Only wording depends on chance; SystemRandom because no one should have to think about seeds."""
    return Wording(str(random.SystemRandom().randrange(MOST_SEEDS)))


def _setting(place: Place, wording: Wording) -> Dialogue:
    """What a conversation that begins now depends on, to be written down."""
    memory = keeping.remembered(*remembering(Settings.from_environment(os.environ)))
    here = Dialogue(locale=place.locale, time_zone=place.time_zone, reminders="asked for", wording=wording.seed)
    return replace(here, **memory)


def _device_beside(
    amazon: FakeAmazon, address: str, place: Place, allows: Callable[[str], str], wording: Wording
) -> Device:
    settings, trace = Settings.from_environment(os.environ), Trace()
    skill = _skill(settings, place, wording, trace)
    return device_with(
        Cast(_model(place), understanding_for(place.locale), skill, trace.take),
        Dialogue(locale=place.locale, time_zone=place.time_zone),
        wording,
        amazon,
        address,
        clock=amazon.clock,
        application_id=settings.skill_id or envelope.SIMULATED_APPLICATION,
        new_id=numbered(f"{uuid4()}-"),
        allows=allows,
    )


def _skill(settings: Settings, place: Place, vary: Callable[[int], int], trace: Trace) -> Respond:
    memory, secret = remembering(settings)
    return build_skill(
        settings,
        vary=vary,
        time_zone=lambda _: place.time_zone,
        trace=trace,
        memory=memory,
        athlete_secret=secret,
    )


def _model(place: Place) -> InteractionModel:
    return model_for(place.locale)


def _lines() -> Iterator[str]:
    return (line.strip() for line in sys.stdin if line.strip())


def _line(body: envelope.Json) -> str:
    return json.dumps(body, ensure_ascii=False)
