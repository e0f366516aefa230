"""Speaks and hears, on this machine and with nothing sent anywhere: espeak-ng and pocketsphinx, the extra `voice`.

A speech is SSML; what is heard is text for the simulator. What is said and what it means is not known here.
"""

from __future__ import annotations


class VoiceFailed(Exception):  # noqa: N818 - reads as what it says
    """Something could not be spoken or heard; the message says why, and what to do about it."""
