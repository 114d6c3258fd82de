"""What a title tells: the year and the region of the tables below it (年度、行政区划)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kg.layouts import halfwidth, titles
from kg.tables.labels import undress_label

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)|二[〇○零Oo0][〇○零一二三四五六七八九Oo0]{2}(?=年)")
_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_BUDGET_YEAR = re.compile(r"\(?(?:19|20)\d\d年度?\)?")
_YEAR_FIRST = re.compile(r"^(?:19|20)\d\d(?![年\d])(?=[一-鿿])")
_LONGEST_HEADING = 50
_BEGINS_WITH_YEAR = re.compile(r"\s*\((?:19|20)\d\d年度?\)")
_LEAD = re.compile(r"^(?:附件\d*[:.]?)?(?:\(?(?:19|20)\d\d年度?\)?)?")
_MONEY = re.compile(r"(?:(?:合计|总计|共计):?)?(-?\d[\d,]*(?:\.\d+)?)(\D*)")


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """The facts of a title; None where it does not say."""

    year: int | None = None
    region: str | None = None

    def updated(self, other: "TitleFacts") -> "TitleFacts":
        """These facts with those that ``other`` says over them."""
        return TitleFacts(other.year or self.year, other.region or self.region)


def is_title(text: str) -> bool:
    """Say whether a lone line is the title of a target table, or of another one."""
    plain = "".join(halfwidth(text).split())
    rules = titles()
    if rules.title.search(plain):
        return True
    return len(plain) <= _LONGEST_HEADING and rules.other_title.search(plain) is not None


def is_block_heading(text: str) -> bool:
    """Say whether a lone text is the heading of a part of the form: 绩效指标, 分解目标."""
    return titles().block.fullmatch("".join(halfwidth(text).split())) is not None


def is_heading(text: str) -> bool:
    """Say whether a line of text around the tables may tell year and region: a cover, a heading."""
    return len(text) <= _LONGEST_HEADING and titles().heading.search(text) is not None


def is_year(text: str) -> bool:
    """Say whether a text is the year in brackets, as it stands below a title: （2024年度）."""
    return _BEGINS_WITH_YEAR.fullmatch(halfwidth(text)) is not None


def begins_with_year(text: str) -> bool:
    """Say whether a line of labels begins with the year: （2023年度） 金额单位：万元."""
    return _BEGINS_WITH_YEAR.match(halfwidth(text)) is not None


def title_facts(text: str) -> TitleFacts:
    """Read year and region from a title such as 2024年平罗县本级预算重点项目绩效目标表."""
    plain = "".join(halfwidth(text).split())
    year = _YEAR.search(plain)
    return TitleFacts(int(year.group().translate(_DIGITS)) if year else None, _region(plain))


def name_facts(name: str) -> TitleFacts:
    """The facts of a file's or folder's name, where 年 may be missing: 2023吉林省生态环境厅."""
    return title_facts(_YEAR_FIRST.sub(r"\g<0>年", name))


def project_named(title: str) -> str | None:
    """The project that a title names: 2024年平罗县高标准农田建设项目支出绩效目标表; else None."""
    plain = _BUDGET_YEAR.sub("", "".join(halfwidth(title).split()))
    rest = plain[_lead_end(plain) :].removeprefix(_region(plain) or "")
    match = titles().of_project.match(rest)
    if match is None or titles().of_form.search(match[1]) or body_named(match[1]):
        return None
    return match[1]


def body_named(text: str) -> str | None:
    """The organisation that a sheet or folder is named after: ``3-交通运输局``; else None."""
    name = undress_label(text)
    return name if titles().body.search(halfwidth(name)) else None


def money_unit(text: str) -> str | None:
    """The unit of a line such as 单位：万元; None where the text is no such line."""
    plain = "".join(halfwidth(text).split()).rstrip(")")
    rules = titles()
    label = rules.money_label.match(plain)
    if not label or not label.group():
        return None
    rest = plain[label.end() :]
    return rest if rest in rules.money else None


def money_unit_after_year(text: str) -> str | None:
    """The unit of a line that begins with the year: （2024年度） 单位：万元."""
    year = _BEGINS_WITH_YEAR.match(halfwidth(text))
    return money_unit(text[year.end() :]) if year else None


def money_unit_in_line(text: str) -> str | None:
    """The unit that a line tells among other things: （2024年度） 金额单位：万元."""
    plain = "".join(halfwidth(text).split())
    longest_first = sorted(titles().money, key=len, reverse=True)
    for label in titles().money_label_in_line.finditer(plain):
        rest = plain[label.end() :]
        unit = next((unit for unit in longest_first if rest.startswith(unit)), None)
        if unit and not rest[len(unit) : len(unit) + 1].isalnum():
            return unit
    return None


def amount_in_yuan(text: str, unit: str | None) -> Decimal | None:
    """Convert an amount such as ``400.000000`` or ``1,200万元`` to 元.

    ``unit`` is used where the amount prints none; None if the text is no amount or has no unit.
    """
    match = _MONEY.fullmatch("".join(halfwidth(text).split()))
    if not match:
        return None
    factor = titles().money.get(match[2] or unit or "")
    if factor is None:
        return None
    return Decimal(match[1].replace(",", "")) * factor


@cache
def _region_pattern() -> re.Pattern[str]:
    suffix = f"(?:{'|'.join(titles().region_suffixes)})"
    # 达州市 does not end at its 州; but 北京市市级 and 平罗县县直 end before the level.
    return re.compile(rf"(?:[一-鿿]{{1,8}}?{suffix}(?!{suffix}(?![级直])))+")


def _region(plain: str) -> str | None:
    match = _region_pattern().match(plain, _lead_end(plain))
    if not match or titles().not_region.search(match.group()):
        return None
    return match.group()


def _lead_end(plain: str) -> int:
    lead = _LEAD.match(plain)
    return lead.end() if lead else 0
