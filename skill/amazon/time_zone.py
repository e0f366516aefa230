"""Asks Amazon for the time zone of the device, within a deadline; never fails, only does not know."""

from __future__ import annotations

import json
import logging
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from skill.amazon.deadline import Calls

if TYPE_CHECKING:
    from collections.abc import Mapping

DEADLINE_SECONDS = 1.0
"""For the whole call: a third of what an answer may take."""

LARGEST_ANSWER = 200
"""Bytes; the longest zone names have about thirty."""

_calls = Calls()

_log = logging.getLogger(__name__)


def device_time_zone(envelope: Mapping[str, Any], *, deadline: float = DEADLINE_SECONDS) -> str | None:
    """The IANA name of the device's time zone ("America/New_York"); None if Amazon does not say.

    Args:
        envelope: the request as it came; its `context.System` names the API and the device.
        deadline: seconds after which it is not waited for any longer.
    """
    system = _mapping(_mapping(envelope.get("context")).get("System"))
    device = _mapping(system.get("device")).get("deviceId")
    endpoint, token = system.get("apiEndpoint"), system.get("apiAccessToken")
    if not (isinstance(device, str) and isinstance(endpoint, str) and isinstance(token, str)):
        return None
    return _fetch(f"{endpoint}/v2/devices/{quote(device, safe='')}/settings/System.timeZone", token, deadline)


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401 (whatever a request holds)
    return value if isinstance(value, dict) else {}


def _fetch(address: str, token: str, deadline: float) -> str | None:
    try:
        zone = json.loads(_calls.within(deadline, lambda: _read(address, token, deadline)))
    except (OSError, HTTPException, ValueError) as error:
        _log.info("The device's time zone is not known: %s", type(error).__name__)
        return None
    return zone if isinstance(zone, str) and zone else None


def _read(address: str, token: str, deadline: float) -> bytes:
    from skill.amazon import api  # noqa: PLC0415 (see there)

    status, answer = api.ask(address, token, seconds=deadline, most=LARGEST_ANSWER)
    if not api.is_good(status):
        message = "Amazon does not tell."
        raise ValueError(message)
    return answer
