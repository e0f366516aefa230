"""Puts advice into words: verdict first, then the reason, then the next best thing, then how sure we are.

Which sentence goes with which rule is a table of message ids; what is decided is never changed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from skill.advice import (
    ASSUMED_SORENESS,
    HARD_RUN_GAP,
    NO_RECENT_LEG_DAY,
    RED_FLAGS,
    STEP_ONLY_WITHIN,
    Advice,
    Condition,
    Level,
    Question,
    RunType,
    Situation,
    Symptom,
    Verdict,
    alternatives,
    hours_until_clear,
    soreness_level,
)
from skill.speech.moments import spoken_day, spoken_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.advice import Rule
    from skill.speech.ssml import Ssml
    from skill.speech.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """Advice to be told: what was decided, over what, and when it is told.

    Attributes:
        advice: what was decided.
        situation: over what.
        now: when it is told, the athlete's local time.
        likely_clear: hours until the run is expected to be a "go", from the athlete's own recovery; None where only the
            table's hours are known.
    """

    advice: Advice
    situation: Situation
    now: datetime
    likely_clear: float | None = None

    @property
    def clear_in(self) -> float | None:
        """Hours until the run can be tried; None if it can be now or if it is not a matter of time."""
        return hours_until_clear(self.situation) if self.likely_clear is None else self.likely_clear

    @property
    def run(self) -> RunType:
        """The planned run; a hard one where it is not known."""
        return self.situation.run or RunType.HARD

    @property
    def soreness(self) -> float:
        """As told, or as assumed."""
        return ASSUMED_SORENESS if self.situation.soreness is None else self.situation.soreness

    def after(self, hours: float) -> datetime:
        """The moment so many hours from now."""
        return datetime.fromtimestamp(self.now.timestamp() + hours * 3600, self.now.tzinfo)


def verdict(words: Words, answer: Answer, assumed: frozenset[Question] = frozenset()) -> list[Ssml]:
    """The whole answer, sentence by sentence.

    Args:
        words: the voice.
        answer: what was decided.
        assumed: questions without an answer that mattered; it is said what was taken instead.
    """
    told = [headline(words, answer), reason(words, answer), *_adjustment(words, answer)]
    if answer.advice.verdict is Verdict.SEEK_CARE:
        return told
    return [
        *told,
        *_next_thing(words, answer),
        *_notes(words, answer),
        *_assumptions(words, assumed),
        sure(words, answer),
    ]


def headline(words: Words, answer: Answer) -> Ssml:
    """The verdict in one short sentence."""
    advice = answer.advice
    step = f"adjusted.{advice.verdict.id}" if advice.adjustments else advice.rule.name
    any_run = answer.situation.run is None and advice.verdict is Verdict.GO
    run = words.name("run.any" if any_run else f"run.{answer.run}")
    values = {"day": _run_day(words, answer), "run": run}
    return words.tell(f"headline.{step}", values)


def reason(words: Words, answer: Answer) -> Ssml:
    """Why, in one sentence."""
    advice = answer.advice
    detail = _REASON_DETAIL.get(advice.rule.name, _plain)(answer)
    values = {"soreness": words.name(f"number.{answer.soreness:.0f}")}
    if advice.window:
        values["gap"] = words.name(f"gap.{advice.window:.0f}")
    return words.tell(f"reason.{advice.rule.name}{detail}", values)


def sure(words: Words, answer: Answer) -> Ssml:
    """How sure we are, in a few words."""
    rule = answer.advice.rule
    return words.say("sure.clear" if rule.verdict is Verdict.GO else f"sure.{rule.confidence}")


def why(words: Words, advice: Advice) -> list[Ssml]:
    """The rule that decided and the study behind it, in plain words."""
    return why_rule(words, advice.rule, adjusted=bool(advice.adjustments))


def why_rule(words: Words, rule: Rule, *, adjusted: bool) -> list[Ssml]:
    """The same of a rule, given whether the verdict was one step stricter than its own."""
    told = [words.say(f"why.{rule.name}")]
    if rule.name in _BY_SORENESS:
        told.append(words.say("why.threshold"))
    if adjusted:
        told.append(words.say("why.adjustment"))
    return told


def reasons(words: Words, answer: Answer) -> list[Ssml]:
    """Everything that speaks for the verdict: the reason, the adjustments, the notes and the studies."""
    return [
        reason(words, answer),
        *_adjustment(words, answer),
        *_notes(words, answer),
        *why(words, answer.advice),
    ]


def goodbye(words: Words, told: Verdict | None) -> Ssml:
    """The last sentence, fitting the verdict that was given."""
    return words.say("bye" if told is None else f"bye.{told.id}")


_BY_SORENESS = frozenset({"very_sore", "hard_run_sore_soon", "hard_run_soon", "sore"})
"""Rules that stand on a soreness cut-off nobody has tested."""


def _plain(_: Answer) -> str:
    return ""


def _clear_detail(answer: Answer) -> str:
    if answer.situation.leg_day == NO_RECENT_LEG_DAY:
        return ".no_leg_day"
    return ".gentle" if answer.run in _GENTLE_RUNS and not _long_past(answer) else ".fresh"


def _slow_recovery_detail(answer: Answer) -> str:
    if answer.situation.to_failure:
        return ".to_failure"
    novice = answer.situation.novice or answer.situation.novice_session is not None
    return ".novice" if novice else ".age"


def _symptom(answer: Answer) -> str:
    """The first of the red flags that the rule is about, in the order they are declared."""
    flags = RED_FLAGS[answer.advice.rule.name] & answer.situation.symptoms
    return "." + next(symptom for symptom in Symptom if symptom in flags)


def _condition(answer: Answer) -> str:
    declared = answer.situation.conditions or {Condition.UNDER_18}
    return "." + next(condition for condition in Condition if condition in declared)


def _very_sore_detail(answer: Answer) -> str:
    return "" if soreness_level(answer.soreness) is Level.HIGH else ".fatigue"


_REASON_DETAIL: dict[str, Callable[[Answer], str]] = {
    "emergency": _symptom,
    "medical_today": _symptom,
    "sharp_pain": _symptom,
    "ask_clinician": _condition,
    "very_sore": _very_sore_detail,
    "hard_run_slow_recovery": _slow_recovery_detail,
    "clear": _clear_detail,
}
"""What the reason's message id ends in, for rules with more than one reason."""

_GENTLE_RUNS = frozenset({RunType.RECOVERY, RunType.EASY})


def _long_past(answer: Answer) -> bool:
    """Whether even a hard run would no longer be too soon."""
    leg_day = answer.situation.leg_day
    return leg_day is not None and leg_day.least >= HARD_RUN_GAP[Level.HIGH]


def _adjustment(words: Words, answer: Answer) -> list[Ssml]:
    """One sentence for the step towards caution, whatever brought it."""
    names = [adjustment.name for adjustment in answer.advice.adjustments]
    return [words.say(f"adjustment.{names[0] if len(names) == 1 else 'both'}")] if names else []


def _notes(words: Words, answer: Answer) -> list[Ssml]:
    far_off = ("far_off",) if answer.situation.hours_to_run > STEP_ONLY_WITHIN else ()
    return [words.say(f"note.{name}") for name in (*answer.advice.notes, *far_off)]


def _assumptions(words: Words, assumed: frozenset[Question]) -> list[Ssml]:
    return [words.say(_ASSUMED[question]) for question in _ASSUMED if question in assumed]


_ASSUMED = {
    Question.SORENESS: "assumed.soreness",
    Question.LEG_DAY: "assumed.leg_day",
    Question.RUN: "assumed.run",
    Question.EFFORT: "assumed.effort",
}
"""What is said when a fact was taken at its default; for an hour of the day the strict end needs no words."""


def _next_thing(words: Words, answer: Answer) -> list[Ssml]:
    """The next best thing to do."""
    if answer.advice.adjustments:
        return _NEXT_ADJUSTED[answer.advice.verdict](words, answer)
    return _NEXT[answer.advice.rule.name](words, answer)


def _encourage(words: Words, answer: Answer) -> list[Ssml]:
    return [words.say("next.relaxed" if answer.run in _GENTLE_RUNS else "next.warm_up")]


def _later(words: Words, answer: Answer) -> list[Ssml]:
    wait = answer.clear_in
    return [] if wait is None else [words.say("next.later", **_run_then(words, answer, wait))]


def _instead_and_later(words: Words, answer: Answer) -> list[Ssml]:
    first, second = _instead(words, answer)[:2]
    then = _run_then(words, answer, answer.clear_in or 0)
    return [words.say("next.instead_and_later", first=first, second=second, **then)]


def _instead_only(words: Words, answer: Answer) -> list[Ssml]:
    first, *others = _instead(words, answer)
    if not others:
        return [words.say("next.instead.one", first=first)]
    return [words.say("next.instead.two", first=first, second=others[0])]


def _easy_run_later(words: Words, answer: Answer) -> list[Ssml]:
    wait = hours_until_clear(answer.situation, RunType.EASY) or 0
    return [words.say("next.easy_run_later", moment=spoken_moment(words, answer.after(wait), answer.now))]


def _nothing_more(_: Words, __: Answer) -> list[Ssml]:
    return []


_NEXT: dict[str, Callable[[Words, Answer], list[Ssml]]] = {
    "clear": _encourage,
    "hard_run_soon": _later,
    "hard_run_slow_recovery": _later,
    "tempo_soon": _later,
    "long_soon": _later,
    "sore": _nothing_more,
    "hard_run_sore_soon": _instead_and_later,
    "first_sessions": _instead_only,
    "very_sore": _instead_only,
    "too_soon": _easy_run_later,
}

_NEXT_ADJUSTED: dict[Verdict, Callable[[Words, Answer], list[Ssml]]] = {
    Verdict.EASE: _nothing_more,
    Verdict.CROSS_TRAIN: _instead_only,
    Verdict.REST: _instead_only,
}


def _instead(words: Words, answer: Answer) -> list[Ssml]:
    advice = answer.advice
    fitting = alternatives(soreness_level(answer.soreness), advice.rule, advice.verdict)
    return [words.name(f"activity.{activity}") for activity in fitting]


def _run_then(words: Words, answer: Answer, wait: float) -> dict[str, Ssml]:
    moment = spoken_moment(words, answer.after(wait), answer.now)
    return {"the_run": words.name(f"the_run.{answer.run}"), "moment": moment}


def _run_day(words: Words, answer: Answer) -> Ssml:
    run_day = answer.after(answer.situation.hours_to_run).date()
    return spoken_day(words, run_day, answer.now.date())
