import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kg.errors import HomeError
from search.engine import SearchEngine
from search.filters import Filters
from search.index import build_index, open_index
from search.texts import views_of
from tests.search.fixtures import TermEncoder, engine_of, project, table_of

ONE = project("校舍维修", ("质量指标", "合格率", "100%"), ("满意度指标", "学生满意度", "≥95%"))
OTHER = project("道路维修", ("质量指标", "合格率", "100%"))


@dataclass
class OtherModel(TermEncoder):
    identity = "another-model"


def test_an_index_tells_what_it_was_built_from(tmp_path: Path) -> None:
    table = table_of(ONE, OTHER)
    counted: list[tuple[int, int]] = []
    build_index(tmp_path / "i", table, TermEncoder(), lambda done, of: counted.append((done, of)))
    index = open_index(tmp_path / "i", table)
    assert counted == [(6, 6)]
    assert index.manifest.model == "terms-64"
    assert index.manifest.dimension == 64
    assert index.manifest.rows == len(table) == len(index.meaning) == len(index.names)
    assert index.same_name.tolist() == [0, 1, 0]


def test_an_index_written_in_parts_is_that_of_its_rows(tmp_path: Path) -> None:
    rows = [("质量指标", f"第{number % 700}段合格率", f"≥{number % 97}%") for number in range(4200)]
    table = table_of(*(project(f"道路{n}", *rows[n : n + 700]) for n in range(0, 4200, 700)))
    counted: list[tuple[int, int]] = []
    build_index(tmp_path / "i", table, TermEncoder(), lambda done, of: counted.append((done, of)))
    index = open_index(tmp_path / "i", table)
    assert counted == [(8192, 8400), (8400, 8400)]
    assert index.same_name.tolist() == list(range(700)) * 6
    views = views_of(table)
    for row in (0, 4095, 4096, 4199):
        passages = TermEncoder().encode_passages([views.indicators[row], views.contexts[row]])
        assert index.meaning.vector(row) == pytest.approx(passages.mean(axis=0), abs=1e-6)
        assert index.lexical.scores(views.contexts[row])[row] > 0.8


def test_meaning_is_the_mean_of_two_cosines(tmp_path: Path) -> None:
    table = table_of(ONE, OTHER)
    build_index(tmp_path / "i", table, TermEncoder())
    index = open_index(tmp_path / "i", table)
    encoder = TermEncoder()
    query = encoder.encode_queries(["学生满意度"])[0]
    indicator = encoder.encode_passages(["满意度指标 学生满意度 ≥95%"])[0]
    context = encoder.encode_passages(
        ["甲县教育局 甲县教育局本级 校舍维修 满意度指标 满意度指标 学生满意度 ≥95%"]
    )[0]
    expected = (query @ indicator + query @ context) / 2
    assert index.meaning.products(query, np.array([1]))[0] == pytest.approx(expected, abs=1e-5)


def test_an_index_of_another_table_is_refused(tmp_path: Path) -> None:
    build_index(tmp_path / "i", table_of(ONE), TermEncoder())
    with pytest.raises(HomeError, match="another table"):
        open_index(tmp_path / "i", table_of(OTHER))


def test_an_index_of_another_model_is_refused(tmp_path: Path) -> None:
    table = table_of(ONE)
    build_index(tmp_path / "i", table, TermEncoder())
    with pytest.raises(HomeError, match=r"terms-64.*another-model"):
        SearchEngine(open_index(tmp_path / "i", table), table, OtherModel())


def test_a_missing_index_and_another_format_are_told(tmp_path: Path) -> None:
    table = table_of(ONE)
    with pytest.raises(HomeError, match="no search index"):
        open_index(tmp_path / "none", table)
    build_index(tmp_path / "i", table, TermEncoder())
    manifest = tmp_path / "i" / "manifest.json"
    fields = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**fields, "format": 99}), "utf-8")
    with pytest.raises(HomeError, match="format 99"):
        open_index(tmp_path / "i", table)


def test_a_release_without_rows_can_be_searched(tmp_path: Path) -> None:
    engine = engine_of(table_of(), tmp_path)
    for result in (
        engine.search("满意度不低于95%", 5, Filters(kind="numeric")),
        engine.similar_text("满意度 ≥95%", 5, Filters()),
    ):
        assert result.total == 0
        assert result.hits == ()
    assert engine.search_grouped("满意度", 5, Filters()).groups == ()


def test_a_release_of_one_row_finds_it(tmp_path: Path) -> None:
    engine = engine_of(table_of(OTHER), tmp_path)
    (hit,) = engine.search("合格率", 5, Filters()).hits
    assert hit.fact.name == "合格率"
    assert hit.score > 0
