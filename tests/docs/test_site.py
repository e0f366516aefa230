"""The site is built without a warning, leads nowhere that is not there, and needs nothing from elsewhere."""

from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import fromstring

import pytest

from docs.generate import PICTURES
from tests.docs.reading import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LOADED = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("audio", "src")}
"""What a browser fetches without being asked to."""


class Page(HTMLParser):
    """What a page loads, links to and can be linked to at; headings and images."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.without_words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of a tag."""
        has = {name: value or "" for name, value in attrs}
        self.anchors |= {has["id"]} if "id" in has else set()
        self.loads += [value for name, value in has.items() if (tag, name) in LOADED]
        self.links += [has["href"]] if tag == "a" and "href" in has else []
        self.without_words += [has.get("src", "")] if tag == "img" and not has.get("alt") else []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Page]:
    """Every page of the site, built as `make docs` builds it."""
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "--nitpicky"]
    built = subprocess.run(  # noqa: S603 - fixed command
        [*command, "--fresh-env", "docs", str(out)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return {path: Page(path) for path in sorted(out.rglob("*.html"))}


def test_there_are_pages(site: dict[Path, Page]) -> None:
    """One for each thing somebody may come for."""
    names = {path.stem for path in site}

    assert {"index", "start", "how-it-decides", "conversations", "architecture", "privacy", "commands"} <= names


def test_nothing_is_loaded_from_elsewhere(site: dict[Path, Page]) -> None:
    """No fonts, scripts or pictures from another place: nobody is watched, and it works without a network."""
    assert {target for page in site.values() for target in page.loads if urlsplit(target).netloc} == set()


def test_every_link_leads_to_a_place_in_the_site(site: dict[Path, Page]) -> None:
    """Pages, files, and headings in them."""
    broken = {
        f"{page.path.name}: {link}" for page in site.values() for link in page.links if not leads(site, page, link)
    }

    assert broken == set()


def leads(site: dict[Path, Page], page: Page, link: str) -> bool:
    """Whether a link leads somewhere; addresses elsewhere are believed."""
    split = urlsplit(link)
    if split.scheme or split.netloc:
        return True
    target = (page.path.parent / unquote(split.path)).resolve() if split.path else page.path
    if not split.fragment or target not in site:
        return target.exists()
    return unquote(split.fragment) in site[target].anchors


def test_every_picture_is_told_in_words(site: dict[Path, Page]) -> None:
    """For those who do not see it."""
    assert [src for page in site.values() for src in page.without_words] == []


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_readable_in_light_and_dark(name: str) -> None:
    """Each has colours of its own for both, on paper of its own."""
    picture = fromstring(PICTURES[name]())  # noqa: S314 - our own
    style = "".join(element.text or "" for element in picture.iter() if element.tag.endswith("style"))

    assert "prefers-color-scheme: dark" in style
    assert [element for element in picture.iter() if element.get("class") == "paper"]
