"""Scan a folded text for value expressions, left to right, with bounded work per character."""

import re
from dataclasses import replace
from functools import cache

from kg.model import Comparator
from kg.target import lexicon
from kg.target.expressions import match_deadline, match_measure
from kg.target.findings import Finding, Measure, united
from kg.target.lexicon import HANZI
from kg.target.printed import Printed

_CODE = re.compile(r"[\d.]+(?:[-—–~+×*xX/][\d.]+)*")
_NUMERALS = re.compile(f"[{lexicon.CHINESE_DIGITS}]+")
_LIST_MARK = re.compile(rf"(?:^|(?<=[;,。、]))\d{{1,2}}[.、)](?=[{HANZI}≥≤<>])")
_BASELINE_REACH = 8
_TURNED = {
    Comparator.AT_LEAST: Comparator.AT_MOST,
    Comparator.MORE_THAN: Comparator.LESS_THAN,
    Comparator.AT_MOST: Comparator.AT_LEAST,
    Comparator.LESS_THAN: Comparator.MORE_THAN,
}


def scan(printed: Printed) -> list[Finding]:
    """All value expressions of the text, in order, without overlaps."""
    text, anchors = printed.text, _anchor()
    found: list[Finding] = []
    at = 0
    while anchor := anchors.search(text, at):
        start, floor = anchor.start(), found[-1].end if found else 0
        finding: Finding | None = None
        if not _LIST_MARK.match(text, start):
            finding = match_deadline(text, start, floor) or match_measure(printed, start, floor)
        if finding is None:
            at = _skip(text, start)
        else:
            at = finding.end
            _add(text, found, finding)
    return found


@cache
def _anchor() -> re.Pattern[str]:
    """Where a value may begin; digits only at the start of their run."""
    dates = lexicon.table("dates")
    words = [*dates["this_year"], *dates["every_month"], *dates["no_year"]]
    return re.compile(rf"(?<![\d.])\.?\d|[{lexicon.CHINESE_DIGITS}]|{lexicon.any_of(words)}")


def _skip(text: str, at: int) -> int:
    """The end of the digits or numerals that were no value, so that no part of them is one."""
    run = _CODE.match(text, at) or _NUMERALS.match(text, at)
    return run.end() if run else at + 1


def _add(text: str, found: list[Finding], finding: Finding) -> None:
    """Append, or unite with the finding before it: ≥90%且≤95%, 90%≤x≤95%, 从80%提高到95%."""
    before = found[-1] if found else None
    if isinstance(before, Measure) and isinstance(finding, Measure):
        between = text[before.end : max(before.end, finding.start)]
        both = _chained(text, before, finding)
        if both is None and lexicon.comparators().joiner.fullmatch(between):
            both = united(before, finding)
        if both is not None or _is_baseline(text, before, between):
            found[-1] = both or finding
            return
    found.append(finding)


def _chained(text: str, before: Measure, finding: Measure) -> Measure | None:
    """90%≤满意度≤95%: the sign after the first value is read from the value's side."""
    turned = _TURNED.get(before.comparator) if before.comparator else None
    tail = text[max(before.start, before.end - 2) : before.end]
    signs = lexicon.comparators().sign.finditer(tail)
    if turned is None or not any(sign.end() == len(tail) for sign in signs):
        return None
    return united(replace(before, comparator=turned), finding)


def _is_baseline(text: str, before: Measure, between: str) -> bool:
    """从80%提高到95%, 由5天缩短至3天: the first value is where it starts from."""
    opened = text[max(0, before.start - 1) : before.start] in ("从", "由")
    return opened and len(between) <= _BASELINE_REACH and between.endswith(("到", "至", "为"))
