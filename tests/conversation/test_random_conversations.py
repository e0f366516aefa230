"""Whatever is said in whatever order, the skill answers, and keeps its promises.

Every response is one Amazon accepts: among much else, the session is open exactly when a question was asked. The
talker sees to that.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from skill.advice import Condition, Fatigue, RunType, Symptom
from skill.conversation.asking import PATIENCE
from tests.conversation.talker import Talker, listed, matched, unmatched, value

if TYPE_CHECKING:
    from tests.conversation.talker import Json

JUNK = st.sampled_from(["?", "", "purple", "11", "-1", "nan", "2026-13-40", "PT", "<break/>", "a & b", "\u0000"])
IDS: dict[str, list[str]] = {
    "soreness": [str(number) for number in range(11)],
    "legDayEffort": [str(number) for number in range(1, 11)],
    "runType": [each.value for each in RunType],
    "fatigue": [each.name.lower() for each in Fatigue],
    "experience": ["novice", "regular"],
    "toFailure": ["yes"],
    "noLegDay": ["none"],
    "unknown": ["unknown"],
    "legArea": ["quads", "glutes"],
    "activity": ["walk", "swim", "hike", "foam_roll"],
    "remedy": ["massage", "ice", "yoga", "run", "foam_roll"],
    "routine": ["warm_up", "stretch", "foam_roll", "cool_down", "zumba"],
    "length": ["short", "full"],
    "resume": ["resume"],
}
VALUES: dict[str, list[str]] = {
    "legDayDate": ["2026-11-22", "2026-11-21", "2026-11-20", "2026-11-27", "2026-W47-WE", "2026-11", "2027-11-20"],
    "correctedDate": ["2026-11-19", "2026-11-24"],
    "legDayTime": ["MO", "EV", "NI", "07:30", "24:00"],
    "legDayAgo": ["PT6H", "P2D", "PT48H", "P1W"],
    "runDate": ["2026-11-22", "2026-11-24", "PRESENT_REF", "2026-W48-WE"],
    "runTime": ["18:00", "MO"],
    "sleep": ["5", "8"],
    "age": ["25", "44"],
}
FLAGS: dict[str, list[str]] = {
    "symptom": [each.value for each in Symptom],
    "condition": [each.value for each in Condition],
}


def _custom(ids: list[str]) -> st.SearchStrategy[Json]:
    chosen = st.sampled_from(ids).map(matched)
    return chosen | st.lists(chosen, min_size=1, max_size=2).map(lambda values: listed(*values)) | JUNK.map(unmatched)


SLOTS: dict[str, st.SearchStrategy[Json]] = {
    **{name: _custom(ids) for name, ids in IDS.items()},
    **{name: (st.sampled_from(known) | JUNK).map(value) for name, known in VALUES.items()},
    **{name: JUNK.map(unmatched) for name in FLAGS},
}
SOME_SLOTS = st.lists(st.sampled_from(sorted(SLOTS)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: SLOTS[name] for name in names})
)
RED_FLAGS = st.sampled_from([(name, flag) for name, flags in FLAGS.items() for flag in flags])
FACT_INTENTS = ("ShouldIRunIntent", "CheckInIntent", "LogLegDayIntent", "AnswerIntent")
TOPIC_INTENTS = (
    "WhyIntent",
    "BenefitsIntent",
    "DrawbacksIntent",
    "SoreLegsIntent",
    "RunTipsIntent",
    "AlternativesIntent",
    "SymptomIntent",
    "StartRoutineIntent",
    "RoutineTimeIntent",
)
BUILT_IN = ("Help", "Yes", "No", "Repeat", "Next", "Previous", "Pause", "Resume", "Fallback", "Stop", "Cancel", "More")


class Conversation(RuleBasedStateMachine):
    """An athlete who says anything."""

    def __init__(self) -> None:
        super().__init__()
        self.athlete = Talker()
        self.flagged = False
        self.asked: Counter[str] = Counter()

    def _heard(self) -> None:
        """Keep the promises that span a session."""
        heard = self.athlete.heard
        assert "something broke" not in heard.speech
        if heard.verdict is not None:
            assert not self.flagged or heard.verdict == "seek_care"
            self.asked.clear()
        if not self.athlete.in_session:
            self.flagged = False
            self.asked.clear()

    @rule()
    def open(self) -> None:
        """Say "open leg day coach"."""
        self.athlete.opens()
        self._heard()

    @rule(intent=st.sampled_from(FACT_INTENTS), slots=SOME_SLOTS)
    def tell(self, intent: str, slots: Json) -> None:
        """Tell facts, or what should be facts; a question is not put to those over and over."""
        heard = self.athlete.says(intent, **slots)
        if heard.asks_for is not None:
            self.asked[heard.asks_for] += 1
            assert self.asked[heard.asks_for] <= PATIENCE
        self._heard()

    @rule(intent=st.sampled_from(TOPIC_INTENTS), slots=SOME_SLOTS)
    def change_topic(self, intent: str, slots: Json) -> None:
        """Ask something else."""
        self.athlete.says(intent, **slots)
        self._heard()

    @rule(intent=st.sampled_from(BUILT_IN))
    def say_a_word(self, intent: str) -> None:
        """Say what can be said everywhere."""
        self.athlete.says(intent)
        self._heard()

    @rule()
    def start_over(self) -> None:
        """Forget it all."""
        self.athlete.says("StartOver")
        self.flagged = False
        self.asked.clear()
        self._heard()

    @rule(intent=st.sampled_from((*FACT_INTENTS, *TOPIC_INTENTS)), slots=SOME_SLOTS, flag=RED_FLAGS)
    def name_a_red_flag(self, intent: str, slots: Json, flag: tuple[str, str]) -> None:
        """Whatever else is said with it, it comes first."""
        self.flagged = True
        heard = self.athlete.says(intent, **{**slots, flag[0]: matched(flag[1])})
        assert heard.verdict == "seek_care"
        self._heard()

    @rule(hours=st.sampled_from([1, 7, 30]))
    @precondition(lambda self: self.athlete.in_session)
    def wait(self, hours: int) -> None:
        """Let time pass."""
        self.athlete.now += timedelta(hours=hours)

    @invariant()
    def attributes_stay_small(self) -> None:
        """They travel with every turn."""
        assert len(str(self.athlete.attributes)) < 4000


Conversation.TestCase.settings = settings(max_examples=120, stateful_step_count=12, deadline=None)
TestConversation = Conversation.TestCase
