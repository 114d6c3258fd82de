"""Queries over the release of the sample, answered in this process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from api.federation import Federation
from api.live import LiveService
from api.search_in_sparql import SearchHost
from kg.ntriples import Triple
from kg.sparql.answering import answered
from kg.sparql.host import Call
from kg.store.query import Query
from kg.store.reader import StoreReader
from search.engine import SearchEngine
from tests.stores import stored

Rows = list[dict[str, str]]
Select = Callable[[str], Rows]


@pytest.fixture(scope="session")
def host(live: LiveService) -> SearchHost:
    """The host of the sample's release."""
    service = live.current()
    return SearchHost(service.engine, service.release.table, Federation(()))


@pytest.fixture(scope="session")
def reader(live: LiveService) -> StoreReader:
    """The store of the sample's release."""
    return live.current().release.store


@pytest.fixture(scope="session")
def engine(live: LiveService) -> SearchEngine:
    """The search that every surface has."""
    return live.current().engine


@pytest.fixture(scope="session")
def select(reader: StoreReader, host: SearchHost) -> Select:
    """Runs a SELECT query: its rows, each the values of its bound variables."""
    return lambda text: selected(text, reader, host.call)


def selected(text: str, reader: StoreReader, call: Call) -> Rows:
    return [
        {name: binding["value"] for name, binding in row.items()}
        for row in answer_of(text, reader, call)["results"]["bindings"]
    ]


def answer_of(text: str, reader: StoreReader, call: Call) -> dict[str, Any]:
    query = Query(text, ("application/sparql-results+json",))
    found: dict[str, Any] = json.loads(answered(query, reader, call).read())
    return found


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store of 500 triples."""
    triples = [Triple(f"<https://e.org/{n}>", "<https://e.org/p>", f'"{n}"') for n in range(500)]
    return stored(tmp_path_factory.mktemp("pool") / "store", ("https://e.org/g", triples))
