"""Sheets → an OpenDocument spreadsheet (.ods), by odfpy."""

import io
from datetime import date
from typing import Any

from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from benchmarks.corpus.formats.archive import undated
from benchmarks.corpus.sheets import Content, Line, Sheet, Tile, tiled

_HIDDEN = "hidden"
_ROWS_OF_A_SHEET = 1_048_576


def write(sheets: tuple[Sheet, ...]) -> bytes:
    """One table per sheet; like LibreOffice, the empty rows below are one that is repeated."""
    book = OpenDocumentSpreadsheet()
    hidden = Style(name=_HIDDEN, family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    for sheet in sheets:
        book.spreadsheet.addElement(_table(sheet))
    buffer = io.BytesIO()
    book.write(buffer)
    return undated(buffer.getvalue())


def _table(sheet: Sheet) -> Any:  # noqa: ANN401 - odfpy's elements have no types
    table = Table(name=sheet.name, **({"stylename": _HIDDEN} if sheet.hidden else {}))
    for line, tiles in zip(sheet.lines, tiled(sheet.lines, sheet.width), strict=True):
        table.addElement(_row(line, tiles))
    left = _ROWS_OF_A_SHEET - len(sheet.lines)
    below = TableRow(numberrowsrepeated=left)
    below.addElement(TableCell(numbercolumnsrepeated=max(1, sheet.width)))
    table.addElement(below)
    return table


def _row(line: Line, tiles: tuple[Tile, ...]) -> Any:  # noqa: ANN401
    row = TableRow(**({"visibility": "collapse"} if line.hidden else {}))
    for tile in tiles:
        if tile.covered:
            row.addElement(CoveredTableCell(numbercolumnsrepeated=tile.width))
            continue
        row.addElement(_cell(tile))
        if tile.width > 1:
            row.addElement(CoveredTableCell(numbercolumnsrepeated=tile.width - 1))
    return row


def _cell(tile: Tile) -> Any:  # noqa: ANN401
    spans = {"numbercolumnsspanned": tile.width, "numberrowsspanned": tile.height}
    merged = spans if tile.width > 1 or tile.height > 1 else {}
    cell = TableCell(**_value(tile.content), **merged)
    for paragraph in tile.content.text.split("\n") if tile.content.text else ():
        cell.addElement(P(text=paragraph))
    return cell


def _value(content: Content) -> dict[str, str]:
    stored = content.stored
    if isinstance(stored, date):
        return {"valuetype": "date", "datevalue": stored.isoformat()}
    if stored is None:
        return {"valuetype": "string"} if content.text else {}
    kind = "percentage" if "%" in content.number_format else "float"
    return {"valuetype": kind, "value": f"{stored:.12g}"}
