"""Our own client against a real server, where an answer can really break off."""

import pytest

from api.client import Jipu
from kg.errors import QueryError, ServerError
from tests.clients.questions import INDICATORS


def test_it_opens_an_address(server: str) -> None:
    with Jipu.open(f"{server}/") as jipu:
        assert repr(jipu) == f"<Jipu {server}>"
        assert jipu.stats().release == jipu.release
        assert len(jipu.select(INDICATORS)) == len(jipu.indicators()) == 190


def test_an_answer_that_breaks_off_raises(server: str) -> None:
    with Jipu.open(server) as jipu, pytest.raises(QueryError, match="more selective"):
        jipu.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.3)


def test_the_address_of_the_endpoint_is_not_that_of_the_server(endpoint: str) -> None:
    with pytest.raises(ServerError, match="without a path"):
        Jipu.open(endpoint)
