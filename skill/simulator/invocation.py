"""What is said to reach a skill at all: "alexa, ask leg day coach to …", "open leg day coach".

Amazon's phrases are those of "How users invoke custom skills": they belong to Alexa, not to the skill, so they are
taken off before the rest is understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WAKE = r"^(?:(?:hey|ok|okay)\s+)?alexa\b[\s,.!]*"
_POLITE = r"(?:please\s+|can you\s+|could you\s+)*"
_OPEN = "open|launch|start|begin|load|play|run|use|resume|talk to|speak to|enable"
_ASK = f"ask|tell|{_OPEN}"
# The words between name and wish that Alexa keeps to itself. "What", "when", "if" and "whether" are part of the wish:
# "if I can do intervals" is a question, "I can do intervals" is none.
_CONNECTING = "to|about|for|that|and"
_TRAILING = "using|with|from|on"


@dataclass(frozen=True, slots=True)
class Heard:
    """What is left once Alexa has taken her part.

    Attributes:
        wish: what the skill is asked; empty when it is merely opened.
        invoked: whether the skill was called by its name.
    """

    wish: str
    invoked: bool

    @property
    def opens(self) -> bool:
        """Whether the skill was called by its name and asked nothing."""
        return self.invoked and not self.wish


class Invocation:
    """Knows the phrases around one invocation name."""

    def __init__(self, name: str) -> None:
        spoken = r"\s+".join(re.escape(word) for word in name.split())
        self._wake = re.compile(_WAKE, re.IGNORECASE)
        self._leading = re.compile(
            rf"{_POLITE}(?:(?:{_ASK})\s+(?:the\s+)?)?{spoken}\b[\s,.:!?]*(?:(?:{_CONNECTING})\b\s*)?", re.IGNORECASE
        )
        self._trailing = re.compile(rf"[\s,]+(?:{_TRAILING})\s+{spoken}[\s.!?]*$", re.IGNORECASE)

    def heard(self, utterance: str) -> Heard:
        """Split what was said into the calling of the skill and the wish."""
        said = (
            self._wake.sub("", utterance.strip(), count=1) if self._wake.match(utterance.strip()) else utterance.strip()
        )
        leading = self._leading.match(said)
        if leading:
            return Heard(said[leading.end() :].strip(), invoked=True)
        wish = self._trailing.sub("", said)
        return Heard(wish, invoked=wish != said)
