"""``fields.toml``: which label is that of which particular (标签 → 字段)."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from kg.layouts.loading import any_of, key_of, load
from kg.layouts.meanings import Field

# In this order: the organisations before what is ignored, because 执行 alone is ignored.
_WITH_PATTERNS = (
    Field.DEPARTMENT,
    Field.UNIT,
    Field.OFFICE,
    Field.TERM,
    Field.IGNORED,
    Field.AMOUNT,
    Field.GOAL,
)
_RANK_OF_PATTERN = 100  # less sure than any label that is listed


@cache
def fields() -> Mapping[str, tuple[Field, int]]:
    """Load the field labels: label key → field and rank (0 is the surest label of its field)."""
    table = load("fields.toml")
    for rules in ("parts", "totals", "bodies"):
        table.pop(rules)
    return {
        key_of(label): (Field(section), rank)
        for section, entry in table.items()
        for rank, label in enumerate(entry["labels"])
    }


def field_of(key: str) -> tuple[Field, int] | None:
    """The field of a label key and its rank; None for a text that is no label."""
    if key.startswith(_part_prefixes()):
        return Field.IGNORED, 0
    return fields().get(key)


@lru_cache(maxsize=1 << 12)
def likely_field_of(key: str) -> tuple[Field, int] | None:
    """The field that a label which is not listed may have, where a label must stand."""
    if ":" in key:  # 年度预算金额:236万元 is no label alone
        return None
    found = (field for pattern, field in _patterns() if pattern.fullmatch(key))
    return next(((field, _RANK_OF_PATTERN) for field in found), None)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Field], ...]:
    sections = load("fields.toml")
    return tuple(
        (re.compile(pattern), Field(name))
        for name in _WITH_PATTERNS
        for pattern in sections[name]["patterns"]
    )


@lru_cache(maxsize=1 << 12)
def body_above_projects(key: str) -> Field | None:
    """What a column of projects names above them: 单位名称、项目名称; None for any other header."""
    found = (field for field, pattern in _bodies() if pattern.fullmatch(key))
    return next(found, None)


@cache
def _bodies() -> tuple[tuple[Field, re.Pattern[str]], ...]:
    # The unit first: it is nearer to its projects, in a header that names a department as well.
    rules = load("fields.toml")["bodies"]
    return tuple((field, any_of(rules[field])) for field in (Field.UNIT, Field.DEPARTMENT))


def says_total(text: str) -> bool:
    """Say whether a text beside an amount's label says that the total follows (资金总额 | 合计)."""
    return any(word in text for word in _load_totals())


@cache
def _load_totals() -> tuple[str, ...]:
    return tuple(load("fields.toml")["totals"]["words"])


@cache
def _part_prefixes() -> tuple[str, ...]:
    return tuple(map(key_of, load("fields.toml")["parts"]["prefixes"]))
