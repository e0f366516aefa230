"""`legday history`: what is remembered, shown and taken along. How it looks is in `history_report` and `plot`."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from skill.cli import Refused, history_report, plot
from skill.cli.options import Place, with_place
from skill.cli.soreness import over_time
from skill.conversation.remembering import Remembered
from skill.memory import KEPT_FOR, MemoryFailed, Recollection, athlete_key, open_memory, own_secret
from skill.memory.address import File
from skill.memory.address import place as place_of
from skill.settings import STORE, Settings
from skill.simulator.envelope import Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from skill.cli.soreness import OverTime
    from skill.memory import Memory

NOBODY = (
    'Nobody is remembered here yet. Begin with `legday talk`: say "remember me", and what you then tell of leg days, '
    "sore legs and runs is kept on this machine."
)
NOBODY_BY_THAT_KEY = "Nobody is remembered under this key."
NOTHING_TO_PLOT = (
    f"There is nothing to plot: no leg day and no check-in of the last {plot.LONGEST_DAYS} days is remembered. "
    'Say "my legs are a four" in `legday talk`.'
)

PATIENCE = 10.0
"""Seconds to wait for the store; nobody at a terminal is cut off as somebody who talks would be."""

_KEY = re.compile(r"[0-9a-f]{64}")


def _key(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _KEY.fullmatch(value):
        raise click.BadParameter("a key has 64 digits from 0 to f, as in the output of --format json.")
    return value


_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(epilog="For example: legday history --plot soreness.svg")
@click.option("--format", "shown_as", type=click.Choice(["table", "json", "csv"]), help="How to print it.")
@click.option("--plot", "plotted", type=_FILE, metavar="FILE.svg", help="Draw soreness over time into this file.")
@click.option("--export", "exported", type=_FILE, metavar="FILE.json", help="Write all that is held into this file.")
@click.option("--athlete", callback=_key, metavar="KEY", help="Somebody else in the store.")
@with_place
def history(
    *, shown_as: str | None, plotted: Path | None, exported: Path | None, athlete: str | None, place: Place
) -> None:
    """Show what is remembered on this machine: leg days, check-ins and runs.

    A table unless told otherwise; with --plot or --export only the file, unless --format is given too. Times are those
    of --time-zone. What was put right later is left out, except from --export. Events in JSON and CSV have the columns
    kind, at, soreness, effort, to_failure, areas, run, earliest, latest, day, recorded_at, id, replaces, other.
    """
    settings, now = Settings.from_environment(os.environ), place.now()
    with _refusing(settings.store):
        memory = _opened(settings.store, place)
        key = athlete or _own_key(settings)
        known = _Known(key, memory.recall(key, now - KEPT_FOR, None), Remembered(memory, key).recall(now), now)
        held = memory.export(key) if exported else {}
    nobody = "" if known.anybody else NOBODY_BY_THAT_KEY if athlete else NOBODY
    if plotted:
        _write(plotted, _picture(known, nobody), "Soreness over time")
    if exported:
        _write(exported, f"{json.dumps(held, ensure_ascii=False, indent=2)}\n", "Everything held")
    if shown_as or not (plotted or exported):
        _SHOW[shown_as or "table"](known, nobody)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of an athlete.

    Attributes:
        athlete: the key.
        everything: in effect.
        recent: what a conversation would read; None if it would read nothing.
        now: the athlete's local time.
    """

    athlete: str
    everything: Recollection
    recent: Recollection | None
    now: datetime

    @property
    def anybody(self) -> bool:
        return self.everything.profile.version > 0 or bool(self.everything.events)

    @property
    def over_time(self) -> OverTime:
        return over_time(self.recent or Recollection(), self.now)


@contextmanager
def _refusing(store: str) -> Iterator[None]:
    """Say in a sentence why nothing can be looked up there."""
    try:
        yield
    except MemoryFailed as error:
        raise Refused(f"{error} {STORE} says to look in {store}") from error


def _opened(store: str, place: Place) -> Memory:
    try:
        return open_memory(store, clock=place.now, patience=PATIENCE)
    except ValueError as error:  # a package is missing; the address itself was checked with the settings
        raise Refused(f"{STORE} {error}") from error


def _own_key(settings: Settings) -> str:
    """The key of whoever talks with the skill on this machine, made as `skill.app.remembering` has it made."""
    own = settings.athlete_secret is None and isinstance(place_of(settings.store), File)
    secret = own_secret(settings.store) if own else settings.require_athlete_secret()
    return athlete_key(Sender().athlete_id, secret)


def _picture(known: _Known, nobody: str) -> str:
    try:
        return plot.svg(known.over_time)
    except plot.NothingToPlot as error:
        raise Refused(nobody or NOTHING_TO_PLOT) from error


def _write(file: Path, text: str, what: str) -> None:
    """Write a file that its owner alone can read, and say so beside what is printed."""
    try:
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{what} is in {file}", err=True)


def _table(known: _Known, nobody: str) -> None:
    if nobody:
        click.echo(nobody)
        return
    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    click.echo(history_report.headline(known.everything, known.now))
    console.print(history_report.as_table(known.everything, known.now))
    for line in history_report.outlook(known.over_time):
        click.echo(line)


_PIPED_WIDTH = 120


def _json(known: _Known, _: str) -> None:
    click.echo(history_report.as_json(known.athlete, known.everything, known.over_time))


def _csv(known: _Known, _: str) -> None:
    click.echo(history_report.as_csv(known.everything, known.now), nl=False)


_SHOW: dict[str, Callable[[_Known, str], None]] = {"table": _table, "json": _json, "csv": _csv}
