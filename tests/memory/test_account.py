"""Where DynamoDB is and as whom it is asked, in all the places a process can run in."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from skill.memory.account import Account, NoAccount
from skill.memory.address import Table
from skill.memory.signature import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without keys, whose files of AWS's are in an empty folder."""
    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    return monkeypatch


def test_lambdas_environment_says_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, the session they belong to, and the region."""
    for name in (*KEYS, "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, f"{name} of the function")
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    account = Account(Table("legday"))

    assert account.credentials() == Credentials(*(f"{name} of the function" for name in (*KEYS, "AWS_SESSION_TOKEN")))
    assert account.endpoint == (True, "dynamodb.us-west-2.amazonaws.com")


def test_keys_that_change_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment is kept: what was there at the start may be over."""
    account = Account(Table("legday", "eu-west-1"))
    before = account.credentials()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")

    assert (before.secret_key, account.credentials().secret_key) == ("testing", "another")


def test_a_laptops_files_are_read(keyless: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The profile that the environment names, from AWS's own files."""
    (tmp_path / "config").write_text("[profile coach]\nregion = ap-northeast-1\n")
    (tmp_path / "credentials").write_text("[coach]\naws_access_key_id = mine\naws_secret_access_key = hidden\n")
    keyless.setenv("AWS_PROFILE", "coach")
    account = Account(Table("legday"))

    assert account.credentials() == Credentials("mine", "hidden", None)
    assert account.region == "ap-northeast-1"


def test_credentials_that_run_out_are_renewed(keyless: pytest.MonkeyPatch) -> None:
    """As after a snapshot: a local server hands them out, and those about to end are asked for again."""
    with _handing_out(timedelta(minutes=1), timedelta(hours=6)) as address:
        keyless.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", address)
        account = Account(Table("legday", "eu-west-1"))

        found = [account.credentials().access_key for _ in range(3)]

    assert found == ["key 2", "key 2", "key 2"]


@pytest.mark.usefixtures("keyless")
def test_without_any_of_it_there_is_no_account() -> None:
    """Neither keys nor a region."""
    account = Account(Table("legday"))

    with pytest.raises(NoAccount):
        account.credentials()
    with pytest.raises(NoAccount):
        account.endpoint  # noqa: B018 (found out when asked for)


def test_another_server_is_asked_instead() -> None:
    """As the address of the store says."""
    assert Account(Table("legday", "eu-west-1", "http://127.0.0.1:8000")).endpoint == (False, "127.0.0.1:8000")


@contextmanager
def _handing_out(*lasting: timedelta) -> Iterator[str]:
    """A server of credentials that last so long each."""
    times = iter(enumerate(lasting, start=1))

    class Handler(BaseHTTPRequestHandler):
        """Answers as Lambda's does."""

        def do_GET(self) -> None:
            """The next."""
            number, lasts = next(times)
            ends = (datetime.now(UTC) + lasts).isoformat()
            keys = {"AccessKeyId": f"key {number}", "SecretAccessKey": "x", "Token": "y", "Expiration": ends}
            body = json.dumps(keys).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/credentials"
        server.shutdown()
        thread.join()
