"""Read a printed target value (指标值), or find one inside a query."""

import re
from dataclasses import dataclass, replace

from kg.model import Comparator, Kind, Target
from kg.target import lexicon, phrases
from kg.target.findings import Finding, Weight
from kg.target.printed import Printed, brackets, read
from kg.target.quantities import is_whole_unit
from kg.target.scan import scan

_TITLE = re.compile(r"《[^《》]{2,}》|〈[^〈〉]{2,}〉")
_PLACEHOLDER = "□"
_LABEL = re.compile(r"^[^:]{0,20}:")
_NO_WORD = re.compile(r"\W")
_LONGEST_REST = 20
"""Characters beside a bare ``5个`` or a deadline up to which it is the value of a sentence."""
_INCLUSIVE = {Comparator.MORE_THAN: Comparator.AT_LEAST, Comparator.LESS_THAN: Comparator.AT_MOST}
_EXCLUSIVE = {inclusive: exclusive for exclusive, inclusive in _INCLUSIVE.items()}


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A value expression inside a text: its target and its half-open span in the text."""

    target: Target
    start: int
    end: int


def parse_target(text: str) -> Target:
    """The target that a table cell prints; any text is a target, at worst a qualitative one.

    Several different values (一级10人，二级20人) are no single bound: such a text is qualitative.
    """
    printed = read(text)
    if phrases.is_empty(printed.text):
        return Target(text=text, kind=Kind.EMPTY)
    finding = _value(printed)
    if finding is not None:
        return finding.target(text)
    way = phrases.direction(printed.text)
    return Target(text=text, kind=Kind.QUALITATIVE, direction=way)


def find_target(text: str) -> FoundTarget | None:
    """The surest value expression of a free text (a query), None where it holds none.

    A year alone counts only where it is the whole text; a number needs a unit or a comparator.
    """
    printed = _masked(_unwrapped(read(text)))
    body = printed.without(brackets(printed))
    found = [finding for finding in scan(body) if _stands_in_text(body, finding)]
    if not found:
        return None
    best = max(found, key=lambda finding: (finding.weight, finding.lower is not None, -finding.start))
    start, end = body.span(best.start, best.end)
    return FoundTarget(best.target(text[start:end]), start, end)


def _unwrapped(printed: Printed) -> Printed:
    """Brackets that hold a part of the value are no notes: (≥)95%, 95（%）, ≥（95%）."""
    text, sign = printed.text, lexicon.comparators().sign
    corners: list[tuple[int, int]] = []
    for start, end in brackets(printed):
        inside, lead = text[start + 1 : end - 1], text[max(0, start - 2) : start]
        is_unit = lead[-1:].isdigit() and is_whole_unit(inside)
        if is_unit or sign.fullmatch(inside) or any(sign.fullmatch(lead[i:]) for i in range(len(lead))):
            corners += [(start, start + 1), (end - 1, end)]
    return printed.without(corners) if corners else printed


def _value(printed: Printed) -> Finding | None:
    """The one value of the text outside its brackets, else of a bracket that holds nothing else."""
    masked = _masked(_unwrapped(printed))
    notes = brackets(masked)
    body = masked.without(notes)
    finding = _choose(body)
    if finding is not None:
        return _with_notes(finding, [masked.text[start + 1 : end - 1] for start, end in notes])
    inner = [_choose(masked.keep([(start + 1, end - 1)]), alone=True) for start, end in notes]
    values = [value for value in inner if value is not None and value.weight > Weight.BARE]
    return values[0] if len(values) == 1 and not scan(body) else None


def _with_notes(finding: Finding, notes: list[str]) -> Finding:
    """超过90%（含90%） includes its bound, 95%以上（不含） excludes it."""
    table = {}
    if any(note.startswith("含") for note in notes):
        table = _INCLUSIVE
    elif any(note.startswith("不含") for note in notes):
        table = _EXCLUSIVE
    comparator = table.get(finding.comparator) if finding.comparator else None
    return replace(finding, comparator=comparator) if comparator else finding


def _choose(printed: Printed, *, alone: bool = False) -> Finding | None:
    """The expression that is the text's value: a number before a date, the surest of its kind.

    ``alone``: only an expression that is the whole text counts.
    """
    text = printed.text
    found = [finding for finding in scan(printed) if not _counts_nothing(text, finding)]
    if alone:
        found = [finding for finding in found if not _rest(text, finding)]
    numbers = [finding for finding in found if finding.lower is not None]
    sure = [finding for finding in numbers if finding.weight > Weight.BARE]
    dates = [finding for finding in found if finding.period is not None]
    group = sure or dates or numbers
    top = max((finding.weight for finding in group), default=Weight.BARE)
    surest = [finding for finding in group if finding.weight is top]
    if len({finding.meaning for finding in surest}) != 1:
        return None
    return surest[0] if _is_value(text, surest[0]) else None


def _is_value(text: str, finding: Finding) -> bool:
    """Whether the words around an expression let it be the value of the whole text."""
    rest = _rest(text, finding)
    if finding.period is not None:
        return len(rest) <= (_LONGEST_REST if finding.is_deadline else 1)
    if finding.weight is Weight.STATED:
        return True
    if finding.weight is Weight.MEASURED:
        return len(rest) <= _LONGEST_REST
    return not _rest(text[finding.start :], replace(finding, start=0, end=finding.end - finding.start))


def _rest(text: str, finding: Finding) -> str:
    """The words beside an expression, without a label before a colon and words that say nothing."""
    before = _LABEL.sub("", text[: finding.start])
    words = before + _PLACEHOLDER + text[finding.end :]
    return _NO_WORD.sub("", lexicon.phrases().light.sub("", words))


def _counts_nothing(text: str, finding: Finding) -> bool:
    """一个中心: a lone Chinese digit in a sentence; 60岁以上老人: who is served, not what is promised."""
    lower = finding.lower
    if lower is None:
        return False
    more = _NO_WORD.sub("", text[finding.end :])
    if lower.unit in lexicon.units().population:
        return bool(more)
    return lower.numeral and finding.comparator is None and bool(more)


def _stands_in_text(printed: Printed, finding: Finding) -> bool:
    text = printed.text
    if _counts_nothing(text, finding):
        return False
    if finding.period is not None and finding.period.plain_year:
        return finding.comparator is not None or not _rest(text, finding)
    return finding.weight > Weight.BARE or finding.period is not None


def _masked(printed: Printed) -> Printed:
    """The text with titles (《…》) and fixed sayings (三支一扶) blotted out, and without 其中…"""
    text = printed.text
    for pattern in (_TITLE, lexicon.phrases().never):
        text = pattern.sub(lambda match: _PLACEHOLDER * len(match.group()), text)
    masked = Printed(printed.raw, text, printed.origin)
    cut = lexicon.phrases().cut.search(text)
    if cut and any(char.isdigit() for char in text[: cut.start()]):
        return masked.keep([(0, cut.start())])
    return masked
