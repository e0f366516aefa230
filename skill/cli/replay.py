"""`legday replay`: holds recorded conversations again, and shows where they went otherwise."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from skill.cli import Refused, foreign, keeping
from skill.cli.foreign import with_skill
from skill.cli.stage import Stage, coach
from skill.simulator.dialogue_file import Dialogue, DialogueError
from skill.simulator.difference import CAME, EXPECTED, WHERE, difference
from skill.simulator.model import ModelError
from skill.simulator.recording import SUFFIX
from skill.simulator.replaying import replay as held_again
from skill.simulator.updating import updated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skill.simulator.expectation import Mismatch
    from skill.simulator.replaying import SetUp

_FILES = click.Path(exists=True, path_type=Path)
_MANY = 5  # files from which a bar tells how far it is
_STYLES = {EXPECTED: "red", CAME: "green", WHERE: "dim"}

_HELP = f"""For example: legday replay --update tests/dialogues/sore_legs{SUFFIX}

\b
What a line of a {SUFFIX} file can be, in short; docs/dialogues.md has it all:
  now: 2026-11-22 09:00 Europe/London   the clock; later on also now: +20m
  you: should I run today               what is said; (silence), (leaves)
  coach: Which run?                     the very words
  coach* Not * today.*                  a glob over the whole
  coach~ /two (days|nights)/            a pattern found in it; coach! not found
  verdict: rest                         the verdict only; likewise rule, intent,
                                        slot NAME, session, reprompt, rings
"""


@click.command(epilog=_HELP)
@click.argument("files", nargs=-1, type=_FILES)
@click.option("--update", is_flag=True, help="Accept what comes: rewrite the words that differ, and nothing else.")
@with_skill
def replay(*, files: tuple[Path, ...], update: bool, model: Path | None, handler: str | None, url: str | None) -> None:
    """Hold recorded conversations again and show where they go otherwise.

    FILES are dialogue files, or folders of them; tests/dialogues if none are named, or else this folder. The clock, the
    memory and Amazon are those of the file: nothing on this machine is read or kept. With --model, and --handler or
    --url, they are held with another skill. Ends with 1 if any goes otherwise, and with 2 if one cannot be read.

    With --update the file takes over what is said now. Remarks stay, and so do patterns: where one does not fit any
    more, that is for you to change.
    """
    casting = coach
    if model or handler or url:
        cast, _ = foreign.named(model, handler, url)
        casting = lambda *_: cast  # noqa: E731 - what a stage calls
    with closing(Stage(casting)) as stage:
        outcomes = list(_outcomes(_dialogues(files), stage, update=update))
    sys.exit(_told(outcomes))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one file: what went otherwise and was not accepted, or why it could not be held."""

    path: Path
    mismatches: list[Mismatch]
    accepted: int = 0
    error: str = ""


def _dialogues(files: Iterable[Path]) -> list[Path]:
    places = list(files) or [keeping.FOLDER if keeping.FOLDER.is_dir() else Path()]
    found = [path for place in places for path in (sorted(place.rglob(f"*{SUFFIX}")) if place.is_dir() else [place])]
    if not found:
        raise Refused(f"There is no {SUFFIX} file here. Make one: legday talk --record NAME")
    return list(dict.fromkeys(found))


def _outcomes(paths: list[Path], stage: SetUp, *, update: bool) -> Iterator[_Outcome]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=len(paths) < _MANY or not console.is_terminal) as progress:
        for path in progress.track(paths, description="Replaying"):
            yield _outcome(path, stage, update=update)


def _outcome(path: Path, stage: SetUp, *, update: bool) -> _Outcome:
    try:
        text = path.read_bytes().decode()
        mismatches = held_again(Dialogue.parse(text), stage)
    except (DialogueError, ModelError, UnicodeDecodeError) as error:
        return _Outcome(path, [], error=str(error))
    except OSError as error:
        return _Outcome(path, [], error=f"It cannot be read: {error.strerror}.")
    except Exception as error:  # noqa: BLE001 - whatever a skill raises, the other files are held all the same
        return _Outcome(path, [], error=f"The skill raised {type(error).__name__}: {error}")
    if not update or not mismatches:
        return _Outcome(path, mismatches)
    new, left = updated(text, mismatches)
    keeping.keep(path, new)
    return _Outcome(path, left, len(mismatches) - len(left))


def _told(outcomes: list[_Outcome]) -> int:
    """Print what came of it all; gives the exit code."""
    console = Console(highlight=False, soft_wrap=True)
    for outcome in outcomes:
        for line in _report(outcome):
            console.print(line)
    failed = sum(bool(outcome.mismatches) for outcome in outcomes)
    unread = sum(bool(outcome.error) for outcome in outcomes)
    console.print(_summary(len(outcomes), failed, unread))
    return 2 if unread else int(failed > 0)


def _report(outcome: _Outcome) -> Iterator[Text]:
    if outcome.error:
        yield Text(f"{outcome.path}: {outcome.error}", "red")
    if outcome.accepted:
        yield Text(f"{outcome.path}: {_so_many(outcome.accepted, 'line')} rewritten")
    if outcome.mismatches:
        yield Text(str(outcome.path), "bold")
        for line in difference(outcome.mismatches).splitlines():
            yield Text(line, _STYLES.get(line.strip()[:1], "") if line.startswith("    ") else "")


def _summary(held: int, failed: int, unread: int) -> Text:
    went = f"{_so_many(held - failed - unread, 'conversation')} went as written"
    parts = [went, f"{failed} otherwise" if failed else "", f"{unread} could not be held" if unread else ""]
    return Text(", ".join(filter(None, parts)) + ".", "red" if failed or unread else "green")


def _so_many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
