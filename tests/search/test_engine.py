import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest

from kg.errors import InvalidRequestError, NotFoundError
from kg.iri import Minter
from kg.table import IndicatorTable
from kg.triples import Provenance, document_triples
from search import ranking
from search.engine import SearchEngine
from search.filters import Filters
from search.results import SearchResult
from tests.sample import elsewhere, pingluo
from tests.search.fixtures import engine_of, project, table_of

EVERYTHING = Filters()
QUERIES = ["农民满意度不低于95%", "垃圾清运 时效", "退休人员取暖费", "完成时间 2024年底前"]


@pytest.fixture(scope="module")
def table() -> IndicatorTable:
    minter = Minter()
    documents = [pingluo(), elsewhere()]
    return IndicatorTable.concatenate(IndicatorTable.of_document(d, minter) for d in documents)


@pytest.fixture(scope="module")
def engine(table: IndicatorTable, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return engine_of(table, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    provenance = Provenance("2025-01-02T03:04:05+00:00", "jipu 0.1.0")
    documents = [pingluo(), elsewhere()]
    triples = (t for d in documents for t in document_triples(d, Minter(), provenance))
    store = ox.Store()
    store.load("".join(t.line for t in triples).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def found_by(store: ox.Store, query: str) -> list[str]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [solution["indicator"].value for solution in solutions]  # type: ignore[union-attr]


def iris(result: SearchResult) -> list[str]:
    return [hit.iri for hit in result.hits]


def test_what_was_asked_for_comes_first(engine: SearchEngine) -> None:
    result = engine.search("农民对政策满意度不低于95%", 3, EVERYTHING)
    first = result.hits[0]
    assert first.fact.name == "农民对政策满意度"
    assert first.matched == ("农民对政策满意度", "95")
    assert first.scores.value == 1
    assert result.interpretation.text == "农民对政策满意度"


@pytest.mark.parametrize("query", QUERIES)
def test_scores_fall_from_hit_to_hit_within_0_and_1(engine: SearchEngine, query: str) -> None:
    scores = [hit.score for hit in engine.search(query, 50, EVERYTHING).hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1
    for hit in engine.search(query, 50, EVERYTHING).hits:
        assert all(0 <= part <= 1 for part in astuple(hit.scores))


@pytest.mark.parametrize("query", QUERIES)
def test_a_filter_leaves_the_order_and_the_scores_of_what_passes(
    engine: SearchEngine, table: IndicatorTable, query: str
) -> None:
    everything = engine.search(query, len(table), EVERYTHING)
    for filters in (
        Filters(category=("satisfaction", "timeliness")),
        Filters(department="平罗县农业农村局"),
        Filters(minimum=0.95, maximum=1.0),
    ):
        filtered = engine.search(query, len(table), filters)
        passing = set(iris(filtered))
        assert len(passing) == filtered.total < everything.total == len(table)
        kept = [(hit.iri, hit.score) for hit in everything.hits if hit.iri in passing]
        assert [(hit.iri, hit.score) for hit in filtered.hits] == kept


def test_never_fewer_than_k_while_k_pass(engine: SearchEngine, table: IndicatorTable) -> None:
    for k in (1, 5, 17, 500):
        for filters in (EVERYTHING, Filters(kind="date"), Filters(project="道路养护", year=2025)):
            result = engine.search("满意度", k, filters)
            assert len(result.hits) == len(set(iris(result))) == min(k, result.total)


def test_a_value_in_the_query_moves_the_ranking_and_removes_nothing(engine: SearchEngine) -> None:
    without = engine.search("满意度", 500, EVERYTHING)
    demanding = engine.search("满意度不低于98%", 500, EVERYTHING)
    assert set(iris(demanding)) == set(iris(without))
    assert demanding.hits[0].fact.target.canonical_value in (Decimal("0.98"), 1)
    meeting = {hit.iri for hit in demanding.hits if hit.scores.value == 1}
    places = [
        sum(place for place, iri in enumerate(iris(result)) if iri in meeting)
        for result in (demanding, without)
    ]
    assert places[0] < places[1]


@pytest.mark.parametrize(
    "filters",
    [
        EVERYTHING,
        Filters(category=("satisfaction-group", "cost"), kind="numeric"),
        Filters(category=("cost-group",)),
        Filters(department="农业农村局", year=2024),
        Filters(unit="平罗县", region="平罗县", minimum=0.9),
        Filters(project="道路养护"),
        Filters(minimum=0.95, maximum=1.0),
        Filters(maximum=5.0, kind="numeric"),
        Filters(amount_min=1_000_000.0, amount_max=10_000_000.0),
        Filters(category=("ecological-cost",)),
    ],
)
def test_the_sparql_query_finds_the_same_in_the_same_order(
    engine: SearchEngine, store: ox.Store, filters: Filters
) -> None:
    result = engine.search("满意度 不低于95%", 25, filters)
    assert found_by(store, result.sparql) == iris(result)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(project="道路养护", minimum=0.5),
        Filters(department="农业", category=("output",), maximum=500.0),
        Filters(unit="平罗县", kind="date"),
        Filters(amount_min=5_000_000.0, region="平罗县", year=2024),
    ],
)
def test_the_filter_patterns_alone_select_the_same_rows(
    engine: SearchEngine, store: ox.Store, filters: Filters
) -> None:
    result = engine.search("满意度", 1000, filters)
    values = re.compile(r"VALUES \(\?rank \?indicator \?score\) \{.*?\n  \}", re.DOTALL)
    query = values.sub("", result.sparql).replace("ORDER BY ?rank", "")
    assert 0 < result.total < 195
    assert set(found_by(store, query)) == set(iris(result))


def test_an_indicator_is_never_similar_to_itself(
    engine: SearchEngine, table: IndicatorTable
) -> None:
    for row in range(0, len(table), 17):
        iri = table.strings("iri")[row]
        assert iri is not None
        result = engine.similar_to(iri, len(table), EVERYTHING)
        assert iri not in iris(result)
        assert len(result.hits) == result.total == len(table) - 1


def test_similar_text_is_read_with_its_value(tmp_path: Path) -> None:
    values = ("≥95%", "≥90%", "≤95%", "≥60%", "95%")
    projects = (project(f"项目{v}", ("满意度指标", "群众满意度", v)) for v in values)
    engine = engine_of(table_of(*projects), tmp_path)
    hits = engine.similar_text("群众满意度 ≥95%", 5, EVERYTHING).hits
    assert [hit.fact.target.text for hit in hits] == ["≥95%", "95%", "≥90%", "≥60%", "≤95%"]


def test_a_differing_number_comparator_direction_or_unit_lowers_the_rank(tmp_path: Path) -> None:
    rows = {
        "same": ("质量指标", "病害修复率", "≥95%"),
        "number": ("质量指标", "病害修复率", "≥80%"),
        "comparator": ("质量指标", "病害修复率", "≤95%"),
        "unit": ("质量指标", "病害修复率", "≥95处"),
    }
    own = project("甲", rows["same"])
    others = [project(key, row) for key, row in rows.items()]
    table = table_of(own, *others)
    iri = table.strings("iri")[0]
    assert iri is not None
    hits = engine_of(table, tmp_path).similar_to(iri, 9, EVERYTHING).hits
    assert [hit.fact.project for hit in hits] == ["same", "number", "comparator", "unit"]
    assert len({hit.score for hit in hits}) == 4


def test_an_unknown_iri_is_told(engine: SearchEngine) -> None:
    with pytest.raises(NotFoundError, match="https://a/b"):
        engine.similar_to("https://a/b", 3, EVERYTHING)


@pytest.mark.parametrize(
    ("query", "k"), [("", 5), (" \u3000", 5), ("满" * 5001, 5), ("满意度", 0), ("满意度", -1)]
)
def test_an_empty_or_huge_query_and_no_results_cannot_be_asked_for(
    engine: SearchEngine, query: str, k: int
) -> None:
    for ask in (engine.search, engine.search_grouped, engine.similar_text):
        with pytest.raises(InvalidRequestError):
            ask(query, k, EVERYTHING)


def test_rows_of_one_name_are_folded_and_counted(
    engine: SearchEngine, table: IndicatorTable
) -> None:
    found = engine.search_grouped("项目完成时间", 5, EVERYTHING)
    names = [group.hit.fact.name for group in found.groups]
    assert len(set(names)) == len(names) == 5
    first = found.groups[0]
    assert first.hit.fact.name == "项目完成时间"
    assert first.count == table.strings("name").count("项目完成时间") == len(first.examples) + 1
    assert all(example.name == "项目完成时间" for example in first.examples)
    assert first.hit.iri not in {example.iri for example in first.examples}


def test_counts_of_groups_follow_the_filters(engine: SearchEngine) -> None:
    found = engine.search_grouped("群众满意度", 3, Filters(region="甲县"))
    first = found.groups[0]
    assert (first.hit.fact.name, first.count) == ("群众满意度", 1)


def test_threads_share_an_engine(engine: SearchEngine) -> None:
    alone = [engine.search(query, 10, EVERYTHING) for query in QUERIES]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: engine.search(q, 10, EVERYTHING), QUERIES * 10))
    assert together == alone * 10


def test_of_very_many_rows_the_best_of_each_way_are_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [("数量指标", f"第{n}段道路养护{n % 7}", f"{n}处") for n in range(300)]
    special = ("数量指标", "苗木补植株数", "40株")
    engine = engine_of(table_of(project("养护", *rows, special, *rows)), tmp_path)
    exact = engine.search("苗木补植", 20, EVERYTHING)
    grouped = engine.search_grouped("道路养护", 120, EVERYTHING)
    monkeypatch.setattr(ranking, "_SCORED_EXACTLY", 50)
    monkeypatch.setattr(ranking, "_POOL", 40)
    pooled = engine.search("苗木补植", 20, EVERYTHING)
    assert pooled.hits[0] == exact.hits[0]
    assert pooled.hits[0].fact.name == "苗木补植株数"
    assert len(pooled.hits) == 20
    assert pooled.total == 601
    again = engine.search_grouped("道路养护", 120, EVERYTHING)
    assert len(again.groups) == len(grouped.groups) == 120
    narrow = engine.search("道路养护", 10, Filters(minimum=40.0, maximum=41.0))
    assert narrow.total == 5
    assert len(narrow.hits) == 5


def test_results_do_not_depend_on_the_run(table: IndicatorTable, tmp_path: Path) -> None:
    one, other = (engine_of(table, tmp_path / name) for name in ("one", "other"))
    for query in QUERIES:
        assert one.search(query, 30, EVERYTHING) == other.search(query, 30, EVERYTHING)
    assert np.unique([hit.row for hit in one.search("满意度", 30, EVERYTHING).hits]).size == 30
