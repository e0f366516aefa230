"""The watch over all logs of the suite (`nothing_leaks` in conftest) would catch a leak, wherever it came from."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skill.app import build_skill
from tests import planted
from tests.leaks import Listener
from tests.trust.envelopes import EVERY_ENVELOPE, OURS

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]

_anywhere, _turns = logging.getLogger("library.part"), logging.getLogger("skill.turn")


def _log_a_failure() -> None:
    try:
        int(planted.WORDS)
    except ValueError:
        _anywhere.exception("Could not read it")


def _log_from_a_thread() -> None:
    thread = threading.Thread(target=_anywhere.debug, args=[planted.PERSON])
    thread.start()
    thread.join()


LEAKING: dict[str, Callable[[], object]] = {
    "in a message": lambda: _anywhere.debug("It hurts: " + planted.WORDS),
    "in an argument": lambda: _anywhere.info("Said %s", {"said": [planted.WORDS]}),
    "in an argument that is not shown": lambda: _anywhere.info("Said %.0s", planted.WORDS),
    "in bytes": lambda: _anywhere.info("Sent %r", planted.ACCESS_TOKEN.encode()),
    "in another case": lambda: _anywhere.info(planted.ATHLETE.upper()),
    "in a traceback": _log_a_failure,
    "from a thread": _log_from_a_thread,
    "as a fact of a turn": lambda: _turns.info("A turn was answered.", {"soreness": 6}),
    "in the words of a turn": lambda: _turns.info("A six, so rest.", {"verdict": "rest"}),
}


@pytest.mark.parametrize("leak", LEAKING.values(), ids=LEAKING.keys())
def test_a_leak_is_heard(log_listener: Listener, leak: Callable[[], object]) -> None:
    """Whatever the level and the logger."""
    leak()

    assert log_listener.take() != []
    assert log_listener.take() == []


LEAK = "logging.getLogger('library').debug('It hurts: pl4nted knee')"


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "in a worker"])
@pytest.mark.parametrize("when", [LEAK, f"request.addfinalizer(lambda: {LEAK})"], ids=["in the test", "after it"])
def test_a_leak_fails_the_run_and_is_named(tmp_path: Path, when: str, options: tuple[str, ...]) -> None:
    """As `make test` runs it, and without workers."""
    run = suite_of(tmp_path, when, *options)

    assert run.returncode == 1, run.stdout
    assert "library logged It hurts" in run.stdout


def test_without_a_leak_the_run_passes(tmp_path: Path) -> None:
    """It is the leak that fails it."""
    assert suite_of(tmp_path, "logging.getLogger('skill.any').debug('It hurts.')").returncode == 0


def test_output_of_another_program_is_looked_at() -> None:
    """Line by line."""
    listener = Listener()
    listener.look_at(f"started\nrefused {planted.ACCESS_TOKEN}\nstopped")

    assert listener.take() == [f"A program wrote refused {planted.ACCESS_TOKEN}"]
    assert listener.take() == []


def test_every_request_of_the_tests_has_secrets_in_it() -> None:
    """Otherwise there would be nothing to leak."""
    assert all(planted.is_in(str(envelope)) for envelope in EVERY_ENVELOPE)


@pytest.mark.parametrize("break_", [None, ZeroDivisionError, KeyError], ids=str)
def test_no_kind_of_request_leaks(caplog: pytest.LogCaptureFixture, break_: type[Exception] | None) -> None:
    """Each is logged in one line, also if the skill breaks over it; what is in the lines is seen to by the watch."""
    caplog.set_level(logging.DEBUG)
    respond = build_skill(OURS, time_zone=_breaking(break_))
    for envelope in EVERY_ENVELOPE:
        respond(envelope)

    lines = [record for record in caplog.records if record.name == "skill.turn"]
    assert len(lines) == len(EVERY_ENVELOPE)
    assert ({"apologised"} if break_ else set()) == {"apologised"} & {line.args["outcome"] for line in lines}  # type: ignore[index,call-overload] # of a turn they are a dictionary


def _breaking(error: type[Exception] | None) -> Callable[[object], str]:
    def time_zone(_: object) -> str:
        if error is not None:
            raise error(planted.WORDS)
        return "UTC"

    return time_zone


def suite_of(folder: Path, statement: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a suite of one test that does this, with our conftest."""
    (folder / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    source = f"import logging\ndef test_it(request):\n    {statement}\n"
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    pytest_ = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(folder)]
    return subprocess.run(  # noqa: S603 - our own Python, with what is written above
        [*pytest_, *options, str(folder)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "HYPOTHESIS_"))},
        capture_output=True,
        text=True,
        check=False,
    )
