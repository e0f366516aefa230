"""`legday serve` in a process of its own: the page, the endpoint beside it, and the end of both."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from skill.settings import LOG_LEVEL, SKILL_ID, STORE
from skill.workbench.serving import serving
from tests.workbench.visitor import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workbench.visitor import Visitor

PATIENCE = 120  # seconds, after which a server that hangs is killed, so that the test fails and does not hang too
ROOT = Path(__file__).parents[2]
LEGDAY = (sys.executable, "-c", "from skill.cli import main; main()", "serve")
NOWHERE = {STORE: "memory://", SKILL_ID: "", LOG_LEVEL: "ERROR", "DISPLAY": "", "WAYLAND_DISPLAY": "", "BROWSER": ""}
THIS_SKILL = "amzn1.ask.skill.a-test"


@contextmanager
def running(*options: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`legday serve` with these options, as long as the test needs it."""
    env = {**os.environ, **NOWHERE, **environment, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603 - our own Python, with our own program
        [*LEGDAY, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        timer = Timer(PATIENCE, process.kill)
        timer.start()
        try:
            yield process
        finally:
            timer.cancel()
            process.terminate()


def page_port(process: subprocess.Popen[str]) -> int:
    """The port of the page, as it is printed."""
    assert process.stdout
    line = process.stdout.readline()
    found = re.match(r"The page: http://127\.0\.0\.1:(\d+)/ ", line)
    assert found, (line, process.stderr and process.stderr.read())
    return int(found[1])


def answer(port: int, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, bytes]:
    """One request; the status and the content of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    told = response.status, response.read()
    connection.close()
    return told


def free_port() -> int:
    """One that nobody has at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_without_a_skill_id_the_page_works_and_says_what_is_off(told: signal.Signals) -> None:
    """Its address is printed; it talks; Ctrl-C, or a service manager, ends it without a complaint."""
    with running("--page-port", "0") as process:
        port = page_port(process)
        assert process.stdout
        assert SKILL_ID in process.stdout.readline()

        status, said = answer(
            port, "POST", "/api/turn", '{"said": "should I run today"}', **OURS, **{"Content-Type": "application/json"}
        )
        process.send_signal(told)
        _, complaints = process.communicate()

    assert (status, json.loads(said)["heard_as"]) == (200, "ShouldIRunIntent")
    assert (process.returncode, complaints) == (0, "")


def test_with_a_skill_id_the_endpoint_is_served_as_well() -> None:
    """On a port of its own; strangers get nothing from it, and all of it ends together."""
    port = free_port()
    with running("--page-port", "0", "--port", str(port), **{SKILL_ID: THIS_SKILL}) as process:
        page = page_port(process)
        wait_for(port)

        assert answer(port, "GET", "/healthz")[0] == 200
        assert answer(port, "POST", "/alexa", "{}", **{"Content-Type": "application/json"})[0] == 400
        assert answer(port, "GET", "/api/conversation")[0] == 404
        assert answer(page, "GET", "/api/conversation")[0] == 200
        assert answer(page, "POST", "/alexa", "{}", **OURS)[0] == 404
        process.send_signal(signal.SIGINT)
        process.communicate()

    assert process.returncode == 0
    with socket.create_server(("127.0.0.1", port)):  # it is free again
        pass


def wait_for(port: int) -> None:
    """Until somebody listens there; the test's own patience ends it."""
    while True:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen, and BROWSER is not heeded")
@pytest.mark.parametrize(
    ("options", "display", "opened"), [((), ":0", True), ((), "", False), (("--no-browser",), ":0", False)]
)
def test_the_page_is_opened_where_there_is_a_screen(
    tmp_path: Path, options: tuple[str, ...], display: str, *, opened: bool
) -> None:
    """In the browser of whoever runs it; elsewhere, and if told not to, its address is printed only."""
    browser, visited = tmp_path / "browser", tmp_path / "visited"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" >{visited}\n', encoding="utf-8")
    browser.chmod(0o700)

    with running("--page-port", "0", *options, DISPLAY=display, BROWSER=f"{browser} %s") as process:
        port = page_port(process)
        process.send_signal(signal.SIGINT)
        process.communicate()

    assert process.returncode == 0
    assert visited.exists() == opened
    assert not opened or visited.read_text(encoding="utf-8") == f"http://127.0.0.1:{port}/"


@pytest.mark.parametrize(("option", "skill_id"), [("--page-port", ""), ("--port", THIS_SKILL)])
def test_a_port_that_is_taken_is_said_in_a_sentence(option: str, skill_id: str) -> None:
    """Whichever of the two; nothing is served then."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with running("--page-port", "0", option, port, **{SKILL_ID: skill_id}) as process:
            printed, complaint = process.communicate()

    assert (process.returncode, printed) == (2, "")
    assert f"127.0.0.1:{port} cannot be had: Address already in use. Choose another port." in complaint


def test_an_endpoint_that_does_not_start_ends_it_all(tmp_path: Path) -> None:
    """Whoever asked for both does not go on with half; the sentence says what to set."""
    store = f"dynamodb://table-{tmp_path.name}"
    with running("--page-port", "0", **{SKILL_ID: THIS_SKILL, STORE: store}) as process:
        _, complaint = process.communicate()

    assert process.returncode != 0
    assert "LEGDAY_ATHLETE_SECRET" in complaint


def test_the_page_listens_on_the_loopback_only(visitor: Visitor) -> None:
    """Nobody else on the network reaches it."""
    with serving(visitor.client.application, 0) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        listening = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]

        assert answer(port, "GET", "/")[0] == 200
        assert [where for _, where, _, state, *_ in listening if where.endswith(f":{port:04X}") and state == "0A"] == [
            f"0100007F:{port:04X}"
        ]
