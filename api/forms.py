"""Results as the JSON that every surface gives; ``api.http.models`` describes it."""

from dataclasses import asdict
from typing import Any

from kg.model import Source
from kg.release import Release
from kg.table import Fact
from kg.target import plain_number, target_to_json
from search.comparison import Comparison
from search.results import GroupedResult, Hit, Scores, SearchResult


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
        "source": _source_form(fact.source),
        **({"place": fact.place} if fact.place else {}),
    }


def search_form(result: SearchResult, release: Release) -> dict[str, Any]:
    """The answer to a search."""
    return {
        **_head(result, release),
        "hits": [_hit_form(hit) for hit in result.hits],
        "sparql": result.sparql,
    }


def grouped_form(result: GroupedResult, release: Release) -> dict[str, Any]:
    """The answer to a search with equal names folded into one hit."""
    hits = [
        {
            **_hit_form(group.hit),
            "count": group.count,
            "examples": [
                {"iri": fact.project_iri, "name": fact.project} for fact in group.examples
            ],
        }
        for group in result.groups
    ]
    return {**_head(result, release), "hits": hits, "sparql": result.sparql}


def comparable_form(found: Comparison, release: Release) -> dict[str, Any]:
    """The answer to a question for comparable projects."""
    return {
        "release": release.id,
        "project": _project_form(found.project),
        "targets": [indicator_form(fact) for fact in found.targets],
        "comparables": [
            {
                "project": _project_form(other.fact),
                "score": other.score,
                "pairs": [asdict(pair) for pair in other.pairs],
            }
            for other in found.comparables
        ],
        "peers": None if found.peers is None else asdict(found.peers),
        "peers_by_target": [asdict(peers) for peers in found.peers_by_target],
        "reason": found.reason,
    }


def _head(result: SearchResult | GroupedResult, release: Release) -> dict[str, Any]:
    asked = result.interpretation
    target = asked.target
    return {
        "query": result.query,
        "release": release.id,
        "interpreted": {
            "text": asked.text,
            "category": list(asked.category),
            "comparator": None if target is None else target.comparator,
            "value": None if target is None else target_to_json(target)["value"],
            "unit": None if target is None else target.unit,
        },
        "total": result.total,
    }


def _hit_form(hit: Hit) -> dict[str, Any]:
    return {
        **indicator_form(hit.fact),
        "score": hit.score,
        "scores": _scores_form(hit.scores),
        "matched": list(hit.matched),
    }


def _scores_form(scores: Scores) -> dict[str, float]:
    return {
        "dense": scores.dense,
        "lexical": scores.lexical,
        "value": scores.value,
        "category": scores.category,
    }


def _source_form(source: Source) -> dict[str, Any]:
    return {
        "document": source.document,
        "table": source.table,
        "row": source.row,
        "cell": source.cell,
    }


def _project_form(fact: Fact) -> dict[str, Any]:
    return {
        "iri": fact.project_iri,
        "name": fact.project,
        "department": fact.department,
        "amount_yuan": _number(fact.amount_yuan),
        "year": fact.year,
    }


def _number(value: float | None) -> float | int | None:
    return None if value is None else plain_number(value)
