"""What a sentence means to a skill, judged as Alexa would: by the skill's interaction model and general English alone.

A sentence that fits a sample means that sample's intent. For any other the intent is the one whose samples it is most
like, and the built-in fallback when it is like none. Slot values are spotted in the sentence and sent as Amazon sends
them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from skill.simulator.model import FALLBACK
from skill.simulator.nlu import builtin_types, samples
from skill.simulator.nlu.answers import Answers
from skill.simulator.nlu.exact import Exact
from skill.simulator.nlu.filling import Filling
from skill.simulator.nlu.free import FreeText
from skill.simulator.nlu.heard import hear
from skill.simulator.nlu.likeness import Likeness
from skill.simulator.nlu.spotting import Spot, Spotter
from skill.simulator.nlu.vocabulary import Vocabulary
from skill.simulator.nlu.words import AROUND_AN_ANSWER, FUNCTION_WORDS, HESITATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from skill.simulator.model import Intent, InteractionModel, Slot
    from skill.simulator.nlu.exact import Match
    from skill.simulator.nlu.heard import Heard
    from skill.simulator.nlu.likeness import Profile, Ranked

# Confidence from which a sentence is not out of scope, by the model's fallbackIntentSensitivity. MEDIUM was measured
# (docs/decisions); the others stand to either side of it.
ENOUGH = {"LOW": 0.48, "MEDIUM": 0.53, "HIGH": 0.58}

# What being the intent of the open dialog is worth, in score and in confidence.
BIAS = 0.1

# Score of a sentence that is several samples in a row: next to certain.
STRUNG = 0.95

# Words of a sentence that is like nothing else, and nothing but a value: "salt lake city", not "tell me a joke".
_MOST_OF_ANYTHING = 3

# Telling words from which nobody names a value by chance.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Expecting:
    """An open dialog: the intent it is about and the slot being asked for, None when no slot is."""

    intent: str
    slot: str | None


@dataclass(frozen=True, slots=True)
class SpottedSlot:
    """A slot's value as understood.

    Attributes:
        text: as said.
        value: as Amazon sends it; ISO for Amazon's types, the words said for the model's own.
        resolved: id and name of each value of the model that the words stand for; empty for Amazon's types.
    """

    name: str
    type: str
    text: str
    value: str
    resolved: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What a sentence was taken to mean.

    Attributes:
        score: 0 to 1; 1 for a sentence that fits a sample word for word, 0 for one that is like nothing.
        sample: the sample it fits or is most like, as the model has it; None for out-of-scope sentences.
    """

    utterance: str
    intent: str
    slots: tuple[SpottedSlot, ...] = ()
    score: float = 0.0
    sample: str | None = None


Place = tuple[str, int, int]
"""A slot's name, the first of its words, and the one after its last."""


class Understanding:
    """Understands sentences for one interaction model; reads the model once, keeps nothing between sentences."""

    def __init__(self, model: InteractionModel) -> None:
        self._model = model
        sentences = samples.of_intents(model)
        vocabulary = Vocabulary(sentences, model.types.values())
        self._corrected = vocabulary.corrected
        self._spotter = Spotter(model.types, _readable_types(model), vocabulary.spoken)
        self._exact = Exact(sentences)
        self._likeness = Likeness(sentences, _types_by_intent(model))
        self._filling = Filling(sentences)
        self._free = FreeText(sentences, vocabulary.spoken)
        self._enough = ENOUGH[model.fallback_sensitivity]
        self._asked: dict[Expecting, _Asked | None] = {}

    def understand(self, utterance: str, now: datetime, expecting: Expecting | None = None) -> Understood:
        """Understand one sentence.

        Args:
            utterance: as typed or heard.
            now: the person's local time, aware of its zone; dates are read from it.
            expecting: the open dialog, which biases understanding as Alexa does.
        """
        heard = hear(utterance, self._corrected, self._spotter, now)
        if not heard.words:
            return Understood(utterance, FALLBACK)
        plain = heard.without(HESITATIONS, self._spotter, now)
        asked = self._asked_by(expecting)
        return (
            self._answering(plain, asked)
            or self._fitting(heard, expecting)
            or self._fitting(plain, expecting)
            or self._strung(plain)
            or self._freely_answering(plain, asked)
            or self._nothing_but_values(plain, now)
            or self._like(self._free.heard(plain), now, expecting, asked)
            or self._about_a_value(plain, now)
            or self._strangely_answering(plain, asked)
            or self._anything(plain)
            or Understood(utterance, FALLBACK)
        )

    def _asked_by(self, expecting: Expecting | None) -> _Asked | None:
        if expecting is None:
            return None
        if expecting not in self._asked:
            self._asked[expecting] = self._prepared(expecting)
        return self._asked[expecting]

    def _prepared(self, expecting: Expecting) -> _Asked | None:
        intent = self._model.intents.get(expecting.intent)
        slot = intent.slot(expecting.slot or "") if intent else None
        if intent is None or slot is None:
            return None
        answers = Answers(intent, slot, self._model.types.get(slot.type))
        return _Asked(answers, self._likeness.profile(intent.name, answers.samples))

    def _answering(self, heard: Heard, asked: _Asked | None) -> Understood | None:
        """The sentence as nothing but an answer to the question for a slot."""
        if asked is None:
            return None
        spot = asked.answers.bare(heard)
        if spot is not None:
            return self._answered(heard, asked.answers, spot, 1.0)
        return self._fitted(heard, asked.answers.matches(heard), None)

    def _freely_answering(self, heard: Heard, asked: _Asked | None) -> Understood | None:
        """Any words in answer to a question whose answers the simulator has no list of."""
        spot = asked.answers.free(heard) if asked else None
        return self._answered(heard, asked.answers, spot, 1.0) if asked and spot else None

    def _anything(self, heard: Heard) -> Understood | None:
        """Any words, for an intent with a sample that is nothing but such a value; last of all."""
        few = len(heard.words) <= _MOST_OF_ANYTHING and FUNCTION_WORDS.isdisjoint(heard.words)
        match = self._exact.anything(heard.words) if few else None
        understood = self._fitted(heard, [match], None) if match else None
        return replace(understood, score=self._enough) if understood else None

    def _strangely_answering(self, heard: Heard, asked: _Asked | None) -> Understood | None:
        spot = asked.answers.strange(heard) if asked else None
        return self._answered(heard, asked.answers, spot, self._enough) if asked and spot else None

    def _answered(self, heard: Heard, answers: Answers, spot: Spot, score: float) -> Understood:
        slots = (_spotted(answers.slot, spot, heard),)
        return Understood(heard.utterance, answers.intent.name, slots, score, answers.bare_sample)

    def _fitting(self, heard: Heard, expecting: Expecting | None) -> Understood | None:
        return self._fitted(heard, self._exact.matches(heard.words, heard.spots), expecting)

    def _fitted(self, heard: Heard, matches: Sequence[Match], expecting: Expecting | None) -> Understood | None:
        """The sentence as the sample it fits: of the open dialog if it can be, and with fewest slots."""
        if not matches:
            return None
        expected = expecting.intent if expecting else None
        best = max(matches, key=lambda match: (match.sample.intent == expected, *_plainness(match)))
        return Understood(heard.utterance, best.sample.intent, self._placed(best, heard), 1.0, best.sample.text)

    def _placed(self, match: Match, heard: Heard) -> tuple[SpottedSlot, ...]:
        intent = self._model.intents[match.sample.intent]
        places = [place for taken in match.places for place in _parted(intent, taken, match, heard)]
        found = ((intent.slot(name), start, end) for name, start, end in places)
        return tuple(
            _spotted(slot, _spot_at(heard, slot.type, start, end), heard) for slot, start, end in found if slot
        )

    def _strung(self, heard: Heard) -> Understood | None:
        """The sentence as several samples of one intent in a row: "no thanks, not right now"."""
        sample = self._exact.strung(heard.words)
        return Understood(heard.utterance, sample.intent, (), STRUNG, sample.text) if sample else None

    def _nothing_but_values(self, heard: Heard, now: datetime) -> Understood | None:
        """A value in wrapping of its own, for an intent that has a sample of nothing but such values."""
        core = heard.without(AROUND_AN_ANSWER, self._spotter, now)
        matches = [match for match in self._exact.matches(core.words, core.spots) if not match.literal_words]
        understood = self._fitted(core, matches, None)
        return replace(understood, score=self._enough) if understood else None

    def _about_a_value(self, heard: Heard, now: datetime) -> Understood | None:
        """A strange sentence that names a value of several telling words, as the intent with most such values.

        "The weirdest chest pain started at breakfast" is like no sample, but nobody says chest pain by chance.
        """
        types = dict.fromkeys(
            spot.type for spot in heard.spots if spot.sure and spot.value is None and _telling(spot, heard)
        )
        found = (self._likeness.about(heard, slot_type) for slot_type in types)
        return next((self._filled(heard, now, one, frozenset()) for one in found if one), None)

    def _like(
        self, heard: Heard, now: datetime, expecting: Expecting | None, asked: _Asked | None
    ) -> Understood | None:
        """The sentence as what it is most like; None if it is like nothing enough."""
        ranked = self._likeness.rank(heard, *([asked.profile] if asked else ()))
        best = max(ranked, key=lambda one: one.score + _biased(one, expecting), default=None)
        if best is None or best.confidence + _biased(best, expecting) < self._enough:
            return None
        asked_for = (expecting.slot,) if expecting and expecting.slot else ()
        return self._filled(heard, now, best, frozenset((*best.sample.slots, *asked_for)))

    def _filled(self, heard: Heard, now: datetime, ranked: Ranked, likely: frozenset[str]) -> Understood:
        intent = self._model.intents[ranked.intent]
        filled = self._free.put_right(intent, heard.words, self._filling.fill(intent, heard, now, likely))
        slots = tuple(_spotted(one.slot, one.spot, heard) for one in filled)
        return Understood(heard.utterance, ranked.intent, slots, round(ranked.confidence, 3), ranked.sample.text)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question for a slot: how answers are read, and how sentences like them are told."""

    answers: Answers
    profile: Profile


def _telling(spot: Spot, heard: Heard) -> bool:
    return sum(word not in FUNCTION_WORDS for word in heard.words[spot.start : spot.end]) >= SEVERAL


def _parted(intent: Intent, taken: Place, match: Match, heard: Heard) -> Iterator[Place]:
    """Words that may be anything, without the date at their end: "new york tomorrow" is a city and a day."""
    name, start, end = taken
    slot, filled = intent.slot(name), {place[0] for place in match.places}
    others = [other for other in intent.slots if other.name not in filled]
    if slot and builtin_types.is_free(slot.type):
        for spot in heard.spots:
            mine = next((other for other in others if other.type == spot.type), None)
            if mine and spot.sure and spot.value is not None and start < spot.start and spot.end == end:
                yield mine.name, spot.start, end
                end = spot.start
                break
    yield name, start, end


def _plainness(match: Match) -> tuple[int, bool, int, int]:
    return match.literal_words, match.sample.own, -match.free_words, -len(match.places)


def _biased(ranked: Ranked, expecting: Expecting | None) -> float:
    return BIAS if expecting and ranked.intent == expecting.intent else 0.0


def _types_by_intent(model: InteractionModel) -> dict[str, frozenset[str]]:
    return {name: frozenset(slot.type for slot in intent.slots) for name, intent in model.intents.items()}


def _readable_types(model: InteractionModel) -> tuple[str, ...]:
    used = {slot.type: None for intent in model.intents.values() for slot in intent.slots}
    return tuple(slot_type for slot_type in used if builtin_types.is_readable(slot_type))


def _spot_at(heard: Heard, slot_type: str, start: int, end: int) -> Spot:
    same = (spot for spot in heard.spots if (spot.type, spot.start, spot.end) == (slot_type, start, end))
    return next(same, Spot(start, end, slot_type))


def _spotted(slot: Slot, spot: Spot, heard: Heard) -> SpottedSlot:
    said = heard.said(spot.start, spot.end)
    return SpottedSlot(slot.name, slot.type, said, said if spot.value is None else spot.value, spot.resolved)
