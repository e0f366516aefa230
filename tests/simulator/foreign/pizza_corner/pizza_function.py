"""Takes orders for pizza: Alexa asks the questions, this hears of an order only once it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import get_simple_slot_values, get_slot_value_v2, is_intent_name, is_request_type
from ask_sdk_model import Intent, IntentRequest

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

WELCOME, AGAIN = "Welcome to pizza corner. What would you like?", "A pizza?"

builder = SkillBuilder()


def _intent(handler_input: HandlerInput) -> Intent:
    request = handler_input.request_envelope.request
    assert isinstance(request, IntentRequest)
    assert isinstance(request.intent, Intent)
    return request.intent


def _tell(handler_input: HandlerInput, text: str) -> Response:
    return handler_input.response_builder.speak(text).set_should_end_session(True).response


def _ids(handler_input: HandlerInput, slot: str) -> list[str]:
    """What a slot resolved to, by id; as it was said where it is nothing the shop has."""
    value = get_slot_value_v2(handler_input, slot)
    return [_id(each) for each in get_simple_slot_values(value) or []] if value else []


def _id(value: Any) -> str:  # noqa: ANN401 (the SDK's untyped value)
    resolved = value.resolutions.resolutions_per_authority if value.resolutions else []
    matches = [match.value.id for authority in resolved for match in authority.values or []]
    return str(matches[0] if matches else value.value)


@builder.request_handler(can_handle_func=is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    """Greet."""
    return handler_input.response_builder.speak(WELCOME).ask(AGAIN).response


@builder.request_handler(can_handle_func=is_intent_name("OrderIntent"))
def order(handler_input: HandlerInput) -> Response:
    """Take the order that Alexa has put together."""
    if str(_intent(handler_input).confirmation_status) == "IntentConfirmationStatus.DENIED":
        return _tell(handler_input, "I've thrown the dough away.")
    quantity, size, toppings, time = (_ids(handler_input, slot) for slot in ("quantity", "size", "toppings", "pickUp"))
    return _tell(handler_input, f"Ordered: {quantity[0]} {size[0]}, {' and '.join(toppings) or 'plain'}, at {time[0]}.")


@builder.request_handler(can_handle_func=is_intent_name("RateIntent"))
def rate(_: HandlerInput) -> Response:
    """Break, as skills do now and then."""
    raise ZeroDivisionError("no ratings yet")


@builder.request_handler(can_handle_func=is_request_type("SessionEndedRequest"))
def ended(handler_input: HandlerInput) -> Response:
    """Nothing is said to that."""
    return handler_input.response_builder.response


@builder.request_handler(can_handle_func=is_request_type("IntentRequest"))
def reflect(handler_input: HandlerInput) -> Response:
    """Say what was understood, for all that is not written yet."""
    intent = _intent(handler_input)
    told = "".join(f", {name} {' and '.join(ids)}" for name in intent.slots or {} if (ids := _ids(handler_input, name)))
    return _tell(handler_input, f"You asked for {intent.name}{told}.")


handler = builder.lambda_handler()
