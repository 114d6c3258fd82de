"""No SERVICE clause but jipu:search gets past, however it is written."""

from collections.abc import Mapping

import pytest

from api.federation import Federation
from kg.errors import QueryError, QueryRefusedError
from kg.sparql.expansion import expand
from kg.sparql.host import Json
from kg.store.query import Query
from kg.store.reader import StoreReader
from tests.kg.sparql.test_guard import ALLOWED, SERVICES, UPDATES

HIDDEN = [
    # The tokens alone take what follows # for a comment.
    "PREFIX e: <http://x/\\u0041#> SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { ?s <http://x/\\U00000041#> ?o SERVICE <http://example.org/> { } }",
    # A comparison and a comment, which the tokens alone take for an IRI and a string.
    "PREFIX : <a:> SELECT * { ?a ?p ?b FILTER(?a<?b#>'''\n) SERVICE:x { } }#'''",
    'PREFIX : <a:> SELECT * { ?a ?p ?b FILTER(?a<:b#>"""\n) SERVICE :x { } }#"""',
    "PREFIX ex: <http://example.org/> SELECT * { SERVICEex:x { } }",
    "PREFIXex:<http://example.org/>SELECT*{?s ?p 1SERVICESILENTex:x{}}",
    "SELECT * { SERVICEskos:x { } }",
    "SELECT * { SERVICEjipu:search { ?i jipu:query 'x' } }",
]
PLACES = [
    "SELECT * { %s }",
    "ASK { { { %s } } }",
    "SELECT * { ?s ?p ?o OPTIONAL { %s } }",
    "SELECT * { { } UNION { %s } }",
    "SELECT * { ?s ?p ?o MINUS { %s } }",
    "SELECT * { GRAPH ?g { %s } }",
    "SELECT * { FILTER EXISTS { %s } }",
    "SELECT * { FILTER(!(1 < 2 && NOT EXISTS { %s })) }",
    "SELECT * { BIND(EXISTS { %s } AS ?x) }",
    "SELECT (EXISTS { %s } AS ?x) { }",
    "SELECT * { { SELECT * { %s } LIMIT 1 } }",
    "SELECT (COUNT(*) AS ?n) { } GROUP BY ?x HAVING (EXISTS { %s })",
    "SELECT * { } ORDER BY (EXISTS { %s })",
    "CONSTRUCT { } { %s }",
    "DESCRIBE ?s { %s }",
    "SELECT * { SERVICE jipu:search { ?i jipu:query 'x' . %s } }",
]
CLAUSES = [
    "SERVICE <http://example.org/> { ?a ?b ?c }",
    "SERVICE SILENT <http://example.org/> { ?a ?b ?c }",
    "SERVICE ?where { ?a ?b ?c }",
    "SERVICE jipu:find { ?a ?b ?c }",
    "SERVICE <#search> { ?a ?b ?c }",
]


def unanswered(name: str, arguments: Mapping[str, Json]) -> Json:
    """The host, where no endpoint is allowed."""
    assert name == "federate"
    return Federation(()).ask(arguments)


def expanded(text: str, reader: StoreReader) -> str:
    return expand(Query(text, ()), reader, {}, unanswered).text


@pytest.mark.parametrize("text", [*SERVICES, *UPDATES, *HIDDEN])
def test_a_hidden_clause_is_refused(text: str, reader: StoreReader) -> None:
    with pytest.raises(QueryError):
        expanded(text, reader)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("clause", CLAUSES)
def test_another_service_is_refused_in_every_place(
    place: str, clause: str, reader: StoreReader
) -> None:
    text = place % clause
    with pytest.raises(QueryError) as caught:
        expanded(text, reader)
    assert caught.value.column == text.index(clause) + 1
    assert isinstance(caught.value, QueryRefusedError) or "jipu:query" in text


@pytest.mark.parametrize("name", ["<http://example.org/search>", "jipu:search", "<#search>"])
def test_only_the_very_name_is_the_search(name: str, reader: StoreReader) -> None:
    """Whatever the prologue makes of the names of ours."""
    text = f"BASE <http://x/> PREFIX jipu: <http://x/> SELECT * {{ SERVICE {name} {{ }} }}"
    with pytest.raises(QueryRefusedError):
        expanded(text, reader)


@pytest.mark.parametrize("text", [text for text in ALLOWED if "ex:SERVICE" not in text])
def test_a_query_without_a_clause_stays_as_it_is(text: str, reader: StoreReader) -> None:
    assert expanded(text, reader) == text


def test_names_with_the_word_are_names(reader: StoreReader) -> None:
    text = "PREFIX ex: <a:> PREFIX SERVICE: <b:> SELECT * { ?s ex:SERVICE ?o ; SERVICE:p 1 }"
    assert expanded(text, reader) == text
