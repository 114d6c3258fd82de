"""A number with its unit (数量): where it ends, how it was printed, what it is canonically."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.target import lexicon
from kg.target.lexicon import HANZI
from kg.target.numbers import Number, match_number
from kg.target.printed import Printed

_STROKE = re.compile(r"[/每]")
_DOT = re.compile(r"[/·・.*×每]")
_FREE_WORD = re.compile(rf"[{HANZI}]{{1,4}}(?![{HANZI}0-9])|[A-Za-zμ]{{2,10}}(?![A-Za-z])")
_FREE_DENOMINATOR = re.compile(
    rf"(?:(?!以上|以下|以内|之内|左右|完成|内|及)[{HANZI}]){{1,4}}|[A-Za-z]{{1,4}}"
)
_LETTER_AFTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in ``text[start:end]``.

    ``unit`` is as printed (None where none was), ``canonical_unit`` the unit that ``size`` leads to
    (None where the unit is unknown and there is none to keep). ``known``: the unit is in the list.
    ``vague``: 余, 多 stood in it. ``numeral``: one Chinese digit, which is often no quantity at all.
    """

    start: int
    end: int
    value: Decimal
    unit: str | None = None
    canonical_unit: str | None = None
    size: Decimal = Decimal(1)
    known: bool = False
    vague: bool = False
    numeral: bool = False

    @property
    def canonical(self) -> Decimal:
        """The value in the canonical unit."""
        return self.value * self.size

    def like(self, other: "Quantity") -> "Quantity":
        """The same number in the unit of ``other`` (the 2 of 2-3万元)."""
        return replace(
            self,
            unit=other.unit,
            canonical_unit=other.canonical_unit,
            size=other.size,
            known=other.known,
        )


def match_quantity(printed: Printed, at: int, *, negative: bool = False) -> Quantity | None:
    """The quantity that begins at ``at``; None for grades (二级), codes (0571) and ordinals (3号)."""
    text = printed.text
    number = match_number(text, at)
    if number is None or text[at - 1 : at] == "第":
        return None
    if number.chinese and text[max(0, at - 1) : at] in ("几", "数", "上"):
        return None  # 几十人
    value = -number.value if negative else number.value
    single = number.chinese and number.end - at == 1 and number.unit is None
    bare = Quantity(at, number.end, value, numeral=single)
    if number.unit is not None:
        return _carried(bare, number)
    units = lexicon.units()
    if units.grade.match(text, number.end):
        return None
    if number.chinese and units.chinese_grade.match(text, number.end):
        return None
    if value == 0 and (noun := units.zero_noun.match(text, number.end)):
        return replace(bare, end=noun.end(), known=True, numeral=False)
    if per_head := units.per_head.match(text, number.end):
        return replace(in_unit(bare, per_head.group()), end=per_head.end())
    quantity = _with_unit(printed, bare)
    if quantity.unit == "年" and _is_year(value):
        return None  # a year that is no date here (不低于2023年水平)
    if number.chinese and not quantity.known and not _numeral_stands(text, at, quantity.end):
        return None
    glued = quantity.unit is None and _LETTER_AFTER.match(text, quantity.end)
    if quantity.size > 1 or quantity.canonical_unit == "元":
        quantity = replace(quantity, numeral=False)  # 两万元 is an amount
    return None if glued else _half_more(text, quantity)


def starts_unit(text: str, at: int) -> bool:
    """Whether a unit or a multiplier is printed at ``at``."""
    units = lexicon.units()
    return bool(units.known.match(text, at) or units.multiplier.match(text, at))


def is_whole_unit(text: str) -> bool:
    """Whether a text is a unit of the list with its multiplier and nothing else (万元)."""
    units = lexicon.units()
    multiplier = units.multiplier.match(text)
    return bool(
        units.known.fullmatch(text)
        or (multiplier and units.known.fullmatch(text, multiplier.end()))
    )


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """The number in another unit of the list (the % of 95以上%)."""
    canonical, size = lexicon.units().meaning[unit]
    return replace(quantity, unit=unit, canonical_unit=canonical, size=size, known=True)


def _carried(bare: Quantity, number: Number) -> Quantity:
    """百分之五 carries its unit; a fraction or ratio is a pure number."""
    if number.unit:
        return in_unit(replace(bare, end=number.end), number.unit)
    return replace(bare, canonical_unit="1", known=True)


def _with_unit(printed: Printed, bare: Quantity) -> Quantity:
    """Number, 余?, multiplier?, 余?, unit?, denominators."""
    text, units = printed.text, lexicon.units()
    at, vague = _vague(text, bare.end)
    known = units.known.match(text, at)
    multiplier = None if known else units.multiplier.match(text, at)
    pieces: list[tuple[int, int]] = []
    size = Decimal(1)
    if multiplier:
        pieces.append(multiplier.span())
        size = units.multipliers[multiplier.group()]
        at, more = _vague(text, multiplier.end())
        vague = vague or more
        known = units.known.match(text, at)
    if known and known.group() == "成" and _word_goes_on(text, known.end()):
        known = None  # 3成员, 5成本
    if known:
        return _known_unit(printed, replace(bare, size=size, vague=vague), pieces, known)
    return _unknown_unit(printed, replace(bare, size=size, vague=vague), pieces, at)


def _known_unit(
    printed: Printed, quantity: Quantity, pieces: list[tuple[int, int]], known: re.Match[str]
) -> Quantity:
    canonical, size = lexicon.units().meaning[known.group()]
    end = _denominators(printed.text, known.end())
    unit = _join(printed, [*pieces, (known.start(), end)])
    if end > known.end() and canonical != "1":
        # A price or a rate: the numerator keeps its unit, only 元 has one spelling.
        merged = canonical == "元" or size == 1
        name, factor = (canonical, size) if merged else (known.group(), Decimal(1))
        canonical = name + printed.as_printed(known.end(), end)
        return replace(
            quantity, end=end, unit=unit, canonical_unit=canonical, size=quantity.size * factor, known=True
        )
    return replace(
        quantity, end=end, unit=unit, canonical_unit=canonical, size=quantity.size * size, known=True
    )


def _unknown_unit(
    printed: Printed, quantity: Quantity, pieces: list[tuple[int, int]], at: int
) -> Quantity:
    text, units = printed.text, lexicon.units()
    multiplier = text[slice(*pieces[0])] if pieces else ""
    if multiplier and text[at : at + 1] == "/":
        # 3万/户: 元 left out before the stroke.
        end = _denominators(text, at)
        if end > at:
            denominators = printed.as_printed(at, end)
            money = "元" if multiplier in units.money_multipliers else ""
            return replace(
                quantity, end=end, unit=_join(printed, [*pieces, (at, end)]),
                canonical_unit=money + denominators, known=True,
            )
    if not multiplier and text[at : at + 1] == "/" and (end := _denominators(text, at)) > at:
        unit = printed.as_printed(at, end)
        return replace(quantity, end=end, unit=unit, canonical_unit=unit)
    word = _FREE_WORD.match(text, at)
    if word and not units.not_unit.match(text, at) and not _is_after_word(text, at):
        unit = printed.as_printed(*word.span())
        return replace(
            quantity, end=word.end(), unit=_join(printed, [*pieces, word.span()]), canonical_unit=unit
        )
    if not multiplier:
        return quantity
    money = multiplier in units.money_multipliers and not _word_goes_on(text, at)
    return replace(
        quantity,
        end=pieces[0][1] if not quantity.vague else at,
        unit=_join(printed, pieces),
        canonical_unit="元" if money else None,
        known=money or multiplier in units.multipliers,
    )


def _vague(text: str, at: int) -> tuple[int, bool]:
    """Skip 余, 多 (100余人): the place after it, and whether it stood there."""
    words = lexicon.table("comparators")["approximate"]["within"]
    return (at + 1, True) if text[at : at + 1] in words else (at, False)


def _word_goes_on(text: str, at: int) -> bool:
    """Whether a word that is no comparator and no light word follows (5万贫困人口)."""
    if at >= len(text) or not "\u4e00" <= text[at] <= "\u9fff":
        return False
    return not (_is_after_word(text, at) or lexicon.units().not_unit.match(text, at))


def _is_year(value: Decimal) -> bool:
    return value == value.to_integral_value() and 1900 <= value < 2100


def _numeral_stands(text: str, start: int, end: int) -> bool:
    """Chinese numerals without a unit: the 三 of 三至五天, and one that is all the text (一万二)."""
    if end == len(text) and (end - start > 1 or start == 0 or text[start - 1] in "于为≥≤<>="):
        return True
    sign = lexicon.comparators().range_sign.match(text, end)
    return bool(sign and text[sign.end() : sign.end() + 1] in tuple(lexicon.CHINESE_DIGITS))


def _is_after_word(text: str, at: int) -> bool:
    words = lexicon.comparators()
    near = words.approximate_after.match(text, at)
    return bool(near or words.after.match(text, at) or words.range_sign.match(text, at))


def _denominators(text: str, at: int) -> int:
    """The end of /人·月, 每人每月 … from ``at``; ``at`` itself where none follows."""
    units, sign = lexicon.units(), _STROKE
    while sign.match(text, at):
        unit = units.denominator.match(text, at + 1) or units.known.match(text, at + 1)
        if unit is None and text[at] == "/":
            unit = _FREE_DENOMINATOR.match(text, at + 1)
        if unit is None:
            break
        at, sign = unit.end(), _DOT
    return at


def _half_more(text: str, quantity: Quantity) -> Quantity:
    """一年半, 1个月半."""
    if text.startswith("半", quantity.end) and quantity.unit in ("年", "个月", "天", "小时", "个小时"):
        return replace(quantity, end=quantity.end + 1, value=quantity.value + Decimal("0.5"))
    return quantity


def _join(printed: Printed, pieces: list[tuple[int, int]]) -> str:
    return "".join(printed.as_printed(start, end) for start, end in pieces)
