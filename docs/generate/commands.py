"""The `legday` command as the pages show it: help texts, and what it prints, on a Sunday morning that never ends."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
from click.testing import CliRunner

from skill.cli import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOCK = ("--now", "2026-11-22T09:00", "--time-zone", "America/New_York")
"""When and where every example of the pages takes place."""

NOWHERE = {"LEGDAY_STORE": "memory://"}
"""Examples leave nothing behind."""


class CommandFailed(RuntimeError):  # noqa: N818 - reads as what it says
    """A command in a page is refused; the message is what it says."""


def legday(arguments: str, said: str = "", environ: Mapping[str, str] | None = None) -> str:
    """What the command prints.

    Args:
        arguments: what stands behind `legday`, as typed.
        said: lines on standard input.
        environ: settings; by default nothing is remembered.

    Raises:
        CommandFailed: if it does not end well.
    """
    typed = shlex.split(arguments)
    result = CliRunner().invoke(
        main, [*typed, *_clock(typed)], input=said, env={**NOWHERE, **(environ or {})}, prog_name="legday"
    )
    if result.exit_code != 0:
        raise CommandFailed(f"legday {arguments}: {result.output or result.exception!r}")
    return result.stdout


def _clock(typed: list[str]) -> tuple[str, ...]:
    """The fixed hour, for commands that go by one and were given none."""
    command = main.get_command(click.Context(main), typed[0]) if typed else None
    options = {option for parameter in command.params for option in parameter.opts} if command else set()
    return CLOCK if "--now" in options and {"--now", "--help"}.isdisjoint(typed) else ()


def help_texts() -> str:
    """What `--help` says, of the command and of each of its commands."""
    return "\n".join(_help(f"{name} --help".strip(), name) for name in ("", *COMMANDS))


def _help(arguments: str, name: str) -> str:
    heading = f"## {name}\n\n" if name else ""
    return f"{heading}```text\n{legday(arguments).rstrip()}\n```\n"
