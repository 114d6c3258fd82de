import pytest
from fastapi.testclient import TestClient

from api.client import Jipu
from api.client.local import LocalTransport
from api.client.remote import RemoteTransport
from api.live import LiveService
from api.service import Service


@pytest.fixture(scope="session")
def service(live: LiveService) -> Service:
    return live.current()


@pytest.fixture(scope="session")
def local(service: Service) -> Jipu:
    return Jipu(LocalTransport("home", service))


@pytest.fixture(scope="session")
def remote(client: TestClient) -> Jipu:
    """The same release through the HTTP application."""
    return Jipu(RemoteTransport(client))
