"""Puts our own code into a Lambda artefact: `python lambda/package.py FOLDER`.

The packages it needs are already there, unpacked by pip (see the Makefile). Copied are the handler, beside them, and
`skill` without what only the laptop or the server uses, so that what is deployed is what runs.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_ON_LAMBDA = ("cli", "simulator", "web")
NEVER_SHIPPED = ("*.po", "*.pot", "__pycache__")


def package(artifact: Path) -> None:
    """Copy the handler and the skill into the folder `artifact`."""
    shutil.copytree(ROOT / "skill", artifact / "skill", ignore=shutil.ignore_patterns(*NOT_ON_LAMBDA, *NEVER_SHIPPED))
    shutil.copy(ROOT / "lambda" / "handler.py", artifact)


if __name__ == "__main__":
    package(Path(sys.argv[1]))
