"""The certificate cache: what it keeps, when it forgets, and that nothing a fetch does holds up an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from skill.web.certificates import MOST_FETCHES_A_MINUTE, MOST_FETCHES_AT_ONCE, MOST_SIGNERS, CertificateCache
from skill.web.chain import Signer, Trust
from skill.web.refusal import NotFromAmazon
from tests.web.amazon import ADDRESS, PrivateAmazon, Wanted, rsa_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def cache(amazon: PrivateAmazon) -> CertificateCache:
    """A cache that fetches from the private Amazon."""
    return CertificateCache(amazon.fetch, Trust(amazon.roots))


@pytest.fixture
def release() -> Iterator[Event]:
    """Set at the end of the test, so that whatever hangs on it lets go."""
    event = Event()
    yield event
    event.set()


def test_a_certificate_is_fetched_once(cache: CertificateCache, amazon: PrivateAmazon, now: datetime) -> None:
    """The second request costs no fetch."""
    assert cache.signer(ADDRESS, now) is cache.signer(ADDRESS, now + SECOND)
    assert amazon.fetched == [ADDRESS]


def test_each_address_has_its_own_certificate(cache: CertificateCache, amazon: PrivateAmazon, now: datetime) -> None:
    """A good certificate at one address says nothing about another (the certification tester tries that)."""
    cache.signer(ADDRESS, now)
    with pytest.raises(NotFromAmazon):
        cache.signer(ADDRESS + ".other", now)
    assert amazon.fetched == [ADDRESS, ADDRESS + ".other"]


def test_a_failure_is_not_remembered(cache: CertificateCache, amazon: PrivateAmazon, now: datetime) -> None:
    """An address that was out of reach is tried again with the next request."""
    chain = amazon.chains.pop(ADDRESS)
    with pytest.raises(NotFromAmazon):
        cache.signer(ADDRESS, now)
    amazon.chains[ADDRESS] = chain
    assert cache.signer(ADDRESS, now).is_valid_at(now)


def test_a_certificate_is_not_used_after_it_has_expired(
    cache: CertificateCache, amazon: PrivateAmazon, now: datetime
) -> None:
    """With its last second it is forgotten, and whatever the address has then is judged anew."""
    amazon.chains[ADDRESS] = amazon.chain(amazon.issue(Wanted(valid_until=now + DAY)))
    first = cache.signer(ADDRESS, now)
    assert cache.signer(ADDRESS, now + DAY) is first
    with pytest.raises(NotFromAmazon):
        cache.signer(ADDRESS, now + DAY + SECOND)
    amazon.chains[ADDRESS] = amazon.chain(amazon.issue(Wanted(valid_until=now + 9 * DAY)))
    assert cache.signer(ADDRESS, now + DAY + SECOND).valid_until == now + 9 * DAY


def test_only_so_many_are_kept_and_the_one_in_use_stays(
    cache: CertificateCache, amazon: PrivateAmazon, now: datetime
) -> None:
    """Addresses that come and go do not push out the one that is used all the time."""
    cache.signer(ADDRESS, now)
    for number in range(3 * MOST_SIGNERS):
        other = f"{ADDRESS}.{number}"
        amazon.chains[other] = amazon.chains[ADDRESS]
        cache.signer(other, now)
        cache.signer(ADDRESS, now)
    assert len(cache._held) == MOST_SIGNERS  # noqa: SLF001 - memory has no other face
    assert amazon.fetched.count(ADDRESS) == 1


def test_a_renewed_certificate_replaces_the_old_one(
    cache: CertificateCache, amazon: PrivateAmazon, now: datetime
) -> None:
    """When Amazon puts a new certificate at an old address, one fetch is enough to learn of it."""
    cache.signer(ADDRESS, now)
    changed = amazon.issue(Wanted(key=rsa_key("changed")))
    amazon.chains[ADDRESS] = amazon.chain(changed)
    renewed = cache.renewed(ADDRESS, now + SECOND)
    assert renewed is not None
    assert renewed.key == changed.key.public_key()
    assert cache.signer(ADDRESS, now + SECOND) is renewed


def test_a_certificate_is_not_renewed_when_it_was_fetched_just_now(
    cache: CertificateCache, amazon: PrivateAmazon, now: datetime
) -> None:
    """The request that brought the certificate in does not fetch it twice."""
    cache.signer(ADDRESS, now)
    assert cache.renewed(ADDRESS, now) is None
    assert amazon.fetched == [ADDRESS]


def test_an_address_that_is_not_held_is_not_renewed(
    cache: CertificateCache, amazon: PrivateAmazon, now: datetime
) -> None:
    """There is nothing to renew."""
    assert cache.renewed(ADDRESS, now) is None
    assert amazon.fetched == []


def test_forgers_cannot_have_a_certificate_fetched_again_and_again(
    cache: CertificateCache, amazon: PrivateAmazon, now: datetime
) -> None:
    """A few times a minute, then no more until the minute is over; the certificate stays in use all along."""
    cache.signer(ADDRESS, now)
    for seconds in range(1, 50):
        cache.renewed(ADDRESS, now + seconds * SECOND)
    assert len(amazon.fetched) == MOST_FETCHES_A_MINUTE
    assert cache.signer(ADDRESS, now + 50 * SECOND).is_valid_at(now)
    assert len(amazon.fetched) == MOST_FETCHES_A_MINUTE
    assert cache.renewed(ADDRESS, now + 70 * SECOND) is not None
    assert len(amazon.fetched) == MOST_FETCHES_A_MINUTE + 1


def test_threads_that_need_the_same_certificate_wait_for_one_fetch(
    amazon: PrivateAmazon, now: datetime, release: Event
) -> None:
    """At a cold start under load, Amazon is asked once."""
    asked = Event()

    def fetch(address: str) -> bytes:
        asked.set()
        release.wait()
        return amazon.fetch(address)

    cache = CertificateCache(fetch, Trust(amazon.roots), deadline=30)
    found: list[Signer] = []
    threads = [Thread(target=lambda: found.append(cache.signer(ADDRESS, now))) for _ in range(8)]
    for thread in threads:
        thread.start()
    asked.wait()
    release.set()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1
    assert amazon.fetched == [ADDRESS]


def test_a_fetch_that_hangs_is_a_refusal_by_the_deadline(amazon: PrivateAmazon, now: datetime, release: Event) -> None:
    """The request is turned away; the fetch may finish later, and is then good for the next one."""
    returned = Event()

    def fetch(address: str) -> bytes:
        release.wait()
        returned.set()
        return amazon.fetch(address)

    cache = CertificateCache(fetch, Trust(amazon.roots), deadline=0.01)
    with pytest.raises(NotFromAmazon, match="TimeoutError"):
        cache.signer(ADDRESS, now)
    assert not returned.is_set()


def test_an_address_that_hangs_holds_up_no_other(amazon: PrivateAmazon, now: datetime, release: Event) -> None:
    """Neither one that is known nor one that is new: nobody waits for a lock while something is fetched."""
    asked = Event()

    def fetch(address: str) -> bytes:
        if address == ADDRESS + ".slow":
            asked.set()
            release.wait()
        return amazon.chains[ADDRESS]

    cache = CertificateCache(fetch, Trust(amazon.roots), deadline=30)
    known = cache.signer(ADDRESS, now)
    waiting = Thread(target=cache.signer, args=(ADDRESS + ".slow", now))
    waiting.start()
    asked.wait()
    assert cache.signer(ADDRESS, now) is known
    assert cache.signer(ADDRESS + ".new", now).is_valid_at(now)
    assert waiting.is_alive()
    release.set()
    waiting.join()


def test_threads_that_need_different_certificates_do_not_get_in_each_others_way(
    amazon: PrivateAmazon, now: datetime
) -> None:
    """Known ones and new ones, renewed ones and pushed out ones, all at once: each thread gets the right one."""
    keys = [rsa_key("changed"), rsa_key("other")]
    for number in range(2 * MOST_SIGNERS):
        signer = amazon.issue(Wanted(key=keys[number % 2]))
        amazon.chains[f"{ADDRESS}.{number}"] = amazon.chain(signer)
    cache = CertificateCache(amazon.fetch, Trust(amazon.roots), deadline=30)
    wrong: list[object] = []

    def ask(thread: int) -> None:
        try:
            for turn in range(60):
                number = (thread * 7 + turn) % (2 * MOST_SIGNERS)
                address, key = f"{ADDRESS}.{number}", keys[number % 2].public_key()
                found = [cache.signer(address, now), cache.renewed(address, now + turn * SECOND)]
                wrong.extend(signer for signer in found if signer is not None and signer.key != key)
        except NotFromAmazon as error:
            wrong.append(error)

    threads = [Thread(target=ask, args=(thread,)) for thread in range(MOST_FETCHES_AT_ONCE)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert wrong == []
    assert len(cache._held) == MOST_SIGNERS  # noqa: SLF001 - memory has no other face


def test_a_flood_of_invented_addresses_takes_only_so_many_threads(
    amazon: PrivateAmazon, now: datetime, release: Event
) -> None:
    """Beyond that an unknown address is refused at once, without a fetch."""
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        release.wait()
        return b""

    cache = CertificateCache(fetch, Trust(amazon.roots), deadline=0.01)
    for number in range(MOST_FETCHES_AT_ONCE):
        with pytest.raises(NotFromAmazon, match="TimeoutError"):
            cache.signer(f"{ADDRESS}.{number}", now)
    with pytest.raises(NotFromAmazon, match="too many"):
        cache.signer(ADDRESS, now)
    assert ADDRESS not in asked


def _raises(error: Exception) -> Callable[[str], bytes]:
    def fetch(_: str) -> bytes:
        raise error

    return fetch


@pytest.mark.parametrize(
    "fetch",
    [_raises(OSError("unreachable")), _raises(ValueError("odd")), lambda _: None, lambda _: "text", lambda _: b"\xff"],
    ids=["unreachable", "fails", "nothing", "text", "garbage"],
)
def test_whatever_a_fetch_does_it_is_a_refusal(
    amazon: PrivateAmazon, now: datetime, fetch: Callable[[str], bytes]
) -> None:
    """No other error comes out of the cache, and the next request may try again."""
    cache = CertificateCache(fetch, Trust(amazon.roots))
    for _ in range(2):
        with pytest.raises(NotFromAmazon):
            cache.signer(ADDRESS, now)
