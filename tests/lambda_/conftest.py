"""Builds the Lambda artefact once and runs it through AWS's runtime client, in a process that sees nothing else."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lambda_.runtime_api import RuntimeApi
from tests.leaks import LISTENER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.lambda_.runtime_api import Outcome

ROOT = Path(__file__).parents[2]
FUNCTION = "LegDayCoachFunction"

RUNTIME_CLIENT = ("awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py")
"""The modules of AWS's runtime client and what it imports; on Lambda the runtime brings them."""

AWS_LIBRARY = ("botocore", "dateutil", "jmespath", "six", "urllib3")
"""What else Lambda's runtime brings that ours may import."""

_BARE_ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": "1"}
"""A function writes nothing into its artefact; on Lambda it could not."""


@dataclass(frozen=True, slots=True)
class RunningFunction:
    """The function in its process.

    Attributes:
        api: what it is spoken to through.
        output: the file that holds what it has written to its log.
    """

    api: RuntimeApi
    output: Path

    def invoke(self, event: object) -> Outcome:
        """Send one event, as JSON, and give what came of it."""
        return self.api.invoke(event)

    def log(self) -> list[str]:
        """The lines it has logged so far."""
        return self.output.read_text(encoding="utf-8").splitlines()


def run_here(*command: str, **environment: str) -> str:
    """Run a command in the checkout, as from a fresh shell, and give what it printed; it must succeed."""
    not_for_it = {"ARGS", "MAKEFLAGS", "MAKELEVEL", "PYTHONPATH"}
    clean = {name: value for name, value in os.environ.items() if name not in not_for_it}
    done = subprocess.run(  # noqa: S603 - the commands are written in the tests
        command,
        cwd=ROOT,
        env={**clean, "SAM_CLI_TELEMETRY": "0", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="session")
def artefact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is deployed, as `make build` makes it on a machine without sam."""
    folder = tmp_path_factory.mktemp("made") / FUNCTION
    run_here("make", f"build-{FUNCTION}", ARTIFACTS_DIR=str(folder))
    return folder


@pytest.fixture(scope="session")
def sam_artefact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same folder, made by `sam build`."""
    sam = shutil.which("sam")
    if sam is None:
        pytest.skip("the AWS SAM CLI (`sam`) is not on the PATH")
    folder = tmp_path_factory.mktemp("sam")
    run_here(sam, "build", "--build-dir", str(folder))
    return folder / FUNCTION


@pytest.fixture(scope="session")
def runtime_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what Lambda's runtime brings and nothing else, to put on the path of a function."""
    folder = tmp_path_factory.mktemp("runtime")
    for name in (*RUNTIME_CLIENT, *AWS_LIBRARY):
        module = _whereabouts(name)
        (folder / module.name).symlink_to(module)
    return folder


@pytest.fixture(scope="session")
def running(
    artefact: Path, runtime_client: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., AbstractContextManager[RunningFunction]]:
    """Start the function with the environment given, and stop it afterwards.

    The process has no site-packages (`-S`) and stands in an empty folder, so all it can import is the standard
    library, the runtime client and the artefact.
    """

    @contextmanager
    def started(**environment: str) -> Iterator[RunningFunction]:
        path = os.pathsep.join([str(artefact), str(runtime_client)])
        output = tmp_path_factory.mktemp("output") / "log"
        with RuntimeApi() as api, output.open("wb") as log:
            function = subprocess.Popen(
                [sys.executable, "-S", "-m", "awslambdaric", "handler.handler"],
                cwd=tmp_path_factory.mktemp("empty"),
                env={**_BARE_ENVIRONMENT, "PYTHONPATH": path, "AWS_LAMBDA_RUNTIME_API": api.address, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
            try:
                yield RunningFunction(api, output)
            finally:
                function.kill()
                function.wait()
                LISTENER.look_at(output.read_text(encoding="utf-8"))

    return started


def _whereabouts(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    assert spec is not None, f"{name} is not installed"
    assert spec.origin is not None, f"{name} has no file"
    origin = Path(spec.origin)
    return origin.parent if origin.name == "__init__.py" else origin
