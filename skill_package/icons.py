"""Draws the icons of the store's page: `python skill_package/icons.py`, with a Chromium installed.

The drawing, `icons/icon.svg`, is what one edits. Each PNG has in it the digest of the drawing it was made from, so the
linter sees without a browser when one is out of step.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ICONS = Path(__file__).parent / "icons"
DRAWING = ICONS / "icon.svg"

SIZES = {"small.png": 108, "large.png": 512}
"""Pixels, square: Amazon takes exactly these."""

DIGEST_KEY = b"drawing-sha256"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNK = struct.Struct(">I4s")  # its length and type; the content and a checksum follow
_HEADER = struct.Struct(">II")  # width and height, with which the first chunk begins


def main() -> int:
    """Draws every size; returns the exit code."""
    chromium = sys.argv[1] if sys.argv[1:] else "/usr/bin/chromium"
    for name, size in SIZES.items():
        (ICONS / name).write_bytes(_with_digest(_drawn(size, chromium)))
    return 0


def _drawn(size: int, chromium: str) -> bytes:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (the linter reads icons without a browser)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": size, "height": size})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{DRAWING.read_text(encoding='utf-8')}")
        drawn = page.screenshot()
        browser.close()
    return drawn


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels.

    Raises:
        ValueError: if it is no PNG.
    """
    kind, content = next(_chunks(png))
    if kind != b"IHDR":
        raise ValueError("A PNG begins with its size.")
    width, height = _HEADER.unpack_from(content)
    return width, height


def is_of_the_drawing(png: bytes) -> bool:
    """Whether it was made from the drawing as it is now."""
    return _noted_digest() in [content for kind, content in _chunks(png) if kind == b"tEXt"]


def _with_digest(png: bytes) -> bytes:
    """Puts the note where it may be: right after the first chunk."""
    end = len(_SIGNATURE) + _CHUNK.size + len(next(_chunks(png))[1]) + 4
    note = _CHUNK.pack(len(_noted_digest()), b"tEXt") + _noted_digest()
    return png[:end] + note + struct.pack(">I", zlib.crc32(note[4:])) + png[end:]


def _noted_digest() -> bytes:
    return DIGEST_KEY + b"\0" + hashlib.sha256(DRAWING.read_bytes()).hexdigest().encode()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise ValueError("This is no PNG.")
    at = len(_SIGNATURE)
    while at < len(png):
        length, kind = _CHUNK.unpack_from(png, at)
        yield kind, png[at + _CHUNK.size : at + _CHUNK.size + length]
        at += _CHUNK.size + length + 4


if __name__ == "__main__":
    raise SystemExit(main())
