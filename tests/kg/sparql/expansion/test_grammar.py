"""The grammar against the standard's own tests, against the guard, and the engine."""

from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ontology
from kg.errors import QueryError, QueryRefusedError
from kg.sparql.expansion import expand
from kg.sparql.expansion.syntax import parse
from kg.sparql.guard import services_in
from kg.sparql.host import Json
from kg.store.query import Query
from kg.store.reader import StoreReader
from tests.kg.sparql.test_guard import SERVICES

ROOT = Path(__file__).parents[4]
W3C = ROOT.parent / "shared" / "w3c" / "sparql11"

VALID = [
    "SELECT*{?s?p?o}",
    "select distinct ?s (count(*) as ?n) where { ?s a ?t } group by ?s having(count(*) > 1)",
    "SELECT * { ?s ^<a>/(<b>|!(<c>|^a))*/a? ?o ; ; <p> 1, +2.5, -.5e-3 ; . }",
    "SELECT (GROUP_CONCAT(DISTINCT ?x ; separator=', ') AS ?y) { [] <p> (1 [ <q> ?x ] ()) }",
    "SELECT * { ?s ?p 1SERVICE<x>{} . 'a'@en-GB <p> '''x'y''' } LIMIT 3 OFFSET 2",
    "ASK { FILTER(?a<?b&&?b>-1 || ?c IN (1, 2) && NOT EXISTS { ?a ?b ?c }) }",
    "DESCRIBE <x> ?y FROM <g> FROM NAMED <h>",
    "CONSTRUCT WHERE { ?s ?p ?o . }",
    "CONSTRUCT { ?s ?p [] } { GRAPH ?g { ?s ?p ?o } } ORDER BY ASC(?s) ?p STR(?o)",
    "BASE <x> PREFIX : <y#> SELECT :p { }".replace(":p", "?p"),
    "SELECT * { { SELECT * { } VALUES ?x { 1 UNDEF } } MINUS { } OPTIONAL { } } VALUES () { () }",
    "PREFIX a: <b> SELECT * { a:b.c a:%41\\~ _:x.y BIND(1+2-3*-4/+5 AS ?x) } # the end",
    'SELECT * { ?s ?p ?o FILTER regex(str (?o), "a" ) FILTER (! bound(?x)) }',
    "SELECT * { ?s ?p true . ?s ?p <\\u0061> }",
]
INVALID = [
    "SELECT * { SERVICE }",
    "SELECT * { SERVICE <x> }",
    "SELECT * { SERVICE 'x' { } }",
    "SELECT * { SERVICE _:x { } }",
    "SELECT { SERVICE <x> { } }",
    "SELECT * { SERVICE <x> { }",
    "SELECT * { SERVICE <x y> { } }",
    "SELECT * { ?s SERVICE <x> { } }",
    "CONSTRUCT { SERVICE <x> { } } { }",
]


@pytest.mark.parametrize("text", VALID)
def test_what_the_engine_reads_is_read(text: str) -> None:
    ox.Store().query(text.replace("SERVICE<x>", ""), base_iri="http://example.org/")
    parse(text)


@pytest.mark.parametrize("text", INVALID)
def test_a_clause_in_no_place_of_a_clause_is_not_read(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.line == 1
    assert caught.value.column is not None


@pytest.mark.parametrize("text", list((ontology.named_queries() | ontology.checks()).values()))
def test_our_own_queries_are_read(text: str) -> None:
    assert parse(text).kind == "start"


@pytest.mark.skipif(not W3C.is_dir(), reason="the W3C's tests are not here")
def test_the_queries_of_the_standard_are_read() -> None:
    """All that the engine reads; what it refuses for a reason of scope may be read as well."""
    queries = sorted(W3C.rglob("*.rq"))
    assert len(queries) > 300
    unread = [path.name for path in queries if is_read_by_engine(path) and not is_read(path)]
    assert unread == []


def is_read_by_engine(path: Path) -> bool:
    try:
        ox.Store().query(path.read_text("utf-8"), base_iri="http://example.org/")
    except SyntaxError:
        return False
    except (RuntimeError, OSError):
        pass  # it cannot be answered, but it was read
    return True


def is_read(path: Path) -> bool:
    try:
        parse(path.read_text("utf-8"))
    except QueryError:
        return False
    return True


@pytest.mark.parametrize("text", SERVICES)
def test_grammar_and_guard_see_the_same_clauses(text: str) -> None:
    try:
        ways = parse(text).paths("service")
    except QueryError:
        return  # refused as well
    assert services_in(text) == [way[-1].start for way in ways]


PIECES = st.sampled_from(
    ["SERVICE", "service ", "SILENT", "<x>", " {", "}", " ?s ?p ?o ", ".", "1", "true", "'a'", '"',
     "SERVICE:x", "jipu:search", "ex:SERVICE", "FILTER(?a<", ">1)", "OPTIONAL{", "UNION", "#", "\n",
     "EXISTS{", "_:b", "@en", "\\", "'''", " a ", ";", "[", "]", "(", ")", "<\\u0061#>", "?b#>"]
)  # fmt: skip
PATTERNS = st.sampled_from(
    ["?s ?p 'SERVICE <x> {}' .", "?s ex:SERVICE ?o .", "?service ?p <service#x> .", "# SERVICE\n",
     "FILTER(?a<?b&&?b>1)", "OPTIONAL { ?s ?p '''service''' }", "{ } UNION { }", "VALUES ?x { 1 }",
     "BIND('service' AS ?y)", "MINUS { ?s ?p 'a'@service }", "{ SELECT ?x { } LIMIT 1 }"]
)  # fmt: skip
PROLOGUE = "PREFIX : <http://example.org/> PREFIX ex: <http://example.org/> "


@given(inside=st.lists(PIECES, max_size=12).map("".join))
def test_no_clause_reaches_the_engine(inside: str, reader: StoreReader) -> None:
    text = f"{PROLOGUE} SELECT * {{ {inside} }}"
    try:
        expanded = expanded_alone(text, reader)
        found = ox.Store().query(expanded, prefixes=dict(ontology.PREFIXES))
    except (QueryError, SyntaxError):
        return
    assert isinstance(found, ox.QuerySolutions)
    list(found)  # a clause would fail: no host has this name


@given(inside=st.lists(PATTERNS, max_size=6, unique=True).map(" ".join))
def test_a_query_without_a_clause_stays_as_it_is(inside: str, reader: StoreReader) -> None:
    text = f"{PROLOGUE} SELECT * {{ {inside} }}"
    assert expanded_alone(text, reader) == text


@pytest.mark.skipif(not W3C.is_dir(), reason="the W3C's tests are not here")
def test_queries_of_the_standard_stay_as_they_are(reader: StoreReader) -> None:
    for path in W3C.rglob("*.rq"):
        text = path.read_text("utf-8")
        if is_read(path) and not services_in(text):
            assert expanded_alone(text, reader) == text


def expanded_alone(text: str, reader: StoreReader) -> str:
    """The expansion where there is no host to ask."""

    def call(name: str, arguments: Mapping[str, Json]) -> Json:
        raise QueryRefusedError("SERVICE", "is not allowed")

    return expand(Query(text, ()), reader, {}, call).text
