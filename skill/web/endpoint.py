"""The application: a request comes in, is admitted, is answered. Puts the parts of this folder together.

What a stranger sees of a refusal is always the same; the reason goes to the log, in one line, and nothing of the
request does. Whatever breaks before a request is admitted is a refusal; whatever breaks after it is an apology.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, ServiceUnavailable, UnsupportedMediaType

from skill import logs
from skill.app import NotOurSkill, Unanswered, build_skill, never_silent, remembering
from skill.memory import MemoryFailed
from skill.memory.address import Nowhere, place
from skill.settings import Settings, logging_level
from skill.web.admission import Admission
from skill.web.certificates import CertificateCache
from skill.web.chain import Trust, public_roots
from skill.web.fetching import fetch_certificates as fetch_from_amazon
from skill.web.refusal import Refused
from skill.web.replay import SeenRequests
from skill.web.short_way import ShortWay
from skill.web.verification import SignatureVerifier

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptography.x509 import Certificate

    from skill.memory import Memory
    from skill.web.verification import Headers

MAX_BODY_BYTES = 256 * 1024
"""The longest request that is read. A response may have 120 kB, so no session can bring back more than that."""

_PATH = "/alexa"
JSON = "application/json;charset=UTF-8"
"""The content type of every answer."""

_JSON_WRITER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)

SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
"""On every answer. No browser should come here; one that does keeps nothing, shows nothing and frames nothing."""

_HEADERS = (("Content-Type", JSON), *SECURITY_HEADERS.items())

REFUSED = {"error": "request refused"}
"""All that a stranger is told."""

NOT_READY = {"status": "not ready"}
"""All that is told of a store that does not answer; why is in the log."""

_log = logging.getLogger(__name__)


def create_app(
    settings: Settings | None = None,
    *,
    fetch_certificates: Callable[[str], bytes] | None = None,
    trust_roots: Sequence[Certificate] | None = None,
    seen: SeenRequests | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Flask:
    """The endpoint, for any WSGI server. Every request to it is verified; nothing switches that off.

    Args:
        settings: how this copy of the skill is set up; by the environment, the log included, if not given.
        fetch_certificates: gives the PEM chain at an address of Amazon's; over the network if not given.
        trust_roots: the authorities that may vouch for Amazon; certifi's if not given.
        seen: the requests that were answered already; shared by all processes that have this one. Its own if not given.
        clock: the (aware) time now.

    Raises:
        SettingsError: without a skill id, or if the environment has a value that cannot be meant.
    """
    settings = _from_environment() if settings is None else settings
    settings.require_skill_id()
    trust = Trust(public_roots() if trust_roots is None else trust_roots)
    verifier = SignatureVerifier(CertificateCache(fetch_certificates or fetch_from_amazon, trust))
    memory, secret = remembering(settings)
    respond = build_skill(settings, memory=memory, athlete_secret=secret)
    return endpoint(respond, Admission(verifier, seen or SeenRequests(), clock), _readiness(settings, memory))


def _readiness(settings: Settings, memory: Memory | None) -> Callable[[], None]:
    """What tells whether the store answers; where nothing is to be kept, there is none that could fail to."""
    if memory is not None:
        return memory.check
    return _nothing_to_wait_for if isinstance(place(settings.store), Nowhere) else _not_without_a_store


def _nothing_to_wait_for() -> None:
    pass


def _not_without_a_store() -> None:
    message = "The store could not be used when the process began."
    raise MemoryFailed(message)


def _from_environment() -> Settings:
    settings = Settings.from_environment(os.environ)
    logs.write_to_stderr(logging_level(settings))
    return settings


def endpoint(
    respond: Callable[[dict[str, Any]], dict[str, Any]],
    admission: Admission,
    check_store: Callable[[], None] = _nothing_to_wait_for,
) -> Flask:
    """The application around a skill and the checks that let a request get to it.

    Args:
        respond: the skill.
        admission: who gets to it.
        check_store: raises `MemoryFailed` if athletes could not be remembered now.
    """
    app = Flask(__name__, static_folder=None)
    app.debug = False  # whatever FLASK_DEBUG says
    app.url_map.merge_slashes = False  # "//alexa" is another path, and no redirect
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES + 1  # see _whole_body
    answer = never_silent(respond, _written)

    def take(headers: Headers, body: bytes) -> bytes:
        admitted = admission.admit(headers, body)
        content = answer(admitted.envelope)
        admission.answered(admitted)
        return content

    @app.post(_PATH, provide_automatic_options=False)
    def alexa() -> Response:
        return _filled(Response(), take(request.headers, _whole_body()), status=200)

    @app.get("/healthz", provide_automatic_options=False)
    def healthz() -> Response:
        return _as_json({"status": "ok"})

    @app.get("/readyz", provide_automatic_options=False)
    def readyz() -> Response:
        return _whether_ready(check_store)

    for kind, failed in _FAILURES.items():
        app.register_error_handler(kind, failed)
    app.after_request(_secured)
    app.wsgi_app = ShortWay(  # type: ignore[method-assign] # as Flask's documentation has it
        path=_PATH,
        take=take,
        most=MAX_BODY_BYTES,
        headers=_HEADERS,
        failed=_failed,
        otherwise=app.wsgi_app,
    )
    return app


def _whether_ready(check_store: Callable[[], None]) -> Response:
    try:
        check_store()
    except MemoryFailed as error:
        _note(logging.WARNING, "not ready", str(error))
        return _as_json(NOT_READY, status=503)
    return _as_json({"status": "ready"})


def _whole_body() -> bytes:
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    # Of a body in chunks, whose length nobody announced, werkzeug gives as much as is allowed and not a word of more.
    body = request.get_data(cache=False)
    if len(body) > MAX_BODY_BYTES:
        raise RequestEntityTooLarge
    return body


def _turn_away(reason: Refused) -> Response:
    _note(logging.INFO, "refused", str(reason))
    return _as_json(REFUSED, status=400)


def _turn_away_silently(_: NotOurSkill) -> Response:
    return _as_json(REFUSED, status=400)  # the skill has it in its log


def _try_again_later(_: Unanswered) -> Response:
    return _explain(ServiceUnavailable())


def _turn_away_in_doubt(error: Exception) -> Response:
    # A check that breaks has proved nothing: neither has a body that breaks off, for which the server raises.
    _note(logging.ERROR, "refused, for a check failed", _where(error))
    return _as_json(REFUSED, status=400)


def _explain(error: HTTPException) -> Response:
    name = error.name.lower()
    _note(logging.INFO, "refused", name)
    response = Response(headers=[(name, value) for name, value in error.get_headers() if name == "Allow"])
    return _filled(response, _written({"error": name}), status=error.code or 400)


def _note(level: int, what: str, why: str) -> None:
    with suppress(Exception):  # a log that cannot be written to is no reason to leave somebody without an answer
        _log.log(level, "%s: %s", what, why)


def _where(error: Exception) -> str:
    return "{error} at {at}".format_map(logs.whereabouts(error))  # and not its message, which can hold what was said


_FAILURES: dict[type[Exception], Callable[[Any], Response]] = {
    Refused: _turn_away,
    NotOurSkill: _turn_away_silently,
    Unanswered: _try_again_later,
    HTTPException: _explain,
    Exception: _turn_away_in_doubt,
}
"""What is said when something is raised, by what it is; the first that fits."""


def _failed(error: Exception) -> Response:
    return _secured(next(failed for kind, failed in _FAILURES.items() if isinstance(error, kind))(error))


def _as_json(content: dict[str, Any], *, status: int = 200) -> Response:
    return _filled(Response(), _written(content), status=status)


def _written(content: dict[str, Any]) -> bytes:
    return _JSON_WRITER.encode(content).encode()


def _filled(response: Response, content: bytes, *, status: int) -> Response:
    response.data = content
    response.status_code = status
    response.headers["Content-Type"] = JSON
    return response


def _secured(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    return response
