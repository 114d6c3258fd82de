"""Days that a spreadsheet lost the format of: 45291 for 2023-12-31 (日期序列号)."""

from dataclasses import replace
from datetime import date, timedelta

from kg.layouts import dressings
from kg.model import Kind, Target

# Serial numbers count days from 1899-12-30, ECMA-376 part 1, 18.17.4.1 (1900 date system).
_DAY_ZERO = date(1899, 12, 30)
_TIMELY = "timeliness"
_YEARS_AFTER = 5


def as_date(target: Target, measure: str, category: str | None, year: int | None) -> Target:
    """Read a bare number as the day that it counts, where only a day makes sense.

    That is a whole number without sign or unit that is a day from the budget year's eve to five
    years on, in a column of dates (``measure`` is 日期 or empty) of a timeliness indicator (时效).
    The text stays as printed.
    """
    value = target.value
    if target.kind is not Kind.NUMERIC or target.unit or isinstance(value, str) or value is None:
        return target
    dated = measure in dressings().date_units
    if not (dated or (not measure and category == _TIMELY)) or value != int(value):
        return target
    try:
        day = _DAY_ZERO + timedelta(days=int(value))
    except OverflowError:
        return target
    if not (year or day.year) - 1 <= day.year <= (year or day.year) + _YEARS_AFTER:
        return target
    if not 2000 <= day.year < 2100:
        return target
    text = day.isoformat()
    return replace(
        target,
        kind=Kind.DATE,
        value=text,
        unit="day",
        canonical_value=text,
        canonical_unit="ISO8601",
    )
