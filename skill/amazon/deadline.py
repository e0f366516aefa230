"""Calls that are not waited for any longer than one is willing to: connecting, looking up names and reading included.

A timeout of a socket is for one step only: a server that sends a byte now and then holds its caller for ever. So the
call runs in a thread of its own, and whoever asked goes on without it when the time is over.
"""

from __future__ import annotations

from concurrent.futures import Future
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_AT_ONCE = 32
"""Calls under way at a time, those that nobody waits for any more included; a service that hangs gets no more."""

T = TypeVar("T")


class Calls:
    """A number of calls that may be under way at a time."""

    def __init__(self, at_once: int = MOST_AT_ONCE) -> None:
        self._free = BoundedSemaphore(at_once)

    def within(self, seconds: float, call: Callable[[], T]) -> T:
        """Give what the call gives.

        Raises:
            TimeoutError: if it takes longer, or if too many are under way already.
            Exception: whatever the call raises in time.
        """
        if not self._free.acquire(blocking=False):
            message = "Too many calls are under way."
            raise TimeoutError(message)
        result: Future[T] = Future()
        Thread(target=self._run, args=(call, result), daemon=True).start()
        try:
            return result.result(timeout=seconds)
        finally:
            del result  # an exception knows this frame, and the result the exception: so neither would be freed

    def _run(self, call: Callable[[], T], result: Future[T]) -> None:
        try:
            given = call()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._free.release()
            result.set_exception(error)
            del result  # as above
        else:
            self._free.release()
            result.set_result(given)
