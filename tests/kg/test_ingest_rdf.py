"""RDF files as documents of releases: how they come, are replaced and go."""

import zipfile
from pathlib import Path

import pytest

from kg.home import Home
from kg.ingest import Change, forget, ingest
from kg.iri import CollisionError
from kg.release import Release
from kg.store import builder
from tests.kg.test_ingest import BASE, finish

DATASET = "@prefix e: <http://e/> .\ne:a e:b {0} . e:g {{ e:a e:c [ e:d {0} ] }}\n"
_ALL = "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?p), 'http://e/')) } ORDER BY ?g"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def put(home: Home, *paths: Path) -> Change:
    return ingest(home, paths, BASE, finish)


def graphs(release: Release) -> dict[str, int]:
    """How many triples of the tests' own vocabulary each graph holds."""
    rows = release.store.values(_ALL)
    return {str(g): [row[0] for row in rows].count(g) for g, _ in rows}


def union(release: Release) -> int:
    query = "SELECT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?p), 'http://e/')) }"
    return len(release.store.values(query))


def test_a_dataset_comes_is_replaced_and_goes(home: Home, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    file = tmp_path / "files" / "a.trig"
    file.write_text(DATASET.format(1), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "files" / "b.zip", "w") as archive:
        archive.writestr("b.ttl", "<http://e/a> <http://e/b> 1, <#me> .")
        archive.writestr("bad.ttl", "\n  a:b")
    change = put(home, tmp_path / "files")
    assert [outcome.status for outcome in change.outcomes] == ["ok", "ok", "failed"]
    (problem,) = change.outcomes[2].problems
    assert problem.where == "files/b.zip/bad.ttl, line 2, column 3"

    first = home.current()
    dataset, turtle = first.manifest.documents
    assert dataset.graphs == ("http://e/g",)
    assert graphs(first) == {dataset.iri: 1, turtle.iri: 2, "http://e/g": 2}
    assert union(first) == 4, "what two documents state counts once"
    derived = "SELECT ?d { <http://e/g> prov:wasDerivedFrom ?d . ?d a jipu:Document }"
    assert first.store.values(derived) == [(dataset.iri,)]
    assert put(home, file).outcomes[0].unchanged

    file.write_text(DATASET.format(2), encoding="utf-8")
    second = put(home, file).release
    assert second is not None
    new = second.manifest.documents[-1]
    assert graphs(second) == {new.iri: 1, turtle.iri: 2, "http://e/g": 2}
    assert union(second) == 5

    left = forget(home, ["a.trig"], BASE, finish)
    assert graphs(left) == {turtle.iri: 2}
    assert union(left) == 2
    assert graphs(first) == {dataset.iri: 1, turtle.iri: 2, "http://e/g": 2}


def test_a_named_graph_is_of_one_document(home: Home, tmp_path: Path) -> None:
    for number, name in enumerate(("a.trig", "b.trig")):
        (tmp_path / name).write_text(DATASET.format(number), encoding="utf-8")
    put(home, tmp_path / "a.trig")
    before = home.current_id()
    with pytest.raises(CollisionError, match=r"http://e/g.*a graph of a.trig.*a graph of b.trig"):
        put(home, tmp_path / "b.trig")
    assert home.current_id() == before


def test_a_large_file_is_loaded_in_pieces_that_hang_together(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "_BYTES_OF_A_LOAD", 1000)
    monkeypatch.setattr(builder, "_QUADS_OF_A_LOAD", 7)
    lines = [f"_:n{n} <http://e/next> _:n{n + 1} ." for n in range(100)]
    (tmp_path / "a.nt").write_text("\n".join(lines), encoding="utf-8")
    release = put(home, tmp_path / "a.nt").release
    assert release is not None
    for query in (
        "?a <http://e/next> ?b . ?b <http://e/next> ?c",
        "GRAPH ?g { ?a <http://e/next> ?b . ?b <http://e/next> ?c }",
    ):
        assert len(release.store.values(f"SELECT ?a {{ {query} }}")) == 99
