"""Plans trips: delegates the dialog turn by turn, and says at the end what it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import get_dialog_state, is_intent_name, is_request_type
from ask_sdk_model import DialogState, Intent, IntentRequest
from ask_sdk_model.dialog import DelegateDirective

if TYPE_CHECKING:
    from ask_sdk_core.handler_input import HandlerInput
    from ask_sdk_model import Response

WELCOME, AGAIN = "Welcome to trip planner. Where are you going?", "Where to?"

builder = SkillBuilder()


def _intent(handler_input: HandlerInput) -> Intent:
    request = handler_input.request_envelope.request
    assert isinstance(request, IntentRequest)
    assert isinstance(request.intent, Intent)
    return request.intent


def _said(handler_input: HandlerInput, slot: str) -> str:
    filled = (_intent(handler_input).slots or {}).get(slot)
    return str(filled.value) if filled and filled.value else ""


def _unfinished(handler_input: HandlerInput) -> bool:
    planning = is_intent_name("PlanTripIntent")(handler_input)
    return bool(planning and get_dialog_state(handler_input) != DialogState.COMPLETED)


def _name(handler_input: HandlerInput) -> str:
    return str((handler_input.attributes_manager.session_attributes or {}).get("name", ""))


def _ask(handler_input: HandlerInput, question: str, again: str) -> Response:
    return handler_input.response_builder.speak(question).ask(again).response


def _tell(handler_input: HandlerInput, text: str) -> Response:
    return handler_input.response_builder.speak(text).set_should_end_session(True).response


@builder.request_handler(can_handle_func=is_request_type("LaunchRequest"))
def launch(handler_input: HandlerInput) -> Response:
    """Greet by name, once it is known."""
    name = _name(handler_input)
    return _ask(handler_input, f"Hello {name}. Where are you going?" if name else WELCOME, AGAIN)


@builder.request_handler(can_handle_func=_unfinished)
def plan(handler_input: HandlerInput) -> Response:
    """Leave the questions to Alexa."""
    return handler_input.response_builder.add_directive(DelegateDirective()).response


@builder.request_handler(can_handle_func=is_intent_name("PlanTripIntent"))
def planned(handler_input: HandlerInput) -> Response:
    """All is known, and confirmed or not."""
    if str(_intent(handler_input).confirmation_status) == "IntentConfirmationStatus.DENIED":
        return _tell(handler_input, "Okay, no trip then.")
    start, end = _said(handler_input, "fromCity"), _said(handler_input, "toCity")
    mode = _said(handler_input, "travelMode") or "on foot"
    return _tell(handler_input, f"Your trip from {start} to {end} is planned, {mode}.")


@builder.request_handler(can_handle_func=is_intent_name("MyNameIsIntent"))
def named(handler_input: HandlerInput) -> Response:
    """Keep the name for this session."""
    name = _said(handler_input, "name")
    handler_input.attributes_manager.session_attributes = {"name": name}
    return _ask(handler_input, f"Hello {name}. Where would you like to go?", AGAIN)


@builder.request_handler(can_handle_func=is_intent_name("AMAZON.StopIntent"))
def stop(handler_input: HandlerInput) -> Response:
    """Say goodbye."""
    return _tell(handler_input, "Safe travels.")


@builder.request_handler(can_handle_func=is_request_type("SessionEndedRequest"))
def ended(handler_input: HandlerInput) -> Response:
    """Nothing is said to that."""
    return handler_input.response_builder.response


@builder.request_handler(can_handle_func=is_request_type("IntentRequest"))
def reflect(handler_input: HandlerInput) -> Response:
    """Say what was understood, for all that is not written yet."""
    intent = _intent(handler_input)
    told = "".join(f", {name} {said}" for name in intent.slots or {} if (said := _said(handler_input, name)))
    return _tell(handler_input, f"You asked for {intent.name}{told}.")


handler = builder.lambda_handler()
