"""Sheets → a workbook of Excel 97 (.xls, and .et of WPS), by xlwt."""

import io

import xlwt

from benchmarks.corpus.formats.merged import anchored, stored_value
from benchmarks.corpus.sheets import Sheet


def write(sheets: tuple[Sheet, ...]) -> bytes:
    """One worksheet per sheet, with merged cells, number formats and hidden rows."""
    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, xlwt.XFStyle] = {}
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = int(sheet.hidden)
        for row, line in enumerate(sheet.lines):
            page.row(row).hidden = line.hidden
        for row, column, cell in anchored(sheet):
            number_format = cell.content.number_format
            style = styles.setdefault(number_format, xlwt.easyxf(num_format_str=number_format))
            last = (row + cell.height - 1, column + cell.width - 1)
            if last == (row, column):
                page.write(row, column, stored_value(cell), style)
            else:
                page.write_merge(row, last[0], column, last[1], stored_value(cell), style)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
