"""Puts one step of a routine into words: name, side, cue, dose, and then the time itself, counted out.

Alexa takes silences of ten seconds at most, so a hold is several of them with calls between. What the calls take to say
is taken off the silences: a hold lasts what it says, to within a tenth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from skill.advice.routines import HOLD_REST_SECONDS, Manner, Side
from skill.platform.ssml import MAX_BREAK_SECONDS
from skill.speech.ssml import Ssml, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skill.advice.routines import Exercise, Step
    from skill.speech.words import Words

CHARACTERS_A_SECOND = 14.0
"""How fast speech goes, roughly: what a speech engine makes of the whole catalog."""

SENTENCE_PAUSE_SECONDS = 0.3
"""What a full stop adds to that."""

_LAST_CALL_SECONDS = 5
_SHORTEST_WITH_LAST_CALL = 30
"""Shorter ones are half over when the last five seconds would be called."""

_MILLISECONDS = 1000
_MOST_MINUTES = 20
_APART = '<break strength="none"/>'
"""Between breaks: engines that make one of two breaks in a row (espeak-ng does) then keep both."""

_BREAK = re.compile(r'<break time="(\d+)ms"/>')
_TAG = re.compile(r"<[^>]*>")


def step(words: Words, one: Step, *, same_again: bool = False) -> list[Ssml]:
    """One step, from its name to "and ease off".

    Args:
        words: the voice.
        one: the step.
        same_again: whether the other side was just done, so that the cue need not be said again.
    """
    return [_announced(words, one, same_again=same_again), words.say("routine.go"), *_counted_out(words, one)]


def following(words: Words, before: Step | None, after: Step | None) -> Ssml:
    """What comes next, as the question whether to go on; or that it was the last one."""
    if after is None:
        return words.say("routine.last")
    if before is not None and before.exercise == after.exercise and after.side is not None:
        return words.say("routine.next", next=words.name(f"side.{after.side}"))
    return words.say("routine.next", next=exercise(words, after.exercise))


def exercise(words: Words, one: Exercise) -> Ssml:
    """An exercise by its name."""
    return words.name(f"exercise.{one.name}")


def minutes(words: Words, count: int) -> Ssml:
    """A number of minutes, in words as far as anybody counts."""
    return words.name(f"minutes.{count}") if count <= _MOST_MINUTES else words.name("minutes.many", number=count)


def count(words: Words, number: int) -> Ssml:
    """A number of things, from two to as many as a routine has steps."""
    return words.name(f"count.{number}")


def seconds_of(speech: Iterable[str]) -> float:
    """About how long some sentences take to say, in seconds: silences exactly, words by their length."""
    text = join(*(Ssml(part) for part in speech))
    silence = sum(int(found) for found in _BREAK.findall(text)) / _MILLISECONDS
    heard = _TAG.sub("", text)
    return silence + len(heard) / CHARACTERS_A_SECOND + heard.count(".") * SENTENCE_PAUSE_SECONDS


def _announced(words: Words, one: Step, *, same_again: bool) -> Ssml:
    name, dose = exercise(words, one.exercise), _dose(words, one)
    if one.side is None:
        return words.say("routine.step", name=name, cue=_cue(words, one), dose=dose)
    side = words.name(f"side.{one.side}")
    if same_again and one.side is Side.RIGHT:
        return words.say("routine.step.other_side", name=name, side=side, dose=dose)
    return words.say("routine.step.sided", name=name, side=side, cue=_cue(words, one), dose=dose)


def _cue(words: Words, one: Step) -> Ssml:
    return words.name(f"exercise.{one.exercise.name}.cue")


def _dose(words: Words, one: Step) -> Ssml:
    if one.exercise.manner is Manner.REPS:
        return words.name("dose.reps", number=count(words, one.exercise.reps))
    form = "dose.holds" if one.holds > 1 else f"dose.{one.exercise.manner}"
    return words.name(form, seconds=words.name(f"seconds.{one.exercise.seconds}"))


def _counted_out(words: Words, one: Step) -> list[Ssml]:
    """The time itself, once or twice, and its end."""
    once, end = _hold(words, one), words.say(f"routine.end.{one.exercise.manner}")
    again = [words.say("routine.rest"), _rest(words), words.say("routine.again")]
    between = [*again, *once] * (one.holds - 1)
    return [*once, *between, end]


def _rest(words: Words) -> Ssml:
    said = seconds_of([words.say("routine.rest"), words.say("routine.again")])
    return _silence(HOLD_REST_SECONDS - said)


def _hold(words: Words, one: Step) -> list[Ssml]:
    """So many seconds of silence, with "half way" and "five seconds" where they belong."""
    total = one.exercise.seconds
    calls = [(total / 2, words.say("routine.half_way"))]
    if one.exercise.manner is not Manner.REPS and total >= _SHORTEST_WITH_LAST_CALL:
        calls.append((total - _LAST_CALL_SECONDS, words.say("routine.last_seconds")))
    return _timed(calls, total)


def _timed(calls: Sequence[tuple[float, Ssml]], total: float) -> list[Ssml]:
    """Calls at their moments, with silences around them, all together as long as it should be."""
    parts, now = list[Ssml](), 0.0
    for moment, call in calls:
        parts += [_silence(moment - now), call]
        now = moment + seconds_of([call])
    return [*parts, _silence(total - now)]


def _silence(seconds: float) -> Ssml:
    """A silence of any length, as breaks of at most ten seconds."""
    whole, rest = divmod(round(seconds * _MILLISECONDS), MAX_BREAK_SECONDS * _MILLISECONDS)
    lengths = [MAX_BREAK_SECONDS * _MILLISECONDS] * whole + ([rest] if rest else [])
    return Ssml(_APART.join(f'<break time="{length}ms"/>' for length in lengths))
