"""Puts our own code into a Lambda artefact: `python lambda/package.py FOLDER VERSION`.

The packages it needs are already there, unpacked by pip (see the Makefile). Copied are the handler, beside them, and
`skill` without what only the laptop or the server uses, so that what is deployed is what runs. Everything is compiled
if there is a Python of the function's version: Lambda cannot keep what it compiles, and would do it at every start.
"""

from __future__ import annotations

import shutil
import subprocess  # nosec B404 # runs Python
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOT_ON_LAMBDA = ("budget.py", "cli", "simulator", "voice", "web", "workbench", "in_memory.py", "sqlite.py")
NEVER_SHIPPED = ("*.po", "*.pot", "*.typed", "__pycache__")
OURS = ("handler.py", "rehearsal.py")


def package(artifact: Path) -> None:
    """Copy the handler and the skill into the folder `artifact`, and take out what pip notes for itself."""
    shutil.copytree(ROOT / "skill", artifact / "skill", ignore=shutil.ignore_patterns(*NOT_ON_LAMBDA, *NEVER_SHIPPED))
    for name in OURS:
        shutil.copy(ROOT / "lambda" / name, artifact)
    for notes in artifact.glob("*.dist-info"):
        shutil.rmtree(notes)


def compile_for(version: str, artifact: Path) -> bool:
    """Compile all of it for a version of Python ("3.13"); tells whether there is one here to do it."""
    python = next(filter(lambda each: _version(each) == version, (f"python{version}", sys.executable)), None)
    if python is None:
        return False
    unchecked = ("--invalidation-mode", "unchecked-hash")  # Lambda unpacks files with times of its own
    there = ("-s", str(artifact), "-p", "/var/task")  # and where they were built is nobody's business
    _run(python, "-m", "compileall", "-q", "-f", *unchecked, *there, str(artifact)).check_returncode()
    return True


def _version(python: str) -> str:
    """Of a Python; empty if it is not there, or only pretends to be."""
    if shutil.which(python) is None:
        return ""
    return _run(python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))").stdout.strip()


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 # nosec B603 # a Python


def main(folder: str, version: str) -> None:
    """Package, and say so if it could not be compiled."""
    package(Path(folder))
    if not compile_for(version, Path(folder)):
        sys.stderr.write(
            f"Not compiled, for there is no python{version} here: the function works, and takes longer to start.\n"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
