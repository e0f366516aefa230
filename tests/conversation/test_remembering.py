"""Who is remembered and who is not: nothing before a yes, what was told before it, and nothing after "forget me"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from skill.conversation.dispatch import CONVERSATIONS
from skill.conversation.envelope import LAUNCH
from skill.memory import athlete_key
from tests import planted
from tests.conversation.stores import KEY, SECRET, Watched
from tests.conversation.talker import SUNDAY, Json, Talker

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN, ANSWER, CHECK_IN = "ShouldIRunIntent", "AnswerIntent", "CheckInIntent"
LEG_DAY, RUN, STATUS, WHEN = "LogLegDayIntent", "LogRunIntent", "RecoveryStatusIntent", "WhenCanIRunIntent"
REMEMBER, FORGET = "RememberMeIntent", "ForgetMeIntent"
CONSENT = "Shall I remember your leg days and check-ins, so you needn't tell me twice?"
EVERYTHING: Json = {
    "soreness": "4",
    "runType": "intervals",
    "legDayDate": "2026-11-21",
    "legDayTime": "19:00",
    "legDayEffort": "8",
    "legArea": "quads",
    "age": "44",
    "experience": "novice",
}


class Athlete(Talker):
    """A talker who may be remembered.

    Attributes:
        store: where.
    """

    def __init__(self, store: Watched | None = None, **told: Any) -> None:  # noqa: ANN401 (as `Talker` takes it)
        self.store = store or Watched.empty(lambda: self.now)
        super().__init__(memory=self.store, **told)

    def leaves(self) -> None:
        """End the session."""
        self.says("Stop")

    def later(self, **time: float) -> None:
        """Come back after some time, in a new session."""
        if self.in_session:
            self.leaves()
        self.now += timedelta(**time)

    def again(self) -> None:
        """Have Amazon send the last request once more, as it was."""
        self.sends_envelope(self.sent)

    def is_disabling(self) -> None:
        """Disable the skill."""
        envelope = self.envelope({"type": "AlexaSkillEvent.SkillDisabled", "eventCreationTime": "2026-11-22T15:00:00Z"})
        del envelope["session"]
        assert self.sends_envelope(envelope).body == {}


def remembered(**told: Any) -> Athlete:  # noqa: ANN401 (as `Talker` takes it)
    """An athlete who has said yes, and has told nothing yet."""
    athlete = Athlete(**told)
    athlete.says(REMEMBER)
    athlete.leaves()
    athlete.store.take()
    return athlete


# --- Nothing is written before the yes ---


@pytest.mark.parametrize("name", sorted(CONVERSATIONS))
def test_nothing_is_written_of_an_athlete_who_did_not_say_yes(name: str) -> None:
    """Whatever is said, with whatever in it, twice, after a check-in and on its own; only "remember me" is a yes."""
    athlete = Athlete()
    for slots in ({}, EVERYTHING):
        for before in (None, CHECK_IN):
            if before is not None and name != REMEMBER:
                athlete.says(before, soreness="8")
            if name == LAUNCH:
                athlete.opens()
            elif not name.startswith("AMAZON.Yes"):  # after an offer it is a yes
                athlete.says(name, **slots)

    wrote = "append" in athlete.store.calls
    assert wrote == (name == REMEMBER)
    assert athlete.store.is_empty == (name != REMEMBER)


@pytest.mark.parametrize("other", ["AMAZON.NoIntent", "AMAZON.StopIntent", "AMAZON.FallbackIntent", "WhyIntent"])
def test_only_a_yes_is_a_yes(other: str) -> None:
    """To the question whether to remember."""
    athlete = Athlete()
    athlete.says(CHECK_IN, soreness="8")
    assert athlete.heard.speech.endswith(CONSENT)
    athlete.says(other)

    assert athlete.store.is_empty
    assert "append" not in athlete.store.calls


# --- The question for consent ---


@pytest.mark.parametrize(
    ("intent", "slots"),
    [(CHECK_IN, {"soreness": "8"}), (RUN, {"runType": "easy"}), (LEG_DAY, {"legDayEffort": "7"}), (STATUS, {})],
)
def test_it_is_offered_once_something_worth_remembering_was_told(intent: str, slots: Json) -> None:
    """As the last sentence."""
    assert Athlete().says(intent, **slots).speech.endswith(CONSENT)


def test_it_is_offered_once_a_session() -> None:
    """Not again after any of what would lead to it; but again in the next session."""
    athlete = Athlete()
    athlete.says(RUN)
    for intent, slots in [(RUN, {}), (CHECK_IN, {"soreness": "8"}), (STATUS, {}), (MAIN, {}), ("DrawbacksIntent", {})]:
        assert CONSENT not in athlete.says(intent, **slots).speech
    athlete.says("StartOver")
    assert CONSENT not in athlete.says(RUN).speech
    athlete.later(days=1)

    assert athlete.says(RUN).speech.endswith(CONSENT)


def test_it_is_not_offered_before_there_is_something_to_remember() -> None:
    """Not on opening, not with help, not in the middle of a question."""
    athlete = Athlete()

    assert all(CONSENT not in turn.speech for turn in [athlete.opens(), athlete.says("Help"), athlete.says(STATUS)][:2])
    assert CONSENT not in athlete.says("DrawbacksIntent").speech


def test_it_is_not_offered_where_nothing_can_be_kept() -> None:
    """Without a store; and asked for, the skill says so."""
    athlete = Talker()

    assert CONSENT not in athlete.says(RUN).speech
    assert athlete.says(REMEMBER).speech.startswith("I can't remember anything here.")
    assert athlete.says(FORGET).speech.startswith("I don't keep anything about you.")


def test_it_is_not_offered_to_who_is_remembered_or_just_said_so() -> None:
    """Also not right after "remember me", and not after "forget me" by somebody who is not remembered."""
    for first in (REMEMBER, FORGET):
        athlete = Athlete()
        athlete.says(MAIN, soreness="8")
        speeches = [athlete.says(intent).speech for intent in (first, RUN, "DrawbacksIntent")]
        assert not [speech for speech in speeches if CONSENT in speech]


# --- What was told before the yes is kept by it ---


def test_a_yes_keeps_what_was_told_this_session() -> None:
    """Leg day and check-in, each as one event, and what is known of the athlete."""
    athlete = Athlete()
    athlete.says(CHECK_IN, **EVERYTHING)
    assert athlete.says("Yes").speech.startswith("I'll remember from now on. Say forget me any time.")

    kinds = {event["kind"]: event for event in athlete.store.events}
    assert set(kinds) == {"leg_day", "check_in"}
    assert kinds["check_in"]["data"] == {"soreness": 4.0}
    assert kinds["leg_day"]["data"] == {
        "leg_day": ["2026-11-21T19:00:00-05:00", "2026-11-21T19:00:00-05:00"],
        "leg_date": "2026-11-21",
        "effort": 8.0,
        "areas": ["quads"],
    }
    assert kinds["leg_day"]["at"] == "2026-11-22T00:00:00.000000+00:00"
    assert kinds["check_in"]["at"] == "2026-11-22T15:00:00.000000+00:00"
    assert athlete.store.profile == {
        "remembered_since": "2026-11-22T15:00:00.000000+00:00",
        "time_zone": "America/New_York",
        "novice": True,
        "age": 44,
        "version": 1,
    }


def test_a_run_told_before_the_yes_is_kept_by_it() -> None:
    """With its time, also when the yes comes some turns later."""
    athlete = Athlete()
    athlete.says(RUN, runType="easy")
    athlete.now += timedelta(minutes=1)
    athlete.says("BenefitsIntent")
    athlete.says(REMEMBER)

    run = athlete.store.events[0]
    assert (run["kind"], run["data"], run["at"]) == ("run", {"run": "easy"}, "2026-11-22T15:00:00.000000+00:00")


def test_a_run_is_kept_once_whenever_the_yes_comes() -> None:
    """A second yes keeps nothing twice, and later runs are their own."""
    athlete = Athlete()
    athlete.says(RUN, runType="easy")
    athlete.says("Yes")
    athlete.says(REMEMBER)
    athlete.says(RUN, runType="long")

    assert athlete.store.in_effect("run") == [{"run": "easy"}, {"run": "long"}]


def test_runs_without_a_yes_are_gone_with_the_session() -> None:
    """They were kept nowhere."""
    athlete = Athlete()
    athlete.says(RUN, runType="easy")
    athlete.later(hours=1)
    athlete.says(REMEMBER)

    assert athlete.store.events == []


def test_remember_me_in_the_middle_of_a_question_keeps_it_open() -> None:
    """What was told by then is kept, what comes after too."""
    athlete = Athlete()
    athlete.says(MAIN, soreness="5")
    asked = athlete.heard.asks_for
    assert athlete.says(REMEMBER).speech.endswith("Still want to settle that run?")
    assert athlete.says("Yes").asks_for == asked
    athlete.says(MAIN, legDayDate="2026-11-20")

    assert [event["kind"] for event in athlete.store.events] == ["check_in", "leg_day"]


def test_remember_me_twice_is_no_second_beginning() -> None:
    """It says that it does already, in this session and the next."""
    athlete = remembered()
    since = athlete.store.profile

    assert athlete.says(REMEMBER).speech.startswith("I do already.")
    assert athlete.store.profile == since


# --- Nothing personal is kept ---


def test_what_is_held_does_not_name_the_athlete() -> None:
    """No id as Amazon has it, no token, no device, no words."""
    athlete = remembered()
    athlete.says(CHECK_IN, **EVERYTHING)
    held = str(athlete.store.export(KEY))

    assert len(athlete.store.events) == 2
    assert not planted.is_in(held)
    assert not planted.is_in(KEY)
    assert athlete_key(planted.ATHLETE, SECRET + b"!") != KEY


# --- Forgetting ---


def full() -> Athlete:
    """An athlete of whom much is held."""
    athlete = remembered()
    athlete.says(LEG_DAY, legDayEffort="9", legArea="quads")
    athlete.says(RUN, runType="easy")
    athlete.says(CHECK_IN, soreness="6")
    athlete.says(CHECK_IN, soreness="5")
    assert len(athlete.store.events) == 4
    return athlete


def test_forgetting_is_confirmed_and_complete() -> None:
    """Nothing is gone before the yes, everything is after it."""
    athlete = full()
    assert athlete.says(FORGET).speech.endswith("Are you sure?")
    assert len(athlete.store.events) == 4
    heard = athlete.says("Yes")

    assert heard.speech == "Done. I've deleted everything I knew about you."
    assert not heard.is_open
    assert athlete.store.is_empty


@pytest.mark.parametrize("other", ["No", "Stop", "Help", "Fallback", "Repeat", MAIN])
def test_nothing_is_forgotten_without_a_yes(other: str) -> None:
    """Whatever else is said."""
    athlete = full()
    athlete.says(FORGET)
    athlete.says(other)

    assert "forget" not in athlete.store.calls
    assert len(athlete.store.events) == 4


def test_a_yes_to_something_else_forgets_nothing() -> None:
    """The question has to be the last one that was put."""
    athlete = full()
    athlete.says(FORGET)
    athlete.says("BenefitsIntent")
    athlete.says("Yes")

    assert len(athlete.store.events) == 4


def test_no_keeps_everything_and_goes_on() -> None:
    """Back to the question that was open."""
    athlete = remembered()
    athlete.says(MAIN)
    assert athlete.says(FORGET).is_open
    heard = athlete.says("No")

    assert heard.speech == "Okay, nothing is deleted. Still want to settle that run?"
    assert athlete.says("Yes").asks_for == "soreness"


@pytest.mark.parametrize(
    "forgotten", [lambda athlete: (athlete.says(FORGET), athlete.says("Yes")), lambda athlete: athlete.is_disabling()]
)
def test_who_was_forgotten_is_a_stranger(forgotten: Callable[[Athlete], object]) -> None:
    """Welcomed as for the first time, asked everything, told so, and nothing is written again."""
    athlete = full()
    forgotten(athlete)
    assert athlete.store.is_empty
    athlete.in_session = False
    athlete.attributes = {}

    assert "not medical advice" in athlete.opens().speech
    assert athlete.heard.asks_for == "soreness"
    assert athlete.says(STATUS).speech.startswith("I don't know your history yet.")
    athlete.says(CHECK_IN, **EVERYTHING)
    assert athlete.store.is_empty


def test_disabling_the_skill_forgets_this_athlete_and_no_other() -> None:
    """The notice has no session; the athlete is the one of its context."""
    athlete = full()
    envelope = athlete.envelope({"type": "AlexaSkillEvent.SkillDisabled"})
    del envelope["session"]
    envelope["context"]["System"]["user"] = {"userId": "somebody else"}
    athlete.sends_envelope(envelope)

    assert len(athlete.store.events) == 4
    athlete.is_disabling()
    assert athlete.store.is_empty


@pytest.mark.parametrize("kind", ["SkillEnabled", "SkillPermissionChanged", "SkillAccountLinked"])
def test_no_other_notice_forgets(kind: str) -> None:
    """Only disabling is a goodbye."""
    athlete = full()
    athlete.sends_envelope(athlete.envelope({"type": f"AlexaSkillEvent.{kind}"}))

    assert len(athlete.store.events) == 4


def test_a_session_that_is_open_elsewhere_writes_nothing_after_forgetting() -> None:
    """Another device still believes that the athlete is remembered."""
    kitchen = full()
    bedroom = Athlete(kitchen.store)
    bedroom.opens()
    kitchen.says(FORGET)
    kitchen.says("Yes")
    bedroom.says(CHECK_IN, soreness="2")
    bedroom.says(RUN)

    assert kitchen.store.is_empty


def test_remembering_can_begin_again() -> None:
    """With nothing of what was before."""
    athlete = full()
    athlete.says(FORGET)
    athlete.says("Yes")
    athlete.says(CHECK_IN, soreness="8")
    athlete.says("Yes")

    assert athlete.store.in_effect("check_in") == [{"soreness": 8.0}]
    assert len(athlete.store.events) == 1


# --- Events ---


def test_a_correction_replaces_and_erases_nothing() -> None:
    """The entry in effect is the six of "no, a six"; the first stays stored."""
    athlete = remembered()
    athlete.says(CHECK_IN, soreness="4")
    athlete.says(ANSWER, soreness="6")
    athlete.says(ANSWER, soreness="7")

    first, second, third = (event for event in athlete.store.events if event["kind"] == "check_in")
    assert [each["data"]["soreness"] for each in (first, second, third)] == [4.0, 6.0, 7.0]
    assert [each["replaces"] for each in (first, second, third)] == [None, first["id"], second["id"]]
    assert athlete.store.in_effect("check_in") == [{"soreness": 7.0}]


def test_a_correction_is_compared_with_the_check_in_before_the_one_it_puts_right() -> None:
    """Not with what was never true."""
    athlete = remembered(now=SUNDAY - timedelta(days=2))
    athlete.says(LEG_DAY, legDayEffort="9")
    athlete.later(hours=24)
    athlete.says(CHECK_IN, soreness="6")
    athlete.later(hours=24)
    athlete.says(CHECK_IN, soreness="2")

    assert "down from a six" in athlete.says(CHECK_IN, soreness="4").speech


def test_effort_told_later_is_told_of_the_same_leg_day() -> None:
    """In the same session, and the next day."""
    athlete = remembered()
    athlete.says(LEG_DAY)
    athlete.later(hours=20)
    athlete.says(ANSWER, legDayEffort="9")

    assert [data.get("effort") for data in athlete.store.in_effect("leg_day")] == [9.0]
    assert len(athlete.store.events) == 2


def test_a_leg_day_on_another_day_is_a_correction_in_the_session_it_was_told_in() -> None:
    """As in "no, it was Monday"; its effort is still its own."""
    athlete = remembered()
    athlete.says(LEG_DAY, legDayDate="2026-11-20", legDayEffort="9")
    athlete.says(ANSWER, legDayDate="2026-11-16")

    (leg_day,) = athlete.store.in_effect("leg_day")
    assert (leg_day["leg_date"], leg_day["effort"]) == ("2026-11-16", 9.0)


@pytest.mark.parametrize("days", [1, 3, 7, 14])
@pytest.mark.parametrize("dated", [False, True])
def test_a_new_leg_day_is_no_correction(days: int, *, dated: bool) -> None:
    """Some days later, with its day or without; and nothing of the other is known of it."""
    athlete = remembered(now=SUNDAY - timedelta(days=days))
    athlete.says(LEG_DAY, legDayEffort="3", legArea="quads", toFailure="yes")
    athlete.later(days=days)
    athlete.says(LEG_DAY, **({"legDayDate": "2026-11-22"} if dated else {}), legArea="glutes")

    first, second = athlete.store.in_effect("leg_day")
    assert (first["effort"], first["areas"]) == (3.0, ["quads"])
    assert "effort" not in second
    assert "to_failure" not in second
    assert second["areas"] == ["glutes"]
    assert athlete.heard.asks_for == "legDayEffort"


def test_as_hard_a_leg_day_the_day_after_is_another_one() -> None:
    """Only what was not known of the last one is told of it."""
    athlete = remembered(now=SUNDAY - timedelta(hours=23))
    athlete.says(LEG_DAY, legDayEffort="9")
    athlete.later(hours=23)
    athlete.says(LEG_DAY, legDayEffort="9")

    assert len(athlete.store.in_effect("leg_day")) == 2


def test_no_leg_day_is_nothing_to_keep() -> None:
    """There is no time at which it was."""
    athlete = remembered()
    athlete.says(MAIN, noLegDay="none", soreness="1", runType="easy")

    assert [event["kind"] for event in athlete.store.events] == ["check_in"]


@pytest.mark.parametrize(
    ("slots", "at"),
    [
        ({}, "2026-11-22T15:00"),
        ({"runDate": "2026-11-21"}, "2026-11-21T18:00"),
        ({"runDate": "2026-11-22", "runTime": "07:00"}, "2026-11-22T12:00"),
        ({"runType": "hard"}, "2026-11-22T15:00"),
    ],
)
def test_a_run_is_kept_when_it_was(slots: Json, at: str) -> None:
    """Now, unless something else was said."""
    athlete = remembered()
    athlete.says(RUN, **slots)

    assert athlete.store.events[0]["at"].startswith(at)


def test_a_run_that_is_over_is_no_run_that_is_planned() -> None:
    """What is planned is asked, and "this morning" is not tomorrow."""
    athlete = remembered()
    athlete.says(LEG_DAY, legDayDate="2026-11-21", legDayEffort="8")
    athlete.says(RUN, runType="easy", runTime="MO")

    assert athlete.says(MAIN, soreness="3").asks_for == "runType"
    assert "run_at" not in athlete.heard.trace["facts"]


# --- The same request twice, two devices ---


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        (CHECK_IN, {"soreness": "4"}),
        (LEG_DAY, {"legDayEffort": "9", "legArea": "quads"}),
        (LEG_DAY, {}),
        (LEG_DAY, {"legDayDate": "2026-11-21"}),
        (RUN, {"runType": "easy"}),
        (MAIN, EVERYTHING),
        (REMEMBER, EVERYTHING),
    ],
)
def test_a_request_sent_twice_counts_once(intent: str, slots: Json) -> None:
    """Amazon sends it again, when an answer was slow, with the same id."""
    athlete = remembered()
    athlete.says(intent, **slots)
    once = athlete.store.events
    athlete.again()

    assert athlete.store.events == once


def test_a_yes_sent_twice_counts_once() -> None:
    """As it is in the middle of a session."""
    athlete = Athlete()
    athlete.says(RUN)
    athlete.says(CHECK_IN, soreness="8")
    athlete.says(REMEMBER)
    held = athlete.store.export(KEY)
    athlete.again()

    assert athlete.store.export(KEY) == held


def test_two_devices_lose_nothing() -> None:
    """Each in a session of its own that began before the other told anything."""
    kitchen = remembered()
    watch = Athlete(kitchen.store)
    kitchen.opens()
    watch.opens()
    kitchen.says(LEG_DAY, legDayDate="2026-11-21", legDayEffort="8")
    watch.says(RUN, runType="easy")
    kitchen.says(CHECK_IN, soreness="6")
    watch.says(CHECK_IN, soreness="5")

    assert len(kitchen.store.in_effect("check_in")) == 2
    assert len(kitchen.store.in_effect("leg_day")) == 1
    assert len(kitchen.store.in_effect("run")) == 1


# --- What is known is not asked ---


def test_with_leg_day_and_check_in_known_only_the_run_is_asked() -> None:
    """Leg day last night, a check-in this morning."""
    athlete = remembered(now=SUNDAY - timedelta(hours=15))
    athlete.says(LEG_DAY, legDayEffort="8")
    athlete.later(hours=13)
    athlete.says(CHECK_IN, soreness="5")
    athlete.later(hours=2)

    assert athlete.says(MAIN).asks_for == "runType"
    assert athlete.says(MAIN, runType="intervals").verdict == "cross_train"


def test_opening_leads_to_a_verdict_within_two_turns_for_who_comes_back() -> None:
    """With a check-in this morning, and without one: a question, an answer, a verdict."""
    athlete = remembered(now=SUNDAY - timedelta(hours=15))
    athlete.says(LEG_DAY, legDayEffort="8")
    athlete.later(hours=15)
    assert athlete.opens().speech.startswith("Welcome back.")
    assert athlete.heard.asks_for == "soreness"
    heard = athlete.says(ANSWER, soreness="4")
    assert heard.verdict == "ease"
    assert "Easy and flat is fine today. Hard running: probably" in heard.speech
    athlete.later(hours=1)

    assert athlete.opens().asks_for == "runType"
    assert athlete.says(ANSWER, runType="easy").verdict == "ease"


def test_yesterdays_check_in_is_not_todays_soreness() -> None:
    """A day begins at the athlete's own midnight."""
    athlete = remembered(now=SUNDAY.replace(hour=23, minute=50))
    athlete.says(CHECK_IN, soreness="3", legDayDate="2026-11-21")
    athlete.later(minutes=5)
    assert athlete.says(MAIN, runType="easy").asks_for != "soreness"
    athlete.later(minutes=10)

    assert athlete.says(MAIN, runType="easy").asks_for == "soreness"


def test_midnight_is_where_the_athlete_is() -> None:
    """Ten minutes to midnight in New York is no new day there because it is one in London."""
    athlete = remembered(now=SUNDAY.replace(hour=18, minute=50))
    athlete.says(CHECK_IN, soreness="3", legDayDate="2026-11-21")
    athlete.later(minutes=20)  # past midnight in UTC

    assert athlete.says(MAIN, runType="easy").asks_for != "soreness"


def test_a_check_in_before_a_later_leg_day_says_nothing_of_it() -> None:
    """In the session in which it is told, and afterwards."""
    athlete = remembered(now=SUNDAY.replace(hour=7))
    athlete.says(CHECK_IN, soreness="1", legDayDate="2026-11-18", legDayEffort="5")
    athlete.later(hours=3)
    athlete.says(LEG_DAY, legDayEffort="9")
    assert "soreness" not in athlete.heard.trace["facts"]
    athlete.later(hours=9)

    assert athlete.says(WHEN).asks_for == "soreness"


def test_a_check_in_on_a_day_with_a_leg_day_of_no_hour_may_have_been_before_it() -> None:
    """So it is asked again."""
    athlete = remembered(now=SUNDAY.replace(hour=12))
    athlete.says(CHECK_IN, soreness="1", legDayDate="2026-11-18")
    athlete.later(hours=7)
    athlete.says(LEG_DAY, legDayDate="2026-11-22", legDayEffort="9")

    assert athlete.says(WHEN).asks_for == "soreness"


@pytest.mark.parametrize(("days", "asked"), [(6.9, False), (8, True), (30, True)])
def test_after_a_week_a_leg_day_is_not_the_last_one(days: float, *, asked: bool) -> None:
    """There may have been others."""
    athlete = remembered()
    athlete.says(LEG_DAY, legDayEffort="8")
    athlete.later(days=days)

    assert (athlete.says(CHECK_IN, soreness="4").asks_for == "legDayDate") == asked


def test_the_zone_that_is_remembered_is_better_than_a_guess() -> None:
    """When Amazon does not say where the device is."""
    at_home = remembered(time_zone="Asia/Kolkata")
    somewhere = Athlete(at_home.store, time_zone=None)

    assert somewhere.opens().attributes["timeZone"] == "Asia/Kolkata"
    assert Athlete(time_zone=None).opens().attributes["timeZone"] == "America/Chicago"


def test_the_zone_of_the_device_counts_more_than_the_one_that_is_remembered() -> None:
    """Athletes travel."""
    at_home = remembered(time_zone="Asia/Kolkata")
    away = Athlete(at_home.store, time_zone="Europe/London")

    assert away.opens().attributes["timeZone"] == "Europe/London"


def test_what_is_known_of_the_athlete_counts() -> None:
    """New to lifting, and over forty."""
    athlete = Athlete()
    athlete.says(CHECK_IN, **EVERYTHING)
    athlete.says("Yes")
    athlete.later(days=3)
    facts = athlete.opens().trace["facts"]

    assert (facts["novice"], facts["age"]) == (True, 44)


@pytest.mark.parametrize(("experience", "novice"), [("novice", True), ("regular", False)])
def test_what_is_told_of_oneself_after_the_yes_counts_from_then_on(experience: str, *, novice: bool) -> None:
    """It is no event, and is kept all the same; also once it is no longer so."""
    athlete = remembered()
    athlete.says(CHECK_IN, soreness="2", age="44", experience="novice")
    athlete.says(CHECK_IN, experience=experience)
    athlete.later(days=3)
    facts = athlete.opens().trace["facts"]

    assert (facts.get("novice", False), facts["age"]) == (novice, 44)


# --- Round trips ---


def test_an_athlete_who_is_not_remembered_costs_one_read_a_session() -> None:
    """However long it is."""
    athlete = Athlete()
    for intent in (MAIN, CHECK_IN, STATUS, WHEN, RUN, "Help", "StartOver", MAIN, FORGET):
        athlete.says(intent)

    assert athlete.store.take() == ["recall"]


def test_a_turn_reads_once_and_writes_once_at_most() -> None:
    """Whatever it is about, in whatever order."""
    athlete = remembered()
    for intent, slots in [
        (CHECK_IN, EVERYTHING),
        (CHECK_IN, {"soreness": "6"}),
        (RUN, {}),
        (LEG_DAY, {"legDayEffort": "7"}),
        (STATUS, {}),
        (WHEN, {}),
        (MAIN, {"runType": "easy"}),
        ("StartOver", {}),
        (MAIN, EVERYTHING),
        (REMEMBER, {}),
        (FORGET, {}),
    ]:
        athlete.says(intent, **slots)
        calls = athlete.store.take()
        assert calls in ([], ["recall"], ["append"], ["recall", "append"]), intent


def test_help_and_questions_cost_nothing_once_the_session_knows() -> None:
    """Only the first turn reads."""
    athlete = remembered()
    athlete.opens()
    assert athlete.store.take() == ["recall"]
    for intent in ("Help", "BenefitsIntent", "Repeat", MAIN):
        athlete.says(intent)

    assert athlete.store.take() == []
