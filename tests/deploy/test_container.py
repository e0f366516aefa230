"""The container, without an engine: the Dockerfile's steps make what starts, answers and stops as another account."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.deploy.dockerfile import Image, steps
from tests.web.amazon import SKILL_ID as THIS_SKILL
from tests.web.live import PATIENCE, Running, served

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")

LARGEST = 80_000_000
"""Bytes that our own part adds to the base image."""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """What the Dockerfile makes of this checkout, with a folder to remember athletes in that is its user's own."""
    made = Image(tmp_path_factory.mktemp("image"), ROOT)
    made.play(DOCKERFILE)
    kept = made.root / "var/lib/legday"
    kept.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(kept, int(made.user), -1)
    return made


def as_its_user(image: Image, command: list[str]) -> list[str]:
    """The command as the image's user, who may look everywhere (a checkout can be root's) and write nowhere."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() != 0 or setpriv is None:
        return command
    looking = "+dac_read_search"
    options = (f"--reuid={image.user}", "--clear-groups", "--no-new-privs", "--inh-caps=-all," + looking)
    return [setpriv, *options, f"--ambient-caps={looking}", "--bounding-set=-all," + looking, *command]


def environment(image: Image, **chosen: str) -> dict[str, str]:
    """What a container sees: what the image sets, and what whoever starts it says."""
    return {**image.environment, "HOST": "127.0.0.1", "PORT": free_port(), **chosen}


def free_port() -> str:
    """A port that nobody listens on."""
    import socket  # noqa: PLC0415

    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


@pytest.fixture
def container(image: Image) -> Iterator[Running]:
    """The running container, told nothing but the skill's id."""
    env = environment(image, LEGDAY_SKILL_ID=THIS_SKILL)
    with served(as_its_user(image, image.command), env, cwd=Path(image.folder)) as running:
        yield running


def test_container_answers_and_stops_when_told(image: Image, container: Running) -> None:
    """Up, with a store that answers; a stranger is refused; SIGTERM ends it in order."""
    assert container.ask("GET", "/healthz") == (200, b'{"status":"ok"}')
    assert container.ask("GET", "/readyz") == (200, b'{"status":"ready"}')
    assert container.ask("POST", "/alexa", b"{}", {"Content-Type": "application/json"})[0] == 400
    assert container.stop() == 0
    assert (image.root / "var/lib/legday/memory.sqlite").exists()
    assert "Traceback" not in container.log


def test_healthcheck_tells_a_living_server_from_none(image: Image, container: Running) -> None:
    """By its exit code, which is all that an engine looks at."""
    env = environment(image, PORT=str(container.port))
    check = as_its_user(image, image.healthcheck)

    assert subprocess.run(check, env=env, cwd="/", check=False).returncode == 0  # noqa: S603 - the Dockerfile's own
    container.stop()
    assert subprocess.run(check, env=env, cwd="/", check=False, capture_output=True).returncode == 1  # noqa: S603


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "Set LEGDAY_SKILL_ID"),
        ({"LEGDAY_SKILL_ID": THIS_SKILL, "WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY should be a number from 1 to 64"),
        ({"LEGDAY_SKILL_ID": THIS_SKILL, "PORT": "0"}, "PORT should be a number from 1 to 65535"),
    ],
)
def test_wrong_setting_ends_it_with_a_sentence(image: Image, chosen: dict[str, str], sentence: str) -> None:
    """And with an exit code that no engine takes for success."""
    ended = subprocess.run(  # noqa: S603 - the Dockerfile's own
        as_its_user(image, image.command),
        env=environment(image, **chosen),
        cwd=image.folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(sentence)
    assert ended.stderr.count("\n") == 1


def test_number_of_workers_is_the_environments_to_say(image: Image) -> None:
    """As on every host that knows WEB_CONCURRENCY."""
    env = environment(image, LEGDAY_SKILL_ID=THIS_SKILL, WEB_CONCURRENCY="3")
    with served(as_its_user(image, image.command), env, cwd=Path(image.folder)) as running:
        assert len({running.next_worker() for _ in range(3)}) == 3
        assert running.stop() == 0


def test_image_holds_what_runs_and_nothing_that_builds(image: Image) -> None:
    """And stays small."""
    (packages,) = image.root.glob("opt/legday/lib/python3*/site-packages")
    names = {path.name for path in packages.iterdir()}
    size = sum(path.stat().st_size for path in (image.root / "opt/legday").rglob("*") if path.is_file())

    assert {"skill", "flask", "gunicorn", "boto3"} <= names
    assert {"pip", "babel", "hatchling", "hassil", "pytest", "pocketsphinx"} & names == set()
    assert size <= LARGEST


def test_image_runs_as_nobody_in_particular() -> None:
    """By number, so that an orchestrator can see that it is not root; and the last stage is what runs."""
    told = list(steps(DOCKERFILE))
    last = told[max(at for at, (name, _) in enumerate(told) if name == "FROM") :]

    assert [rest for name, rest in last if name == "USER"] == ["10001"]
    assert [rest for name, rest in last if name == "STOPSIGNAL"] == [signal.SIGTERM.name]


def test_base_image_is_named_by_tag() -> None:
    """Both stages begin with the same Python, which is Lambda's too; "latest" would be another one tomorrow."""
    (base,) = {rest.split()[0] for name, rest in steps(DOCKERFILE) if name == "FROM"}
    runtime = re.search(r"Runtime: python([\d.]+)", (ROOT / "template.yaml").read_text(encoding="utf-8"))

    assert runtime is not None
    assert base.startswith(f"python:{runtime[1]}-slim-")


def test_nothing_is_sent_to_the_engine_but_what_is_copied() -> None:
    """What .dockerignore lets through is what COPY names: no secret and no history gets near an image."""
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    copies = [rest.split() for name, rest in steps(DOCKERFILE) if name == "COPY" and not rest.startswith("--from=")]

    assert "*" in ignored
    assert let_through == {source.rstrip("/") for *sources, _ in copies for source in sources}
