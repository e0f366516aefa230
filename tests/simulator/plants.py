"""A skill about house plants: an interaction model small enough to read, and far from any skill of ours."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from skill.simulator.model import InteractionModel
from skill.simulator.understanding import Understanding

NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("America/New_York"))
"""A Sunday morning."""

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _value(name: str, *synonyms: str, value_id: str = "") -> dict[str, Any]:
    return {"id": value_id or name.replace(" ", "_"), "name": {"value": name, "synonyms": list(synonyms)}}


_HEALTH = [_value(str(number), word) for number, word in enumerate(_NUMBERS)]
_HEALTH[2]["name"]["synonyms"] += ["poorly", "half dead"]
_HEALTH[8]["name"]["synonyms"] += ["great", "very well"]

DOCUMENT: dict[str, Any] = {
    "interactionModel": {
        "languageModel": {
            "invocationName": "plant helper",
            "modelConfiguration": {"fallbackIntentSensitivity": {"level": "MEDIUM"}},
            "intents": [
                {
                    "name": "WaterIntent",
                    "slots": [
                        {"name": "plant", "type": "Plant"},
                        {"name": "day", "type": "AMAZON.DATE"},
                        {"name": "hour", "type": "AMAZON.TIME"},
                        {"name": "cups", "type": "AMAZON.NUMBER", "samples": ["{cups} cups", "about {cups}"]},
                    ],
                    "samples": [
                        "should I water the {plant}",
                        "should I water my {plant} {day}",
                        "can I water the {plant} at {hour}",
                        "does the {plant} need water",
                        "how much water does the {plant} need",
                        "give the {plant} {cups} cups",
                        "water the {plant} {day} at {hour}",
                        "is it time for {day}'s watering",
                    ],
                },
                {
                    "name": "RepotIntent",
                    "slots": [
                        {"name": "pots", "type": "Plant", "multipleValues": {"enabled": True}},
                        {"name": "lastDay", "type": "AMAZON.DATE"},
                        {"name": "nextDay", "type": "AMAZON.DATE"},
                        {"name": "ago", "type": "AMAZON.DURATION"},
                    ],
                    "samples": [
                        "I repotted the {pots} {lastDay}",
                        "I last repotted the {pots} on {lastDay}",
                        "the {pots} got a new pot {lastDay}",
                        "I repotted it {ago} ago",
                        "I will repot the {pots} {nextDay}",
                        "I am going to repot the {pots} on {nextDay}",
                        "remind me to repot the {pots} {nextDay}",
                    ],
                },
                {
                    "name": "HealthIntent",
                    "slots": [
                        {"name": "plant", "type": "Plant"},
                        {
                            "name": "health",
                            "type": "Health",
                            "samples": ["{health}", "it looks {health}", "I would give it a {health}"],
                        },
                    ],
                    "samples": [
                        "my {plant} is a {health}",
                        "the {plant} is {health}",
                        "my {plant} looks {health}",
                        "the {plant} is a {health} out of ten",
                        "my {plant} is doing {health}",
                    ],
                },
                {
                    "name": "DiagnoseIntent",
                    "slots": [{"name": "plant", "type": "Plant"}, {"name": "sign", "type": "Sign"}],
                    "samples": [
                        "my {plant} has {sign}",
                        "there is {sign} on my {plant}",
                        "{sign}",
                        "why is there {sign}",
                    ],
                },
                {
                    "name": "FindIntent",
                    "slots": [{"name": "query", "type": "AMAZON.SearchQuery"}],
                    "samples": ["search for {query}", "look up {query} for me"],
                },
                {"name": "WhyIntent", "samples": ["why", "why is that", "tell me why"]},
                {"name": "AMAZON.HelpIntent", "samples": []},
                {"name": "AMAZON.StopIntent", "samples": ["leave my plants alone"]},
                {"name": "AMAZON.YesIntent", "samples": []},
                {"name": "AMAZON.NoIntent", "samples": []},
                {"name": "AMAZON.RepeatIntent", "samples": []},
                {"name": "AMAZON.FallbackIntent", "samples": []},
            ],
            "types": [
                {
                    "name": "Plant",
                    "values": [
                        _value("fern", "boston fern"),
                        _value("cactus", "cacti"),
                        _value("monstera", "swiss cheese plant"),
                        _value("orchid"),
                    ],
                },
                {"name": "Health", "values": _HEALTH},
                {
                    "name": "Sign",
                    "values": [_value("yellow leaves"), _value("root rot", "rotten roots"), _value("brown tips")],
                },
            ],
        }
    }
}


def understanding(sensitivity: str = "MEDIUM", *, without: str = "") -> Understanding:
    """Understand the plant skill, as readily as its fallback sensitivity says; `without` takes an intent away."""
    document = deepcopy(DOCUMENT)
    language = document["interactionModel"]["languageModel"]
    language["modelConfiguration"]["fallbackIntentSensitivity"]["level"] = sensitivity
    language["intents"] = [intent for intent in language["intents"] if intent["name"] != without]
    return Understanding(InteractionModel.from_document(document))
