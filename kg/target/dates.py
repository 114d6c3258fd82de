"""Dates and periods as printed (时限): 2024年12月底, 2024.12.31, 一季度, 2023—2025年, 12月底."""

import re
from calendar import monthrange
from dataclasses import dataclass

from kg.target import lexicon
from kg.target.date_patterns import patterns
from kg.target.numbers import chinese_value
from kg.target.units import starts_unit

Day = tuple[int | None, int | None, int]
"""Year, month, day; a year (or a year and a month) that was not printed is None."""


@dataclass(frozen=True, slots=True)
class Period:
    """A day (``first == last``) or a span of days, both inclusive; ``unit`` is its precision."""

    start: int
    end: int
    first: Day
    last: Day
    unit: str
    is_range: bool = False


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


def years_on(text: str, at: int) -> int:
    """1 where the date at ``at`` is called one of the year after (次年3月), else 0."""
    return int(text.startswith(tuple(lexicon.table("dates")["next_year"]), at))


def joined(first: Period, second: Period, later: int) -> Period | None:
    """The period from one to the other; a year printed once counts for both. None if reversed.

    ``later`` is how many years after the first the second one is said to be (11月至次年3月).
    """
    start = _in_year(first.first, second.last[0])
    end = _in_year(second.last, None if first.first[0] is None else first.first[0] + later)
    end_year = later if end[0] is None else end[0]
    if start[1] is None or end[1] is None or (start[0] or 0, *start[1:]) > (end_year, *end[1:]):
        return None
    return Period(first.start, second.end, start, end, second.unit, is_range=True)


def _calendar(text: str, at: int) -> Period | None:
    """2024年12月31日, 2024年底, 12月底, 上半年, 2024年."""
    forms = patterns()
    match = forms["year"].match(text, at) or forms["year_alone"].match(text, at)
    if match is None and not _numeral_before(text, at):
        match = forms["no_year"].match(text, at)
    if match is None:
        return None
    named = match.groupdict()
    year = _number(named.get("year"))
    year = year + 2000 if year is not None and year < 100 else year
    if named.get("month"):
        return _in_month(text, match, year)
    if named.get("year_part"):
        return _part(match, year, None, match["year_part"])
    return Period(at, match.end(), (year, 1, 1), (year, 12, 31), "year")


def _in_month(text: str, match: re.Match[str], year: int | None) -> Period | None:
    month = _number(match["month"]) or 1
    if match["month_part"]:
        return _part(match, year, month, match["month_part"])
    if not match["day"]:
        return _whole_month(match, year, month)
    first = _day(year, month, _number(match["day"]))
    if first is None:
        return None
    same_month = patterns()["same_month"].match(text, match.end())
    last = _day(year, month, _number(same_month["day"])) if same_month else None
    if same_month and last and first[2] < last[2]:
        return Period(match.start(), same_month.end(), first, last, "day", is_range=True)
    return Period(match.start(), match.end(), first, first, "day")


def _part(match: re.Match[str], year: int | None, month: int | None, part: str) -> Period:
    """A named part of a year or month, from ``dates.toml``: [unit, first day, last day]."""
    parts = lexicon.table("dates")
    if month is None:
        unit, first, last = (parts["year_point"] | parts["year_span"])[part]
        return Period(match.start(), match.end(), (year, *_pair(first)), (year, *_pair(last)), unit)
    unit, first, last = (parts["month_point"] | parts["month_span"])[part]
    length = _month_length(year, month)
    return Period(
        match.start(),
        match.end(),
        (year, month, min(first, length)),
        (year, month, min(last, length)),
        unit,
    )


def _whole_month(match: re.Match[str], year: int | None, month: int) -> Period:
    last = (year, month, _month_length(year, month))
    return Period(match.start(), match.end(), (year, month, 1), last, "month")


def _years(text: str, at: int) -> Period | None:
    """2023—2025年, 2023年至2025年; without 年 only where no unit follows (2000-2500元)."""
    match = patterns()["years"].match(text, at)
    if match is None or (not match["mark"] and starts_unit(text, match.end())):
        return None
    first, last = _number(match["from"]) or 0, _number(match["to"]) or 0
    last = last + first // 100 * 100 if last < 100 else last
    if first > last:
        return None
    return Period(at, match.end(), (first, 1, 1), (last, 12, 31), "year", is_range=True)


def _months(text: str, at: int) -> Period | None:
    """2024年1-12月, 6月至9月."""
    match = patterns()["months"].match(text, at)
    if match is None:
        return None
    year, first, last = _number(match["year"]), _number(match["from"]), _number(match["to"])
    if not first or not last or first > last:
        return None
    end = (year, last, _month_length(year, last))
    return Period(at, match.end(), (year, first, 1), end, "month", is_range=True)


def _numeric(text: str, at: int) -> Period | None:
    """2024-12-31, 2024/12, 2024.12; a decimal with a unit (2024.5万元) is no date."""
    match = patterns()["numeric"].match(text, at)
    if match is None:
        return None
    year, month = _number(match["year"]), _number(match["month"]) or 1
    if match["day"]:
        day = _day(year, month, _number(match["day"]))
        return Period(at, match.end(), day, day, "day") if day else None
    if match["part"]:
        return _part(match, year, month, match["part"])
    marked = text[match.end() - 1] == "月"
    return (
        None if not marked and starts_unit(text, match.end()) else _whole_month(match, year, month)
    )


def _compact(text: str, at: int) -> Period | None:
    """20241231, 202412."""
    match = patterns()["compact"].match(text, at)
    if match is None or starts_unit(text, match.end()):
        return None
    year, month = _number(match["year"]), _number(match["month"]) or 1
    if not match["day"]:
        return _whole_month(match, year, month)
    day = _day(year, month, _number(match["day"]))
    return Period(at, match.end(), day, day, "day") if day else None


def _recurring_day(text: str, at: int) -> Period | None:
    """每月10日, 每月底."""
    match = patterns()["recurring"].match(text, at)
    if match is None:
        return None
    if match["part"]:
        unit, first, last = _month_parts()[match["part"]]
        return Period(at, match.end(), (None, None, first), (None, None, last), unit)
    day = _number(match["day"]) or 1
    return Period(at, match.end(), (None, None, day), (None, None, day), "day")


def _short(text: str, at: int) -> Period | None:
    """12.31前, 6/30之前."""
    match = patterns()["short"].match(text, at)
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


def _in_year(day: Day, year: int | None) -> Day:
    """A day printed without its year, in that year (29 February may be the 28th there)."""
    if day[0] is not None or day[1] is None:
        return day
    return year, day[1], min(day[2], _month_length(year, day[1]))


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
