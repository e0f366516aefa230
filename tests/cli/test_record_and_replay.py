"""`legday talk --record`, `replay` and `simulate`: as commands, with their files, sentences and exit codes."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from shutil import copy
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from skill.cli import main
from skill.simulator.dialogue_file import Dialogue

if TYPE_CHECKING:
    from click.testing import Result

SUNDAY = ("--now", "2026-11-22T09:00", "--time-zone", "America/New_York")
ASKED = "can I do intervals, I did heavy squats last night and I'm a five"
FOREIGN = Path(__file__).parents[1] / "simulator" / "foreign"
PIZZA = ("--model", "en-US.json", "--handler", "pizza_function:handler")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test in a folder of its own, with a store of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LEGDAY_STORE", f"sqlite:///{tmp_path / 'store.db'}")
    return tmp_path


def legday(*arguments: str, said: str = "") -> Result:
    """Run the command with lines on standard input."""
    return CliRunner().invoke(main, arguments, input=said, prog_name="legday")


def recorded(name: str = "sunday", *more: str, said: str = f"{ASKED}\n") -> Path:
    """A conversation on a Sunday morning, recorded."""
    result = legday("talk", "--record", name, *SUNDAY, *more, said=said)
    assert result.exit_code == 0, result.output
    return Path(f"{name}.dialogue")


# Recording


def test_a_conversation_is_recorded_and_goes_again() -> None:
    """The example of the help: talk, and hear it again."""
    path = recorded(said=f"{ASKED}\nwhy\n")

    text, replayed = path.read_text(encoding="utf-8"), legday("replay", str(path))

    assert text.startswith("# Sunday\nnow: 2026-11-22 09:00 America/New_York\nlocale: en-US\nwording: ")
    assert "\nverdict: cross_train\n" in text
    assert (replayed.exit_code, replayed.output) == (0, "1 conversation went as written.\n")


def test_recording_says_where_it_went() -> None:
    """On standard error: standard output is the conversation."""
    result = legday("talk", "--record", "short", *SUNDAY, said="help\n")

    assert result.stderr == "Recorded in short.dialogue. Hear it again: legday replay short.dialogue\n"
    assert "Recorded" not in result.stdout


def test_in_a_clone_it_goes_to_the_tests(folder: Path) -> None:
    """There `make test` replays it."""
    (folder / "tests" / "dialogues").mkdir(parents=True)

    legday("talk", "--record", "kept", *SUNDAY, said="help\n")

    assert (folder / "tests" / "dialogues" / "kept.dialogue").is_file()
    assert legday("replay").output == "1 conversation went as written.\n"


def test_nothing_is_written_over_unless_it_is_asked_for() -> None:
    """Said before the conversation begins, not after."""
    path = recorded()
    before = path.read_text(encoding="utf-8")

    refused = legday("talk", "--record", "sunday", *SUNDAY, said="help\n")

    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "sunday.dialogue exists already. Choose another NAME, or write over it with --force." in refused.stderr
    assert path.read_text(encoding="utf-8") == before
    assert recorded("sunday", "--force", said="help\n").read_text(encoding="utf-8") != before


def test_where_nothing_can_be_written_that_is_said(folder: Path) -> None:
    """After the conversation, which was not lost on screen."""
    (folder / "taken.dialogue").mkdir()

    result = legday("talk", "--record", "taken", "--force", *SUNDAY, said="help\n")

    assert result.exit_code == 2
    assert "taken.dialogue cannot be written: Is a directory." in result.stderr
    assert "coach: " in result.stdout


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "a b", "x" * 81, "naïve"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    """It becomes a file's name."""
    result = legday("talk", "--record", name, said="help\n")

    assert result.exit_code == 2
    assert "a name is letters, digits, - and _" in result.stderr


def test_what_is_remembered_is_recorded_too(folder: Path) -> None:
    """A second conversation begins with what the first left, and goes again on a machine that knows nothing."""
    recorded("first", said="remember me\nI finished leg day, effort nine\nstop\n")
    path = recorded("second", said="how am I recovering\n")
    (folder / "store.db").unlink()

    text = path.read_text(encoding="utf-8")

    assert "# It begins with what was remembered of the athlete; read it before you share it.\n" in text
    assert [event["id"] for event in Dialogue.parse(text).remembered] == ["001"]
    assert legday("replay").exit_code == 0


def test_where_nobody_is_remembered_the_recording_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a store, or with one that is broken, other things are said."""
    monkeypatch.setenv("LEGDAY_STORE", "memory://")
    assert "\nstore: none\n" in recorded("none", said="remember me\n").read_text(encoding="utf-8")
    monkeypatch.setenv("LEGDAY_STORE", f"sqlite:///{os.devnull}/store.db")
    text = recorded("broken", said="remember me\n").read_text(encoding="utf-8")
    assert "\nstore: none\n" in text or "\nstore: broken\n" in text
    assert legday("replay").exit_code == 0


# Replaying


def test_what_goes_otherwise_is_shown_and_ends_with_1() -> None:
    """Turn by turn, what was expected and what came."""
    path = recorded()
    text = path.read_text(encoding="utf-8").replace("verdict: cross_train", "verdict: go")
    path.write_text(text, encoding="utf-8")

    result = legday("replay", str(path))

    line = text[: text.index(f"you: {ASKED}")].count("\n") + 1
    assert result.exit_code == 1
    assert f"sunday.dialogue\nline {line}, you: {ASKED}\n  verdict: (line " in result.output
    assert "    - go\n    + cross_train\n" in result.output
    assert result.output.endswith("0 conversations went as written, 1 otherwise.\n")


def test_an_update_accepts_the_words_and_keeps_the_rest() -> None:
    """Remarks and patterns stay; a pattern that does not fit is left to its author."""
    path = recorded()
    text = path.read_text(encoding="utf-8")
    pinned = text.replace("verdict: cross_train", "verdict: go\n# never\ncoach! /kettle/\ncoach~ /kettle/")
    path.write_text(pinned, encoding="utf-8")

    result = legday("replay", "--update", str(path))

    assert result.exit_code == 1
    assert "sunday.dialogue: 1 line rewritten\n" in result.output
    assert "    - /kettle/\n" in result.output
    assert path.read_text(encoding="utf-8") == pinned.replace("verdict: go", "verdict: cross_train")
    path.write_text(pinned.replace("\ncoach~ /kettle/", ""), encoding="utf-8")
    assert legday("replay", "--update").exit_code == 0
    assert legday("replay").output == "1 conversation went as written.\n"


def test_what_cannot_be_held_is_said_and_ends_with_2(folder: Path) -> None:
    """The others are held all the same."""
    recorded()
    for name, text in {
        "nonsense": "now: soon\n",
        "unknown": "now: 2026-11-22 09:00 UTC\nlocale: fr-FR\nyou: bonjour\n",
        "memory": 'now: 2026-11-22 09:00 UTC\nremembered: {"kind": "tea"}\nyou: help\n',
        "foreign": "now: 2026-11-22 09:00 UTC\nskill: pizza corner\nyou: help\n",
    }.items():
        (folder / f"{name}.dialogue").write_text(text, encoding="utf-8")
    (folder / "binary.dialogue").write_bytes(b"\xff\xfe")

    result = legday("replay")

    assert result.exit_code == 2
    assert "nonsense.dialogue: Line 1: now is written like" in result.output
    assert "unknown.dialogue: There is no interaction model for fr-FR" in result.output
    assert "memory.dialogue: What is remembered is not as `legday history --export` writes it" in result.output
    assert "foreign.dialogue: This was held with “pizza corner”, not with “leg day coach”." in result.output
    assert "binary.dialogue: 'utf-8' codec can't decode" in result.output
    assert result.output.endswith("1 conversation went as written, 5 could not be held.\n")


def test_where_there_is_nothing_to_replay_that_is_said() -> None:
    """With how to make something."""
    result = legday("replay")

    assert result.exit_code == 2
    assert "There is no .dialogue file here. Make one: legday talk --record NAME" in result.stderr


# Any skill


@pytest.fixture
def pizza_corner(folder: Path) -> Path:
    """The foreign skill in this folder."""
    for name in ("en-US.json", "pizza_function.py", "a_pizza.dialogue"):
        copy(FOREIGN / "pizza_corner" / name, folder)
    return folder


def test_any_skill_is_talked_to_recorded_and_replayed(pizza_corner: Path) -> None:
    """From its own folder, as its developer would."""
    talked = legday("simulate", *PIZZA, *SUNDAY, "--record", "mine", said="order three large pizzas\nnoon\nyes\nyes\n")
    replayed = legday("replay", *PIZZA)

    assert talked.exit_code == 0, talked.output
    assert "you: noon\nskill: At 12:00, right?\n" in talked.stdout
    assert "skill: Ordered: 3 L, plain, at 12:00.\n" in talked.stdout
    assert "\nskill: pizza corner\n" in (pizza_corner / "mine.dialogue").read_text(encoding="utf-8")
    assert replayed.output == "2 conversations went as written.\n"


@pytest.mark.usefixtures("pizza_corner")
def test_one_thing_is_said_and_its_working_shown() -> None:
    """With --say nothing is read."""
    result = legday("simulate", *PIZZA, *SUNDAY, "--say", "when are you open", "--show", said="never read\n")

    assert result.exit_code == 0
    assert "intent: OpeningHoursIntent (1.00, like 'when are you open')" in result.stdout
    assert '"applicationId"' in result.stdout
    assert "never read" not in result.stdout


@pytest.mark.usefixtures("pizza_corner")
def test_a_skill_that_fails_is_told_and_ends_with_1() -> None:
    """What Alexa says, and above it why."""
    result = legday("simulate", *PIZZA, "--say", "four stars")

    assert result.exit_code == 1
    assert "problem: The skill raised ZeroDivisionError: no ratings yet\n" in result.stdout
    assert "skill: There was a problem with the requested skill's response.\n" in result.stdout


@pytest.mark.usefixtures("pizza_corner")
def test_a_skill_is_named_wholly() -> None:
    """Sentences say what is missing or wrong."""
    for arguments, said in {
        (): "A skill is named by --model and one of --handler and --url.",
        ("--model", "en-US.json"): "A skill is named by --model and one of --handler and --url.",
        (*PIZZA, "--url", "http://127.0.0.1/"): "A skill is named by --model and one of --handler and --url.",
        ("--model", "no.json", "--url", "http://127.0.0.1/"): "The interaction model no.json cannot be read:",
        ("--model", "en-US.json", "--url", "nowhere"): "'nowhere' is no address of an endpoint;",
        ("--model", "en-US.json", "--handler", "pizza_function:oven"): "pizza_function has no function oven.",
    }.items():
        result = legday("simulate", *arguments, "--say", "help")
        assert (result.exit_code, said in result.stderr) == (2, True), result.output


@pytest.mark.usefixtures("pizza_corner")
def test_a_developer_at_a_terminal_is_told_what_to_try() -> None:
    """Samples of the skill's own, its welcome, and Ctrl-D without a traceback."""
    screen, keyboard = pty.openpty()
    os.write(screen, b"when are you open\n\x04")
    command = [sys.executable, "-W", "ignore", "-c", "from skill.cli import main; main()", "simulate", *PIZZA]
    environ = {**os.environ, "PYTHONPATH": str(FOREIGN.parents[2])}

    done = subprocess.run(command, stdin=keyboard, capture_output=True, text=True, check=False, env=environ)  # noqa: S603 - ourselves
    os.close(keyboard)
    os.close(screen)

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].startswith('Try "what\'s on the menu", "order a pizza", "I\'m hungry". Enter alone is silence')
    assert lines[1] == "skill: Welcome to pizza corner. What would you like?"
    assert lines[2].startswith("you: skill: You asked for OpeningHoursIntent.")
