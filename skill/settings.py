"""Environment to settings. Fails fast, with a sentence that says what to set."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from skill.memory import address

if TYPE_CHECKING:
    from collections.abc import Mapping

SKILL_ID = "LEGDAY_SKILL_ID"
LOG_LEVEL = "LEGDAY_LOG_LEVEL"
LOG_KEY = "LEGDAY_LOG_KEY"
STORE = "LEGDAY_STORE"
ATHLETE_SECRET = "LEGDAY_ATHLETE_SECRET"  # noqa: S105 # nosec B105 # the name of a variable

_SKILL_ID_PREFIX = "amzn1.ask.skill."
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_SHORTEST_KEY = 16
_SHORTEST_SECRET = 32  # characters: sixteen random bytes in hexadecimal digits


class SettingsError(Exception):
    """A setting is missing or wrong; the message says which one and what it should be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this copy of the skill is set up.

    Attributes:
        skill_id: Amazon's id of the skill, ``amzn1.ask.skill.…``; None on a laptop without an Amazon account.
        log_level: one of DEBUG, INFO, WARNING, ERROR.
        log_key: a secret that turns an athlete's id into the hash in the log, to know an athlete again across
            processes and restarts; None for one that each process makes up and forgets.
        store: where athletes are remembered, as `skill.memory.open_memory` takes it.
        athlete_secret: makes athletes' keys (`skill.memory.pseudonym`); None where a laptop makes its own.
    """

    skill_id: str | None = None
    log_level: str = "INFO"
    log_key: str | None = field(default=None, repr=False)
    store: str = address.DEFAULT
    athlete_secret: bytes | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read and check the ``LEGDAY_…`` variables.

        Raises:
            SettingsError: if a variable has a value that cannot be meant.
        """
        return cls(
            skill_id=_skill_id(environ.get(SKILL_ID, "")),
            log_level=_log_level(environ.get(LOG_LEVEL, "INFO")),
            log_key=_log_key(environ.get(LOG_KEY, "")),
            store=_store(environ.get(STORE, "")),
            athlete_secret=_athlete_secret(environ.get(ATHLETE_SECRET, "")),
        )

    def require_skill_id(self) -> str:
        """Give the skill id, without which a public endpoint cannot tell its own requests from others'.

        Raises:
            SettingsError: if there is none.
        """
        if self.skill_id is None:
            message = (
                f"Set {SKILL_ID} to the skill's id from the Alexa developer console ({_SKILL_ID_PREFIX}…); "
                "without it the endpoint cannot refuse requests meant for other skills. "
                "To try the skill on this machine, use `legday talk`, which needs none."
            )
            raise SettingsError(message)
        return self.skill_id

    def require_athlete_secret(self) -> bytes:
        """Give the secret that athletes' keys are made with; all servers that share a store need the same one.

        Where nothing outlasts the process, any will do, and each call makes a new one.

        Raises:
            SettingsError: if there is none, and something is kept.
        """
        if self.athlete_secret is None and isinstance(address.place(self.store), address.Nowhere):
            return secrets.token_bytes(_SHORTEST_SECRET)
        if self.athlete_secret is None:
            message = (
                f"Set {ATHLETE_SECRET} to {_SHORTEST_SECRET} random characters or more, and keep them: without them "
                f"nobody who was remembered is known again. Or set {STORE} to memory:// to remember nobody."
            )
            raise SettingsError(message)
        return self.athlete_secret


def _skill_id(value: str) -> str | None:
    if not value:
        return None
    if not value.startswith(_SKILL_ID_PREFIX) or value == _SKILL_ID_PREFIX:
        message = f"{SKILL_ID} should look like {_SKILL_ID_PREFIX}… (see the Alexa developer console)."
        raise SettingsError(message)
    return value


def _log_level(value: str) -> str:
    level = value.upper()
    if level not in _LOG_LEVELS:
        message = f"{LOG_LEVEL} should be one of {', '.join(_LOG_LEVELS)}; it is {value!r}."
        raise SettingsError(message)
    return level


def _log_key(value: str) -> str | None:
    if value and len(value) < _SHORTEST_KEY:
        message = (
            f"{LOG_KEY} should be a secret of {_SHORTEST_KEY} characters or more; leave it unset for a passing one."
        )
        raise SettingsError(message)
    return value or None


def _store(value: str) -> str:
    try:
        address.place(value or address.DEFAULT)
    except ValueError as error:
        message = f"{STORE} {error}"
        raise SettingsError(message) from error
    return value or address.DEFAULT


def _athlete_secret(value: str) -> bytes | None:
    """The value itself never gets into a sentence."""
    if value and len(value) < _SHORTEST_SECRET:
        message = f"{ATHLETE_SECRET} should have at least {_SHORTEST_SECRET} characters; it has {len(value)}."
        raise SettingsError(message)
    return value.encode(errors="surrogateescape") or None


def logging_level(settings: Settings) -> int:
    """The level as the standard library counts it."""
    return logging.getLevelNamesMapping()[settings.log_level]
