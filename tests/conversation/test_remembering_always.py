"""Whatever is remembered, and whatever the store does, the skill answers, and no history makes a run look safer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from skill.advice import RunType, Verdict
from skill.memory import Event, Profile
from skill.platform.response import problems_with
from tests.conversation.stores import KEY, Watched
from tests.conversation.talker import SUNDAY, Json
from tests.conversation.test_random_conversations import SOME_SLOTS, Conversation
from tests.conversation.test_remembering import CHECK_IN, FORGET, LEG_DAY, MAIN, REMEMBER, RUN, STATUS, WHEN, Athlete

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS = st.floats(-2400, 48, allow_nan=False)
NUMBERS: st.SearchStrategy[Any] = st.integers(-2, 12) | st.sampled_from([None, "four", 4.5, [], True])


def _moment(hours: float) -> str:
    return (SUNDAY + timedelta(hours=hours)).isoformat()


def _leg_day(hours: float, effort: object, *, to_failure: bool) -> Json:
    moment = _moment(hours)
    return {"leg_day": [moment, moment], "leg_date": moment[:10], "effort": effort, "to_failure": to_failure}


DATA: dict[str, st.SearchStrategy[Json]] = {
    "leg_day": st.builds(_leg_day, HOURS, NUMBERS, to_failure=st.booleans()),
    "check_in": st.builds(lambda soreness: {"soreness": soreness}, NUMBERS),
    "run": st.just({"run": "easy"}),
    "haircut": st.just({"soreness": 1, "leg_day": []}),
}
TOLD = st.sampled_from(sorted(DATA)).flatmap(lambda kind: st.tuples(st.just(kind), HOURS, DATA[kind]))
PROFILES = st.builds(Profile, remembered_since=st.just(SUNDAY), novice=st.none() | st.booleans(), age=NUMBERS)
FACTS = st.fixed_dictionaries(
    {
        "soreness": st.integers(0, 10).map(str),
        "legDayAgo": st.integers(0, 200).map(lambda hours: f"PT{hours}H"),
        "legDayEffort": st.integers(1, 10).map(str),
        "runType": st.sampled_from([run.value for run in RunType]),
    }
)


def with_history(told: Sequence[tuple[str, float, Json]], profile: Profile) -> Athlete:
    """An athlete of whom this is remembered."""
    athlete = Athlete(Watched.empty(lambda: SUNDAY))
    events = [
        Event(
            kind=kind,
            at=SUNDAY + timedelta(hours=hours),
            recorded_at=SUNDAY + timedelta(hours=min(hours, 0)),
            data=data,
            id=f"before#{place}",
        )
        for place, (kind, hours, data) in enumerate(told)
    ]
    athlete.store.append(KEY, events, profile)
    return athlete


@given(told=st.lists(TOLD, max_size=8), profile=PROFILES, facts=FACTS)
@example(
    told=[("leg_day", -40, _leg_day(-40, 2, to_failure=False))], profile=Profile(remembered_since=SUNDAY), facts={}
)
@settings(max_examples=150, deadline=None)
def test_no_history_gives_a_more_permissive_verdict(
    told: list[tuple[str, float, Json]], profile: Profile, facts: Json
) -> None:
    """Than an athlete of whom nothing is remembered gets for the same facts."""
    facts = {"soreness": "5", "legDayAgo": "PT3H", "legDayEffort": "9", "runType": "easy"} | facts
    known, stranger = (athlete.says(MAIN, **facts).verdict for athlete in (with_history(told, profile), Athlete()))

    assert known is not None
    assert stranger is not None
    assert Verdict[known.upper()] >= Verdict[stranger.upper()]


@given(told=st.lists(TOLD, max_size=8), profile=PROFILES, facts=FACTS)
@settings(max_examples=60, deadline=None)
def test_no_history_makes_a_run_fine_already_that_is_not(
    told: list[tuple[str, float, Json]], profile: Profile, facts: Json
) -> None:
    """The forecast never says "already" where the verdict would not be "go"."""
    athlete = with_history(told, profile)
    already = "is fine already" in athlete.says(WHEN, **facts).speech

    assert already <= (athlete.says(MAIN, **facts).verdict == "go")


@given(
    told=st.lists(TOLD, max_size=8),
    profile=PROFILES,
    intents=st.lists(
        st.tuples(st.sampled_from([MAIN, CHECK_IN, LEG_DAY, RUN, STATUS, WHEN, "WhyIntent", "Yes"]), SOME_SLOTS),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_remembered_there_is_an_answer(
    told: list[tuple[str, float, Json]], profile: Profile, intents: list[tuple[str, Json]]
) -> None:
    """One that Amazon accepts, and no apology."""
    athlete = with_history(told, profile)
    athlete.opens()
    for intent, slots in intents:
        athlete.says(intent, **slots)
        assert "something broke" not in athlete.heard.speech
        assert problems_with(athlete.heard.envelope, athlete.sent) == []


class Remembered(Conversation):
    """An athlete who says anything, may be remembered and forgotten, and whose store comes and goes."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Watched.empty(lambda: self.athlete.now)
        self.athlete = Athlete(self.store)
        self.said_yes = False
        self.sent_to_a_broken_store = False

    def _heard(self) -> None:
        """Keep the promises of memory too."""
        super()._heard()
        self.sent_to_a_broken_store = bool(self.store.broken)
        calls = self.store.take()
        self.said_yes |= "append" in calls
        assert calls.count("recall") <= 1
        assert calls.count("append") + calls.count("forget") <= 1
        assert "append" not in calls or self.store.broken or not self.store.is_empty
        if "Done. I've deleted" in self.athlete.heard.speech:
            assert self.store.is_empty
        if "I'll remember from now on" in self.athlete.heard.speech:
            assert self.store.profile["remembered_since"]

    @rule(intent=st.sampled_from([RUN, STATUS, WHEN, REMEMBER, FORGET, REMEMBER]), slots=SOME_SLOTS)
    def talk_of_memory(self, intent: str, slots: Json) -> None:
        """Say what memory is about."""
        self.athlete.says(intent, **slots)
        self._heard()

    @rule()
    def agree(self) -> None:
        """Say yes, to whatever was asked."""
        self.athlete.says("Yes")
        self._heard()

    @rule(broken=st.sets(st.sampled_from(["recall", "append", "forget"])))
    def the_store_fails(self, broken: set[str]) -> None:
        """Or does not, any more."""
        self.store.broken = broken

    @rule(hours=st.sampled_from([0, 2, 20, 200]))
    def come_back(self, hours: int) -> None:
        """In a new session, some time later."""
        self.athlete.says("Stop")
        self._heard()
        self.athlete.now += timedelta(hours=hours)

    @rule()
    def amazon_sends_it_again(self) -> None:
        """The same request, as it was: nothing is kept twice."""
        if not self.athlete.sent or self.sent_to_a_broken_store or self.store.broken:
            return
        session = self.athlete.in_session, self.athlete.attributes, self.athlete.heard
        held = self.store.events
        self.athlete.sends_envelope(self.athlete.sent)
        self.store.take()
        assert self.store.events == held
        self.athlete.in_session, self.athlete.attributes, self.athlete.heard = session

    @invariant()
    def nothing_is_held_without_a_yes(self) -> None:
        """Not even a profile."""
        assert self.said_yes or self.store.is_empty

    @invariant()
    def no_event_is_held_twice(self) -> None:
        """Each has an id of its own."""
        ids = [event["id"] for event in self.store.events]
        assert len(ids) == len(set(ids))


Remembered.TestCase.settings = settings(max_examples=80, stateful_step_count=15, deadline=None)
TestRemembered = Remembered.TestCase
del Conversation  # so that it is not run from here too
