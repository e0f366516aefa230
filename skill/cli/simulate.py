"""`legday simulate`: the simulated device with any skill, which it knows by its interaction model and its answers."""

from __future__ import annotations

import random
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from skill.cli import foreign, keeping
from skill.cli.foreign import with_skill
from skill.cli.keeping import with_recording
from skill.cli.options import Place, with_place
from skill.cli.stage import Stage
from skill.simulator import terminal
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.nlu import builtin_types
from skill.simulator.recording import by_the_minute
from skill.simulator.replaying import Circumstances
from skill.simulator.wording import MOST_SEEDS

if TYPE_CHECKING:
    from pathlib import Path

    from skill.simulator.device import Device
    from skill.simulator.model import InteractionModel

_ASKED_FOR = "asked for"
_HINTS = 3  # things to say that are suggested


_HELP = f"""For example: legday simulate --model en-US.json --handler lambda_function:lambda_handler

Of Amazon's slot types these are read by their words: {", ".join(builtin_types.READ)}.
For the others any words are taken, where a sample or a question has a place for them.
"""


@click.command(epilog=_HELP)
@with_skill
@click.option("--say", multiple=True, metavar="TEXT", help="Say this and leave; may be given several times.")
@click.option("--show", is_flag=True, help="Show intent, slots, session and the JSON both ways.")
@with_recording
@with_place
def simulate(  # noqa: PLR0913 - the command's options
    *,
    model: Path | None,
    handler: str | None,
    url: str | None,
    say: tuple[str, ...],
    show: bool,
    record: str | None,
    force: bool,
    place: Place,
) -> None:
    """Talk with any Alexa skill here in the terminal.

    It is known only by its interaction model, and by the function or the endpoint that answers; requests are not
    signed. Reads what you say line by line, also from a pipe; an empty line is silence. Ends with 1 if the
    skill failed to answer; what else Amazon might object to is shown with --show.
    """
    cast, notes = foreign.named(model, handler, url)
    shown = terminal.Terminal(sys.stdout, show=show, answering=terminal.SKILL)
    for note in notes:
        click.echo(f"Note: {note}", err=True)
    path = keeping.file_for(record, ours=False, force=force) if record else None
    setting = _setting(cast.model, place)
    now = Circumstances(by_the_minute(place.now) if path else place.now, _ASKED_FOR)
    asks = terminal.permission(shown) if sys.stdin.isatty() and not say else None
    with closing(Stage(lambda *_: cast, asks)) as stage:
        device = stage(setting, now)
        with keeping.recording(path, device, setting):
            _talk(device, shown, cast.model, say)
    if any(turn.failed for turn in device.turns):
        sys.exit(1)


def _setting(model: InteractionModel, place: Place) -> Dialogue:
    """What the conversation depends on; which wording of its model's prompts the device speaks is left to chance."""
    wording = str(random.SystemRandom().randrange(MOST_SEEDS))
    skill = model.invocation_name
    return Dialogue(place.locale, place.time_zone, reminders=_ASKED_FOR, wording=wording, skill=skill)


def _talk(device: Device, shown: terminal.Terminal, model: InteractionModel, say: tuple[str, ...]) -> None:
    if say or not sys.stdin.isatty():
        terminal.read_aloud(device, shown, say or sys.stdin)
    else:
        terminal.edited()
        terminal.converse(device, shown, hint=_hint(model))


def _hint(model: InteractionModel) -> str:
    samples = (sample for intent in model.intents.values() for sample in intent.samples if "{" not in sample)
    suggested = ", ".join(f'"{sample}"' for sample, _ in zip(samples, range(_HINTS), strict=False))
    return f"Try {suggested or 'what its samples say'}. {terminal.KEYS}"
