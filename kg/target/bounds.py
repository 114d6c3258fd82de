"""Targets as bounds: the flat form in which the graph and the search compare them."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import cache

from kg.model import Comparator, Kind, Target
from kg.target import lexicon
from kg.target.numbers import chinese_value
from kg.target.printed import read

_LOWER = (Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.EQUAL, Comparator.RANGE)
_MONTH_DAY = re.compile(r"--(\d\d)-(\d\d)")
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


def date_bounds(target: Target, budget_year: int | None = None) -> tuple[date | None, date | None]:
    """(first, last) day; None is open.

    A date printed without its year (12月底前) is one of ``budget_year``, the year of its table, or
    of the year after where it says so (次年3月底); without a budget year it gives (None, None).
    """
    if target.kind is not Kind.DATE:
        return None, None
    first = _day(target.value, target.text, budget_year)
    last = _day(target.upper, target.text, budget_year) or first
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


def _day(printed: Decimal | str | None, text: str, budget_year: int | None) -> date | None:
    if not isinstance(printed, str):
        return None
    without_year = _MONTH_DAY.fullmatch(printed)
    if without_year and budget_year:
        month, day = int(without_year[1]), int(without_year[2])
        year = budget_year + _is_of_next_year(text, month)
        return date(year, month, min(day, monthrange(year, month)[1]))
    return None if printed.startswith("--") else date.fromisoformat(printed)


def _is_of_next_year(text: str, month: int) -> bool:
    """Whether the text calls this month, or a date without a month, one of the year after."""
    named = _next_year().findall(read(text).text)
    return any(not spelled or _month(spelled) == month for spelled in named)


def _month(spelled: str) -> int:
    return int(spelled) if spelled.isascii() else int(chinese_value(spelled) or 0)


@cache
def _next_year() -> re.Pattern[str]:
    """次年3月, 翌年三月, 明年底; the group is the month, empty without one."""
    words = lexicon.any_of(lexicon.table("dates")["next_year"])
    return re.compile(rf"{words}度?的?(?:(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月)?")
