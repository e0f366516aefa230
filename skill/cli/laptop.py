"""`legday talk`, `ask` and `understand`: the skill on a simulated device, no Amazon account needed."""

from __future__ import annotations

import json
import os
import random
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

import skill
from skill.app import build_skill, remembering
from skill.cli.options import Place, with_place
from skill.settings import Settings
from skill.simulator import envelope, machine, report, terminal
from skill.simulator.device import Device
from skill.simulator.fake_amazon import FakeAmazon
from skill.simulator.invocation import Invocation
from skill.simulator.trace import Trace
from skill.simulator.understanding import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skill.app import Respond
    from skill.simulator.model import InteractionModel

_PACKAGE = Path(skill.__file__).parent
# In an installed distribution the models lie inside the package, in a clone beside it.
MODELS = (_PACKAGE / "interaction_models", _PACKAGE.parent / "interaction_models")

_show = click.option("--show", is_flag=True, help="Show intent, slots, session and the JSON both ways.")


@click.command(epilog="For example: printf 'should I run today\\nfive\\nyesterday\\n' | legday talk")
@_show
@with_place
def talk(*, show: bool, place: Place) -> None:
    """Talk with the coach here in the terminal.

    Reads what you say line by line, also from a pipe; an empty line is silence, as if you had not answered.
    """
    shown = terminal.Terminal(sys.stdout, show=show)
    with _device(place, terminal.permission(shown) if sys.stdin.isatty() else _yes) as device:
        _talk(device, shown)


def _talk(device: Device, shown: terminal.Terminal) -> None:
    if sys.stdin.isatty():
        with suppress(ModuleNotFoundError):  # not everywhere; where it is, the arrow keys edit what is typed
            import_module("readline")
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
    understanding, invocation = Understanding(model), Invocation(model.invocation_name)
    for utterance in _lines():
        heard = invocation.heard(utterance)
        understood = None if heard.opens else understanding.understand(heard.wish, place.now())
        click.echo(_line(report.understood_as(utterance, understood)))


def _yes(_: str) -> str:
    """What is answered to Alexa's question for a permission where nobody is there to ask."""
    return "ACCEPTED"


@contextmanager
def _device(place: Place, allows: Callable[[str], str]) -> Iterator[Device]:
    """A device with Amazon's reminders beside it; they are gone with it."""
    amazon = FakeAmazon(clock=place.now, time_zone=place.time_zone, granted=False)

    def allowed(question: str) -> str:
        answer = allows(question)
        amazon.granted = answer == "ACCEPTED"
        return answer

    with amazon.serve() as address:
        yield _device_beside(amazon, address, place, allowed)


def _device_beside(amazon: FakeAmazon, address: str, place: Place, allows: Callable[[str], str]) -> Device:
    settings, trace = Settings.from_environment(os.environ), Trace()
    # Only wording depends on chance; SystemRandom because no one should have to think about seeds.
    vary = random.SystemRandom().randrange
    return Device(
        _model(place),
        _skill(settings, place, vary, trace),
        clock=place.now,
        locale=place.locale,
        time_zone=place.time_zone,
        application_id=settings.skill_id or envelope.SIMULATED_APPLICATION,
        vary=vary,
        trace=trace.take,
        api_endpoint=address,
        allows=allows,
        alerts=amazon.due,
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
    return machine.load_model(place.locale, MODELS)


def _lines() -> Iterator[str]:
    return (line.strip() for line in sys.stdin if line.strip())


def _line(body: envelope.Json) -> str:
    return json.dumps(body, ensure_ascii=False)
