"""What the documents count and list is what the code has, and every link in them leads somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from docs.generate.architecture import parts
from docs.generate.conversations import DIALOGUES, grouped
from skill import settings
from skill.cli import COMMANDS
from skill.settings import Settings
from tests.docs.reading import ROOT, documents

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """A section of the README."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The rows of a table, below its head."""
    lines = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in line] for line in lines[2:]]


def test_the_readme_is_short() -> None:
    """It is read in one go."""
    assert len(README.splitlines()) < 150


def test_the_settings_are_those_of_the_code() -> None:
    """Each variable is in the table once, and no other."""
    variables = {value for name, value in vars(settings).items() if name.isupper() and str(value).startswith("LEGDAY_")}

    assert sorted(row[0] for row in rows(section("Settings"))) == sorted(variables)


def test_the_defaults_are_those_of_the_code() -> None:
    """What is set where nothing is."""
    told = {row[0]: row[2] for row in rows(section("Settings"))}
    default = Settings.from_environment({})

    assert told[settings.LOG_LEVEL] == default.log_level
    assert told[settings.STORE].startswith(f"{default.store}`")
    assert (default.skill_id, default.log_key, default.athlete_secret) == (None, None, None)


def test_the_parts_are_listed() -> None:
    """The README's list of folders has those that are there, and each part that the import linter knows as a folder."""
    listed = re.findall(r"^([a-z_/.]+)  ", section("How it is built"), flags=re.MULTILINE)
    folders = {f"skill/{name}/" for names in parts() for name in names if (ROOT / "skill" / name).is_dir()}

    assert [name for name in listed if not (ROOT / name).exists()] == []
    assert folders - set(listed) - {"skill/platform/", "skill/cli/"} == set()


def test_every_conversation_is_in_a_group() -> None:
    """Each file once."""
    files = [file for group in grouped().values() for file in group]

    assert sorted(files) == sorted(DIALOGUES.rglob("*.dialogue"))


def test_every_command_has_a_word_in_the_documents() -> None:
    """One that nobody is told of is not used."""
    text = "\n".join(document.read_text(encoding="utf-8") for document in documents())

    assert [name for name in COMMANDS if not re.search(rf"legday {name}\b|make {name}\b", text)] == []


# Links. Those of the site's pages are looked at once more in what the site is built to (`test_site.py`).

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
OUTSIDE = ("http://", "https://", "mailto:", "#")


@pytest.mark.parametrize("document", documents(), ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_to_files(document: Path) -> None:
    """Read where it stands, each relative link leads to a file of the repository."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [link["target"].partition("#")[0] for link in LINK.finditer(text)]

    missing = [target for target in targets if not target.startswith(OUTSIDE) and not _exists(document, target)]

    assert missing == []


def _exists(document: Path, target: str) -> bool:
    return not target or (document.parent / target).exists()


def test_decisions_are_numbered_without_gaps() -> None:
    """Each page begins with its number, and none has another's."""
    pages = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    numbers = [int(page.name[:4]) for page in pages]

    assert numbers == list(range(1, len(pages) + 1))
    assert [page.read_text(encoding="utf-8").split(". ")[0] for page in pages] == [f"# {number}" for number in numbers]
