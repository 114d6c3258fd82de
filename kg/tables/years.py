"""The budget year (预算年度) that only the labels of a table tell: 2024年度预算, 预期2022年."""

from collections.abc import Iterable, Iterator

from kg.layouts import Field, Role
from kg.tables.open_labels import likely_label
from kg.tables.rows import ReadRow, RowKind
from kg.tables.titles import title_facts

# Labels of what is planned; those of the last year's results are of other fields.
_OF_THE_YEAR = frozenset({Field.AMOUNT, Field.GOAL})


def year_of_labels(rows: Iterable[ReadRow]) -> int | None:
    """The first year in a label of the amount or the goal, or in the header of the values."""
    years = (title_facts(text).year for row in rows for text in _labels(row))
    return next(filter(None, years), None)


def _labels(row: ReadRow) -> Iterator[str]:
    if row.kind is RowKind.HEADER and row.header:
        yield from (c.text for c in row.header.columns if c.meaning is Role.VALUE)
    if row.kind is RowKind.METADATA:
        labels = ((cell, likely_label(cell)) for cell in row.row.cells)
        yield from (cell.text for cell, label in labels if label and label.field in _OF_THE_YEAR)
