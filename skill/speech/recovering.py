"""Puts recovery into words: how it goes, what is fine today, when a run looks good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.advice import Verdict
from skill.speech.moments import spoken_moment

if TYPE_CHECKING:
    from skill.advice import Forecast, Trend
    from skill.speech.answers import Answer
    from skill.speech.ssml import Ssml
    from skill.speech.words import Words

_MOST_DAYS = 7
_HOURS_A_DAY = 24


def today(words: Words, answer: Answer) -> Ssml:
    """What an easy run would be today, in one sentence."""
    return words.say(f"today.{answer.advice.verdict.id}")


def last_check_in(words: Words, trend: Trend) -> list[Ssml]:
    """The last check-in since leg day; nothing if there was none."""
    if trend.soreness is None:
        return []
    return [words.say("status.check_in", number=words.name(f"number.{trend.soreness:.0f}"))]


def change(words: Words, trend: Trend) -> list[Ssml]:
    """How the last check-in compares with the one before and with the last leg day; nothing where that is not known."""
    return [*_since_last(words, trend), *([words.say(f"pace.{trend.than_last}")] if trend.than_last else [])]


def _since_last(words: Words, trend: Trend) -> list[Ssml]:
    if trend.change is None or trend.soreness is None:
        return []
    before = words.name(f"number.{trend.soreness - trend.change:.0f}")
    direction = "same" if abs(trend.change) < 1 else "down" if trend.change < 0 else "up"
    return [words.say("change.same")] if direction == "same" else [words.say(f"change.{direction}", before=before)]


def usual(words: Words, trend: Trend) -> list[Ssml]:
    """How long this athlete usually takes; nothing where that is not known."""
    if trend.usual_hours is None:
        return []
    days = min(max(round(trend.usual_hours.mean / _HOURS_A_DAY), 1), _MOST_DAYS)
    return [words.say("usual", days=words.name(f"days.{days}"))]


def when(words: Words, answer: Answer, forecast: Forecast) -> list[Ssml]:
    """When the run becomes a "go", with a range; nothing where nothing can be forecast."""
    if forecast.lasting:
        return [words.say("when.lasting")]
    if answer.advice.verdict is Verdict.SEEK_CARE or forecast.likely is None:
        return [] if forecast.earliest is None else [words.say("when.not_soon", run=words.name(f"run.{answer.run}"))]
    if forecast.likely == 0:
        return [words.say("when.now", run=words.name(f"run.{answer.run}"))]
    return [_from(words, answer, forecast.likely, forecast.latest)]


def _from(words: Words, answer: Answer, likely: float, latest: float | None) -> Ssml:
    probably = spoken_moment(words, answer.after(likely), answer.now)
    at_the_latest = spoken_moment(words, answer.after(latest), answer.now) if latest is not None else probably
    if at_the_latest == probably:
        return words.say("when.probably", run=words.name(f"run.{answer.run}"), moment=probably)
    return words.say("when.range", run=words.name(f"run.{answer.run}"), moment=probably, latest=at_the_latest)
