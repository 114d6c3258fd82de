"""How well a text fits a column: what speaks for a cell's role besides its place in the row."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from kg.categories import group_of, levels_in, notation_of
from kg.layouts import Field, Meaning, Role, dressings, halfwidth, headers
from kg.model import Kind
from kg.tables.labels import is_none, label_key, undress
from kg.tables.titles import amount_in_yuan
from kg.target import parse_target

STRONG = 2.0
FAIR = 1.0
NEUTRAL = 0.0
AGAINST = -1.0
STRONGLY_AGAINST = -2.0

# A value is little more than its number (40000元/人, 1.5万立方米/日); a name merely contains one.
_VALUE_WORDS = 6
_PHRASE_LENGTH = 8
_MEASURE_LENGTH = 8
_SHORTEST_GOAL = 10
_NOT_WORDS = re.compile(r"[\d.,%‰~～\-—+±()/≥≤≧≦⩾⩽<>=\s]")
_NUMBER = re.compile(r"[\d.]+(?:%|分)?")


def fit(meaning: Meaning | None, text: str) -> float:
    """Score a cell's text against a column's meaning, from ``STRONGLY_AGAINST`` to ``STRONG``."""
    judge = _JUDGES.get(meaning) if meaning else None
    if judge:
        return judge(text)
    return NEUTRAL if meaning else AGAINST


def share_of(meaning: Meaning, texts: Sequence[str]) -> float:
    """The share of the texts that speak for a meaning, 0 to 1; 0 for those that take any text."""
    return sum(speaks_for(meaning, text) for text in texts) / len(texts) if texts else 0.0


def speaks_for(meaning: Meaning, text: str) -> bool:
    """Whether a text is evidence of a meaning: its words, or that it is the sentence of a goal."""
    if meaning is Field.GOAL:
        return len(text) >= _SHORTEST_GOAL
    return isinstance(meaning, Role) and fit(meaning, text) > NEUTRAL


def is_level_label(text: str) -> bool:
    """Say whether a text is a known label of the first or second level."""
    return _level1(text) > 0 or _level2(text) > 0


def _level1(text: str) -> float:
    known = group_of(text) or label_key(text) in headers().contents[Role.LEVEL1]
    return STRONG if known else AGAINST


def _level2(text: str) -> float:
    named = notation_of(text) or levels_in(text)
    return STRONG if named or label_key(text) in headers().contents[Role.LEVEL2] else AGAINST


@lru_cache(maxsize=4096)
def _name(printed: str) -> float:
    text = undress(printed)
    if is_none(text):
        return NEUTRAL
    if _sign(text) > 0:
        return STRONGLY_AGAINST
    if _value(text) >= STRONG:
        return STRONGLY_AGAINST if any(c.isdigit() for c in text) else NEUTRAL
    return AGAINST if is_level_label(text) else FAIR


@lru_cache(maxsize=4096)
def _value(text: str) -> float:
    if is_none(undress(text)):
        return NEUTRAL
    if is_level_label(text):
        return AGAINST
    target = parse_target(text)
    if target.kind in (Kind.NUMERIC, Kind.DATE):
        return STRONG if len(_NOT_WORDS.sub("", halfwidth(text))) <= _VALUE_WORDS else FAIR
    if len(text) > _PHRASE_LENGTH:
        return AGAINST
    return STRONG if target.direction else NEUTRAL


def _group(text: str) -> float:
    """绩效指标, and 年度绩效目标1 where a table has several."""
    known = label_key(text).rstrip("0123456789") in headers().contents[Role.GROUP]
    return STRONG if known else STRONGLY_AGAINST


def _polarity(text: str) -> float:
    known = label_key(text) in headers().contents[Role.POLARITY]
    return STRONG if known else STRONGLY_AGAINST


def _sign(text: str) -> float:
    known = "".join(halfwidth(text).split()) in headers().contents[Role.SIGN] | dressings().no_sign
    return STRONG if known else STRONGLY_AGAINST


def _kind(text: str) -> float:
    return STRONG if label_key(text) in headers().contents[Role.KIND] else NEUTRAL


def _measure(text: str) -> float:
    wordy = len(text) <= _MEASURE_LENGTH and not any(c.isdigit() for c in text)
    return FAIR if wordy and not is_level_label(text) else STRONGLY_AGAINST


def _weight(text: str) -> float:
    return FAIR if _NUMBER.fullmatch(halfwidth(text)) else STRONGLY_AGAINST


def _amount(text: str) -> float:
    return FAIR if amount_in_yuan(text, "元") is not None else STRONGLY_AGAINST


def _words(text: str) -> float:
    """Judge the name of a project or a body: words, neither a number nor a level label."""
    return AGAINST if is_level_label(text) or amount_in_yuan(text, "元") is not None else NEUTRAL


_JUDGES: dict[Meaning, Callable[[str], float]] = {
    Role.GROUP: _group,
    Role.LEVEL1: _level1,
    Role.LEVEL2: _level2,
    Role.NAME: _name,
    Role.SIGN: _sign,
    Role.VALUE: _value,
    Role.MEASURE: _measure,
    Role.POLARITY: _polarity,
    Role.KIND: _kind,
    Role.WEIGHT: _weight,
    Field.PROJECT: _words,
    Field.DEPARTMENT: _words,
    Field.UNIT: _words,
    Field.AMOUNT: _amount,
}
