"""Sheets → an Excel workbook (.xlsx), by xlsxwriter."""

import io
from datetime import datetime

import xlsxwriter

from benchmarks.corpus.formats.merged import anchored, stored_value
from benchmarks.corpus.sheets import Sheet

_CREATED = datetime(2024, 1, 1)


def write(sheets: tuple[Sheet, ...]) -> bytes:
    """One worksheet per sheet, with merged cells, number formats and hidden rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.set_properties({"created": _CREATED})
        for sheet in sheets:
            _write_sheet(book, sheet)
        # A hidden sheet may not be the one that opens.
        book.worksheets()[next(n for n, sheet in enumerate(sheets) if not sheet.hidden)].activate()
    return buffer.getvalue()


def _write_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    if sheet.hidden:
        page.hide()
    for row, line in enumerate(sheet.lines):
        if line.hidden:
            page.set_row(row, options={"hidden": True})
    for row, column, cell in anchored(sheet):
        cell_format = book.add_format(
            {"num_format": cell.content.number_format, "text_wrap": True, "border": 1}
        )
        if cell.width > 1 or cell.height > 1:
            area = (row, column, row + cell.height - 1, column + cell.width - 1)
            page.merge_range(*area, "", cell_format)
        value = stored_value(cell)
        # A text that begins with = is no formula.
        put = page.write_string if isinstance(value, str) else page.write
        put(row, column, value, cell_format)
