"""What the cross-check installs from npm: as exact as what Python's packages are (``docs/decisions/0005``)."""

from __future__ import annotations

import json
from pathlib import Path

LOCK = Path(__file__).parent / "package-lock.json"


def test_the_lock_file_names_versions_and_hashes_and_no_registry() -> None:
    """Whoever installs says from where."""
    text = LOCK.read_text()
    assert "://" not in text
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert packages
    assert all({"version", "integrity"} <= set(package) for package in packages.values())
