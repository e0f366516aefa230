"""What the pages have from the code: a Sphinx extension with one directive, `generated`, and a table of its parts.

    ```{generated} rules
    ```

Each part is a function that returns Markdown. Pictures are drawn into `docs/pictures` before the pages are read.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sphinx.util.docutils import SphinxDirective

from deploy import costs
from docs.generate import architecture, asking, commands, conversations, deciding, quoted, recovery

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

PARTS: dict[str, Callable[..., str]] = {
    "rules": deciding.rules,
    "rules-one-by-one": deciding.rules_one_by_one,
    "at-a-glance": deciding.at_a_glance,
    "hard-runs": deciding.hard_runs,
    "steps": deciding.steps,
    "sources": deciding.sources,
    "next-questions": asking.next_questions,
    "how-many-questions": asking.how_many,
    "recovery-curve": recovery.shown_with_words,
    "conversations": conversations.all_of_them,
    "layers": architecture.layers,
    "contracts": architecture.contracts,
    "help-texts": commands.help_texts,
    "cost-tables": costs.tables,
    "cost-assumptions": costs.assumptions,
    "opening": quoted.opening,
    "section": quoted.section,
    "file": quoted.file,
}
"""By name; what stands behind the name in a page is passed on: `{generated} section README.md Settings`."""

PICTURES: dict[str, Callable[[], str]] = {
    "architecture.svg": architecture.picture,
    "recovery.svg": recovery.picture,
}


class Generated(SphinxDirective):
    """Puts a part where it stands in a page."""

    required_arguments: ClassVar[int] = 1
    optional_arguments: ClassVar[int] = 9

    def run(self) -> list[nodes.Node]:
        """The part, read as if it had been written there."""
        name, *arguments = self.arguments
        return self.parse_text_to_nodes(PARTS[name](*arguments), allow_section_headings=True)


def draw(folder: Path) -> None:
    """Draw every picture into a folder."""
    folder.mkdir(exist_ok=True)
    for name, picture in PICTURES.items():
        (folder / name).write_text(picture(), encoding="utf-8")


class AsWritten:
    """Keeps napoleon's hands off the docstrings of values: "Own guess: five" is no type and its meaning."""

    VALUES = frozenset({"attribute", "data", "property"})

    def __init__(self) -> None:
        self._kept: dict[str, list[str]] = {}

    def keep(self, _: Sphinx, what: str, name: str, __: object, ___: object, lines: list[str]) -> None:
        """Before napoleon."""
        if what in self.VALUES:
            self._kept[name] = list(lines)

    def restore(self, _: Sphinx, __: str, name: str, ___: object, ____: object, lines: list[str]) -> None:
        """After napoleon."""
        lines[:] = self._kept.pop(name, lines)


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls."""
    logging.getLogger("skill").setLevel(logging.ERROR)  # conversations are held, and nobody reads their log
    app.add_directive("generated", Generated)
    as_written = AsWritten()
    app.connect("autodoc-process-docstring", as_written.keep, priority=400)
    app.connect("autodoc-process-docstring", as_written.restore, priority=600)
    app.connect("builder-inited", lambda app: draw(Path(app.srcdir) / "pictures"))
    return {"parallel_read_safe": True}
