"""Queries over the release of the sample, answered in this process."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from api.federation import Federation
from api.live import LiveService
from api.search_in_sparql import SearchHost
from kg.sparql.answering import answered
from kg.sparql.host import Call
from kg.store import Query, StoreReader

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
def select(reader: StoreReader, host: SearchHost) -> Select:
    """Runs a SELECT query: its rows, each the values of its bound variables."""
    return lambda text: selected(text, reader, host.call)


def selected(text: str, reader: StoreReader, call: Call) -> Rows:
    return [
        {name: binding["value"] for name, binding in row.items()}
        for row in answer_of(text, reader, call)["results"]["bindings"]
    ]


def answer_of(text: str, reader: StoreReader, call: Call) -> dict[str, Any]:
    out = io.BytesIO()
    query = Query(text, ("application/sparql-results+json",))
    answered(query, reader, call).write(out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found
