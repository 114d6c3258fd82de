"""A mistake in a query is told where it is."""

import pytest

from kg.errors import QueryError
from kg.sparql.answering import answered
from kg.sparql.host import Json
from kg.store.query import Query
from kg.store.reader import StoreReader


def nobody(name: str, arguments: object) -> Json:
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("SELECT ?x WHER { ?x ?p ?o }", (1, 11), "'WHER'"),
        ("SELECT ?x WHERE { ?x ?p }", (1, 25), "'}'"),
        ("SELECT ?x { ?x ?p ?o FILTR(?o > 1) }", (1, 22), "'FILTR'"),
        ("SELECT ?x, ?y { ?x ?p ?y }", (1, 10), "','"),
        ("SELECT ?x {\n  ?x rdfs:label 满意\n}", (2, 17), "'满意'"),
        ("SELECT ?x {\n  ?x ?p 'abc\n}", (2, 9), "'"),
        ("SELECT * {\n ?s ?p", (2, 7), "ends before"),
        ("", (1, 1), "ends before"),
        ("SELECT * { ?x a nothing:here }", (1, 29), "PREFIX"),
        ("SELECT ?x ?y { ?x ?p ?o } GROUP BY ?x", (1, 38), "unbound"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", (1, 30), "Duplicated"),
    ],
)
def test_a_mistake_is_told_where_it_is(
    reader: StoreReader, text: str, position: tuple[int, int], said: str
) -> None:
    with pytest.raises(QueryError) as caught:
        answered(Query(text, ("text/csv",)), reader, nobody)
    assert (caught.value.line, caught.value.column) == position
    assert said in caught.value.message
    assert f"line {position[0]}" in caught.value.where
