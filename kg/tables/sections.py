"""Sections of a document: a table with what stands above it, or text around the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.layouts import PARTICULARS
from kg.tables.rows import ReadRow, RowKind


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive rows; ``table`` counts the document's tables from 1, None without a table."""

    table: int | None
    rows: tuple[ReadRow, ...]

    def of_kind(self, *kinds: RowKind) -> tuple[ReadRow, ...]:
        """The rows of these kinds, in order."""
        return tuple(row for row in self.rows if row.kind in kinds)


def sections(rows: Iterable[ReadRow]) -> tuple[Section, ...]:
    """Group recognised rows into sections.

    A section that has a header but no particulars of its own goes on with the table before it:
    a table over several pages repeats its title and header.
    """
    found: list[Section] = []
    tables = 0
    for _, group in groupby(rows, key=lambda row: (row.grid, row.section)):
        part = tuple(group)
        is_table = any(row.kind is RowKind.HEADER for row in part)
        if is_table and found and found[-1].table and not _has_particulars(part):
            found[-1] = Section(found[-1].table, found[-1].rows + part)
            continue
        tables += is_table
        found.append(Section(tables if is_table else None, part))
    return tuple(found)


def _has_particulars(rows: Sequence[ReadRow]) -> bool:
    return any(
        use.meaning in PARTICULARS
        for row in rows
        if row.kind in (RowKind.METADATA, RowKind.INDICATOR)
        for use in row.uses
    )
