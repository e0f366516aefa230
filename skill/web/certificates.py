"""The signers of late, by certificate address: fetched when needed, kept while their certificates are valid.

Whatever a fetch does (hangs, fails, brings megabytes of nonsense), the one who asked gets an answer by the deadline:
a signer that is to be trusted, or a refusal.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock, Thread
from typing import TYPE_CHECKING

from skill.web.refusal import NotFromAmazon

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from skill.web.chain import Signer, Trust

MOST_SIGNERS = 16
"""How many addresses are remembered. Amazon uses one or two at a time."""

MOST_FETCHES_AT_ONCE = 8
"""How many addresses may be under way at a time: a flood of invented ones takes no more threads than this."""

FETCH_DEADLINE = 2.0
"""Seconds that a request waits for a certificate; Alexa gives us about eight for everything."""

MOST_FETCHES_A_MINUTE = 6
"""How often one address is fetched anew because signatures do not fit: forgers shall not make us hammer it."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Held:
    signer: Signer
    fetched: tuple[datetime, ...]  # when, as far as it lies within the last minute


class CertificateCache:
    """Signers by address, for any number of threads. Holds the most recently used ones and no expired one."""

    def __init__(self, fetch: Callable[[str], bytes], trust: Trust, *, deadline: float = FETCH_DEADLINE) -> None:
        self._fetch = fetch
        self._trust = trust
        self._deadline = deadline
        self._lock = Lock()
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._under_way: dict[str, Future[Signer]] = {}

    def signer(self, address: str, now: datetime) -> Signer:
        """Whoever signs with the certificate at this address, valid now.

        Raises:
            NotFromAmazon: if the certificate is out of reach, or not to be trusted.
        """
        return self._remembered(address, now) or self._fetched(address, now)

    def renewed(self, address: str, now: datetime) -> Signer | None:
        """The signer fetched anew, for when a signature did not fit; None if that was done just now or too often.

        Raises:
            NotFromAmazon: if the certificate is out of reach, or not to be trusted.
        """
        return self._fetched(address, now) if self._may_renew(address, now) else None

    def _remembered(self, address: str, now: datetime) -> Signer | None:
        with self._lock:
            held = self._held.get(address)
            if held is None:
                return None
            if not held.signer.is_valid_at(now):
                del self._held[address]
                return None
            self._held.move_to_end(address)
            return held.signer

    def _may_renew(self, address: str, now: datetime) -> bool:
        with self._lock:
            held = self._held.get(address)
            if held is None:
                return False
            lately = tuple(when for when in held.fetched if now - when < _MINUTE)
            allowed = now not in lately and len(lately) < MOST_FETCHES_A_MINUTE
            self._held[address] = replace(held, fetched=(*lately, now) if allowed else lately)
            return allowed

    def _fetched(self, address: str, now: datetime) -> Signer:
        try:
            return self._fetch_under_way(address, now).result(timeout=self._deadline)
        except NotFromAmazon:
            raise
        except Exception as error:  # a fetch may raise anything, and whatever it is, we know no signer
            message = f"the certificate chain is out of reach or of no use ({type(error).__name__})"
            raise NotFromAmazon(message) from error

    def _fetch_under_way(self, address: str, now: datetime) -> Future[Signer]:
        """One fetch for all who wait for this address; in a thread of its own, so that nobody waits too long."""
        with self._lock:
            if address in self._under_way:
                return self._under_way[address]
            if len(self._under_way) >= MOST_FETCHES_AT_ONCE:
                message = "too many certificates are being fetched at once"
                raise NotFromAmazon(message)
            fetch = self._under_way[address] = Future()
        Thread(target=self._run, args=(fetch, address, now), daemon=True).start()
        return fetch

    def _run(self, fetch: Future[Signer], address: str, now: datetime) -> None:
        try:
            signer = self._trust.signer(self._fetch(address), now)
        except BaseException as error:  # noqa: BLE001 - raised again in each thread that waits
            self._finish(address)
            fetch.set_exception(error)
        else:
            self._keep(address, signer, now)
            self._finish(address)
            fetch.set_result(signer)

    def _finish(self, address: str) -> None:
        with self._lock:
            del self._under_way[address]

    def _keep(self, address: str, signer: Signer, now: datetime) -> None:
        with self._lock:
            before = self._held.get(address)
            self._held[address] = _Held(signer, before.fetched if before else (now,))
            self._held.move_to_end(address)
            if len(self._held) > MOST_SIGNERS:
                self._held.popitem(last=False)
