"""Stores of a few triples as tests build them, and graphs out of stores."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from kg.ntriples import Triple
from kg.store.builder import open_builder
from kg.store.query import Query
from kg.store.reader import StoreReader


def stored(path: Path, *graphs: tuple[str, Iterable[Triple]], base: Path | None = None) -> Path:
    """A closed store in a new folder: graphs by their IRIs, beside those of a store ``base``."""
    with open_builder(path, base) as builder:
        builder.add_graphs(graphs, path.parent / "scratch.nq")
    return path


def constructed(store: StoreReader, query: str) -> Graph:
    """The graph that a CONSTRUCT or DESCRIBE query gives."""
    triples = store.answer(Query(query, ("application/n-triples",))).read()
    return Graph().parse(data=triples, format="nt")
