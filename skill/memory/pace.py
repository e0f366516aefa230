"""Asks no faster than DynamoDB takes it, once it has refused for being asked too much: botocore's adaptive retries.

As long as nothing is refused only the times are noted, so botocore's limiter is imported when it is first needed.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from time import monotonic
from typing import Any

_REMEMBERED = 512
"""Times of answers that are noted, of which the limiter learns how fast it went so far."""


class Pace:
    """How fast to ask; for all threads of a process."""

    def __init__(self) -> None:
        self._heard: deque[float] = deque(maxlen=_REMEMBERED)
        self._lock = Lock()
        self._limiter: Any = None  # botocore is untyped

    def wait(self) -> None:
        """Wait until it is time to ask; called before each attempt."""
        if self._limiter:
            self._limiter.on_sending_request(None)

    def note(self, *, throttled: bool) -> None:
        """Take note of an answer, and of whether it was that one asks too much."""
        with self._lock:
            if throttled and not self._limiter:
                self._limiter = _limiter(list(self._heard))
            self._heard.append(monotonic())
        if self._limiter:
            self._limiter.on_receiving_response(throttled=throttled)


class _Clock:
    """Time as the limiter sees it, which can be made to relive what was."""

    def __init__(self) -> None:
        self.then: float | None = None

    def current_time(self) -> float:
        """Seconds since any moment."""
        return monotonic() if self.then is None else self.then


class _Told:
    """What the limiter takes as a sign of having been throttled: that it is told so."""

    def is_throttling_error(self, *, throttled: bool) -> bool:
        """Whether it was."""
        return throttled


def _limiter(heard: list[float]) -> Any:  # noqa: ANN401 (botocore is untyped)
    """A limiter that knows when there were answers, as if it had been there; put together as botocore's own is."""
    from botocore.retries import adaptive, bucket, throttling  # noqa: PLC0415 (slow, and rarely needed)

    clock = _Clock()
    clock.then = heard[0] if heard else None
    clocker = adaptive.RateClocker(clock)
    for clock.then in heard:
        clocker.record()
    clock.then = None
    return adaptive.ClientRateLimiter(
        rate_adjustor=throttling.CubicCalculator(starting_max_rate=0, start_time=clock.current_time()),
        rate_clocker=clocker,
        token_bucket=bucket.TokenBucket(max_rate=1, clock=clock),
        throttling_detector=_Told(),
        clock=clock,
    )
