"""The simulator with skills that are not ours, known only by their models and what answers: see `foreign/README.md`."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from datetime import datetime
from functools import cache
from itertools import product
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask, jsonify, request
from werkzeug.serving import make_server

from skill.cli.stage import Cast, Stage
from skill.simulator import calling, model_check
from skill.simulator.dialogue_file import Dialogue
from skill.simulator.difference import difference
from skill.simulator.replaying import replay
from skill.simulator.understanding import Expecting, Understanding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skill.simulator.model import InteractionModel, Slot

FOREIGN = Path(__file__).parent / "foreign"
HANDLERS = {"trip_planner": "trip_function:handler", "pizza_corner": "pizza_function:handler"}
DIALOGUES = sorted(FOREIGN.rglob("*.dialogue"))
NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("America/New_York"))

SAID = {
    "AMAZON.US_CITY": ("seattle", "san francisco", "narnia"),
    "AMAZON.US_STATE": ("texas", "north carolina"),
    "AMAZON.DATE": ("tomorrow", "on friday", "december third"),
    "AMAZON.NUMBER": ("four", "12"),
    "AMAZON.SearchQuery": ("museums", "cheap hotels by the sea"),
    "AMAZON.FirstName": ("maria", "mary ann"),
    "AMAZON.TIME": ("seven p. m.", "noon"),
    "AMAZON.DURATION": ("ten minutes",),
    "AMAZON.FOUR_DIGIT_NUMBER": ("1 2 3 4",),
    "AMAZON.DayOfWeek": ("monday",),
}
"""What people say for a value of Amazon's types."""


@cache
def loaded(name: str) -> tuple[InteractionModel, Understanding]:
    """The model of a foreign skill, and what makes sense of its sentences."""
    model, _ = model_check.load(FOREIGN / name / "en-US.json")
    return model, Understanding(model)


def spoken(model: InteractionModel, slots: tuple[Slot, ...], sample: str) -> Iterator[str]:
    """Sentences of a sample: each slot's values in turn, in all combinations."""
    types = {slot.name: slot.type for slot in slots}
    names = re.findall(r"\{(\w+)\}", sample)
    for values in product(*(said_for(model, types[name]) for name in names)):
        told = iter(values)
        yield re.sub(r"\{\w+\}", lambda _, told=told: next(told), sample)  # type: ignore[misc]  # bound to this turn of the loop


def said_for(model: InteractionModel, slot_type: str) -> tuple[str, ...]:
    """Words for values of a type: of the model's own every one with all its synonyms."""
    if slot_type in SAID:
        return SAID[slot_type]
    return tuple(word for value in model.types[slot_type].values for word in (value.name, *value.synonyms))


@pytest.mark.parametrize("name", HANDLERS)
def test_every_sample_is_understood_as_its_own_intent(name: str) -> None:
    """Whatever value is said in it; and each slot that stands in it has a value then."""
    model, understanding = loaded(name)
    wrong = [
        f"{sentence!r} → {understood.intent} {[slot.name for slot in understood.slots]}"
        for intent in model.intents.values()
        for sample in intent.samples
        for sentence in spoken(model, intent.slots, sample)
        if (understood := understanding.understand(sentence, NOW)).intent != intent.name
        or {slot.name for slot in understood.slots} != set(re.findall(r"\{(\w+)\}", sample))
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", HANDLERS)
def test_every_sample_of_a_slot_answers_the_question_for_it(name: str) -> None:
    """While the slot is asked for, and so does each of its values alone."""
    model, understanding = loaded(name)
    wrong = [
        f"{sentence!r} → {understood.intent} {[slot.name for slot in understood.slots]}"
        for intent in model.intents.values()
        for slot in intent.slots
        if intent.name in model.dialog
        for sample in (*slot.samples, f"{{{slot.name}}}")
        for sentence in spoken(model, intent.slots, sample)
        if (understood := understanding.understand(sentence, NOW, Expecting(intent.name, slot.name))).intent
        != intent.name
        or slot.name not in {spotted.name for spotted in understood.slots}
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", HANDLERS)
@pytest.mark.parametrize("said", {"help": "AMAZON.HelpIntent", "stop": "AMAZON.StopIntent"}.items())
def test_a_question_for_any_words_leaves_a_way_out(name: str, said: tuple[str, str]) -> None:
    """Where a city may be anything, "help" is still a call for help."""
    model, understanding = loaded(name)
    for intent in model.dialog.values():
        for slot in intent.slots:
            assert understanding.understand(said[0], NOW, Expecting(intent.name, slot.name)).intent == said[1]


FREELY = {
    "trip_planner": {
        "could you plan me a trip to denver": ("PlanTripIntent", {"toCity": "denver"}),
        "please get me from salt lake city to new orleans on friday": (
            "PlanTripIntent",
            {"fromCity": "salt lake city", "toCity": "new orleans", "travelDate": "2026-11-27"},
        ),
        "I need to travel to chicago by train next week": (
            "PlanTripIntent",
            {"toCity": "chicago", "travelMode": "train", "travelDate": "2026-W48"},
        ),
        "can you find me some good hotels by the sea please": (
            "SearchIntent",
            {"query": "some good hotels by the sea"},
        ),
        "hi there my name is mary ann": ("MyNameIsIntent", {"name": "mary ann"}),
        "so what's the weather going to be in los angeles tomorrow": (
            "WeatherIntent",
            {"city": "los angeles", "date": "2026-11-23"},
        ),
        "what's the weather in new york tomorrow": ("WeatherIntent", {"city": "new york", "date": "2026-11-23"}),
        "kansas city": ("HomeTownIntent", {"city": "kansas city"}),
        "what is love": ("AMAZON.FallbackIntent", {}),
        "tell me a joke": ("AMAZON.FallbackIntent", {}),
    },
    "pizza_corner": {
        "could I please get two large pizzas with olives": (
            "OrderIntent",
            {"quantity": "2", "size": "large", "toppings": "olives"},
        ),
        "how about a pizza": ("OrderIntent", {}),
        "what is love": ("AMAZON.FallbackIntent", {}),
    },
}
"""What no sample has, as people say it."""


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, sentences in FREELY.items() for said in sentences])
def test_what_no_sample_has_is_understood_by_likeness(name: str, said: str) -> None:
    """Words that may be anything are found by what stands before them; what is like nothing is out of scope."""
    understood = loaded(name)[1].understand(said, NOW)

    assert (understood.intent, {slot.name: slot.value for slot in understood.slots}) == FREELY[name][said]


# Conversations: by a function, and over HTTP


def handler(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The skill as `--handler` finds it."""
    return calling.function(HANDLERS[name], FOREIGN / name)


@contextmanager
def served(name: str) -> Iterator[str]:
    """The skill behind a Flask endpoint on the loopback; gives its address."""
    respond, app = handler(name), Flask(name)

    @app.post("/")
    def answer() -> Any:  # noqa: ANN401 (Flask's response)
        return jsonify(respond(request.get_json()))

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def otherwise(file: Path, respond: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
    """Hold a dialogue with a foreign skill; what went otherwise than written."""
    cast = Cast(*loaded(file.parent.name), respond)
    with closing(Stage(lambda *_: cast)) as stage:
        return difference(replay(Dialogue.parse(file.read_text(encoding="utf-8")), stage))


@pytest.mark.parametrize("file", DIALOGUES, ids=lambda file: file.stem)
def test_a_conversation_with_a_function_goes_as_written(file: Path) -> None:
    """Delegation by the skill and by Alexa, validations and confirmations, a skill that breaks."""
    assert not otherwise(file, handler(file.parent.name))


@pytest.mark.parametrize("file", DIALOGUES, ids=lambda file: file.stem)
def test_a_conversation_with_an_endpoint_goes_the_same(file: Path) -> None:
    """The same JSON, over HTTP; what the function raises, its server answers with a 500."""
    with served(file.parent.name) as address:
        assert not otherwise(file, calling.endpoint(address))


def test_there_are_conversations_with_each_skill() -> None:
    """So that none of the tests above is empty."""
    assert {file.parent.name for file in DIALOGUES} == set(HANDLERS)
