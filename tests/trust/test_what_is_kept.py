"""What is kept of an athlete is what PRIVACY.md lists: nothing before a yes, no more than that after it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from skill.cli import main
from skill.memory import KEPT_FOR, file_at
from skill.memory.address import DEFAULT_FILE
from skill.memory.pseudonym import SECRET_FILE
from skill.simulator.envelope import Sender

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE = " ".join((ROOT / "PRIVACY.md").read_text(encoding="utf-8").split())

LISTED = {
    "leg_day": {"leg_day", "leg_date", "effort", "to_failure", "areas"},
    "check_in": {"soreness"},
    "run": {"run"},
    "routine": {"kind", "length", "areas", "step", "hurting", "state"},
}
"""The table of the page, by the names that events have."""

TOLD = (
    "i smashed my quads and glutes to failure yesterday evening and it was a nine",
    "my legs are a four and i'm new to lifting",
    "i slept four hours and i'm extremely tired",
    "my urine is dark",
    "i'm pregnant",
    "i just ran an easy run",
    "start a stretching routine",
    "next",
    "should i do intervals tomorrow",
    "i'm forty one years old",
)
"""Every kind of thing that can be told, among them what is not to be kept."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop on which nobody has talked yet."""
    monkeypatch.setenv("LEGDAY_STORE", f"sqlite:///{tmp_path}/memory.sqlite")
    monkeypatch.delenv("LEGDAY_ATHLETE_SECRET", raising=False)
    return tmp_path


def told(*sentences: str) -> None:
    """Say each in a session of its own: what is open in one is not open in the next."""
    result = CliRunner().invoke(main, ["talk"], input="".join(f"{sentence}\nstop\n" for sentence in sentences))
    assert result.exit_code == 0, result.output


def held(folder: Path) -> dict[str, Any]:
    """Everything that is held of whoever talks on this laptop."""
    file = folder / "held.json"
    assert CliRunner().invoke(main, ["history", "--export", str(file)]).exit_code == 0
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def files(folder: Path) -> Iterator[bytes]:
    """What is on the disk."""
    return (file.read_bytes() for file in folder.iterdir() if file.name.startswith(DEFAULT_FILE))


def test_before_a_yes_nothing_is_kept(folder: Path) -> None:
    """Whatever is told, and after a no to being remembered too."""
    told(*TOLD)
    told("should i run today\nseven\nyesterday\nintervals\nno")
    document = held(folder)
    assert (document["events"], document["profile"]) == ([], {"version": 0})


def test_after_a_yes_no_more_is_kept_than_is_listed(folder: Path) -> None:
    """Each kind of entry with the facts that the page names, and none of the rest."""
    told("remember me", *TOLD)
    document = held(folder)
    kinds = {event["kind"] for event in document["events"]}
    assert kinds == set(LISTED)
    for event in document["events"]:
        assert event["data"].keys() <= LISTED[event["kind"]]
        assert event.keys() == {"kind", "at", "data", "id", "recorded_at", "replaces"}
    offers = {name for name in document["profile"] if name.startswith("declined:")}
    assert document["profile"].keys() - offers <= {"remembered_since", "time_zone", "novice", "age", "version"}


def test_the_plain_id_and_what_was_said_are_nowhere_on_the_disk(folder: Path) -> None:
    """Read as bytes, whatever the database makes of them."""
    told("remember me", *TOLD)
    on_disk = b"".join(files(folder))
    assert b"check_in" in on_disk
    for secret in (Sender().athlete_id, "smashed", "dark_urine", "pregnan", "urine"):
        assert secret.encode() not in on_disk


def test_forgotten_nothing_is_left_on_the_disk(folder: Path) -> None:
    """Neither in the store's answer nor in the bytes of its files."""
    told("remember me", *TOLD)
    key = held(folder)["athlete"]
    told("forget me\nyes")
    assert held(folder)["events"] == []
    assert key.encode() not in b"".join(files(folder))


def test_the_page_has_the_numbers_and_names_of_the_code() -> None:
    """How long, where, and how long a backup holds what was forgotten."""
    template = (ROOT / "template.yaml").read_text(encoding="utf-8")
    assert f"{KEPT_FOR.days} days after it was told" in PAGE
    assert f"`{file_at(Path(DEFAULT_FILE)).name}` in the platform's data folder" in PAGE
    assert f"`{SECRET_FILE}` beside it" in PAGE
    assert re.findall(r"RecoveryPeriodInDays: (\d+)", template) == ["7"]
    assert "backup holds the last seven days and no more" in PAGE
