"""What a line of the log looks like, and what is never in it."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from skill import logs
from skill.app import NotOurSkill, build_skill
from skill.settings import LOG_LEVEL, Settings
from tests import planted
from tests.trust.envelopes import LAUNCH, NOTICES, OURS, envelope, intent

if TYPE_CHECKING:
    from collections.abc import Callable

    Lines = Callable[[], list[dict[str, Any]]]

ROOT = Path(__file__).parents[2]

Json = dict[str, Any]


pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """Set up as a server does, from INFO on; gives what was written since it was last asked."""
    logs.write_to_stderr(logging.INFO)
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def told(lines: Lines, request: Json, settings: Settings = OURS, **how: Any) -> Json:  # noqa: ANN401 (what `build_skill` takes)
    """The line about this turn; there is just one."""
    build_skill(settings, **{"time_zone": lambda _: "UTC", **how})(request)
    (line,) = lines()
    return line


# --- A turn ---


def test_a_turn_is_one_line_and_says_what_was_decided_and_no_more(lines: Lines) -> None:
    """For whoever has to find out what went on."""
    line = told(lines, envelope(intent("ShouldIRunIntent")))

    assert datetime.fromisoformat(line.pop("time")).tzinfo == UTC
    assert line.pop("latency_ms") >= 0
    assert len(line.pop("athlete")) == 16
    assert line == {
        "level": "INFO",
        "logger": "skill.turn",
        "message": "A turn was answered.",
        "outcome": "answered",
        "request": "amzn1.echo-api.request.6b8f1c7e-1f6c-4a0e-9f3b-2a8f0d3f5c11",
        "intent": "ShouldIRunIntent",
        "verdict": "rest",
        "error": None,
        "at": None,
    }


def test_the_latency_is_that_of_the_turn(lines: Lines) -> None:
    """In milliseconds, by the timer that was handed in."""
    with logs.TurnLog(b"key", iter([5.0, 5.0424]).__next__).turn("", ""):
        pass

    assert lines()[0]["latency_ms"] == 42.4


def test_a_notice_is_told_as_one(lines: Lines) -> None:
    """And nothing of what it brought."""
    line = told(lines, envelope(NOTICES["SessionEndedRequest of an error"]))

    assert (line["outcome"], line["intent"], line["level"]) == ("notice", None, "INFO")


def test_a_request_for_another_skill_is_a_warning(lines: Lines) -> None:
    """Somebody has set something up wrongly."""
    with pytest.raises(NotOurSkill):
        build_skill(Settings(skill_id="amzn1.ask.skill.other"))(envelope(LAUNCH))

    assert [(line["outcome"], line["level"]) for line in lines()] == [("refused", "WARNING")]


def test_an_apology_says_what_broke_and_where_but_not_the_message(lines: Lines) -> None:
    """The message of an exception may hold what was said."""

    def break_(_: object) -> str:
        return planted.WORDS + None  # type: ignore[operator] # what breaks

    line = told(lines, envelope(LAUNCH), time_zone=break_)

    assert (line["outcome"], line["level"], line["error"]) == ("apologised", "ERROR", "TypeError")
    assert line["at"].startswith("skill/conversation/alexa.py:")
    assert line["message"] == f"A turn failed, and was apologised for: TypeError at {line['at']}."


def test_what_gets_past_the_apology_is_told_too(lines: Lines) -> None:
    """And is raised: whoever called has to know."""

    def answer() -> None:
        with logs.TurnLog(b"key", lambda: 0.0).turn("", ""):
            raise RuntimeError(planted.WORDS)

    with pytest.raises(RuntimeError):
        answer()
    assert [(line["outcome"], line["level"], line["error"]) for line in lines()] == [
        ("failed", "ERROR", "RuntimeError")
    ]


@pytest.mark.parametrize("name", [f"{planted.MARK}Intent", "", "x" * 10_000])
def test_an_intent_nobody_knows_is_not_named(lines: Lines, name: str) -> None:
    """The name could be anything."""
    assert told(lines, envelope(intent(name)))["intent"] in {"unknown", "AMAZON.FallbackIntent"}


@pytest.mark.parametrize(
    "request_id", [planted.ACCESS_TOKEN, f"amzn1.echo-api.request.{planted.WORDS}", "", None, 5, "1\n2"]
)
def test_a_request_id_that_is_none_is_not_told(lines: Lines, request_id: Any) -> None:  # noqa: ANN401 (any JSON)
    """Only what looks like Amazon's."""
    assert told(lines, envelope({**LAUNCH, "requestId": request_id}))["request"] is None


def test_what_is_logged_is_what_the_privacy_page_lists() -> None:
    """Each name, and each way in which a turn can end."""
    page = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| `")]

    assert [name for names, _ in rows for name in re.findall(r"`(\w+)`", names)] == list(logs.TOLD)
    assert re.findall(r"`(\w+)`", rows[0][1]) == list(logs.OUTCOMES)


# --- The athlete ---


def test_an_athlete_is_known_again_within_a_process_only(lines: Lines) -> None:
    """Without a key of one's own, each process makes up one and forgets it."""
    respond, elsewhere = (build_skill(OURS, time_zone=lambda _: "UTC") for _ in range(2))
    for answer in (respond, respond, elsewhere):
        answer(envelope(LAUNCH))
    first, again, other = (line["athlete"] for line in lines())

    assert first == again != other


def test_with_a_key_an_athlete_is_known_again_everywhere(lines: Lines) -> None:
    """Who has the key can count athletes; who has it not cannot tell whose lines are whose."""
    mine, yours = (Settings(OURS.skill_id, log_key=key) for key in ("my key, sixteen+", "your key, sixteen+"))
    hashes = [told(lines, envelope(LAUNCH), settings)["athlete"] for settings in (mine, mine, yours)]

    assert hashes[0] == hashes[1] != hashes[2]


def test_another_athlete_has_another_hash(lines: Lines) -> None:
    """And a request without one has none."""
    one, other, none = (envelope(LAUNCH) for _ in range(3))
    other["context"]["System"]["user"] = {"userId": f"{planted.ATHLETE}2"}
    none["session"]["user"] = none["context"]["System"]["user"] = None
    settings = Settings(OURS.skill_id, log_key="k" * 16)
    hashes = [told(lines, request, settings)["athlete"] for request in (one, other, none)]

    assert len(set(hashes)) == 3
    assert hashes[2] is None


# --- Others' lines ---


def test_what_others_log_is_told_without_what_goes_in_it(lines: Lines) -> None:
    """Their patterns are written by programmers, and what goes in by anybody. A finished text may be either."""
    library = logging.getLogger("library.part")
    library.warning("Retrying %s after %r", *(["x"] * 2))
    library.warning(f"Retrying {'x'}")

    retrying, finished = lines()
    assert retrying["message"].startswith("Retrying %s after %r (test_logs:")
    assert finished["message"].startswith("(left out) (test_logs:")


@pytest.mark.parametrize("name", ["skill.web", "library"])
def test_an_exception_is_named_and_not_told(lines: Lines, name: str) -> None:
    """Neither its message nor the lines of its traceback."""
    try:
        int("five")
    except ValueError:
        logging.getLogger(name).exception("Could not read it")

    (line,) = lines()
    assert (line["error"], line["at"]) == ("ValueError", "elsewhere")
    assert "five" not in json.dumps(line)


def test_what_others_say_below_a_warning_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever our own level is: their details may be anybody's."""
    logs.write_to_stderr(logging.DEBUG)
    logging.getLogger("library.part").info("Connecting to %s", "x")
    logging.getLogger("skill.part").debug("Connecting.")

    assert capsys.readouterr().err.count("Connecting") == 1


def test_what_cannot_be_formatted_is_not_shown() -> None:
    """Python by itself prints the whole record, with all that was to go in it."""
    program = "import logging; logging.getLogger('skill').warning('%d legs', 'five')"
    set_up = "from skill.logs import write_to_stderr; write_to_stderr(20); "

    assert "five" in here(program, "INFO").stderr
    assert here(set_up + program, "INFO").stderr == ""


def test_a_line_within_a_turn_names_the_request(lines: Lines) -> None:
    """So that what belongs together can be found."""

    def time_zone(_: object) -> str:
        logging.getLogger("skill.amazon").info("Asked.")
        return "UTC"

    build_skill(OURS, time_zone=time_zone)(envelope(LAUNCH))
    within, turn = lines()

    assert within["message"] == "Asked."
    assert within["request"] == turn["request"]


def test_setting_up_twice_writes_once(lines: Lines) -> None:
    """A server may do it before and after it has forked."""
    logs.write_to_stderr(logging.INFO)
    logging.getLogger("skill").info("Once.")

    assert [line["message"] for line in lines()] == ["Once."]


@pytest.mark.parametrize(("level", "heard"), [("INFO", 1), ("WARNING", 0)])
def test_the_level_is_kept(capsys: pytest.CaptureFixture[str], level: str, heard: int) -> None:
    """Turns that went well are INFO."""
    logs.write_to_stderr(logging.getLevelNamesMapping()[level])
    build_skill(OURS, time_zone=lambda _: "UTC")(envelope(LAUNCH))

    assert len(capsys.readouterr().err.splitlines()) == heard


# --- On a laptop ---


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "ERROR"])
def test_on_a_laptop_a_conversation_logs_nothing(level: str) -> None:
    """Whatever the level is set to: what is said and heard is all that is to be seen."""
    command = "import sys; from skill.cli import main; sys.argv = ['legday', 'ask', 'open leg day coach']; main()"

    assert here(command, level).stderr == ""


def test_on_a_laptop_what_breaks_is_one_sentence() -> None:
    """For a person, and without a traceback."""
    command = """
from skill.app import build_skill
from skill.settings import Settings
from tests.trust.envelopes import LAUNCH, envelope
build_skill(Settings(), time_zone=lambda _: 1 / 0)(envelope(LAUNCH))
"""
    written = here(command, "INFO").stderr

    assert written.startswith(
        "A turn failed, and was apologised for: ZeroDivisionError at skill/conversation/alexa.py:"
    )
    assert written.count("\n") == 1


def here(program: str, level: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a Python of its own."""
    return subprocess.run(  # noqa: S603 - our own Python, with what is written above
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, LOG_LEVEL: level},
        capture_output=True,
        text=True,
        check=True,
    )
