"""The published styles of target tables, loaded from ``styles.toml`` (版式)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.corpus.pools import data

_SIZE = re.compile(r"^(?P<text>.*?)(?:\*(?P<width>\d+))?(?:/(?P<height>\d+))?$")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the indicator table: what it holds, its header, those above it from the top."""

    role: str
    header: str
    over: tuple[str, ...] = ()
    width: int = 1


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head: a label or a pattern with slots, and what it covers."""

    pattern: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Style:
    """A style as ``styles.toml`` describes it; ``order`` says which rows it prints and where."""

    name: str
    years: range
    title: tuple[str, ...]
    captions: tuple[str, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    columns: tuple[Column, ...]
    total: str
    order: str
    fixed: Mapping[str, str]

    @property
    def width(self) -> int:
        """The number of columns that a table takes."""
        return sum(column.width for column in self.columns)

    @property
    def roles(self) -> frozenset[str]:
        """What the columns hold."""
        return frozenset(column.role for column in self.columns)

    @property
    def title_slots(self) -> frozenset[str]:
        """The slots of titles and captions."""
        return frozenset(_SLOT.findall(" ".join(self.title + self.captions)))

    @property
    def slots(self) -> frozenset[str]:
        """The slots of the head and the fields that have a column: what the style can print."""
        patterns = (cell.pattern for line in self.head for cell in line)
        return self.roles.union(*(_SLOT.findall(pattern) for pattern in patterns))


@cache
def styles() -> Mapping[str, Style]:
    """All styles by name."""
    return {name: _style(name, entry) for name, entry in data("styles").items()}


def _style(name: str, entry: dict[str, Any]) -> Style:
    first, last = entry["years"]
    fixed = dict(entry.get("fixed", {}))
    return Style(
        name,
        range(first, last + 1),
        tuple(entry["title"]),
        tuple(entry.get("captions", ())),
        tuple(tuple(map(_head_cell, line.split("|"))) for line in entry.get("head", ())),
        tuple(map(_column, entry["columns"])),
        entry.get("total", ""),
        fixed.pop("order", "printed"),
        fixed,
    )


def _head_cell(text: str) -> HeadCell:
    pattern, width, height = _sized(text)
    return HeadCell(pattern, width, height)


def _column(text: str) -> Column:
    role, _, rest = text.partition(" | ")
    headers, width, _ = _sized(rest)
    *over, header = headers.split(" > ")
    return Column(role.strip(), header, tuple(over), width)


def _sized(text: str) -> tuple[str, int, int]:
    match = _SIZE.match(text.strip())
    assert match, text
    return match["text"].strip(), int(match["width"] or 1), int(match["height"] or 1)
