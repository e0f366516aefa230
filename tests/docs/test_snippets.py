"""Whatever the documents say one can type works, and gives what they say."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click
import pytest

from docs.generate.commands import CLOCK, legday
from skill.cli import main
from skill.settings import STORE
from tests.docs.reading import ROOT, Block, Typed, blocks, documents, typed_in, typed_inline

if TYPE_CHECKING:
    from pathlib import Path

    from tests.coaching import Coach

NEW_YORK = "America/New_York"
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo(NEW_YORK))

LEGDAY = ".venv/bin/legday"
ENDLESS = re.compile("legday (serve|simulate|.*--voice)")
"""Commands that go on until they are stopped, or need another skill or a microphone: only their options count."""

BLOCKS = [block for document in documents() for block in blocks(document)]
CONVERSATIONS = [block for block in BLOCKS if re.match(r"\$ make talk\nyou: ", block.text)]
TYPED = [typed for block in BLOCKS if block not in CONVERSATIONS for typed in typed_in(block)]
INLINE = [typed for document in documents() for typed in typed_inline(document, LEGDAY)]
STEPS = "docs/extend/"  # one step after another, in a copy: test_extending.py
COMMANDS = [
    typed
    for typed in (*TYPED, *INLINE)
    if LEGDAY in typed.command and not typed.where.startswith(STEPS) and not ENDLESS.search(typed.command)
]


def of_a_place(thing: Block | Typed) -> str:
    """Name a test by where its example stands."""
    return thing.where if isinstance(thing, Block) else f"{thing.where} {thing.command[-40:]}"


def test_there_are_examples_to_check() -> None:
    """The README's conversation and commands are found, or nothing here would be tested."""
    assert [block for block in CONVERSATIONS if block.where.startswith("README.md")]
    assert len([typed for typed in COMMANDS if typed.where.startswith("README.md")]) > 3


@pytest.mark.parametrize("block", CONVERSATIONS, ids=of_a_place)
def test_a_conversation_goes_as_it_is_printed(block: Block, coach: Coach) -> None:
    """Each answer is what the document says, if it is held on a Sunday morning and the first wording is taken."""
    device = coach(lambda: SUNDAY, time_zone=NEW_YORK)

    held = [(said, device.say(said).speech or "") for said, _ in turns(block.text)]

    assert as_printed(held) == as_printed(turns(block.text))


def turns(text: str) -> list[tuple[str, str]]:
    """What is said in a conversation, and what is answered; lines that go on are put together."""
    lines = [" ".join(line.split()) for line in re.split(r"\n(?=you: |coach: )", text.partition("\n")[2])]
    said = [line.removeprefix("you: ") for line in lines if line.startswith("you: ")]
    answered = [line.removeprefix("coach: ") for line in lines if line.startswith("coach: ")]
    return list(zip(said, answered, strict=True))


def as_printed(held: list[tuple[str, str]]) -> str:
    """A conversation with a line for each that is said."""
    return "\n".join(f"you: {said}\ncoach: {answered}" for said, answered in held)


@pytest.fixture(scope="module")
def remembering(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The store of a machine on which somebody said yes to being remembered, and told of a leg day."""
    store = f"sqlite:///{tmp_path_factory.mktemp('home')}/memory.sqlite"
    legday("talk", said="remember me\nI did legs yesterday, a nine\nmy legs are a six\n", environ={STORE: store})
    return store


@pytest.mark.parametrize("typed", COMMANDS, ids=of_a_place)
def test_a_command_gives_what_the_document_says(
    typed: Typed, remembering: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is run with its arguments on a machine that remembers somebody; where output is shown, it is that."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tests" / "dialogues").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "dialogues" / "too_soon.dialogue", tmp_path / "tests" / "dialogues")
    arguments = after_the_program(typed.command)

    printed = legday(arguments, said="can I run tomorrow\n", environ={STORE: remembering})

    assert "Traceback" not in printed
    assert not typed.printed or matches(typed.printed, printed), printed


def after_the_program(command: str) -> str:
    """The arguments of the command, without what is piped into it or where its output goes."""
    return re.split(r"[|>]", command.partition(LEGDAY)[2])[0].strip()


ANYWHERE = [
    pytest.param(arguments, id=f"{document.relative_to(ROOT)} {arguments}")
    for document in documents()
    for arguments in re.findall(r"(?:`|\$ |bin/)legday ((?:[a-z]+ )?[^`\n#|]*)", document.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("arguments", ANYWHERE)
def test_a_command_has_the_options_it_is_told_with(arguments: str) -> None:
    """Wherever `legday something` is written: there is such a command, and it has these options."""
    name, *words = shlex.split(arguments.replace("…", ""))
    command = main.get_command(click.Context(main), name) if not name.startswith("-") else main

    assert command is not None, f"There is no legday {name}."
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= known


def matches(shown: str, printed: str) -> bool:
    """Whether this is what was printed; a line of dots stands for any lines, dots at a line's end for its rest."""
    return re.fullmatch("".join(_pattern(line) for line in shown.splitlines()), f"{printed.strip()}\n") is not None


def _pattern(line: str) -> str:
    if line in {"...", "…"}:
        return r"(?:.*\n)*"
    return f"{re.escape(line.removesuffix('…'))}{'.*' if line.endswith('…') else ''}\n"


TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


@pytest.mark.parametrize("document", documents(), ids=lambda document: str(document.relative_to(ROOT)))
def test_every_make_target_exists(document: Path) -> None:
    """A `make something` in a document is a target that `make help` lists."""
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"(?:^|^\$ |`)make ([a-z]+(?:-[a-z]+)*)\b", text, flags=re.MULTILINE)

    assert set(named) - TARGETS - {"catalogs"} == set()


def test_a_wrong_output_would_be_noticed() -> None:
    """The comparison can fail, and three dots stand for lines only where they are."""
    assert matches("one\n…\nthree", "one\ntwo\nthree\n")
    assert matches("…\nthree\n…", "one\ntwo\nthree\n")
    assert matches("one t…", "one two three\n")
    assert not matches("one\nthree", "one\ntwo\nthree\n")


def test_the_clock_of_the_pages_is_the_clock_of_the_tests() -> None:
    """Conversations and commands take place at the same hour."""
    assert ("--now", f"{SUNDAY:%Y-%m-%dT%H:%M}", "--time-zone", NEW_YORK) == CLOCK
