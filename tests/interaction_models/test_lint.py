"""The linter: each way to break a model, and what it says about it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interaction_models import lint

Json = dict[str, Any]


def sound_model() -> Json:
    """A small model with nothing wrong in it."""
    carriers = [f"{opening} {rest}" for opening in ("may i", "can i", "should i", "could i") for rest in "abcde"]
    built_ins = [{"name": name, "samples": []} for name in sorted(lint.REQUIRED_BUILT_INS)]
    run_slots = [
        {"name": "soreness", "type": "Soreness", "samples": ["a {soreness}"]},
        {"name": "runDate", "type": "AMAZON.DATE"},
    ]
    return {
        "interactionModel": {
            "languageModel": {
                "invocationName": "leg day coach",
                "modelConfiguration": {"fallbackIntentSensitivity": {"level": "MEDIUM"}},
                "intents": [
                    {"name": "RunIntent", "slots": run_slots, "samples": [*carriers, "run at {soreness} {runDate}"]},
                    {
                        "name": "AnswerIntent",
                        "slots": [{"name": "effort", "type": "Effort"}],
                        "samples": [f"{carrier} {{effort}}" for carrier in carriers],
                    },
                    *built_ins,
                ],
                "types": [
                    {"name": "Soreness", "values": [value("7", "seven", "very"), value("0", "zero", "fine")]},
                    {"name": "Effort", "values": [value("8", "eight", "hard")]},
                ],
            },
            "dialog": {
                "delegationStrategy": "ALWAYS",
                "intents": [
                    {
                        "name": "RunIntent",
                        "delegationStrategy": "SKILL_RESPONSE",
                        "prompts": {},
                        "slots": [
                            {
                                "name": "soreness",
                                "type": "Soreness",
                                "elicitationRequired": True,
                                "prompts": {"elicitation": "Ask"},
                                "validations": [{"type": "hasEntityResolutionMatch", "prompt": "Again"}],
                            }
                        ],
                    }
                ],
            },
            "prompts": [prompt("Ask"), prompt("Again")],
        }
    }


def value(key: str, name: str, *synonyms: str) -> Json:
    """A value of a custom type."""
    return {"id": key, "name": {"value": name, "synonyms": list(synonyms)}}


def prompt(name: str) -> Json:
    """A prompt with two wordings."""
    return {
        "id": name,
        "variations": [{"type": "PlainText", "value": wording} for wording in ("How sore?", "Sore how?")],
    }


def test_a_sound_model_has_no_problems() -> None:
    """Nothing is said about a model without faults."""
    assert lint.problems_in(sound_model()) == []


# --- one fault at a time ----------------------------------------------------------------------------------------------


def language(parts: Json) -> Json:
    """The language model."""
    found: Json = parts["languageModel"]
    return found


def intent(parts: Json, name: str) -> Json:
    """An intent by name."""
    found: Json = next(one for one in language(parts)["intents"] if one["name"] == name)
    return found


def asked_slot(parts: Json) -> Json:
    """The one slot of the dialog."""
    found: Json = parts["dialog"]["intents"][0]["slots"][0]
    return found


def add_samples(name: str, *samples: str) -> Callable[[Json], None]:
    """A fault: the intent has these samples too."""
    return lambda parts: intent(parts, name)["samples"].extend(samples)


def call_it(name: str) -> Callable[[Json], None]:
    """A fault: the skill goes by this invocation name."""
    return lambda parts: language(parts).update(invocationName=name)


def add_type(*values: Json, name: str = "Effort") -> Callable[[Json], None]:
    """A fault: the type has these values too."""
    return lambda parts: next(kind for kind in language(parts)["types"] if kind["name"] == name)["values"].extend(
        values
    )


def set_in_slot(**changes: object) -> Callable[[Json], None]:
    """A fault: the dialog's slot is otherwise."""
    return lambda parts: asked_slot(parts).update(changes)


def require_without_words(kind: str) -> Callable[[Json], None]:
    """A fault: a slot must be elicited or confirmed and there is no prompt to do it with."""
    return set_in_slot(**{f"{kind}Required": True, "prompts": {}})


def drop_intent(name: str) -> Callable[[Json], None]:
    """A fault: the intent is missing."""
    return lambda parts: language(parts)["intents"].remove(intent(parts, name))


FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "too big": (
        add_type(value("9", "nine", *(f"word {number:0120d}" for number in range(10_000)))),
        "the limit is 1200000",
    ),
    "no sensitivity": (lambda parts: language(parts).pop("modelConfiguration"), "fallback sensitivity is None"),
    "odd sensitivity": (
        lambda parts: language(parts)["modelConfiguration"]["fallbackIntentSensitivity"].update(level="EXTREME"),
        "fallback sensitivity is EXTREME",
    ),
    "upper case in the invocation name": (call_it("Leg Day Coach"), "lowercase letters"),
    "digit in the invocation name": (call_it("leg day coach 2"), "lowercase letters"),
    "one word": (call_it("coach"), "two words or more"),
    "wake word": (call_it("alexa coach"), "has the wake word 'alexa'"),
    "launch word": (call_it("ask coach"), "has the launch word 'ask'"),
    "connecting word": (call_it("coach for legs"), "has the connecting word 'for'"),
    **{
        f"no {name}": (drop_intent(name), f"{name} is required and missing") for name in sorted(lint.REQUIRED_BUILT_INS)
    },
    "intent twice": (
        lambda parts: language(parts)["intents"].append(copy.deepcopy(intent(parts, "RunIntent"))),
        "intent RunIntent is there more than once",
    ),
    "type twice": (
        lambda parts: language(parts)["types"].append(copy.deepcopy(language(parts)["types"][0])),
        "type Soreness is there more than once",
    ),
    "slot twice": (
        lambda parts: intent(parts, "RunIntent")["slots"].append({"name": "runDate", "type": "AMAZON.DATE"}),
        "RunIntent slot runDate is there more than once",
    ),
    "digit in a name": (
        lambda parts: intent(parts, "AnswerIntent").update(name="Answer2"),
        "name 'Answer2' may have letters and underscores only",
    ),
    "few samples": (
        lambda parts: intent(parts, "AnswerIntent").update(samples=["say {effort}"]),
        "AnswerIntent has 1 samples, fewer than 20",
    ),
    "comma in a sample": (add_samples("RunIntent", "well, may i"), "may have letters"),
    "digit in a sample": (add_samples("RunIntent", "run 5 miles"), "may have letters"),
    "two spaces in a sample": (add_samples("RunIntent", "run  five miles"), "single spaces"),
    "question mark in a slot sample": (
        lambda parts: intent(parts, "RunIntent")["slots"][0]["samples"].append("a {soreness}?"),
        "may have letters",
    ),
    "slot twice in a sample": (add_samples("AnswerIntent", "{effort} or {effort}"), "has {effort} more than once"),
    "the invocation name in a sample": (add_samples("RunIntent", "the leg day coach"), "has the invocation phrase"),
    "the way in, in a sample": (add_samples("RunIntent", "ask leg day coach to help"), "has the invocation phrase"),
    "shared sample": (add_samples("AnswerIntent", "may i a"), "RunIntent and AnswerIntent share 'may i a'"),
    "shared but for case and punctuation": (add_samples("AnswerIntent", "May I a."), "share 'may i a'"),
    "shared with a built-in": (add_samples("AMAZON.StopIntent", "can i b"), "RunIntent and AMAZON.StopIntent share"),
    "sample twice": (add_samples("RunIntent", "may i a"), "RunIntent: 'may i a' is there twice"),
    "shared shape, same type": (
        lambda parts: (
            intent(parts, "AnswerIntent")["slots"].append({"name": "legs", "type": "Soreness"}),
            add_samples("AnswerIntent", "run at {legs} {effort}", "{legs}")(parts),
            add_samples("RunIntent", "{soreness}")(parts),
        ),
        "RunIntent and AnswerIntent share '{soreness}'",
    ),
    "shared shape, types with a word in common": (
        lambda parts: (
            add_type(value("0", "zero", "very"))(parts),
            add_samples("AnswerIntent", "about {effort}")(parts),
            add_samples("RunIntent", "about {soreness}")(parts),
        ),
        "RunIntent and AnswerIntent share 'about {soreness}'",
    ),
    "shared shape, numbers in both": (
        lambda parts: (
            add_type(value("0", "ten"))(parts),
            add_samples("AnswerIntent", "about {effort}")(parts),
            add_samples("RunIntent", "about {soreness}")(parts),
        ),
        "RunIntent and AnswerIntent share 'about {soreness}'",
    ),
    "shared shape, date and time": (
        lambda parts: (
            intent(parts, "AnswerIntent")["slots"].append({"name": "runTime", "type": "AMAZON.TIME"}),
            add_samples("AnswerIntent", "only {runTime}")(parts),
            add_samples("RunIntent", "only {runDate}")(parts),
        ),
        "RunIntent and AnswerIntent share 'only {runDate}'",
    ),
    "a sentence that another intent's slot says": (
        lambda parts: (
            intent(parts, "AnswerIntent")["slots"].append({"name": "runDate", "type": "AMAZON.DATE"}),
            add_samples("AnswerIntent", "run at very {runDate}")(parts),
        ),
        "AnswerIntent: 'run at very {runDate}' is also RunIntent's 'run at {soreness} {runDate}'",
    ),
    "a moment that another intent's slot says": (
        lambda parts: (
            add_samples("RunIntent", "only {runDate}")(parts),
            add_samples("AnswerIntent", "Only this morning.")(parts),
        ),
        "AnswerIntent: 'Only this morning.' is also RunIntent's 'only {runDate}'",
    ),
    "slot not declared": (add_samples("RunIntent", "run {fast}"), "RunIntent: {fast} is used and not declared"),
    "slot not used": (
        lambda parts: intent(parts, "RunIntent")["slots"].append({"name": "age", "type": "AMAZON.NUMBER"}),
        "RunIntent: {age} is declared and in no sample",
    ),
    "type not declared": (
        lambda parts: intent(parts, "RunIntent")["slots"][1].update(type="Moment"),
        "slot type Moment is neither declared nor built in",
    ),
    "type not used": (
        lambda parts: language(parts)["types"].append({"name": "Shoe", "values": [value("a", "trainer")]}),
        "slot type Shoe is declared and never used",
    ),
    "id twice": (add_type(value("8", "nine")), "Effort id 8 is there more than once"),
    "synonym twice in a type": (add_type(value("9", "nine", "Hard.")), "Effort: 'hard' is said 2 times"),
    "empty synonym": (add_type(value("9", "nine", " ")), "is empty or longer than 140"),
    "endless synonym": (add_type(value("9", "nine", "so " * 60 + "hard")), "is empty or longer than 140"),
    "dialog for a strange intent": (
        lambda parts: parts["dialog"]["intents"][0].update(name="WalkIntent"),
        "dialog: there is no intent WalkIntent",
    ),
    "dialog for a strange slot": (set_in_slot(name="pace"), "dialog: RunIntent has no slot pace"),
    "dialog with another type": (set_in_slot(type="Effort"), "dialog: RunIntent.soreness is Soreness, not Effort"),
    "odd delegation": (
        lambda parts: parts["dialog"].update(delegationStrategy="SOMETIMES"),
        "unknown delegation strategy SOMETIMES",
    ),
    "required without words": (require_without_words("elicitation"), "is required and has no elicitation prompt"),
    "confirmed without words": (require_without_words("confirmation"), "has no confirmation prompt"),
    "asked without answers": (
        lambda parts: intent(parts, "RunIntent")["slots"][0].pop("samples"),
        "RunIntent.soreness is asked for and has no samples of a bare answer",
    ),
    "comparison of words": (
        lambda parts: asked_slot(parts)["validations"][0].update(type="isGreaterThan"),
        "of type Soreness cannot be checked with isGreaterThan",
    ),
    "prompt missing": (
        lambda parts: parts["prompts"].pop(0),
        "prompt Ask is referred to and does not exist",
    ),
    "prompt unused": (lambda parts: parts["prompts"].append(prompt("Spare")), "prompt Spare exists and is never used"),
    "prompt twice": (lambda parts: parts["prompts"].append(prompt("Ask")), "prompt Ask is there more than once"),
    "prompt with one wording": (
        lambda parts: parts["prompts"][0]["variations"].pop(),
        "prompt Ask has fewer than 2 wordings",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named(fault: str) -> None:
    """Whoever breaks a model reads what is wrong."""
    break_it, said = FAULTS[fault]
    model = sound_model()
    break_it(model["interactionModel"])
    assert any(said in problem for problem in lint.problems_in(model))


@pytest.mark.parametrize(
    "harmless",
    [
        add_samples("AnswerIntent", "about {effort}"),
        lambda parts: (
            add_samples("AnswerIntent", "about {effort}")(parts),
            add_samples("RunIntent", "about {runDate}")(parts),
        ),
        call_it("leg day coach"),
    ],
)
def test_what_is_allowed_is_let_through(harmless: Callable[[Json], object]) -> None:
    """The same shape is fine when the slots can never take the same words."""
    model = sound_model()
    harmless(model["interactionModel"])
    assert lint.problems_in(model) == []


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        (lambda parts: language(parts)["types"][0]["values"].pop(), "en-GB: lacks id Soreness.0"),
        (drop_intent("AnswerIntent"), "en-GB: lacks intent AnswerIntent"),
        (
            lambda parts: intent(parts, "RunIntent")["slots"].pop(),
            "en-GB: lacks slot RunIntent.runDate of type AMAZON.DATE",
        ),
        (lambda parts: parts["prompts"].pop(), "en-GB: lacks prompt Again"),
    ],
)
def test_a_locale_out_of_step_is_named(change: Callable[[Json], object], lacking: str) -> None:
    """What one locale has, all have."""
    models = {"en-US": sound_model(), "en-GB": sound_model()}
    change(models["en-GB"]["interactionModel"])
    assert any(lacking in problem for problem in lint.problems_between(models))


def test_locales_may_differ_in_words() -> None:
    """A synonym of one locale only is no fault."""
    models = {"en-US": sound_model(), "en-GB": sound_model()}
    add_type(value("9", "nine", "bloody hard"))(models["en-GB"]["interactionModel"])
    add_type(value("9", "nine"))(models["en-US"]["interactionModel"])
    assert lint.problems_between(models) == []


def test_run_on_a_folder_it_prints_the_problems_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line: a line a problem, with the locale, and exit code 1; 0 when all is well."""
    (tmp_path / "en-US.json").write_text(json.dumps(sound_model()), encoding="utf-8")
    assert lint.main(tmp_path) == 0
    broken = sound_model()
    call_it("coach")(broken["interactionModel"])
    (tmp_path / "en-US.json").write_text(json.dumps(broken), encoding="utf-8")
    assert lint.main(tmp_path) == 1
    assert "en-US: invocation name 'coach' needs two words or more" in capsys.readouterr().out
