"""The printed forms of dates as regular expressions, with the parts of ``dates.toml``."""

import re
from functools import cache

from kg.target import lexicon

_YEAR = r"(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2}"
_MONTH = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_DAY = r"3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DASH = r"(?:[-~—–―−‐‑‒─━]{1,3}|至|到)"
_CLOCK = r"(?: ?\d{1,2}(?:时|点|:\d\d(?::\d\d)?)整?)?"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The pattern of every form by name; the groups are year, month, day and their parts."""
    parts = lexicon.table("dates")
    year_part = lexicon.any_of([*parts["year_point"], *parts["year_span"]])
    month_part = lexicon.any_of([*parts["month_point"], *parts["month_span"]])
    later = lexicon.any_of(parts["not_followed_by"])
    any_year = lexicon.any_of(parts["this_year"])
    short = rf"(?<!\d)2\d(?=年(?:{lexicon.any_of(parts['after_short_year'])}|(?:{_MONTH})月))"
    tail = (
        rf"(?:(?P<month>{_MONTH})月份?(?:的)?(?:(?P<day>{_DAY})(?:[日号]|(?=前|之前|以前)){_CLOCK}"
    )
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
            r"(?:(?P=sep)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d|(?P=sep)\d)[日号]?"
            + _CLOCK
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
