"""The columns of SELECT * stand in the order in which the query names them."""

import pytest

from api.search_in_sparql import SearchHost
from kg.errors import QueryError
from kg.store.reader import StoreReader
from tests.kg.sparql.conftest import answer_of

SEARCH = 'SERVICE jipu:search { ?s jipu:query "满意" ; jipu:score ?n ; jipu:rank ?a }'
RELEVANCE = 'BIND(jipu:relevance(?s, "满意") AS ?n)'


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT * { ?s ?p ?o }", "s p o"),
        ("select*{?s ?p ?o}", "s p o"),
        ("SELECT DISTINCT * WHERE { $z a ?b . [] ?a ?b }", "z b a"),
        ("PREFIX select: <urn:*#> # SELECT ?a\nSELECT # *\n REDUCED * { ?s select:a ?b }", "s b"),
        ("BASE <urn:a:> PREFIX : <#> SELECT * { :a :b ?y, ?x }", "y x"),
        ("SELECT * { ?z ?y '?a' FILTER(?y != ?b) MINUS { ?c ?d ?z } VALUES ?x { '?e' } }", "z y x"),
        ("SELECT * { { SELECT ?b (COUNT(*) AS ?a) { ?b ?c ?d } GROUP BY ?b } }", "b a"),
        (f"SELECT * {{ ?s a jipu:Project {RELEVANCE} }} ORDER BY ?n", "s n"),
        ("SELECT * { ?名 ?p ?号 }", "名 p 号"),
        (f"SELECT * {{ {SEARCH} }}", "s n a"),
        ("SELECT * {}", ""),
        ("SELECT ?p ?o { { SELECT * { ?s ?p ?o } } }", "p o"),
    ],
)
def test_columns_are_ordered(
    query: str, columns: str, reader: StoreReader, host: SearchHost
) -> None:
    assert answer_of(f"{query} LIMIT 1", reader, host.call)["head"]["vars"] == columns.split()


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT * { ?s ?p", (1, 17)), ("SELECT * { ?s jipu:a ?o } GROUP BY ?s", None)],
)
def test_a_mistake_keeps_its_place(
    query: str, place: tuple[int, int] | None, reader: StoreReader, host: SearchHost
) -> None:
    with pytest.raises(QueryError) as caught:
        answer_of(query, reader, host.call)
    assert place is None or (caught.value.line, caught.value.column) == place
