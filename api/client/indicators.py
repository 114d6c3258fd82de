"""Indicators (指标) as the interface tells them, each with its project and its source."""

from dataclasses import dataclass
from typing import Any

from search.results import Scores


@dataclass(frozen=True, slots=True)
class Target:
    """A target value (绩效值), as printed and as understood.

    A number is int or float, a date is ISO 8601; the canonical fields are in ``canonical_unit``:
    ratios are fractions (0.95), money is in yuan.
    """

    text: str
    kind: str
    comparator: str | None
    explicit: bool
    value: float | str | None
    upper: float | str | None
    unit: str | None
    canonical_value: float | str | None
    canonical_upper: float | str | None
    canonical_unit: str | None
    approximate: bool
    direction: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an indicator was printed."""

    document: str
    table: int
    row: int
    cell: str | None


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A project (项目) by IRI and name."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """An indicator; ``amount_yuan`` is its project's, ``place`` the column of a matrix, if any."""

    iri: str
    name: str
    category: str | None
    level1: str
    level2: str
    target: Target
    project: ProjectName
    department: str | None
    unit: str | None
    region: str | None
    year: int | None
    amount_yuan: float | None
    source: Source
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Indicator):
    """An indicator that was found; scores are 0..1, ``matched`` pieces of its printed texts.

    ``count`` and ``examples`` are of a grouped search: how many have the name, who else has it.
    """

    score: float
    scores: Scores
    matched: tuple[str, ...]
    count: int | None = None
    examples: tuple[ProjectName, ...] = ()


# The columns of hits in a frame: names as in the flat table (kg.table), types as Arrow names them.
HIT_COLUMNS = {
    "score": "float64",
    "name": "string",
    "target": "string",
    "project": "string",
    "department": "string",
    "unit": "string",
    "region": "string",
    "year": "int64",
    "amount_yuan": "float64",
    "category": "string",
    "level1": "string",
    "level2": "string",
    "place": "string",
    "kind": "string",
    "comparator": "string",
    "canonical_value": "float64",
    "canonical_upper": "float64",
    "canonical_unit": "string",
    "date": "string",
    "direction": "string",
    "dense": "float64",
    "lexical": "float64",
    "value": "float64",
    "in_category": "float64",
    "count": "int64",
    "iri": "string",
    "project_iri": "string",
    "document": "string",
    "table": "int64",
    "row": "int64",
    "cell": "string",
}


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit in one row of `HIT_COLUMNS`: numbers and dates apart, scores beside the rest."""
    target, scores = hit.target, hit.scores
    dated = target.kind == "date"
    return {
        **{name: getattr(hit, name) for name in HIT_COLUMNS if hasattr(hit, name)},
        **{name: getattr(target, name) for name in ("kind", "comparator", "direction")},
        "target": target.text,
        "canonical_value": None if dated else target.canonical_value,
        "canonical_upper": None if dated else target.canonical_upper,
        "canonical_unit": target.canonical_unit,
        "date": target.canonical_value if dated else None,
        "project": hit.project.name,
        "project_iri": hit.project.iri,
        "dense": scores.dense,
        "lexical": scores.lexical,
        "value": scores.value,
        "in_category": scores.category,
        **{name: getattr(hit.source, name) for name in ("document", "table", "row", "cell")},
    }
