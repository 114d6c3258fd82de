"""Rows of an indicator table → indicators, levels carried down over continuation rows (续行)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kg.categories import category_of
from kg.layouts import Role
from kg.model import Indicator, Source
from kg.tables.apart import LEVELS
from kg.tables.labels import is_none, one_line, undress
from kg.tables.levels import Levels, levels_of
from kg.tables.rows import ReadRow, RowKind
from kg.tables.serials import as_date
from kg.tables.uses import Use
from kg.tables.values import printed_value
from kg.target import parse_target

_OWN = frozenset({Role.NAME, Role.VALUE, Role.LEVEL2})


def read_indicators(
    rows: Sequence[ReadRow], document: str, table: int, year: int | None
) -> tuple[Indicator, ...]:
    """Read indicator rows of one project, in reading order; ``year`` is its budget year."""
    printed = [row for row in rows if row.kind is RowKind.INDICATOR or _labels(row)]
    return tuple(
        indicator
        for band in _bands(printed)
        for row, levels in zip(band, levels_of(band), strict=True)
        if row.kind is RowKind.INDICATOR and any(use.meaning in _OWN for use in row.uses)
        for indicator in _of_row(row, levels, Source(document, table, row.row.number), year)
    )


def _bands(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    """The rows of one band (栏组) after the other; those of a table in one piece are one."""
    for _, run in groupby(rows, key=lambda row: row.band is None):
        for _, band in groupby(sorted(run, key=_number), key=_number):
            yield list(band)


def _number(row: ReadRow) -> int:
    return row.band or 0


def _labels(row: ReadRow) -> bool:
    """Whether a row has labels for those below it, and is more than the name of their project."""
    return row.kind is RowKind.HEADING and any(use.meaning in LEVELS for use in row.uses)


def _of_row(row: ReadRow, levels: Levels, source: Source, year: int | None) -> Iterator[Indicator]:
    """One indicator, or one for every filled column of a matrix (矩阵表)."""
    values = [use for use in (*row.uses, *row.inherited) if use.meaning is Role.VALUE]
    for number, use in enumerate(values or (None,)):
        yield _indicator(row, use, levels, _at(source, row, use, number), year)


def _at(source: Source, row: ReadRow, value: Use | None, number: int) -> Source:
    """The value's place, else the name's; the column tells apart what stands in the same row."""
    use = value or row.use(Role.NAME)
    column = (use.cell if use else row.row.cells[0]).column
    further = number or row.band
    return replace(
        source, cell=use.cell.address if use else None, column=column if further else None
    )


def _indicator(
    row: ReadRow, use: Use | None, levels: Levels, source: Source, year: int | None
) -> Indicator:
    name = undress(one_line(row.text(Role.NAME) or ""))
    value = printed_value(row, one_line(use.text) if use else "")
    category = category_of(levels.level1, levels.level2)
    return Indicator(
        level1=levels.level1,
        level2=levels.level2,
        category=category,
        name=name,
        value=value,
        blank=is_none(name) and not value,
        target=as_date(parse_target(value), row.text(Role.MEASURE) or "", category, year),
        source=source,
        place=use.place if use else None,
    )
