"""The flat form of an indicator (宽表行): one mapping of column to value, and back to a fact."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kg.iri import Minter
from kg.model import Comparator, Direction, Document, Indicator, Kind, Project, Source, Target
from kg.target.bounds import date_bounds, decimal_text, numeric_bounds
from kg.triples import project_iri


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table: an indicator with what is known of its project and its source."""

    iri: str
    name: str
    category: str | None
    level1: str
    level2: str
    target: Target
    project_iri: str
    project: str
    department: str | None
    unit: str | None
    office: str | None
    region: str | None
    year: int | None
    amount_yuan: float | None
    source: Source
    place: str | None


def flat_row(
    document: Document, project: Project, indicator: Indicator, minter: Minter
) -> dict[str, Any]:
    """An indicator with what is known of its project and source, by the table's columns."""
    target = indicator.target
    return {
        "iri": minter.indicator(document.sha256, indicator.source),
        "name": indicator.name,
        "category": indicator.category,
        "level1": indicator.level1,
        "level2": indicator.level2,
        **target_columns(target, project.year),
        "project_iri": project_iri(project, minter),
        "project": project.name,
        "department": project.department,
        "unit": project.unit,
        "office": project.office,
        "region": project.region,
        "year": project.year,
        "amount_yuan": None if project.amount_yuan is None else float(project.amount_yuan),
        "goal": project.goal,
        "document_iri": minter.document(document.sha256),
        "document": indicator.source.document,
        "table": indicator.source.table,
        "row": indicator.source.row,
        "cell": indicator.source.cell,
        "place": indicator.place,
    }


def target_columns(target: Target, year: int | None) -> dict[str, Any]:
    """The columns of a target, its bounds among them; ``year`` is that of dates without one."""
    lower, upper = numeric_bounds(target)
    lower_date, upper_date = date_bounds(target, year)
    return {
        "target": target.text,
        "kind": target.kind,
        "comparator": target.comparator,
        "explicit": target.explicit,
        "value": _text(target.value),
        "value_upper": _text(target.upper),
        "value_unit": target.unit,
        "canonical_value": _text(target.canonical_value),
        "canonical_upper": _text(target.canonical_upper),
        "canonical_unit": target.canonical_unit,
        "approximate": target.approximate,
        "direction": target.direction,
        "lower": None if lower is None else float(lower),
        "upper": None if upper is None else float(upper),
        "lower_date": lower_date,
        "upper_date": upper_date,
    }


def _text(value: Decimal | str | None) -> str | None:
    return decimal_text(value) if isinstance(value, Decimal) else value


def fact_of(record: dict[str, Any]) -> Fact:
    """The fact that a flat row tells; columns that a fact has no use for may be missing."""
    return Fact(
        iri=record["iri"],
        name=record["name"],
        category=record["category"],
        level1=record["level1"],
        level2=record["level2"],
        target=_target(record),
        project_iri=record["project_iri"],
        project=record["project"],
        department=record["department"],
        unit=record["unit"],
        office=record["office"],
        region=record["region"],
        year=record["year"],
        amount_yuan=record["amount_yuan"],
        source=Source(record["document"], record["table"], record["row"], record["cell"]),
        place=record["place"],
    )


def _target(record: dict[str, Any]) -> Target:
    kind = Kind(record["kind"])
    number = _decimal if kind is Kind.NUMERIC else _as_is
    return Target(
        text=record["target"],
        kind=kind,
        comparator=None if record["comparator"] is None else Comparator(record["comparator"]),
        explicit=record["explicit"],
        value=number(record["value"]),
        upper=number(record["value_upper"]),
        unit=record["value_unit"],
        canonical_value=number(record["canonical_value"]),
        canonical_upper=number(record["canonical_upper"]),
        canonical_unit=record["canonical_unit"],
        approximate=record["approximate"],
        direction=None if record["direction"] is None else Direction(record["direction"]),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _as_is(text: str | None) -> str | None:
    return text
