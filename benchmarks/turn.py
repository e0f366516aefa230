"""One turn in process: ours decided and spoken, beside a bare SDK handler that says hello to the same envelope."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import envelopes, stock
from benchmarks.report import Row, at_most
from benchmarks.timing import Took, compare
from skill import logs
from skill.app import build_skill
from skill.settings import Settings
from tests.web.amazon import SKILL_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.plan import Plan
    from benchmarks.report import Target

PART = "One turn in process"
TARGET = at_most(1.5)
_MICRO = 1e6


def measure(plan: Plan) -> list[Row]:
    """Microseconds from one envelope to its response."""
    plan.say("one turn in process")
    decided, asked = (envelopes.recorded(said) for said in (envelopes.DECIDED, envelopes.ASKED))
    ours, hello = build_skill(Settings(skill_id=SKILL_ID)), stock.lambda_handler()
    calls = {
        "decided": lambda: ours(decided),
        "hello to decided": lambda: hello(decided, None),
        "asked": lambda: ours(asked),
        "hello to asked": lambda: hello(asked, None),
    }
    with _logging_to_nowhere():
        took = compare(calls, rounds=2 * plan.rounds, seconds=plan.batch_seconds)
    return [
        _row("decided and spoken, µs", took["decided"], took["hello to decided"], TARGET),
        _row("a question asked, µs", took["asked"], took["hello to asked"]),
    ]


def _row(what: str, ours: Took, theirs: Took, target: Target | None = None) -> Row:
    return Row(
        part=PART,
        what=what,
        ours=ours.typical * _MICRO,
        theirs=theirs.typical * _MICRO,
        than="bare SDK, hello",
        target=target,
        spread=(ours.spread[0] * _MICRO, ours.spread[1] * _MICRO),
    )


@contextmanager
def _logging_to_nowhere() -> Iterator[None]:
    """What a turn logs is put together and written, as in use; only nobody reads it."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        logs.write_to_stderr(logging.INFO)
        yield
