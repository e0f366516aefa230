"""What the tests of deployment share: a server that believes a private Amazon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web import private_server
from tests.web.amazon import PrivateAmazon

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def amazon() -> PrivateAmazon:
    """A private Amazon that serves one good chain."""
    return PrivateAmazon()


@pytest.fixture
def folder(tmp_path: Path, amazon: PrivateAmazon) -> Path:
    """Where the server finds what it shall believe."""
    (tmp_path / private_server.ROOT).write_bytes(amazon.root.pem)
    (tmp_path / private_server.CHAIN).write_bytes(amazon.chain(amazon.signer))
    return tmp_path
