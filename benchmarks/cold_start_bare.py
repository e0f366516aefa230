"""What cannot be beaten: a handler that imports nothing and reads nothing. Deployed alone, as ``handler.py``."""

from __future__ import annotations

from typing import Any


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Say hello."""
    speech = {"type": "SSML", "ssml": "<speak>Hello!</speak>"}
    return {"version": "1.0", "response": {"outputSpeech": speech, "shouldEndSession": True}}
