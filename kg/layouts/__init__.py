"""The rules of published layouts, loaded from the TOML files beside this module (版式规则).

The files are the place to teach jipu another header, label or dressing; no code changes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.layouts.field_labels import (
    body_above_projects,
    field_of,
    fields,
    likely_field_of,
    says_total,
)
from kg.layouts.loading import any_of, halfwidth, key_of, load
from kg.layouts.meanings import PARTICULARS, Field, Meaning, Role

__all__ = [
    "PARTICULARS",
    "Dressings",
    "Field",
    "Headers",
    "Meaning",
    "Role",
    "Stripping",
    "Titles",
    "body_above_projects",
    "dressings",
    "field_of",
    "fields",
    "halfwidth",
    "headers",
    "likely_field_of",
    "says_total",
    "titles",
]


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


@cache
def headers() -> Headers:
    """Load the header synonyms."""
    table = load("headers.toml")
    preference, places = table.pop("preference"), table.pop("places")
    roles: dict[str, dict[Meaning, int]] = {}
    for role in Role:
        for rank, header in enumerate(table[role]["headers"]):
            roles.setdefault(key_of(header), {}).setdefault(role, rank)
    for label, (field, rank) in fields().items():
        if field is not Field.IGNORED or label not in roles:
            roles.setdefault(label, {}).setdefault(field, rank)
    contents = {role: frozenset(map(key_of, table[role].get("contents", ()))) for role in Role}
    words: dict[str, frozenset[Role]] = {}
    for role in Role:
        for word in map(key_of, table[role].get("words", ())):
            words[word] = words.get(word, frozenset()) | {role}
    return Headers(
        roles,
        words,
        any_of(map(re.escape, words)),
        contents,
        any_of([f"{suffix}$" for suffix in places["suffixes"]]),
        any_of(preference["annual"]),
        any_of(preference["long_term"]),
    )


@cache
def dressings() -> Dressings:
    """Load the dressings."""
    table = load("dressings.toml")
    return Dressings(
        _stripping(table["strip"]),
        _stripping(table["strip"] + table["strip_label"]),
        any_of(table["skip_cells"]),
        any_of(table["skip_first"]),
        frozenset(map(halfwidth, table["no_sign"])),
        frozenset(map(halfwidth, table["none"])),
        frozenset(table["date_units"]),
        re.compile(table["count_word"]),
        re.compile(table["count"]),
    )


@cache
def titles() -> Titles:
    """Load the title rules."""
    table = load("titles.toml")
    return Titles(
        any_of(table["title"]),
        any_of(table["other_title"]),
        any_of(table["heading"]),
        any_of(table["whole_department"]),
        re.compile(table["of_project"]),
        any_of(table["of_form"]),
        re.compile(table["block"]),
        tuple(table["region_suffixes"]),
        any_of(table["not_region"]),
        any_of([f"{suffix}$" for suffix in table["body_suffixes"]]),
        re.compile(table["money_label"]),
        re.compile(table["money_label_in_line"]),
        table["money"],
    )


def _stripping(patterns: list[str]) -> Stripping:
    return Stripping(tuple(map(re.compile, patterns)), any_of(patterns))
