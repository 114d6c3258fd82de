"""How good the ranking is: a gold set, and the measures of information retrieval over it.

The gold set is tab-separated text: ``queries.tsv`` (id, kind, query, split), ``qrels.tsv`` (id,
row, grade) and ``similar.tsv`` (row, other, grade, split), where ``row`` is the source row of an
indicator. Grades are 0, 1 or 2; a row that is not listed is 0. The measures are those of
ir-measures.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
from ir_measures import RR, R, nDCG

from search.engine import SearchEngine
from search.filters import Filters
from search.results import SearchResult

_MEASURES = (nDCG @ 10, RR, R @ 20)
_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to look for: the text of a query, or the source row of an indicator."""

    name: str
    kind: str
    split: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over ``n`` topics, each 0..1: nDCG@10, reciprocal rank, recall in the first 20."""

    n: int
    ndcg: float
    rr: float
    recall: float


def queries_of(directory: Path) -> list[Topic]:
    """The graded queries of a gold set; a topic's name is the query."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in _lines(directory / "qrels.tsv"):
        grades[line["id"]][line["row"]] = int(line["grade"])
    return [
        Topic(line["query"], line["kind"], line["split"], grades[line["id"]])
        for line in _lines(directory / "queries.tsv")
    ]


def similar_of(directory: Path) -> list[Topic]:
    """The graded likenesses of a gold set; a topic's name is a source row."""
    grades: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for line in _lines(directory / "similar.tsv"):
        grades[line["row"], line["split"]][line["other"]] = int(line["grade"])
    return [Topic(row, "similar", split, found) for (row, split), found in grades.items()]


def query_figures(engine: SearchEngine, topics: Sequence[Topic]) -> dict[str, Figures]:
    """Figures by kind of query, ``all`` last."""
    return _figures(topics, [engine.search(topic.name, _DEPTH, Filters()) for topic in topics])


def likeness_figures(
    engine: SearchEngine, topics: Sequence[Topic], iris: Mapping[str, str]
) -> dict[str, Figures]:
    """Figures of the likeness of indicators; ``iris`` maps source rows to indicators."""
    found = [engine.similar_to(iris[topic.name], _DEPTH, Filters()) for topic in topics]
    return _figures(topics, found)


def _figures(topics: Sequence[Topic], found: Iterable[SearchResult]) -> dict[str, Figures]:
    qrels = {topic.name: dict(topic.grades) for topic in topics}
    run = {topic.name: _scored(result) for topic, result in zip(topics, found, strict=True)}
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for metric in ir_measures.iter_calc(_MEASURES, qrels, run):
        values[metric.query_id][str(metric.measure)] = metric.value
    kinds = list(dict.fromkeys(topic.kind for topic in topics))
    by_kind = {kind: [topic for topic in topics if topic.kind == kind] for kind in kinds}
    return {
        kind: _mean([values[topic.name] for topic in members])
        for kind, members in (*by_kind.items(), ("all", topics))
    }


def _scored(result: SearchResult) -> dict[str, float]:
    """Source rows with scores that keep the order of rank, ties included."""
    rows = [str(hit.fact.source.row) for hit in result.hits]
    return {row: 1.0 / rank for rank, row in enumerate(rows, start=1)}


def _mean(values: Sequence[Mapping[str, float]]) -> Figures:
    ndcg, rr, recall = (
        sum(value[str(measure)] for value in values) / len(values) for measure in _MEASURES
    )
    return Figures(len(values), ndcg, rr, recall)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
