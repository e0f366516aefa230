"""Where DynamoDB is, and as whom it is asked: from the environment, as Lambda sets it, or else as botocore finds out.

Lambda gives keys in its environment, which last as long as it does. After a snapshot (SnapStart), in a container or on
a laptop they come from elsewhere and run out; botocore knows all those ways, and renews what it found.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from skill.memory.signature import Credentials

if TYPE_CHECKING:
    from skill.memory.address import Table

_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
_REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")


class NoAccount(Exception):  # noqa: N818 (reads as what it says)
    """Nothing says in which region the table is, or as whom to ask."""


class Account:
    """Answers these questions when first asked, and credentials anew each time."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @cached_property
    def region(self) -> str:
        """AWS region of the table.

        Raises:
            NoAccount: if neither the address of the store, the environment nor a file of AWS's names one.
        """
        named = [self._table.region, *(os.environ.get(name) for name in _REGIONS)]
        region: str = _known(next(filter(None, named), None) or self._session.get_config_variable("region"))
        return region

    @cached_property
    def endpoint(self) -> tuple[bool, str]:
        """Whether it is reached with TLS, and the host, with its port unless it is the usual one."""
        address = self._table.endpoint or f"https://{_HOST.format(region=self.region)}"
        return is_secure(self._table), urlsplit(address).netloc

    def credentials(self) -> Credentials:
        """As whom to ask at this moment; where they run out, they are renewed, which may ask a server.

        Raises:
            NoAccount: if there are none.
        """
        access_key, secret_key = map(os.environ.get, _KEYS)
        if access_key and secret_key:
            return Credentials(access_key, secret_key, os.environ.get("AWS_SESSION_TOKEN"))
        return Credentials(*_known(self._found).get_frozen_credentials()[:3])

    @cached_property
    def _found(self) -> Any:  # noqa: ANN401 (botocore is untyped)
        return self._session.get_credentials()

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 (as above)
        from botocore.session import Session  # noqa: PLC0415 (as slow to import as all that a turn needs)

        return Session()


_HOST = "dynamodb.{region}.amazonaws.com"
"""DynamoDB's servers in all regions that Alexa calls functions in."""


def is_secure(table: Table) -> bool:
    """Whether it is reached with TLS: always, unless the address of the store says otherwise."""
    return not (table.endpoint or "").startswith("http:")


def _known(found: Any) -> Any:  # noqa: ANN401 (as above)
    if not found:
        raise NoAccount
    return found
