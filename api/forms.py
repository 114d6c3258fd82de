"""Results as the JSON of the interface contract (sections 6 and 7)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from kg.release import Release
from kg.table import Fact
from kg.target import target_to_json
from search.engine import GroupedResult, Hit, SearchResult


def indicator_form(fact: Fact) -> dict[str, Any]:
    """An indicator with its project and its source."""
    return {
        "iri": fact.iri,
        "name": fact.name,
        "category": fact.category,
        "level1": fact.level1,
        "level2": fact.level2,
        "target": target_to_json(fact.target),
        "project": {"iri": fact.project_iri, "name": fact.project},
        "department": fact.department,
        "unit": fact.unit,
        "region": fact.region,
        "year": fact.year,
        "amount_yuan": _number(fact.amount_yuan),
        "source": asdict(fact.source),
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value
