"""Secrets that tests plant in requests, each with one mark in it, so that a leak of any of them can be found.

The mark survives what happens to a text on its way into a log: quoting, escaping, another case.
"""

from __future__ import annotations

MARK = "pl4nted"

ATHLETE = f"amzn1.ask.account.{MARK}ATHLETE"
PERSON = f"amzn1.ask.person.{MARK}PERSON"
DEVICE = f"amzn1.ask.device.{MARK}DEVICE"
SESSION = f"amzn1.echo-api.session.{MARK}SESSION"
ACCESS_TOKEN = f"{MARK}.access.token"
CONSENT_TOKEN = f"{MARK}.consent.token"
LINKED_ACCOUNT_TOKEN = f"{MARK}.account.token"
WORDS = f"{MARK} can barely walk downstairs"
"""What an athlete might say, in a slot."""


def is_in(text: str) -> bool:
    """Whether anything that was planted is in this text."""
    return MARK in text.lower()
