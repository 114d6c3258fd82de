"""Units of measure (计量单位): how the unit after a number is read."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from kg.target import lexicon
from kg.target.lexicon import HANZI
from kg.target.printed import Printed
from kg.target.unit_list import unit_list

_STROKE = re.compile(r"[/每]")
_DOT = re.compile(r"[/·・.*×每]")
_FREE_WORD = re.compile(rf"[{HANZI}]{{1,4}}(?![{HANZI}0-9])|[A-Za-zμ]{{2,10}}(?![A-Za-z])")
_FREE_DENOMINATOR = re.compile(
    rf"(?:(?!以上|以下|以内|之内|左右|完成|内|及)[{HANZI}]){{1,4}}|[A-Za-z]{{1,4}}"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed and the canonical unit of which it is ``size`` many.

    The canonical unit is the unit's own name (km: 公里), "1" for ratios, 元 for money, the bare
    unit where ``multiplier`` (万) or the 千 of 千米 is multiplied out, and None where it is unknown
    (the 万 of 5万贫困人口). ``known``: it is listed.
    """

    printed: str | None = None
    canonical: str | None = None
    size: Decimal = Decimal(1)
    known: bool = False
    multiplier: str = ""

    def multiplied_out(self) -> "Unit":
        """The unit without its multiplier: 人次 for 万人次."""
        size = self.size / unit_list().multipliers.get(self.multiplier, Decimal(1))
        bare = self.printed.removeprefix(self.multiplier) if self.printed else None
        return replace(self, printed=bare or None, size=size, multiplier="")


class Scale(NamedTuple):
    """The unit in which values are compared (可比单位), and how many of it a unit is."""

    unit: str
    size: Decimal


NO_UNIT = Unit()
PURE_NUMBER = Unit(canonical="1", known=True)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit after a number, which ends before ``end``; ``vague``: 余 or 多 stood in it."""

    unit: Unit
    end: int
    vague: bool = False


def listed(word: str) -> Unit:
    """A unit of the list."""
    canonical, size = unit_list().meaning[word]
    return Unit(word, canonical, size, known=True)


def starts_unit(text: str, at: int) -> bool:
    """Whether a unit or a multiplier is printed at ``at``."""
    return bool(unit_list().known.match(text, at) or unit_list().multiplier.match(text, at))


def is_whole_unit(text: str) -> bool:
    """Whether a text is a unit of the list with its multiplier and nothing else (万元)."""
    multiplier = unit_list().multiplier.match(text)
    known = unit_list().known.fullmatch
    return bool(known(text) or (multiplier and known(text, multiplier.end())))


def comparable_unit(canonical: str) -> Scale:
    """What values of a canonical unit are compared in: 1000 米 for 公里, else mostly itself.

    A rate is compared by its numerator: 公里/天 is 1000 米/天.
    """
    scales = unit_list().scales
    if canonical in scales:
        return Scale(*scales[canonical])
    numerator, stroke, divisor = canonical.partition("/")
    unit, size = scales.get(numerator, (numerator, Decimal(1)))
    return Scale(unit + stroke + divisor, size)


def match_unit(printed: Printed, at: int) -> UnitMatch:
    """余?, multiplier?, 余?, unit or word, denominators: what stands at ``at`` after a number."""
    text, units = printed.text, unit_list()
    if per_head := units.per_head.match(text, at):
        return UnitMatch(listed(per_head.group()), per_head.end())
    start, vague = _skip_vague(text, at)
    if known := _known(text, start):
        unit, end = _with_denominators(printed, known, "")
        return UnitMatch(unit, end, vague)
    multiplier = units.multiplier.match(text, start)
    if multiplier is None:
        return _free(printed, start, at, vague)
    start, more = _skip_vague(text, multiplier.end())
    vague = vague or more
    if known := _known(text, start):
        unit, end = _with_denominators(printed, known, multiplier.group())
        return UnitMatch(unit, end, vague)
    return _multiplier_alone(printed, multiplier.group(), start, vague)


def _known(text: str, at: int) -> re.Match[str] | None:
    known = unit_list().known.match(text, at)
    if known and known.group() == "成" and _word_goes_on(text, known.end()):
        return None  # 3成员, 5成本
    return known


def _with_denominators(printed: Printed, known: re.Match[str], multiplier: str) -> tuple[Unit, int]:
    """元/人·月: of a price or a rate only the numerator's spelling and multiplier are canonical."""
    units = unit_list()
    canonical, size = units.meaning[known.group()]
    alternative = units.alternative.match(printed.text, known.end())  # the (套) of 台(套)
    end = _denominators(printed.text, alternative.end() if alternative else known.end())
    name = multiplier + printed.as_printed(known.start(), end)
    if end > known.end() and canonical != "1":
        if canonical != "元" and size != 1:
            canonical, size = known.group(), Decimal(1)
        canonical += printed.as_printed(known.end(), end)
    size *= units.multipliers.get(multiplier, Decimal(1))
    return Unit(name, canonical, size, known=True, multiplier=multiplier), end


def _multiplier_alone(printed: Printed, multiplier: str, at: int, vague: bool) -> UnitMatch:
    """250万 and 3万/户 leave 元 out; 5万 before an unknown noun is that many of them."""
    text, units = printed.text, unit_list()
    unit = Unit(multiplier, None, units.multipliers[multiplier], True, multiplier)
    money = "元" if multiplier in units.money_multipliers else None
    if (end := _denominators(text, at)) > at:
        denominators = printed.as_printed(at, end)
        name, canonical = multiplier + denominators, (money or "") + denominators
        return UnitMatch(replace(unit, printed=name, canonical=canonical), end, vague)
    free = _free(printed, at, at, vague)
    if free.unit.printed:
        name = multiplier + free.unit.printed
        counted = replace(unit, printed=name, canonical=free.unit.canonical, known=False)
        return replace(free, unit=counted)
    if _word_goes_on(text, at):
        return UnitMatch(replace(unit, known=money is None), at, vague)
    return UnitMatch(replace(unit, canonical=money), at, vague)


def _free(printed: Printed, at: int, bare_end: int, vague: bool) -> UnitMatch:
    """A unit that is not listed: a short word that ends the clause (10榀), or /株 (28.40/株)."""
    text = printed.text
    end = _denominators(text, at) if text.startswith("/", at) else at
    word = _FREE_WORD.match(text, at)
    if word and not unit_list().not_unit.match(text, at) and not _is_after_word(text, at):
        end = word.end()
    if end == at:
        return UnitMatch(NO_UNIT, at if vague else bare_end, vague)
    name = printed.as_printed(at, end)
    return UnitMatch(Unit(name, name), end, vague)


def _skip_vague(text: str, at: int) -> tuple[int, bool]:
    """Skip 余, 多 (100余人): the place after it, and whether it stood there."""
    words = lexicon.table("comparators")["approximate"]["within"]
    return (at + 1, True) if text[at : at + 1] in words else (at, False)


def _denominators(text: str, at: int) -> int:
    """The end of /人·月, 每人每月 … from ``at``; ``at`` itself where none follows."""
    units, sign = unit_list(), _STROKE
    while sign.match(text, at):
        unit = units.denominator.match(text, at + 1) or units.known.match(text, at + 1)
        if unit is None and text[at] == "/":
            unit = _FREE_DENOMINATOR.match(text, at + 1)
        if unit is None:
            break
        at, sign = unit.end(), _DOT
    return at


def _word_goes_on(text: str, at: int) -> bool:
    """Whether a word that is no comparator and no light word follows (5万贫困人口)."""
    if at >= len(text) or not "\u4e00" <= text[at] <= "\u9fff":
        return False
    return not (_is_after_word(text, at) or unit_list().not_unit.match(text, at))


def _is_after_word(text: str, at: int) -> bool:
    words = lexicon.comparators()
    near = words.approximate_after.match(text, at)
    return bool(near or words.after.match(text, at) or words.range_sign.match(text, at))
