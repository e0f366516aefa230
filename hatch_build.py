"""What happens when the package is built, and before `make talk` and `make test`: catalogs are compiled.

`skill.speech` reads compiled `.mo` catalogs, so that a cold start parses nothing; people edit the `.po` files beside
them. The build backend calls the hook below for wheels and for editable installs; `python hatch_build.py` does the
compiling alone. The `.mo` files are never committed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGS = "skill/speech/locales/*/LC_MESSAGES/*.po"
INTERACTION_MODELS = "interaction_models/??-??.json"


class CatalogsAndModels(BuildHookInterface):  # type: ignore[type-arg] # its configuration type is hatchling's own
    """Compiles the catalogs, and puts the interaction models inside the package of a wheel.

    In a checkout the models are read where they stand, so an editable install gets no copy that could grow stale.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare one build; `version` is hatchling's word for its kind: `standard` or `editable`."""
        root = Path(self.root)
        compile_catalogs(root)
        if version == "standard":
            build_data["force_include"].update(packaged_models(root))


def compile_catalogs(root: Path) -> list[Path]:
    """Write a `.mo` beside each `.po` under `root` and give the paths written.

    Raises:
        babel.messages.pofile.PoFileError: if a catalog cannot be read.
    """
    return [_compile(catalog) for catalog in sorted(root.glob(CATALOGS))]


def packaged_models(root: Path) -> dict[str, str]:
    """Say where each interaction model of the checkout goes in the wheel."""
    return {str(model): f"skill/interaction_models/{model.name}" for model in sorted(root.glob(INTERACTION_MODELS))}


def _compile(source: Path) -> Path:
    target = source.with_suffix(".mo")
    with source.open("rb") as text, target.open("wb") as compiled:
        write_mo(compiled, read_po(text, abort_invalid=True))
    return target


if __name__ == "__main__":
    for written in compile_catalogs(Path(__file__).parent):
        sys.stderr.write(f"compiled {written.name} of {written.parent.parent.name}\n")
