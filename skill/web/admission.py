"""Who gets in: the checks of a request in their order, each of them before anything that it protects.

Signature (`verification`), JSON and envelope, timestamp (`envelope`), replay (`replay`). Whose skill it is for is
the skill's own business (`skill.app`), as it is on Lambda.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skill.web import envelope as envelopes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from skill.web.replay import SeenRequests
    from skill.web.verification import Headers, Verifier


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that may be answered.

    Attributes:
        envelope: its body, read.
        identity: what no other request has.
        until: when its timestamp is too old, so that it would be refused without being remembered.
    """

    envelope: dict[str, Any]
    identity: bytes
    until: datetime


@dataclass(frozen=True, slots=True)
class Admission:
    """Every check of a request, with a clock that gives aware times."""

    verifier: Verifier
    seen: SeenRequests
    clock: Callable[[], datetime]

    def admit(self, headers: Headers, body: bytes) -> Admitted:
        """The request, if Amazon made it just now and only once.

        Raises:
            Refused: otherwise.
        """
        now = self.clock()
        self.verifier.verify(headers, body, now)
        envelope = envelopes.read(body)
        admitted = Admitted(envelope, envelopes.identity(envelope, body), envelopes.fresh_until(envelope, now))
        self.seen.begin(admitted.identity, now)
        return admitted

    def answered(self, admitted: Admitted) -> None:
        """Note that there is an answer: as long as the request is fresh, it is not answered again."""
        self.seen.finish(admitted.identity, admitted.until)
