"""Records as JSON: the public form of ``jipu extract``, and the lossless form kept on disk."""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from kg.model import (
    Comparator,
    Direction,
    Document,
    Indicator,
    Kind,
    Problem,
    Project,
    Source,
    Target,
)
from kg.target import target_to_json

Json = dict[str, Any]


def project_to_json(project: Project) -> Json:
    """The public form of a project: ``name, year, region, department, … indicators, problems``."""
    return {
        "name": project.name,
        "year": project.year,
        "region": project.region,
        "department": project.department,
        "unit": project.unit,
        "office": project.office,
        "attribute": project.attribute,
        "term": project.term,
        "amount_yuan": None if project.amount_yuan is None else plain_number(project.amount_yuan),
        "goal": project.goal,
        "indicators": [indicator_to_json(indicator) for indicator in project.indicators],
        "problems": [problem_to_json(problem) for problem in project.problems],
    }


def indicator_to_json(indicator: Indicator) -> Json:
    """The public form of an indicator, with its target and its source."""
    return {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "category": indicator.category,
        "name": indicator.name,
        "value": indicator.value,
        "blank": indicator.blank,
        "target": target_to_json(indicator.target),
        "source": _shallow(indicator.source),
    }


def problem_to_json(problem: Problem) -> Json:
    """The public form of a problem: ``where`` and ``message``."""
    return {"where": problem.where, "message": problem.message}


def plain_number(number: Decimal) -> int | float:
    """A JSON number: an integer where the decimal is one."""
    return int(number) if number == number.to_integral_value() else float(number)


def document_to_json(document: Document) -> Json:
    """The lossless form: every field of every record by its name, decimals as ``{"decimal"}``."""
    return {
        **_shallow(document),
        "problems": [problem_to_json(problem) for problem in document.problems],
        "projects": [_project_record(project) for project in document.projects],
    }


def document_from_json(data: Mapping[str, Any]) -> Document:
    """The document that ``document_to_json`` wrote.

    Raises KeyError or TypeError for other data.
    """
    record: Json = {
        **data,
        "problems": _problems(data["problems"]),
        "projects": tuple(project_from_json(project) for project in data["projects"]),
    }
    return Document(**record)


def project_from_json(data: Mapping[str, Any]) -> Project:
    """The project that stands in the ``projects`` of ``document_to_json``."""
    record: Json = {
        **data,
        "amount_yuan": _restored(data["amount_yuan"]),
        "indicators": tuple(_indicator(indicator) for indicator in data["indicators"]),
        "problems": _problems(data["problems"]),
    }
    return Project(**record)


def _project_record(project: Project) -> Json:
    return {
        **_shallow(project),
        "indicators": [
            {
                **_shallow(indicator),
                "target": _shallow(indicator.target),
                "source": _shallow(indicator.source),
            }
            for indicator in project.indicators
        ],
        "problems": [problem_to_json(problem) for problem in project.problems],
    }


def _shallow(record: Document | Project | Indicator | Target | Source) -> Json:
    return {field.name: _stored(getattr(record, field.name)) for field in fields(record)}


def _stored(value: object) -> object:
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def _restored(value: object) -> object:
    return Decimal(value["decimal"]) if isinstance(value, dict) else value


def _problems(data: list[Mapping[str, str]]) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in data)


def _indicator(data: Mapping[str, Any]) -> Indicator:
    target, source = _target(data["target"]), Source(**data["source"])
    return Indicator(**{**data, "target": target, "source": source})


def _target(data: Mapping[str, Any]) -> Target:
    values: Json = {name: _restored(value) for name, value in data.items()}
    for name, enum in (("kind", Kind), ("comparator", Comparator), ("direction", Direction)):
        values[name] = None if values[name] is None else enum(values[name])
    return Target(**values)
