"""Bands (栏组): groups of columns side by side that are read by themselves, each with indicators.

A header says the same columns again for each category, whose levels stand above them (横排式), or
for the other half of the table (左右两栏, ``halves``). Every printed row then holds up to one
indicator in each band; reading goes down the bands, left to right. What stands beside the bands
belongs to the row.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from kg.categories import group_of, notation_of
from kg.grid import Row
from kg.layouts import Role
from kg.tables.columns import Column
from kg.tables.halves import halves
from kg.tables.header_labels import NEEDED, Label, roles_of, said

_LEVELS = (Role.LEVEL1, Role.LEVEL2)


@dataclass(frozen=True, slots=True)
class Band:
    """The labels of a band, the columns of the grid that it takes, the levels printed above it."""

    labels: tuple[Label, ...]
    span: range
    levels: tuple[Column, ...]


def bands_of(labels: Sequence[Label], body: Sequence[Row]) -> tuple[Band, ...]:
    """The bands of a header, left to right; none where it is in one piece."""
    runs = categories(labels) or halves(labels, body)
    ends = {label: after.index for label, after in pairwise(labels)}
    spans = (range(run[0].index, ends.get(run[-1], sys.maxsize)) for run in runs)
    return tuple(map(Band, map(tuple, runs), spans, _levels([run[0].levels for run in runs])))


def cut(row: Row, spans: Sequence[range]) -> tuple[Row, ...]:
    """What of a row begins beside all spans, then what begins in each of them."""
    beside = tuple(c for c in row.cells if not any(c.column in span for span in spans))
    within = (tuple(c for c in row.cells if c.column in span) for span in spans)
    return tuple(replace(row, cells=cells) for cells in (beside, *within))


def categories(labels: Sequence[Label]) -> Sequence[Sequence[Label]]:
    """The runs of labels below the same levels: two or more, each told once, with a name and value.

    The same levels below two terms (中长期、年度) are no bands, nor are columns that repeat below
    one level: those may be the same indicators again.
    """
    groups = [(key, list(run)) for key, run in groupby(labels, key=_level_texts) if key]
    keys, runs = {key for key, _ in groups}, [run for _, run in groups]
    whole = all(roles_of(run) >= NEEDED and len(set(map(said, run))) == len(run) for run in runs)
    return runs if whole and 1 < len(keys) == len(runs) else ()


def _level_texts(label: Label) -> tuple[str, ...]:
    return tuple(level.text for level in label.levels)


def _levels(above: Sequence[tuple[Label, ...]]) -> Iterator[tuple[Column, ...]]:
    """What the labels above each band say of all its rows.

    A lone label that names a second level as well as a first one (成本指标) is what others are.
    """
    lone = [labels[0].text for labels in above if len(labels) == 1]
    seconds = any(notation_of(text) and not group_of(text) for text in lone)
    for labels in above:
        second = [label for label in labels if notation_of(label.text)] if seconds else []
        roles = _LEVELS[1:] if len(labels) == 1 and second else _LEVELS
        yield tuple(
            Column(label.index, role, label.text, label.width)
            for label, role in zip(labels[-2:], roles, strict=False)
        )
