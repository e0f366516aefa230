"""The endpoint as a container or a service manager runs it: `python -m skill.web`, set up by the environment alone.

Beside the ``LEGDAY_…`` variables of `skill.settings` there are three that many hosts set by themselves: HOST, PORT and
WEB_CONCURRENCY, the number of worker processes.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from skill.settings import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST = "HOST"
NUMBERS = {"PORT": ("port", 65_535), "WEB_CONCURRENCY": ("workers", 64)}
"""By variable: which of the server's arguments it gives, and the highest number that can be meant."""


def main(environ: Mapping[str, str] = os.environ) -> None:
    """Serve until told to stop; a wrong setting ends it with a sentence that says what to set."""
    try:
        settings = Settings.from_environment(environ)
        settings.require_skill_id()
        numbers = {argument: _number(name, environ[name], most) for name, argument, most in _given(environ)}
    except SettingsError as error:
        sys.exit(str(error))
    from skill.web import server  # noqa: PLC0415 (gunicorn itself reads these numbers, as it is imported, and trips)

    server.serve(settings, host=environ.get(HOST) or server.HOST, **numbers)


def _given(environ: Mapping[str, str]) -> list[tuple[str, str, int]]:
    return [(name, argument, most) for name, (argument, most) in NUMBERS.items() if environ.get(name)]


def _number(name: str, text: str, most: int) -> int:
    """The number in a variable, from 1 on.

    Raises:
        SettingsError: if it is none.
    """
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        message = f"{name} should be a number from 1 to {most}; it is {text!r}."
        raise SettingsError(message)
    return int(text)


if __name__ == "__main__":
    main()
