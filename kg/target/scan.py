"""Scan a folded text for value expressions (comparator, value, unit, deadline …), left to right."""

import re
from dataclasses import dataclass, replace
from functools import cache

from kg.model import Comparator, Direction
from kg.target import lexicon
from kg.target.dates import Period, joined, match_period
from kg.target.findings import Finding, one_unit, united
from kg.target.lexicon import HANZI
from kg.target.printed import Printed
from kg.target.quantities import Quantity, in_unit, match_quantity

_REACH = 24
"""How many characters before a value its comparator and its verb are looked for."""
_BREAK = re.compile("[，。；;、,！!？?]")
_CODE = re.compile(r"[\d.]+(?:[-—–~+×*xX][\d.]+)*")
_NUMERALS = re.compile(f"[{lexicon.CHINESE_DIGITS}]+")
_MANGLED_MONTH = re.compile(r"(?:19|20)\d\d\d{1,2}$")
_DASHED = re.compile(r"[-—–]\d")
_TURNED = {
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.MORE_THAN: Comparator.LESS_THAN,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.LESS_THAN: Comparator.MORE_THAN,
}
_LIST_MARK = re.compile(rf"(?:^|(?<=[;,。、]))\d{{1,2}}[.、)](?=[{HANZI}≥≤<>])")


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a value: a comparator, 约, and where they begin."""

    start: int
    comparator: Comparator | None = None
    approximate: bool = False
    weak: bool = False
    word: bool = False


def scan(printed: Printed) -> list[Finding]:
    """All value expressions of the text, in order, without overlaps; bounded work per character."""
    text = printed.text
    found: list[Finding] = []
    at = 0
    anchors = _anchor()
    while anchor := anchors.search(text, at):
        floor = found[-1].end if found else 0
        finding = None
        if not _LIST_MARK.match(text, anchor.start()):
            finding = _date(text, anchor.start(), floor) or _number(printed, anchor.start(), floor)
        if finding is None:
            at = _skip(text, anchor.start())
            continue
        at = finding.end
        _add(text, found, finding)
    return found


@cache
def _anchor() -> re.Pattern[str]:
    """Where a value may begin; digits only at the start of their run."""
    dates = lexicon.table("dates")
    words = [*dates["this_year"], *dates["every_month"], "上半年", "下半年", "前三季度", "Q"]
    words += ["年底", "年末", "年终", "年初", "年内", "年中", "第"]
    numerals = lexicon.CHINESE_DIGITS
    return re.compile(rf"(?<![\d.])\.?\d|[{numerals}]|{lexicon.any_of(words)}")


def _skip(text: str, at: int) -> int:
    """The end of the digits or numerals that were no value, so that no part of them is one."""
    run = _CODE.match(text, at) or _NUMERALS.match(text, at)
    return run.end() if run else at + 1


def _add(text: str, found: list[Finding], finding: Finding) -> None:
    """Append, or unite with the finding before it: ≥90%且≤95%, 90%≤x≤95%, 从80%提高到95%."""
    if not found:
        found.append(finding)
        return
    before = found[-1]
    between = text[before.end : max(before.end, finding.start)]
    chained = _chain(text, before, finding)
    both = chained or (
        united(before, finding) if lexicon.comparators().joiner.fullmatch(between) else None
    )
    if both is not None:
        found[-1] = both
    elif _is_baseline(text, before, between):
        found[-1] = finding
    else:
        found.append(finding)


def _chain(text: str, before: Finding, finding: Finding) -> Finding | None:
    """90%≤满意度≤95%: the sign after the first value is read from the value's side."""
    sign = lexicon.comparators().sign
    tail = text[max(before.start, before.end - 2) : before.end]
    turned = _TURNED.get(before.comparator) if before.comparator else None
    if turned is None or not any(match.end() == len(tail) for match in sign.finditer(tail)):
        return None
    return united(replace(before, comparator=turned), finding)


def _is_baseline(text: str, before: Finding, between: str) -> bool:
    """从80%提高到95%, 由5天缩短至3天: the first value is where it starts from."""
    opened = text[max(0, before.start - 1) : before.start] in ("从", "由")
    return opened and len(between) <= 8 and between.endswith(("到", "至", "为"))


def _date(text: str, at: int, floor: int) -> Finding | None:
    period = match_period(text, at)
    if period is None or (at and text[at - 1].isascii() and text[at - 1].isalpha()):
        return None
    dash = lexicon.comparators().range_sign.match(text, period.end)
    if dash and dash.end() < len(text) and not period.joined:
        second = match_period(text, dash.end())
        period = (joined(period, second) if second else None) or period
    if not period.joined and _DASHED.match(text, period.end):
        return None
    before = _before(text, at, floor)
    if before.comparator and period.unit == "month" and period.first[0] is None and not period.joined:
        return None  # ≤6月: six months
    if before.word:
        return _bound_date(text, period, floor) if _until(text, at, floor) else None
    finding = _bound_date(text, period, floor)
    stated = before.comparator or finding.comparator
    return replace(
        finding, start=min(before.start, finding.start), comparator=stated, approximate=before.approximate
    )


def _until(text: str, at: int, floor: int) -> bool:
    return bool(lexicon.deadlines().until_before.search(text[max(floor, at - _REACH) : at]))


def _bound_date(text: str, period: Period, floor: int) -> Finding:
    """The date with the words that make it a deadline: 截至, 前, 之后 …"""
    words = lexicon.deadlines()
    window = max(floor, period.start - _REACH)
    lead = text[window : period.start]
    until, since = words.until_before.search(lead), words.since_before.search(lead)
    start, end = period.start, period.end
    comparator = Comparator.RANGE if period.joined else None
    if after := words.until_after.match(text, end):
        comparator, end = Comparator.AT_MOST, after.end()
        start = window + until.start() if until else start
    elif after := words.since_after.match(text, end):
        comparator, end = Comparator.AT_LEAST, after.end()
    elif until and not period.joined:
        comparator, start = Comparator.AT_MOST, window + until.start()
    elif since and not period.joined:
        comparator, start = Comparator.AT_LEAST, window + since.start()
    return Finding(start, end, period=period, comparator=comparator)


def _number(printed: Printed, at: int, floor: int) -> Finding | None:
    text = printed.text
    if _letters_before(text, at):
        return None
    negative = at > floor and text[at - 1] in "-负" and not (at > 1 and _is_word(text[at - 2]))
    first = match_quantity(printed, at, negative=negative)
    if first is None:
        return None
    first, start = _leading_unit(text, first, at - 1 if negative else at, floor)
    plus_minus = _plus_minus(printed, first, start)
    if plus_minus is not None:
        first, second = plus_minus
    else:
        dash = lexicon.comparators().range_sign.match(text, first.end)
        second = _second(printed, dash.end()) if dash else None
        if second is None and first.unit is None and (_DASHED.match(text, first.end) or first.numeral):
            return None  # 0571-88888888; 三 without a unit
    if second is not None and _is_mangled(text, first, second):
        return None
    if second is not None:
        first, second = one_unit(first, second)
        if first.canonical > second.canonical:
            if first.unit is None:
                return None
            first, second = second, first
    return _dressed(text, floor, start, first, second)


def _second(printed: Printed, at: int) -> Quantity | None:
    """The upper end of a range; None where it is followed by a further number (a code)."""
    if at >= len(printed.text):
        return None
    quantity = match_quantity(printed, at)
    if quantity is None or (quantity.unit is None and _DASHED.match(printed.text, quantity.end)):
        return None
    return quantity


def _is_mangled(text: str, first: Quantity, second: Quantity) -> bool:
    """20246-202516: months that lost their points, not numbers."""
    return second.unit is None and all(
        _MANGLED_MONTH.match(text[part.start : part.end]) for part in (first, second)
    )


def _plus_minus(printed: Printed, first: Quantity, start: int) -> tuple[Quantity, Quantity] | None:
    """100±5, 50±2分, ±5%, 100元±5% (of the value)."""
    text = printed.text
    if text[start - 1 : start] == "±":
        return replace(first, value=-first.value), first
    if not text.startswith("±", first.end) or first.end + 1 >= len(text):
        return None
    spread = match_quantity(printed, first.end + 1)
    if spread is None:
        return None
    if first.unit not in (None, spread.unit) and spread.canonical_unit == "1":
        relative = first.value * spread.canonical
        spread = replace(spread.like(first), value=relative)
    middle, spread = one_unit(first, spread)
    low, high = middle.value - spread.value, middle.value + spread.value
    return replace(middle, value=low), replace(spread, value=high)


def _dressed(
    text: str, floor: int, start: int, first: Quantity, second: Quantity | None
) -> Finding | None:
    """The quantity or range with its comparators, approximations and direction."""
    end = (second or first).end
    before = _before(text, start, floor)
    end, after, near, unit = _after(text, end)
    if first.unit is None and (unit or text[: before.start] == "%"):
        first = in_unit(first, "%")
    comparator = before.comparator if before.comparator and not (before.weak and after) else after
    if second is not None:
        comparator = Comparator.RANGE
    approximate = before.approximate or near
    direction = _delta(text, floor, start, end)
    return Finding(
        before.start, end, first, second, None, comparator, approximate, direction
    )


def _leading_unit(text: str, first: Quantity, start: int, floor: int) -> tuple[Quantity, int]:
    """%95 is 95%, ¥500 is 500元, ¥3万 is 3万元."""
    lead = text[max(floor, start - 4) : start]
    if first.unit is None and lead.endswith(("%", "‰")):
        return in_unit(first, lead[-1]), start - 1
    currency = lexicon.units().currency.search(lead)
    if currency and (first.unit is None or first.canonical_unit == "元"):
        start -= len(lead) - currency.start()
        return (in_unit(first, "元") if first.unit is None else first), start
    return first, start


def _before(text: str, at: int, floor: int) -> Before:
    """The comparator before a value: the last one in its clause, with at most a few words between."""
    words = lexicon.comparators()
    base = max(floor, at - _REACH)
    window = text[base:at]
    near = words.approximate_before.search(window)
    head = window[: near.start()] if near else window
    start = base + len(head) if near else at
    last = None
    for match in words.before.finditer(head):
        last = match
    if last is None:
        return Before(start, approximate=near is not None)
    word, filler = last.group(), head[last.end() :]
    single = len(word) == 1 and "\u4e00" <= word <= "\u9fff"
    if _BREAK.search(filler) or len(filler) > (0 if single else 10):
        return Before(start, approximate=near is not None)
    return Before(
        base + last.start(),
        words.before_meaning[word],
        near is not None,
        weak=word in words.weak,
        word=word not in words.sign_meaning,
    )


def _after(text: str, end: int) -> tuple[int, Comparator | None, bool, str | None]:
    """Comparator, approximation and unit after a value: 以上, 左右, 个以上, 以上%, and ≥ misplaced."""
    words = lexicon.comparators()
    comparator, near, unit = None, False, None
    for _ in range(3):
        if match := words.after.match(text, end):
            comparator = comparator or words.after_meaning[match.group()]
        elif match := words.approximate_after.match(text, end):
            near = True
        elif (match := words.sign.match(text, end)) and not text[match.end() : match.end() + 1].isdigit():
            comparator = comparator or words.sign_meaning[match.group()]
        elif comparator and text.startswith("%", end):
            return end + 1, comparator, near, "%"
        else:
            break
        end = match.end()
    if comparator is None and (far := _far_after().match(text, end)):
        return far.end(), words.after_meaning[far["word"]], near, unit
    return end, comparator, near, unit


@cache
def _far_after() -> re.Pattern[str]:
    """5个示范点以上: a few words between the value and its comparator, but no grade (县级以上)."""
    words = [word for word in lexicon.comparators().after_meaning if word.startswith(("以", "之内"))]
    return re.compile(rf"(?:(?!以)[{HANZI}]){{1,6}}(?<![级类等])(?P<word>{lexicon.any_of(words)})")


def _delta(text: str, floor: int, start: int, end: int) -> Direction | None:
    """The direction of a change: 较上年增长10%, 增长率≥5%, 5%的增幅; None for 提高到95% (a level)."""
    words = lexicon.phrases()
    clause = _BREAK.split(text[max(floor, start - _REACH) : start])[-1]
    last = None
    for match in words.delta.finditer(clause):
        last = match
    if last is not None:
        rest = lexicon.comparators().before.sub("", clause[last.end() :])
        return words.deltas[last.group()] if words.delta_glue.fullmatch(rest) else None
    after = words.delta.match(text, end + text.startswith("的", end))
    return words.deltas[after.group()] if after else None


def _letters_before(text: str, at: int) -> bool:
    """PM2.5, GB 18918, A4: the digits belong to a name. pH7 is a value."""
    lead = text[max(0, at - 4) : at].rstrip(" -_./")
    if not lead or not (lead[-1].isascii() and lead[-1].isalpha()) or lead.lower().endswith("ph"):
        return False
    return not lexicon.units().currency.search(lead)


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "%)"
