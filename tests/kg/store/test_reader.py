import io
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from kg.errors import NotAcceptableError, QueryError
from kg.ntriples import Triple
from kg.store.builder import open_builder
from kg.store.query import Query
from kg.store.reader import StoreReader
from tests.stores import stored

A, B, P = "<https://e.org/a>", "<https://e.org/b>", "<https://e.org/p>"
G1, G2 = "https://e.org/g1", "https://e.org/g2"
SHARED = Triple(A, P, '"两个文件都写了"')
ONLY_1 = Triple(A, P, '"只在一"')
ONLY_2 = Triple(B, P, '"只在二"')
JSON = ("application/sparql-results+json",)


@pytest.fixture
def two_documents(tmp_path: Path) -> Path:
    return stored(tmp_path / "store", (G1, [SHARED, ONLY_1]), (G2, [SHARED, ONLY_2]))


def count(path: Path) -> int:
    return int(StoreReader(path, {}).values("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0] or 0)


def body(path: Path, query: str, *accept: str, **dataset: tuple[str, ...]) -> str:
    reader = StoreReader(path, {"e": "https://e.org/"})
    return reader.answer(Query(query, accept, **dataset)).read().decode()


def test_a_triple_of_two_documents_counts_once_in_the_union(two_documents: Path) -> None:
    assert count(two_documents) == 3


def test_each_document_is_a_named_graph(two_documents: Path) -> None:
    rows = StoreReader(two_documents, {}).values(
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    )
    assert rows == [(G1, "2"), (G2, "2")]


def test_removing_a_document_keeps_what_another_states(two_documents: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    with open_builder(later, two_documents) as store:
        store.remove_graph(G1)
    assert count(later) == 2
    assert "两个文件都写了" in body(later, "SELECT ?o { ?s ?p ?o }", "text/csv")
    assert "只在一" not in body(later, "SELECT ?o { ?s ?p ?o }", "text/csv")
    assert count(two_documents) == 3, "the earlier store must not change"


def test_a_later_store_adds_to_the_earlier(tmp_path: Path) -> None:
    first = stored(tmp_path / "first", (G1, [SHARED, ONLY_1]))
    second = stored(tmp_path / "second", (G2, [SHARED, ONLY_2]), base=first)
    assert (count(first), count(second)) == (2, 3)


def test_the_dataset_of_the_request_replaces_the_store_s(two_documents: Path) -> None:
    query = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
    assert body(two_documents, query, "text/csv", default_graphs=(G2,)).split() == [
        "o",
        "两个文件都写了",
        "只在二",
    ]
    assert body(two_documents, query, "text/csv", named_graphs=(G2,)).split() == ["o"]
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert body(two_documents, graphs, "text/csv", named_graphs=(G2,)).split() == ["g", G2]


def test_the_first_media_type_that_fits_the_form_is_used(two_documents: Path) -> None:
    accept = ("text/turtle", "text/csv", "application/sparql-results+json")
    reader = StoreReader(two_documents, {})
    assert reader.answer(Query("SELECT * { ?s ?p ?o }", accept)).media_type == "text/csv"
    assert reader.answer(Query("ASK { ?s ?p ?o }", accept)).media_type == JSON[0]
    construct = Query("CONSTRUCT WHERE { ?s ?p ?o }", accept)
    assert reader.answer(construct).media_type == "text/turtle"


def test_no_fitting_media_type_is_told(two_documents: Path) -> None:
    with pytest.raises(NotAcceptableError, match="SELECT"):
        StoreReader(two_documents, {}).answer(Query("SELECT * { ?s ?p ?o }", ("text/turtle",)))


@pytest.mark.parametrize(
    ("query", "position", "said"),
    [
        ("SELECT * {\n ?s ?p", (2, 7), "cannot be read"),
        ("SELECT * { ?s foo:p ?o }", (1, 20), "PREFIX"),
    ],
)
def test_a_syntax_error_names_its_position(
    two_documents: Path, query: str, position: tuple[int, int], said: str
) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        StoreReader(two_documents, {}).answer(Query(query, JSON))
    assert (caught.value.line, caught.value.column) == position


def test_a_dump_is_the_whole_store(two_documents: Path) -> None:
    reader = StoreReader(two_documents, {"e": "https://e.org/"})
    turtle, trig = io.BytesIO(), io.BytesIO()
    reader.dump(turtle, "text/turtle")
    reader.dump(trig, "application/trig")
    assert len(Graph().parse(data=turtle.getvalue(), format="turtle")) == 3
    dataset = Dataset()
    dataset.parse(data=trig.getvalue(), format="trig")
    assert {str(g.identifier): len(g) for g in dataset.graphs() if len(g)} == {G1: 2, G2: 2}
