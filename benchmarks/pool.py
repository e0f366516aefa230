"""Requests signed ahead of a run: each is its own, for endpoints refuse what they have seen, and cheap to send.

Signing costs ten times what verifying does, so a generator that signed while it loads would measure itself. A request
is put together when it is sent, from a template, its number, its time and its signature.
"""

from __future__ import annotations

import base64
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.web.amazon import ADDRESS, stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.web.amazon import PrivateAmazon

_NUMBER, _TIME = "@number@", "@time@"
_CHUNK = 1000
"""Requests that one process signs at a go."""


@dataclass(frozen=True, slots=True)
class Template:
    """An envelope as bytes, cut where request id and timestamp stand."""

    before: bytes
    between: bytes
    after: bytes
    run: str

    @classmethod
    def of(cls, envelope: dict[str, Any], run: str) -> Template:
        """Cut up an envelope; `run` keeps the request ids apart from those of other runs."""
        request = {"requestId": _NUMBER, "timestamp": _TIME}
        text = json.dumps({**envelope, "request": {**request, **envelope["request"], **request}})
        before, rest = text.encode().split(_NUMBER.encode())
        between, after = rest.split(_TIME.encode())
        return cls(before, between, after, run)

    def body(self, number: int, second: int) -> bytes:
        """The body of the request with this number, made at this second since 1970."""
        identifier = b"amzn1.echo-api.request.%b-%012d" % (self.run.encode(), number)
        return b"".join((self.before, identifier, self.between, _stamp(second), self.after))


@dataclass(frozen=True, slots=True)
class Pool:
    """Signed requests by number, as bytes to put on a wire."""

    template: Template
    seconds: Sequence[int]
    signatures: bytes
    size_of_one: int

    def __len__(self) -> int:
        return len(self.seconds)

    def request(self, number: int) -> bytes:
        """The whole HTTP request."""
        body = self.template.body(number, self.seconds[number])
        signature = self.signatures[number * self.size_of_one : (number + 1) * self.size_of_one]
        return _HEAD % (len(body), base64.b64encode(signature)) + body


_HEAD = (
    b"POST /alexa HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
    b"Accept: application/json\r\nAccept-Charset: utf-8\r\nUser-Agent: Apache-HttpClient/4.5.x (Java/1.8.0_172)\r\n"
    b"Content-Length: %d\r\nSignatureCertChainUrl: " + ADDRESS.encode() + b"\r\nSignature-256: %b\r\n\r\n"
)


def signed(
    amazon: PrivateAmazon, template: Template, seconds: Sequence[int], progress: Callable[[int], None] | None = None
) -> Pool:
    """Sign one request for each of these seconds since 1970, on all cores.

    Args:
        amazon: who signs.
        template: what is signed.
        seconds: when each request will say that it was made.
        progress: told how many are signed so far.
    """
    key = amazon.signer.key
    assert isinstance(key, RSAPrivateKey)  # noqa: S101 - what the private Amazon issues
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signatures = bytearray()
    chunks = [range(first, min(first + _CHUNK, len(seconds))) for first in range(0, len(seconds), _CHUNK)]
    times = [seconds[chunk.start : chunk.stop] for chunk in chunks]
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        spread = processes.map if len(chunks) > 1 else map
        for some in spread(partial(_signatures, pem, template), chunks, times):
            signatures += some
            if progress:
                progress(len(signatures) * 8 // key.key_size)
    return Pool(template, seconds, bytes(signatures), key.key_size // 8)


def _signatures(pem: bytes, template: Template, numbers: range, seconds: Sequence[int]) -> bytes:
    key = _loaded(pem)
    return b"".join(
        key.sign(template.body(number, second), PKCS1v15(), SHA256())
        for number, second in zip(numbers, seconds, strict=True)
    )


@cache
def _loaded(pem: bytes) -> RSAPrivateKey:
    key = load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)  # noqa: S101 - as above
    return key


@cache
def _stamp(second: int) -> bytes:
    return stamp(datetime.fromtimestamp(second, UTC)).encode()
