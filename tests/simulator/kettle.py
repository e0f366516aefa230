"""A skill that makes tea: an interaction model, an understanding of a few sentences, and answers given in advance."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from skill.simulator.device import Device
from skill.simulator.model import InteractionModel
from skill.simulator.understanding import Expecting, SpottedSlot, Understood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Json = dict[str, Any]

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

MODEL: Json = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "tea kettle",
            "intents": [
                {
                    "name": "BrewIntent",
                    "slots": [
                        {"name": "tea", "type": "Tea"},
                        {"name": "cups", "type": "AMAZON.NUMBER"},
                        {"name": "extras", "type": "Extra", "multipleValues": {"enabled": True}},
                    ],
                    "samples": ["brew {cups} cups of {tea} with {extras}"],
                },
                {
                    "name": "OrderIntent",
                    "slots": [{"name": "tea", "type": "Tea"}, {"name": "cups", "type": "AMAZON.NUMBER"}],
                    "samples": ["order {tea}"],
                },
                {"name": "JokeIntent", "samples": ["tell me a joke"]},
                {"name": "AMAZON.YesIntent", "samples": []},
                {"name": "AMAZON.NoIntent", "samples": []},
                {"name": "AMAZON.StopIntent", "samples": []},
                {"name": "AMAZON.FallbackIntent", "samples": []},
            ],
            "types": [
                {"name": "Tea", "values": [{"id": "mint", "name": {"value": "mint", "synonyms": ["peppermint"]}}]},
                {"name": "Extra", "values": [{"id": "milk", "name": {"value": "milk"}}]},
            ],
        },
        "dialog": {
            "delegationStrategy": "SKILL_RESPONSE",
            "intents": [
                {
                    "name": "BrewIntent",
                    "confirmationRequired": True,
                    "prompts": {"confirmation": "brew"},
                    "slots": [
                        {
                            "name": "tea",
                            "type": "Tea",
                            "elicitationRequired": True,
                            "prompts": {"elicitation": "which"},
                            "validations": [{"type": "hasEntityResolutionMatch", "prompt": "not here"}],
                        },
                        {
                            "name": "cups",
                            "type": "AMAZON.NUMBER",
                            "elicitationRequired": True,
                            "confirmationRequired": True,
                            "prompts": {"elicitation": "how many", "confirmation": "so many"},
                        },
                        {"name": "extras", "type": "Extra"},
                    ],
                },
                {
                    "name": "OrderIntent",
                    "delegationStrategy": "ALWAYS",
                    "slots": [
                        {
                            "name": "tea",
                            "type": "Tea",
                            "elicitationRequired": True,
                            "prompts": {"elicitation": "which"},
                        },
                        {"name": "cups", "type": "AMAZON.NUMBER"},
                    ],
                },
            ],
        },
        "prompts": [
            {
                "id": "which",
                "variations": [
                    {"type": "PlainText", "value": "Which tea?"},
                    {"type": "SSML", "value": "<speak>What <emphasis>tea</emphasis> is it?</speak>"},
                ],
            },
            {"id": "not here", "variations": [{"type": "PlainText", "value": "There is no {tea}. Which tea instead?"}]},
            {"id": "how many", "variations": [{"type": "PlainText", "value": "How many cups of {tea}?"}]},
            {"id": "so many", "variations": [{"type": "PlainText", "value": "{cups} cups, right?"}]},
            {"id": "brew", "variations": [{"type": "PlainText", "value": "Shall I brew {tea} with {extras}?"}]},
        ],
    }
}


def model(change: Callable[[Json], object] = lambda _: None) -> InteractionModel:
    """The tea model; `change` gets its ``interactionModel`` to make it another."""
    document = deepcopy(MODEL)
    change(document["interactionModel"])
    return InteractionModel.from_document(document)


def mint() -> SpottedSlot:
    """Tea that the model knows, by another name."""
    return SpottedSlot("tea", "Tea", "peppermint", "peppermint", (("mint", "mint"),))


def mud() -> SpottedSlot:
    """Tea that the model does not know."""
    return SpottedSlot("tea", "Tea", "mud", "mud")


def cups(number: str) -> SpottedSlot:
    """A number of cups."""
    return SpottedSlot("cups", "AMAZON.NUMBER", number, number)


def extra(name: str) -> SpottedSlot:
    """Something to go with the tea."""
    return SpottedSlot("extras", "Extra", name, name, ((name, name),) if name == "milk" else ())


_SENTENCES: dict[str, tuple[str, tuple[SpottedSlot, ...]]] = {
    "brew": ("BrewIntent", ()),
    "brew mint": ("BrewIntent", (mint(),)),
    "brew two cups of mint": ("BrewIntent", (mint(), cups("2"))),
    "brew with milk and honey": ("BrewIntent", (extra("milk"), extra("honey"))),
    "order": ("OrderIntent", ()),
    "order mint": ("OrderIntent", (mint(),)),
    "tell me a joke": ("JokeIntent", ()),
    "yes": ("AMAZON.YesIntent", ()),
    "no": ("AMAZON.NoIntent", ()),
    "stop": ("AMAZON.StopIntent", ()),
}
_VALUES = {"mint": mint(), "mud": mud(), "two": cups("2"), "three": cups("3"), "lots": cups("?")}


class Understanding:
    """Understands a handful of sentences, and bare values while one is asked for.

    Attributes:
        expected: what the device said it was expecting, each time.
        times: the local time it gave, each time.
    """

    def __init__(self) -> None:
        self.expected: list[Expecting | None] = []
        self.times: list[datetime] = []

    def understand(self, utterance: str, now: datetime, expecting: Expecting | None = None) -> Understood:
        """Look the sentence up."""
        self.expected.append(expecting)
        self.times.append(now)
        if utterance in _SENTENCES:
            return Understood(utterance, *_SENTENCES[utterance], score=1.0, sample=utterance)
        if expecting and utterance in _VALUES:
            return Understood(utterance, expecting.intent, (_VALUES[utterance],), 0.9, "{value}")
        return Understood(utterance, "AMAZON.FallbackIntent")


def answer(text: str = "Here you are.", *, end: bool | None = True, **more: Any) -> Json:  # noqa: ANN401 - JSON of any kind
    """A response that says something; `end` None leaves ``shouldEndSession`` out."""
    speech = {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{text}</speak>"}} if text else {}
    ends = {} if end is None else {"shouldEndSession": end}
    return {"version": "1.0", "sessionAttributes": {}, "response": {**speech, **ends, **more}}


def question(text: str = "Anything else?", again: str = "Well?", **more: Any) -> Json:  # noqa: ANN401 - JSON of any kind
    """A response that asks something and listens."""
    reprompt = {"outputSpeech": {"type": "SSML", "ssml": f"<speak>{again}</speak>"}}
    return answer(text, end=False, reprompt=reprompt, **more)


def directing(kind: str, text: str = "Would you tell me?", **fields: Any) -> Json:  # noqa: ANN401 - JSON of any kind
    """A response with a Dialog directive, which asks something."""
    return question(text, directives=[{"type": f"Dialog.{kind}", **fields}])


def delegating(**fields: Any) -> Json:  # noqa: ANN401 - JSON of any kind
    """A response that leaves the dialog to the device."""
    return answer("", end=False, directives=[{"type": "Dialog.Delegate", **fields}])


class Kettle:
    """The skill: gives its answers in turn, and keeps what it was asked.

    Attributes:
        heard: the envelopes, oldest first.
    """

    def __init__(self, answers: Iterable[Json]) -> None:
        self.heard: list[Json] = []
        self._answers = iter(answers)

    def __call__(self, envelope: Json) -> Json:
        """Give the next answer; silence once there are none."""
        self.heard.append(envelope)
        return next(self._answers, {"version": "1.0", "response": {}})

    @property
    def requests(self) -> list[Json]:
        """The ``request`` of each envelope."""
        return [envelope["request"] for envelope in self.heard]

    @property
    def states(self) -> list[str | None]:
        """The dialog state of each request."""
        return [request.get("dialogState") for request in self.requests]


def device(kettle: Callable[[Json], Json], **settings: Any) -> Device:  # noqa: ANN401 - whatever a device is set up with
    """A device at noon with ids that count."""
    ids = count(1)
    defaults: dict[str, Any] = {
        "clock": lambda: NOON,
        "understanding": Understanding(),
        "new_id": lambda: str(next(ids)),
        "application_id": "amzn1.ask.skill.tea",
    }
    return Device(settings.pop("model", model()), kettle, **{**defaults, **settings})
