"""Offers: a question at the end of an answer, and what a yes or a no to it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skill.conversation.turn import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from skill.conversation.turn import Turn
    from skill.speech.ssml import Ssml
    from skill.speech.words import Words


def offering(words: Words, offer: str, say: Iterable[Ssml] = ()) -> Reply:
    """Say something and end in an offer."""
    return Reply(
        say=tuple(say),
        question=words.say(f"offer.{offer}"),
        reprompt=words.say(f"offer.{offer}.reprompt"),
        offer=offer,
    )


def next_offer(turn: Turn) -> str:
    """What to offer after a side topic: what was under way, a routine or a run; to look at it, or anything else."""
    if _is_in_a_routine(turn):
        return "back"
    if turn.session.asking is not None:
        return "resume"
    if turn.may_offer_memory and turn.session.told is not None:
        return "remember"
    return "check" if turn.session.told is None else "more"


def after_training(turn: Turn) -> str:
    """What to offer once training was told: to go on with a routine, to remember it, or anything else."""
    if _is_in_a_routine(turn):
        return "back"
    return "remember" if turn.may_offer_memory else "more"


def after_leg_day(turn: Turn) -> str:
    """What to offer once a leg day was told: as after any training, and a stretch where nothing else is due."""
    due = after_training(turn)
    return "stretch" if due == "more" else due


def _is_in_a_routine(turn: Turn) -> bool:
    routine = turn.session.routine
    return routine is not None and routine.current is not None
