"""Several processes with one store, and one that is killed: nothing that was acknowledged is lost."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING

from tests.memory.places import AGES_AGO, ATHLETE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.memory.places import Place


def test_devices_in_several_processes_lose_nothing(shared: Place) -> None:
    """All start at once, the first of them making the store, and write to the same athlete."""
    with ExitStack() as stack:
        devices = [stack.enter_context(_device(shared, name, 15)) for name in "abc"]
        for device in devices:
            assert _lines(device.stdout, 15)[-1] == "told 14"

    recalled = shared.open().recall(ATHLETE, AGES_AGO, limit=None)
    assert {event.id for event in recalled.events} == {f"{name}#{number}" for name in "abc" for number in range(15)}
    assert recalled.profile.version == len(recalled.profile.declined) == 45


def test_a_process_killed_after_acknowledging_loses_nothing(shared: Place) -> None:
    """Killed the moment it said so, with no chance to put anything in order; the store works for the next one."""
    with _device(shared, "killed", 5) as device:
        acknowledged = _lines(device.stdout, 5)
        device.kill()
        device.wait()

    assert acknowledged == [f"told {number}" for number in range(5)]
    with _device(shared, "next", 1) as device:
        _lines(device.stdout, 1)
    recalled = shared.open().recall(ATHLETE, AGES_AGO, limit=None)
    assert {event.id for event in recalled.events} == {*(f"killed#{number}" for number in range(5)), "next#0"}


def test_a_process_killed_in_the_middle_leaves_whole_turns(shared: Place) -> None:
    """Each turn is there with its part of the profile, or not at all; none that was acknowledged is missing."""
    with _device(shared, "killed", 2000) as device:
        acknowledged = _lines(device.stdout, 7)
        device.kill()
        acknowledged += (device.stdout.read() if device.stdout else "").splitlines()
        device.wait()

    recalled = shared.open().recall(ATHLETE, AGES_AGO, limit=None)
    numbers = [event.data["number"] for event in recalled.events]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= len([line for line in acknowledged if line.startswith("told ")])
    assert recalled.profile.version == len(numbers)


def test_a_forked_process_has_connections_of_its_own(shared: Place) -> None:
    """A server that forks after its first turn: parent and child go on, and neither disturbs the other."""
    assert shared.address is not None
    script = f"""
import os
from skill.memory import open_memory
from tests.memory.places import ATHLETE, NOW, PATIENT, Told
memory, events = open_memory({shared.address!r}, clock=lambda: NOW, patience=PATIENT), Told().events(3)
memory.append(ATHLETE, events[:1])
child = os.fork()
memory.append(ATHLETE, events[1:2] if child else events[2:])
assert len(memory.recall(ATHLETE, events[0].at).events) >= 2
if child:
    assert os.waitpid(child, 0)[1] == 0
"""

    _run(script)

    assert len(shared.open().recall(ATHLETE, AGES_AGO, limit=None).events) == 3


@contextmanager
def _device(place: Place, name: str, count: int) -> Iterator[subprocess.Popen[str]]:
    assert place.address is not None
    command = [sys.executable, "-m", "tests.memory.device", place.address, name, str(count)]
    with subprocess.Popen(  # noqa: S603 (our own command)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as device:
        try:
            yield device
        finally:
            if device.stdin:
                device.stdin.close()


def _lines(output: IO[str] | None, count: int) -> list[str]:
    assert output is not None
    return [output.readline().rstrip() for _ in range(count)]


def _run(script: str) -> None:
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)  # noqa: S603 (our own script)
