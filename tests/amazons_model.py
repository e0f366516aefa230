"""What Amazon's own model of a response makes of ours. The skill itself does without it (``docs/decisions/0010``)."""

from __future__ import annotations

import json
from typing import Any

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import ResponseEnvelope

_SERIALIZER = DefaultSerializer()


def unknown_to_amazon(response: dict[str, Any]) -> list[str]:
    """Say what Amazon's model cannot read in a response, or leaves out; an empty list means nothing."""
    try:
        read = _SERIALIZER.deserialize(json.dumps(response), ResponseEnvelope)
    except Exception as error:  # noqa: BLE001 (whatever it raises, it could not read it)
        return [f"Amazon's model does not read it: {error}"]
    written = _SERIALIZER.serialize(read)
    return [] if written == response else [f"Amazon's model reads {written!r} instead."]
