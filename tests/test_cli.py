"""The `legday` command does what its help says, and answers bad input with a sentence."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from skill import cli
from skill.cli import main, options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result

SUNDAY = ("--now", "2026-11-22T09:00", "--time-zone", "America/New_York")


def legday(*arguments: str, said: str = "", environ: dict[str, str] | None = None) -> Result:
    """Run the command with lines on standard input."""
    return CliRunner().invoke(main, arguments, input=said, env=environ, prog_name="legday")


def answer(*arguments: str) -> dict[str, Any]:
    """Ask for JSON on a fixed Sunday morning."""
    result = legday("ask", *arguments, "--json", *SUNDAY)
    assert result.exit_code == 0, result.output
    document: dict[str, Any] = json.loads(result.stdout)
    return document


# ask


def test_asking_in_one_breath_gives_a_verdict() -> None:
    """The example that issue and README show: intent, slots, verdict and words."""
    told = answer("should I do hill repeats, my legs are a two and leg day was three days ago")

    assert told["intent"] == "ShouldIRunIntent"
    assert told["slots"]["soreness"] == {"value": "two", "id": "2"}
    assert told["slots"]["legDayAgo"] == {"value": "P3D", "id": None}
    assert told["slots"]["runType"]["id"] == "hills"
    assert (told["verdict"], told["rule"]) == ("go", "clear")
    assert told["ssml"].startswith("<speak>")
    assert "<" not in told["text"]
    assert told["session_open"] is (told["reprompt"] is not None)
    assert 0 < told["score"] <= 1
    assert isinstance(told["sample"], str)


def test_asking_says_the_answer_and_nothing_else() -> None:
    """Without options, standard output is what is heard."""
    result = legday("ask", "should I run today", *SUNDAY)

    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    assert result.stdout.rstrip().endswith("?")


def test_quotation_marks_are_optional() -> None:
    """A sentence may come as several arguments."""
    assert answer("what", "helps", "sore", "legs")["utterance"] == "what helps sore legs"


def test_the_name_of_the_skill_may_be_said() -> None:
    """The utterance is reported as said, understood without the calling."""
    told = answer("alexa, open leg day coach")

    assert (told["utterance"], told["intent"]) == ("alexa, open leg day coach", "LaunchRequest")
    assert told["slots"] == {}
    assert told["session_open"] is True


def test_the_working_can_be_shown() -> None:
    """`--show` gives intent, session and both JSONs before the answer."""
    shown = legday("ask", "should I run today", "--show", *SUNDAY).stdout

    assert "  intent: ShouldIRunIntent" in shown
    assert '"timestamp": "2026-11-22T14:00:00Z"' in shown
    assert shown.splitlines()[-1].startswith("coach: ")


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "en-AU", "en-CA", "en-IN"])
def test_each_locale_can_be_asked(locale: str) -> None:
    """The device speaks any of the five."""
    assert answer("should I run today", "--locale", locale)["intent"] == "ShouldIRunIntent"


# talk


def test_a_script_can_talk() -> None:
    """The conversation that the issue shows, in whatever order the coach asks."""
    said = ["should I run today", "five", "yesterday", "intervals", "why", "stop"]

    result = legday("talk", *SUNDAY, said="\n".join(said) + "\n")

    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert [line for line in lines if line.startswith("you: ")] == [f"you: {one}" for one in said]
    assert [line[:7] for line in lines[1::2]] == ["coach: "] * len(said)


def test_no_input_is_no_conversation() -> None:
    """An empty pipe ends at once, politely."""
    result = legday("talk", said="")

    assert (result.exit_code, result.output) == (0, "")


def test_the_person_at_a_terminal_is_welcomed_and_can_leave() -> None:
    """In a real terminal: hint, welcome, an answer, and Ctrl-D without a traceback."""
    screen, keyboard = pty.openpty()
    os.write(screen, b"my legs are an eight\n\x04")
    command = [sys.executable, "-W", "ignore", "-c", "from skill.cli import main; main()", "talk"]

    done = subprocess.run(command, stdin=keyboard, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    os.close(keyboard)
    os.close(screen)

    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert lines[0].startswith("Try ")
    assert lines[1].startswith("coach: ")
    assert lines[2].startswith("you: coach: ")


# understand


def test_sentences_are_understood_line_by_line() -> None:
    """One JSON object a line; empty lines are no sentences."""
    result = legday("understand", *SUNDAY, said="open leg day coach\n\nmy legs are a six\nwhat's the weather\n")

    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["intent"] for one in told] == ["LaunchRequest", "CheckInIntent", "AMAZON.FallbackIntent"]
    assert [set(one) for one in told] == [{"utterance", "intent", "slots", "score", "sample"}] * 3
    assert told[1]["slots"] == {"soreness": {"value": "six", "id": "6"}}


def test_an_answer_comes_before_the_next_sentence() -> None:
    """Another program can ask and read in turn: nothing waits for the end of the input."""
    command = [sys.executable, "-W", "ignore", "-c", "from skill.cli import main; main()", "understand"]

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as running:  # noqa: S603 - ourselves
        assert running.stdin
        assert running.stdout
        told = []
        for sentence in ("help", "stop"):
            running.stdin.write(f"{sentence}\n")
            told.append(json.loads(running.stdout.readline())["intent"])

    assert told == ["AMAZON.HelpIntent", "AMAZON.StopIntent"]


def test_several_values_come_as_a_list() -> None:
    """A slot that takes several values gives each with its id."""
    told = json.loads(legday("understand", said="my quads and calves are a six\n").stdout)

    assert [one["id"] for one in told["slots"]["legArea"]] == ["quads", "calves"]


def test_dates_are_told_in_the_devices_zone() -> None:
    """Late on Sunday in New York it is Monday in Tokyo."""
    said, late = "i did legs yesterday\n", ("--now", "2026-11-22T23:00-05:00")

    dates = [
        json.loads(legday("understand", *late, "--time-zone", zone, said=said).stdout)["slots"]["legDayDate"]["value"]
        for zone in ("America/New_York", "Asia/Tokyo")
    ]

    assert dates == ["2026-11-21", "2026-11-22"]


# Help, and what goes wrong


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    """Help is there, and gives an example."""
    result = legday(command, "--help")

    assert result.exit_code == 0
    assert "For example: " in result.stdout


def test_the_commands_are_listed() -> None:
    """With what each is for."""
    listed = legday("--help").stdout

    for name, command in cli.COMMANDS.items():
        assert name in listed
        assert command.summary in listed


def test_the_version_can_be_asked_for() -> None:
    """It is that of the distribution."""
    assert legday("--version").stdout.startswith("legday, version ")


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["ask"], "Missing argument"),
        (["ask", " "], "There is nothing to ask."),
        (["ask", "hi", "--json", "--show"], "--json and --show do not go together."),
        (["ask", "hi", "--now", "noon"], "'noon' is no time; one looks like 2026-11-22T09:00"),
        (["ask", "hi", "--time-zone", "Mars"], "'Mars' is no time zone; one looks like Europe/London."),
        (["talk", "--locale", "de-DE"], "There is no interaction model for de-DE; there are: en-AU, "),
        (["understand", "hi"], "unexpected extra argument"),
        (["sing"], "No such command 'sing'"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(arguments: Sequence[str], wrong: str) -> None:
    """Exit code 2, and what to change."""
    result = legday(*arguments)

    assert result.exit_code == 2
    assert wrong in result.stderr
    assert result.stdout == ""


def test_a_wrong_setting_is_answered_with_a_sentence() -> None:
    """The environment is checked like any other input."""
    result = legday("ask", "hi", environ={"LEGDAY_LOG_LEVEL": "loud"})

    assert result.exit_code == 2
    assert "LEGDAY_LOG_LEVEL should be one of" in result.stderr


def test_serving_needs_a_skill_id() -> None:
    """The endpoint refuses to start without, and says what to set."""
    result = legday("serve", "--endpoint-only", environ={"LEGDAY_SKILL_ID": ""})

    assert result.exit_code == 2
    assert "Set LEGDAY_SKILL_ID" in result.stderr


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever installed the bare distribution learns what to install."""
    monkeypatch.setitem(cli.COMMANDS, "sing", cli.Command("choir:sing", "Sing.", "simulator"))
    monkeypatch.setitem(cli.COMMANDS, "hum", cli.Command("choir:hum", "Hum."))

    for command, wanted in (("sing", "'leg-day-coach[simulator]'"), ("hum", "leg-day-coach")):
        result = legday(command)
        assert result.exit_code == 2
        assert f"This needs choir, which is not installed: pip install {wanted}" in result.stderr


def test_without_a_fixed_time_the_clock_is_real() -> None:
    """The time moves on, in the device's zone."""
    place = options.Place("en-US", "Asia/Tokyo", None)

    first, second = place.now(), place.now()

    assert first <= second
    assert str(first.tzinfo) == "Asia/Tokyo"
