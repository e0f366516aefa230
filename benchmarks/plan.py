"""How thoroughly to measure, and where to say how far it has come."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def _on_stderr(line: str) -> None:
    click.echo(f"… {line}", file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Plan:
    """What every part goes by.

    Attributes:
        rounds: how often each thing is measured; medians are given.
        run_seconds: how long one run of requests lasts.
        batch_seconds: how long one batch of calls in process lasts.
        soak_minutes: how long the soak lasts.
        say: takes a line about the progress.
    """

    rounds: int = 5
    run_seconds: float = 5.0
    batch_seconds: float = 0.2
    soak_minutes: float = 0.5
    say: Callable[[str], None] = field(default=_on_stderr, repr=False)


QUICK = Plan(rounds=2, run_seconds=0.5, batch_seconds=0.01, soak_minutes=0.05)
"""Only shows that it works; its numbers mean nothing."""
