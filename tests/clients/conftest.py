import pytest


@pytest.fixture(scope="session")
def endpoint(server: str) -> str:
    """The address at which every client asks a real server."""
    return f"{server}/sparql"
