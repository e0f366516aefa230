"""Side topics: why, benefits and drawbacks, what helps, running anyway, what to do instead.

Each is answered from the tables of `advice` in one breath and leads back to the run that was being settled.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from skill.advice import Activity, Level, Remedy, Verdict, alternatives, decide, soreness_level
from skill.conversation.asking import go_on
from skill.conversation.facts import Facts
from skill.conversation.offers import next_offer, offering
from skill.speech import answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from skill.conversation.turn import Reply, Turn
    from skill.speech.ssml import Ssml


def why(turn: Turn) -> Reply:
    """The rule that decided and the study behind it; in the middle of the questions, as far as is known by then."""
    if turn.facts == Facts():
        return go_on(turn, (turn.words.say("why.nothing"),))
    situation = turn.situation
    advice = decide(situation)
    told = answers.why(turn.words, advice)
    if turn.session.told is None and turn.session.asking is not None:
        so_far = answers.headline(turn.words, answers.Answer(advice, situation, turn.now))
        return go_on(turn, (turn.words.say("why.so_far"), so_far, *told))
    return offering(turn.words, "more", told)


SYMPTOM = ("SymptomIntent", "symptom")
"""The slot that holds a red flag."""


def symptom(turn: Turn) -> Reply:
    """Something hurts, in words that name no red flag we know: ask once, then be careful."""
    if turn.session.offer == "symptom":
        return offering(turn.words, next_offer(turn), [turn.words.say("symptom.unknown")])
    return replace(offering(turn.words, "symptom"), elicit=SYMPTOM)


def benefits(turn: Turn) -> Reply:
    """What running after leg day gives."""
    return offering(turn.words, "drawbacks", [turn.words.say("benefits")])


def drawbacks(turn: Turn) -> Reply:
    """What running after leg day costs."""
    return offering(turn.words, next_offer(turn), [turn.words.say("drawbacks")])


LAST_PAGE = "pages.end"


def more(turn: Turn) -> Reply:
    """The next page of what was read out, or that there is none."""
    if turn.session.offer in PAGED:
        return PAGED[turn.session.offer](turn)
    page = turn.session.page if turn.session.page in _PAGES else LAST_PAGE
    return _paged(turn, [turn.words.say(page)])


def _paged(turn: Turn, said: list[Ssml], next_page: str = LAST_PAGE) -> Reply:
    """A page, with what "more" reads after it."""
    return replace(offering(turn.words, next_offer(turn), said), page=next_page)


def sore_legs(turn: Turn) -> Reply:
    """What helps sore legs; all of it in two pages, or one remedy that was named."""
    named = turn.slots.id("remedy")
    remedy = _REMEDY_NAMED.get(named or "")
    if remedy is not None:
        return _paged(turn, [turn.words.say(f"remedy.{remedy}")], _MORE_OF.get(remedy, LAST_PAGE))
    return offering(turn.words, "remedies", [turn.words.say("remedies.first")])


def more_remedies(turn: Turn) -> Reply:
    """The second page of what helps."""
    return _paged(turn, [turn.words.say("remedies.rest")])


_MORE_OF = {Remedy.FOAM_ROLL: "pages.foam_roll", Remedy.STRETCH: "pages.stretch"}
_OF_RUNNING, _OF_ALTERNATIVES = "pages.run_tips", "pages.alternatives"
_PAGES = frozenset({*_MORE_OF.values(), _OF_RUNNING, _OF_ALTERNATIVES})
"""Second pages: what the first stands on, and what else is worth knowing."""


PAGED: dict[str, Callable[[Turn], Reply]] = {"drawbacks": drawbacks, "remedies": more_remedies}
"""Offers that "more" takes up as a yes does, since what is offered is the next page."""


_REMEDY_NAMED: dict[str, Remedy] = {
    **{remedy.value: remedy for remedy in Remedy},
    **dict.fromkeys((activity.value for activity in Activity), Remedy.ACTIVE_RECOVERY),
    "run": Remedy.ACTIVE_RECOVERY,
}
"""What a value of the slot is told under: easy movement of any kind is active recovery."""


def run_tips(turn: Turn) -> Reply:
    """For the athlete who is going to run anyway; after a red flag the session is closed and this is not reached."""
    if turn.session.told is Verdict.REST:
        tips = turn.words.say("run_tips.still_rest", tips=turn.words.name("run_tips.fragment"))
        return replace(offering(turn.words, "more", [tips]), page=_OF_RUNNING)
    return _paged(turn, [turn.words.say("run_tips")], _OF_RUNNING)


def instead(turn: Turn) -> Reply:
    """What to do instead, fitted to the soreness and to the verdict; or whether one thing that was named fits."""
    fitting = _fitting(turn)
    named = turn.slots.id("activity")
    said = _one_activity(turn, Activity(named), fitting) if named in set(Activity) else _several(turn, fitting)
    return _paged(turn, [said], _OF_ALTERNATIVES)


def _fitting(turn: Turn) -> tuple[Activity, ...]:
    situation = turn.situation
    level = Level.MODERATE if situation.soreness is None else soreness_level(situation.soreness)
    if turn.session.told is None:
        return alternatives(level)
    advice = decide(situation)
    return alternatives(level, advice.rule, advice.verdict)


def _one_activity(turn: Turn, activity: Activity, fitting: tuple[Activity, ...]) -> Ssml:
    name = turn.words.name(f"activity.{activity}")
    if activity is Activity.HIKE and activity in fitting:
        return turn.words.say("activity.fits.hike")
    if activity in fitting:
        return turn.words.say("activity.fits", activity=name)
    return turn.words.say("activity.not_now", activity=name, first=turn.words.name(f"activity.{fitting[0]}"))


def _several(turn: Turn, fitting: tuple[Activity, ...]) -> Ssml:
    words, soreness = turn.words, turn.facts.soreness
    names = [words.name(f"activity.{activity}") for activity in fitting]
    if len(names) == 1:
        return words.say("alternatives.one", first=names[0])
    if soreness is None:
        return words.say("alternatives.unknown", list=words.either(names))
    if soreness_level(soreness) is Level.LOW:
        return words.say("alternatives.fresh", list=words.either(names))
    return words.say("alternatives.several", soreness=words.name(f"number.{soreness:.0f}"), list=words.either(names))
