"""Documents of the repository, or a section of one, as part of a page: written once, read in both places.

A link to a document that the site has leads there; one to a file of the code becomes its name.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import normpath

ROOT = Path(__file__).parents[2]

PAGES = {
    "PRIVACY.md": "/privacy.md",
    "SECURITY.md": "/security.md",
    "CONTRIBUTING.md": "/contributing.md",
    "CHANGELOG.md": "/changelog.md",
}
"""Documents at the top of the repository that are a page of the site."""

_LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]+)\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"(?P<signs>#+) (?P<title>.+)")


def file(name: str) -> str:
    """A whole document, without its title: the page has one."""
    return _relinked((ROOT / name).read_text(encoding="utf-8").split("\n", 1)[1])


def section(name: str, *title: str) -> str:
    """The section of a document with this title, without the title, up to the next heading as high."""
    wanted, found, depth = " ".join(title), list[str](), 0
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        heading = _HEADING.fullmatch(line)
        if depth and heading and len(heading["signs"]) <= depth:
            break
        if depth:
            found.append(line)
        elif heading and heading["title"] == wanted:
            depth = len(heading["signs"])
    if not found:
        raise LookupError(f"{name} has no section {wanted!r}.")
    return _relinked("\n".join(found))


def opening(name: str) -> str:
    """What a document says between its title and its first section."""
    return _relinked((ROOT / name).read_text(encoding="utf-8").split("\n", 1)[1].split("\n## ", 1)[0])


def _relinked(text: str) -> str:
    return _LINK.sub(_link, text)


def _link(link: re.Match[str]) -> str:
    target, _, anchor = link["target"].partition("#")
    if not target or target.startswith(("http:", "https:", "mailto:")):
        return link[0]
    if link["picture"]:
        return f"![{link['text']}](/{normpath(target).removeprefix('docs/')})"
    page = _page(normpath(target))
    return f"[{link['text']}]({page}{'#' if anchor else ''}{anchor})" if page else link["text"]


def _page(target: str) -> str | None:
    if target in PAGES:
        return PAGES[target]
    if target == "docs/decisions":
        return "/decisions/index.md"
    return f"/{target.removeprefix('docs/')}" if re.fullmatch(r"docs/.+\.md", target) else None
