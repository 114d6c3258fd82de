import contextlib

import pytest

from kg.errors import QueryRefusedError
from kg.sparql.guard import services_in

ALLOWED = [
    "SELECT * { ?s ?p ?o }",
    'SELECT * { ?s ?p "SERVICE <http://example.org/> {}" }',
    "SELECT * { ?s ?p '''a 'SERVICE' b''' }",
    'SELECT * { ?s ?p """say "SERVICE" twice""" }',
    "SELECT * { ?service ?p ?o } # SERVICE <http://example.org/>",
    "SELECT * { ?s <http://example.org/SERVICE> ?o }",
    "SELECT * { ?s ex:SERVICE ?o ; SERVICE:p 1 }",
    'SELECT * { ?s ?p "x"@service }',
    "PREFIX load: <http://example.org/> SELECT * { ?s load:insert ?o }",
    "SELECT * { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
    'SELECT ("\\u0022 SERVICE" AS ?x) {}',
    "ASK { ?clear ?drop ?add }",
]

SERVICES = [
    "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
    "SELECT * { service silent ?where { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE<http://example.org/>{?s ?q ?r} } }",
    "SELECT * { { SELECT * { SERVICE ex:endpoint { ?s ?p ?o } } } }",
    "SELECT * {\n  ?s ?p 'a' .\n  # note\n  SeRvIcE <x> {} }",
    'SELECT * { ?s ?p "\\u0022" . SERVICE <http://example.org/> { ?a ?b "c" } }',
    "SELECT * { ?s ?p ?o FILTER(?o < 3) SERVICE <x> {} }",
    "SELECT * { ?s ?p 1SERVICE <x> {} }",
    "SELECT * { ?s ?p 1.SERVICE <x> {} }",
    "SELECT * { ?s ?p trueSERVICE<x>{} }",
    "SELECT * { SERVICESILENT<x>{} }",
    "SELECT * { ?s ?p 'a'@en.SERVICE<x>{} }",
    "PREFIX : <http://example.org/> SELECT * { SERVICE:x {} }",
    "prefix#\n: <http://example.org/> SELECT * { ?s ?p 1SERVICESILENT:x {} }",
]

UPDATES = [
    "INSERT DATA { <a> <b> <c> }",
    "delete where { ?s ?p ?o }",
    "LOAD <http://example.org/data.ttl>",
    "PREFIX a: <b> CLEAR ALL",
    "DROP GRAPH <a>",
]


@pytest.mark.parametrize("query", ALLOWED)
def test_a_query_over_the_store_passes(query: str) -> None:
    assert services_in(query) == []


@pytest.mark.parametrize("query", SERVICES)
def test_every_clause_that_may_be_a_service_is_found(query: str) -> None:
    assert services_in(query)


@pytest.mark.parametrize("query", UPDATES)
def test_an_update_is_refused(query: str) -> None:
    with pytest.raises(QueryRefusedError):
        services_in(query)


def test_a_long_query_takes_time_in_proportion() -> None:
    """A run of words that is no name was once scanned again from each of its words: for hours."""
    for piece in ("a.", "a-", "1", "service_", "'", '"', "<", "@a", "?a ", "prefix ", "#"):
        with contextlib.suppress(QueryRefusedError):
            services_in(piece * 1_000_000)


def test_the_refusal_names_the_position() -> None:
    with pytest.raises(QueryRefusedError) as caught:
        services_in("# an update\n  CLEAR ALL")
    assert (caught.value.line, caught.value.column) == (2, 3)
    assert "line 2, column 3" in str(caught.value)
