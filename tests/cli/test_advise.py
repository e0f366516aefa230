"""`legday advise`: facts as options in, the decision out, as JSON for programs and as text for people."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from click.testing import CliRunner, Result

from skill.advice import SOURCES, Condition, RunType, Symptom
from skill.cli import main

SUNDAY_NOON = ("--now", "2026-11-22T12:00", "--time-zone", "Europe/London")


def advise(*options: str, at: tuple[str, ...] = SUNDAY_NOON) -> Result:
    """What `legday advise` does, on a clock that stands still."""
    return CliRunner().invoke(main, ["advise", *options, *at], prog_name="legday")


def decided(line: str, *, at: tuple[str, ...] = SUNDAY_NOON) -> dict[str, Any]:
    """The JSON for a line of options."""
    result = advise(*line.split(), "--json", at=at)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_the_decision_as_json() -> None:
    """Every key, for the example everyone is shown first."""
    answer = decided("--soreness 6 --leg-day 20h --run intervals")
    reasons = answer.pop("reasons")
    assert len(reasons) >= 2
    assert all(reason.endswith(".") and "<" not in reason for reason in reasons)
    assert answer == {
        "verdict": "cross_train",
        "rule": "hard_run_sore_soon",
        "confidence": "moderate",
        "confidence_caveat": None,
        "sources": ["burt2023", "marcora2007"],
        "adjustments": [],
        "until": 28.0,
        "until_at": "2026-11-23T16:00+00:00",
        "alternatives": ["swim", "cycle", "yoga", "walk"],
        "notes": [],
        "assumed": ["effort"],
        "next_question": None,
        "situation": {
            "soreness": 6.0,
            "leg_day": {"least": 20.0, "most": 20.0},
            "run": "intervals",
            "hours_to_run": 0.0,
            "effort": None,
            "to_failure": False,
            "fatigue": "none",
            "sleep_hours": None,
            "novice": False,
            "novice_session": None,
            "age": None,
            "symptoms": [],
            "conditions": [],
        },
    }


@pytest.mark.parametrize(
    ("line", "verdict", "rule"),
    [
        ("--symptom chest_pain --symptom limp", "seek_care", "emergency"),
        ("--symptom dark_urine --soreness 0", "seek_care", "medical_today"),
        ("--symptom bone_pain", "seek_care", "sharp_pain"),
        ("--condition pregnancy", "seek_care", "ask_clinician"),
        ("--age 17", "seek_care", "ask_clinician"),
        ("--soreness 7", "rest", "very_sore"),
        ("--soreness 0 --fatigue extreme", "rest", "very_sore"),
        ("--soreness 0 --leg-day 3h --run easy", "rest", "too_soon"),
        ("--soreness 0 --leg-day 3h --run easy --run-in 3h", "go", "clear"),
        ("--soreness 0 --leg-day 12h --run easy --novice-session 2", "cross_train", "first_sessions"),
        ("--soreness 0 --leg-day 12h --run easy --novice-session 3", "go", "clear"),
        ("--soreness 2 --leg-day 20h --run race", "ease", "hard_run_soon"),
        ("--soreness 5 --leg-day 90h --run easy", "ease", "sore"),
        ("--soreness 0 --leg-day 60h --run hills --effort 6 --age 45", "ease", "hard_run_slow_recovery"),
        ("--soreness 0 --leg-day 60h --run hills --effort 6 --novice", "ease", "hard_run_slow_recovery"),
        ("--soreness 0 --leg-day 60h --run hills --effort 6 --to-failure", "ease", "hard_run_slow_recovery"),
        ("--soreness 0 --leg-day 20h --run tempo --effort 6", "ease", "tempo_soon"),
        ("--soreness 0 --leg-day 20h --run long --effort 6", "ease", "long_soon"),
        ("--soreness 2 --leg-day 3d --run hills --effort 6", "go", "clear"),
        ("--soreness 0 --leg-day none --run sprints", "go", "clear"),
        ("--soreness 0 --leg-day none --run sprints --sleep-hours 5", "ease", "clear"),
        ("", "cross_train", "hard_run_sore_soon"),
    ],
)
def test_options_reach_every_rule(line: str, verdict: str, rule: str) -> None:
    """Each fact counts, and each row of the table can be reached."""
    answer = decided(line)
    assert (answer["verdict"], answer["rule"]) == (verdict, rule)


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("20h", 20, 20),
        ("20", 20, 20),
        ("20.5h", 20.5, 20.5),
        ("90m", 1.5, 1.5),
        ("1h30m", 1.5, 1.5),
        ("1d12h", 36, 36),
        ("1.5d", 36, 36),
        ("PT20H", 20, 20),
        ("PT90M", 1.5, 1.5),
        ("P1DT2H", 26, 26),
        ("pt20h", 20, 20),
        ("20h-28h", 20, 28),
        ("28h-20h", 20, 28),
        ("20-28h", 20, 28),
        ("20–28", 20, 28),
        ("today", 0, 7),
        ("0d", 0, 7),
        ("yesterday", 15, 31),
        ("YESTERDAY", 15, 31),
        ("1d", 15, 31),
        ("2d", 39, 55),
        ("P2D", 39, 55),
        ("1w", 159, 175),
        ("P1W", 159, 175),
        ("1-2d", 15, 55),
        ("yesterday-2d", 15, 55),
    ],
)
def test_ways_to_say_when_leg_day_was(said: str, least: float, most: float) -> None:
    """Hours are exact; days are ranges from 05:00 to 21:00 of that day, today's to now."""
    assert decided(f"--leg-day {said}")["situation"]["leg_day"] == {"least": least, "most": most}


def test_no_leg_day_this_week() -> None:
    """Said as `none`, and unlike not knowing."""
    assert decided("--leg-day none")["situation"]["leg_day"] == "none"
    assert decided("")["situation"]["leg_day"] is None


def test_a_day_is_as_long_as_the_clocks_made_it() -> None:
    """The night summer time ended had an hour more, so yesterday is further away."""
    at = ("--now", "2026-10-25T12:00", "--time-zone", "Europe/London")
    assert decided("--leg-day yesterday", at=at)["situation"]["leg_day"] == {"least": 16.0, "most": 32.0}


def test_today_in_the_small_hours() -> None:
    """Before five in the morning today only just began."""
    at = ("--now", "2026-11-22T03:00", "--time-zone", "Europe/London")
    assert decided("--leg-day today", at=at)["situation"]["leg_day"] == {"least": 0.0, "most": 3.0}


@pytest.mark.parametrize(("said", "hours"), [("5h", 5), ("90m", 1.5), ("1d", 24), ("PT5H", 5), ("2", 2), ("now", 0)])
def test_ways_to_say_when_the_run_is(said: str, hours: float) -> None:
    """From now on, exact."""
    assert decided(f"--run-in {said}")["situation"]["hours_to_run"] == hours


def test_a_step_towards_caution_is_told_with_its_study() -> None:
    """From which verdict to which, and why; both reasons when there are two."""
    answer = decided("--soreness 0 --leg-day 5d --run easy --sleep-hours 6 --fatigue high")
    assert answer["verdict"] == "ease"
    assert answer["adjustments"] == [
        {"name": name, "from": "go", "to": "ease", "sources": ["craven2022"]}
        for name in ("short_sleep", "high_fatigue")
    ]
    assert "craven2022" in answer["sources"]


def test_the_question_that_would_settle_most_is_told() -> None:
    """A day without an hour is decided at its strict end, and the hour could change that."""
    answer = decided("--soreness 0 --leg-day 2d --run sprints")
    assert (answer["verdict"], answer["next_question"]) == ("ease", "leg_day_hour")
    assert decided("--soreness 0 --leg-day 50h --run sprints")["verdict"] == "go"


def test_the_answer_for_people() -> None:
    """The verdict first, then why, until when, what else, how sure, the studies; last that it is no medical advice."""
    result = advise("--soreness", "5", "--leg-day", "20h", "--run", "intervals", "--effort", "8")
    lines = result.output.splitlines()
    labels = [line.split("  ")[0] for line in lines if line[:1].isalpha()]
    assert lines[0].startswith("cross_train: ")
    assert labels[1:] == ["Why", "Holds", "Instead", "How sure", "Sources", "Training guidance, not medical advice."]
    assert "until Monday 16:00, 28 hours from now" in result.output
    assert SOURCES["burt2023"].citation in result.output
    assert SOURCES["marcora2007"].citation in result.output


def test_people_are_told_what_was_assumed_and_what_to_tell() -> None:
    """Nothing known: every default is named, and the most useful option."""
    output = advise().output
    for assumption in ("soreness 6", "leg day yesterday evening", "a hard leg day", "a hard run", "--soreness"):
        assert assumption in output
    assert "Assumed" not in advise("--symptom", "limp").output


def test_nothing_is_offered_instead_on_a_red_flag() -> None:
    """Care comes first."""
    assert "Instead" not in advise("--symptom", "dark_urine").output
    assert decided("--symptom dark_urine")["alternatives"] == []


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("--soreness 8", "expert opinion"),
        ("--soreness 0 --leg-day 5d --run easy", "weak to moderate"),
        ("--soreness 5 --leg-day 5d --run easy", "weak; the soreness thresholds are expert opinion"),
        ("--symptom dark_urine", "strong"),
    ],
)
def test_how_sure_is_said_once(line: str, level: str) -> None:
    """The level with what qualifies it, not twice the same word."""
    assert f"How sure   {level}\n" in advise(*line.split()).output


CARE = [*(f"--symptom {symptom}" for symptom in Symptom), *(f"--condition {condition}" for condition in Condition)]
SORENESS_AND_LEG_DAY = [
    f"--soreness {sore} --leg-day {ago}" for sore, ago in product((0, 5, 8), ("3h", "20h", "60h", "none"))
]
MORE = ("", "--effort 3", "--novice-session 1 --fatigue high", "--to-failure --sleep-hours 4 --run-in 30h")


@pytest.mark.parametrize("run", RunType)
def test_every_run_gets_its_words(run: RunType) -> None:
    """No combination of facts leaves the coach without a reason to give."""
    for facts, more in product(SORENESS_AND_LEG_DAY, MORE):
        assert decided(f"{facts} --run {run} {more}")["reasons"]


@pytest.mark.parametrize("line", [*CARE, *SORENESS_AND_LEG_DAY])
def test_every_answer_can_be_told_to_people(line: str) -> None:
    """Whatever was decided, in words."""
    result = advise(*line.split())
    assert result.exit_code == 0
    assert result.output.endswith("Training guidance, not medical advice.\n")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("--soreness 11", "Soreness runs from 0 to 10; it is 11."),
        ("--soreness -1", "Soreness runs from 0 to 10; it is -1."),
        ("--soreness nan", "Soreness runs from 0 to 10; it is nan."),
        ("--soreness sore", "'sore' is not a valid float"),
        ("--effort 0", "Effort runs from 1 to 10; it is 0."),
        ("--sleep-hours 25", "Sleep hours runs from 0 to 24; it is 25."),
        ("--novice-session 0", "Novice session is 1 or more; it is 0."),
        ("--run swim", "'swim' is not one of 'recovery', 'easy', 'long'"),
        ("--symptom itch", "'itch' is not one of 'sharp_pain'"),
        ("--condition tired", "'tired' is not one of 'heart_condition'"),
        ("--fatigue extremely", "'extremely' is not one of 'none', 'some', 'high', 'extreme'"),
        ("--leg-day friday", "'friday' is no time; one looks like 20h, 90m, 2d or PT20H."),
        ("--leg-day -5h", "'' is no time"),
        ("--leg-day 20h-", "'' is no time"),
        ("--leg-day P", "'p' is no time"),
        ("--leg-day P2M", "'p2m' is no time"),
        ("--leg-day 99999h", "That is more than ten years away."),
        ("--leg-day 9999d", "That is more than ten years away."),
        ("--run-in 99999h", "That is more than ten years away."),
        ("--run-in yesterday", "'yesterday' is no time"),
        ("--locale fr-FR", "There are no words for 'fr-FR'"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(line: str, sentence: str) -> None:
    """Exit code 2, nothing decided, and the message says what may stand there."""
    result = advise(*line.split())
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_the_clock_is_the_real_one_unless_stopped() -> None:
    """Without `--now` it just works."""
    assert decided("--soreness 0 --leg-day yesterday --run easy", at=())["verdict"] in {"go", "rest"}


# --when


def test_when_each_run_becomes_a_go_as_json() -> None:
    """The verdict now, three hours from now and three local times for each kind of run; the clock is the one given."""
    answer = decided("--when --soreness 6 --leg-day 20h --effort 8")
    assert list(answer["runs"]) == ["recovery", "easy", "long", "tempo", "hills", "intervals", "sprints", "race"]
    intervals = answer["runs"]["intervals"]
    assert intervals["now"] == "cross_train"
    assert 28 <= intervals["earliest"] < intervals["likely"] < intervals["latest"] < 148
    earliest = datetime.fromisoformat("2026-11-22T12:00+00:00") + timedelta(hours=intervals["earliest"])
    assert intervals["earliest_at"] == earliest.isoformat(timespec="minutes")
    assert (answer["lasting"], answer["assumed"]) == (False, [])


def test_when_the_run_that_was_named() -> None:
    """Only that one; and what had to be assumed about leg day."""
    answer = decided("--when --soreness 5 --leg-day 40h --run easy")
    assert list(answer["runs"]) == ["easy"]
    assert answer["assumed"] == ["effort"]


def test_when_it_is_a_go_already() -> None:
    """Nothing to wait for is 0 hours, and said as now."""
    easy = decided("--when --soreness 1 --leg-day 60h --run easy")["runs"]["easy"]
    assert (easy["now"], easy["earliest"], easy["likely"], easy["latest"]) == ("go", 0, 0, 0)
    assert (
        "easy        now                       now                       now\n"
        in advise(*["--when", "--soreness", "1", "--leg-day", "60h", "--run", "easy"]).output
    )


@pytest.mark.parametrize("line", ["--symptom dark_urine", "--condition pregnancy", "--age 17"])
def test_when_there_is_nothing_to_forecast(line: str) -> None:
    """Care first: null for every run, and to people the advice itself instead of a table."""
    assert {
        (run["now"], run["earliest"], run["likely"], run["latest_at"])
        for run in decided(f"--when {line}")["runs"].values()
    } == {("seek_care", None, None, None)}
    assert advise("--when", *line.split()).output == advise(*line.split()).output


def test_when_soreness_has_outlasted_a_week() -> None:
    """Worth having looked at; no hour is named."""
    assert decided("--when --soreness 5 --leg-day 9d")["lasting"] is True
    told = advise(*["--when", "--soreness", "5", "--leg-day", "9d"]).output
    assert "no forecast" in told
    assert "worth having looked at" in told


def test_when_for_people() -> None:
    """A line for each run with days and hours, what was assumed, what it stands on, that it is no medical advice."""
    lines = advise(*["--when", "--soreness", "6", "--leg-day", "20h"]).output.splitlines()
    assert lines[0].split() == ["earliest", "probably", "latest"]
    assert re.fullmatch(r"intervals( +\w+day \d\d:\d\d \(\d+ h\)){3}", lines[6])
    assert lines[-3] == "Assumed: a hard leg day."
    assert lines[-1] == "Training guidance, not medical advice."
