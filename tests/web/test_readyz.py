"""`GET /readyz`: whether athletes could be remembered now, told to whoever keeps the server running, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from skill.memory import MemoryFailed
from skill.settings import Settings
from skill.web import create_app
from skill.web.admission import Admission
from skill.web.endpoint import NOT_READY, SECURITY_HEADERS, endpoint
from skill.web.refusal import NotFromAmazon
from skill.web.replay import SeenRequests
from tests.web import amazon as amazons
from tests.web.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

SECRET = b"a secret of tests, kept from no one"


class _Nobody:
    def verify(self, *_: object) -> NoReturn:
        """Let nobody in."""
        message = "a stranger"
        raise NotFromAmazon(message)


def around(check_store: Callable[[], None]) -> FlaskClient:
    """An endpoint beside a store."""

    def respond(_: dict[str, Any]) -> NoReturn:
        pytest.fail("was asked")

    return endpoint(respond, Admission(_Nobody(), SeenRequests(), lambda: NOW), check_store).test_client()


def with_store(store: str, **settings: Any) -> FlaskClient:  # noqa: ANN401 (what `Settings` takes)
    """The endpoint as a server makes it, with a store of its own."""
    return create_app(Settings(skill_id=amazons.SKILL_ID, store=store, **settings)).test_client()


def fails() -> NoReturn:
    """A store that does not answer."""
    message = "What is remembered could not be read: the table legs is gone."
    raise MemoryFailed(message)


@pytest.mark.parametrize(("method", "content"), [("GET", b'{"status":"ready"}'), ("HEAD", b"")])
def test_a_store_that_answers_is_ready(method: str, content: bytes) -> None:
    """Without a signature: it tells nothing else."""
    response = around(lambda: None).open("/readyz", method=method)
    assert (response.status_code, response.data) == (200, content)


def test_a_store_that_fails_is_not_ready_and_only_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    """503, the same short body whatever it was; the process is up all the same."""
    client = around(fails)
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (503, NOT_READY)
    assert "legs" not in response.text
    assert [record.getMessage() for record in caplog.records] == [
        "not ready: What is remembered could not be read: the table legs is gone."
    ]
    assert client.get("/healthz").status_code == 200


def test_each_time_the_store_is_asked_again() -> None:
    """What has come back is ready without a new start."""
    answers: list[Callable[[], None]] = [lambda: None, fails, lambda: None]

    def check() -> None:
        answers.pop(0)()

    client = around(check)
    assert [client.get("/readyz").status_code for _ in range(3)] == [200, 503, 200]


@pytest.mark.parametrize("check_store", [lambda: None, fails], ids=["ready", "not ready"])
def test_both_answers_have_the_security_headers(check_store: Callable[[], None]) -> None:
    """As every other has."""
    headers = around(check_store).get("/readyz").headers
    assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert headers["Content-Type"] == "application/json;charset=UTF-8"


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE", "TRACE"])
def test_it_can_only_be_looked_at(method: str) -> None:
    """There is nothing to be done there."""
    response = around(lambda: None).open("/readyz", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_file_that_can_be_read_is_ready(tmp_path: Path) -> None:
    """The real store, as the settings name it."""
    assert with_store(f"sqlite:///{tmp_path}/memory.sqlite").get("/readyz").status_code == 200


def test_where_nothing_is_kept_nothing_is_waited_for() -> None:
    """No store, none that could fail."""
    assert with_store("memory://").get("/readyz").status_code == 200


@pytest.mark.parametrize("secret", [SECRET, None], ids=["secret set", "secret beside the file"])
def test_a_file_that_cannot_be_used_is_not_ready(tmp_path: Path, secret: bytes | None) -> None:
    """Though the skill goes on without it, remembering nobody."""
    (tmp_path / "folder").write_text("is a file")
    client = with_store(f"sqlite:///{tmp_path}/folder/memory.sqlite", athlete_secret=secret)
    assert client.get("/readyz").status_code == 503


def test_a_damaged_file_is_not_ready(tmp_path: Path) -> None:
    """There, and of no use."""
    (tmp_path / "memory.sqlite").write_bytes(b"no database" * 1000)
    client = with_store(f"sqlite:///{tmp_path}/memory.sqlite", athlete_secret=SECRET)
    assert client.get("/readyz").status_code == 503
