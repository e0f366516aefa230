"""What the machine tells of itself: where it stands in time, and which interaction models lie on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from skill.simulator.model import InteractionModel, ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LOCALTIME = Path("/etc/localtime")


def time_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> str:
    """Give the machine's IANA zone: from ``TZ``, else from the link that `localtime` is, else ``UTC``."""
    candidates = (environ.get("TZ", "").lstrip(":"), _zone_in(localtime.resolve()))
    return next((zone for zone in candidates if zone in available_timezones()), "UTC")


def _zone_in(path: Path) -> str:
    """The zone a file of the time-zone database is for: what follows ``zoneinfo`` in its path."""
    return path.as_posix().partition("zoneinfo/")[2]


def models(folders: Iterable[Path]) -> dict[str, Path]:
    """The interaction models there are, by locale, each from the first folder that has it."""
    return {path.stem: path for folder in reversed([*folders]) for path in sorted(folder.glob("??-??.json"))}


def load_model(locale: str, folders: Iterable[Path]) -> InteractionModel:
    """Load the interaction model for a locale from the first folder that has any.

    Raises:
        ModelError: if no folder has one for that locale; the message names the locales there are.
    """
    found = models(folders)
    if locale not in found:
        there_are = ", ".join(sorted(found)) or "none at all"
        raise ModelError(f"There is no interaction model for {locale}; there are: {there_are}.")
    return InteractionModel.load(found[locale])
