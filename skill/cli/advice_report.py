"""Advice printed at a terminal: as JSON for programs, as text for people. Nothing is decided here."""

from __future__ import annotations

import json
import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from skill.advice import (
    ASSUMED_SORENESS,
    NO_RECENT_LEG_DAY,
    SOURCES,
    Activity,
    Confidence,
    HoursAgo,
    Question,
    Rule,
    Situation,
    Source,
    Verdict,
    alternatives,
    next_question,
    soreness_level,
)
from skill.platform.ssml import plain_text
from skill.speech import answers
from skill.speech.ssml import speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skill.speech.answers import Answer
    from skill.speech.ssml import Ssml
    from skill.speech.words import Words

DISCLAIMER = "Training guidance, not medical advice."

_WIDTH = 96
_LABEL = 11


def as_json(words: Words, answer: Answer) -> str:
    """Everything about the advice as one JSON object; times in hours from now, unknown facts null."""
    advice = answer.advice
    question = next_question(answer.situation)
    return json.dumps(
        {
            "verdict": advice.verdict.id,
            "rule": advice.rule.name,
            "reasons": _reasons(words, answer),
            "confidence": str(advice.rule.confidence),
            "confidence_caveat": advice.rule.caveat,
            "sources": list(advice.sources),
            "adjustments": [
                {
                    "name": adjustment.name,
                    "from": advice.rule.verdict.id,
                    "to": advice.verdict.id,
                    "sources": list(adjustment.sources),
                }
                for adjustment in advice.adjustments
            ],
            "until": None if advice.until is None else round(advice.until, 2),
            "until_at": None if advice.until is None else answer.after(advice.until).isoformat(timespec="minutes"),
            "alternatives": [str(activity) for activity in _alternatives(answer)],
            "notes": list(advice.notes),
            "assumed": list(advice.assumed),
            "next_question": None if question is None else str(question),
            "situation": facts(answer.situation),
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(words: Words, answer: Answer) -> str:
    """The verdict, why, until when, what else to do, how sure, and the studies."""
    headline = _heard(answers.headline(words, answer))
    lines = (_line(label, text) for label, text in _lines(words, answer))
    return "\n".join([f"{answer.advice.verdict.id}: {headline}", *lines, "", DISCLAIMER])


def _lines(words: Words, answer: Answer) -> Iterator[tuple[str, str]]:
    advice = answer.advice
    yield "Why", " ".join(_reasons(words, answer))
    if advice.until is not None:
        yield "Holds", f"until {answer.after(advice.until):%A %H:%M}, {advice.until:.3g} hours from now"
    if advice.verdict is not Verdict.GO and (instead := _alternatives(answer)):
        yield "Instead", ", ".join(_INSTEAD[activity] for activity in instead)
    yield "How sure", sure(advice.rule)
    if advice.assumed:
        yield "Assumed", assumptions(advice.assumed)
    if question := next_question(answer.situation):
        yield "Tell also", f"{_OPTIONS[question]}: it could change this"
    for label, name in zip_longest(["Sources"], advice.sources, fillvalue=""):
        yield label, _citation(SOURCES[name]) if name else "none: opinion only"


def sure(rule: Rule) -> str:
    """How sure a rule is: the level, and its second word where the rule has one; some of those begin with the level."""
    if rule.caveat and rule.caveat.startswith(rule.confidence):
        return rule.caveat
    level = "expert opinion" if rule.confidence is Confidence.EXPERT else rule.confidence
    return "; ".join(filter(None, (level, rule.caveat)))


def _citation(source: Source) -> str:
    return ", ".join(filter(None, (source.citation, source.link)))


_INSTEAD = {
    Activity.WALK: "a gentle walk",
    Activity.YOGA: "yoga",
    Activity.CYCLE: "easy, flat cycling",
    Activity.SWIM: "swimming",
    Activity.HIKE: "a flat hike",
    Activity.PILATES: "pilates",
}

_ASSUMED = {
    "soreness": f"soreness {ASSUMED_SORENESS:g}",
    "leg_day": "leg day yesterday evening",
    "effort": "a hard leg day",
    "run": "a hard run",
}

_OPTIONS = {
    Question.SORENESS: "--soreness",
    Question.LEG_DAY: "--leg-day",
    Question.LEG_DAY_HOUR: "the hour of leg day (--leg-day 40h)",
    Question.RUN: "--run",
    Question.EFFORT: "--effort",
}


def _line(label: str, text: str) -> str:
    margin = " " * _LABEL
    return textwrap.fill(
        text, _WIDTH, initial_indent=f"{label:{_LABEL}}", subsequent_indent=margin, break_on_hyphens=False
    )


def _reasons(words: Words, answer: Answer) -> list[str]:
    return [_heard(reason) for reason in answers.reasons(words, answer)]


def reasons_of(words: Words, rule: Rule, *, adjusted: bool) -> list[str]:
    """What speaks for a rule, whatever it was asked about; `adjusted` if the verdict was stricter than its own."""
    return [_heard(reason) for reason in answers.why_rule(words, rule, adjusted=adjusted)]


def _heard(fragment: Ssml) -> str:
    return plain_text(speak(fragment))


def _alternatives(answer: Answer) -> tuple[Activity, ...]:
    advice = answer.advice
    return alternatives(soreness_level(answer.soreness), advice.rule, advice.verdict)


def assumptions(assumed: Iterable[str]) -> str:
    """What stood in for facts that were not known, in words."""
    return ", ".join(_ASSUMED[fact] for fact in assumed)


def facts(situation: Situation) -> dict[str, Any]:
    """The situation as it was decided on."""
    return {
        "soreness": situation.soreness,
        "leg_day": _leg_day(situation.leg_day),
        "run": situation.run,
        "hours_to_run": round(situation.hours_to_run, 2),
        "effort": situation.effort,
        "to_failure": situation.to_failure,
        "fatigue": situation.fatigue.name.lower(),
        "sleep_hours": situation.sleep_hours,
        "novice": situation.novice,
        "novice_session": situation.novice_session,
        "age": situation.age,
        "symptoms": sorted(situation.symptoms),
        "conditions": sorted(situation.conditions),
    }


def _leg_day(leg_day: HoursAgo | None) -> dict[str, float] | str | None:
    """Hours ago, shortest and longest; "none" for none this week (JSON has no infinity)."""
    if leg_day is None:
        return None
    if leg_day == NO_RECENT_LEG_DAY:
        return "none"
    return {"least": round(leg_day.least, 2), "most": round(leg_day.most, 2)}
