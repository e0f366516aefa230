"""A call gets its time and no more, and a service that hangs ties up so many threads and no more."""

from __future__ import annotations

from threading import Event

import pytest

from skill.amazon.deadline import Calls

LONG = 60.0
"""Seconds; no call here takes them."""


def test_what_the_call_gives_is_given() -> None:
    """In time."""
    assert Calls().within(LONG, lambda: "America/New_York") == "America/New_York"


def test_what_the_call_raises_is_raised() -> None:
    """As if it had been called here."""
    with pytest.raises(ZeroDivisionError):
        Calls().within(LONG, lambda: 1 / 0)


def test_a_call_that_does_not_end_is_left() -> None:
    """Whoever asked goes on, though it has not ended."""
    end = Event()

    with pytest.raises(TimeoutError):
        Calls().within(0.01, end.wait)
    assert not end.is_set()
    end.set()


def test_no_more_calls_than_agreed_are_under_way() -> None:
    """One that nobody waits for any more counts until it ends."""
    calls, end, ended = Calls(at_once=1), Event(), Event()

    def hang() -> None:
        end.wait()
        ended.set()

    with pytest.raises(TimeoutError):
        calls.within(0.01, hang)
    with pytest.raises(TimeoutError, match="Too many"):
        calls.within(LONG, lambda: "too early")
    end.set()
    ended.wait()

    assert _first_answer(calls) == "now"


def test_a_call_that_fails_makes_room_too() -> None:
    """For the next."""
    calls = Calls(at_once=1)
    with pytest.raises(ZeroDivisionError):
        calls.within(LONG, lambda: 1 / 0)

    assert calls.within(LONG, lambda: "now") == "now"


def _first_answer(calls: Calls) -> str:
    """The thread may need a moment to make room."""
    while True:
        try:
            return calls.within(LONG, lambda: "now")
        except TimeoutError:
            continue
