"""SERVICE jipu:search over the sample, against the search that every surface has."""

from collections.abc import Mapping

import pytest

from api.search_in_sparql import SearchHost
from kg.errors import QueryError
from kg.sparql.answering import answered
from kg.sparql.expansion import expand
from kg.sparql.host import Json
from kg.store.query import Query
from kg.store.reader import StoreReader
from search.engine import SearchEngine
from search.filters import Filters
from search.results import SearchResult
from tests.kg.sparql.conftest import Select

EVERYTHING = Filters()
TEXT = "群众对环境的满意程度 ≥90%"
SEARCH = f'?indicator jipu:query "{TEXT}" ; jipu:score ?score ; jipu:rank ?rank'
CLAUSE = f"SERVICE jipu:search {{ {SEARCH} }}"
Pairs = list[tuple[str, float]]


def pairs(result: SearchResult) -> Pairs:
    return [(hit.iri, hit.score) for hit in result.hits]


def found(select: Select, pattern: str) -> Pairs:
    rows = select(f"SELECT ?indicator ?score {{ {pattern} }} ORDER BY ?rank")
    return [(row["indicator"], float(row["score"])) for row in rows]


@pytest.mark.parametrize(
    ("parameters", "filters", "k"),
    [
        ("", EVERYTHING, 10),
        ("; jipu:limit 1000", EVERYTHING, 1000),
        ('; jipu:limit "3"^^xsd:integer', EVERYTHING, 3),
        ("; jipu:category cat:output, 'satisfaction'", Filters(("output", "satisfaction")), 10),
        ("; jipu:department '平罗县民政局'", Filters(department="平罗县民政局"), 10),
        ("; jipu:implementingUnit '民政'@zh", Filters(unit="民政"), 10),
        ("; jipu:region '平罗' ; jipu:year 2024", Filters(region="平罗", year=2024), 10),
        ("; jipu:project '高龄津贴'", Filters(project="高龄津贴"), 10),
        ("; jipu:targetKind con:numeric", Filters(kind="numeric"), 10),
        ("; jipu:minValue .9 ; jipu:maxValue 1", Filters(minimum=0.9, maximum=1), 10),
        ("; jipu:minAmount 1e7 ; jipu:maxAmount 5e7", Filters(amount_min=1e7, amount_max=5e7), 10),
    ],
)
def test_order_and_scores_are_those_of_search(
    select: Select, engine: SearchEngine, parameters: str, filters: Filters, k: int
) -> None:
    clause = f"SERVICE jipu:search {{ {SEARCH} {parameters} }}"
    expected = pairs(engine.search(TEXT, k, filters))
    assert found(select, clause) == expected
    assert expected


def test_what_is_like_an_indicator_or_a_text(select: Select, engine: SearchEngine) -> None:
    (iri, _), *_ = pairs(engine.search(TEXT, 1, EVERYTHING))
    rest = "jipu:score ?score ; jipu:rank ?rank"
    like = f"SERVICE jipu:search {{ ?indicator jipu:similarTo <{iri}> ; {rest} }}"
    assert found(select, like) == pairs(engine.similar_to(iri, 10, EVERYTHING))
    written = f"SERVICE jipu:search {{ ?indicator jipu:similarTo '农民满意度 ≥95%' ; {rest} }}"
    assert found(select, written) == pairs(engine.similar_text("农民满意度 ≥95%", 10, EVERYTHING))


def test_matched_pieces_and_a_least_score(select: Select, engine: SearchEngine) -> None:
    hits = engine.search("垃圾清运", 10, EVERYTHING).hits
    least = hits[2].score
    rows = select(
        "SELECT * { SERVICE jipu:search { ?i jipu:query '垃圾清运' ; jipu:matched ?matched ;"
        f" jipu:minScore {least} ; jipu:rank ?rank }} }} ORDER BY ?rank"
    )
    assert [row["matched"] for row in rows] == ["、".join(hit.matched) for hit in hits[:3]]
    assert [row["rank"] for row in rows] == ["1", "2", "3"]


NARROW = [
    (
        "?project jipu:hasIndicator ?indicator ; jipu:amount ?a FILTER(?a >= 30000000)",
        Filters(amount_min=3e7),
    ),
    (
        "?indicator jipu:category cat:satisfaction",
        Filters(("satisfaction",)),
    ),
    (
        "OPTIONAL { ?indicator jipu:lower ?l } OPTIONAL { ?indicator jipu:upper ?u }"
        " FILTER(COALESCE(?l, ?u) >= 0.95 && COALESCE(?u, ?l) <= 1)",
        Filters(minimum=0.95, maximum=1),
    ),
    (
        "?indicator jipu:targetKind ?k MINUS { ?indicator jipu:targetKind con:numeric }"
        " FILTER NOT EXISTS { ?indicator jipu:targetKind con:date }"
        " FILTER(?k != con:empty)",
        Filters(kind="qualitative"),
    ),
    (
        "{ SELECT ?indicator { ?p jipu:hasIndicator ?indicator ; jipu:departmentName ?n"
        " FILTER(CONTAINS(?n, '农业')) } }",
        Filters(department="农业"),
    ),
    (
        "GRAPH ?g { ?p jipu:hasIndicator ?indicator } ?p jipu:year ?y VALUES ?y { 2024 }",
        Filters(year=2024),
    ),
]


@pytest.mark.parametrize(("pattern", "filters"), NARROW)
@pytest.mark.parametrize("k", [2, 50])
def test_a_search_gives_k_hits_while_the_query_lets_k_through(
    select: Select, engine: SearchEngine, pattern: str, filters: Filters, k: int
) -> None:
    """Wherever the pattern stands: in the block, before the clause, behind it, around it."""
    expected = pairs(engine.search(TEXT, k, filters))
    assert expected
    clause = f"SERVICE jipu:search {{ {SEARCH} ; jipu:limit {k} }}"
    within = f"SERVICE jipu:search {{ {SEARCH} ; jipu:limit {k} . {pattern} }}"
    for whole in (
        within,
        f"{pattern} {clause}",
        f"{clause} {pattern}",
        f"{{ {clause} }} {pattern}",
    ):
        assert found(select, whole) == expected


def test_few_that_are_far_down_are_found(
    select: Select, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the first looks find too few, all that pass are listed."""
    monkeypatch.setattr("kg.sparql.expansion.narrowing._LOOKS", ((1, 2), (2, 4)))
    last, _ = pairs(engine.search(TEXT, 1000, EVERYTHING))[-1]
    assert [iri for iri, _ in found(select, f"{CLAUSE} VALUES ?indicator {{ <{last}> }}")] == [last]
    assert found(select, f"{CLAUSE} {NARROW[0][0]}") == pairs(engine.search(TEXT, 10, NARROW[0][1]))


def test_a_subquery_keeps_what_is_around_it_out(select: Select, engine: SearchEngine) -> None:
    best = pairs(engine.search(TEXT, 10, EVERYTHING))
    satisfied = dict(pairs(engine.search(TEXT, 1000, Filters(("satisfaction",)))))
    whole = f"{{ SELECT * {{ {CLAUSE} }} }} ?indicator jipu:category cat:satisfaction"
    assert found(select, whole) == [pair for pair in best if pair[0] in satisfied]


def test_what_depends_on_the_score_comes_after_the_search(
    select: Select, engine: SearchEngine
) -> None:
    best = pairs(engine.search(TEXT, 10, EVERYTHING))
    bound = best[4][1]
    expected = [pair for pair in best if pair[1] >= bound]
    for pattern in (f"FILTER(?score >= {bound})", f"BIND(?score AS ?s) FILTER(?s >= {bound})"):
        assert found(select, f"{CLAUSE} {pattern}") == expected
        assert found(select, f"SERVICE jipu:search {{ {SEARCH} . {pattern} }}") == expected


def test_a_filter_may_look_out_of_its_group(select: Select) -> None:
    """The search finds the best of all projects; the filter sees what is bound around it."""
    inner = f"{CLAUSE} ?q jipu:hasIndicator ?indicator ; jipu:amount ?b"
    (top,) = select(f"SELECT ?b {{ {inner} }} ORDER BY DESC(?b) LIMIT 1")
    for around in ("FILTER EXISTS { %s }", "OPTIONAL { %s } FILTER(BOUND(?b))"):
        group = around % f"{inner} FILTER(?b = ?a)"
        rows = select(f"SELECT DISTINCT ?a {{ ?p jipu:amount ?a {group} }} ORDER BY DESC(?a)")
        assert rows[0] == {"a": top["b"]}


def test_an_indicator_is_scored(select: Select, engine: SearchEngine) -> None:
    iri, score = pairs(engine.search(TEXT, 1000, EVERYTHING))[77]
    clause = f"SERVICE jipu:search {{ <{iri}> jipu:query '{TEXT}' ; jipu:score ?score }}"
    assert [float(row["score"]) for row in select(f"SELECT * {{ {clause} }}")] == [score]


def test_two_searches_meet(select: Select, engine: SearchEngine) -> None:
    """Each finds its own best; neither narrows the other."""
    other = (
        "SERVICE jipu:search { ?indicator jipu:query '垃圾清运' ; jipu:score ?s ; jipu:limit 30 }"
    )
    best = pairs(engine.search(TEXT, 10, EVERYTHING))
    others = dict(pairs(engine.search("垃圾清运", 30, EVERYTHING)))
    expected = [pair for pair in best if pair[0] in others]
    assert found(select, f"{CLAUSE} {other}") == found(select, f"{other} {CLAUSE}") == expected


PLACES = [
    "SELECT ?indicator { { %s } }",
    "SELECT DISTINCT ?indicator { { %s } UNION { %s } }",
    "SELECT ?indicator { { SELECT ?indicator { %s } } }",
    "SELECT ?indicator { VALUES ?x { 1 } OPTIONAL { %s } }",
    "SELECT ?indicator { GRAPH ?g { ?p jipu:hasIndicator ?indicator . %s } }",
    "SELECT ?indicator { ?p jipu:hasIndicator ?indicator FILTER EXISTS { %s } }",
    "SELECT ?indicator { ?p jipu:hasIndicator ?indicator FILTER(!(!EXISTS { %s })) }",
    "SELECT ?indicator { ?p jipu:hasIndicator ?indicator BIND(EXISTS {%s} AS ?b) FILTER(?b) }",
    "SELECT ?indicator { ?p jipu:hasIndicator ?indicator } GROUP BY ?indicator HAVING(EXISTS {%s})",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("service", ["SERVICE", "SERVICE SILENT", "service"])
def test_a_search_may_stand_in_every_place(
    place: str, service: str, select: Select, engine: SearchEngine
) -> None:
    expected = {iri for iri, _ in pairs(engine.search(TEXT, 10, EVERYTHING))}
    query = place.replace("%s", CLAUSE.replace("SERVICE", service))
    assert {row["indicator"] for row in select(query)} == expected


def test_the_other_forms(reader: StoreReader, host: SearchHost, engine: SearchEngine) -> None:
    def answer(text: str, media_type: str) -> str:
        return answered(Query(text, (media_type,)), reader, host.call).read().decode()

    json = "application/sparql-results+json"
    assert "true" in answer(f"ASK {{ {CLAUSE} FILTER(?rank = 10) }}", json)
    assert "false" in answer(f"ASK {{ {CLAUSE} FILTER(?rank = 11) }}", json)
    (iri, _), *_ = pairs(engine.search(TEXT, 1, EVERYTHING))
    one = f"SERVICE jipu:search {{ {SEARCH} ; jipu:limit 1 }}"
    triples = "application/n-triples"
    made = answer(f"CONSTRUCT {{ ?indicator jipu:score ?score }} {{ {one} }}", triples)
    assert made.startswith(f"<{iri}> <https://w3id.org/jipu/ontology#score>")
    assert f"<{iri}> <https://w3id.org/jipu/ontology#targetText>" in answer(
        f"DESCRIBE ?indicator {{ {one} }}", triples
    )


def test_the_datasets_of_a_query_hold_for_its_parts(
    select: Select, reader: StoreReader, host: SearchHost
) -> None:
    pattern = f"{CLAUSE} ?project jipu:hasIndicator ?indicator"
    assert select(f"SELECT * FROM <http://example.org/nothing> {{ {pattern} }}") == []
    json = ("application/sparql-results+json",)
    asked = Query(f"ASK {{ {pattern} }}", json, ("http://example.org/nothing",))
    assert b"false" in answered(asked, reader, host.call).read()


def test_one_call_where_nothing_narrows(reader: StoreReader, host: SearchHost) -> None:
    calls: list[str] = []

    def call(name: str, arguments: Mapping[str, Json]) -> Json:
        calls.append(name)
        return host.call(name, arguments)

    clause = CLAUSE.replace("{", "{\n")
    text = f"SELECT * {{\n {clause}\n OPTIONAL {{ ?indicator rdfs:label ?n }} }}"
    expanded = expand(Query(text, ()), reader, {}, call).text
    assert calls == ["search"]
    assert "SERVICE" not in expanded
    assert expanded.count("\n") == text.count("\n")


MISTAKES = {
    "?i jipu:query 'x' ; @jipu:scor ?s": "did you mean jipu:score",
    "?i jipu:query 'x' . @?j jipu:query 'y'": "SERVICE clause of its own",
    "?i jipu:query 'x' ; jipu:limit @'a'": "a whole number from 1 to 1000",
    "?i jipu:query 'x' ; jipu:limit @0": "a whole number from 1 to 1000",
    "?i jipu:query 'x' ; jipu:limit @1001": "a whole number from 1 to 1000",
    "?i jipu:query 'x' ; jipu:limit 1, @2": "one value",
    "?i jipu:query @7": "a text",
    "?i jipu:query @' '": "a text",
    "?i jipu:query @?nowhere": "?nowhere is bound by nothing",
    "?i jipu:query 'x' ; jipu:year @2024.5": "a whole number",
    "?i jipu:query 'x' ; jipu:category @<a:b>": "a notation",
    "?i jipu:query 'x' ; jipu:category @'nix'": "no category",
    "?i jipu:query 'x' ; jipu:department @'没有的局'": "no department",
    "?i jipu:query 'x' ; jipu:minScore @'high'": "a number",
    "?i jipu:query 'x' ; jipu:limit @[]": "a literal",
    "?i jipu:query 'x' ; @jipu:score 3": "one variable",
    "?i jipu:query 'x' ; jipu:score ?s ; @jipu:rank ?s": "in use",
    "?i jipu:similarTo @?i": "gives",
    "?i jipu:score ?s ; jipu:query @?s": "gives",
    "?i jipu:query 'x' OPTIONAL { ?i @jipu:score ?s }": "directly",
    "?i jipu:query 'x' . @SERVICE <http://example.org/> { }": "no other SERVICE",
    "@[] jipu:query 'x'": "by a variable",
    "@{ SELECT * { ?i jipu:query 'x' } }": "",
}


@pytest.mark.parametrize("block", MISTAKES)
def test_a_mistake_is_told_with_its_place(block: str, select: Select) -> None:
    line = f"  SERVICE jipu:search {{ {block} }}"
    with pytest.raises(QueryError) as caught:
        select(f"SELECT * {{\n{line.replace('@', '')} }}")
    assert MISTAKES[block] in str(caught.value)
    assert caught.value.line == 2
    if MISTAKES[block]:
        assert caught.value.column == line.index("@") + 1


@pytest.mark.parametrize(
    "block", ["", "?i jipu:score ?s", "?i jipu:query 'x' ; jipu:similarTo 'y'"]
)
def test_a_block_asks_for_one_thing(block: str, select: Select) -> None:
    with pytest.raises(QueryError, match="jipu:query") as caught:
        select(f"SELECT * {{ SERVICE jipu:search {{ {block} }} }}")
    assert (caught.value.line, caught.value.column) == (1, 12)
