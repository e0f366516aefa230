"""nginx with our example of a configuration, in a folder of its own, on a free port, with a certificate made for it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.web.amazon import Issued, Wanted, issue
from tests.web.live import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NAME = "coach.example.org"

MAIN = """
daemon off;
pid nginx.pid;
error_log stderr warn;
events {{}}
http {{
    client_body_temp_path bodies;
    proxy_temp_path proxied;
    fastcgi_temp_path unused; uwsgi_temp_path unused; scgi_temp_path unused;
    include {site};
}}
"""
"""What Debian's own nginx.conf has around a site, for one that may write to its folder alone."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running nginx.

    Attributes:
        port: where it listens, with TLS.
        trust: believes its certificate, and nobody else's.
    """

    port: int
    trust: ssl.SSLContext

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """One request on a connection of its own; the status and the content of the answer."""
        connection = HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=self.trust)
        connection.request(method, path, body, (headers or {}) | {"Host": NAME})
        response = connection.getresponse()
        answer = (response.status, response.read())
        connection.close()
        return answer


def nginx() -> str | None:
    """Where nginx is; Debian has it where only root looks for programs."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def configured(folder: Path, port: int, servers: tuple[int, ...]) -> Path:
    """The example with this machine's ports and certificate in it; the path of the main file."""
    certificate = issue(Wanted("127.0.0.1", names=(NAME, "localhost")))
    _written(folder, certificate)
    site = EXAMPLE.read_text(encoding="utf-8").replace(f"/etc/letsencrypt/live/{NAME}", str(folder))
    site = site.replace("[::]:443 ssl", f"127.0.0.1:{port} ssl").replace("listen 443 ssl;", "")
    listed = "\n".join(f"server 127.0.0.1:{each};" for each in servers)
    (folder / "site.conf").write_text(site.replace("server 127.0.0.1:8080;", listed), encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(site=folder / "site.conf"), encoding="utf-8")
    return folder / "nginx.conf"


def _written(folder: Path, certificate: Issued) -> None:
    key = certificate.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "fullchain.pem").write_bytes(certificate.pem)
    (folder / "privkey.pem").write_bytes(key)


@contextmanager
def proxying(program: str, folder: Path, port: int, *servers: int) -> Iterator[Proxy]:
    """Nginx in front of these ports, for as long as the test needs it."""
    configuration = configured(folder, port, servers)
    trust = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    trust.check_hostname = False  # it is reached by address
    command = [program, "-p", str(folder), "-c", str(configuration)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - nginx, with our example
        try:
            yield _once_it_listens(Proxy(port, trust), process)
        finally:
            process.terminate()


def _once_it_listens(proxy: Proxy, process: subprocess.Popen[bytes]) -> Proxy:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            proxy.ask("GET", "/")
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return proxy
    raise AssertionError("nginx did not start")
