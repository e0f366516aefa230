"""Keys tell apart and tell nothing; the secret is made once and stays."""

from __future__ import annotations

import hmac
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from skill.memory import MemoryFailed, athlete_key, own_secret
from skill.memory.pseudonym import laptop_secret

if TYPE_CHECKING:
    from pathlib import Path

USER_ID = "amzn1.ask.account.AEXAMPLE7XW2"
SECRET = b"0123456789abcdef0123456789abcdef"


def test_the_key_of_an_athlete_never_changes() -> None:
    """Else nobody who is remembered would be known again after an update."""
    assert athlete_key(USER_ID, SECRET) == "dd92f02745ac3251f23f430f4ef65965a19cf579b8c852a6fbe8aa07f360772e"


@given(st.text(), st.text(), st.binary(min_size=1, max_size=64), st.binary(min_size=1, max_size=64))
def test_other_ids_and_other_secrets_give_other_keys(one: str, other: str, secret: bytes, another: bytes) -> None:
    """And each is 64 hexadecimal digits, whatever the id."""
    # HMAC fills short secrets up with zeros, so these are one.
    assume(one != other and secret.rstrip(b"\0") != another.rstrip(b"\0"))

    keys = {athlete_key(user_id, key) for user_id in (one, other) for key in (secret, another)}

    assert len(keys) == 4
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key in keys)


def test_nothing_of_the_id_can_be_seen_in_the_key() -> None:
    """Neither the id nor its plain hash, nor what the same secret would make of it for another purpose."""
    key = athlete_key(USER_ID, SECRET)

    assert not any(part.lower() in key for part in USER_ID.split("."))
    assert key not in {sha256(USER_ID.encode()).hexdigest(), hmac.digest(SECRET, USER_ID.encode(), "sha256").hex()}


def test_an_id_may_be_any_text() -> None:
    """Also half a character."""
    assert athlete_key("\ud83e", SECRET) != athlete_key("\ud83d", SECRET)


def test_a_laptop_makes_its_secret_once(tmp_path: Path) -> None:
    """Long, its owner's alone, the same ever after, and nobody else's; nothing else is left in the folder."""
    folder = tmp_path / "data"
    secret = laptop_secret(folder)

    assert len(secret) >= 32
    assert laptop_secret(folder) == secret
    assert laptop_secret(tmp_path / "another") != secret
    (file,) = folder.iterdir()
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_several_who_make_it_at_once_get_the_same(tmp_path: Path) -> None:
    """The first wins."""
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: laptop_secret(tmp_path / "data"), range(32)))

    assert len(secrets) == 1
    assert len(list((tmp_path / "data").iterdir())) == 1


def test_the_secret_lies_beside_the_file(tmp_path: Path) -> None:
    """Two files in one folder share it; where nothing is kept it is new each time; a table needs one that is set."""
    assert own_secret(f"sqlite:///{tmp_path}/a.sqlite") == own_secret(f"sqlite:///{tmp_path}/b.sqlite")
    assert own_secret("memory://") != own_secret("memory://")
    with pytest.raises(ValueError, match="set it"):
        own_secret("dynamodb://legday")


def test_a_secret_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    """A file is where the folder should be."""
    (tmp_path / "file").touch()

    with pytest.raises(MemoryFailed, match=r"^The secret beside the memory could not be read: .*\.$"):
        own_secret(f"sqlite:///{tmp_path}/file/a.sqlite")
