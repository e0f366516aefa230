"""Builds the interaction models: `source/*.yaml` in, one ASK model per locale out.

Run `python interaction_models/build.py` after editing the source; with `--check` it writes nothing and exits 1 when a
model is out of step. What people say lives in the YAML, what Amazon allows in `lint.py`; here is only the way from one
to the other: what is not served yet is left out, hassil expands the templates, `keep` thins the big ones, the dialog is
laid out as Amazon wants it.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import read_po
from hassil.expression import Sentence
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_sentence

HERE = Path(__file__).parent
SOURCE = HERE / "source"
CATALOGS = HERE.parent / "skill" / "speech" / "locales"

# A template that stands for more sentences than this is thinned: alternatives multiply, and the model has a size limit.
SMALL = 24

# Where Amazon takes several values for one slot ("Collect Multiple Values in a Slot"); elsewhere there is one.
SEVERAL_VALUES = frozenset({"en-AU", "en-CA", "en-GB", "en-US"})

Source = dict[str, Any]
Rules = Mapping[str, Sentence]


def main(arguments: list[str] | None = None) -> int:
    """Writes the models, or with `--check` compares them; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say whether the models are in step")
    check = parser.parse_args(arguments).check
    models = (item for source in read_sources() for item in models_as_text(source).items())
    stale = [path for path, text in models if not is_in_step(path, text, write=not check)]
    for path in stale:
        sys.stdout.write(f"{path.name} {'is out of step: run interaction_models/build.py' if check else 'written'}\n")
    return int(check and bool(stale))


def read_sources(folder: Path = SOURCE) -> list[Source]:
    """Reads the English source, and that of each language which has a folder in it, such as `de`.

    What such a folder does not have is English still: a language is put in a file at a time, and always has a model.
    """
    english = read_source(folder)
    return [english, *(_translated(english, read_source(own, own.name)) for own in sorted(folder.glob("[a-z][a-z]")))]


def _translated(english: Source, own: Source) -> Source:
    """The English source with what a language says otherwise: an intent, a type, a rule as a whole."""
    if "locales" not in own.get("skill", {}):
        raise LookupError("A language needs a skill.yaml that names its locales, such as: locales: [de-DE]")
    return {name: part | own.get(name, {}) for name, part in english.items()}


def read_source(folder: Path = SOURCE, language: str = "en") -> Source:
    """Reads every YAML file of a source, by its name; `intents` is the folder of one file per intent.

    `words` are the skill's own, by message id: a question is worded once, in its catalog.
    """
    source = {path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))}
    intents = {path.stem: _read(path) for path in sorted((folder / "intents").glob("*.yaml"))}
    return source | {"intents": intents, "words": _words(language)}


def _words(language: str) -> dict[str, list[str]]:
    with (CATALOGS / language / "LC_MESSAGES" / "skill.po").open("rb") as catalog:
        return {str(message.id): str(message.string).split("\n") for message in read_po(catalog) if message.id}


def models_as_text(source: Source) -> dict[Path, str]:
    """Gives the JSON text of each locale's model by the path it belongs at."""
    return {HERE / f"{locale}.json": as_text(model) for locale, model in build_models(source).items()}


def as_text(model: Mapping[str, Any]) -> str:
    """Writes a model as it is committed: readable, and a line a sample so that changes can be reviewed."""
    return json.dumps(model, indent=1, ensure_ascii=False) + "\n"


def is_in_step(path: Path, text: str, *, write: bool) -> bool:
    """Tells whether the file already holds the text; if not, and `write` is set, writes it."""
    same = path.exists() and path.read_text(encoding="utf-8") == text
    if not same and write:
        path.write_text(text, encoding="utf-8")
    return same


def build_models(source: Source) -> dict[str, dict[str, Any]]:
    """Builds the model of every locale the skill is published in, of what is served."""
    source = served(source)
    rules = {name: parse_sentence(template) for name, template in source["rules"].items()}
    intents = [_custom_intent(name, intent, rules) for name, intent in source["intents"].items()]
    intents += [_built_in(name, samples or [], rules) for name, samples in source["skill"]["built_in_intents"].items()]
    dialog = source["dialog"]
    return {
        locale: _as_allowed(
            locale,
            {
                "interactionModel": {
                    "languageModel": {
                        "invocationName": source["skill"]["invocation_name"],
                        "modelConfiguration": {
                            "fallbackIntentSensitivity": {"level": source["skill"]["fallback_sensitivity"]}
                        },
                        "intents": [_with_slot_samples(intent, dialog, rules) for intent in intents],
                        "types": _types(source["types"], source["locales"].get(locale) or {}),
                    },
                    "dialog": _dialog(intents, dialog),
                    "prompts": list(_prompts(dialog, source["words"])),
                }
            },
        )
        for locale in source["skill"]["locales"]
    }


def _as_allowed(locale: str, model: dict[str, Any]) -> dict[str, Any]:
    return model if locale in SEVERAL_VALUES else without_several_values(model)


def without_several_values(part: Any) -> Any:  # noqa: ANN401 (any part of a model)
    """Gives the same part of a model, with every slot taking one value."""
    match part:
        case dict():
            return {name: without_several_values(value) for name, value in part.items() if name != "multipleValues"}
        case list():
            return [without_several_values(each) for each in part]
        case _:
            return part


# --- what is served -------------------------------------------------------------------------------------------------


def served(source: Source) -> Source:
    """Leaves out the intents marked `served: false`, their dialog, and the types that only they use.

    What people say can thereby be written before the skill has an answer; removing the mark is all that is left to do.
    """
    intents = {name: intent for name, intent in source["intents"].items() if _is_served(intent)}
    waiting = source["intents"].keys() - intents.keys()
    used = _types_used(intents.values())
    unused = _types_used(source["intents"][name] for name in waiting) - used
    return source | {
        "intents": intents,
        "dialog": source["dialog"] | {"intents": _without(source["dialog"]["intents"], waiting)},
        "types": _without(source["types"], unused),
    }


def _is_served(part: str | Mapping[str, Any]) -> bool:
    """An intent or an entry of samples is, unless it says otherwise."""
    return isinstance(part, str) or bool(part.get("served", True))


def _types_used(intents: Iterable[Source]) -> set[str]:
    kinds = (kind for intent in intents for kind in intent["slots"].values())
    return {kind[0] if isinstance(kind, list) else kind for kind in kinds}


def _without(named: Source, left_out: Collection[str]) -> Source:
    return {name: value for name, value in named.items() if name not in left_out}


# --- templates ------------------------------------------------------------------------------------------------------


def expand(template: str, rules: Rules | None = None) -> list[str]:
    """Expands one hassil template to every sentence it stands for, in order, slots left as `{name}`."""
    sentence = parse_sentence(template)
    sentences = sample_sentence(sentence, expansion_rules=dict(rules or {}), expand_lists=False)
    return list(dict.fromkeys(" ".join(text.split()) for text in sentences))


def thin(sentences: Iterable[str], keep: int | None = None) -> list[str]:
    """Keeps the sentences that bring a pair of neighbouring words not seen before, shortest first; or `keep` of them.

    The plain form of a template is thereby never lost, and each of its words is heard in some company. The choice
    depends on the sentences alone, so a build gives the same result everywhere.
    """
    seen: set[tuple[str, str]] = set()
    fresh: list[str] = []
    rest: list[str] = []
    for sentence in sorted(sentences, key=_plain_first):
        pairs = set(itertools.pairwise(["", *sentence.split(), ""]))
        (rest if pairs <= seen else fresh).append(sentence)
        seen |= pairs
    return fresh if keep is None else _evenly(fresh, keep) + sorted(rest, key=_scatter)[: max(keep - len(fresh), 0)]


def _evenly(sentences: list[str], keep: int) -> list[str]:
    return [sentences[at * len(sentences) // keep] for at in range(keep)] if len(sentences) > keep else sentences


def _samples(entries: Iterable[Any], rules: Rules) -> list[str]:
    expanded = (_expand_entry(entry, rules) for entry in entries if _is_served(entry))
    return list(dict.fromkeys(itertools.chain.from_iterable(expanded)))


def _expand_entry(entry: str | Mapping[str, Any], rules: Rules) -> list[str]:
    """A template is kept whole while it is small; `{keep: n, of: template}` keeps n of it, or `all`."""
    template, keep = (entry, None) if isinstance(entry, str) else (entry["of"], entry["keep"])
    sentences = _without_doubled_slots(expand(template, rules))
    whole = keep == "all" or (keep is None and len(sentences) <= SMALL)
    return sentences if whole else thin(sentences, keep)


def _without_doubled_slots(sentences: Iterable[str]) -> list[str]:
    """Drops sentences that name a slot twice: two facts may both bring it, and Amazon allows it once."""
    return [text for text in sentences if not _names_twice([word for word in text.split() if word[0] == "{"])]


def _names_twice(slots: list[str]) -> bool:
    return len(slots) != len(set(slots))


def _plain_first(sentence: str) -> tuple[int, str]:
    return len(sentence.split()), _scatter(sentence)


def _scatter(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()


# --- language model -------------------------------------------------------------------------------------------------


def _custom_intent(name: str, intent: Source, rules: Rules) -> dict[str, Any]:
    slots = [_slot(slot, kind) for slot, kind in intent["slots"].items()]
    return {"name": name, "slots": slots, "samples": _samples(intent["samples"], rules)}


def _built_in(name: str, samples: list[str], rules: Rules) -> dict[str, Any]:
    return {"name": name, "samples": _samples(samples, rules)}


def _slot(name: str, kind: str | list[str]) -> dict[str, Any]:
    """A type in brackets in the source says that the athlete may name several."""
    if isinstance(kind, list):
        return {"name": name, "type": kind[0], "multipleValues": {"enabled": True}}
    return {"name": name, "type": kind}


def _with_slot_samples(intent: dict[str, Any], dialog: Source, rules: Rules) -> dict[str, Any]:
    if "slots" not in intent:
        return intent
    own = {slot["name"] for slot in intent["slots"]}
    elicited = dialog["intents"].get(intent["name"], {}).get("elicits", [])
    answers = {slot: _answers(dialog["elicitation"][slot], own, rules) for slot in elicited}
    slots = [slot | ({"samples": answers[slot["name"]]} if slot["name"] in answers else {}) for slot in intent["slots"]]
    return intent | {"slots": slots}


def _answers(question: Source, own: set[str], rules: Rules) -> list[str]:
    """Gives the bare answers to a question, without those that name a slot which the asking intent lacks."""
    return [text for text in _samples(question["answers"], rules) if slots_in(text) <= own]


def slots_in(sample: str) -> set[str]:
    """Names the slots that a sample mentions."""
    return {word[1:-1] for word in sample.split() if word.startswith("{") and word.endswith("}")}


def _types(types: Source, overlay: Source) -> list[dict[str, Any]]:
    added = overlay.get("types") or {}
    return [
        {
            "name": name,
            "values": [_value(key, value, added.get(name, {}).get(key, [])) for key, value in values.items()],
        }
        for name, values in types.items()
    ]


def _value(key: str, value: Source, added: list[str]) -> dict[str, Any]:
    spoken = dict.fromkeys(itertools.chain.from_iterable(expand(template) for template in [*value["say"], *added]))
    return {"id": key, "name": {"value": value["name"], "synonyms": [word for word in spoken if word != value["name"]]}}


# --- dialog ---------------------------------------------------------------------------------------------------------


def _dialog(intents: list[dict[str, Any]], dialog: Source) -> dict[str, Any]:
    by_name = {intent["name"]: intent for intent in intents}
    return {
        "delegationStrategy": dialog["delegation"],
        "intents": [_dialog_intent(by_name[name], how, dialog) for name, how in dialog["intents"].items()],
    }


def _dialog_intent(intent: dict[str, Any], how: Source, dialog: Source) -> dict[str, Any]:
    questions = {slot: dialog["elicitation"][slot] for slot in how["elicits"]}
    return {
        "name": intent["name"],
        "delegationStrategy": how["delegation"],
        "confirmationRequired": False,
        "prompts": {},
        "slots": [_dialog_slot(intent["name"], slot, questions.get(slot["name"])) for slot in intent["slots"]],
    }


def _dialog_slot(intent: str, slot: dict[str, Any], question: Source | None) -> dict[str, Any]:
    plain = {key: slot[key] for key in ("name", "type", "multipleValues") if key in slot}
    bare = plain | {"elicitationRequired": False, "confirmationRequired": False, "prompts": {}}
    if question is None:
        return bare
    asked = bare | {"prompts": {"elicitation": _elicit_id(intent, slot["name"])}}
    if "invalid" not in question:
        return asked
    return asked | {"validations": [{"type": "hasEntityResolutionMatch", "prompt": _invalid_id(intent, slot["name"])}]}


def _prompts(dialog: Source, words: Mapping[str, list[str]]) -> Iterable[dict[str, Any]]:
    for intent, how in dialog["intents"].items():
        for slot in how["elicits"]:
            question = dialog["elicitation"][slot]
            yield _prompt(_elicit_id(intent, slot), words[question["ask"]])
            if "invalid" in question:
                yield _prompt(_invalid_id(intent, slot), words[question["invalid"]])


def _prompt(name: str, wordings: list[str]) -> dict[str, Any]:
    return {"id": name, "variations": [{"type": "PlainText", "value": wording} for wording in wordings]}


def _elicit_id(intent: str, slot: str) -> str:
    return f"Elicit.Slot.{intent}.{slot}"


def _invalid_id(intent: str, slot: str) -> str:
    return f"Slot.Validation.{intent}.{slot}"


def _read(path: Path) -> Source:
    parsed: Source = yaml.safe_load(path.read_text(encoding="utf-8"))
    return parsed


if __name__ == "__main__":
    raise SystemExit(main())
