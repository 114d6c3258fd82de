from pathlib import Path

import pytest

from kg.ntriples import Triple
from kg.store import open_builder


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store of 500 triples."""
    path = tmp_path_factory.mktemp("pool") / "store"
    triples = [Triple(f"<https://e.org/{n}>", "<https://e.org/p>", f'"{n}"') for n in range(500)]
    with open_builder(path, None) as builder:
        builder.add_graphs([("https://e.org/g", triples)], path.parent / "scratch.nq")
    return path
