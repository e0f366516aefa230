"""What the page speaks and hears with: the extra `voice`, where it is installed; the page works without."""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Any

from skill.workbench.skill import Unusable

if TYPE_CHECKING:
    from skill.simulator.model import InteractionModel

SPEAKS_WITH, HEARS_WITH = "espeakng_loader", "pocketsphinx"
MISSING = "This machine cannot {} yet: pip install 'leg-day-coach[voice]'."
_KEPT = 32  # the last so many answers, to be heard again


class Voice:
    """Speaks and hears on this machine. Each part is loaded once, when it is first needed; any thread may ask."""

    def __init__(self) -> None:
        self._recognisers: dict[str, Any] = {}
        self._lock = Lock()
        self._wav = lru_cache(_KEPT)(self._rendered)

    @cached_property
    def speaks(self) -> bool:
        """Whether it can speak."""
        return find_spec(SPEAKS_WITH) is not None

    @cached_property
    def hears(self) -> bool:
        """Whether it can hear."""
        return self.speaks and find_spec(HEARS_WITH) is not None  # it learns from espeak-ng how words sound

    def spoken(self, ssml: str, locale: str) -> bytes:
        """A speech as a WAV file.

        Raises:
            Unusable: if there is nothing to say, or to say it with.
        """
        if not self.speaks:
            raise Unusable(MISSING.format("speak"))
        if not ssml:
            raise Unusable("Nothing was said.")
        return self._wav(ssml, locale)

    def heard(self, wav: bytes, model: InteractionModel, locale: str) -> str | None:
        """What is said in a WAV file; None if nothing was understood.

        Raises:
            Unusable: if it is no such file, or there is nothing to hear it with.
        """
        if not self.hears:
            raise Unusable(MISSING.format("hear"))
        with self._lock:
            try:
                heard: str | None = self._recogniser(model, locale).heard(wav)
            except ValueError as error:
                raise Unusable(str(error)) from error
        return heard

    def _rendered(self, ssml: str, locale: str) -> bytes:
        speaking = import_module("skill.voice.speaking")
        try:
            wav: bytes = speaking.wav(ssml, locale)
        except import_module("skill.voice.espeak").SpeechFailed as error:
            raise Unusable(str(error)) from error
        return wav

    def _recogniser(self, model: InteractionModel, locale: str) -> Any:  # noqa: ANN401 - an optional part
        if locale not in self._recognisers:
            self._recognisers[locale] = import_module("skill.voice.hearing").Recogniser(model)
        return self._recognisers[locale]
