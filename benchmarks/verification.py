"""Verifying one request in process, with a warm certificate cache on both sides: ours beside the stock verifier.

With two chains, for the stock verifier's time depends on it: one as long as Amazon's (see `private`), and the shortest
that has an authority between signer and root. The target is held against both.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import envelopes, private, servers, stock
from benchmarks.report import Row, at_least
from benchmarks.timing import compare
from skill.web.certificates import CertificateCache
from skill.web.chain import Trust
from skill.web.verification import SignatureVerifier
from tests.web.amazon import PrivateAmazon, as_body

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.plan import Plan
    from benchmarks.timing import Took

PART = "Verification alone, in process, certificates at hand"
CHAINS: Mapping[str, Callable[[], PrivateAmazon]] = {
    "chain of 3, as Amazon's": private.amazon,
    "chain of 2": PrivateAmazon,
}

_STOCK = "stock RequestVerifier"
_MICRO = 1e6


def measure(plan: Plan) -> list[Row]:
    """Microseconds a signed request, and signed requests a second, one after the other."""
    return [row for chain, amazon in CHAINS.items() for row in _measured(plan, chain, amazon())]


def _measured(plan: Plan, chain: str, amazon: PrivateAmazon) -> list[Row]:
    plan.say(f"verification alone, {chain}")
    body = as_body(envelopes.recorded(envelopes.DECIDED))
    headers = amazon.headers(body)
    with TemporaryDirectory() as folder:
        os.environ["SSL_CERT_FILE"] = str(servers.publish(amazon, Path(folder)))
        calls = {"ours": _ours(amazon, headers, body), "stock": _stock(amazon, headers, body)}
        took = compare(calls, rounds=2 * plan.rounds, seconds=plan.batch_seconds)
    return [_cost(chain, took["ours"], took["stock"]), _rate(chain, took["ours"], took["stock"])]


def _cost(chain: str, ours: Took, theirs: Took) -> Row:
    return Row(
        part=PART,
        what=f"one request, µs; {chain}",
        ours=ours.typical * _MICRO,
        theirs=theirs.typical * _MICRO,
        than=_STOCK,
    )


def _rate(chain: str, ours: Took, theirs: Took) -> Row:
    fastest, slowest = ours.spread
    return Row(
        part=PART,
        what=f"requests/s; {chain}",
        ours=1 / ours.typical,
        theirs=1 / theirs.typical,
        than=_STOCK,
        target=at_least(100),
        spread=(1 / slowest, 1 / fastest),
    )


def _ours(amazon: PrivateAmazon, headers: dict[str, str], body: bytes) -> Callable[[], None]:
    verifier = SignatureVerifier(CertificateCache(amazon.fetch, Trust(amazon.roots)))
    return lambda: verifier.verify(headers, body, datetime.now(UTC))


def _stock(amazon: PrivateAmazon, headers: dict[str, str], body: bytes) -> Callable[[], object]:
    # The stock stack keeps the machine's roots in memory for a day: without this it would trust the first Amazon only.
    verifier, text = stock.verifier_module(amazon.fetch).RequestVerifier(), body.decode()
    stock.forget_roots()
    return lambda: verifier.verify(headers, text, None)
