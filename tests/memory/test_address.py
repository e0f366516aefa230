"""One line says where to remember."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import platformdirs
import pytest

from skill.memory import file_at, open_memory
from skill.memory.address import DEFAULT, File, Nowhere, Table, place
from skill.memory.dynamodb import DynamoMemory
from skill.memory.in_memory import InMemory
from skill.memory.sqlite import SqliteMemory
from tests.memory.places import AGES_AGO, ATHLETE, Told


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("memory://", Nowhere()),
        ("sqlite:///", File(Path("memory.sqlite"))),
        ("sqlite:///mine.sqlite", File(Path("mine.sqlite"))),
        ("sqlite:///var/lib/legday.sqlite", File(Path("/var/lib/legday.sqlite"))),
        ("sqlite:////var/lib/legday.sqlite", File(Path("/var/lib/legday.sqlite"))),
        ("sqlite:///odd/50% #1?.sqlite", File(Path("/odd/50% #1?.sqlite"))),
        ("sqlite:///~/legday.sqlite", File(Path.home() / "legday.sqlite")),
        ("sqlite:///C:/legday.sqlite", File(Path("C:/legday.sqlite"))),
        ("dynamodb://legday", Table("legday")),
        ("dynamodb://LegDay-Table_1.x", Table("LegDay-Table_1.x")),
        ("dynamodb://legday?region=eu-west-1", Table("legday", "eu-west-1")),
        (
            "dynamodb://legday?endpoint=http://127.0.0.1:8000&region=eu-west-1",
            Table("legday", "eu-west-1", "http://127.0.0.1:8000"),
        ),
    ],
)
def test_an_address_says_where(address: str, meant: object) -> None:
    """Nowhere, in a file, in a table."""
    assert place(address) == meant


@pytest.mark.parametrize(
    "address",
    [
        "",
        "memory",
        "memory://x",
        "legday.sqlite",
        "sqlite:",
        "sqlite://",
        "sqlite://mine.sqlite",
        "dynamodb:",
        "dynamodb://",
        "dynamodb://ab",
        "dynamodb://leg day",
        "dynamodb://legday/",
        "dynamodb://legday#1",
        "dynamodb://legday?zone=1",
        "dynamodb://[legday",
        "postgresql://legday",
    ],
)
def test_a_wrong_address_is_refused_with_what_it_should_be(address: str) -> None:
    """In a sentence that goes on from the name of the setting."""
    with pytest.raises(ValueError, match=r"^should (be|look like) .*://.*; it is .*\.$"):
        place(address)
    with pytest.raises(ValueError, match=r"^should "):
        open_memory(address)


def test_the_default_file_is_in_the_platforms_data_folder() -> None:
    """As a file with a bare name is."""
    folder = platformdirs.user_data_path("legday", appauthor=False)

    assert place(DEFAULT) == File(Path("memory.sqlite"))
    assert file_at(Path("memory.sqlite")) == folder / "memory.sqlite"
    assert file_at(Path("/var/lib/legday.sqlite")) == Path("/var/lib/legday.sqlite")


def test_an_address_opens_its_store(tmp_path: Path) -> None:
    """And reaches for nothing before it is used."""
    assert isinstance(open_memory("memory://"), InMemory)
    assert isinstance(open_memory(f"sqlite:///{tmp_path}/there/memory.sqlite"), SqliteMemory)
    assert isinstance(open_memory("dynamodb://legday"), DynamoMemory)
    assert list(tmp_path.iterdir()) == []


def test_the_clock_is_the_real_one_unless_another_is_given(told: Told) -> None:
    """What was recorded in the year 2000 has expired, what was recorded just now has not."""
    memory = open_memory("memory://")
    now = datetime.now(UTC)
    old, new = told.event(recorded_at=now.replace(year=2000)), told.event(recorded_at=now)

    memory.append(ATHLETE, [old, new])

    assert memory.recall(ATHLETE, AGES_AGO).events == (new,)
