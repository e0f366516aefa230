"""For every test: Amazon would accept each answer of the skill, no secret is in a log, no skip where none may be."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tests.coaching import Coach
    from tests.leaks import Listener

os.environ["LEGDAY_STORE"] = "memory://"  # no test writes into the data folder of whoever runs it

NO_SKIPS = "LEGDAY_NO_SKIPS"

settings.register_profile("nightly", max_examples=10 * settings().max_examples)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one if the environment says so, as `.ci/run` does."""
    report = yield
    expected_failure = hasattr(report, "wasxfail")
    if report.skipped and not expected_failure and os.environ.get(NO_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"skipped, and {NO_SKIPS} allows none: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself while it is collected."""
    report = yield
    if report.skipped and os.environ.get(NO_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"skipped, and {NO_SKIPS} allows none: {report.longrepr}"
    return report


def pytest_configure() -> None:
    """Hear everything that is logged from now on: later, pytest itself would see to the level of the root logger."""
    from tests.leaks import LISTENER  # noqa: PLC0415 - copies of this file are tested in other folders

    LISTENER.listen()


@pytest.fixture(autouse=True, scope="session")
def log_listener() -> Iterator[Listener]:
    """What was heard; what came after the last test counts too."""
    from tests.leaks import LISTENER  # noqa: PLC0415 - as above

    yield LISTENER
    assert not (leaks := LISTENER.take()), "\n".join(leaks)


@pytest.fixture(autouse=True)
def nothing_leaks(log_listener: Listener) -> Iterator[None]:
    """Whatever a test makes anything log, nothing that was planted in a request (`tests.planted`) is in it."""
    yield
    assert not (leaks := log_listener.take()), "\n".join(leaks)


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """Logging is the whole process's: what a test sets up is taken down again."""
    root, ours, raises = logging.getLogger(), logging.getLogger("skill"), logging.raiseExceptions
    before = root.level, ours.level, list(root.handlers), [handler.formatter for handler in root.handlers]
    yield
    root.setLevel(before[0])
    ours.setLevel(before[1])
    root.handlers = before[2]
    for handler, formatter in zip(before[2], before[3], strict=True):
        handler.setFormatter(formatter)
    logging.raiseExceptions = raises


@pytest.fixture
def coach() -> Iterator[Coach]:
    """Devices with the real skill; afterwards, every answer that any of them gave has to be one Amazon accepts."""
    from tests.coaching import Coach  # noqa: PLC0415 - most tests need neither the skill nor a device

    made = Coach()
    yield made
    made.close()
    assert not made.problems, "\n".join(made.problems)
