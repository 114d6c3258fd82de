"""A number with its unit (数量): where it ends, how it was printed, what it is canonically."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.target import lexicon
from kg.target.numbers import Number, match_number
from kg.target.printed import Printed
from kg.target.unit_list import unit_list
from kg.target.units import (
    NO_UNIT,
    PURE_NUMBER,
    Unit,
    UnitMatch,
    comparable_unit,
    listed,
    match_unit,
)

_LETTER = re.compile("[A-Za-z]")
_PRODUCT = re.compile(r"[+×*xX]\d")
_HALF_UNITS = ("年", "个月", "天", "小时", "个小时")
_BEFORE_LONE_NUMERAL = "于为≥≤<>="


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit in ``text[start:end]``.

    ``vague``: 余 or 多 stood in it. ``chinese``: the number is a Chinese numeral; ``numeral``: one
    Chinese digit, often no quantity (一个中心).
    """

    start: int
    end: int
    value: Decimal
    unit: Unit = NO_UNIT
    vague: bool = False
    numeral: bool = False
    chinese: bool = False

    @property
    def canonical(self) -> Decimal:
        """The value in the canonical unit."""
        return self.value * self.unit.size

    def multiplied_out(self) -> "Quantity":
        """The same in the unit without its multiplier: 20000人次 for 2万人次."""
        unit = self.unit.multiplied_out()
        return replace(self, value=self.canonical / unit.size, unit=unit)


def match_quantity(printed: Printed, at: int, *, negative: bool = False) -> Quantity | None:
    """The quantity that begins at ``at``; None for grades (二级), codes and ordinals (第3批)."""
    text = printed.text
    number = match_number(text, at)
    if number is None or _is_name(text, at, number):
        return None
    value = -number.value if negative else number.value
    if number.unit is not None:
        unit = listed(number.unit) if number.unit else PURE_NUMBER
        return Quantity(at, number.end, value, unit)
    match = _unit_after(printed, number)
    unit = match.unit
    if unit.printed == "年" and _is_year(value):
        return None  # a year that is no date here (不低于2023年水平)
    if number.chinese and not unit.known and not _numeral_stands(text, at, number.end):
        return None
    if unit.printed is None and not unit.known and _LETTER.match(text, match.end):
        return None  # 5A
    amount = unit.size > 1 or unit.canonical == "元"
    lone = number.chinese and number.end - at == 1 and not amount and number.value != 0
    read = Quantity(at, match.end, value, unit, match.vague, lone, number.chinese)
    return _and_a_half(text, read)


def one_unit(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """Both ends of a range in one printed unit: 2-3万元, 5000-1万元, 1万-2万人, 500米-2公里."""
    if low.unit == high.unit:
        return low, high
    if high.unit == NO_UNIT:
        return low, replace(high, unit=low.unit)
    if low.unit == NO_UNIT:
        multiplied = high.unit.size > 1 and low.value > high.value
        value = low.value / high.unit.size if multiplied else low.value
        return replace(low, unit=high.unit, value=value), high
    same = low.unit.canonical == high.unit.canonical
    if _is_multiplier(low.unit) or (same and low.unit.size == high.unit.size):
        return replace(low, unit=high.unit, value=low.canonical / high.unit.size), high
    ratio = Decimal(1) if same else _ratio(high.unit, low.unit)
    if ratio is None:
        return low, high
    return low, replace(high, unit=low.unit, value=high.canonical * ratio / low.unit.size)


def _ratio(one: Unit, other: Unit) -> Decimal | None:
    """How many of another canonical unit one is (公里: 1000 米), None where they do not compare."""
    if one.canonical is None or other.canonical is None:
        return None
    mine, theirs = comparable_unit(one.canonical), comparable_unit(other.canonical)
    return mine.size / theirs.size if mine.unit == theirs.unit else None


def _is_name(text: str, at: int, number: Number) -> bool:
    """Whether a number is part of a name: 二级, 第3批, 三类, 几十, 7×24."""
    units, before = unit_list(), text[max(0, at - 1) : at]
    if before == "第" or units.grade.match(text, number.end) or _PRODUCT.match(text, number.end):
        return True
    # 数百, 上千 are several; but 人数一万 counts: only a bare multiplier makes them vague.
    vague = before == "几" or (before in ("数", "上") and text[at] in "十百千万亿")
    grade = units.chinese_grade.match(text, number.end)
    return number.chinese and (vague or grade is not None)


def _unit_after(printed: Printed, number: Number) -> UnitMatch:
    """The unit after a number; for nought of something (零投诉) the noun belongs to the number."""
    noun = unit_list().zero_noun.match(printed.text, number.end) if number.value == 0 else None
    if noun:
        return UnitMatch(Unit(known=True), noun.end())
    return match_unit(printed, number.end)


def _is_year(value: Decimal) -> bool:
    return value == value.to_integral_value() and 1900 <= value < 2100


def _numeral_stands(text: str, start: int, end: int) -> bool:
    """Chinese numerals without a unit: the 三 of 三至五天, or all the text (一万二)."""
    if end == len(text):
        return end - start > 1 or start == 0 or text[start - 1] in _BEFORE_LONE_NUMERAL
    sign = lexicon.comparators().range_sign.match(text, end)
    return bool(sign and text[sign.end() : sign.end() + 1] in tuple(lexicon.CHINESE_DIGITS))


def _and_a_half(text: str, quantity: Quantity) -> Quantity:
    """一年半, 1个月半."""
    if text.startswith("半", quantity.end) and quantity.unit.printed in _HALF_UNITS:
        return replace(quantity, end=quantity.end + 1, value=quantity.value + Decimal("0.5"))
    return quantity


def _is_multiplier(unit: Unit) -> bool:
    """Whether the unit is a multiplier alone (the first 万 of 1万-2万人)."""
    return unit.printed in unit_list().multipliers
