"""Plays a Dockerfile without a container engine: each step runs here, in a folder that stands for the image.

A path that an image has at its root lies in that folder instead, and this machine's Python stands for the base image's.
What only an image has is left out: accounts are not made. Whoever starts what was made can be another account.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOTS = ("opt", "src", "var/lib/legday")
"""The places of the image that our Dockerfile makes; everything else is the base image's."""

ACCOUNTS = ("useradd", "install --directory --owner")
"""What makes accounts, and folders that belong to them."""


@dataclass
class Image:
    """What the steps have made so far.

    Attributes:
        root: the folder that stands for the image's root.
        context: what COPY copies from.
        environment: what ENV has set.
        command: what CMD starts.
        healthcheck: what HEALTHCHECK runs.
        user: whom USER has named.
    """

    root: Path
    context: Path
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)
    user: str = "root"
    folder: str = "/"

    def here(self, text: str) -> str:
        """The text with the image's paths turned into this machine's."""
        return re.sub(rf"(?<![\w.])/({'|'.join(ROOTS)})\b", rf"{self.root}/\1", text)

    def play(self, dockerfile: str) -> None:
        """Run every step.

        Raises:
            subprocess.CalledProcessError: if one fails.
        """
        for name, rest in steps(dockerfile):
            getattr(self, f"_{name.lower()}", _pass_over)(rest)

    def _workdir(self, rest: str) -> None:
        self.folder = self.here(rest)
        Path(self.folder).mkdir(parents=True, exist_ok=True)

    def _copy(self, rest: str) -> None:
        if rest.startswith("--from="):  # every stage is played in the same folder
            return
        *sources, target = rest.split()
        for source in sources:
            _copied(self.context / source, Path(self.folder) / target)

    def _run(self, rest: str) -> None:
        commands = [each for each in rest.split("&&") if not each.strip().startswith(ACCOUNTS)]
        script = self.here(" && ".join(commands))
        if commands:
            path = f"{_folder_of_python(self.root)}{os.pathsep}{os.environ['PATH']}"
            subprocess.run(  # noqa: S603 - the Dockerfile's own steps
                ["/bin/sh", "-euc", script], cwd=self.folder, env={**os.environ, "PATH": path}, check=True
            )

    def _env(self, rest: str) -> None:
        for name, value in re.findall(r"(\w+)=(\S+)", rest):
            self.environment[name] = self.here(value.replace("$PATH", os.environ["PATH"]))

    def _user(self, rest: str) -> None:
        self.user = rest

    def _cmd(self, rest: str) -> None:
        self.command = json.loads(rest)

    def _healthcheck(self, rest: str) -> None:
        self.healthcheck = json.loads(rest[rest.index("[") :])


def steps(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Each instruction and what comes after it, in order."""
    text = re.sub(r"^#.*\n", "", dockerfile, flags=re.MULTILINE).replace("\\\n", " ")
    for line in filter(None, map(str.strip, text.splitlines())):
        name, rest = line.split(maxsplit=1)
        yield name, rest


def _pass_over(_: str) -> None:
    """What says something about the image, and does nothing."""


def _copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mo"), dirs_exist_ok=True)
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _folder_of_python(root: Path) -> Path:
    """A folder with a "python" that has pip, as the base image has; environments made by Debian have none."""
    pythons = (sys.executable, str(getattr(sys, "_base_executable", sys.executable)))
    python = next(each for each in pythons if _succeeds(each, "-m", "pip", "--version"))
    folder = root / "base"
    folder.mkdir(exist_ok=True)
    (folder / "python").write_text(f'#!/bin/sh\nexec "{python}" "$@"\n', encoding="utf-8")
    (folder / "python").chmod(0o755)
    return folder


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - fixed commands
