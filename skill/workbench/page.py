"""The page and its JSON, as a Flask application. Only this machine's own browser, on this very page, gets anything.

Against other pages in the same browser: names other than the loopback's are refused (a page elsewhere can have its name
point here), what other pages ask for is refused, what changes anything needs a header that no other page can send
without being asked for its permission first, and no script, style or picture comes from anywhere else.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, InternalServerError, NotFound

from skill import logs
from skill.workbench.skill import Unusable

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from skill.workbench.bench import Bench

HOSTS = ("127.0.0.1", "localhost")
"""The names by which the page may be asked for."""

PAGE_HEADER, PAGE_VALUE = "X-Legday", "page"
"""On every request that changes something."""

MAX_BODY_BYTES = 2_000_000
"""A minute of sound at 16,000 samples a second; a page's own recordings are shorter."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer."""

_log = logging.getLogger(__name__)

_FROM_HERE = (None, "same-origin", "none")
_LOOKS = ("GET", "HEAD")


def create_page(bench: Bench) -> Flask:
    """The page around a bench, for any WSGI server that listens on the loopback only."""
    app = Flask("skill.workbench", static_folder="static")
    app.config["TRUSTED_HOSTS"] = [*HOSTS]
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the provider that Flask has by default
    app.before_request(_only_from_here)
    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Unusable, _unusable)
    app.register_error_handler(Exception, _failed)
    _shown(app, bench)
    _heard(app, bench)
    _changed(app, bench)
    return app


def _shown(app: Flask, bench: Bench) -> None:
    @app.get("/")
    def page() -> Response:
        return app.send_static_file("page.html")

    @app.get("/api/conversation")
    def conversation() -> ResponseReturnValue:
        return bench.conversation()

    @app.get("/api/turn/<int:number>")
    def turn(number: int) -> ResponseReturnValue:
        return bench.inspected(number)

    @app.get("/api/recovery")
    def recovery() -> ResponseReturnValue:
        return bench.recovery()

    @app.get("/api/rings")
    def rings() -> ResponseReturnValue:
        return bench.rings(request.args.get("after", -1, int))


def _heard(app: Flask, bench: Bench) -> None:
    @app.get("/api/turn/<int:number>/sound.wav")
    def sound(number: int) -> ResponseReturnValue:
        try:
            return Response(bench.sound(number), mimetype="audio/wav")
        except Unusable as error:
            raise NotFound(str(error)) from error

    @app.post("/api/hear")
    def hear() -> ResponseReturnValue:
        if request.mimetype != "audio/wav":
            raise BadRequest("What is to be heard is sent as audio/wav.")
        return {"heard": bench.hear(request.get_data())}


def _changed(app: Flask, bench: Bench) -> None:
    @app.post("/api/turn")
    def say() -> ResponseReturnValue:
        return bench.say(_body().get("said"))

    @app.put("/api/device")
    def device() -> ResponseReturnValue:
        return bench.set_up(_body())

    @app.post("/api/over")
    def over() -> ResponseReturnValue:
        bench.over(forget=_body().get("forget") is True)
        return {}

    @app.post("/api/record")
    def record() -> ResponseReturnValue:
        return bench.keep(_body().get("name"))


def _body() -> dict[str, Any]:
    """The JSON object that was sent."""
    body = request.get_json(silent=True) if request.is_json else None
    if not isinstance(body, dict):
        raise BadRequest("What is sent is a JSON object.")
    return body


def _only_from_here() -> None:
    _ = request.host  # refuses names that are not ours
    if request.headers.get("Sec-Fetch-Site") not in _FROM_HERE and request.path != "/":
        raise Forbidden("Only the page itself may ask for this.")
    if request.method not in _LOOKS and request.headers.get(PAGE_HEADER) != PAGE_VALUE:
        raise Forbidden(f"What changes something needs the header {PAGE_HEADER}: {PAGE_VALUE}.")


def _with_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-store" if request.path.startswith("/api/") else "no-cache"
    return response


def _refused(error: HTTPException) -> ResponseReturnValue:
    return _sentence(error.description or "", error.code or BadRequest.code)


def _unusable(error: Unusable) -> ResponseReturnValue:
    return _sentence(str(error), BadRequest.code)


def _failed(error: Exception) -> ResponseReturnValue:
    """Whatever broke; where, but nothing of what was said, is told to whoever works on it."""
    where = "{error} at {at}".format_map(logs.whereabouts(error))
    _log.error("no answer: %s", where)
    return _sentence(f"Something broke: {where}.", InternalServerError.code)


def _sentence(sentence: str, status: int) -> ResponseReturnValue:
    answer = jsonify(sentence=sentence)
    answer.status_code = status
    return answer
