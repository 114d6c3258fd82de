from pathlib import Path

import pytest

from benchmarks.graph import Limits, Run, measure, table
from benchmarks.graph_peers import PEERS, QUERIES, write_triples

SEED, PROJECTS = 3, 25


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_triples(folder, PROJECTS, SEED)
    return folder


def test_both_peers_hold_the_same_graph(folder: Path) -> None:
    limits = Limits(minutes=2, query_seconds=30, gib=16)
    runs = [measure(peer, folder, PROJECTS, SEED, limits) for peer in PEERS]
    assert all(run.stopped is None for run in runs)
    for name in QUERIES:
        rows = {run.figure(name, "rows") for run in runs}
        assert len(rows) == 1, name
        assert rows != {None}, name


def test_a_peer_over_its_memory_is_told(folder: Path) -> None:
    run = measure("rdflib", folder, PROJECTS, SEED, Limits(minutes=2, query_seconds=30, gib=0.01))
    assert run.stopped == "over 0.01 GiB"
    assert run.shown("load", "triples") == "over 0.01 GiB"


def test_a_peer_over_its_time_is_told(folder: Path) -> None:
    run = measure("jipu", folder, PROJECTS, SEED, Limits(minutes=0.001, query_seconds=1, gib=16))
    assert run.stopped == "over 0.001 min"


def test_the_table_shows_ratios_and_limits() -> None:
    jipu = Run(
        {
            "load": {"triples": 4000, "triples_per_second": 2000.0},
            "memory": {"mib": 100.0},
            QUERIES[0]: {"milliseconds": 2.0, "rows": 10},
            QUERIES[1]: {"milliseconds": 4.0, "rows": 7},
            QUERIES[2]: {"milliseconds": 1.0, "rows": 3},
        },
        None,
    )
    rdflib = Run(
        {
            "load": {"triples": 4000, "triples_per_second": 500.0},
            "memory": {"mib": 150.0},
            QUERIES[0]: {"milliseconds": 50.0, "rows": 10},
            QUERIES[1]: {"over_seconds": 60},
            QUERIES[2]: {"milliseconds": 5.0, "rows": 4},
        },
        "over 15 min",
    )
    lines = list(table(20, {"jipu": jipu, "rdflib": rdflib}))
    assert lines[0].startswith("### 20 projects, 4,000 triples")
    assert "| load, triples/s | 2,000 | 500 | 4 |" in lines
    assert "| peak memory, MiB | 100 | 150 | 1.5 |" in lines
    assert f"| `{QUERIES[0]}` (10 rows), ms | 2 | 50 | 25 |" in lines
    assert f"| `{QUERIES[1]}` (7 rows), ms | 4 | over 60 s | – |" in lines
    assert f"| `{QUERIES[2]}` (3 ≠ 4 rows), ms | 1 | 5 | 5 |" in lines
    assert f"| `{QUERIES[3]}` (? rows), ms | – | over 15 min | – |" in lines
