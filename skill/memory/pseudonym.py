"""Athletes by a key that does not tell who they are, and the secret that makes it so."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PURPOSE = b"leg-day-coach athlete 1\x00"
"""Keys of ours are none of anything else that is made with the same secret."""

SECRET_FILE = "athlete.secret"  # noqa: S105 # nosec B105 # the name of a file
_SECRET_BYTES = 32


def athlete_key(user_id: str, secret: bytes) -> str:
    """The key under which an athlete is remembered: HMAC-SHA256, 64 hexadecimal digits.

    The same for the same id and secret; without the secret nobody can tell whose it is, not even by trying ids.

    Args:
        user_id: Alexa's id of the person.
        secret: kept apart from what is remembered; whoever loses it loses everybody's memory.
    """
    return hmac.digest(secret, _PURPOSE + user_id.encode(errors="surrogatepass"), "sha256").hex()


def laptop_secret(folder: Path) -> bytes:
    """The secret of this laptop: made once, at random, in this folder, readable by its owner alone.

    Raises:
        OSError: if it can be neither read nor made.
    """
    file = folder / SECRET_FILE
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    """Put it there whole or not at all; of several processes that try, the first wins."""
    draft = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as opened:
        opened.write(secrets.token_hex(_SECRET_BYTES).encode())
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
