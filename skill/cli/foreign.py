"""Any skill on the simulated device: known by its interaction model, and a function or an address that answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skill.cli import Refused
from skill.cli.stage import Cast
from skill.simulator import calling, model_check
from skill.simulator.understanding import Understanding

if TYPE_CHECKING:
    from collections.abc import Callable

    Body = Callable[..., object]

_OPTIONS = (
    click.option(
        "--model",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE.json",
        help="The skill's interaction model, as the ASK CLI keeps it.",
    ),
    click.option(
        "--handler",
        metavar="MODULE:FUNCTION",
        help="The function that answers, as Lambda calls it; its module is looked for in this folder.",
    ),
    click.option("--url", metavar="ADDRESS", help="The endpoint that answers: http://127.0.0.1:5000/."),
)


def with_skill(body: Body) -> Body:
    """Give a command the options `--model`, `--handler` and `--url`, that name a skill: see `named`."""
    for option in reversed(_OPTIONS):
        body = option(body)
    return body


def named(model: Path | None, handler: str | None, url: str | None) -> tuple[Cast, list[str]]:
    """The skill that these options name, and in sentences what of its model the simulator does not know.

    Raises:
        Refused: if it is not there, or the options do not go together.
        ModelError: if its model cannot be used.
    """
    if model is None or (handler is None) == (url is None):
        raise Refused("A skill is named by --model and one of --handler and --url.")
    read, notes = model_check.load(model)
    try:
        respond = calling.function(handler, Path.cwd()) if handler else calling.endpoint(url or "")
    except calling.NoSkill as error:
        raise Refused(str(error)) from error
    return Cast(read, Understanding(read), respond), notes
