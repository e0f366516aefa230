"""Another process that uses a store: `python -m tests.memory.device ADDRESS NAME COUNT`.

Tells so many events in a row and says "told N" after each is acknowledged; then waits until its input ends.
"""

from __future__ import annotations

import sys

from skill.memory import Profile, open_memory
from tests.memory.places import ATHLETE, NOW, PATIENT, Told


def main(address: str, name: str, count: str) -> None:
    """Tell, acknowledge, wait."""
    memory, told = open_memory(address, clock=lambda: NOW, patience=PATIENT), Told()
    for number in range(int(count)):
        event = told.event({"number": number}, id=f"{name}#{number}")
        memory.append(ATHLETE, [event], Profile(declined={f"{name} {number}": NOW}))
        sys.stdout.write(f"told {number}\n")
        sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
