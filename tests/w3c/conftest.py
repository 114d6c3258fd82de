"""One server for the whole suite: the sample's release with the graphs of the suite beside it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pyoxigraph as ox
import pytest

from api.settings import Settings
from kg.home import Home
from kg.ntriples import Triple
from kg.store import open_builder
from tests.servers import serving
from tests.w3c.suite import BASE, graph_files


@pytest.fixture(scope="session")
def endpoint(
    home: Path, model_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx2.Client]:
    """A client of a real server; its paths are below the server's root."""
    scratch = tmp_path_factory.mktemp("w3c")
    own = Path(shutil.copytree(home, scratch / "home"))
    store = Home(own).current().store_path
    sample = store.rename(scratch / "sample")
    with open_builder(store, sample) as builder:
        files = graph_files().items()
        builder.add_graphs(((iri, _triples(iri, p)) for iri, p in files), scratch / "graphs.nq")
    with (
        serving(Settings(home=own, cache=model_cache)) as url,
        httpx2.Client(base_url=url, timeout=30) as client,
    ):
        yield client


def _triples(iri: str, path: Path) -> Iterator[Triple]:
    base = iri if iri.startswith(BASE) else None
    for quad in ox.parse(path=path, base_iri=base, rename_blank_nodes=True):
        yield Triple(*map(str, quad.triple))
