"""Threads that handle what they are given, and tell what came of it."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from threading import Barrier, Thread

import pytest

from skill.web.threads import Done, Threads

PATIENCE = 30  # seconds, after which a thread that never comes fails the test


def inverse(number: int) -> float:
    """Something that can fail."""
    return 1 / number


def all_of(told: SimpleQueue[tuple[int, Done[float]]], many: int) -> dict[int, Done[float]]:
    """So many results, by what they are of."""
    return dict(told.get(timeout=PATIENCE) for _ in range(many))


def test_everything_given_is_handled_and_told() -> None:
    """What failed as well, and whoever asks gets the error."""
    told: SimpleQueue[tuple[int, Done[float]]] = SimpleQueue()
    threads = Threads(2, inverse, lambda *result: told.put(result))
    for number in (1, 0, 2, 4):
        threads.give(number)
    done = all_of(told, 4)
    threads.shutdown(wait=False)

    assert [done[number].result() for number in (1, 2, 4)] == [1.0, 0.5, 0.25]
    assert not any(each.cancelled() for each in done.values())
    with pytest.raises(ZeroDivisionError):
        done[0].result()


def test_as_many_are_handled_at_once_as_there_are_threads() -> None:
    """Each waits for the others: with a thread less nobody would ever come through."""
    barrier, told = Barrier(3, timeout=PATIENCE), SimpleQueue[tuple[int, Done[int]]]()

    def meet(_: int) -> int:
        return barrier.wait()

    threads = Threads(3, meet, lambda *result: told.put(result))
    for number in range(3):
        threads.give(number)
    places = {told.get(timeout=PATIENCE)[1].result() for _ in range(3)}
    threads.shutdown()

    assert places == {0, 1, 2}


def test_even_an_exit_ends_no_thread() -> None:
    """Gunicorn ends a request that takes too long so; the next one is handled all the same."""
    told = SimpleQueue[tuple[type[BaseException], Done[None]]]()

    def leave(how: type[BaseException]) -> None:
        raise how

    threads = Threads(1, leave, lambda *result: told.put(result))
    for how in (SystemExit, KeyboardInterrupt):
        threads.give(how)
        given, done = told.get(timeout=PATIENCE)
        assert given is how
        with pytest.raises(how):
            done.result()
    threads.shutdown()


def test_threads_end_once_all_is_handled() -> None:
    """What was given before they were told to is handled first."""
    before = set(threading.enumerate())
    told: SimpleQueue[tuple[int, Done[float]]] = SimpleQueue()
    threads = Threads(2, inverse, lambda *result: told.put(result))
    started: list[Thread] = [thread for thread in threading.enumerate() if thread not in before]
    threads.give(1)
    threads.shutdown(wait=False)
    for thread in started:
        thread.join(PATIENCE)

    assert len(started) == 2
    assert not any(thread.is_alive() for thread in started)
    assert all_of(told, 1)[1].result() == 1.0
