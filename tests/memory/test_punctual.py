"""Nobody waits longer than was said, and nothing is done behind the athlete's back once nobody waits."""

from __future__ import annotations

from concurrent.futures import Future
from threading import Event

import pytest

from skill.memory.punctual import Punctual, TooLate


def test_what_is_called_gives_its_answers_in_order() -> None:
    """All of them."""
    assert Punctual(60, 2).call(lambda: 1, lambda: 2, lambda: 3) == [1, 2, 3]


def test_what_is_raised_is_raised() -> None:
    """As it is."""
    with pytest.raises(ZeroDivisionError):
        Punctual(60, 1).call(lambda: 1 / 0)


def test_nobody_waits_for_what_hangs_or_lets_it_go_on() -> None:
    """The call is given up, and when it wakes up it is told so."""
    punctual, wake, seen = Punctual(0.01, 1), Event(), Future[type[BaseException] | None]()

    def hang() -> None:
        wake.wait()
        try:
            punctual.still_awaited()
        except TooLate as error:
            seen.set_result(type(error))
        else:
            seen.set_result(None)

    with pytest.raises(TooLate):
        punctual.call(hang)
    wake.set()

    assert seen.result(60) is TooLate


def test_what_is_awaited_may_go_on() -> None:
    """In time, nothing stops it."""
    punctual = Punctual(60, 1)

    assert punctual.call(punctual.still_awaited) == [None]


def test_what_waits_for_a_thread_is_given_up_too() -> None:
    """It never starts, then."""
    punctual, wake, started = Punctual(0.01, 1), Event(), Event()

    with pytest.raises(TooLate):
        punctual.call(wake.wait, started.set)
    wake.set()

    assert not started.is_set()
