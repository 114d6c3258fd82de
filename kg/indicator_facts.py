"""What the graph says of one row of a target table: (predicate, term) pairs without a subject."""

from collections.abc import Iterable
from decimal import Decimal

from kg import ntriples, vocab
from kg.categories import group_of, top_of
from kg.model import Indicator, Kind, Target
from kg.ntriples import iri, literal
from kg.target.bounds import date_bounds, decimal_text, numeric_bounds

Facts = Iterable[tuple[str, str | None]]
"""Predicate IRIs with N-Triples terms; a fact whose term is None is not stated."""


def place_facts(indicator: Indicator, graph: str) -> Facts:
    """Where a row stands: in the classification and in the document."""
    category, source = indicator.category, indicator.source
    top = top_of(category) if category else group_of(indicator.level1)
    return (
        (vocab.CATEGORY, iri(vocab.category(category)) if category else None),
        (vocab.TOP_CATEGORY, iri(vocab.category(top)) if top else None),
        (vocab.LEVEL1, text(indicator.level1)),
        (vocab.LEVEL2, text(indicator.level2)),
        (vocab.PLACE, text(indicator.place)),
        (vocab.SOURCE_TABLE, ntriples.integer(source.table)),
        (vocab.SOURCE_ROW, ntriples.integer(source.row)),
        (vocab.SOURCE_CELL, text(source.cell)),
        (vocab.DERIVED_FROM, graph),
    )


def target_facts(target: Target, budget_year: int | None) -> Facts:
    """A target as printed and as canonical bounds; dates without a year are in ``budget_year``."""
    yield vocab.TARGET_TEXT, literal(target.text)
    yield vocab.TARGET_KIND, iri(vocab.kind(target.kind))
    if target.comparator:
        yield vocab.COMPARATOR, iri(vocab.comparator(target.comparator))
        yield vocab.COMPARATOR_STATED, ntriples.TRUE if target.explicit else ntriples.FALSE
    if target.kind is Kind.NUMERIC:
        yield from _numeric_facts(target)
    elif target.kind is Kind.DATE:
        lower_date, upper_date = date_bounds(target, budget_year)
        yield vocab.LOWER_DATE, ntriples.date(lower_date) if lower_date else None
        yield vocab.UPPER_DATE, ntriples.date(upper_date) if upper_date else None
    if target.approximate:
        yield vocab.APPROXIMATE, ntriples.TRUE
    if target.direction:
        yield vocab.DIRECTION, iri(vocab.direction(target.direction))


def _numeric_facts(target: Target) -> Facts:
    lower, upper = numeric_bounds(target)
    return (
        (vocab.LOWER, decimal(lower)),
        (vocab.UPPER, decimal(upper)),
        (vocab.UNIT, text(target.canonical_unit)),
        (vocab.UNIT_TEXT, text(target.unit)),
    )


def text(printed: str | None) -> str | None:
    """A literal, None where nothing was printed."""
    return literal(printed) if printed else None


def decimal(value: Decimal | None) -> str | None:
    """An xsd:decimal in its one lexical form, None where there is no number."""
    return None if value is None else ntriples.decimal(decimal_text(value))
