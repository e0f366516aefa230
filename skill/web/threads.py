"""Threads that handle one thing after another, and tell what came of each.

What ``concurrent.futures`` does beside that for every call (a condition, a semaphore, two locks, all in Python) takes a
seventh of a worker's time, for it hands the interpreter from thread to thread more often.
"""

from __future__ import annotations

from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Given = TypeVar("_Given")
_Came = TypeVar("_Came")


class Done(Generic[_Came]):
    """What came of handling something, asked for as of a `concurrent.futures.Future` that is done."""

    __slots__ = ("_came", "_error")

    def __init__(self, came: _Came | None, error: BaseException | None = None) -> None:
        self._came, self._error = came, error

    def cancelled(self) -> bool:
        """Whether it was never begun; nothing is ever taken back here."""
        return False

    def result(self) -> _Came | None:
        """What it gave.

        Raises:
            BaseException: whatever it raised.
        """
        if self._error is not None:
            raise self._error
        return self._came


class Threads(Generic[_Given, _Came]):
    """So many threads; they end with the process, whatever they are at."""

    def __init__(
        self, many: int, handle: Callable[[_Given], _Came], then: Callable[[_Given, Done[_Came]], object]
    ) -> None:
        """Start them.

        Args:
            many: how many.
            handle: what is done with each thing that is given.
            then: told, in the same thread, what came of it.
        """
        self._handle, self._then, self._many = handle, then, many
        self._given: SimpleQueue[tuple[_Given] | None] = SimpleQueue()
        for _ in range(many):
            Thread(target=self._work, daemon=True).start()

    def give(self, what: _Given) -> None:
        """Have one of them handle this, as soon as one is free."""
        self._given.put((what,))

    def shutdown(self, *, wait: bool = False) -> None:
        """Let each of them end once all is handled that was given so far; that is not waited for."""
        del wait  # gunicorn's worker says so, as to an executor
        for _ in range(self._many):
            self._given.put(None)

    def _work(self) -> None:
        while (given := self._given.get()) is not None:
            self._then(given[0], self._done(given[0]))

    def _done(self, what: _Given) -> Done[_Came]:
        try:
            return Done(self._handle(what))
        except BaseException as error:  # noqa: BLE001 (raised again where it is asked for)
            return Done(None, error)
