"""Guided routines: one step a turn, with everything that can be said in the middle of one.

While the last question was a routine's, `GUIDED` says what next, back, pause and the like do; every turn ends in the
question whether to go on, and a yes goes on. How far it came is kept for athletes who are remembered, so that "resume
my stretching" goes on where it stopped, within twelve hours.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from skill.advice.routines import (
    Length,
    RoutineKind,
    covers,
    length_of,
    minutes_for,
    seconds_for,
    unfit,
)
from skill.conversation.offers import next_offer, offering
from skill.conversation.progress import BEFORE_THE_FIRST, Progress
from skill.conversation.should_i_run import should_i_run
from skill.conversation.turn import Reply
from skill.memory.events import Event
from skill.speech import routines as spoken
from skill.speech.answers import goodbye

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from skill.advice.routines import Step, Unfit
    from skill.conversation.turn import Turn
    from skill.memory.events import Json
    from skill.speech.ssml import Ssml

ROUTINE = "routine"
"""The offer at the end of every step, and the kind of event that tells how far it came."""

CAN_BE_RESUMED = timedelta(hours=12)
"""After that a routine that was not finished is begun anew."""

_GOING, _OVER = "going", "over"
_RESUME = "resume"
_KIND_ASKED = ("StartRoutineIntent", "routine")
_SHARP_PAIN = "sharp_pain"
_KEPT = ("kind", "length", "areas", "step", "hurting")
_SECONDS_A_MINUTE = 60


# --- beginning ------------------------------------------------------------------------------------------------------


def start(turn: Turn) -> Reply:
    """Begin what was asked for, go on with what was interrupted, or ask which it shall be."""
    wish = _wish(turn)
    if turn.slots.id("resume") == _RESUME:
        return resume(turn, wish.kind)
    return _begin(turn, wish) if wish.kind else _ask_which(turn, wish)


def start_short_stretch(turn: Turn) -> Reply:
    """The stretch that is offered after training."""
    return _begin(turn, _whole(RoutineKind.STRETCH, Length.SHORT))


def begin_offered(turn: Turn) -> Reply:
    """The routine whose length was told."""
    return _begin(turn, turn.session.routine or Progress())


def _wish(turn: Turn) -> Progress:
    """What was asked for; what was not said is as in the routine that is on, or was asked about."""
    named, known = turn.slots.id("routine"), _on(turn)
    kind = RoutineKind(named) if named in set(RoutineKind) else known.kind
    same = known if known.kind in (None, kind) else Progress()
    wanted = turn.slots.id("length")
    length = Length(wanted) if wanted in set(Length) else same.length
    areas = turn.slots.ids("legArea") or (known.areas if known.kind is None else ())
    return Progress(kind=kind, length=length, areas=areas, entry=same.entry)


def _whole(kind: RoutineKind, length: Length | None = None) -> Progress:
    return Progress(kind=kind, length=length_of(kind, length))


def _ask_which(turn: Turn, wish: Progress) -> Reply:
    return Reply(
        question=turn.words.say("ask.routine"),
        reprompt=turn.words.say("ask.routine.reprompt"),
        elicit=_KIND_ASKED,
        offer="which_routine",
        session=replace(turn.session, routine=wish),
    )


def ask_which(turn: Turn) -> Reply:
    """Ask again which routine it shall be: a yes did not say."""
    return _ask_which(turn, turn.session.routine or Progress())


def _begin(turn: Turn, wish: Progress) -> Reply:
    if wish.kind is None:
        return _ask_which(turn, wish)
    areas = wish.areas if covers(wish.kind, wish.areas) else ()
    progress = replace(_whole(wish.kind, wish.length), areas=areas, hurting=_hurting(turn), entry=wish.entry)
    notes = [turn.words.say("routine.no_area")] if wish.areas and not areas else []
    if turn.slots.id("length") and progress.length != wish.length:
        notes.append(turn.words.say("routine.one_length"))
    return _forward(turn, progress.begun(turn.now), [*notes, _introduction(turn, progress)])


def _hurting(turn: Turn) -> tuple[str, ...]:
    """Where a sharp pain was felt in a routine lately, this session or as far as it is remembered."""
    felt = [*_on(turn).hurting, *(area for progress in map(_progress_in, _lately(turn)) for area in progress.hurting)]
    return tuple(dict.fromkeys(felt))


def _introduction(turn: Turn, progress: Progress) -> Ssml:
    some = _fit(turn, progress)
    minutes = spoken.minutes(turn.words, minutes_for(some))
    exercises = len({step.exercise for step in some})
    if exercises < 2:  # noqa: PLR2004 (one, or none)
        return turn.words.say("routine.begin.one", minutes=minutes)
    values = {"minutes": minutes, "count": spoken.count(turn.words, exercises)}
    return turn.words.tell(f"routine.begin.{progress.kind}", values)


# --- step by step ---------------------------------------------------------------------------------------------------


def next_step(turn: Turn) -> Reply:
    """On to the next step; after the last one the routine is done."""
    return _forward(turn, _on(turn))


def go_on(turn: Turn) -> Reply:
    """A yes: the next step, or the one that was interrupted."""
    return resume(turn) if _on(turn).interrupted else next_step(turn)


def previous_step(turn: Turn) -> Reply:
    """Back one step; at the first one that is said, and it is guided again."""
    progress = _on(turn)
    place = next((place for place in range(progress.step - 1, -1, -1) if _why_not(turn, progress, place) is None), None)
    if place is None:
        return _guide(turn, progress, progress.step, [turn.words.say("routine.first")])
    return _guide(turn, progress, place)


def repeat_step(turn: Turn) -> Reply:
    """The same step again, from its name on."""
    return _again(turn, _on(turn))


def start_over(turn: Turn) -> Reply:
    """The same routine from its first step."""
    progress = _on(turn)
    fresh = replace(progress, step=BEFORE_THE_FIRST, started_at=turn.now.isoformat())
    return _forward(turn, fresh, [turn.words.say("routine.from_the_top")])


def _again(turn: Turn, progress: Progress, said: Iterable[Ssml] = ()) -> Reply:
    """The step that was guided last, unless it has become unfit since."""
    if progress.current is None or _why_not(turn, progress, progress.step) is not None:
        return _forward(turn, replace(progress, step=progress.step - 1 if progress.current else progress.step), said)
    return _guide(turn, progress, progress.step, said)


def _forward(turn: Turn, progress: Progress, said: Iterable[Ssml] = ()) -> Reply:
    place = _place_after(turn, progress)
    passed = range(progress.step + 1, len(progress.steps) if place is None else place)
    told = [*said, *_left_out(turn, progress, passed)]
    return _finish(turn, progress, told) if place is None else _guide(turn, progress, place, told)


def _place_after(turn: Turn, progress: Progress) -> int | None:
    """The next step that is fit; None after the last."""
    places = range(progress.step + 1, len(progress.steps))
    return next((place for place in places if _why_not(turn, progress, place) is None), None)


def _why_not(turn: Turn, progress: Progress, place: int) -> Unfit | None:
    return unfit(progress.steps[place], turn.facts.soreness, progress.hurting)


def _fit(turn: Turn, progress: Progress) -> list[Step]:
    """The steps that are still to come."""
    places = range(progress.step + 1, len(progress.steps))
    return [progress.steps[place] for place in places if _why_not(turn, progress, place) is None]


def _left_out(turn: Turn, progress: Progress, passed: Iterable[int]) -> list[Ssml]:
    """What is passed over and why, each exercise once."""
    why = {progress.steps[place].exercise: _why_not(turn, progress, place) for place in passed}
    return [
        turn.words.say(f"routine.left_out.{reason}", name=spoken.exercise(turn.words, exercise))
        for exercise, reason in why.items()
    ]


def _guide(turn: Turn, progress: Progress, place: int, said: Iterable[Ssml] = ()) -> Reply:
    """One step in words, and how far the routine has come."""
    before, step = progress.current, progress.steps[place]
    same_again = before is not None and place == progress.step + 1 and before.exercise == step.exercise
    told = (*said, *spoken.step(turn.words, step, same_again=same_again))
    over_at = turn.now + timedelta(seconds=spoken.seconds_of(told))
    progress = replace(progress, step=place, over_at=over_at.isoformat(), interrupted=False)
    reply = _asking_on(turn, progress, told)
    return _keeping(turn, reply, progress, _GOING)


def _asking_on(turn: Turn, progress: Progress, said: Iterable[Ssml]) -> Reply:
    """Say something and ask whether to go on."""
    place = _place_after(turn, progress)
    following = None if place is None else progress.steps[place]
    return Reply(
        say=tuple(said),
        question=spoken.following(turn.words, progress.current, following),
        reprompt=turn.words.say("routine.last.reprompt" if following is None else "routine.reprompt"),
        offer=ROUTINE,
        session=replace(turn.session, routine=progress),
    )


def _finish(turn: Turn, progress: Progress, said: list[Ssml]) -> Reply:
    """How long it took, and one next thing."""
    done = _done(turn, progress) if progress.current else [turn.words.say("routine.nothing_left")]
    ended = replace(turn, session=replace(turn.session, routine=None))
    reply = replace(offering(turn.words, next_offer(ended), [*said, *done]), session=ended.session)
    return _keeping(turn, reply, progress, _OVER)


def _done(turn: Turn, progress: Progress) -> list[Ssml]:
    started = datetime.fromisoformat(progress.started_at or turn.now.isoformat())
    took = max(1, round((turn.now - started).total_seconds() / _SECONDS_A_MINUTE))
    routine = turn.words.name(f"routine.name.{progress.kind}")
    return [
        turn.words.say("routine.done", routine=routine, minutes=spoken.minutes(turn.words, took)),
        turn.words.say(f"routine.then.{progress.kind}"),
    ]


# --- in between -----------------------------------------------------------------------------------------------------


def pause(turn: Turn) -> Reply:
    """Wait; a step that was not over is done again afterwards."""
    progress = _on(turn)
    over = progress.over_at is not None and datetime.fromisoformat(progress.over_at) <= turn.now
    return _wait(turn, replace(progress, interrupted=not over))


def not_yet(turn: Turn) -> Reply:
    """A no to "ready?": wait, and go on with the next step afterwards."""
    return _wait(turn, _on(turn))


def _wait(turn: Turn, progress: Progress) -> Reply:
    reply = _asking_on(turn, progress, [turn.words.say("routine.paused")])
    return replace(reply, question=turn.words.say("routine.ready"))


def time_left(turn: Turn) -> Reply:
    """How long is left; of a routine that is not on, how long it takes."""
    named = turn.slots.id("routine")
    progress = turn.session.routine
    if progress is None or progress.current is None or (named and named != progress.kind):
        return _takes(turn)
    left = _fit(turn, progress)
    told = [turn.words.say("routine.left", minutes=spoken.minutes(turn.words, minutes_for(left)))] if left else []
    return _asking_on(turn, progress, told)


def _takes(turn: Turn) -> Reply:
    wish = _wish(turn)
    if wish.kind is None:
        return _ask_which(turn, wish)
    progress = _whole(wish.kind, wish.length)
    minutes = spoken.minutes(turn.words, minutes_for(_fit(turn, progress)))
    routine = turn.words.name(f"routine.name.{progress.kind}")
    told = turn.words.say("routine.takes", routine=routine, minutes=minutes)
    return replace(offering(turn.words, "begin", [told]), session=replace(turn.session, routine=progress))


def why_this_one(turn: Turn) -> Reply:
    """What the step is good for, and how sure that is."""
    progress = _on(turn)
    told = [turn.words.say(f"exercise.{progress.current.exercise.name}.why")] if progress.current else []
    return _asking_on(turn, progress, told)


def help_(turn: Turn) -> Reply:
    """What can be said in the middle of a routine."""
    return _asking_on(turn, _on(turn), [turn.words.say("routine.help")])


def not_understood(turn: Turn) -> Reply:
    """Say what works here, and ask again whether to go on."""
    return _asking_on(turn, _on(turn), [turn.words.say("routine.again_please")])


def stop(turn: Turn) -> Reply:
    """Close; whoever is remembered hears how to go on later."""
    if not turn.session.remembered:
        return Reply(say=(turn.words.say("routine.stopped"), goodbye(turn.words, turn.session.told)))
    routine = turn.words.name(f"routine.name.{_on(turn).kind}")
    return Reply(say=(turn.words.say("routine.stopped.remembered", routine=routine),))


def red_flag(turn: Turn) -> Reply:
    """What hurts comes first and ends it; after a sharp pain, the rest may be resumed without what hurt."""
    reply, progress = should_i_run(turn), _on(turn)
    if progress.current is None:
        return reply
    exercise = progress.current.exercise
    resumable = reply.advice is not None and reply.advice.rule.name == _SHARP_PAIN
    hurt = replace(progress, hurting=(*progress.hurting, exercise.area or exercise.name))
    return _keeping(turn, reply, hurt, _GOING if resumable else _OVER)


GUIDED: dict[str, Callable[[Turn], Reply]] = {
    "AMAZON.NextIntent": next_step,
    "AMAZON.YesIntent": go_on,
    "AMAZON.PreviousIntent": previous_step,
    "AMAZON.RepeatIntent": repeat_step,
    "AMAZON.StartOverIntent": start_over,
    "AMAZON.PauseIntent": pause,
    "AMAZON.NoIntent": not_yet,
    "AMAZON.HelpIntent": help_,
    "AMAZON.StopIntent": stop,
    "AMAZON.CancelIntent": stop,
    "AMAZON.NavigateHomeIntent": stop,
    "WhyIntent": why_this_one,
}
"""What the words of every state mean while the last question was a routine's."""


def is_guiding(turn: Turn) -> bool:
    """Whether the last question was a routine's."""
    return turn.session.offer == ROUTINE and turn.session.routine is not None


# --- coming back ----------------------------------------------------------------------------------------------------


def resume(turn: Turn, kind: RoutineKind | None = None) -> Reply:
    """Go on where it stopped: in this session, or for a remembered athlete in an earlier one."""
    if is_guiding(turn) and not _on(turn).interrupted and kind in (None, _on(turn).kind):
        return next_step(turn)
    progress = interrupted(turn, kind)
    if progress is None or progress.kind is None:
        return _nothing_to_resume(turn, _wish(turn))
    routine = turn.words.name(f"routine.name.{progress.kind}")
    return _again(turn, progress, [turn.words.say("routine.resumed", routine=routine)])


def _nothing_to_resume(turn: Turn, wish: Progress) -> Reply:
    """Say so, and offer to begin."""
    told = [turn.words.say("routine.nothing_to_resume")]
    if wish.kind is None:
        return replace(_ask_which(turn, wish), say=tuple(told))
    return replace(offering(turn.words, "begin", told), session=replace(turn.session, routine=wish))


def interrupted(turn: Turn, kind: RoutineKind | None = None) -> Progress | None:
    """The routine to go on with; None if there is none, or none of this kind."""
    on = turn.session.routine
    if on is not None and on.current is not None and kind in (None, on.kind):
        return on
    kept = next((event for event in _lately(turn) if kind in (None, event.data.get("kind"))), None)
    return _taken_up(turn, kept) if kept is not None and kept.data.get("state") == _GOING else None


def _lately(turn: Turn) -> list[Event]:
    """What is remembered of the routines of the last hours, newest first."""
    since = turn.now - CAN_BE_RESUMED
    return [event for event in reversed(turn.history) if event.kind == ROUTINE and event.at >= since]


def _taken_up(turn: Turn, event: Event) -> Progress | None:
    """A routine as it was kept; the time that passed since then is not counted."""
    progress = _progress_in(event)
    if progress.current is None:
        return None
    started = turn.now - timedelta(seconds=seconds_for(progress.steps[: progress.step]))
    return replace(progress, hurting=_hurting(turn), started_at=started.isoformat(), entry=event.id)


def _progress_in(event: Event) -> Progress:
    """How far a routine had come; nowhere, if another version kept it in a way of its own."""
    try:
        return Progress.from_json(event.data)
    except (AttributeError, TypeError, ValueError):
        return Progress()


def _on(turn: Turn) -> Progress:
    return turn.session.routine or Progress()


def _keeping(turn: Turn, reply: Reply, progress: Progress, state: str) -> Reply:
    """The reply with what is to be kept of it; that saving fails is said once, at the first step."""
    if not turn.session.remembered:
        return reply
    event = _event(turn, progress, state)
    session = reply.session or turn.session
    kept = replace(session, routine=replace(session.routine, entry=event.id)) if session.routine else session
    unsaved = () if progress.entry else (turn.words.say("routine.unsaved"),)
    return replace(reply, session=kept, events=(*reply.events, event), unsaved=(*reply.say, *unsaved))


def _event(turn: Turn, progress: Progress, state: str) -> Event:
    told = progress.to_json()
    data: dict[str, Json] = {name: told[name] for name in _KEPT if name in told}
    own_id = f"{turn.request.id}#{ROUTINE}"
    return Event(
        kind=ROUTINE,
        at=turn.now,
        data={**data, "state": state},
        id=own_id,
        recorded_at=turn.now,
        replaces=progress.entry if progress.entry != own_id else None,
    )
