"""Understanding a skill it has never heard of, by its interaction model alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.simulator.model import FALLBACK, InteractionModel, ModelError
from skill.simulator.understanding import Expecting, Understanding, Understood
from tests.simulator.plants import NOW, understanding

PLANTS = understanding()
ASKED_HEALTH = Expecting("HealthIntent", "health")
ASKED_CUPS = Expecting("WaterIntent", "cups")


def hear(utterance: str, expecting: Expecting | None = None) -> Understood:
    """Understand a sentence on a Sunday morning."""
    return PLANTS.understand(utterance, NOW, expecting)


def values(understood: Understood) -> dict[str, list[str]]:
    """What each slot was filled with: ids of the model's values, Amazon's form of its own types."""
    filled: dict[str, list[str]] = {}
    for slot in understood.slots:
        filled.setdefault(slot.name, []).append(slot.resolved[0][0] if slot.resolved else slot.value)
    return filled


class TestSentencesThatFitASample:
    """Word for word, with values where the slots are."""

    def test_mean_its_intent_with_certainty(self) -> None:
        """The sample is named as the model has it."""
        understood = hear("should i water the fern")
        assert (understood.intent, understood.score) == ("WaterIntent", 1.0)
        assert understood.sample == "should I water the {plant}"

    def test_fill_slots_with_what_was_said_and_what_it_stands_for(self) -> None:
        """A synonym arrives as said, resolved to its value."""
        (slot,) = hear("Does the Swiss cheese plant need water?").slots
        assert (slot.text, slot.value) == ("swiss cheese plant", "swiss cheese plant")
        assert slot.resolved == (("monstera", "monstera"),)

    def test_send_amazons_form_for_amazons_types(self) -> None:
        """Date and time are ISO, and not resolved."""
        understood = hear("water the fern tomorrow at half past six pm")
        assert values(understood) == {"plant": ["fern"], "day": ["2026-11-23"], "hour": ["18:30"]}

    @pytest.mark.parametrize(
        "said", ["is it time for today's watering", "is it time for today\N{RIGHT SINGLE QUOTATION MARK}s watering"]
    )
    def test_know_a_slot_that_owns_something(self, said: str) -> None:
        """``{day}'s`` is heard with either apostrophe."""
        assert values(hear(said)) == {"day": ["2026-11-22"]}

    def test_know_a_mark_written_as_a_fraction(self) -> None:
        """7/10 is said "seven out of ten"."""
        assert values(hear("the fern is a 7/10")) == {"plant": ["fern"], "health": ["7"]}

    @pytest.mark.parametrize("said", ["um so why is that", "uh tell me why please", "oh why"])
    def test_are_known_through_hesitations(self, said: str) -> None:
        """What people say while thinking changes nothing."""
        assert hear(said).intent == "WhyIntent"

    def test_give_free_text_all_the_words_in_its_place(self) -> None:
        """AMAZON.SearchQuery takes what stands there."""
        assert values(hear("look up pots with holes for me")) == {"query": ["pots with holes"]}
        assert values(hear("search for a taller pot")) == {"query": ["a taller pot"]}


class TestSentencesLikeASample:
    """What no sample says, but somebody might."""

    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("hey should i water my poor fern today", "WaterIntent"),
            ("does my orchid need some water this evening", "WaterIntent"),
            ("the cactus is about a seven out of ten today", "HealthIntent"),
            ("well i repotted the orchid and the fern on friday", "RepotIntent"),
            ("oh no my monstera has got yellow leaves", "DiagnoseIntent"),
        ],
    )
    def test_mean_the_intent_they_are_most_like(self, said: str, intent: str) -> None:
        """With a score below certainty and the nearest sample."""
        understood = hear(said)
        assert understood.intent == intent
        assert 0.4 < understood.score < 1
        assert understood.sample

    def test_fill_values_their_sample_has_no_slot_for(self) -> None:
        """A value said in passing is not lost."""
        assert values(hear("tell me does the fern need water on friday"))["day"] == ["2026-11-27"]

    def test_collect_several_values_for_a_slot_that_takes_several(self) -> None:
        """Joined by "and", in the order said."""
        assert values(hear("so i repotted the orchid and the fern and my cacti yesterday"))["pots"] == [
            "orchid", "fern", "cactus",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("said", "slot", "day"),
        [
            ("well i just repotted the fern yesterday", "lastDay", "2026-11-21"),
            ("maybe i will go repot the fern tomorrow", "nextDay", "2026-11-23"),
            ("okay so i am going to repot it on tuesday", "nextDay", "2026-11-24"),
        ],
    )
    def test_give_a_date_to_the_slot_its_surroundings_fit(self, said: str, slot: str, day: str) -> None:
        """Two slots of one type are told apart by the words around them, past from future."""
        assert values(hear(said)) == {slot: [day]} | ({"pots": ["fern"]} if "fern" in said else {})

    def test_understand_misspelt_words(self) -> None:
        """One clearly meant word is taken for it; what was said stays as said."""
        (slot,) = hear("does the monsterra need water").slots
        assert (slot.text, slot.resolved) == ("monsterra", (("monstera", "monstera"),))

    def test_take_the_later_of_two_values_when_the_first_is_taken_back(self) -> None:
        """As when "no wait" is said between two values of a single-valued slot."""
        assert values(hear("does the fern no wait the orchid need much water")) == {"plant": ["orchid"]}

    def test_take_no_number_that_counts_something_else(self) -> None:
        """A count of days is no mark on a scale."""
        assert "health" not in values(hear("my fern is now about five days old"))

    def test_go_to_the_intent_that_can_hold_what_was_said(self) -> None:
        """A sign of illness said in a sentence about looks is kept."""
        assert values(hear("my fern looks like it has rotten roots"))["sign"] == ["root_rot"]

    def test_name_the_intent_of_a_value_that_nobody_says_by_chance(self) -> None:
        """Root rot in a sentence that is otherwise strange is no small talk."""
        understood = hear("somebody at the bakery mentioned root rot over coffee")
        assert (understood.intent, values(understood)) == ("DiagnoseIntent", {"sign": ["root_rot"]})


class TestOutOfScope:
    """What the skill cannot know goes to the fallback."""

    @pytest.mark.parametrize(
        "said",
        [
            "order a pizza",
            "what is the capital of france",
            "play some jazz",
            "asdf qwerty",
            "how tall is the queen",
            "?!",
            "",
        ],
    )
    def test_goes_to_the_fallback_without_slots_or_sample(self, said: str) -> None:
        """Nothing of it is known."""
        understood = hear(said)
        assert (understood.intent, understood.slots, understood.sample) == (FALLBACK, (), None)

    def test_begins_earlier_the_higher_the_models_sensitivity(self) -> None:
        """HIGH sends more to the fallback than LOW."""
        borderline = "hey should i be watering my poor old fern today"
        low, high = (understanding(level).understand(borderline, NOW).intent for level in ("LOW", "HIGH"))
        assert (low, high) == ("WaterIntent", FALLBACK)


class TestBuiltInIntents:
    """Amazon knows what people say for its own intents; the model only declares them."""

    @pytest.mark.parametrize(
        ("said", "intent"),
        [
            ("what can I say", "AMAZON.HelpIntent"),
            ("shut up", "AMAZON.StopIntent"),
            ("leave my plants alone", "AMAZON.StopIntent"),
            ("go ahead", "AMAZON.YesIntent"),
            ("no thanks", "AMAZON.NoIntent"),
            ("could you say that again please", "AMAZON.RepeatIntent"),
            ("no thanks not right now", "AMAZON.NoIntent"),
            ("yes yes sounds good go ahead", "AMAZON.YesIntent"),
        ],
    )
    def test_are_known_by_amazons_phrases_and_the_models_own(self, said: str, intent: str) -> None:
        """Without a sample in the model, or with one more."""
        assert hear(said).intent == intent

    def test_are_unknown_when_the_model_does_not_declare_them(self) -> None:
        """A skill without Repeat cannot be asked to repeat."""
        without = understanding(without="AMAZON.RepeatIntent")
        assert without.understand("repeat that", NOW).intent == FALLBACK


class TestAnswersToAQuestion:
    """While a slot is asked for, its value may stand alone."""

    @pytest.mark.parametrize("said", ["five", "about a five", "um maybe a 5", "it looks five", "I'd say five i guess"])
    def test_fill_the_slot_asked_for(self, said: str) -> None:
        """Bare, wrapped in words, or as a sample of the slot."""
        understood = hear(said, ASKED_HEALTH)
        assert (understood.intent, values(understood)) == ("HealthIntent", {"health": ["5"]})

    def test_may_be_numbers_the_type_does_not_have(self) -> None:
        """Eleven arrives as it was said, resolved to nothing."""
        (slot,) = hear("eleven", ASKED_HEALTH).slots
        assert (slot.name, slot.value, slot.resolved) == ("health", "eleven", ())

    @pytest.mark.parametrize("said", ["I would give it a banana", "splendid"])
    def test_may_be_words_the_type_does_not_have(self, said: str) -> None:
        """In a sample of the slot or alone; the skill has to ask again."""
        (slot,) = hear(said, ASKED_HEALTH).slots
        assert (slot.value, slot.resolved) == (said.rsplit(maxsplit=1)[-1], ())

    def test_of_amazons_types_arrive_as_a_question_mark_when_unreadable(self) -> None:
        """Amazon sends "?" for a number it did not catch."""
        (slot,) = hear("about umpteen", ASKED_CUPS).slots
        assert (slot.name, slot.value) == ("cups", "?")

    def test_count_what_the_slots_samples_count(self) -> None:
        """Here cups: it is a sample of the slot."""
        assert values(hear("three cups", ASKED_CUPS)) == {"cups": ["3"]}

    def test_may_be_mostly_the_value_with_strange_words(self) -> None:
        """One unknown word does not cost the answer."""
        assert values(hear("half dead innit", ASKED_HEALTH)) == {"health": ["2"]}
        assert values(hear("day after tomorrow ish", Expecting("WaterIntent", "day"))) == {"day": ["2026-11-24"]}

    @pytest.mark.parametrize(
        ("said", "intent"), [("stop", "AMAZON.StopIntent"), ("help", "AMAZON.HelpIntent"), ("why is that", "WhyIntent"),
                             ("does the fern need water", "WaterIntent"), ("what is the capital of france", FALLBACK)],
    )  # fmt: skip
    def test_do_not_swallow_a_clear_other_wish(self, said: str, intent: str) -> None:
        """A change of topic stays one."""
        assert hear(said, ASKED_HEALTH).intent == intent

    @pytest.mark.parametrize("expecting", [Expecting("NoSuchIntent", "health"), Expecting("HealthIntent", None)])
    def test_are_not_forced_when_no_known_slot_is_asked_for(self, expecting: Expecting) -> None:
        """An open dialog without a question only leans towards its intent."""
        assert hear("splendid", expecting).intent == FALLBACK

    def test_lean_towards_the_open_dialog(self) -> None:
        """What would be out of scope elsewhere is the open dialog's."""
        said = "does the piano need water"
        assert hear(said).intent == FALLBACK
        assert hear(said, Expecting("WaterIntent", None)).intent == "WaterIntent"


@given(said=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_understood_as_a_declared_intent(said: str) -> None:
    """No input breaks it; scores stay between 0 and 1."""
    understood = hear(said, ASKED_HEALTH)
    assert understood.intent
    assert 0 <= understood.score <= 1


def test_a_file_that_is_no_model_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Missing, no JSON, or JSON of something else."""
    with pytest.raises(ModelError, match="cannot be read"):
        InteractionModel.load(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="is no JSON"):
        InteractionModel.load(tmp_path / "bad.json")
    (tmp_path / "other.json").write_text('{"manifest": {}}', encoding="utf-8")
    with pytest.raises(ModelError, match="no Alexa interaction model"):
        InteractionModel.load(tmp_path / "other.json")


def test_every_locale_of_ours_loads() -> None:
    """What is built is what is read."""
    paths = sorted((Path(__file__).parents[2] / "interaction_models").glob("*.json"))
    assert paths
    for path in paths:
        assert Understanding(InteractionModel.load(path)).understand("help", NOW).intent == "AMAZON.HelpIntent"
