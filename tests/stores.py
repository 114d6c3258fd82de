"""Stores of a few triples as tests build them."""

from collections.abc import Iterable
from pathlib import Path

from kg.ntriples import Triple
from kg.store.builder import open_builder


def stored(path: Path, *graphs: tuple[str, Iterable[Triple]], base: Path | None = None) -> Path:
    """A closed store in a new folder: graphs by their IRIs, beside those of a store ``base``."""
    with open_builder(path, base) as builder:
        builder.add_graphs(graphs, path.parent / "scratch.nq")
    return path
