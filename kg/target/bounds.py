"""Targets as bounds: the flat form in which the graph and the search compare them."""

from datetime import date
from decimal import Decimal

from kg.model import Comparator, Kind, Target

_LOWER = (Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.EQUAL, Comparator.RANGE)
_UPPER = (Comparator.AT_MOST, Comparator.LESS_THAN, Comparator.EQUAL)


def numeric_bounds(target: Target) -> tuple[Decimal | None, Decimal | None]:
    """(lower, upper) in the canonical unit; None is open, ``=`` sets both, other kinds give none.

    ``>`` and ``<`` exclude their bound: the comparator says so, the bounds do not.
    """
    if target.kind is not Kind.NUMERIC or not isinstance(target.canonical_value, Decimal):
        return None, None
    value, upper = target.canonical_value, target.canonical_upper
    if isinstance(upper, Decimal):
        return value, upper
    return (
        value if target.comparator in _LOWER else None,
        value if target.comparator in _UPPER else None,
    )


def date_bounds(target: Target) -> tuple[date | None, date | None]:
    """(first, last) day; None is open. A date printed without its year gives (None, None)."""
    if target.kind is not Kind.DATE:
        return None, None
    first = _day(target.value)
    last = _day(target.upper) or first
    return (
        first if target.comparator in _LOWER else None,
        last if target.comparator in (*_UPPER, Comparator.RANGE) else None,
    )


def decimal_text(value: Decimal) -> str:
    """The one lexical form of a decimal: ``400``, ``0.95``; no exponent, no trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def tidy(value: Decimal) -> Decimal:
    """The same value in the form of :func:`decimal_text`."""
    return Decimal(decimal_text(value))


def _day(printed: Decimal | str | None) -> date | None:
    if not isinstance(printed, str) or printed.startswith("--"):
        return None
    return date.fromisoformat(printed)
