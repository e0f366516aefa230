"""The `legday` command: parts put together for a person at a terminal. What a command does lives with what it drives.

Here alone the real clock, chance and the environment are known. Each command is imported when it is called, so that
none needs what another needs: `legday advise` no understanding of speech, `legday talk` no web server.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import click

from skill.settings import SettingsError
from skill.simulator.model import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Command(NamedTuple):
    """One command.

    Attributes:
        where: module and name of its `click.Command`.
        summary: what it is for, in the list of commands.
        extra: the extra of the distribution that brings what it imports; empty if the bare one does.
    """

    where: str
    summary: str
    extra: str = ""


COMMANDS: dict[str, Command] = {
    "talk": Command("skill.cli.laptop:talk", "Talk with the coach here in the terminal.", "simulator"),
    "ask": Command("skill.cli.laptop:ask", "Say one thing, hear one answer.", "simulator"),
    "understand": Command("skill.cli.laptop:understand", "Tell what sentences are taken to mean.", "simulator"),
    "simulate": Command("skill.cli.simulate:simulate", "Talk with any Alexa skill.", "simulator"),
    "replay": Command("skill.cli.replay:replay", "Hold recorded conversations again.", "simulator"),
    "advise": Command("skill.cli.advise:advise", "Decide over given facts, without a conversation."),
    "history": Command("skill.cli.history:history", "Show what is remembered, and draw it.", "simulator"),
    "serve": Command("skill.cli.serve:serve", "Serve the local page, and Alexa's requests.", "web"),
}


class Refused(click.ClickException):
    """What was asked for cannot be done as it was asked for; the message says what to change."""

    exit_code = 2


class _Commands(click.Group):
    """The commands of the table, each imported once it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _load(COMMANDS[cmd_name]) if cmd_name in COMMANDS else super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(_summaries(self.list_commands(ctx)))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (SettingsError, ModelError) as error:
            raise Refused(str(error)) from error


def _summaries(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, COMMANDS[name].summary) for name in names]


def _load(command: Command) -> click.Command:
    module, _, name = command.where.partition(":")
    try:
        loaded: click.Command = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        wanted = f"'leg-day-coach[{command.extra}]'" if command.extra else "leg-day-coach"
        raise Refused(f"This needs {error.name}, which is not installed: pip install {wanted}") from error
    return loaded


@click.command(cls=_Commands, epilog='For example: legday ask "should I run today, my legs are a six"')
@click.version_option(package_name="leg-day-coach")
def main() -> None:
    """Leg Day Coach: should I run today?

    Without an Amazon account: `legday talk`.
    """
