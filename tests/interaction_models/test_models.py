"""The committed models: clean, in step with their source, and broad enough to be spoken to."""

import functools
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hassil.parse_expression import parse_sentence

from interaction_models import build, lint
from skill.simulator.model import InteractionModel
from skill.simulator.understanding import Understanding
from skill.speech.catalog import Catalog

FOLDER = Path(build.__file__).parent
LOCALES = ("en-AU", "en-CA", "en-GB", "en-IN", "en-US")
IDS = {
    "Soreness": {str(number) for number in range(11)},
    "RunType": {"recovery", "easy", "long", "tempo", "hills", "intervals", "sprints", "race", "hard"},
    "Effort": {str(number) for number in range(1, 11)},
    "ToFailure": {"yes"},
    "Fatigue": {"none", "some", "high", "extreme"},
    "Experience": {"novice", "regular"},
    "Symptom": {
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
    },
    "Condition": {"heart_condition", "pregnancy", "recent_surgery", "under_18"},
    "LegArea": {"quads", "hamstrings", "glutes", "calves", "hips", "inner_thighs", "lower_back"},
    "NotKnown": {"unknown"},
    "NoLegDay": {"none"},
}
ACTIVITIES = {
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
}

Json = dict[str, Any]


@functools.cache
def model(locale: str) -> Json:
    """Reads a committed model."""
    parsed: Json = json.loads((FOLDER / f"{locale}.json").read_text(encoding="utf-8"))
    return parsed


def language_model(locale: str = "en-US") -> Json:
    """Reads the part of a committed model that says what can be said."""
    part: Json = model(locale)["interactionModel"]["languageModel"]
    return part


def wordings(type_name: str, locale: str = "en-US") -> dict[str, str]:
    """Gives the id that each wording of a type stands for."""
    values = next(kind["values"] for kind in language_model(locale)["types"] if kind["name"] == type_name)
    return {word: value["id"] for value in values for word in [value["name"]["value"], *value["name"]["synonyms"]]}


def samples(intent: str, locale: str = "en-US") -> list[str]:
    """Gives the samples of an intent."""
    found: list[str] = next(i["samples"] for i in language_model(locale)["intents"] if i["name"] == intent)
    return found


def intent_named(name: str) -> Json:
    """Gives an intent of the American model."""
    found: Json = next(intent for intent in language_model()["intents"] if intent["name"] == name)
    return found


def slots(intent: str) -> dict[str, str]:
    """Gives the type of each slot of an intent."""
    return {slot["name"]: slot["type"] for slot in intent_named(intent)["slots"]}


def answers(intent: str, slot: str) -> list[str]:
    """Gives the bare answers to an intent's question for a slot."""
    found: list[str] = next(each["samples"] for each in intent_named(intent)["slots"] if each["name"] == slot)
    return found


def test_one_model_for_each_locale() -> None:
    """The five English locales are there and nothing else is."""
    assert {path.stem for path in FOLDER.glob("*.json")} == set(LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_committed_model_is_clean(locale: str) -> None:
    """The linter has nothing to say."""
    assert lint.problems_in(model(locale)) == []


def test_the_locales_are_in_step() -> None:
    """Every locale has the same intents, slots, ids and prompts."""
    assert lint.problems_between({locale: model(locale) for locale in LOCALES}) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_several_values_are_asked_for_only_where_amazon_gives_them(locale: str) -> None:
    """In Indian English a slot has one value, and a model that says otherwise is refused."""
    text = (FOLDER / f"{locale}.json").read_text(encoding="utf-8")

    assert ("multipleValues" in text) is (locale in build.SEVERAL_VALUES)


def test_the_models_are_in_step_with_their_source() -> None:
    """Nobody edited the JSON by hand or forgot to build."""
    texts = build.models_as_text(build.read_source())
    assert [path.name for path, text in texts.items() if path.read_text(encoding="utf-8") != text] == []


@pytest.mark.parametrize(("type_name", "ids"), IDS.items())
def test_ids_are_those_the_skill_knows(type_name: str, ids: set[str]) -> None:
    """Each type has just the ids of the design."""
    assert set(wordings(type_name).values()) == ids


@pytest.mark.parametrize("type_name", ["Activity", "Remedy"])
def test_activities_and_remedies_are_known_ones(type_name: str) -> None:
    """Both draw on the one list of the design."""
    assert set(wordings(type_name).values()) <= ACTIVITIES


@pytest.mark.parametrize(
    ("type_name", "said", "meant"),
    [
        ("Soreness", "not at all", "0"),
        ("Soreness", "a bit", "2"),
        ("Soreness", "somewhat", "4"),
        ("Soreness", "pretty", "5"),
        ("Soreness", "quite", "6"),
        ("Soreness", "very", "7"),
        ("Soreness", "extremely", "9"),
        ("Soreness", "killing me", "9"),
        ("Soreness", "six or seven", "7"),
        ("Effort", "light", "3"),
        ("Effort", "moderate", "6"),
        ("Effort", "hard", "8"),
        ("Effort", "all out", "10"),
        ("RunType", "track session", "intervals"),
        ("RunType", "fartlek", "intervals"),
        ("RunType", "hill repeats", "hills"),
        ("RunType", "hill sprints", "sprints"),
        ("RunType", "parkrun", "race"),
        ("RunType", "jog", "easy"),
        ("RunType", "threshold", "tempo"),
        ("Symptom", "pee is brown", "dark_urine"),
        ("Symptom", "calf is hot and swollen", "one_leg_swelling"),
        ("Symptom", "can't put weight on it", "cannot_bear_weight"),
        ("Symptom", "one spot on my shin", "bone_pain"),
        ("Symptom", "passed out", "faint"),
        ("Condition", "pregnant", "pregnancy"),
    ],
)
def test_a_wording_means_what_people_mean_by_it(type_name: str, said: str, meant: str) -> None:
    """The words of the design, and lay words for what matters most, have their ids."""
    assert wordings(type_name)[said] == meant


def test_no_red_flag_is_mistaken_for_soreness() -> None:
    """A wording of a symptom is in no list of soreness words."""
    assert not set(wordings("Symptom")) & set(wordings("Soreness"))


@pytest.mark.parametrize(
    ("intent", "least"),
    [
        ("ShouldIRunIntent", 300),
        ("WhenCanIRunIntent", 300),
        ("CheckInIntent", 300),
        ("LogLegDayIntent", 300),
        ("LogRunIntent", 300),
        ("RecoveryStatusIntent", 300),
        ("AnswerIntent", 300),
    ],
)
def test_the_big_intents_are_broad(intent: str, least: int) -> None:
    """People say these in hundreds of ways."""
    assert len(samples(intent)) >= least


@pytest.mark.parametrize(
    ("sample", "intent"),
    [
        ("should i run", "ShouldIRunIntent"),
        ("should i run {runDate}", "ShouldIRunIntent"),
        ("am i good to run", "ShouldIRunIntent"),
        ("my legs are {soreness}", "CheckInIntent"),
        ("i'm a {soreness}", "CheckInIntent"),
        ("i did legs {legDayDate}", "LogLegDayIntent"),
        ("i just finished leg day", "LogLegDayIntent"),
        ("i did {legArea} {legDayDate} {toFailure}", "LogLegDayIntent"),
        ("when can i run", "WhenCanIRunIntent"),
        ("when can i run hard", "WhenCanIRunIntent"),
        ("when will i be ready for {runType}", "WhenCanIRunIntent"),
        ("how long until i can {runType}", "WhenCanIRunIntent"),
        ("what day can i {runType}", "WhenCanIRunIntent"),
        ("i ran {runDate}", "LogRunIntent"),
        ("i ran {runAgo} ago", "LogRunIntent"),
        ("i just ran {runDistance} k {runType}", "LogRunIntent"),
        ("i did a {runType} {runTime}", "LogRunIntent"),
        ("log a run", "LogRunIntent"),
        ("how am i recovering", "RecoveryStatusIntent"),
        ("how are my legs doing", "RecoveryStatusIntent"),
        ("am i recovering faster than last time", "RecoveryStatusIntent"),
        ("remember me", "RememberMeIntent"),
        ("yes remember that", "RememberMeIntent"),
        ("save my check ins", "RememberMeIntent"),
        ("forget me", "ForgetMeIntent"),
        ("delete everything you know about me", "ForgetMeIntent"),
        ("erase my data", "ForgetMeIntent"),
        ("is it bad to run after leg day", "DrawbacksIntent"),
        ("what do i get out of running on sore legs", "BenefitsIntent"),
        ("does {remedy} help", "SoreLegsIntent"),
        ("what can i do instead", "AlternativesIntent"),
        ("how should i warm up", "RunTipsIntent"),
        ("why", "WhyIntent"),
        ("my {symptom}", "SymptomIntent"),
        ("i'm {condition}", "SymptomIntent"),
        ("{soreness}", "AnswerIntent"),
        ("no it was {legDayDate}", "AnswerIntent"),
        ("{legDayDate} no sorry {correctedDate}", "AnswerIntent"),
        ("{unknown}", "AnswerIntent"),
    ],
)
def test_the_plain_form_is_always_among_the_samples(sample: str, intent: str) -> None:
    """Thinning never loses how most people say it."""
    assert sample in samples(intent)


@pytest.mark.parametrize("carrier", ["my legs are", "legs are", "i'm", "i am"])
def test_an_eight_is_as_much_a_soreness_as_a_seven(carrier: str) -> None:
    """Eight and eleven take "an"; in a check-in the word once spoke for how hard leg day was."""
    assert {f"{carrier} a {{soreness}}", f"{carrier} an {{soreness}}"} <= set(samples("CheckInIntent"))


@pytest.mark.parametrize("opening", ["", "about ", "maybe ", "i'd say ", "make it ", "no "])
def test_a_bare_number_is_a_soreness_with_either_article(opening: str) -> None:
    """Nothing having been asked, "an eight" means the legs, as "a seven" does."""
    bare = {f"{opening}a {{soreness}}", f"{opening}an {{soreness}}"}
    assert bare <= set(samples("AnswerIntent"))
    assert f"{opening}an {{legDayEffort}}" not in samples("AnswerIntent")


@pytest.mark.parametrize("said", ["about a {legDayEffort} lots of lunges", "{legDayEffort} mostly {legArea}"])
def test_asked_how_hard_one_may_say_what_too(said: str) -> None:
    """The question for the effort is answered by "about a nine, lots of lunges" too."""
    assert said in answers("LogLegDayIntent", "legDayEffort")
    assert said in answers("CheckInIntent", "legDayEffort")


def test_when_is_asked_with_all_that_whether_is() -> None:
    """The forecast knows every fact that the verdict knows."""
    assert slots("WhenCanIRunIntent") == slots("ShouldIRunIntent")


def test_the_forecast_is_no_verdict() -> None:
    """The forecast alone is asked for by "when can I" and "how long until"."""
    asked = [text for text in samples("ShouldIRunIntent") if text.startswith(("when ", "how soon ", "how long "))]
    assert [text for text in asked if not text.startswith("how long can i run")] == []


def test_how_far_and_how_long_are_not_taken_for_how_hard_or_how_long_ago() -> None:
    """Numbers and durations in the account of a run each have a slot of their own."""
    kinds = slots("LogRunIntent")
    assert (kinds["runDistance"], kinds["runEffort"]) == ("AMAZON.NUMBER", "Effort")
    assert kinds["runLength"] == kinds["runAgo"] == "AMAZON.DURATION"


@pytest.mark.parametrize("intent", ["LogLegDayIntent", "RecoveryStatusIntent", "WhenCanIRunIntent"])
def test_several_areas_may_be_named(intent: str) -> None:
    """Two values of one slot: "quads and hamstrings"."""
    area = next(slot for slot in intent_named(intent)["slots"] if slot["name"] == "legArea")
    assert area["multipleValues"] == {"enabled": True}


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    """The laptop's understanding of the American model."""
    return Understanding(InteractionModel.load(FOLDER / "en-US.json"))


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("how are my legs doing", "RecoveryStatusIntent"),
        ("my legs are a four", "CheckInIntent"),
        ("when can i run", "WhenCanIRunIntent"),
        ("can i run tomorrow", "ShouldIRunIntent"),
        ("can i run again today", "ShouldIRunIntent"),
        ("is it too soon to run", "ShouldIRunIntent"),
        ("i ran yesterday", "LogRunIntent"),
        ("i ran yesterday can i run today", "ShouldIRunIntent"),
        ("i did legs yesterday", "LogLegDayIntent"),
        ("i did intervals yesterday", "LogRunIntent"),
        ("my last run was on tuesday", "LogRunIntent"),
        ("my last leg day was on tuesday", "LogLegDayIntent"),
        ("when was my last leg day", "RecoveryStatusIntent"),
        ("how long will i be sore", "SoreLegsIntent"),
        ("forget it", "AMAZON.CancelIntent"),
        ("forget everything about me", "ForgetMeIntent"),
        ("don't forget me", "RememberMeIntent"),
        ("remember that i did legs yesterday", "LogLegDayIntent"),
    ],
)
def test_neighbours_are_told_apart(understanding: Understanding, said: str, intent: str) -> None:
    """Sentences one word apart that mean different things."""
    assert understanding.understand(said, datetime(2026, 11, 18, 9, tzinfo=UTC)).intent == intent


def test_every_intent_can_carry_a_red_flag() -> None:
    """A symptom or condition named in any sentence is never lost: each of our intents has slots for both."""
    ours = [intent for intent in language_model()["intents"] if not intent["name"].startswith("AMAZON.")]
    without = [i["name"] for i in ours if not {"symptom", "condition"} <= {slot["name"] for slot in i["slots"]}]
    assert without == []


def test_british_and_australian_soreness_is_bloody() -> None:
    """A locale's overlay adds its own words to the shared ones."""
    assert wordings("Soreness", "en-GB")["bloody sore"] == "7"
    assert "bloody sore" not in wordings("Soreness", "en-US")


def test_the_skill_leads_where_there_is_a_choice_of_question() -> None:
    """Alexa delegates the rest by herself, and is never told that a slot is required."""
    dialog = model("en-US")["interactionModel"]["dialog"]
    strategies = {intent["name"]: intent["delegationStrategy"] for intent in dialog["intents"]}
    assert (
        strategies["ShouldIRunIntent"]
        == strategies["WhenCanIRunIntent"]
        == strategies["CheckInIntent"]
        == strategies["LogLegDayIntent"]
        == "SKILL_RESPONSE"
    )
    assert strategies["RunTipsIntent"] == dialog["delegationStrategy"] == "ALWAYS"
    assert not any(slot["elicitationRequired"] for intent in dialog["intents"] for slot in intent["slots"])


def test_check_mode_says_which_model_is_out_of_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` writes nothing and fails; building writes the models, after which it passes."""
    monkeypatch.setattr(build, "HERE", tmp_path)
    assert build.main(["--check"]) == 1
    assert "en-GB.json is out of step" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0
    assert (tmp_path / "en-GB.json").read_bytes() == (FOLDER / "en-GB.json").read_bytes()


def test_expansion_leaves_slots_as_they_are() -> None:
    """A template becomes plain sentences, with rules filled in and spaces tidied."""
    rules = {"go": parse_sentence("(run|jog)")}
    assert build.expand("can i [please] <go> {runDate}", rules) == [
        "can i please run {runDate}",
        "can i please jog {runDate}",
        "can i run {runDate}",
        "can i jog {runDate}",
    ]


def test_thinning_keeps_the_plain_form_and_every_word() -> None:
    """Of a product of alternatives, the shortest sentence stays and no word is lost."""
    everything = build.expand("[please] can i (run|jog|race) [today|tonight|tomorrow]")
    kept = build.thin(everything)
    assert "can i run" in kept
    assert len(kept) < len(everything)
    assert {word for text in kept for word in text.split()} == {word for text in everything for word in text.split()}


def test_thinning_to_a_number_keeps_that_many() -> None:
    """`keep` is met from above and from below."""
    everything = build.expand("(a|b|c|d) (a|b|c|d) (a|b|c|d)")
    assert [len(set(build.thin(everything, keep))) for keep in (5, 60)] == [5, 60]


def test_every_source_file_is_read(tmp_path: Path) -> None:
    """A new intent needs a file and nothing else."""
    (tmp_path / "intents").mkdir()
    (tmp_path / "rules.yaml").write_text(yaml.safe_dump({"go": "run"}), encoding="utf-8")
    (tmp_path / "intents" / "NewIntent.yaml").write_text(yaml.safe_dump({"slots": {}}), encoding="utf-8")
    source = build.read_source(tmp_path)
    assert (source["rules"], source["intents"]) == ({"go": "run"}, {"NewIntent": {"slots": {}}})


def test_what_is_not_served_is_left_out_with_all_that_only_it_needs() -> None:
    """An intent marked `served: false` is in no model, nor its dialog, nor a type of its own; shared types stay."""
    source = {
        "intents": {
            "RunIntent": {"slots": {"soreness": "Soreness"}},
            "BuyIntent": {"served": False, "slots": {"shoes": ["Shoe"], "soreness": "Soreness"}},
        },
        "dialog": {"delegation": "ALWAYS", "intents": {"RunIntent": {}, "BuyIntent": {}}},
        "types": {"Shoe": {}, "Soreness": {}, "Stray": {}},
    }
    left = build.served(source)
    assert left["intents"].keys() == left["dialog"]["intents"].keys() == {"RunIntent"}
    assert left["types"].keys() == {"Soreness", "Stray"}


def test_a_sample_may_wait_too() -> None:
    """An entry marked `served: false` gives no samples until the mark is gone."""
    entry = {"of": "(more|go on)", "keep": "all", "served": False}
    intent = {"slots": {}, "samples": ["next", entry]}
    assert samples_of(intent) == ["next"]
    assert samples_of(intent | {"samples": ["next", entry | {"served": True}]}) == ["next", "more", "go on"]


def samples_of(intent: Json) -> list[str]:
    """Builds a model of one intent and gives its samples."""
    source = build.read_source() | {"intents": {"OneIntent": intent}, "types": {}, "locales": {}}
    source["dialog"] = source["dialog"] | {"intents": {}}
    built: Json = build.build_models(source)["en-US"]["interactionModel"]["languageModel"]["intents"][0]
    return list(built["samples"])


def with_all_served() -> Json:
    """Builds the American model as it will be once nothing waits; questions without words yet get some."""
    source = build.read_source()
    entries = [entry for own in source["skill"]["built_in_intents"].values() for entry in own or []]
    for waiting in [*source["intents"].values(), *(entry for entry in entries if isinstance(entry, dict))]:
        waiting.pop("served", None)
    questions = [question["ask"] for question in source["dialog"]["elicitation"].values()]
    words = {key: ["One wording?", "Another wording?"] for key in questions} | source["words"]
    return build.build_models(source | {"words": words})["en-US"]


@pytest.fixture(scope="module")
def all_served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the model with all that is written, served or not."""
    path = tmp_path_factory.mktemp("models") / "en-US.json"
    path.write_text(build.as_text(with_all_served()), encoding="utf-8")
    return path


def test_what_waits_to_be_served_is_clean_already(all_served: Path) -> None:
    """Serving it takes the mark's removal and words for its questions: the linter has nothing to say."""
    whole = json.loads(all_served.read_text(encoding="utf-8"))
    ours = [i for i in whole["interactionModel"]["languageModel"]["intents"] if not i["name"].startswith("AMAZON.")]
    assert lint.problems_in(whole) == []
    assert {intent["name"] for intent in ours} == build.read_source()["intents"].keys()
    assert all({"symptom", "condition"} <= {slot["name"] for slot in intent["slots"]} for intent in ours)


@pytest.mark.parametrize(
    ("type_name", "ids"),
    [
        ("Routine", {"warm_up", "stretch", "foam_roll", "cool_down"}),
        ("Length", {"short", "full"}),
        ("RemindedActivity", ACTIVITIES),
        (
            "Recurrence",
            {"daily", "weekdays", "weekend"}
            | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"},
        ),
        ("AllOfThem", {"all"}),
    ],
)
def test_ids_of_routines_and_reminders_are_those_of_the_design(type_name: str, ids: set[str]) -> None:
    """The interface is fixed before anything is served by it."""
    assert {str(key) for key in build.read_source()["types"][type_name]} == ids


@pytest.fixture(scope="module")
def whole_understanding(all_served: Path) -> Understanding:
    """The laptop's understanding of all that is written."""
    return Understanding(InteractionModel.load(all_served))


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("stretch with me", "StartRoutineIntent"),
        ("just my calves", "StartRoutineIntent"),
        ("resume my stretching", "StartRoutineIntent"),
        ("can i stretch instead", "AlternativesIntent"),
        ("does stretching help", "SoreLegsIntent"),
        ("read me the foam rolling tips", "SoreLegsIntent"),
        ("how should i warm up", "RunTipsIntent"),
        ("guide me through a warm up", "StartRoutineIntent"),
        ("how long is left", "RoutineTimeIntent"),
        ("how long until i can run", "WhenCanIRunIntent"),
        ("stretch every evening", "SetReminderIntent"),
        ("remind me to foam roll at eight", "SetReminderIntent"),
        ("remind me in one minute", "SetReminderIntent"),
        ("remember me", "RememberMeIntent"),
        ("what reminders do i have", "ListRemindersIntent"),
        ("cancel all my reminders", "CancelReminderIntent"),
        ("don't remind me to stretch anymore", "CancelReminderIntent"),
        ("cancel that", "AMAZON.CancelIntent"),
        ("delete everything", "ForgetMeIntent"),
        ("more", "AMAZON.NextIntent"),
        ("tell me more", "WhyIntent"),
        ("why this one", "WhyIntent"),
        ("resume", "AMAZON.ResumeIntent"),
        ("morning check in", "CheckInIntent"),
    ],
)
def test_routines_and_reminders_take_nothing_from_the_rest(
    whole_understanding: Understanding, said: str, intent: str
) -> None:
    """With all of it served, sentences that sound alike still mean different things."""
    assert whole_understanding.understand(said, datetime(2026, 11, 18, 9, tzinfo=UTC)).intent == intent


def test_questions_are_worded_once() -> None:
    """What the model would ask and what the skill says are the same words, from the skill's catalog."""
    model = json.loads((FOLDER / "en-US.json").read_text(encoding="utf-8"))
    prompts = {each["id"]: each["variations"] for each in model["interactionModel"]["prompts"]}
    asked = {variation["value"] for variation in prompts["Elicit.Slot.ShouldIRunIntent.soreness"]}
    assert asked == set(Catalog.for_locale("en-US").wordings("ask.soreness"))
