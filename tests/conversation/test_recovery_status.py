"""How am I recovering? As much is told as is remembered, and no more."""

from __future__ import annotations

from datetime import timedelta

from tests.conversation.talker import SUNDAY
from tests.conversation.test_remembering import CHECK_IN, CONSENT, LEG_DAY, STATUS, Athlete, remembered


def weeks(count: int) -> Athlete:
    """A remembered athlete with a leg day a week and three check-ins after each; two days after the last leg day."""
    athlete = remembered(now=SUNDAY - timedelta(days=7 * count))
    for week in range(count):
        athlete.says(LEG_DAY, legDayEffort="8")
        for soreness in ("6", "4") if week == count - 1 else ("6", "5", "1"):
            athlete.later(days=1)
            athlete.says(CHECK_IN, soreness=soreness)
        athlete.later(days=4)
    athlete.now -= timedelta(days=4)
    return athlete


def test_a_stranger_is_told_so_and_asked() -> None:
    """There is no history."""
    assert Athlete().says(STATUS).speech == f"I don't know your history yet. {CONSENT}"


def test_who_has_told_nothing_yet_is_told_so() -> None:
    """Remembered, but without a leg day."""
    assert remembered().says(STATUS).speech.startswith("You haven't told me of a leg day lately.")


def test_a_leg_day_alone_is_told() -> None:
    """By its day."""
    athlete = remembered()
    athlete.says(LEG_DAY, legDayDate="2026-11-20", legDayEffort="8")
    speech = athlete.says(STATUS).speech

    assert speech.startswith("Your last leg day was Friday. Shall I check today's run?")


def test_with_little_history_nothing_is_called_usual() -> None:
    """Leg day, last check-in, how it changed."""
    speech = weeks(1).says(STATUS).speech

    assert speech.startswith("Your last leg day was Sunday. Your last check-in was a four. That's down from a six.")
    assert "usually" not in speech
    assert "last time" not in speech


def test_with_much_history_it_is_compared_and_told_what_is_usual() -> None:
    """With the leg day before, and in days."""
    speech = weeks(4).says(STATUS).speech

    assert "Your last check-in was a four. That's down from a six." in speech
    assert "last time" in speech
    assert "You usually need about " in speech


def test_after_a_week_only_what_is_usual_is_left() -> None:
    """How it went after a leg day long past is no news."""
    athlete = weeks(4)
    athlete.later(days=9)
    speech = athlete.says(STATUS).speech

    assert speech.startswith("You haven't told me of a leg day lately. You usually need about ")
    assert "check-in" not in speech


def test_it_can_be_asked_in_the_middle_of_a_question() -> None:
    """And leads back to it."""
    athlete = weeks(1)
    athlete.later(days=1)
    assert athlete.says("ShouldIRunIntent").asks_for == "soreness"

    assert athlete.says(STATUS).speech.endswith("Still want to settle that run?")
    assert athlete.says("Yes").asks_for == "soreness"
