"""Every store there is, empty and new for each test; DynamoDB is moto, as a server over HTTP."""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from moto.dynamodb.responses import DynamoHandler
from moto.server import ThreadedMotoServer

from skill.memory import Memory, open_memory
from skill.memory.address import Table
from tests.memory.places import Clock, Place, Told
from tests.memory.table import make_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

REGION = "eu-west-1"
_TABLES = count()


@pytest.fixture(autouse=True)
def nobodys_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never anybody's real account."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def one_request_at_a_time() -> Iterator[None]:
    """DynamoDB does each request as a whole; moto, which does not, loses writes that come at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DynamoHandler, "call_action", _in_turn(DynamoHandler.call_action))
        yield


def _in_turn(act: Callable[[DynamoHandler], Any]) -> Callable[[DynamoHandler], Any]:
    lock = Lock()

    def acting(handler: DynamoHandler) -> Any:  # noqa: ANN401 (moto's own answer)
        with lock:
            return act(handler)

    return acting


@pytest.fixture(scope="session")
def moto_server() -> Iterator[str]:
    """The address of a DynamoDB that is reached over HTTP."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def in_memory() -> Place:
    """Nowhere: all devices share one."""
    clock = Clock()
    memory = open_memory("memory://", clock=clock)
    return Place(lambda: memory, clock)


@pytest.fixture
def sqlite(tmp_path: Path) -> Place:
    """A file."""
    return Place.at(f"sqlite:///{tmp_path / 'memory.sqlite'}")


@pytest.fixture
def table(moto_server: str) -> Table:
    """A table of a server."""
    name = f"legday-{next(_TABLES)}"
    make_table(name, region_name=REGION, endpoint_url=moto_server)
    return Table(name, REGION, moto_server)


@pytest.fixture
def dynamodb(table: Table) -> Place:
    """That table as a place."""
    return Place.at(f"dynamodb://{table.name}?region={table.region}&endpoint={table.endpoint}")


SHARED = ("sqlite", "dynamodb")


@pytest.fixture(params=("in_memory", *SHARED))
def place(request: pytest.FixtureRequest) -> Place:
    """Each store in turn."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=SHARED)
def shared(request: pytest.FixtureRequest) -> Place:
    """Each store that several processes can use, in turn."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def memory(place: Place) -> Memory:
    """Each store in turn, as one device has it."""
    return place.open()


@pytest.fixture
def told() -> Told:
    """A supply of events."""
    return Told()
