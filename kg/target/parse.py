"""Read a printed target value (指标值), or find one inside a query."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.model import Comparator, Kind, Target
from kg.target import lexicon, phrases
from kg.target.findings import Deadline, Finding, Measure, Weight, meaning
from kg.target.notes import blotted, brackets, unwrapped
from kg.target.printed import Printed, read
from kg.target.scan import scan
from kg.target.unit_list import unit_list

_LABEL = re.compile(r"^[^:]{0,20}:")
_WORD = re.compile(r"\w")
_NO_WORD = re.compile(r"\W")
_LONGEST_REST = 20
"""Characters beside a bare ``5个`` or a deadline up to which it is the value of a sentence."""
_OFTEN_REPEATED = 40
"""Characters up to which a text is worth remembering: ≥95% and 2024年底 are printed everywhere."""
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
    return _parsed_once(text) if len(text) <= _OFTEN_REPEATED else _parsed(text)


@lru_cache(maxsize=1 << 14)
def _parsed_once(text: str) -> Target:
    return _parsed(text)


def _parsed(text: str) -> Target:
    printed = read(text)
    if phrases.is_empty(printed.text):
        return Target(text=text, kind=Kind.EMPTY)
    finding = _value(blotted(unwrapped(printed)))
    if finding is not None:
        return finding.target(text)
    way = phrases.direction(printed.text)
    return Target(text=text, kind=Kind.QUALITATIVE, direction=way)


def find_target(text: str) -> FoundTarget | None:
    """The surest value expression of a free text (a query), None where it holds none.

    A number needs a unit or a comparator; a year counts only where it is the whole text.
    """
    printed = blotted(unwrapped(read(text)))
    body = printed.without(brackets(printed))
    found = [finding for finding in scan(body) if _stands_in_text(body.text, finding)]
    if not found:
        return None
    best = max(found, key=lambda finding: (finding.weight, isinstance(finding, Measure)))
    start, end = body.span(best.start, best.end)
    return FoundTarget(best.target(text[start:end]), start, end)


def _value(printed: Printed) -> Finding | None:
    """The one value of the text outside its brackets, else of a bracket that holds nothing else."""
    spans = brackets(printed)
    body = printed.without(spans)
    finding = _choose(body.text, scan(body))
    if finding is not None:
        return _with_notes(finding, [printed.text[start + 1 : end - 1] for start, end in spans])
    if scan(body):
        return None
    notes = [printed.keep([(start + 1, end - 1)]) for start, end in spans]
    values = [value for note in notes if (value := _whole_note(note)) is not None]
    return values[0] if len(values) == 1 else None


def _whole_note(note: Printed) -> Finding | None:
    """The value that is all of a bracketed note: 优秀（≥90分）, but not （2018版）."""
    finding = _choose(note.text, scan(note))
    sure = finding is not None and finding.weight > Weight.BARE and not _rest(note.text, finding)
    return finding if sure else None


def _with_notes(finding: Finding, notes: list[str]) -> Finding:
    """超过90%（含90%） includes its bound, 95%以上（不含） excludes it."""
    turned = {}
    if any(note.startswith("含") for note in notes):
        turned = _INCLUSIVE
    elif any(note.startswith("不含") for note in notes):
        turned = _EXCLUSIVE
    comparator = turned.get(finding.comparator) if finding.comparator else None
    return replace(finding, comparator=comparator) if comparator else finding


def _choose(text: str, scanned: list[Finding]) -> Finding | None:
    """The expression that is the text's value: a number before a date, the surest of its kind."""
    found = [finding for finding in scanned if not _counts_nothing(text, finding)]
    numbers = [finding for finding in found if isinstance(finding, Measure)]
    sure = [number for number in numbers if number.weight > Weight.BARE]
    dates = [finding for finding in found if isinstance(finding, Deadline)]
    group: list[Finding] = [*(sure or dates or numbers)]
    top = max((finding.weight for finding in group), default=Weight.BARE)
    surest = [finding for finding in group if finding.weight is top]
    if len({meaning(finding) for finding in surest}) != 1:
        return None
    return surest[0] if _is_value(text, surest[0]) else None


def _is_value(text: str, finding: Finding) -> bool:
    """Whether the words around an expression let it be the value of the whole text."""
    rest = _rest(text, finding)
    if isinstance(finding, Deadline):
        return len(rest) <= (_LONGEST_REST if finding.is_definite else 1)
    if finding.weight is Weight.STATED:
        return True
    if finding.weight is Weight.MEASURED:
        return len(rest) <= _LONGEST_REST
    return not _words(text[finding.end :])


def _rest(text: str, finding: Finding) -> str:
    """The words beside an expression, without a label before a colon and words that say nothing."""
    return _words(_LABEL.sub("", text[: finding.start])) + _words(text[finding.end :])


def _words(text: str) -> str:
    return _NO_WORD.sub("", lexicon.phrases().light.sub("", text))


def _counts_nothing(text: str, finding: Finding) -> bool:
    """一个中心: a lone Chinese digit in a sentence; 60岁以上老人: who is served."""
    if isinstance(finding, Deadline):
        return False
    population = finding.low.unit.printed in unit_list().population
    lone = finding.low.numeral and finding.comparator is None
    return (population or lone) and _WORD.search(text, finding.end) is not None


def _stands_in_text(text: str, finding: Finding) -> bool:
    """Whether an expression is a value in the middle of any text."""
    if isinstance(finding, Deadline):
        a_year = finding.period.unit == "year" and finding.comparator is None
        return not a_year or not _rest(text, finding)
    return finding.weight > Weight.BARE and not _counts_nothing(text, finding)
