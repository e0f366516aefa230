"""The endpoint over HTTP: what gets an answer, and that everything else is turned away without a word too many."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from werkzeug.exceptions import NotFound

from skill.app import NotOurSkill
from skill.platform.response import problems_with
from skill.settings import LOG_LEVEL, SKILL_ID, Settings, SettingsError
from skill.web import create_app
from skill.web.admission import Admission
from skill.web.endpoint import REFUSED, SECURITY_HEADERS, endpoint
from skill.web.refusal import NotFromAmazon
from skill.web.replay import HOLD, SeenRequests
from tests.web import amazon as amazons
from tests.web.amazon import ADDRESS, PrivateAmazon, as_body, envelope, intent, launch, stamp
from tests.web.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from skill.web.verification import Verifier


def fresh(**changes: object) -> dict[str, Any]:
    """An envelope that opens the skill now, but for these changes to its request; each has an id of its own."""
    return envelope(launch(**{"timestamp": stamp(NOW), **changes}))


def post(client: FlaskClient, amazon: PrivateAmazon, body: bytes, **headers: str | None) -> TestResponse:
    """Post a body that the private Amazon signed; headers replace those that it wrote, None leaves one out."""
    given = {**amazon.headers(body), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return client.post("/alexa", data=body, headers=[(name, value) for name, value in given.items() if value])


def is_refused(response: TestResponse) -> bool:
    """Whether this is the refusal that says nothing, the same for all."""
    return response.status_code == 400 and response.json == REFUSED


def test_a_request_that_amazon_signed_is_answered(
    client: FlaskClient, amazon: PrivateAmazon, answered: list[dict[str, Any]]
) -> None:
    """The skill gets the envelope as it was sent, and its answer goes back as JSON."""
    content = fresh()
    response = post(client, amazon, as_body(content))
    assert response.status_code == 200
    assert response.json == {"version": "1.0", "response": {"shouldEndSession": True}}
    assert response.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert answered == [content]


def test_the_body_is_verified_as_the_bytes_it_came_in(client: FlaskClient, amazon: PrivateAmazon) -> None:
    """Spaces, order and escapes as Amazon wrote them: nothing is parsed and written again before."""
    body = as_body({"padding": "é"})[:-1] + b" ,\n" + as_body(fresh())[1:]
    assert post(client, amazon, body).status_code == 200


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json;charset=UTF-8", "Application/JSON; charset=utf-8"]
)
def test_json_is_json_however_it_is_announced(client: FlaskClient, amazon: PrivateAmazon, content_type: str) -> None:
    """Parameters and letter case do not matter."""
    assert post(client, amazon, as_body(fresh()), Content_Type=content_type).status_code == 200


def test_a_bad_address_is_refused_after_a_good_one(client: FlaskClient, amazon: PrivateAmazon) -> None:
    """As Amazon's certification tester tries it; and the good one is still good."""
    assert post(client, amazon, as_body(fresh())).status_code == 200
    bad = {"SignatureCertChainUrl": ADDRESS.replace("echo.api", "evil")}
    assert is_refused(post(client, amazon, as_body(fresh()), **bad))
    assert post(client, amazon, as_body(fresh())).status_code == 200


STRANGE_PATHS = [
    "/",
    "/console",
    "/alexa/",
    "//alexa",
    "/alexa/..",
    "/ALEXA",
    "/alexa%2f",
    "/static/x",
    "/%ff",
    "/.env",
]


@pytest.mark.parametrize("path", STRANGE_PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_any_other_path_is_404(client: FlaskClient, method: str, path: str) -> None:
    """Nothing else is there to be found, and nobody is sent on."""
    response = client.open(path, method=method)
    assert (response.status_code, response.json) == (404, {"error": "not found"})


@pytest.mark.parametrize(("method", "status", "content"), [("HEAD", 200, b""), ("GET", 200, b'{"status":"ok"}')])
def test_healthz_can_be_looked_at(client: FlaskClient, method: str, status: int, content: bytes) -> None:
    """Without a signature: it tells nothing but that the process is up."""
    response = client.open("/healthz", method=method)
    assert (response.status_code, response.data) == (status, content)


@pytest.mark.parametrize("method", ["POST", "OPTIONS", "DELETE", "TRACE"])
def test_healthz_can_only_be_looked_at(client: FlaskClient, method: str) -> None:
    """There is nothing to be done there."""
    response = client.open("/healthz", method=method)
    assert (response.status_code, response.json) == (405, {"error": "method not allowed"})
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_any_other_method_is_told_which_one_is_meant(client: FlaskClient) -> None:
    """Alexa posts."""
    assert client.get("/alexa").headers["Allow"] == "POST"


class _Anybody:
    def verify(self, *_: object) -> None:
        """Let everybody in."""


def _client(respond: Callable[[dict[str, Any]], dict[str, Any]], verifier: Verifier | None = None) -> FlaskClient:
    return endpoint(respond, Admission(verifier or _Anybody(), SeenRequests(), lambda: NOW)).test_client()


def _raises(error: Exception) -> Callable[..., Any]:
    def raise_it(*_: object, **__: object) -> NoReturn:
        raise error

    return raise_it


def test_a_request_for_another_skill_is_refused(amazon: PrivateAmazon) -> None:
    """Amazon sent it and signed it, but not for us."""
    assert is_refused(post(_client(_raises(NotOurSkill())), amazon, as_body(fresh())))


FAILURES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "raises": _raises(KeyError("my knee hurts")),
    "runs out of stack": _raises(RecursionError("my knee hurts")),
    "runs out of memory": _raises(MemoryError("my knee hurts")),
    "raises what is an answer elsewhere": _raises(NotFound("my knee hurts")),
    "gives what is no JSON": lambda _: {"response": {"my knee hurts"}},
    "gives a number that is no JSON": lambda _: {"response": float("nan")},
}


@pytest.mark.parametrize("respond", FAILURES.values(), ids=FAILURES.keys())
def test_a_skill_that_fails_apologises_and_shows_nothing_of_how(
    amazon: PrivateAmazon, caplog: pytest.LogCaptureFixture, respond: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """The athlete hears a sentence that Alexa accepts; neither answer nor log has a traceback or words in it."""
    response = post(_client(respond), amazon, as_body(fresh()))
    assert response.status_code == 200
    assert response.json is not None
    assert problems_with(response.json) == []
    assert "Sorry" in response.json["response"]["outputSpeech"]["ssml"]
    assert response.json["response"]["shouldEndSession"] is True
    assert "knee" not in response.text + caplog.text
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == ["no answer"]
    assert all(record.exc_info is None for record in caplog.records)


@pytest.mark.parametrize("locale", ["en-AU", "en-GB", "tlh-KX", None, 7, ["en-US"]])
def test_the_apology_is_in_whatever_language_there_is(amazon: PrivateAmazon, locale: object) -> None:
    """An unknown locale is no reason to say nothing."""
    response = post(_client(_raises(KeyError())), amazon, as_body(fresh(locale=locale)))
    assert "Sorry" in response.text


@pytest.mark.parametrize("request_type", ["SessionEndedRequest", "System.ExceptionEncountered", "Something.New"])
def test_nothing_is_said_to_a_notice_when_the_skill_fails(amazon: PrivateAmazon, request_type: str) -> None:
    """Nobody would hear it, and Amazon forbids it."""
    response = post(_client(_raises(KeyError())), amazon, as_body(fresh(type=request_type)))
    assert (response.status_code, response.json) == (200, {"version": "1.0", "response": {}})


def test_a_skill_event_that_could_not_be_taken_is_taken_when_amazon_delivers_it_again(amazon: PrivateAmazon) -> None:
    """Or the news that an athlete left would be lost; what was never answered is no replay for long."""
    outcomes: list[Callable[..., Any]] = [_raises(OSError()), lambda _: {}]

    def respond(envelope: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = outcomes.pop(0)(envelope)
        return answer

    time = [NOW]
    client = endpoint(respond, Admission(_Anybody(), SeenRequests(), lambda: time[0])).test_client()
    body = as_body(fresh(type="AlexaSkillEvent.SkillDisabled"))
    response = post(client, amazon, body)
    assert (response.status_code, response.json) == (503, {"error": "service unavailable"})
    assert is_refused(post(client, amazon, body))
    time[0] = NOW + HOLD + timedelta(seconds=1)
    assert post(client, amazon, body).status_code == 200
    assert is_refused(post(client, amazon, body))


def test_a_check_that_breaks_lets_nobody_in(amazon: PrivateAmazon, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever it raises: a check that has not been passed is no proof."""

    class Broken:
        verify = staticmethod(_raises(KeyError("my knee hurts")))

    assert is_refused(post(_client(lambda _: pytest.fail("was asked"), Broken()), amazon, as_body(fresh())))
    assert "refused, for a check failed: KeyError" in caplog.text
    assert "knee" not in caplog.text


def test_a_log_that_cannot_be_written_costs_nobody_an_answer(
    amazon: PrivateAmazon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal is a refusal, an apology an apology."""
    for name in ("skill.app", "skill.web.endpoint"):
        monkeypatch.setattr(logging.getLogger(name), "filters", [_raises(OSError("disk full"))])
    client = _client(_raises(KeyError()))
    assert is_refused(post(client, amazon, b"{}"))
    assert client.get("/nothing").status_code == 404
    assert "Sorry" in post(client, amazon, as_body(fresh())).text


DEBUG_SWITCHES = [
    {"FLASK_DEBUG": "1"},
    {"FLASK_ENV": "development"},
    {"FLASK_TESTING": "1"},
    {"WERKZEUG_DEBUG_PIN": "off"},
]


@pytest.mark.parametrize("environment", DEBUG_SWITCHES, ids=str)
def test_no_switch_turns_on_debugging(
    amazon: PrivateAmazon, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    """Neither one of Flask's in the environment nor one in the request."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = _client(_raises(KeyError("my knee hurts")))
    assert not client.application.debug
    assert not client.application.testing
    assert client.get("/?__debugger__=yes&cmd=resource&f=style.css").status_code == 404
    assert "Sorry" in post(client, amazon, as_body(fresh()), X_Debug="1", Cookie="debug=1").text


def test_nothing_is_read_before_it_is_verified(caplog: pytest.LogCaptureFixture) -> None:
    """What the verifier refuses is refused for the reason it gives, however broken the body is."""

    class Nobody:
        def verify(self, *_: object) -> None:
            message = "a stranger"
            raise NotFromAmazon(message)

    caplog.set_level(logging.INFO)
    client = _client(lambda _: {}, Nobody())
    assert is_refused(client.post("/alexa", data=b"\xff not JSON", content_type="application/json"))
    assert "refused: a stranger" in caplog.text


def test_the_log_tells_why_a_request_was_refused_and_nothing_of_what_was_in_it(
    client: FlaskClient, amazon: PrivateAmazon, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither what the athlete's request carries nor what a stranger may have put into a header."""
    caplog.set_level(logging.DEBUG)
    post(client, amazon, as_body(fresh()))
    post(client, amazon, as_body(fresh()), SignatureCertChainUrl="https://evil.example/forged")
    post(client, amazon, as_body(envelope(launch(timestamp="long ago"))))
    assert "the certificate address is not one of Amazon's" in caplog.text
    assert "timestamp" in caplog.text
    for secret in ("SECRET", "PRIVATE", "evil", "forged", "long ago"):
        assert secret not in caplog.text


KINDS_OF_ANSWER: dict[int, dict[str, Any]] = {
    200: {"path": "/healthz"},
    400: {"path": "/alexa", "method": "POST", "content_type": "application/json"},
    404: {"path": "/nothing"},
    405: {"path": "/alexa"},
    413: {"path": "/alexa", "method": "POST", "content_type": "application/json", "data": b" " * 1_000_000},
    415: {"path": "/alexa", "method": "POST", "content_type": "text/plain"},
}


@pytest.mark.parametrize("status", KINDS_OF_ANSWER)
def test_every_kind_of_answer_has_the_security_headers(client: FlaskClient, status: int) -> None:
    """Good ones and refusals alike (an answer to Alexa: below); and none says what it was made with."""
    response = client.open(**KINDS_OF_ANSWER[status])
    assert response.status_code == status
    assert _is_secured(response)


@pytest.mark.parametrize(("request_type", "status"), [("LaunchRequest", 200), ("AlexaSkillEvent.SkillDisabled", 503)])
@pytest.mark.parametrize("respond", [lambda _: {"version": "1.0"}, _raises(KeyError())])
def test_every_answer_to_alexa_has_the_security_headers(
    amazon: PrivateAmazon, respond: Callable[[dict[str, Any]], dict[str, Any]], request_type: str, status: int
) -> None:
    """Answers, apologies, and "not now"."""
    response = post(_client(respond), amazon, as_body(fresh(type=request_type)))
    assert response.status_code in (200, status)
    assert _is_secured(response)


def _is_secured(response: TestResponse) -> bool:
    headers = response.headers
    return (
        {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
        and headers["Content-Type"] == "application/json;charset=UTF-8"
        and not {"Server", "X-Powered-By", "Set-Cookie", "Location"} & set(headers.keys())
    )


def test_the_security_headers_are_these() -> None:
    """What browsers and proxies are told: keep nothing, load nothing, frame nothing, guess nothing."""
    assert SECURITY_HEADERS == {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Permitted-Cross-Domain-Policies": "none",
    }


# From here on: the application as a WSGI server gets it, with the real skill in it.


@pytest.fixture
def real(amazon: PrivateAmazon) -> FlaskClient:
    """The real skill at the real endpoint; only the authority is private."""
    settings = Settings(skill_id=amazons.SKILL_ID)
    return create_app(settings, fetch_certificates=amazon.fetch, trust_roots=amazon.roots).test_client()


def test_the_skill_answers_a_signed_launch(real: FlaskClient, amazon: PrivateAmazon) -> None:
    """Opening the skill is answered with speech and a question."""
    response = post(real, amazon, as_body(envelope()))
    assert response.status_code == 200
    assert response.json is not None
    said = response.json["response"]
    assert said["outputSpeech"]["ssml"].startswith("<speak>")
    assert said["shouldEndSession"] is False


def test_the_skill_answers_a_signed_question(real: FlaskClient, amazon: PrivateAmazon) -> None:
    """Little soreness and three days since leg day: the answer that any way in gives, over HTTP."""
    asked = intent("ShouldIRunIntent", soreness="2", legDayAgo="P3D", runType="hills")
    response = post(real, amazon, as_body(envelope(asked)))
    assert response.status_code == 200
    assert response.json is not None
    assert "any run" in response.json["response"]["outputSpeech"]["ssml"].lower()


def test_the_real_clock_is_asked(real: FlaskClient, amazon: PrivateAmazon) -> None:
    """A request of an hour ago is refused, and one of now is not (above)."""
    old = launch(timestamp=stamp(datetime.now(tz=NOW.tzinfo) - timedelta(hours=1)))
    assert is_refused(post(real, amazon, as_body(envelope(old))))


def test_without_a_private_authority_a_private_amazon_gets_nowhere(amazon: PrivateAmazon) -> None:
    """The real roots are what is trusted if nothing else is said."""
    app = create_app(Settings(skill_id=amazons.SKILL_ID), fetch_certificates=amazon.fetch)
    assert is_refused(post(app.test_client(), amazon, as_body(envelope())))
    assert amazon.fetched == [ADDRESS]


@pytest.mark.usefixtures("logging_as_it_was")
def test_settings_come_from_the_environment_if_none_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """As gunicorn calls it."""
    monkeypatch.setenv(SKILL_ID, amazons.SKILL_ID)
    monkeypatch.delenv(LOG_LEVEL, raising=False)
    assert create_app().test_client().get("/healthz").status_code == 200


@pytest.mark.usefixtures("logging_as_it_was")
def test_without_a_skill_id_there_is_no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stops with a sentence that says what to set."""
    monkeypatch.delenv(SKILL_ID, raising=False)
    with pytest.raises(SettingsError, match=f"Set {SKILL_ID}"):
        create_app()
    with pytest.raises(SettingsError, match=f"Set {SKILL_ID}"):
        create_app(Settings())
