"""The example of a proxy in front: nginx takes it, adds TLS, passes signed requests on, and passes over who is gone."""

from __future__ import annotations

import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.deploy import proxy as front
from tests.deploy.test_container import free_port
from tests.web.amazon import PrivateAmazon, as_body, envelope
from tests.web.live import PATIENCE, running

if TYPE_CHECKING:
    from pathlib import Path

ATHLETES = 4
BEFORE, AFTER = 20, 40
"""Answers that are waited for before one server is told to stop, and after it has."""


@pytest.fixture(scope="module")
def nginx() -> str:
    """Where nginx is."""
    found = front.nginx()
    if found is None:
        pytest.skip("nginx is not installed")
    return found


def test_nginx_takes_the_example(nginx: str, tmp_path: Path) -> None:
    """As Debian has it, with nothing to warn of."""
    configuration = front.configured(tmp_path, int(free_port()), (8080,))

    judged = subprocess.run(  # noqa: S603 - nginx, with our example
        [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(configuration)], capture_output=True, check=False, text=True
    )

    assert (judged.returncode, judged.stderr) == (0, "")


def test_a_signed_request_gets_through_and_nothing_else_does(
    nginx: str, tmp_path: Path, folder: Path, amazon: PrivateAmazon
) -> None:
    """The signature is over bytes, which come through as they are; what is not Alexa's never reaches the skill."""
    body = as_body(envelope())
    with (
        running("-m", "tests.web.private_server", str(folder)) as server,
        front.proxying(nginx, tmp_path, int(free_port()), server.port) as proxy,
    ):
        status, answer = proxy.ask("POST", "/alexa", body, amazon.headers(body))
        assert (status, b"<speak>" in answer) == (200, True)
        assert proxy.ask("POST", "/alexa", body + b" ", amazon.headers(body))[0] == 400
        assert proxy.ask("GET", "/readyz") == (200, b'{"status":"ready"}')
        assert proxy.ask("GET", "/healthz")[0] == 404
        assert proxy.ask("POST", "/alexa", b" " * 300_000, amazon.headers(body))[0] == 413
        assert server.stop() == 0


def test_one_server_can_be_replaced_while_another_serves(
    nginx: str, tmp_path: Path, folder: Path, amazon: PrivateAmazon
) -> None:
    """Two behind the proxy, and one of them told to stop under load: every athlete gets an answer, all the while."""
    outcomes, warm, stopped = Counter[int](), Event(), Event()
    with ExitStack() as stack:
        servers = [stack.enter_context(running("-m", "tests.web.private_server", str(folder))) for _ in range(2)]
        proxy = stack.enter_context(
            front.proxying(nginx, tmp_path, int(free_port()), *(server.port for server in servers))
        )
        pool = stack.enter_context(ThreadPoolExecutor(ATHLETES + 1))
        ending = pool.submit(servers[1].read_to_the_end)
        athletes = [pool.submit(speak_on, proxy, amazon, outcomes, warm, stopped) for _ in range(ATHLETES)]
        assert warm.wait(PATIENCE)
        assert servers[0].stop() == 0
        stopped.set()
        wait(athletes)
        servers[1].process.terminate()
        assert ending.result() == 0

    assert set(outcomes) == {200}
    assert outcomes[200] >= BEFORE + AFTER


def speak_on(proxy: front.Proxy, amazon: PrivateAmazon, outcomes: Counter[int], warm: Event, stopped: Event) -> None:
    """Ask again and again, until each athlete has had some answers from the server that is left."""
    left = AFTER
    while left:
        body = as_body(envelope())
        outcomes[proxy.ask("POST", "/alexa", body, amazon.headers(body))[0]] += 1
        left -= stopped.is_set()
        if outcomes.total() >= BEFORE:
            warm.set()
