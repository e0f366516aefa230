"""Waits so long for answers and no longer, whatever hangs: a name server, a connection, a retry, a queue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import local
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


class TooLate(Exception):  # noqa: N818 (reads as what it says)
    """The time is up."""


class Punctual:
    """Makes calls in threads of its own, and stops waiting when the time is up.

    A call that nobody waits for any more goes on in its thread until it notices. It must not do anything by then that
    the athlete was told did not happen, so it asks `still_awaited` before it sends anything.
    """

    def __init__(self, seconds: float, threads: int) -> None:
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="memory")
        self._call = local()

    def call(self, *functions: Callable[[], _T]) -> list[_T]:
        """Call all of them at once, and give what they give in the same order, or raise what one raises.

        Raises:
            TooLate: if it takes longer than `seconds` in all, waiting for a free thread included.
        """
        until = monotonic() + self._seconds
        waiting = [self._pool.submit(self._run, function, until) for function in functions]
        try:
            return [call.result(max(0.0, until - monotonic())) for call in waiting]
        except TimeoutError as error:
            raise TooLate from error
        finally:
            for call in waiting:
                call.cancel()

    def still_awaited(self) -> None:
        """Ask, within a call, whether anybody waits for it.

        Raises:
            TooLate: if nobody does.
        """
        if monotonic() > self._call.until:
            raise TooLate

    def _run(self, function: Callable[[], _T], until: float) -> _T:
        self._call.until = until
        return function()
