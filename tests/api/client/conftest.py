from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.client import Jipu
from api.client.remote import RemoteTransport


@pytest.fixture(scope="session")
def local(home: Path) -> Iterator[Jipu]:
    """The release of the sample in this process."""
    with Jipu.open(home) as jipu:
        yield jipu


@pytest.fixture(scope="session")
def remote(client: TestClient) -> Jipu:
    """The same release through the HTTP application."""
    return Jipu(RemoteTransport(client))
