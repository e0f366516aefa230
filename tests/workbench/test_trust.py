"""Who gets anything from the page: itself, and no other page in the same browser."""

from __future__ import annotations

import pytest

from skill.workbench.page import HEADERS, MAX_BODY_BYTES
from tests.workbench.visitor import OURS, Visitor, refused

EVERYWHERE = ("/", "/static/page.js", "/api/conversation", "/api/rings", "/nowhere", "/api/turn/7")
CHANGES = (("POST", "turn"), ("PUT", "device"), ("POST", "over"), ("POST", "record"), ("POST", "hear"))


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_kept_from_other_pages(visitor: Visitor, path: str) -> None:
    """Nothing may be framed, read from elsewhere, or run that is not the page's own; also where it is refused."""
    answer = visitor.get(path)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["legday.example", "127.0.0.1.example", "evil.localhost.example:80", "[::]"])
@pytest.mark.parametrize("path", ["/", "/api/conversation", "/static/page.js"])
def test_names_that_only_point_here_are_refused(visitor: Visitor, name: str, path: str) -> None:
    """A page elsewhere could have its own name point to this machine, and then ask as itself."""
    refused(visitor.get(path, Host=name))


@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.1:8090", "localhost", "localhost:8090"])
def test_the_loopbacks_own_names_are_answered(visitor: Visitor, name: str) -> None:
    """Whatever the port."""
    assert visitor.get("/", Host=name).status_code == 200


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_form_elsewhere_changes_nothing(visitor: Visitor, method: str, path: str) -> None:
    """Another page can post here, but not with this header without asking, and nobody answers that question."""
    answer = visitor.client.open(f"/api/{path}", method=method, json={"said": "hello", "forget": True})

    assert "X-Legday" in refused(answer, 403)
    asked = visitor.client.options(f"/api/{path}", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in asked.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_other_pages_ask_for_is_refused(visitor: Visitor, site: str) -> None:
    """The browser says who asks; a link to the page itself may be followed."""
    asking = {"Sec-Fetch-Site": site}

    refused(visitor.client.get("/api/conversation", headers=asking), 403)
    refused(visitor.client.post("/api/over", json={}, headers={**OURS, **asking}), 403)
    assert visitor.get("/", **asking).status_code == 200
    assert visitor.client.get("/api/conversation", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_what_is_changed_is_sent_as_json(visitor: Visitor) -> None:
    """Text that happens to be JSON is not taken: a form could send it."""
    refused(visitor.client.post("/api/over", data='{"forget": true}', headers=OURS))


def test_nobody_sends_without_end(visitor: Visitor) -> None:
    """What is too long is refused before it is read."""
    refused(visitor.post("turn", {"said": "x" * MAX_BODY_BYTES}), 413)


def test_nothing_but_the_pages_own_files_is_served(visitor: Visitor) -> None:
    """No other file of this machine."""
    for path in ("/static/../page.py", "/static/%2e%2e/page.py", "/static/", "/static/..%2fpage.py"):
        assert visitor.client.get(path).status_code == 404


def test_what_was_said_is_not_kept_by_the_browser(visitor: Visitor) -> None:
    """Its cache is no place for it."""
    assert visitor.client.get("/api/conversation").headers["Cache-Control"] == "no-store"
