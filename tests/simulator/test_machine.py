"""The machine's time zone is found, and so are the interaction models on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from skill.simulator import machine
from skill.simulator.model import ModelError
from tests.simulator import kettle

if TYPE_CHECKING:
    from pathlib import Path


def test_the_environment_says_where_the_machine_stands(tmp_path: Path) -> None:
    """``TZ`` comes before what the system is set to."""
    assert machine.time_zone({"TZ": "Europe/London"}, tmp_path / "localtime") == "Europe/London"
    assert machine.time_zone({"TZ": ":Asia/Tokyo"}, tmp_path / "localtime") == "Asia/Tokyo"


def test_the_system_says_where_the_machine_stands(tmp_path: Path) -> None:
    """``/etc/localtime`` is a link into the time-zone database; the rest of its path is the zone."""
    zone = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    zone.parent.mkdir(parents=True)
    zone.touch()
    (tmp_path / "localtime").symlink_to(zone)

    assert machine.time_zone({}, tmp_path / "localtime") == "Europe/Berlin"


@pytest.mark.parametrize("environ", [{}, {"TZ": "Mars/Olympus"}, {"TZ": "EST5EDT,M3.2.0"}])
def test_a_machine_that_does_not_say_is_taken_to_keep_utc(environ: dict[str, str], tmp_path: Path) -> None:
    """A file instead of a link, or a zone that no database has, tells nothing."""
    (tmp_path / "localtime").touch()

    assert machine.time_zone(environ, tmp_path / "localtime") == "UTC"


def test_the_first_folder_with_a_model_is_taken(tmp_path: Path) -> None:
    """An installed package carries its models inside; a clone has them beside it."""
    for folder, name in (("inside", "tea kettle"), ("beside", "coffee pot")):
        (tmp_path / folder).mkdir()
        document = json.dumps(kettle.MODEL).replace("tea kettle", name)
        (tmp_path / folder / "en-US.json").write_text(document, encoding="utf-8")

    model = machine.load_model("en-US", [tmp_path / "missing", tmp_path / "inside", tmp_path / "beside"])

    assert model.invocation_name == "tea kettle"


def test_a_missing_locale_is_explained(tmp_path: Path) -> None:
    """The sentence names the locales there are."""
    (tmp_path / "en-GB.json").write_text("{}", encoding="utf-8")

    with pytest.raises(ModelError, match=r"no interaction model for en-US; there are: en-GB\."):
        machine.load_model("en-US", [tmp_path])
    with pytest.raises(ModelError, match="none at all"):
        machine.load_model("en-US", [])
