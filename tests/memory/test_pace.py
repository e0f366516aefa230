"""Asking slower once DynamoDB has refused for being asked too much, and only then."""

from __future__ import annotations

import subprocess
import sys
from typing import Any
from unittest.mock import MagicMock

import pytest
from botocore.retries import adaptive, bucket, standard

from skill.memory import pace
from skill.memory.pace import Pace
from tests.memory.places import ROOT


def test_a_library_is_not_imported_for_what_does_not_happen() -> None:
    """Botocore's limiter comes with the first refusal."""
    script = (
        "import sys; from skill.memory.pace import Pace; asking = Pace(); asking.wait(); asking.note(throttled=False); "
        "print('botocore' in sys.modules); asking.note(throttled=True); print('botocore' in sys.modules)"
    )

    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=ROOT
    )

    assert done.stdout.split() == ["False", "True"]


class Time:
    """Passes when a test says so; a clock of botocore's, too."""

    def __init__(self) -> None:
        self.now = 1000.25

    def current_time(self) -> float:
        """The time now."""
        return self.now


@pytest.mark.parametrize("every", [0.002, 0.05, 3.0])
def test_it_goes_as_fast_as_botocore_would(monkeypatch: pytest.MonkeyPatch, every: float) -> None:
    """Though its limiter comes late, it allows as much as one that was there from the start: nobody waits at first."""
    time, allowed = Time(), MagicMock()
    monkeypatch.setattr(pace, "monotonic", time.current_time)
    theirs, asking = _botocores(time), Pace()
    monkeypatch.setattr(bucket.TokenBucket, "acquire", allowed)
    for throttled in [*[False] * 200, True, *[False] * 20, True, False]:
        time.now += every
        asking.wait()
        asking.note(throttled=throttled)
        theirs.on_receiving_response(throttled=throttled)

    ours = asking._limiter  # noqa: SLF001 (there is no other way to see what it allows)
    assert allowed.call_count == 22
    assert ours._token_bucket.max_rate == pytest.approx(theirs._token_bucket.max_rate, rel=0.01)  # noqa: SLF001


def _botocores(clock: Time) -> Any:  # noqa: ANN401 (botocore is untyped)
    """A limiter as botocore puts it together for a client, with our clock."""
    hooks: dict[str, Any] = {}
    client = MagicMock()
    client.meta.events.register = hooks.__setitem__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bucket, "Clock", lambda: clock)
        patch.setattr(standard, "ThrottlingErrorDetector", lambda **_: pace._Told())  # noqa: SLF001 (as ours is told)
        return adaptive.register_retry_handler(client)
