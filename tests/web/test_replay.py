"""Which requests were answered: one memory for all threads and processes, of fixed size, that no death spoils."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from skill.web.refusal import Replayed
from skill.web.replay import HOLD, PLACES, SeenRequests
from tests.web.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

SECOND = timedelta(seconds=1)
ROOT = Path(__file__).parents[2]


def is_new(seen: SeenRequests, identity: bytes, now: datetime = NOW) -> bool:
    """Whether a request gets in; if so, it counts as being answered from then on."""
    try:
        seen.begin(identity, now)
    except Replayed:
        return False
    return True


def answer(seen: SeenRequests, identity: bytes, until: datetime = NOW + 60 * SECOND) -> None:
    """A request gets in and is answered."""
    seen.begin(identity, NOW)
    seen.finish(identity, until)


@pytest.fixture
def seen() -> SeenRequests:
    """A memory with nothing in it."""
    return SeenRequests()


def test_a_request_gets_in_once(seen: SeenRequests) -> None:
    """While it is being answered, and after."""
    assert is_new(seen, b"one")
    assert not is_new(seen, b"one")
    seen.finish(b"one", NOW + 60 * SECOND)
    assert not is_new(seen, b"one")


def test_other_requests_get_in(seen: SeenRequests) -> None:
    """However much alike they look, and however many there were."""
    for number in range(2000):
        assert is_new(seen, f"amzn1.echo-api.request.{number}".encode())


def test_a_request_is_remembered_through_the_last_moment_in_which_it_is_fresh(seen: SeenRequests) -> None:
    """And then forgotten: its timestamp keeps it out from there."""
    answer(seen, b"one", NOW + 60 * SECOND)
    assert not is_new(seen, b"one", NOW + 60 * SECOND)
    assert is_new(seen, b"one", NOW + 61 * SECOND)


def test_a_request_that_nobody_answered_gets_in_again_after_a_while(seen: SeenRequests) -> None:
    """Its worker died, so Amazon delivers it once more; until then it may still be in hand."""
    seen.begin(b"one", NOW)
    assert not is_new(seen, b"one", NOW + HOLD)
    assert is_new(seen, b"one", NOW + HOLD + SECOND)


def test_a_request_that_took_long_is_remembered_all_the_same(seen: SeenRequests) -> None:
    """Longer than it was held for: what is answered is answered."""
    seen.begin(b"one", NOW)
    seen.begin(b"other", NOW + HOLD)
    seen.finish(b"one", NOW + 6 * HOLD)
    assert not is_new(seen, b"one", NOW + 2 * HOLD)


def test_when_it_is_full_it_forgets_what_would_be_forgotten_first() -> None:
    """It never refuses a new request, and never grows."""
    seen = SeenRequests(places=16)
    for number in range(16):
        answer(seen, b"%d" % number, NOW + (100 + number) * SECOND)
    answer(seen, b"new", NOW + 200 * SECOND)
    assert not any(is_new(seen, b"%d" % number) for number in range(1, 16))
    assert not is_new(seen, b"new")
    assert is_new(seen, b"0")


def test_an_answer_that_took_so_long_that_its_place_is_gone_is_remembered_all_the_same() -> None:
    """It gets the place of another one."""
    seen = SeenRequests(places=16)
    seen.begin(b"slow", NOW)
    for number in range(16):
        answer(seen, b"%d" % number, NOW + (100 + number) * SECOND)
    seen.finish(b"slow", NOW + 200 * SECOND)
    assert not is_new(seen, b"slow")
    assert is_new(seen, b"0")


def test_what_has_run_out_makes_place_first() -> None:
    """So that nothing is forgotten early as long as there is room."""
    seen = SeenRequests(places=16)
    for number in range(16):
        answer(seen, b"%d" % number, NOW + (number + 1) * SECOND)
    later = NOW + 8 * SECOND + SECOND / 2
    for number in range(8):
        seen.begin(b"new %d" % number, later)
        seen.finish(b"new %d" % number, later + 60 * SECOND)
    assert not any(is_new(seen, b"%d" % number, later) for number in range(8, 16))


def test_it_has_room_for_more_than_anybody_sends() -> None:
    """430 requests a second for 150 seconds leave half of it free; it is made at once and stays that size."""
    assert PLACES >= 2 * 430 * 150
    seen = SeenRequests()
    lost = 0
    for number in range(PLACES // 2):
        answer(seen, b"%d" % number)
    for number in range(PLACES // 2):
        lost += is_new(seen, b"%d" % number)
    assert lost < PLACES // 2 / 100
    assert len(seen._table) == PLACES * 24  # noqa: SLF001 - its size has no other face


def test_of_many_threads_one_gets_in(seen: SeenRequests) -> None:
    """For each request, however closely they follow each other."""
    barrier, won = Barrier(8), [0] * 8

    def ask(thread: int) -> None:
        barrier.wait()
        won[thread] = sum(is_new(seen, b"%d" % number) for number in range(300))

    threads = [Thread(target=ask, args=(thread,)) for thread in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(won) == 300


# What follows forks, which a process with threads, as this one, should not do: so each is a program of its own.

BEFORE = """
import os, signal
from datetime import UTC, datetime, timedelta
from skill.web.refusal import Replayed
from skill.web.replay import SeenRequests

NOW, LATER = datetime.now(UTC), timedelta(seconds=60)
seen = SeenRequests()

def is_new(identity):
    try:
        seen.begin(identity, NOW)
    except Replayed:
        return False
    return True

def in_a_child(do):
    if (child := os.fork()) == 0:
        do()
        os._exit(0)
    return child
"""

FORKED = {
    "what a sibling answered is refused": (
        """
def answer():
    seen.begin(b"one", NOW)
    seen.finish(b"one", NOW + LATER)
os.waitpid(in_a_child(answer), 0)
print(is_new(b"one"), is_new(b"other"))
os.waitpid(in_a_child(lambda: print(is_new(b"one"), is_new(b"other"), flush=True)), 0)
""",
        "False True\nFalse False\n",
    ),
    "of siblings with threads, one lets each request in": (
        """
from concurrent.futures import ThreadPoolExecutor
def ask():
    with ThreadPoolExecutor(4) as threads:
        won = sum(threads.map(is_new, [b"%d" % (number // 4) for number in range(1200)]))
    os.write(pipe, b"%d\\n" % won)
answers, pipe = os.pipe()
children = [in_a_child(ask) for _ in range(4)]
for child in children:
    os.waitpid(child, 0)
print(sum(map(int, os.read(answers, 1000).split())))
""",
        "300\n",
    ),
    "one that is killed while it writes leaves no lock": (
        """
def die():
    with seen._lock:
        os.kill(os.getpid(), signal.SIGKILL)
_, status = os.waitpid(in_a_child(die), 0)
print(os.WTERMSIG(status) == signal.SIGKILL, is_new(b"one"), is_new(b"one"))
""",
        "True True False\n",
    ),
    "one that is killed while it answers leaves nothing for good": (
        """
def die():
    seen.begin(b"one", NOW)
    os.kill(os.getpid(), signal.SIGKILL)
os.waitpid(in_a_child(die), 0)
before, NOW = is_new(b"one"), NOW + timedelta(seconds=11)
print(before, is_new(b"one"))
""",
        "False True\n",
    ),
    "a memory made after the fork is the child's own": (
        """
def answer():
    global seen
    seen = SeenRequests()
    print(is_new(b"one"), flush=True)
os.waitpid(in_a_child(answer), 0)
print(is_new(b"one"))
""",
        "True\nTrue\n",
    ),
}


@pytest.mark.parametrize(("program", "printed"), FORKED.values(), ids=FORKED.keys())
def test_processes_that_are_forked_share_it(program: str, printed: str) -> None:
    """As gunicorn's workers do."""
    found = subprocess.run(  # noqa: S603 - our own Python, with our own programs
        [sys.executable, "-c", BEFORE + program], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert (found.stdout, found.stderr) == (printed, "")
