"""What is deployed, by side: a folder each, as Lambda unpacks it; and what Lambda's runtime brings, the same for all.

Ours is made by `make build`. The others' packages are copied from where pip put them, without what is compiled, as pip
leaves them for Lambda. boto3 is in the runtime's folder, which is kind to the stock way: its own build would ship it.
"""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from py_compile import PycInvalidationMode

_TOP = Path(__file__).parent.parent
_FUNCTION = "LegDayCoachFunction"
_RUNTIME = ("awslambdaric", "boto3")
"""What Lambda's runtime has installed; with what they need."""

BARE, HELLO, STOCK, OURS = "bare", "hello", "stock", "ours"
_PACKAGES = {
    BARE: (),
    HELLO: ("ask-sdk-core",),
    STOCK: ("ask-sdk-core", "ask-sdk-dynamodb-persistence-adapter"),
}


@dataclass(frozen=True, slots=True)
class Deployed:
    """The folders that a function can import from.

    Attributes:
        artefacts: by side.
        runtime: what Lambda brings.
    """

    artefacts: dict[str, Path]
    runtime: Path

    def size(self, side: str) -> int:
        """Bytes of an artefact, unpacked."""
        return sum(path.stat().st_size for path in self.artefacts[side].rglob("*") if path.is_file())


def deploy(folder: Path) -> Deployed:
    """Put together all sides in this folder, as their builds leave them."""
    runtime = folder / "runtime"
    _install(_RUNTIME, runtime)
    compile_all(runtime)
    brought = _with_what_they_need(_RUNTIME)
    artefacts = {OURS: folder / OURS}
    _make(artefacts[OURS])
    for side, packages in _PACKAGES.items():
        artefacts[side] = folder / side
        _install(packages, artefacts[side], but=brought)
        shutil.copy(_TOP / "benchmarks" / f"cold_start_{side}.py", artefacts[side] / "handler.py")
    return Deployed(artefacts, runtime)


def compiled(deployed: Deployed, folder: Path) -> Deployed:
    """The same once more, everything compiled for the Python that runs it here."""
    artefacts = {side: shutil.copytree(made, folder / side) for side, made in deployed.artefacts.items()}
    for artefact in artefacts.values():
        compile_all(artefact)
    return Deployed(artefacts, deployed.runtime)


def compile_all(folder: Path) -> None:
    """Compile what is in a folder, so that starting need not."""
    mode = PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, force=True, invalidation_mode=mode)


def _make(artefact: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    command = ["make", f"build-{_FUNCTION}", f"ARTIFACTS_DIR={artefact}"]
    subprocess.run(command, cwd=_TOP, env=clean, check=True, capture_output=True)  # noqa: S603 - our own target


def _install(packages: tuple[str, ...], folder: Path, but: frozenset[str] = frozenset()) -> None:
    """Copy packages, and what they need, as pip unpacks them."""
    folder.mkdir()
    for name in _with_what_they_need(packages) - but:
        for file in distribution(name).files or ():
            if ".." in file.parts or "__pycache__" in file.parts:
                continue
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file.locate(), target)


def _with_what_they_need(packages: tuple[str, ...]) -> frozenset[str]:
    """The names of packages and of all that they require here; extras are left out."""
    found: set[str] = set()
    waiting = list(packages)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            required = distribution(name).requires or ()
        except PackageNotFoundError:  # required on other systems
            continue
        found.add(name)
        waiting += [_name(each) for each in required if "extra ==" not in each]
    return frozenset(found)


def _name(requirement: str) -> str:
    name, _, _ = re.sub(r"[^A-Za-z0-9._-]", " ", requirement).partition(" ")
    return re.sub(r"[._-]+", "-", name).lower()
