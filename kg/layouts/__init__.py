"""The rules of published layouts, loaded from the TOML files beside this module (版式规则).

The files are the place to teach jipu another header, label or dressing; no code changes.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


class Role(StrEnum):
    """What a column of the indicator table holds; the sections of ``headers.toml``."""

    GROUP = "group"
    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    SIGN = "sign"
    VALUE = "value"
    MEASURE = "measure"
    POLARITY = "polarity"
    KIND = "kind"
    WEIGHT = "weight"
    ACTUAL = "actual"
    NOTE = "note"


class Field(StrEnum):
    """One of a project's particulars; the sections of ``fields.toml``, and the money unit."""

    PROJECT = "project"
    DEPARTMENT = "department"
    UNIT = "unit"
    OFFICE = "office"
    ATTRIBUTE = "attribute"
    TERM = "term"
    AMOUNT = "amount"
    GOAL = "goal"
    YEAR = "year"
    REGION = "region"
    IGNORED = "ignored"
    MONEY_UNIT = "money-unit"


Meaning = Role | Field

# The fields that say something about one project, not about its surroundings.
PARTICULARS = frozenset(Field) - {Field.IGNORED, Field.MONEY_UNIT}


@dataclass(frozen=True, slots=True)
class Headers:
    """``headers.toml``: per header key its roles with their rank (0 is surest), and the rest.

    ``words`` tell the roles of a header that is not listed, by the last of them in it; ``worded``
    finds any of them.
    """

    roles: Mapping[str, Mapping[Meaning, int]]
    words: Mapping[str, frozenset[Role]]
    worded: re.Pattern[str]
    contents: Mapping[Role, frozenset[str]]
    place: re.Pattern[str]
    annual: re.Pattern[str]
    long_term: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Stripping:
    """Patterns that are cut off a text one after another; ``any`` matches where one of them does.

    Few texts have anything to cut off: ``any`` tells them from the rest in one search.
    """

    patterns: tuple[re.Pattern[str], ...]
    any: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Dressings:
    """``dressings.toml``, compiled."""

    strip: Stripping
    strip_label: Stripping
    skip_cells: re.Pattern[str]
    skip_first: re.Pattern[str]
    no_sign: frozenset[str]
    none: frozenset[str]
    date_units: frozenset[str]
    count_word: re.Pattern[str]
    count: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Titles:
    """``titles.toml``, compiled; ``money`` maps a printed unit to its factor to 元."""

    title: re.Pattern[str]
    other_title: re.Pattern[str]
    heading: re.Pattern[str]
    whole_department: re.Pattern[str]
    of_project: re.Pattern[str]
    of_form: re.Pattern[str]
    block: re.Pattern[str]
    region_suffixes: tuple[str, ...]
    not_region: re.Pattern[str]
    body: re.Pattern[str]
    money_label: re.Pattern[str]
    money_label_in_line: re.Pattern[str]
    money: Mapping[str, int]


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
_HALFWIDTH = {0x3000: " "} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=1 << 14)
def halfwidth(text: str) -> str:
    """Make full-width forms half-width, character by character: positions stay as they are."""
    return text.translate(_HALFWIDTH)


@cache
def headers() -> Headers:
    """Load the header synonyms."""
    table = _load("headers.toml")
    preference, places = table.pop("preference"), table.pop("places")
    roles: dict[str, dict[Meaning, int]] = {}
    for role in Role:
        for rank, header in enumerate(table[role]["headers"]):
            roles.setdefault(_key(header), {}).setdefault(role, rank)
    for label, (field, rank) in fields().items():
        if field is not Field.IGNORED or label not in roles:
            roles.setdefault(label, {}).setdefault(field, rank)
    contents = {role: frozenset(map(_key, table[role].get("contents", ()))) for role in Role}
    words: dict[str, frozenset[Role]] = {}
    for role in Role:
        for word in map(_key, table[role].get("words", ())):
            words[word] = words.get(word, frozenset()) | {role}
    return Headers(
        roles,
        words,
        _any_of(list(map(re.escape, words))),
        contents,
        _any_of([f"{suffix}$" for suffix in places["suffixes"]]),
        _any_of(preference["annual"]),
        _any_of(preference["long_term"]),
    )


@cache
def fields() -> Mapping[str, tuple[Field, int]]:
    """Load the field labels: label key → field and rank (0 is the surest label of its field)."""
    table = _load("fields.toml")
    for rules in ("parts", "totals", "bodies"):
        table.pop(rules)
    return {
        _key(label): (Field(section), rank)
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
    sections = _load("fields.toml")
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
    rules = _load("fields.toml")["bodies"]
    return tuple((field, _any_of(rules[field])) for field in (Field.UNIT, Field.DEPARTMENT))


def says_total(text: str) -> bool:
    """Say whether a text beside an amount's label says that the total follows (资金总额 | 合计)."""
    return any(word in text for word in _load_totals())


@cache
def _load_totals() -> tuple[str, ...]:
    return tuple(_load("fields.toml")["totals"]["words"])


@cache
def _part_prefixes() -> tuple[str, ...]:
    return tuple(map(_key, _load("fields.toml")["parts"]["prefixes"]))


@cache
def dressings() -> Dressings:
    """Load the dressings."""
    table = _load("dressings.toml")
    return Dressings(
        _stripping(table["strip"]),
        _stripping(table["strip"] + table["strip_label"]),
        _any_of(table["skip_cells"]),
        _any_of(table["skip_first"]),
        frozenset(map(halfwidth, table["no_sign"])),
        frozenset(map(halfwidth, table["none"])),
        frozenset(table["date_units"]),
        re.compile(table["count_word"]),
        re.compile(table["count"]),
    )


@cache
def titles() -> Titles:
    """Load the title rules."""
    table = _load("titles.toml")
    return Titles(
        _any_of(table["title"]),
        _any_of(table["other_title"]),
        _any_of(table["heading"]),
        _any_of(table["whole_department"]),
        re.compile(table["of_project"]),
        _any_of(table["of_form"]),
        re.compile(table["block"]),
        tuple(table["region_suffixes"]),
        _any_of(table["not_region"]),
        _any_of([f"{suffix}$" for suffix in table["body_suffixes"]]),
        re.compile(table["money_label"]),
        re.compile(table["money_label_in_line"]),
        table["money"],
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(name).read_text("utf-8"))


def _key(text: str) -> str:
    return "".join(halfwidth(text).split())


def _stripping(patterns: list[str]) -> Stripping:
    return Stripping(tuple(map(re.compile, patterns)), _any_of(patterns))


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
