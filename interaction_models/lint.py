"""Says what is wrong with the interaction models: what Amazon would refuse, and what would send a sentence astray.

Run `python interaction_models/lint.py`: it prints a line a problem and exits 1 if there is any. The rules are Amazon's
(sample utterances, invocation names, dialog models) unless a comment calls them ours. A model goes in as the parsed
JSON that is uploaded, sentences come out; nothing here builds or changes a model.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Json = dict[str, Any]

# Amazon refuses models over 1.5 MB; ours leaves room for the console's own additions.
SIZE_LIMIT = 1_200_000
# Ours: Amazon asks for "thirty or more where you can", and finds fewer than this a thin model.
FEWEST_SAMPLES = 20
FEWEST_VARIATIONS = 2
SLOT_VALUE_LIMIT = 140

REQUIRED_BUILT_INS = frozenset(
    f"AMAZON.{name}Intent" for name in ("Help", "Stop", "Cancel", "Fallback", "NavigateHome")
)
SENSITIVITIES = frozenset({"LOW", "MEDIUM", "HIGH"})
DELEGATION_STRATEGIES = frozenset({"ALWAYS", "SKILL_RESPONSE"})

# Words that may not stand in an invocation name: they wake, launch or connect.
FORBIDDEN_IN_NAME = {
    "wake": {"alexa", "amazon", "echo", "computer", "ziggy", "skill", "app"},
    "launch": {"run", "start", "play", "resume", "use", "launch", "ask", "open", "tell", "load", "begin", "enable"},
    "connecting": {"to", "from", "in", "using", "with", "about", "for", "that", "by", "if", "and", "whether"},
}
# How a skill is invoked: inside a sample it would be taken for the way in.
INVOCATION_VERBS = ("ask", "tell", "open", "launch", "start", "use", "run", "load", "begin", "play", "resume")

NAME = re.compile(r"[A-Za-z_]+")
INVOCATION_NAME = re.compile(r"[a-z][a-z'. ]*[a-z.]")
SAMPLE = re.compile(r"(?:[^\W\d_]|['. ]|\{[A-Za-z_]+\})+")
SLOT = re.compile(r"\{([^{}]*)\}")

# Which words a built-in type can take, as far as it matters for telling two samples apart. "This morning" and "tonight"
# are dates as well as times, and a number is a number in every type that lists one.
BUILT_IN_FAMILIES = {
    "AMAZON.DATE": "moment",
    "AMAZON.TIME": "moment",
    "AMAZON.DURATION": "duration",
    "AMAZON.NUMBER": "number",
}
MOMENT_WORDS = frozenset(
    {"today", "tomorrow", "tonight", "yesterday", "now", "this morning", "this afternoon", "this evening", "last night"}
)
NUMBER_WORDS = frozenset(
    {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
    | {"eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
)

# Which validations Amazon takes for which types; custom types can be checked against their own values only.
COMPARISONS = frozenset({"isGreaterThan", "isGreaterThanOrEqualTo", "isLessThan", "isLessThanOrEqualTo"})
VALIDATIONS = {
    "custom": frozenset({"hasEntityResolutionMatch", "isInSet", "isNotInSet"}),
    "AMAZON.NUMBER": COMPARISONS | {"isInSet", "isNotInSet"},
    "AMAZON.DATE": COMPARISONS | {"isInDuration", "isNotInDuration"},
    "AMAZON.TIME": COMPARISONS | {"isInDuration", "isNotInDuration"},
    "AMAZON.DURATION": COMPARISONS,
}


def main(folder: Path = Path(__file__).parent) -> int:
    """Lints every model of the folder and prints what is wrong; returns the exit code."""
    models = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    problems = [f"{locale}: {problem}" for locale, model in models.items() for problem in problems_in(model)]
    problems += problems_between(models)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return int(bool(problems))


def problems_in(model: Json) -> list[str]:
    """Names every problem of one locale's model, as sentences; an empty list means a clean model."""
    parts = model["interactionModel"]
    return [problem for check in CHECKS for problem in check(parts)]


def problems_between(models: Mapping[str, Json]) -> list[str]:
    """Names what one locale has and another lacks: intents, slots and ids are the same everywhere, words may differ."""
    outlines = {locale: set(_outline(model["interactionModel"])) for locale, model in models.items()}
    shared = set.union(set(), *outlines.values())
    return [
        f"{locale}: lacks {thing}, which another locale has"
        for locale, outline in outlines.items()
        for thing in sorted(shared - outline)
    ]


def _outline(parts: Json) -> Iterator[str]:
    for intent in _intents(parts):
        yield f"intent {intent['name']}"
        yield from (f"slot {intent['name']}.{slot['name']} of type {slot['type']}" for slot in _slots(intent))
    for kind in _types(parts):
        yield from (f"id {kind['name']}.{value['id']}" for value in kind["values"])
    yield from (f"prompt {prompt['id']}" for prompt in parts.get("prompts", []))


# --- the model as a whole --------------------------------------------------------------------------------------------


def _size(parts: Json) -> Iterator[str]:
    size = len(json.dumps({"interactionModel": parts}, ensure_ascii=False, indent=1).encode())
    if size > SIZE_LIMIT:
        yield f"the model has {size} bytes; the limit is {SIZE_LIMIT}"


def _sensitivity(parts: Json) -> Iterator[str]:
    configuration = parts["languageModel"].get("modelConfiguration", {})
    level = configuration.get("fallbackIntentSensitivity", {}).get("level")
    if level not in SENSITIVITIES:
        yield f"fallback sensitivity is {level}, not one of {', '.join(sorted(SENSITIVITIES))}"


def _invocation_name(parts: Json) -> Iterator[str]:
    name = parts["languageModel"]["invocationName"]
    if not INVOCATION_NAME.fullmatch(name):
        yield f"invocation name '{name}' may have lowercase letters, spaces, apostrophes and periods only"
    if len(name.split()) < 2:  # noqa: PLR2004 - two words, says Amazon
        yield f"invocation name '{name}' needs two words or more"
    for what, words in FORBIDDEN_IN_NAME.items():
        yield from (f"invocation name '{name}' has the {what} word '{w}'" for w in name.lower().split() if w in words)


def _required_built_ins(parts: Json) -> Iterator[str]:
    missing = REQUIRED_BUILT_INS - {intent["name"] for intent in _intents(parts)}
    yield from (f"{name} is required and missing" for name in sorted(missing))


def _names(parts: Json) -> Iterator[str]:
    yield from _repeated("intent", (intent["name"] for intent in _intents(parts)))
    yield from _repeated("type", (kind["name"] for kind in _types(parts)))
    for intent in _intents(parts):
        yield from _repeated(f"{intent['name']} slot", (slot["name"] for slot in _slots(intent)))
    yield from (
        f"name '{name}' may have letters and underscores only" for name in _own_names(parts) if not NAME.fullmatch(name)
    )


def _own_names(parts: Json) -> Iterator[str]:
    yield from (intent["name"] for intent in _custom_intents(parts))
    yield from (slot["name"] for intent in _intents(parts) for slot in _slots(intent))
    yield from (kind["name"] for kind in _types(parts) if not kind["name"].startswith("AMAZON."))


# --- samples ---------------------------------------------------------------------------------------------------------


def _enough_samples(parts: Json) -> Iterator[str]:
    for intent in _custom_intents(parts):
        count = len(intent.get("samples", []))
        if count < FEWEST_SAMPLES:
            yield f"{intent['name']} has {count} samples, fewer than {FEWEST_SAMPLES}"


def _allowed_characters(parts: Json) -> Iterator[str]:
    for where, sample in _all_samples(parts):
        if not SAMPLE.fullmatch(sample) or sample != " ".join(sample.split()):
            yield f"{where}: '{sample}' may have letters, apostrophes, periods, single spaces and slots only"


def _one_slot_once(parts: Json) -> Iterator[str]:
    for where, sample in _all_samples(parts):
        yield from (
            f"{where}: '{sample}' has {{{slot}}} more than once" for slot in _more_than_once(SLOT.findall(sample))
        )


def _no_invocation_phrase(parts: Json) -> Iterator[str]:
    name = parts["languageModel"]["invocationName"].lower()
    phrases = [name, *(f"{verb} {name}" for verb in INVOCATION_VERBS)]
    for where, sample in _all_samples(parts):
        if any(f" {phrase} " in f" {sample.lower()} " for phrase in phrases):
            yield f"{where}: '{sample}' has the invocation phrase in it"


def _no_shared_samples(parts: Json) -> Iterator[str]:
    """Two intents may not claim a sentence: neither word for word, nor in the same shape with slots of common words."""
    claims: dict[str, list[tuple[str, str, list[str]]]] = defaultdict(list)
    for intent in _intents(parts):
        types = {slot["name"]: slot["type"] for slot in _slots(intent)}
        for sample in intent.get("samples", []):
            slots = [types.get(name, name) for name in SLOT.findall(sample)]
            claims[_normal(SLOT.sub("{}", sample))].append((intent["name"], sample, slots))
    common = _common_words(parts)
    for claim in claims.values():
        yield from _shared(claim, common)


def _shared(claims: list[tuple[str, str, list[str]]], common: Callable[[str, str], bool]) -> Iterator[str]:
    for (one, sample, slots), (other, same, others) in itertools.combinations(claims, 2):
        if one != other and all(map(common, slots, others)):
            yield f"{one} and {other} share '{sample}'"
        elif one == other and sample == same:
            yield f"{one}: '{sample}' is there twice"


def _no_sample_swallows_another(parts: Json) -> Iterator[str]:
    """Nor may a sentence of one intent be what another's slot says: "should i rest" and "should i {activity}"."""
    types_of_words = _types_of_words(parts)
    claims: dict[str, set[tuple[str, str]]] = defaultdict(set)
    samples = [
        (intent["name"], sample, _shape(intent, sample))
        for intent in _intents(parts)
        for sample in intent.get("samples", [])
    ]
    for name, sample, shape in samples:
        claims[shape].add((name, sample))
    for name, sample, shape in samples:
        others = {claim for read in _with_words_as_slots(shape, types_of_words) for claim in claims.get(read, ())}
        yield from (f"{name}: '{sample}' is also {other}'s '{wide}'" for other, wide in sorted(others) if other != name)


def _types_of_words(parts: Json) -> dict[str, set[str]]:
    types: dict[str, set[str]] = defaultdict(set, {word: {"AMAZON.DATE", "AMAZON.TIME"} for word in MOMENT_WORDS})
    for kind in _types(parts):
        for value in kind["values"]:
            for word in _wordings(value):
                types[_normal(word)].add(kind["name"])
    return types


def _shape(intent: Json, sample: str) -> str:
    types = {slot["name"]: slot["type"] for slot in _slots(intent)}
    return SLOT.sub(lambda slot: f"{{{types.get(slot[1], slot[1])}}}", _normal(sample))


def _with_words_as_slots(shape: str, types_of_words: Mapping[str, set[str]]) -> Iterator[str]:
    words = shape.split()
    for start, end in itertools.combinations(range(len(words) + 1), 2):
        for kind in types_of_words.get(" ".join(words[start:end]), ()):
            yield " ".join([*words[:start], f"{{{kind}}}", *words[end:]])


def _common_words(parts: Json) -> Callable[[str, str], bool]:
    """Gives the test whether two slot types can take the same words."""
    words = {
        kind["name"]: {_normal(word) for value in kind["values"] for word in _wordings(value)} for kind in _types(parts)
    }
    families = {name: {family} for name, family in BUILT_IN_FAMILIES.items()}
    spoken = {
        **families,
        **{name: said | ({"number"} if said & NUMBER_WORDS else set()) for name, said in words.items()},
    }
    return lambda one, other: one == other or bool(spoken.get(one, set()) & spoken.get(other, set()))


# --- slots and types -------------------------------------------------------------------------------------------------


def _slots_declared_and_used(parts: Json) -> Iterator[str]:
    for intent in _intents(parts):
        declared = {slot["name"] for slot in _slots(intent)}
        used = {name for sample in _samples_of(intent) for name in SLOT.findall(sample)}
        yield from (f"{intent['name']}: {{{name}}} is used and not declared" for name in sorted(used - declared))
        yield from (f"{intent['name']}: {{{name}}} is declared and in no sample" for name in sorted(declared - used))


def _slot_types_exist(parts: Json) -> Iterator[str]:
    known = {kind["name"] for kind in _types(parts)} | set(BUILT_IN_FAMILIES)
    used = {slot["type"] for intent in _intents(parts) for slot in _slots(intent)}
    yield from (f"slot type {kind} is neither declared nor built in" for kind in sorted(used - known))
    yield from (
        f"slot type {kind['name']} is declared and never used" for kind in _types(parts) if kind["name"] not in used
    )


def _values_are_apart(parts: Json) -> Iterator[str]:
    for kind in _types(parts):
        yield from _repeated(f"{kind['name']} id", (value["id"] for value in kind["values"]))
        said = Counter(_normal(word) for value in kind["values"] for word in _wordings(value))
        yield from (f"{kind['name']}: '{word}' is said {times} times" for word, times in said.items() if times > 1)


def _values_are_short(parts: Json) -> Iterator[str]:
    for kind in _types(parts):
        for word in (word for value in kind["values"] for word in _wordings(value)):
            if not word.strip() or len(word) > SLOT_VALUE_LIMIT:
                yield f"{kind['name']}: '{word}' is empty or longer than {SLOT_VALUE_LIMIT} characters"


# --- dialog and prompts ----------------------------------------------------------------------------------------------


def _dialog_refers_to_the_model(parts: Json) -> Iterator[str]:
    types = {intent["name"]: {s["name"]: s["type"] for s in _slots(intent)} for intent in _intents(parts)}
    for intent in _dialog_intents(parts):
        if intent["name"] not in types:
            yield f"dialog: there is no intent {intent['name']}"
            continue
        yield from _strange_slots(intent, types[intent["name"]])


def _strange_slots(intent: Json, types: Mapping[str, str]) -> Iterator[str]:
    for slot in intent["slots"]:
        if slot["name"] not in types:
            yield f"dialog: {intent['name']} has no slot {slot['name']}"
        elif slot["type"] != types[slot["name"]]:
            yield f"dialog: {intent['name']}.{slot['name']} is {types[slot['name']]}, not {slot['type']}"


def _delegation(parts: Json) -> Iterator[str]:
    for where in (parts.get("dialog", {}), *_dialog_intents(parts)):
        strategy = where.get("delegationStrategy", "ALWAYS")
        if strategy not in DELEGATION_STRATEGIES:
            yield f"dialog: {where.get('name', 'the default')} has the unknown delegation strategy {strategy}"


def _required_slots_have_words(parts: Json) -> Iterator[str]:
    for intent, slot in _dialog_slots(parts):
        if slot.get("elicitationRequired") and "elicitation" not in slot.get("prompts", {}):
            yield f"dialog: {intent['name']}.{slot['name']} is required and has no elicitation prompt"
        if slot.get("confirmationRequired") and "confirmation" not in slot.get("prompts", {}):
            yield f"dialog: {intent['name']}.{slot['name']} is to be confirmed and has no confirmation prompt"


def _elicited_slots_have_answers(parts: Json) -> Iterator[str]:
    """Ours: a slot that is asked for lists how a bare answer sounds."""
    answered = {
        (intent["name"], slot["name"]) for intent in _intents(parts) for slot in _slots(intent) if slot.get("samples")
    }
    for intent, slot in _dialog_slots(parts):
        if "elicitation" in slot.get("prompts", {}) and (intent["name"], slot["name"]) not in answered:
            yield f"{intent['name']}.{slot['name']} is asked for and has no samples of a bare answer"


def _validations_fit(parts: Json) -> Iterator[str]:
    for intent, slot in _dialog_slots(parts):
        allowed = VALIDATIONS.get(slot["type"], VALIDATIONS["custom"])
        for rule in slot.get("validations", []):
            if rule["type"] not in allowed:
                where = f"{intent['name']}.{slot['name']} of type {slot['type']}"
                yield f"dialog: {where} cannot be checked with {rule['type']}"


def _prompts_exist_and_are_used(parts: Json) -> Iterator[str]:
    ids = [prompt["id"] for prompt in parts.get("prompts", [])]
    used = set(_prompts_referred_to(parts))
    yield from _repeated("prompt", ids)
    yield from (f"prompt {name} is referred to and does not exist" for name in sorted(used - set(ids)))
    yield from (f"prompt {name} exists and is never used" for name in sorted(set(ids) - used))


def _prompts_vary(parts: Json) -> Iterator[str]:
    """Ours: a question asked twice should not sound recorded."""
    for prompt in parts.get("prompts", []):
        wordings = {variation["value"].strip() for variation in prompt["variations"]} - {""}
        if len(wordings) < FEWEST_VARIATIONS:
            yield f"prompt {prompt['id']} has fewer than {FEWEST_VARIATIONS} wordings"


def _prompts_referred_to(parts: Json) -> Iterator[str]:
    for intent in _dialog_intents(parts):
        yield from intent.get("prompts", {}).values()
    for _, slot in _dialog_slots(parts):
        yield from slot.get("prompts", {}).values()
        yield from (rule["prompt"] for rule in slot.get("validations", []))


CHECKS: tuple[Callable[[Json], Iterator[str]], ...] = (
    _size,
    _sensitivity,
    _invocation_name,
    _required_built_ins,
    _names,
    _enough_samples,
    _allowed_characters,
    _one_slot_once,
    _no_invocation_phrase,
    _no_shared_samples,
    _no_sample_swallows_another,
    _slots_declared_and_used,
    _slot_types_exist,
    _values_are_apart,
    _values_are_short,
    _dialog_refers_to_the_model,
    _delegation,
    _required_slots_have_words,
    _elicited_slots_have_answers,
    _validations_fit,
    _prompts_exist_and_are_used,
    _prompts_vary,
)


# --- reading a model -------------------------------------------------------------------------------------------------


def _intents(parts: Json) -> list[Json]:
    return list(parts["languageModel"]["intents"])


def _custom_intents(parts: Json) -> list[Json]:
    return [intent for intent in _intents(parts) if not intent["name"].startswith("AMAZON.")]


def _types(parts: Json) -> list[Json]:
    return list(parts["languageModel"].get("types", []))


def _slots(intent: Json) -> list[Json]:
    return list(intent.get("slots", []))


def _samples_of(intent: Json) -> list[str]:
    return [*intent.get("samples", []), *(sample for slot in _slots(intent) for sample in slot.get("samples", []))]


def _all_samples(parts: Json) -> Iterator[tuple[str, str]]:
    return ((intent["name"], sample) for intent in _intents(parts) for sample in _samples_of(intent))


def _wordings(value: Json) -> list[str]:
    return [value["name"]["value"], *value["name"].get("synonyms", [])]


def _dialog_intents(parts: Json) -> list[Json]:
    return list(parts.get("dialog", {}).get("intents", []))


def _dialog_slots(parts: Json) -> Iterator[tuple[Json, Json]]:
    return ((intent, slot) for intent in _dialog_intents(parts) for slot in intent["slots"])


def _normal(text: str) -> str:
    """Reads a wording as a listener would: case, punctuation and spacing make no difference; slots stay."""
    return " ".join(word if SLOT.fullmatch(word) else _plain(word) for word in text.split())


def _plain(word: str) -> str:
    return re.sub(r"[^\w{}]", "", word.lower())


def _repeated(what: str, names: Iterable[str]) -> Iterator[str]:
    return (f"{what} {name} is there more than once" for name in _more_than_once(names))


def _more_than_once(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


if __name__ == "__main__":
    raise SystemExit(main())
