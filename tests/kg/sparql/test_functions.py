"""jipu:similarity and jipu:relevance in expressions, against the searches that they tell of."""

from collections.abc import Mapping

import pytest

from api.search_in_sparql import SearchHost
from kg.errors import BusyError
from kg.sparql.host import Json
from kg.store.reader import StoreReader
from search.engine import SearchEngine
from search.filters import Filters
from tests.kg.sparql.conftest import Select, selected

EVERYTHING = Filters()
TEXT = "群众满意度 ≥95%"


def scores(select: Select, expression: str) -> dict[str, float]:
    rows = select(f"SELECT ?i ({expression} AS ?x) {{ ?i a jipu:Indicator }}")
    return {row["i"]: float(row["x"]) for row in rows if "x" in row}


def test_relevance_is_the_score_of_a_search(select: Select, engine: SearchEngine) -> None:
    hits = engine.search(TEXT, 1000, EVERYTHING).hits
    assert scores(select, f"jipu:relevance(?i, '{TEXT}')") == {hit.iri: hit.score for hit in hits}


def test_similarity_is_the_score_of_what_is_alike(select: Select, engine: SearchEngine) -> None:
    hits = engine.similar_text(TEXT, 1000, EVERYTHING).hits
    expected = {hit.iri: hit.score for hit in hits}
    assert scores(select, f"jipu:similarity('{TEXT}', ?i)") == expected
    assert scores(select, f"jipu:similarity(?i, '{TEXT}'@zh)") == expected
    iri = hits[0].iri
    like = {hit.iri: hit.score for hit in engine.similar_to(iri, 1000, EVERYTHING).hits}
    assert scores(select, f"jipu:similarity(<{iri}>, ?i)") == {**like, iri: 1}


def test_two_texts_are_compared_with_their_values(select: Select) -> None:
    (row,) = select(
        f"SELECT * {{ BIND(jipu:similarity('{TEXT}', '{TEXT}') AS ?same)"
        f" BIND(jipu:similarity('{TEXT}', '群众满意度 ≤95%') AS ?opposed)"
        f" BIND(jipu:similarity('{TEXT}', '道路里程 ≥30公里') AS ?other) }}"
    )
    assert float(row["same"]) == pytest.approx(1, abs=1e-5)
    assert 1 > float(row["opposed"]) > float(row["other"])


@pytest.mark.parametrize(
    "expression",
    [
        "jipu:relevance(<a:b>, 'x')",
        "jipu:relevance('x', 'y')",
        "jipu:relevance(?i, ?unbound)",
        "jipu:relevance(?i, 7)",
        "jipu:relevance(?i, ' ')",
        "jipu:relevance(?i)",
        "jipu:similarity(?i, <a:b>)",
        "jipu:similarity(<a:b>, ?i)",
        "jipu:similarity('x', true)",
        "jipu:similarity('x', '')",
        "jipu:similarity(BNODE(), 'x')",
    ],
)
def test_what_cannot_be_scored_is_an_error_of_the_expression(
    expression: str, select: Select
) -> None:
    assert scores(select, expression) == {}
    rows = select(f"SELECT ?i {{ ?i a jipu:Indicator FILTER(!({expression} >= 0)) }}")
    assert rows == []


def test_many_scores_for_one_text_are_asked_for_at_once(
    reader: StoreReader, host: SearchHost
) -> None:
    calls: list[str] = []

    def call(name: str, arguments: Mapping[str, Json]) -> Json:
        calls.append(name)
        return host.call(name, arguments)

    query = "SELECT ?i { ?i a jipu:Indicator } ORDER BY jipu:relevance(?i, '满意') LIMIT 3"
    selected(query, reader, call)
    assert len(calls) <= 10


def test_functions_stand_in_what_binds_and_narrows_a_search(select: Select) -> None:
    rows = select(
        "SELECT ?i ?r { SERVICE jipu:search { ?i jipu:query '满意度' ; jipu:limit 30 ."
        " FILTER(jipu:relevance(?i, '农民满意度') > 0.3) }"
        " BIND(jipu:relevance(?i, '农民满意度') AS ?r) }"
    )
    assert rows
    assert min(float(row["r"]) for row in rows) > 0.3


def test_a_host_that_fails_fails_the_query(reader: StoreReader) -> None:
    """The engine would go on with a wrong answer."""

    def call(name: str, arguments: Mapping[str, Json]) -> Json:
        raise BusyError("host", "cannot answer now")

    for query in (
        "SELECT ?x { BIND(jipu:similarity('a', 'b') AS ?x) }",
        "ASK { FILTER(jipu:similarity('a', 'b') > 0) }",
        "SELECT ?i { SERVICE jipu:search { ?i jipu:query 'x' } }",
    ):
        with pytest.raises(BusyError):
            selected(query, reader, call)
