"""A private Amazon whose certificate chain is as long as the one that Amazon served in 2026.

That one has three certificates, 5,286 bytes: the signer's, its authority's, and one that links the root above to an
older root. (Until 2023 there were four.) It matters: the stock verifier reads and checks the chain at every request.
"""

from __future__ import annotations

from tests.web.amazon import ADDRESS, PrivateAmazon, Wanted, issue


def amazon() -> PrivateAmazon:
    """A private Amazon; only its newer root is to be trusted."""
    made = PrivateAmazon()
    older = issue(_root("Private Older Root"))
    made.chains[ADDRESS] += issue(_root("Private Root"), older).pem
    return made


def _root(name: str) -> Wanted:
    return Wanted(name, is_authority=True, names=())
