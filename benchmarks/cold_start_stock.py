"""The stock way to remember: Amazon's SDK with its DynamoDB adapter, as its documentation has it.

It keeps the last check-ins of an athlete among the persistent attributes: each turn reads them, adds one and saves
them. It decides nothing and says little. Deployed as ``handler.py``.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.skill_builder import CustomSkillBuilder
from ask_sdk_core.utils import get_slot_value, is_intent_name
from ask_sdk_dynamodb.adapter import DynamoDbAdapter

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

_KEPT = 30
"""As many as ours reads."""


class CheckIn(AbstractRequestHandler):
    """Answers "my legs are a four today"."""

    def can_handle(self, handler_input: HandlerInput) -> bool:
        """A check-in."""
        return bool(is_intent_name("CheckInIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        """Read, add, save, and say how many there are."""
        attributes = handler_input.attributes_manager
        kept: dict[str, Any] = attributes.persistent_attributes
        told = {"soreness": get_slot_value(handler_input, "soreness"), "at": str(_timestamp(handler_input))}
        kept["checkIns"] = [*kept.get("checkIns", []), told][-_KEPT:]
        attributes.save_persistent_attributes()
        said = f"Noted. That makes {len(kept['checkIns'])} check-ins."
        return handler_input.response_builder.speak(said).set_should_end_session(True).response


def _timestamp(handler_input: HandlerInput) -> object:
    request: Any = handler_input.request_envelope.request
    return request.timestamp


_builder = CustomSkillBuilder(persistence_adapter=DynamoDbAdapter(os.environ["STOCK_TABLE"]))
_builder.add_request_handler(CheckIn())
handler = _builder.lambda_handler()
