"""The stock way to serve a skill: Amazon's SDK, its verifier, flask-ask-sdk. Nothing of it is changed but two things.

Its import fault is mended: ``oscrypto`` finds no version in "3.0.10", for its pattern allows one digit a place, and so
`ask_sdk_webservice_support.verifier` does not import with OpenSSL 3.0.10 or later. And certificates come from a file of
ours instead of Amazon's bucket; the authority is made known as the machine's own are (``SSL_CERT_FILE``, on Linux).
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import sys
import warnings
from typing import TYPE_CHECKING, Any, cast

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.skill import CustomSkill
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_request_type
from flask import Flask, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import RequestEnvelope, Response

    Respond = Callable[[dict[str, Any]], dict[str, Any]]

_FAULTY = "oscrypto._openssl._libcrypto_cffi"
_ONE_DIGIT = r"\\d\\.\\d\\.\\d[a-z]*"
_ANY_DIGITS = r"\\d+\\.\\d+\\.\\d+[a-z]*"


class Hello(AbstractRequestHandler):
    """The least a skill can do."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Every intent."""
        return bool(is_request_type("IntentRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say hello."""
        return handler_input.response_builder.speak("Hello!").set_should_end_session(True).response


class Deciding(CustomSkill):
    """A skill for the stock web handler that answers as ours does: what the SDK read, ours is given as JSON."""

    def __init__(self, respond: Respond) -> None:
        super().__init__(_builder().skill_configuration)
        self._respond = respond

    def invoke(self, request_envelope: RequestEnvelope, context: object) -> Any:  # noqa: ANN401, ARG002 - its signature
        """Answer the current request, in JSON already: the serializer leaves that as it is."""
        return self._respond(request.get_json())


def verifier_module(fetch: Callable[[str], bytes]) -> Any:  # noqa: ANN401 - an untyped module
    """The module ``ask_sdk_webservice_support.verifier``, with its fault mended and certificates from `fetch`."""
    warnings.simplefilter("ignore")  # it uses what is deprecated in cryptography and in Python, at every request
    if _FAULTY not in sys.modules:
        _mend()
    module: Any = importlib.import_module("ask_sdk_webservice_support.verifier")
    module.urlopen = lambda address: io.BytesIO(fetch(address))
    return module


def forget_roots() -> None:
    """Have the roots read anew, from wherever ``SSL_CERT_FILE`` says now."""
    importlib.import_module("oscrypto.trust_list").clear_cache()


def lambda_handler() -> Callable[[dict[str, Any], object], dict[str, Any]]:
    """What Lambda would call: a bare skill that says hello."""
    handler: Any = _builder().lambda_handler()
    return cast("Callable[[dict[str, Any], object], dict[str, Any]]", handler)


def hello_skill() -> CustomSkill:
    """A bare skill that says hello, for the web."""
    return _builder().create()


def app(skill: CustomSkill, skill_id: str, fetch: Callable[[str], bytes]) -> Flask:
    """The endpoint as flask-ask-sdk's own documentation builds it, at the path of ours."""
    verifier_module(fetch)
    adapter = importlib.import_module("flask_ask_sdk.skill_adapter")
    flask = Flask(__name__)
    adapter.SkillAdapter(skill=skill, skill_id=skill_id, app=flask).register(app=flask, route="/alexa")
    return flask


def _builder() -> SkillBuilder:
    builder = SkillBuilder()
    builder.add_request_handler(Hello())
    return builder


def _mend() -> None:
    """Import the faulty module with the pattern that it should have."""
    spec = importlib.util.find_spec(_FAULTY)
    if spec is None or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
        message = f"{_FAULTY} is not there; `make bench` installs it."
        raise ImportError(message)
    source = (spec.loader.get_source(_FAULTY) or "").replace(_ONE_DIGIT, _ANY_DIGITS)
    module = sys.modules[_FAULTY] = importlib.util.module_from_spec(spec)
    exec(compile(source, str(spec.origin), "exec"), module.__dict__)  # noqa: S102 - the package's own source, one pattern changed
