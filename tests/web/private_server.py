"""Run as a script by `test_server`: the real server and skill, believing a private Amazon.

No environment variable makes the endpoint trust another authority, so this is a program of its own. It takes the
folder where the test has put the authority's certificate and chain.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cryptography import x509

from skill.settings import Settings
from skill.web import create_app
from skill.web.server import Server
from tests.web.amazon import SKILL_ID

ROOT = "root.pem"
CHAIN = "chain.pem"


def main(folder: Path) -> None:
    """Serve on a free loopback port until told to stop."""
    settings = Settings(skill_id=SKILL_ID)
    roots = x509.load_pem_x509_certificates((folder / ROOT).read_bytes())
    chain = (folder / CHAIN).read_bytes()
    Server(
        lambda seen: create_app(settings, fetch_certificates=lambda _: chain, trust_roots=roots, seen=seen),
        host="127.0.0.1",
        port=0,
        workers=2,
        log_level="INFO",
    ).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
