"""Indicators as text: the views that are embedded and matched, and the one normal form of text."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

from kg.table import IndicatorTable


def normalise(text: str) -> str:
    """Text as search sees it, documents and queries alike.

    NFKC folds full-width and compatibility forms; OpenCC's ``t2s`` turns traditional characters
    (繁體) into simplified ones; runs of white space become one space.
    """
    return " ".join(_simplifier().convert(unicodedata.normalize("NFKC", text)).split())


@lru_cache(maxsize=1 << 16)
def fold(character: str) -> str:
    """One character in the normal form, lower-cased; may be empty or several characters."""
    return normalise(character).lower()


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Views:
    """The texts of n rows, each a list of n normalised strings.

    ``names``: what is measured alone, so that likeness of indicators is not that of projects.
    ``indicators``: category, name and value. ``contexts``: the same after department, unit,
    project and first level. The goal (总体目标) is in no view: it made the ranking worse.
    """

    names: list[str]
    indicators: list[str]
    contexts: list[str]


def views_of(table: IndicatorTable) -> Views:
    """The views of every row of a table, in row order; of a large one take a part at a time."""
    names = _column(table, "name")
    level2 = _column(table, "level2")
    values = _column(table, "target")
    places = [_column(table, name) for name in ("department", "unit", "project", "level1")]
    indicators = [_joined(parts) for parts in zip(level2, names, values, strict=True)]
    contexts = [_joined(parts) for parts in zip(*places, indicators, strict=True)]
    return Views(names, indicators, contexts)


def _column(table: IndicatorTable, name: str) -> list[str]:
    """A column in the normal form; a text that repeats is normalised once."""
    once = cache(normalise)
    return [once(text or "") for text in table.strings(name)]


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)
