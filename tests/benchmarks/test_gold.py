import csv
from collections import Counter
from pathlib import Path

import pytest

from kg.read import read_document

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "benchmarks" / "gold"
SETS = ("first", "second")
SAMPLE = ROOT / "data" / "pingluo-2024.txt"


@pytest.fixture(scope="module")
def indicator_rows() -> set[str]:
    document = read_document(SAMPLE.read_bytes(), SAMPLE.name)
    rows = (i for project in document.projects for i in project.indicators)
    return {str(indicator.source.row) for indicator in rows if not indicator.blank}


@pytest.mark.parametrize("judge", SETS)
def test_judged_rows_are_indicators_of_the_sample(judge: str, indicator_rows: set[str]) -> None:
    assert {line["row"] for line in _lines(judge, "qrels")} <= indicator_rows
    pairs = _lines(judge, "similar")
    assert {line["row"] for line in pairs} | {line["other"] for line in pairs} <= indicator_rows


@pytest.mark.parametrize("judge", SETS)
def test_every_query_has_an_answer_and_nothing_is_judged_twice(judge: str) -> None:
    queries, qrels = _lines(judge, "queries"), _lines(judge, "qrels")
    assert {line["id"] for line in queries} == {q["id"] for q in qrels if q["grade"] == "2"}
    assert max(Counter((line["id"], line["row"]) for line in qrels).values()) == 1
    assert max(Counter(line["query"] for line in queries).values()) == 1
    assert {line["grade"] for line in qrels} == {"1", "2"}


@pytest.mark.parametrize("judge", SETS)
def test_similar_pairs_are_symmetric_and_never_with_themselves(judge: str) -> None:
    grades = {(line["row"], line["other"]): line["grade"] for line in _lines(judge, "similar")}
    judged = {row for row, _ in grades}
    assert all(row != other for row, other in grades)
    assert all(
        grades.get((other, row)) == grade
        for (row, other), grade in grades.items()
        if other in judged
    )


@pytest.mark.parametrize("judge", SETS)
@pytest.mark.parametrize("name", ["queries", "similar"])
def test_both_splits_are_of_a_size(judge: str, name: str) -> None:
    keys = {(line.get("id", line.get("row")), line["split"]) for line in _lines(judge, name)}
    sizes = Counter(split for _, split in keys)
    assert set(sizes) == {"dev", "test"}
    assert abs(sizes["dev"] - sizes["test"]) < 0.1 * sizes.total()


def _lines(judge: str, name: str) -> list[dict[str, str]]:
    with (GOLD / judge / f"{name}.tsv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="\t"))
