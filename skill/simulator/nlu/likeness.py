"""Which intent a sentence is like when it fits no sample.

Each intent reads the sentence in its own way: stretches that could be values of its slots as ``{SlotType}``, all else
as words. Three things are then weighed, all learned from the samples alone: how near the nearest samples are, how much
more usual the words and pairs of words are in this intent than in the others (naive Bayes), and how much of what was
said this intent knows at all. The weights were measured: see ``docs/decisions``.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING

from skill.simulator.nlu.units import of_sample, units
from skill.simulator.nlu.words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from skill.simulator.nlu.heard import Heard
    from skill.simulator.nlu.samples import Sample
    from skill.simulator.nlu.spotting import Spot
    from skill.simulator.nlu.units import Unit

# Which intent: what the parts of the score are worth, nearness being 1.
_NEAREST = (0.4, 0.3, 0.2, 0.1)  # shares of the nearest samples, nearest first
_BAYES = 0.02  # a nat of naive Bayes
_LOST = 0.08  # a value that was surely said and has no slot in this intent
_SMOOTHING = 0.3  # samples
_NEVER = 0.01  # samples: what was never seen is not impossible
_NEW_PAIR = 1.0  # rarity of a pair of words that no sample has

# Whether any intent at all: what the parts of the confidence are worth, nearness being 1.
_FAMILIAR = 1.0
_EVIDENCE = 0.1  # a nat of telling words
_NOTHING_TELLING = 0.5  # familiarity of a sentence of grammar words only, such as "why"
_CENTRAL = 0.1  # share of an intent's samples from which a word or a type counts fully as one of its own
_MARGINAL = 0.5  # what a word counts that hardly any of them has
_A_DATE_OR_NUMBER = 0.25  # any skill's sentence may have one

_BEFORE, _AFTER = ("<",), (">",)


@dataclass(frozen=True, slots=True)
class Ranked:
    """How like a sentence is to an intent.

    Attributes:
        score: for comparing intents with each other; larger is more like.
        nearness: 0 to 1, how near the nearest samples are.
        known: how much of what was said is the intent's own, in telling words.
        unknown: how much of it the intent does not know.
        sample: the nearest sample.
    """

    intent: str
    score: float
    nearness: float
    known: float
    unknown: float
    sample: Sample

    @property
    def confidence(self) -> float:
        """0 to 1, how sure it is that the sentence is this intent's at all."""
        said = self.known + self.unknown
        familiar = self.known / said if said else _NOTHING_TELLING
        weighed = self.nearness + _FAMILIAR * familiar + _EVIDENCE * math.log1p(self.known)
        return min(weighed / (1 + _FAMILIAR + _EVIDENCE), 1.0)


class Likeness:
    """Weighs the features of all samples once, then ranks intents for a sentence."""

    def __init__(self, samples: Sequence[Sample], types: Mapping[str, frozenset[str]]) -> None:
        """Learn from samples; `types` are the slot types of each intent."""
        rows = [_features(of_sample(sample.parts)) for sample in samples]
        self._types = types
        self._usual = _Usual(rows)
        self._profiles = [
            Profile(intent, own, self._usual, types[intent]) for intent, own in _by_intent(samples, rows).items()
        ]

    def profile(self, intent: str, samples: Sequence[Sample]) -> Profile:
        """Further samples of an intent, that count for some sentences only."""
        rows = [(sample, _features(of_sample(sample.parts))) for sample in samples]
        return Profile(intent, rows, self._usual, self._types[intent])

    def rank(self, heard: Heard, *also: Profile) -> list[Ranked]:
        """Every intent that shares anything with the sentence, the most like first."""
        judged = (profile.judge(heard) for profile in (*self._profiles, *also))
        return sorted((one for one in judged if one), key=lambda one: -one.score)

    def about(self, heard: Heard, slot_type: str) -> Ranked | None:
        """The intent whose samples have values of a type most often; None if they hardly do in any intent."""
        shares = {profile: profile.share_with(f"{{{slot_type}}}") for profile in self._profiles}
        best = max(shares, key=lambda profile: shares[profile])
        return best.judge(heard) if shares[best] > _CENTRAL else None


class _Usual:
    """How often each feature occurs in the samples of all intents together."""

    def __init__(self, rows: Sequence[frozenset[str]]) -> None:
        self.count = Counter(feature for row in rows for feature in row)
        self.samples = len(rows)
        self._rarest = math.log1p(self.samples)
        self._rarity = {feature: math.log1p(self.samples / count) for feature, count in self.count.items()}

    def rarity(self, feature: str) -> float:
        """How much a feature tells: the fewer samples have it, the more."""
        return self._rarity.get(feature, self._rarest)

    def length(self, row: Iterable[str]) -> float:
        return math.sqrt(sum(self.rarity(feature) for feature in row))


class Profile:
    """Samples of one intent, and how a sentence compares with them."""

    def __init__(
        self, intent: str, rows: Sequence[tuple[Sample, frozenset[str]]], usual: _Usual, types: frozenset[str]
    ) -> None:
        self._intent, self._usual, self._types = intent, usual, types
        self._samples = [sample for sample, _ in rows]
        self._having = _postings(row for _, row in rows)
        self._lengths = [usual.length(row) for _, row in rows]

    def share_with(self, feature: str) -> float:
        """The share of the samples that have a feature."""
        return len(self._having.get(feature, ())) / len(self._samples)

    def judge(self, heard: Heard) -> Ranked | None:
        """Compare a sentence with the samples; None if they have nothing in common."""
        row = units(heard.words, [spot for spot in heard.spots if spot.type in self._types])
        groups = list(_groups(row))
        near = self._near(groups)
        if not near:
            return None
        nearness = sum(share * alike for share, (alike, _) in zip(_NEAREST, near, strict=False))
        score = nearness + _BAYES * self._bayes(groups) - _LOST * self._lost(heard.spots)
        known, unknown = self._knows(row, heard.words)
        return Ranked(self._intent, score, min(nearness, 1.0), known, unknown, self._samples[near[0][1]])

    def _near(self, groups: Iterable[tuple[str, ...]]) -> list[tuple[float, int]]:
        shared: dict[int, float] = defaultdict(float)
        length = math.sqrt(sum(self._share(group, shared) for group in groups)) or 1.0
        alike = ((weight / (length * self._lengths[at]), at) for at, weight in shared.items())
        return nlargest(len(_NEAREST), alike)

    def _share(self, group: tuple[str, ...], shared: dict[int, float]) -> float:
        """Credit every sample that has one of these readings with the best of them; give the group's own weight."""
        weights = {reading: self._usual.rarity(reading) for reading in group if reading in self._having}
        best: dict[int, float] = {}
        for reading, weight in sorted(weights.items(), key=lambda item: item[1]):
            best.update(dict.fromkeys(self._having[reading], weight))
        for at, weight in best.items():
            shared[at] += weight
        return sum(weights.values()) / len(weights) if weights else self._strange(group)

    def _strange(self, group: tuple[str, ...]) -> float:
        new_pair = " " in group[0] and group[0] not in self._usual.count
        return _NEW_PAIR if new_pair else self._usual.rarity(group[0])

    def _bayes(self, groups: Iterable[tuple[str, ...]]) -> float:
        return sum(max(self._odds(reading) for reading in group) for group in groups)

    def _odds(self, feature: str) -> float:
        """How much more usual a feature is here than in the other intents, in nats."""
        everywhere = self._usual.count[feature]
        if not everywhere:
            return 0.0
        here, mine = len(self._having.get(feature, ())), len(self._samples)
        floor = _SMOOTHING * everywhere / self._usual.samples + _NEVER
        ours = (here + floor) / (mine + _SMOOTHING)
        theirs = (max(everywhere - here, 0) + floor) / (max(self._usual.samples - mine, 0) + _SMOOTHING)
        return math.log(ours / theirs)

    def _lost(self, spots: Sequence[Spot]) -> int:
        taken = [spot for spot in spots if spot.type in self._types]
        lost = (spot for spot in spots if spot.sure and spot.value is None and spot.type not in self._types)
        return len({spot.start for spot in lost if not any(spot.overlaps(other) for other in taken)})

    def _knows(self, row: Iterable[Unit], words: Sequence[str]) -> tuple[float, float]:
        known = unknown = 0.0
        for unit in row:
            telling, own = _telling(unit, words), self._own(unit)
            known += telling * own
            unknown += telling * (1 - own)
        return known, unknown

    def _own(self, unit: Unit) -> float:
        """0 for what no sample of the intent has, up to 1 for what many have."""
        share = max(self.share_with(reading) for reading in unit.readings)
        return _MARGINAL + (1 - _MARGINAL) * min(1.0, share / _CENTRAL) if share else 0.0


def _telling(unit: Unit, words: Sequence[str]) -> float:
    if all(reading.startswith("{AMAZON.") for reading in unit.readings):
        return _A_DATE_OR_NUMBER
    telling = sum(word not in FUNCTION_WORDS for word in words[unit.start : unit.end])
    return float(max(telling, unit.end - unit.start > 1))


def _features(row: Sequence[Unit]) -> frozenset[str]:
    return frozenset(feature for group in _groups(row) for feature in group)


def _groups(row: Sequence[Unit]) -> Iterator[tuple[str, ...]]:
    """Units and pairs of neighbours, each with all its readings."""
    readings = [unit.readings for unit in row]
    yield from readings
    for left, right in pairwise([_BEFORE, *readings, _AFTER]):
        yield tuple(f"{one} {other}" for one in left for other in right)


def _by_intent(
    samples: Sequence[Sample], rows: Sequence[frozenset[str]]
) -> dict[str, list[tuple[Sample, frozenset[str]]]]:
    own: dict[str, list[tuple[Sample, frozenset[str]]]] = defaultdict(list)
    for sample, row in zip(samples, rows, strict=True):
        own[sample.intent].append((sample, row))
    return own


def _postings(rows: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        for feature in row:
            having[feature].append(at)
    return dict(having)
