"""The held-out utterances themselves are well-formed: what is measured against must first be right."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

UTTERANCES = Path(__file__).parent / "utterances"
FALLBACK = "AMAZON.FallbackIntent"

FEWEST = {"plain": 200, "free": 150, "out_of_scope": 80, "exam": 120}
"""How many utterances each file must hold at least."""

CUSTOM_INTENTS = frozenset(
    [
        "ShouldIRunIntent",
        "CheckInIntent",
        "LogLegDayIntent",
        "WhyIntent",
        "BenefitsIntent",
        "DrawbacksIntent",
        "SoreLegsIntent",
        "RunTipsIntent",
        "AlternativesIntent",
        "SymptomIntent",
        "AnswerIntent",
    ],
)
BUILT_IN_INTENTS = frozenset(
    f"AMAZON.{name}Intent"
    for name in [
        "Help",
        "Stop",
        "Cancel",
        "Fallback",
        "NavigateHome",
        "Yes",
        "No",
        "Repeat",
        "Next",
        "Previous",
        "Pause",
        "Resume",
        "StartOver",
    ]
)

IDS = {
    "soreness": frozenset(map(str, range(11))),
    "legDayEffort": frozenset(map(str, range(1, 11))),
    "runType": frozenset(["recovery", "easy", "long", "tempo", "hills", "intervals", "sprints", "race", "hard"]),
    "toFailure": frozenset({"yes"}),
    "fatigue": frozenset(["none", "some", "high", "extreme"]),
    "experience": frozenset(["novice", "regular"]),
    "symptom": frozenset(
        [
            "sharp_pain",
            "bone_pain",
            "pop",
            "cannot_bear_weight",
            "limp",
            "swelling",
            "one_leg_swelling",
            "dark_urine",
            "weakness",
            "chest_pain",
            "breathless",
            "faint",
        ],
    ),
    "condition": frozenset(["heart_condition", "pregnancy", "recent_surgery", "under_18"]),
    "legArea": frozenset(["quads", "hamstrings", "glutes", "calves", "hips", "inner_thighs", "lower_back"]),
    "activity": frozenset(
        [
            "foam_roll",
            "stretch",
            "walk",
            "yoga",
            "cycle",
            "swim",
            "hike",
            "pilates",
            "rest",
            "sleep",
            "massage",
            "warm_up",
            "cool_down",
            "ice",
            "run",
            "check_in",
        ],
    ),
    "unknown": frozenset({"unknown"}),
    "noLegDay": frozenset({"none"}),
}
"""The ids each custom slot may resolve to, as design §7 lists them."""
IDS["remedy"] = IDS["activity"]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"[01]\d:[0-5]\d|2[0-3]:[0-5]\d|MO|AF|EV|NI")
FORMS = {
    "legDayDate": DATE,
    "runDate": DATE,
    "correctedDate": DATE,
    "legDayTime": TIME,
    "runTime": TIME,
    "legDayAgo": re.compile(r"P\d+D|PT\d+[HM]"),
    "sleep": re.compile(r"\d+"),
    "age": re.compile(r"\d+"),
}
"""The form in which Amazon sends the slots of its own types."""


class Line(NamedTuple):
    """One utterance, with the file it stands in."""

    file: str
    fields: dict[str, Any]

    @property
    def heard(self) -> str:
        """The words alone, so that case and punctuation do not tell two utterances apart."""
        return " ".join(re.findall(r"[\w']+", self.fields["utterance"].lower()))

    @property
    def kind(self) -> str:
        """Which of the three mixtures this belongs to."""
        return str(self.fields.get("kind", self.file))


def lines() -> Iterator[Line]:
    """Read every utterance of every file."""
    for name in FEWEST:
        for text in (UTTERANCES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield Line(name, json.loads(text))


LINES = tuple(lines())


def offenders(is_wrong: Callable[[Line], bool]) -> list[str]:
    """Name the utterances that break a rule."""
    return [f"{line.file}: {line.fields['utterance']}" for line in LINES if is_wrong(line)]


def is_allowed(slot: str, value: object) -> bool:
    """Tell whether a slot exists and may hold this value."""
    if isinstance(value, list):
        return slot == "legArea" and all(is_allowed(slot, each) for each in value)
    if slot in IDS:
        return value in IDS[slot]
    return slot in FORMS and isinstance(value, str) and FORMS[slot].fullmatch(value) is not None


@pytest.mark.parametrize("name", FEWEST)
def test_each_file_is_large_enough_to_measure_with(name: str) -> None:
    """A rate over a handful of utterances would say nothing."""
    assert sum(line.file == name for line in LINES) >= FEWEST[name]


def test_every_line_has_the_fields_of_its_file() -> None:
    """Only the exam says of what kind each utterance is; the other files are of one kind."""
    common = {"utterance", "intent", "slots"}
    assert not offenders(lambda line: set(line.fields) != common | ({"kind"} if line.file == "exam" else set()))


def test_no_utterance_is_there_twice() -> None:
    """Not in one file, nor in two: the exam would otherwise have been seen before."""
    heard = [line.heard for line in LINES]
    assert sorted({words for words in heard if heard.count(words) > 1}) == []


def test_every_intent_is_one_the_skill_has() -> None:
    """A misspelt intent could never be met."""
    assert not offenders(lambda line: line.fields["intent"] not in CUSTOM_INTENTS | BUILT_IN_INTENTS)


@pytest.mark.parametrize("kind", ["plain", "free"])
def test_every_custom_intent_is_measured(kind: str) -> None:
    """An intent that nobody asks for would go unmeasured."""
    assert {line.fields["intent"] for line in LINES if line.kind == kind} >= CUSTOM_INTENTS


def test_every_built_in_intent_is_measured() -> None:
    """Help and stop, yes and no must work too."""
    assert {line.fields["intent"] for line in LINES if line.file != "exam"} >= BUILT_IN_INTENTS


def test_fallback_is_exactly_what_is_out_of_scope() -> None:
    """What is ours is never expected to fall through, and what is not ours always is."""
    assert not offenders(lambda line: (line.fields["intent"] == FALLBACK) != (line.kind == "out_of_scope"))


def test_every_slot_value_is_one_that_can_arrive() -> None:
    """Ids are those of the design; dates, times and durations are in Amazon's form."""
    assert not offenders(
        lambda line: not all(is_allowed(slot, value) for slot, value in line.fields["slots"].items()),
    )


def test_the_exam_holds_every_kind() -> None:
    """The exam is the same mixture as the set one works with."""
    assert {line.kind for line in LINES if line.file == "exam"} == {"plain", "free", "out_of_scope"}


def test_no_utterance_names_the_skill() -> None:
    """Amazon takes the invocation name off before a skill's samples are looked at."""
    assert not offenders(lambda line: "leg day coach" in line.heard)
