"""What Alexa and its certification ask of a response, as checks to run on every response of every test.

Each rule is a small function of one turn; `_RULES` lists them. What the words should be is no matter of this module.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from skill.platform.ssml import MAX_CHARACTERS, NotWellFormed, plain_text, problems_in

MAX_BYTES = 120_000
"""The largest response Alexa accepts, as JSON ("120 kB", read the strict way)."""

MAX_CARD_CHARACTERS = 8_000
"""The longest title and text of a card, together."""

MAX_IMAGE_ADDRESS = 2_000
"""The longest address of a card's image, in characters."""

DIRECTIVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Dialog.Delegate": frozenset(),
        "Dialog.ElicitSlot": frozenset({"slotToElicit"}),
        "Dialog.ConfirmSlot": frozenset({"slotToConfirm"}),
        "Dialog.ConfirmIntent": frozenset(),
        "Dialog.UpdateDynamicEntities": frozenset({"updateBehavior"}),
        "Alexa.Presentation.APL.RenderDocument": frozenset({"token", "document"}),
        "Alexa.Presentation.APL.ExecuteCommands": frozenset({"token", "commands"}),
        "Connections.SendRequest": frozenset({"name", "payload", "token"}),
        "Connections.StartConnection": frozenset({"uri", "input"}),
    }
)
"""The directives a skill like ours may send, and the fields each cannot do without."""

CARDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Simple": frozenset({"title", "content"}),
        "Standard": frozenset({"title", "text"}),
        "LinkAccount": frozenset(),
        "AskForPermissionsConsent": frozenset({"permissions"}),
    }
)
"""The cards there are, and the fields each cannot do without."""


def problems_with(response: Mapping[str, Any], request: Mapping[str, Any] | None = None) -> list[str]:
    """Say in sentences what is wrong with a response; an empty list means nothing.

    Args:
        response: the whole envelope as JSON dict: `version`, `sessionAttributes`, `response`.
        request: the envelope it answers; with it, what depends on the request's type, intent and locale is checked too.
    """
    return [problem for problems in checked(response, request).values() for problem in problems]


def checked(response: Mapping[str, Any], request: Mapping[str, Any] | None = None) -> dict[str, list[str]]:
    """What `problems_with` looks at, rule by rule, each with its problems; of a misshapen response, only the first.

    Args:
        response: as for `problems_with`.
        request: likewise.
    """
    misshapen = [*_shape_problems(response)]
    if misshapen:
        return {_WHOLE: misshapen}
    turn = _Turn(response, request or {})
    return {_WHOLE: [], **{rule: [*problems_of(turn)] for rule, problems_of in _RULES.items()}}


def heard(output_speech: Mapping[str, Any] | None) -> str:
    """Give what an `outputSpeech` sounds like, as text; nothing for none, and for one that cannot be read."""
    text = _text_of(output_speech) if output_speech else ""
    try:
        return plain_text(text) if output_speech and output_speech.get("type") == "SSML" else " ".join(text.split())
    except NotWellFormed:
        return ""


def ends_in_question(text: str) -> bool:
    """Whether a text, as heard, ends in a question: its last sentence closes with a question mark.

    A question quoted for the athlete to say (`Ask me "should I run?"`) closes with a quotation mark, and is none.
    """
    return text.rstrip().endswith(_QUESTION_MARKS)


_QUESTION_MARKS = ("?", "\N{FULLWIDTH QUESTION MARK}", "\N{ARABIC QUESTION MARK}")
_SPEECH_FIELDS = {"SSML": "ssml", "PlainText": "text"}

# Requests that are answered aloud: only for these does the session's end have to be said.
_SPOKEN_TO = (
    "LaunchRequest",
    "IntentRequest",
    "CanFulfillIntentRequest",
    "Connections.Response",
    "SessionResumedRequest",
)
_MANAGES_DIALOG = ("Dialog.Delegate", "Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent")
_SLOT_FIELDS = ("slotToElicit", "slotToConfirm")


@dataclass(frozen=True)
class _Turn:
    """One response and the request it answers, with the parts the rules talk about named."""

    envelope: Mapping[str, Any]
    asked: Mapping[str, Any]

    @property
    def response(self) -> Mapping[str, Any]:
        body: Mapping[str, Any] = self.envelope["response"]
        return body

    @property
    def request(self) -> Mapping[str, Any]:
        body: Mapping[str, Any] = self.asked.get("request") or {}
        return body

    @property
    def speech(self) -> Mapping[str, Any] | None:
        return self.response.get("outputSpeech")

    @property
    def reprompt(self) -> Mapping[str, Any] | None:
        return (self.response.get("reprompt") or {}).get("outputSpeech")

    @property
    def directives(self) -> list[Mapping[str, Any]]:
        return self.response.get("directives") or []

    @property
    def dialog_types(self) -> list[str]:
        return [each["type"] for each in self.directives if str(each.get("type")).startswith("Dialog.")]

    @property
    def is_open(self) -> bool:
        return self.response.get("shouldEndSession") is False

    @property
    def is_delegated(self) -> bool:
        return "Dialog.Delegate" in self.dialog_types

    @cached_property
    def prompt_heard(self) -> str:
        return heard(self.speech)

    @cached_property
    def reprompt_heard(self) -> str:
        return heard(self.reprompt)


_Problems = Iterator[str]


def _shape_problems(response: Mapping[str, Any]) -> _Problems:
    if response.get("version") != "1.0":
        yield 'The response needs "version": "1.0".'
    if not isinstance(response.get("response"), Mapping):
        yield 'The response needs a "response" object.'
    if not isinstance(response.get("sessionAttributes", {}), Mapping | None):
        yield '"sessionAttributes" should be an object.'


def _size(turn: _Turn) -> _Problems:
    try:
        size = len(json.dumps(turn.envelope, allow_nan=False))
    except (TypeError, ValueError) as error:
        yield f"The response cannot be written as JSON: {error}."
        return
    if size > MAX_BYTES:
        yield f"The response has {size:,} bytes; Alexa accepts {MAX_BYTES:,}."


def _speech_is_fine(turn: _Turn) -> _Problems:
    for name, speech in (("speech", turn.speech), ("reprompt", turn.reprompt)):
        if speech is not None:
            yield from (f"In the {name}: {problem}" for problem in _speech_problems(speech, turn.request.get("locale")))


def _speech_problems(speech: Mapping[str, Any], locale: str | None) -> _Problems:
    kind = speech.get("type")
    if kind not in _SPEECH_FIELDS:
        yield f"its type is {kind!r}; it should be SSML or PlainText."
    elif not isinstance(speech.get(_SPEECH_FIELDS[kind]), str):
        yield f"{kind} speech needs {_SPEECH_FIELDS[kind]!r}."
    elif problems := problems_in(speech["ssml"], locale) if kind == "SSML" else _plain_text_problems(speech["text"]):
        yield from problems
    elif not heard(speech):
        yield "nothing is heard."


def _plain_text_problems(text: str) -> list[str]:
    length = len(text)
    return [] if length <= MAX_CHARACTERS else [f"It has {length:,} characters; Alexa accepts {MAX_CHARACTERS:,}."]


def _text_of(speech: Mapping[str, Any]) -> str:
    text = speech.get(_SPEECH_FIELDS.get(speech.get("type", ""), ""))
    return text if isinstance(text, str) else ""


def _says_whether_the_session_ends(turn: _Turn) -> _Problems:
    kind = turn.request.get("type")
    needed = kind in _SPOKEN_TO if kind else bool(turn.response)
    if needed and not isinstance(turn.response.get("shouldEndSession"), bool):
        yield "shouldEndSession should be true or false; left out, the microphone stays off and the session hangs."


def _question_means_open(turn: _Turn) -> _Problems:
    asks = ends_in_question(turn.prompt_heard)
    if asks and not turn.is_open:
        yield f"The session is closed on a question: {turn.prompt_heard[-60:]!r}."
    if turn.is_open and not asks and not turn.is_delegated:
        yield f"The session is left open without a question: {turn.prompt_heard[-60:]!r}."


def _reprompt_fits(turn: _Turn) -> _Problems:
    if not turn.is_open and turn.reprompt is not None:
        yield "There is a reprompt, but the session is closed."
    if not turn.is_open or turn.is_delegated:
        return
    if turn.reprompt is None:
        yield "The session is open without a reprompt."
    elif turn.reprompt_heard == turn.prompt_heard:
        yield "The reprompt repeats the prompt; it should be other words."
    elif turn.prompt_heard and len(turn.reprompt_heard) >= len(turn.prompt_heard):
        yield "The reprompt should be shorter than the prompt."


def _directives_are_whole(turn: _Turn) -> _Problems:
    for directive in turn.directives:
        kind = str(directive.get("type"))
        if kind not in DIRECTIVES:
            yield f"There is no directive {kind!r} that we may send."
        else:
            yield from (f"{kind} needs {field!r}." for field in sorted(DIRECTIVES[kind]) if not directive.get(field))


def _dialog_is_in_order(turn: _Turn) -> _Problems:
    managing = [kind for kind in turn.dialog_types if kind in _MANAGES_DIALOG]
    if turn.dialog_types and not turn.is_open:
        yield f"{turn.dialog_types[0]} needs the session open."
    if len(managing) > 1:
        yield f"Only one directive may lead the dialog; there are {', '.join(managing)}."
    if turn.is_delegated and turn.speech is not None:
        yield "Dialog.Delegate speaks the model's prompts; send no speech with it."
    for directive in turn.directives:
        if directive.get("type") in _MANAGES_DIALOG:
            yield from _intent_problems(turn, directive)


def _intent_problems(turn: _Turn, directive: Mapping[str, Any]) -> _Problems:
    """What is wrong with the intent a dialog directive is about: its own, or else that of the request."""
    kind, updated = directive["type"], directive.get("updatedIntent")
    if updated is not None:
        yield from _updated_intent_problems(kind, updated)
    intent = turn.request.get("intent") if updated is None else updated
    if intent is None and turn.request:
        yield f"{kind} needs an updatedIntent: the request has no intent."
    for field in _SLOT_FIELDS:
        if intent is not None and directive.get(field) and directive[field] not in (intent.get("slots") or {}):
            yield f"{kind} is about the slot {directive[field]!r}, which {intent.get('name')} does not have."


def _updated_intent_problems(kind: str, intent: Mapping[str, Any]) -> _Problems:
    if not intent.get("name"):
        yield f"The updatedIntent of {kind} needs a name."
    for name, slot in (intent.get("slots") or {}).items():
        if slot.get("name") != name:
            yield f"The slot {name!r} of the updatedIntent is named {slot.get('name')!r} inside."


def _card_is_whole(turn: _Turn) -> _Problems:
    card = turn.response.get("card")
    if card is None:
        return
    kind = card.get("type")
    if kind not in CARDS:
        yield f"There is no card of type {kind!r}; there are {', '.join(CARDS)}."
        return
    yield from (f"A {kind} card needs {field!r}." for field in sorted(CARDS[kind]) if not card.get(field))
    yield from _card_length_problems(card)


def _card_length_problems(card: Mapping[str, Any]) -> _Problems:
    length = sum(len(card.get(field) or "") for field in ("title", "content", "text"))
    if length > MAX_CARD_CHARACTERS:
        yield f"The card has {length:,} characters; Alexa accepts {MAX_CARD_CHARACTERS:,}."
    for address in (card.get("image") or {}).values():
        if len(address) > MAX_IMAGE_ADDRESS or not address.startswith("https://"):
            yield f"A card's image needs an https address of at most {MAX_IMAGE_ADDRESS:,} characters."


def _an_ended_session_stays_silent(turn: _Turn) -> _Problems:
    if turn.request.get("type") != "SessionEndedRequest":
        return
    for part in ("outputSpeech", "reprompt", "directives", "card"):
        if turn.response.get(part):
            yield f"The session has ended; there should be no {part}."


_WHOLE = "It has the shape of a response"

_RULES: Mapping[str, Callable[[_Turn], _Problems]] = MappingProxyType(
    {
        "It is no larger than Alexa takes": _size,
        "The speech can be spoken": _speech_is_fine,
        "It says whether the session ends": _says_whether_the_session_ends,
        "A question keeps the session open, and nothing else does": _question_means_open,
        "The reprompt is there when it is needed, and shorter": _reprompt_fits,
        "Directives are known and whole": _directives_are_whole,
        "The dialog is led by one directive, about slots there are": _dialog_is_in_order,
        "The card is whole": _card_is_whole,
        "An ended session stays silent": _an_ended_session_stays_silent,
    }
)
