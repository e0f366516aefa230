"""How the function starts: with nothing it does not need, compiled where it can be, and alone in its snapshot."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from moto.server import ThreadedMotoServer

from tests.lambda_ import events
from tests.lambda_.conftest import ROOT
from tests.memory.table import make_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import ModuleType

    from tests.lambda_.conftest import RunningFunction

    Running = Callable[..., AbstractContextManager[RunningFunction]]

REGION = "eu-west-1"
TABLE = "legday"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
DATA = "tzdata"
"""A package of zones, read as each is asked for."""

CODE_OF_UNCHECKED = b"\x01\x00\x00\x00"
"""In the header of a compiled file: taken as it is, whatever became of its source (PEP 552)."""


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """What the template gives the function, with a DynamoDB of ours."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEYS.items():
            patch.setenv(name, value)
        make_table(TABLE, region_name=REGION, endpoint_url=endpoint)
    yield {
        **KEYS,
        "LEGDAY_SKILL_ID": events.SKILL_ID,
        "LEGDAY_STORE": f"dynamodb://{TABLE}?region={REGION}&endpoint={endpoint}",
        "LEGDAY_ATHLETE_SECRET": "only a test's secret, as long as one",
    }
    server.stop()


@pytest.fixture(scope="module")
def package() -> ModuleType:
    """The program that puts our own code into the artefact."""
    spec = importlib.util.spec_from_file_location("package", ROOT / "lambda" / "package.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _in_artefact(
    script: str, artefact: Path, runtime: Path, environment: dict[str, str], *, given: object = None
) -> list[str]:
    """What a script prints that can import what the function can; it finds what is given as `given`."""
    path = os.pathsep.join([str(artefact), str(runtime)])
    done = subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, "-S", "-c", f"import json, sys\ngiven = json.load(sys.stdin)\n{script}"],
        cwd=artefact,
        env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _said() -> list[dict[str, Any]]:
    """A conversation that remembers and forgets."""
    heard: list[dict[str, Any]] = [
        events.launch(),
        events.intent("RememberMeIntent"),
        events.intent("AMAZON.YesIntent"),
        events.should_i_run(soreness={"value": "2"}, legDayDate={"value": "2026-11-17"}),
        events.intent("ForgetMeIntent"),
        events.intent("AMAZON.YesIntent"),
    ]
    return [
        event | {"request": event["request"] | {"requestId": f"amzn1.echo-api.request.{number}"}}
        for number, event in enumerate(heard)
    ]


def test_nothing_is_shipped_that_is_not_imported(
    artefact: Path, runtime_client: Path, environment: dict[str, str]
) -> None:
    """Every module of the artefact has been imported after a start and a conversation; beside them is only data."""
    script = (
        "import handler\n"
        "for event in given: handler.handler(event, None)\n"
        "handler.rehearse()\n"
        "print(*[module.__file__ for module in sys.modules.values() if getattr(module, '__file__', None)], sep='\\n')"
    )
    no_zones = {**environment, "PYTHONTZPATH": ""}  # of the system's own, as on Lambda
    imported = {Path(file) for file in _in_artefact(script, artefact, runtime_client, no_zones, given=_said())}
    shipped = {path for path in artefact.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    packages = {path.name for path in artefact.iterdir()} - {"__pycache__"}

    assert packages == {"handler.py", "rehearsal.py", "skill", DATA}
    beside = {path.relative_to(artefact) for path in shipped - imported}
    assert {path for path in beside if path.parts[0] != DATA} == {Path("skill/speech/locales/en/LC_MESSAGES/skill.mo")}
    assert artefact / DATA / "__init__.py" in imported


def test_what_is_compiled_is_taken_as_it_is(artefact: Path, package: ModuleType, tmp_path: Path) -> None:
    """Every file, whatever its times are once it is unpacked; and it does not tell where it was built."""
    version = "{}.{}".format(*sys.version_info)
    (tmp_path / "skill").mkdir()
    (tmp_path / "handler.py").write_text("from skill import answer\n")
    (tmp_path / "skill" / "__init__.py").write_text("answer = 42\n")
    assert artefact.exists()

    assert package.compile_for(version, tmp_path)

    compiled = list(tmp_path.rglob("*.pyc"))
    assert len(compiled) == 2
    assert {path.read_bytes()[4:8] for path in compiled} == {CODE_OF_UNCHECKED}
    assert not any(str(tmp_path).encode() in path.read_bytes() for path in compiled)


def test_without_the_functions_python_nothing_is_compiled(package: ModuleType, tmp_path: Path) -> None:
    """What another version compiled would only lie about."""
    (tmp_path / "handler.py").write_text("answer = 42\n")

    assert not package.compile_for("2.0", tmp_path)
    assert list(tmp_path.rglob("*.pyc")) == []


def test_an_athlete_is_remembered_from_one_process_to_the_next(running: Running, environment: dict[str, str]) -> None:
    """What one copy of the function was told, the next one knows; nothing is said of it in the log."""
    remember = [event for event in _said() if "Forget" not in str(event)][:3]
    with running(**environment) as function:
        for event in remember:
            assert function.invoke(event).kind == "response"

    with running(**environment) as function:
        again = function.invoke(events.intent("RememberMeIntent"))

    assert "remember" in json.dumps(again.body)


FORKED = r"""
import io, logging, os
written = io.StringIO()
logging.basicConfig(stream=written)
import handler, snapshot_restore_py
for hook, args, kwargs in snapshot_restore_py.get_before_snapshot():
    hook(*args, **kwargs)
for copy in range(2):
    if os.fork():
        assert os.wait()[1] == 0
        continue
    if os.environ.get("RESTORED"):
        for hook, args, kwargs in snapshot_restore_py.get_after_restore():
            hook(*args, **kwargs)
    said = [handler.handler(given, None)["response"]["outputSpeech"]["ssml"] for _ in range(60)]
    line = json.loads(written.getvalue().split("\n\n")[-2])
    print(json.dumps({"said": said, "athlete": line["athlete"]}), flush=True)
    os._exit(0)
"""
"""Two copies of one process, as of one snapshot; each is asked sixty times what has several answers."""


@pytest.mark.parametrize(("restored", "different"), [({}, 1), ({"RESTORED": "yes"}, 2)])
def test_copies_of_a_snapshot_share_neither_chance_nor_key(
    artefact: Path, runtime_client: Path, restored: dict[str, str], different: int
) -> None:
    """Wordings, and athletes' hashes in the log, would be the same in each without the hooks; with them they differ."""
    asked = events.should_i_run(soreness={"value": "2"}, runType={"value": "easy"}, legDayDate={"value": "2026-11-17"})
    environment = {"LEGDAY_SKILL_ID": events.SKILL_ID, **restored}
    printed = _in_artefact(FORKED, artefact, runtime_client, environment, given=asked)
    copies = [json.loads(line) for line in printed]

    assert all(len(set(copy["said"])) > 1 for copy in copies)
    assert len({str(copy["said"]) for copy in copies}) == different
    assert len({copy["athlete"] for copy in copies}) == different


def test_a_restored_function_answers(running: Running, environment: dict[str, str]) -> None:
    """Through AWS's own runtime client, which calls the hooks before the first event."""
    with running(AWS_LAMBDA_INITIALIZATION_TYPE="snap-start", **environment) as function:
        outcome = function.invoke(events.launch())

    assert outcome.kind == "response", outcome.body
