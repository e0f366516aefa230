"""Somebody's browser before the page, without a browser: what it sends, and what comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from skill.workbench.page import PAGE_HEADER, PAGE_VALUE

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

Json = dict[str, Any]

ZONE = "Europe/London"
SUNDAY = datetime(2026, 11, 22, 9, 0, 30, tzinfo=ZoneInfo(ZONE))
OURS = {PAGE_HEADER: PAGE_VALUE}

HOUR, DAY = 3_600, 86_400  # seconds


class Visitor:
    """Uses the page; every call that is not answered with 200 fails, but those of `refused`.

    Attributes:
        client: sends anything, as it is.
        now: the real time; tests let it pass.
    """

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.now = SUNDAY

    def passes(self, seconds: int) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def look(self, path: str) -> Json:
        """What is at a path of the API."""
        return _json(self.get(f"/api/{path}"))

    def says(self, *utterances: str) -> Json:
        """Say one thing after the other; the last turn."""
        return [_json(self.post("turn", {"said": said})) for said in utterances][-1]

    def inside(self, number: int = -1) -> Json:
        """What is behind a turn; the last one unless told otherwise."""
        turns = self.look("conversation")["turns"]
        return self.look(f"turn/{turns[number]['n']}")

    def sets(self, **settings: Any) -> Json:  # noqa: ANN401 - whatever a device has
        """Change the device."""
        return _json(self.put("device", settings))

    def travels(self, seconds: int) -> Json:
        """Go forward in time."""
        return self.sets(travel=seconds)

    def starts_over(self, **how: bool) -> None:
        """Begin a new conversation."""
        _json(self.post("over", how))

    def get(self, path: str, **headers: str) -> TestResponse:
        """Whatever comes from a path, read to its end."""
        return self.client.get(path, headers=headers, buffered=True)

    def post(self, path: str, body: object) -> TestResponse:
        """Send JSON, as the page does."""
        return self.client.post(f"/api/{path}", json=body, headers=OURS)

    def put(self, path: str, body: object) -> TestResponse:
        """Likewise."""
        return self.client.put(f"/api/{path}", json=body, headers=OURS)


def refused(response: TestResponse, status: int = 400) -> str:
    """The sentence with which something was refused."""
    assert response.status_code == status, response.text
    body: Json = response.get_json()
    assert [*body] == ["sentence"]
    sentence = str(body["sentence"])
    assert sentence.endswith(".")
    return sentence


def _json(response: TestResponse) -> Json:
    assert response.status_code == 200, response.text
    body: Json = response.get_json()
    return body
