"""The one place where the parts are put together."""

from __future__ import annotations

import logging
import random
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from skill import logs
from skill.amazon.reminders import Reminders, reminders_of
from skill.amazon.time_zone import device_time_zone
from skill.conversation.alexa import Conversation, Surroundings
from skill.conversation.apology import Apology
from skill.conversation.envelope import athlete_id, is_skill_event, is_spoken_to, kind_of, mapping, request_id
from skill.conversation.remembering import Remembered
from skill.conversation.response import unspoken
from skill.memory import MemoryFailed, open_memory, own_secret
from skill.memory.address import File, Nowhere, place
from skill.memory.pseudonym import athlete_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skill.memory import Memory
    from skill.settings import Settings

    Respond = Callable[[dict[str, Any]], dict[str, Any]]

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class NotOurSkill(Exception):  # noqa: N818 (reads as what it says)
    """The request is meant for another skill."""


class Unanswered(Exception):  # noqa: N818 (reads as what it says)
    """A skill event could not be taken; the message says what broke and where, and nothing of the event."""


def build_skill(  # noqa: PLR0913 (each is a way to the outside, given by name)
    settings: Settings,
    *,
    vary: Callable[[int], int] | None = None,
    time_zone: Callable[[Mapping[str, Any]], str | None] = device_time_zone,
    trace: Callable[[dict[str, Any]], None] | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    memory: Memory | None = None,
    athlete_secret: bytes = b"",
    reminders: Callable[[Mapping[str, Any]], Reminders | None] = reminders_of,
) -> Respond:
    """Put the skill together.

    Args:
        settings: how this copy is set up; with a skill id, requests for other skills raise `NotOurSkill`.
        vary: picks a wording among so many; random by default.
        time_zone: the device's IANA zone, given the request envelope; asks Amazon by default.
        trace: told once a turn what was understood and decided.
        clock: the time now, for requests that do not tell when they were made.
        memory: where athletes who said yes to it are remembered; None to remember nobody.
        athlete_secret: makes the keys under which they are remembered.
        reminders: Amazon's reminders for the athlete of a request; by default the API that the request names.

    Returns:
        A function from an Alexa request envelope to its response envelope, both as JSON values.
    """
    surroundings = Surroundings(
        vary=vary or _by_chance(),
        time_zone=time_zone,
        trace=trace,
        remembered=_remembering(memory, athlete_secret),
        clock=clock,
        reminders=reminders,
    )
    return _responding(settings, Conversation(surroundings), surroundings.remembered)


def _responding(
    settings: Settings, conversation: Conversation, remembered: Callable[[Mapping[str, Any]], Remembered | None]
) -> Respond:
    """The way of a request: whose it is, whether it is spoken to, and a line in the log about it."""
    turns = logs.TurnLog((settings.log_key or secrets.token_hex()).encode(), perf_counter)

    def respond(envelope: dict[str, Any]) -> dict[str, Any]:
        with turns.turn(request_id(mapping(envelope)), athlete_id(mapping(envelope))):
            return answer(mapping(envelope))

    def answer(envelope: Mapping[str, Any]) -> dict[str, Any]:
        _refuse_other_skills(envelope, settings.skill_id)
        if is_spoken_to(envelope):
            return conversation.answer(envelope)
        _heed(envelope, remembered)
        logs.note(outcome="notice")
        return unspoken(kind_of(envelope))

    return respond


DISABLED = "AlexaSkillEvent.SkillDisabled"

FORGET_TRIES = 2
"""So often it is tried to forget who disables the skill: nobody is there to say it again."""


def _heed(envelope: Mapping[str, Any], remembered: Callable[[Mapping[str, Any]], Remembered | None]) -> None:
    """Act on a notice: an athlete who disables the skill is forgotten."""
    athlete = remembered(envelope)
    if athlete is None or mapping(envelope.get("request")).get("type") != DISABLED:
        return
    if not any(athlete.forget() for _ in range(FORGET_TRIES)):
        _log.error("An athlete who disabled the skill could not be deleted.")


def _remembering(memory: Memory | None, secret: bytes) -> Callable[[Mapping[str, Any]], Remembered | None]:
    """The store bound to the athlete of a request; nothing for a request that names nobody."""

    def remembered(envelope: Mapping[str, Any]) -> Remembered | None:
        athlete = athlete_id(envelope)
        return Remembered(memory, athlete_key(athlete, secret)) if memory is not None and athlete else None

    return remembered


def served_skill(settings: Settings) -> Respond:
    """The skill as a server runs it, remembering athletes where the settings say."""
    memory, secret = remembering(settings)
    return build_skill(settings, memory=memory, athlete_secret=secret)


def never_silent(respond: Respond, form: Callable[[dict[str, Any]], _T]) -> Callable[[dict[str, Any]], _T]:
    """The skill with a last resort: whatever breaks in it, whoever speaks hears an apology.

    Args:
        respond: the skill.
        form: gives a response the form in which it is sent; if it cannot, that is a failure of the skill too.

    Returns:
        A function from a request envelope to its response. It raises `NotOurSkill`; and `Unanswered` if a skill event
        could not be taken, for Amazon delivers it again as long as it gets no answer.
    """
    apology = Apology()

    def answer(envelope: dict[str, Any]) -> _T:
        try:
            return form(respond(envelope))
        except NotOurSkill:
            raise
        except Exception as error:  # noqa: BLE001 (Amazon waits for an answer, whatever went wrong)
            where = "{error} at {at}".format_map(logs.whereabouts(error))  # its message can hold what was said
        with suppress(Exception):  # a log that cannot be written to is no reason to leave somebody without an answer
            _log.error("no answer: %s", where)
        if is_skill_event(envelope):
            raise Unanswered(where)
        return form(apology.response_to(envelope))

    return answer


def remembering(settings: Settings) -> tuple[Memory | None, bytes]:
    """The store and the secret that makes athletes' keys; no store where nothing would outlast the process.

    A file brings its own secret, made once and kept beside it; other stores need the one of the settings. A file that
    cannot be reached costs nobody an answer: nobody is remembered, and the log says so.

    Raises:
        SettingsError: if the store needs a secret and there is none.
    """
    kept_in = place(settings.store)
    if isinstance(kept_in, Nowhere):
        return None, b""
    if settings.athlete_secret is not None or not isinstance(kept_in, File):
        return open_memory(settings.store), settings.require_athlete_secret()
    try:
        return open_memory(settings.store), own_secret(settings.store)
    except MemoryFailed:
        _log.warning("Nobody is remembered: the store's folder cannot be used.")
        return None, b""


def _by_chance() -> Callable[[int], int]:
    """Picks by a chance of its own: what is put together anew in copies of a process does not say the same in each."""
    chance = random.Random().random  # noqa: S311 (only wording depends on it)  # nosec B311
    return lambda many: int(chance() * many)


def _refuse_other_skills(envelope: Mapping[str, Any], skill_id: str | None) -> None:
    """Compare the application id in the request with ours, wherever the request names one.

    Raises:
        NotOurSkill: if one differs, or none is there.
    """
    if skill_id is None:
        return
    named = [application for application in map(_application_id, _places(envelope)) if application is not None]
    if not named or any(application != skill_id for application in named):
        logs.note(outcome="refused")
        message = "This request is for another skill."
        raise NotOurSkill(message)


def _places(envelope: Mapping[str, Any]) -> list[Any]:
    return [mapping(envelope.get("context")).get("System"), envelope.get("session")]


def _application_id(place: Any) -> Any:  # noqa: ANN401 (whatever a request holds)
    return mapping(mapping(place).get("application")).get("applicationId")
