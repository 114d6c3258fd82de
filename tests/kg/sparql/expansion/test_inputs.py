"""Searches by what the query binds: one for each binding."""

import pytest

from api.search_in_sparql import SearchHost
from kg.errors import QueryError
from kg.store.reader import StoreReader
from search.engine import SearchEngine
from search.filters import Filters
from tests.kg.sparql.conftest import Select, selected

EVERYTHING = Filters()
BY_TEXT = (
    "SERVICE jipu:search { ?i jipu:query ?text ; jipu:score ?score ; jipu:rank ?rank ;"
    " jipu:limit 2 }"
)
TEXTS = ("垃圾清运", "农民满意度 ≥95%")
DATA = "VALUES ?text { '垃圾清运' '农民满意度 ≥95%' }"
Found = list[tuple[str, str, float]]


@pytest.fixture(scope="module")
def of_texts(engine: SearchEngine) -> Found:
    return [
        (text, hit.iri, hit.score)
        for text in TEXTS
        for hit in engine.search(text, 2, EVERYTHING).hits
    ]


def found(select: Select, query: str) -> Found:
    rows = select(f"{query}")
    return sorted((row["text"], row["i"], float(row["score"])) for row in rows)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {DATA} {BY_TEXT} }}",
        f"SELECT * {{ {BY_TEXT} {DATA} }}",
        f"SELECT * {{ {BY_TEXT} }} {DATA}",
        f"SELECT * {{ {{ SELECT * {{ {BY_TEXT} }} {DATA} }} }}",
        f"SELECT * {{ {{ SELECT ?text ?i ?score {{ {BY_TEXT} }} }} {DATA} }}",
        f"SELECT * {{ {DATA} {{ {{ {BY_TEXT} }} }} }}",
        f"SELECT * {{ {DATA} OPTIONAL {{ {BY_TEXT} }} }}",
        f"SELECT * {{ {{ {BY_TEXT} }} UNION {{ ?x <a:> ?y }} {DATA} }}",
        f"SELECT * {{ VALUES ?n {{ '垃圾' }} BIND(CONCAT(?n, '清运') AS ?text) {BY_TEXT} }}",
        "SELECT * { SERVICE jipu:search { ?i jipu:query ?text ; jipu:limit 2 ; jipu:score ?score ."
        f" {DATA} }} }}",
    ],
)
def test_a_text_is_bound_by_what_stands_around(query: str, select: Select, of_texts: Found) -> None:
    expected = [one for one in of_texts if "CONCAT" not in query or one[0] == TEXTS[0]]
    assert found(select, query) == sorted(expected)


def test_each_project_is_searched_by_its_name(select: Select, engine: SearchEngine) -> None:
    rows = select(
        "SELECT ?project ?name ?i ?rank { ?project a jipu:Project ; rdfs:label ?name ."
        " SERVICE jipu:search { ?i jipu:query ?name ; jipu:rank ?rank ; jipu:limit 3 }"
        " ?project jipu:hasIndicator ?i } ORDER BY ?project ?rank"
    )
    assert len({row["project"] for row in rows}) == 20
    for project in {row["project"] for row in rows}:
        own = [row for row in rows if row["project"] == project]
        hits = engine.search(own[0]["name"], 3, Filters(project=project)).hits
        assert [row["i"] for row in own] == [hit.iri for hit in hits]


def test_a_search_may_go_on_from_another(select: Select, engine: SearchEngine) -> None:
    rows = select(
        "SELECT ?a ?b { SERVICE jipu:search { ?a jipu:query '垃圾清运' ; jipu:limit 2 }"
        " SERVICE jipu:search { ?b jipu:similarTo ?a ; jipu:limit 3 } }"
    )
    expected = {
        (hit.iri, like.iri)
        for hit in engine.search("垃圾清运", 2, EVERYTHING).hits
        for like in engine.similar_to(hit.iri, 3, EVERYTHING).hits
    }
    assert {(row["a"], row["b"]) for row in rows} == expected


@pytest.mark.parametrize("binding", ["jipu:department ?d", "jipu:departmentName ?d"])
def test_each_department_is_searched_by_iri_or_name(
    binding: str, select: Select, engine: SearchEngine
) -> None:
    rows = select(
        f"SELECT DISTINCT ?d ?i ?label {{ ?project {binding} ; jipu:departmentName ?label ."
        " SERVICE jipu:search { ?i jipu:query '满意度' ; jipu:department ?d ; jipu:limit 2 } }"
    )
    labels = {row["label"] for row in rows}
    assert len(labels) > 5
    for label in labels:
        hits = engine.search("满意度", 2, Filters(department=label)).hits
        assert {r["i"] for r in rows if r["label"] == label} == {hit.iri for hit in hits}


def test_parameters_may_be_bound(select: Select) -> None:
    rows = select(
        "SELECT ?k (COUNT(?i) AS ?n) { VALUES ?k { 1 4 'many' }"
        " SERVICE jipu:search { ?i jipu:query '满意度' ; jipu:limit ?k } } GROUP BY ?k"
    )
    assert {(row["k"], row["n"]) for row in rows} == {("1", "1"), ("4", "4")}


def test_what_cannot_be_searched_finds_nothing(select: Select, of_texts: Found) -> None:
    """An empty text, a number, an unbound row, a blank node, an IRI that is no indicator."""
    texts = "VALUES ?text { '垃圾清运' '' 7 UNDEF <a:> }"
    assert {one[0] for one in found(select, f"SELECT * {{ {texts} {BY_TEXT} }}")} == {"垃圾清运"}
    like = "SERVICE jipu:search { ?i jipu:similarTo ?text ; jipu:score ?score }"
    assert found(select, f"SELECT * {{ VALUES ?text {{ <a:> }} {like} }}") == []
    blank = "{ SELECT (BNODE() AS ?text) { } }"
    assert found(select, f"SELECT * {{ {blank} {like} }}") == []


def test_a_filter_on_what_is_found_does_not_narrow_the_inputs(
    select: Select, of_texts: Found
) -> None:
    best = max(score for *_, score in of_texts)
    query = f"SELECT * {{ {DATA} {BY_TEXT} FILTER(?score >= {best} && ?rank = 1) }}"
    assert [one[2] for one in found(select, query)] == [best]


@pytest.mark.parametrize(
    "pattern",
    [
        f"{BY_TEXT}",
        f"{{ {DATA} }} {{ SELECT (COUNT(?text) AS ?n) {{ {BY_TEXT} }} }}",
        f"{BY_TEXT} FILTER(?text = 'a')",
        f"{BY_TEXT} MINUS {{ {DATA} }}",
    ],
)
def test_an_input_that_nothing_binds_is_told(pattern: str, select: Select) -> None:
    with pytest.raises(QueryError, match=r"\?text is bound by nothing") as caught:
        select(f"SELECT * {{ {pattern} }}")
    assert caught.value.column == len("SELECT * { ") + pattern.index("?text ;") + 1


def test_too_many_searches_or_hits_are_told(
    reader: StoreReader, host: SearchHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.sparql.expansion.search.MOST_SEARCHES", 19)
    query = f"SELECT * {{ ?p a jipu:Project ; rdfs:label ?text . {BY_TEXT} }}"
    with pytest.raises(QueryError, match="more than 19 times") as caught:
        selected(query, reader, host.call)
    assert caught.value.column == query.index("SERVICE") + 1
    monkeypatch.setattr("kg.sparql.expansion.search.MOST_SEARCHES", 20)
    monkeypatch.setattr("kg.sparql.expansion.search.MOST_HITS", 39)
    with pytest.raises(QueryError, match="40 hits, more than 39"):
        selected(query, reader, host.call)
