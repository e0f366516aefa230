"""The least a skill on Amazon's SDK can do: it says hello and remembers nobody. Deployed as ``handler.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_request_type

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response


class Hello(AbstractRequestHandler):
    """Answers every intent."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """Every intent."""
        return bool(is_request_type("IntentRequest")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        """Say hello."""
        return handler_input.response_builder.speak("Hello!").set_should_end_session(True).response


_builder = SkillBuilder()
_builder.add_request_handler(Hello())
handler = _builder.lambda_handler()
