"""Scores of given rows are those that a search gives them, whatever else it finds."""

import numpy as np
import pytest

from kg.errors import InvalidRequestError
from kg.table import IndicatorTable
from search.engine import SearchEngine
from search.filters import Filters
from tests.search.fixtures import engine_of, project, table_of

EVERYTHING = Filters()
TEXT = "群众满意度 ≥95%"


@pytest.fixture(scope="module")
def table() -> IndicatorTable:
    return table_of(
        project("养护", ("满意度指标", "群众满意度", "≥95%"), ("社会效益", "道路通行", "显著提升")),
        project("补贴", ("满意度指标", "农民满意度", "≤95%"), ("经济效益", "农民收入", "≥2万元")),
    )


@pytest.fixture(scope="module")
def engine(table: IndicatorTable, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return engine_of(table, tmp_path_factory.mktemp("scores"))


@pytest.mark.parametrize("rows", [[0, 1, 2, 3], [1, 3], [2], []])
def test_scores_are_those_of_the_searches(engine: SearchEngine, rows: list[int]) -> None:
    given = np.array(rows, np.int64)
    by_query = {hit.row: hit.score for hit in engine.search(TEXT, 4, EVERYTHING).hits}
    by_text = {hit.row: hit.score for hit in engine.similar_text(TEXT, 4, EVERYTHING).hits}
    assert engine.scores.by_query(TEXT, given) == [by_query[row] for row in rows]
    assert engine.scores.by_likeness(TEXT, given) == [by_text[row] for row in rows]


def test_an_indicator_is_itself(engine: SearchEngine, table: IndicatorTable) -> None:
    iri = table.strings("iri")[2]
    alike = {hit.row: hit.score for hit in engine.similar_to(str(iri), 4, EVERYTHING).hits}
    scores = engine.scores.by_likeness_of(2, np.arange(4))
    assert scores == [{**alike, 2: 1.0}[row] for row in range(4)]


def test_texts_are_compared_by_name_and_value(engine: SearchEngine) -> None:
    scores = [engine.scores.of_texts(TEXT, other) for other in (TEXT, "群众满意度 ≤95%", "道路")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert len(set(scores)) == 3


@pytest.mark.parametrize("texts", [("", "x"), ("x", " ")])
def test_an_empty_text_has_no_score(engine: SearchEngine, texts: tuple[str, str]) -> None:
    with pytest.raises(InvalidRequestError, match="empty"):
        engine.scores.of_texts(*texts)


def test_only_what_is_among_the_given_rows_is_found(engine: SearchEngine) -> None:
    everything = engine.search(TEXT, 4, EVERYTHING).hits
    among = np.array([3, 1])
    found = engine.search(TEXT, 4, EVERYTHING, among)
    assert found.total == 2
    expected = [(hit.row, hit.score) for hit in everything if hit.row in (1, 3)]
    assert [(hit.row, hit.score) for hit in found.hits] == expected
    assert engine.search(TEXT, 4, EVERYTHING, np.zeros(0, np.int64)).hits == ()
