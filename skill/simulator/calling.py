"""Reaches a skill that is not put together here: a function as Lambda calls it, or an endpoint over HTTP.

Whatever goes wrong is said in a sentence, and is for the device what a broken response is for Alexa.
"""

from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit
from uuid import uuid4

from skill.simulator.dialog import DialogError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from skill.simulator.envelope import Json

    Respond = Callable[[Json], Json]

ANSWER_WITHIN = 8.0
"""Seconds Alexa waits for a skill; 8, as Amazon's documentation has it."""

MOST_BYTES = 1_000_000
"""So much of an answer is read; Alexa takes 120 kB."""

_OK = 200
_REFUSED = range(400, 404)
_CONNECTIONS: dict[str, Callable[..., HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}


class SkillFailed(DialogError):  # noqa: N818 (reads as what it says)
    """The skill gave no answer; the message is a sentence that says what happened."""


class NoSkill(Exception):  # noqa: N818 (reads as what it says)
    """There is no skill where one was said to be; the message says what was looked for."""


# A function


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What Lambda gives a handler beside the event, as far as skills look at it."""

    function_name: str = "simulated"
    function_version: str = "$LATEST"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:000000000000:function:simulated"
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))
    log_group_name: str = "/aws/lambda/simulated"
    log_stream_name: str = "simulated"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda would stop waiting."""
        return int(ANSWER_WITHIN * 1000)


def function(where: str, folder: Path) -> Respond:
    """Give the skill that is a function of event and context, as in Lambda's setting "handler".

    Args:
        where: module and name, ``lambda_function:lambda_handler``.
        folder: where modules are looked for first.

    Raises:
        NoSkill: if there is no such function.
    """
    handler = _handler(where, folder)

    def respond(envelope: Json) -> Json:
        try:
            with redirect_stdout(sys.stderr):  # what a function prints is its log
                answer = handler(envelope, LambdaContext())
        except Exception as error:
            raise SkillFailed(f"The skill raised {type(error).__name__}: {error}") from error
        return _travelled(answer)

    return respond


def _handler(where: str, folder: Path) -> Callable[[Json, LambdaContext], Any]:
    module, _, name = where.partition(":")
    if not module or not name:
        raise NoSkill(f"{where!r} names no function; one looks like lambda_function:lambda_handler.")
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    try:
        found = getattr(import_module(module), name, None)
    except Exception as error:
        raise NoSkill(f"The module {module} cannot be imported: {type(error).__name__}: {error}") from error
    if not callable(found):
        raise NoSkill(f"The module {module} has no function {name}.")
    handler: Callable[[Json, LambdaContext], Any] = found
    return handler


def _travelled(answer: object) -> Json:
    try:
        travelled: Json = json.loads(json.dumps(answer))
    except (TypeError, ValueError) as error:
        raise SkillFailed(f"The skill's answer is no JSON: {error}.") from error
    return travelled


# An endpoint


def endpoint(address: str, timeout: float = ANSWER_WITHIN) -> Respond:
    """Give the skill that answers requests posted to an address; unsigned, as only Amazon can sign.

    Args:
        address: ``http://127.0.0.1:5000/``; proxies and redirections are left alone, as with Alexa.
        timeout: seconds to wait for it to connect, and for each piece of the answer.

    Raises:
        NoSkill: if it is no address of that kind.
    """
    parts = urlsplit(address)
    if parts.scheme not in _CONNECTIONS or not parts.hostname or not _has_port(parts):
        raise NoSkill(f"{address!r} is no address of an endpoint; one looks like http://127.0.0.1:5000/.")

    def respond(envelope: Json) -> Json:
        try:
            return _post(parts, timeout, json.dumps(envelope).encode())
        except TimeoutError as error:
            raise SkillFailed(f"{address} did not answer within {timeout:g} seconds.") from error
        except (OSError, HTTPException) as error:
            raise SkillFailed(f"{address} cannot be reached: {_reason(error)}.") from error

    return respond


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _post(parts: SplitResult, timeout: float, body: bytes) -> Json:
    connection = _CONNECTIONS[parts.scheme](parts.hostname, parts.port, timeout=timeout)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
        return _answer(connection.getresponse())
    finally:
        connection.close()


def _answer(response: HTTPResponse) -> Json:
    body = response.read(MOST_BYTES)
    if response.status != _OK:
        hint = " An endpoint that lets only Amazon in refuses a simulator." if response.status in _REFUSED else ""
        raise SkillFailed(f"The endpoint answered with the status {response.status} {response.reason}.{hint}")
    try:
        answer: Json = json.loads(body)
    except ValueError as error:
        raise SkillFailed(f"The endpoint's answer is no JSON: {error}.") from error
    return answer


def _reason(error: OSError | HTTPException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
