"""Found once by trying: what went wrong in a conversation, held so that it stays mended."""

from __future__ import annotations

from tests.conversation.talker import SUNDAY, Talker, unmatched, value

MAIN, ANSWER = "ShouldIRunIntent", "AnswerIntent"


def test_what_became_known_is_not_said_to_be_assumed() -> None:
    """What became known is not said to be assumed."""
    athlete = Talker()
    athlete.says(MAIN)
    for slots in ({"unknown": "unknown"}, {"soreness": "3"}, {"unknown": "unknown"}, {"unknown": "unknown"}):
        heard = athlete.says(ANSWER, **slots)
    assert heard.verdict
    assert "your soreness as a six" not in heard.speech


def test_two_side_topics_do_not_lose_the_question() -> None:
    """Two side topics do not lose the question."""
    athlete = Talker()
    athlete.opens()
    for intent in ("DrawbacksIntent", "Yes", "RunTipsIntent", "Yes"):
        heard = athlete.says(intent)
    assert heard.asks_for == "soreness"


def test_help_does_not_use_up_the_patience() -> None:
    """Help does not use up the patience."""
    athlete = Talker()
    athlete.says(MAIN)
    athlete.says("Help")
    heard = athlete.says(ANSWER, soreness=unmatched("purple"))
    assert heard.asks_for == "soreness"
    assert heard.speech.startswith("I need a number")


def test_effort_told_as_a_log_does_not_move_leg_day_to_now() -> None:
    """Effort told as a log does not move leg day to now."""
    athlete = Talker()
    athlete.says(MAIN, soreness="2", runType="tempo", legDayDate="2026-11-20")
    heard = athlete.says("LogLegDayIntent", legDayEffort="6")
    assert heard.rule != "too_soon"


def test_a_leg_day_just_finished_is_still_known_in_the_next_turn() -> None:
    """A leg day just finished is still known in the next turn."""
    athlete = Talker()
    athlete.says("LogLegDayIntent")
    heard = athlete.says(ANSWER, soreness="1", runType="easy")
    assert heard.rule == "too_soon"


def test_a_log_with_an_unreadable_day_is_not_now() -> None:
    """A log with an unreadable day is not now."""
    heard = Talker().says("LogLegDayIntent", legDayDate=value("?"))
    assert heard.verdict is None


def test_a_month_is_narrowed_by_its_day_and_not_by_morning_or_evening() -> None:
    """A month is narrowed by its day and not by morning or evening."""
    heard = Talker().says(MAIN, soreness="2", runType="intervals", legDayDate="2026-11", legDayEffort="8")
    assert heard.asks_for == "legDayDate"


def test_a_weekend_is_narrowed_by_its_day() -> None:
    """A weekend is narrowed by its day."""
    heard = Talker().says(MAIN, soreness="2", runType="intervals", legDayDate="2026-W47-WE", legDayEffort="8")
    assert heard.asks_for == "legDayDate"


def test_a_day_longer_ago_than_a_week_is_not_called_then() -> None:
    """A day longer ago than a week is not called then."""
    assert not Talker().says("LogLegDayIntent", legDayDate="2026-11-10").speech.startswith("Then,")


def test_a_pause_does_not_drop_the_question() -> None:
    """A pause does not drop the question."""
    athlete = Talker()
    athlete.says(MAIN)
    athlete.says("Pause")
    assert "cannotSay" not in athlete.attributes


def test_start_over_keeps_the_time_zone() -> None:
    """Start over keeps the time zone."""
    athlete = Talker()
    athlete.opens()
    athlete.says("StartOver")
    athlete.says(ANSWER, soreness="2")
    assert athlete.zone_asked == 1


def test_no_to_where_does_it_hurt_goes_back_to_the_question() -> None:
    """No to where does it hurt goes back to the question."""
    athlete = Talker()
    athlete.says(MAIN)
    athlete.says("SymptomIntent")
    assert athlete.says("No").asks_for == "soreness"


def test_yes_to_where_does_it_hurt_asks_again_or_is_careful() -> None:
    """Yes to where does it hurt asks again or is careful."""
    athlete = Talker()
    athlete.says("SymptomIntent")
    assert not athlete.says("Yes").speech.startswith("I only know legs and runs")


def test_an_hour_not_known_of_one_day_is_asked_of_another() -> None:
    """An hour not known of one day is asked of another."""
    athlete = Talker(SUNDAY.replace(hour=12))
    heard = athlete.says(MAIN, soreness="0", runType="intervals", legDayDate="2026-11-20", legDayEffort="8")
    assert heard.asks_for == "legDayTime"
    athlete.says(ANSWER, unknown="unknown")
    heard = athlete.says(ANSWER, correctedDate="2026-11-21", legDayEffort="3")
    assert heard.asks_for == "legDayTime"


def test_unmatched_unknown_is_not_i_dont_know() -> None:
    """Unmatched unknown is not i dont know."""
    athlete = Talker()
    athlete.says(MAIN)
    athlete.says(ANSWER, unknown=unmatched("banana"))
    assert "cannotSay" not in athlete.attributes
