"""Dates and periods as printed (时限): 2024年12月底, 2024.12.31, 一季度, 2023—2025年, 12月底."""

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache

from kg.target import lexicon
from kg.target.numbers import chinese_value
from kg.target.quantities import starts_unit

Day = tuple[int | None, int | None, int]
"""Year, month, day; a year (or a year and a month) that was not printed is None."""

_YEAR = r"(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2}"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = r"3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DASH = r"(?:[-~—–―−‐‑‒─━]{1,3}|至|到)"
_CLOCK = r"(?: ?\d{1,2}(?:时|点|:\d\d(?::\d\d)?)整?)?"


@dataclass(frozen=True, slots=True)
class Period:
    """A day (``first == last``) or a span of days, both inclusive; ``unit`` is its precision."""

    start: int
    end: int
    first: Day
    last: Day
    unit: str
    plain_year: bool = False
    joined: bool = False


def match_period(text: str, at: int) -> Period | None:
    """The date or period that begins at ``at``, None where there is none."""
    for matcher in (_years, _months, _calendar, _numeric, _compact, _recurring_day, _short):
        period = matcher(text, at)
        if period is not None:
            return period
    return None


def iso(day: Day) -> str:
    """ISO 8601; without the year ``--12-31``, without year and month ``---10`` (as XML Schema)."""
    year, month, number = day
    if month is None:
        return f"---{number:02}"
    return f"--{month:02}-{number:02}" if year is None else f"{year:04}-{month:02}-{number:02}"


def joined(first: Period, second: Period) -> Period | None:
    """The period from one to the other; a year printed once counts for both. None if reversed."""
    start, end = first.first, second.last
    if end[0] is None:
        end = (start[0], *end[1:])
    if start[0] is None:
        start = (end[0], *start[1:])
    if start[1] is None or end[1] is None or (start[0] or 0, *start[1:]) > (end[0] or 0, *end[1:]):
        return None
    return Period(first.start, second.end, start, end, second.unit, joined=True)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    parts = lexicon.table("dates")
    year_part = lexicon.any_of([*parts["year_point"], *parts["year_span"]])
    month_part = lexicon.any_of([*parts["month_point"], *parts["month_span"]])
    later = lexicon.any_of(parts["not_followed_by"])
    any_year = lexicon.any_of(parts["this_year"])
    short = rf"(?<!\d)2\d(?=年(?:{lexicon.any_of(parts['after_short_year'])}|(?:{_MONTH})月))"
    tail = rf"(?:(?P<month>{_MONTH})月份?(?:的)?(?:(?P<day>{_DAY})(?:[日号]|(?=前|之前|以前)){_CLOCK}"
    tail += rf"|(?P<month_part>{month_part}))?|(?P<year_part>{year_part}))"
    return {
        "year": re.compile(rf"(?P<year>{_YEAR}|{short})年?(?:度)?(?:的)?{tail}(?!{later})"),
        "year_alone": re.compile(rf"(?P<year>{_YEAR})(?:年度|年)"),
        "no_year": re.compile(rf"(?:{any_year})?{tail}(?!{later})"),
        "years": re.compile(
            rf"(?P<from>{_YEAR})年?度?{_DASH}(?P<to>{_YEAR}|\d\d(?=年))(?P<mark>年度|年)?(?![\d年.]|-\d)"
        ),
        "months": re.compile(
            rf"(?:(?P<year>{_YEAR})(?:年度|年|(?=\.)))?\.?(?P<from>{_MONTH})月?{_DASH}"
            rf"(?P<to>{_MONTH})月份?(?!\d|[一二三四五六七八九十])"
        ),
        "numeric": re.compile(
            r"(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>1[0-2]|0?[1-9])"
            r"(?:(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|(?P=sep)\d)[日号]?" + _CLOCK
            + rf"|(?!\d|(?P=sep)\d)月?(?P<part>{month_part})?)"
        ),
        "compact": re.compile(
            r"(?P<year>(?:19|20)\d\d)(?P<month>1[0-2]|0[1-9])(?P<day>3[01]|[12]\d|0[1-9])?(?!\d|\.\d)"
        ),
        "recurring": re.compile(
            rf"{lexicon.any_of(parts['every_month'])}(?:(?P<day>{_DAY})[日号]|(?P<part>{month_part}))"
        ),
        "short": re.compile(
            r"(?P<month>1[0-2]|0?[1-9])[./-](?P<day>3[01]|[12]\d|0?[1-9])[日号]?(?=(?:之|以)?前)"
        ),
        "same_month": re.compile(rf"{_DASH}(?P<day>{_DAY})[日号]"),
    }


def _calendar(text: str, at: int) -> Period | None:
    """2024年12月31日, 2024年底, 12月底, 上半年, 2024年."""
    patterns = _patterns()
    match = patterns["year"].match(text, at) or patterns["year_alone"].match(text, at)
    if match is None and not _numeral_before(text, at):
        match = patterns["no_year"].match(text, at)
    if match is None:
        return None
    named = match.groupdict()
    year = _number(named.get("year"))
    year = year + 2000 if year is not None and year < 100 else year
    if named.get("month"):
        return _in_month(text, match, year)
    if named.get("year_part"):
        return _part(match, year, None, match["year_part"])
    return Period(at, match.end(), (year, 1, 1), (year, 12, 31), "year", plain_year=True)


def _in_month(text: str, match: re.Match[str], year: int | None) -> Period | None:
    month = _number(match["month"]) or 1
    if match["month_part"]:
        return _part(match, year, month, match["month_part"])
    if not match["day"]:
        return _whole_month(match, year, month)
    first = _day(year, month, _number(match["day"]))
    if first is None:
        return None
    same_month = _patterns()["same_month"].match(text, match.end())
    last = _day(year, month, _number(same_month["day"])) if same_month else None
    if same_month and last and first[2] < last[2]:
        return Period(match.start(), same_month.end(), first, last, "day", joined=True)
    return Period(match.start(), match.end(), first, first, "day")


def _part(match: re.Match[str], year: int | None, month: int | None, part: str) -> Period:
    """A named part of a year or month, from ``dates.toml``: [unit, first day, last day]."""
    parts = lexicon.table("dates")
    if month is None:
        unit, first, last = (parts["year_point"] | parts["year_span"])[part]
        return Period(
            match.start(), match.end(), (year, *_pair(first)), (year, *_pair(last)), unit
        )
    unit, first, last = (parts["month_point"] | parts["month_span"])[part]
    length = _month_length(year, month)
    return Period(
        match.start(), match.end(), (year, month, min(first, length)), (year, month, min(last, length)), unit
    )


def _whole_month(match: re.Match[str], year: int | None, month: int) -> Period:
    last = (year, month, _month_length(year, month))
    return Period(match.start(), match.end(), (year, month, 1), last, "month")


def _years(text: str, at: int) -> Period | None:
    """2023—2025年, 2023年至2025年; without 年 only where no unit follows (2000-2500元)."""
    match = _patterns()["years"].match(text, at)
    if match is None or (not match["mark"] and starts_unit(text, match.end())):
        return None
    first, last = _number(match["from"]) or 0, _number(match["to"]) or 0
    last = last + first // 100 * 100 if last < 100 else last
    if first > last:
        return None
    return Period(at, match.end(), (first, 1, 1), (last, 12, 31), "year", joined=True)


def _months(text: str, at: int) -> Period | None:
    """2024年1-12月, 6月至9月."""
    match = _patterns()["months"].match(text, at)
    if match is None:
        return None
    year, first, last = _number(match["year"]), _number(match["from"]), _number(match["to"])
    if not first or not last or first > last:
        return None
    end = (year, last, _month_length(year, last))
    return Period(at, match.end(), (year, first, 1), end, "month", joined=True)


def _numeric(text: str, at: int) -> Period | None:
    """2024-12-31, 2024/12, 2024.12; a decimal with a unit (2024.5万元) is no date."""
    match = _patterns()["numeric"].match(text, at)
    if match is None:
        return None
    year, month = _number(match["year"]), _number(match["month"]) or 1
    if match["day"]:
        day = _day(year, month, _number(match["day"]))
        return Period(at, match.end(), day, day, "day") if day else None
    if match["part"]:
        return _part(match, year, month, match["part"])
    marked = text[match.end() - 1] == "月"
    return None if not marked and starts_unit(text, match.end()) else _whole_month(match, year, month)


def _compact(text: str, at: int) -> Period | None:
    """20241231, 202412."""
    match = _patterns()["compact"].match(text, at)
    if match is None or starts_unit(text, match.end()):
        return None
    year, month = _number(match["year"]), _number(match["month"]) or 1
    if not match["day"]:
        return _whole_month(match, year, month)
    day = _day(year, month, _number(match["day"]))
    return Period(at, match.end(), day, day, "day") if day else None


def _recurring_day(text: str, at: int) -> Period | None:
    """每月10日, 每月底."""
    match = _patterns()["recurring"].match(text, at)
    if match is None:
        return None
    if match["part"]:
        unit, first, last = _month_parts()[match["part"]]
        return Period(at, match.end(), (None, None, first), (None, None, last), unit)
    day = _number(match["day"]) or 1
    return Period(at, match.end(), (None, None, day), (None, None, day), "day")


def _short(text: str, at: int) -> Period | None:
    """12.31前, 6/30之前."""
    match = _patterns()["short"].match(text, at)
    if match is None:
        return None
    day = _day(None, _number(match["month"]) or 1, _number(match["day"]))
    return Period(at, match.end(), day, day, "day") if day else None


def _month_parts() -> dict[str, tuple[str, int, int]]:
    parts = lexicon.table("dates")
    merged: dict[str, tuple[str, int, int]] = parts["month_point"] | parts["month_span"]
    return merged


def _numeral_before(text: str, at: int) -> bool:
    """5年底 has no year of its own: a digit before 年底 belongs to something else."""
    return at > 0 and (text[at - 1].isdigit() or text[at - 1] in lexicon.CHINESE_DIGITS)


def _number(printed: str | None) -> int | None:
    if printed is None:
        return None
    value = int(printed) if printed.isascii() else chinese_value(printed)
    return None if value is None else int(value)


def _day(year: int | None, month: int, day: int | None) -> Day | None:
    return (year, month, day) if day and day <= _month_length(year, month) else None


def _month_length(year: int | None, month: int) -> int:
    """Days of the month; of an unknown year February has 29."""
    return monthrange(year or 2000, month)[1]


def _pair(month_day: str) -> tuple[int, int]:
    month, day = month_day.split("-")
    return int(month), int(day)
