"""What the writers of spreadsheets share: stored values, rows and columns from 0 (电子表格)."""

from collections.abc import Iterator
from datetime import date, datetime, time

from benchmarks.corpus.sheets import Placed, Sheet


def anchored(sheet: Sheet) -> Iterator[tuple[int, int, Placed]]:
    """Every cell with its row and its column."""
    for row, line in enumerate(sheet.lines):
        yield from ((row, cell.column - 1, cell) for cell in line.cells)


def stored_value(cell: Placed) -> str | float | datetime:
    """What the spreadsheet stores: the text, a number, or the midnight of a day."""
    stored = cell.content.stored
    if stored is None:
        return cell.text
    return datetime.combine(stored, time()) if isinstance(stored, date) else stored
