"""Every conversation in `tests/dialogues/` goes as it is written there, and Amazon would accept every answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skill.simulator.dialogue_file import Dialogue
from skill.simulator.difference import difference
from skill.simulator.replaying import replay

if TYPE_CHECKING:
    from tests.coaching import Coach

FOLDER = Path(__file__).parent / "dialogues"
FILES = sorted(FOLDER.rglob("*.dialogue"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).with_suffix("").as_posix())
def test_the_conversation_goes_as_written(file: Path, coach: Coach) -> None:
    """Each answer is what its file expects; where it is not, the lines that differ are shown, turn by turn."""
    mismatches = replay(Dialogue.parse(file.read_text(encoding="utf-8")), coach.set_up)

    assert not mismatches, f"{file.name}\n{difference(mismatches)}"


def test_there_are_conversations() -> None:
    """A folder that nothing is found in would test nothing."""
    assert FILES
