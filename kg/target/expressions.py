"""One value expression: a number or range, or a date, with the words that belong to it."""

import re
from dataclasses import replace

from kg.model import Comparator
from kg.target import lexicon
from kg.target.dates import Period, joined, match_period, years_on
from kg.target.findings import Deadline, Measure
from kg.target.printed import Printed
from kg.target.quantities import Quantity, match_quantity, one_unit
from kg.target.surroundings import REACH, delta, in_a_name, look_after, look_before
from kg.target.unit_list import unit_list
from kg.target.units import NO_UNIT, listed

_DASHED = re.compile(r"[-—–]\d")
_MANGLED_MONTH = re.compile(r"(?:19|20)\d\d\d{1,2}$")
_MINUS = ("-", "负")


def match_measure(printed: Printed, at: int, floor: int) -> Measure | None:
    """The number or range that begins at ``at``; words before ``floor`` belong to another value."""
    text = printed.text
    if in_a_name(text, at):
        return None
    negative = at > floor and text[at - 1] in _MINUS and not _joins(text[at - 2 : at - 1])
    first = match_quantity(printed, at, negative=negative)
    if first is None:
        return None
    first, start = _leading_unit(text, first, at - 1 if negative else at, floor)
    ends = _ends(printed, first, start)
    return _dressed(text, floor, start, *ends) if ends else None


def match_deadline(text: str, at: int, floor: int) -> Deadline | None:
    """The date or period that begins at ``at``, with 截至, 前, 之后 … around it."""
    period = match_period(text, at)
    if period is None or in_a_name(text, at):
        return None
    dash = lexicon.comparators().range_sign.match(text, period.end)
    if dash and dash.end() < len(text) and not period.is_range:
        second = match_period(text, dash.end())
        later = years_on(text, dash.end()) - years_on(text, at)
        period = (joined(period, second, later) if second else None) or period
    if not period.is_range and _DASHED.match(text, period.end):
        return None
    before = look_before(text, at, floor)
    deadline = _bounded(text, period, floor)
    # 小于等于2024-11-30 is a sign column's word with a date; 不低于2023年水平 compares with a year.
    alone = before.start == 0 and deadline.end == len(text) and period.unit != "year"
    if before.is_word and not alone:
        # 不超过2024年12月 is a deadline word as well.
        return deadline if deadline.start < period.start else None
    if before.comparator and period.unit == "month" and period.first[0] is None:
        return None if not period.is_range else deadline  # ≤6月: six months
    return replace(
        deadline,
        start=min(before.start, deadline.start),
        comparator=before.comparator or deadline.comparator,
        approximate=before.approximate,
    )


def _bounded(text: str, period: Period, floor: int) -> Deadline:
    words = lexicon.deadlines()
    base = max(floor, period.start - REACH)
    lead = text[base : period.start]
    until, since = words.until_before.search(lead), words.since_before.search(lead)
    start, end = period.start, period.end
    comparator = Comparator.RANGE if period.is_range else None
    if after := words.until_after.match(text, end):
        comparator, end = Comparator.AT_MOST, after.end()
    elif after := words.since_after.match(text, end):
        comparator, end = Comparator.AT_LEAST, after.end()
    elif until and not period.is_range:
        comparator = Comparator.AT_MOST
    elif since and not period.is_range:
        comparator = Comparator.AT_LEAST
    opening = until if comparator is Comparator.AT_MOST else since
    if opening and comparator in (Comparator.AT_MOST, Comparator.AT_LEAST):
        start = base + opening.start()
    return Deadline(start, end, period, comparator)


def _ends(printed: Printed, first: Quantity, start: int) -> tuple[Quantity, Quantity | None] | None:
    """The value alone or both ends of its range; None where the digits are a code."""
    text = printed.text
    spread = _plus_minus(printed, first, start)
    if spread is not None:
        return spread
    dash = lexicon.comparators().range_sign.match(text, first.end)
    second = _second(printed, dash.end()) if dash else None
    if second is None:
        code = first.unit == NO_UNIT and (
            _DASHED.match(text, first.end) or (dash and first.numeral)
        )
        return None if code else (first, None)
    if _is_mangled(text, first, second):
        return None
    low, high = one_unit(first, second)
    if low.unit.canonical != high.unit.canonical:
        return first, None  # 5天-3个月: two values
    if low.canonical <= high.canonical:
        return low, high
    return None if low.unit == NO_UNIT else (high, replace(low, end=high.end))


def _second(printed: Printed, at: int) -> Quantity | None:
    """The upper end of a range; None where it is followed by a further number (a code)."""
    if at >= len(printed.text):
        return None
    quantity = match_quantity(printed, at)
    if quantity is None or (quantity.unit == NO_UNIT and _DASHED.match(printed.text, quantity.end)):
        return None
    return quantity


def _is_mangled(text: str, first: Quantity, second: Quantity) -> bool:
    """20246-202516: months that lost their points, not numbers."""
    return second.unit == NO_UNIT and all(
        _MANGLED_MONTH.match(text[part.start : part.end]) for part in (first, second)
    )


def _plus_minus(printed: Printed, first: Quantity, start: int) -> tuple[Quantity, Quantity] | None:
    """100±5, 50±2分, ±5%, 100元±5% (of the value)."""
    text = printed.text
    if text[start - 1 : start] == "±":
        width = abs(first.value)
        return replace(first, value=-width), replace(first, value=width)
    if not text.startswith("±", first.end) or first.end + 1 >= len(text):
        return None
    spread = match_quantity(printed, first.end + 1)
    if spread is None:
        return None
    if spread.unit.canonical == "1" and first.unit not in (NO_UNIT, spread.unit):
        spread = replace(spread, unit=first.unit, value=first.value * spread.canonical)
    middle, spread = one_unit(first, spread)
    low, high = middle.value - spread.value, middle.value + spread.value
    return replace(middle, value=low), replace(spread, value=high)


def _dressed(text: str, floor: int, start: int, low: Quantity, high: Quantity | None) -> Measure:
    """The quantity or range with its comparators, approximations and direction."""
    before = look_before(text, start, floor)
    after = look_after(text, (high or low).end)
    if low.unit == NO_UNIT and (after.percent or text[: before.start] == "%"):
        low = replace(low, unit=listed("%"))
    stated = before.comparator if not (before.weak and after.comparator) else None
    return Measure(
        before.start,
        after.end,
        low,
        high,
        Comparator.RANGE if high else stated or after.comparator,
        before.approximate or after.approximate,
        delta(text, start, after.end, floor),
    )


def _leading_unit(text: str, first: Quantity, start: int, floor: int) -> tuple[Quantity, int]:
    """%95 is 95%, ¥500 is 500元, ¥3万 is 3万元."""
    lead = text[max(floor, start - 4) : start]
    if first.unit == NO_UNIT and lead.endswith(("%", "‰")):
        return replace(first, unit=listed(lead[-1])), start - 1
    currency = unit_list().currency.search(lead)
    if currency and (first.unit == NO_UNIT or first.unit.canonical == "元"):
        unit = listed("元") if first.unit == NO_UNIT else first.unit
        return replace(first, unit=unit), start - len(lead) + currency.start()
    return first, start


def _joins(char: str) -> bool:
    """Whether a - after this character joins it to the number and is no minus."""
    return char.isalnum() or char in tuple("%)")
