"""Workbooks of Excel 97 and before (.xls), which WPS writes as .et as well: BIFF 2 to 8."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

import xlrd  # type: ignore[import-untyped]

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.cell_text import cell_text
from kg.readers.compound import names_entry
from kg.readers.limits import CellCount
from kg.readers.number_format import NumberFormat, builtin_codes, number_format
from kg.readers.ranges import Span, Stretches, stretches
from kg.readers.sheet import HiddenSheet, Sheet, grids_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = ("Workbook", "Book")
# Word keeps what is embedded in a document there, workbooks too.
_EMBEDDED = "ObjectPool"
# Before Excel 97 a workbook could be a bare stream: a BOF record of BIFF 2, 3, 4, 5 or 8.
_BARE = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
# Formats whose built-in meaning depends on the language of Excel; files do not restate them.
_LOCAL = frozenset({14, 22, *range(27, 37), *range(50, 59)})
_DAYS_TO_1904 = 1462
_FILTER = "_FilterDatabase"
_EMPTY = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def accepts(data: bytes) -> bool:
    """Say whether the bytes hold a workbook stream, or are a bare one."""
    if data.startswith(_OLE):
        held = any(names_entry(data, stream) for stream in _STREAMS)
        return held and not names_entry(data, _EMBEDDED)
    return data.startswith(_BARE)


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a workbook, one grid for each worksheet."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO()
        )
        return grids_of(name, list(_sheets(book, CellCount(name))))
    except (UnreadableDocumentError, MemoryError):
        raise
    # Over damage xlrd raises whatever it runs into: AssertionError, IndexError, struct.error.
    except Exception as error:
        raise UnreadableDocumentError(name, _reason(error)) from error


def _reason(error: Exception) -> str:
    if "encrypted" in str(error):
        return "it is protected by a password; save it without one"
    return (
        f"no workbook can be read in it ({str(error) or type(error).__name__}), it is damaged; "
        "open it in Excel or WPS and save it as .xlsx"
    )


def _sheets(book: xlrd.Book, count: CellCount) -> Iterator[Sheet | HiddenSheet]:
    formats = _formats(book)
    for sheet in book.sheets():
        if sheet.visibility:
            yield HiddenSheet(sheet.name)
            continue
        cells = _Cells(sheet, formats, _DAYS_TO_1904 if book.datemode else 0)
        texts: dict[int, dict[int, str]] = {}
        for index in range(sheet.nrows):
            if row := cells.texts_of(index):
                texts[index + 1] = row
                count.add(len(row))
        spans = (Span(top + 1, left + 1, end, last) for top, end, left, last in sheet.merged_cells)
        rows, columns = _hidden_rows(book, sheet), stretches(_by_hand(sheet.colinfo_map))
        yield Sheet(sheet.name, texts, tuple(spans), rows, columns)


def _formats(book: xlrd.Book) -> tuple[NumberFormat, ...]:
    """The number formats by style number."""
    local = {key: code for key, code in builtin_codes().items() if key in _LOCAL}
    restated = {key: format_.format_str or "General" for key, format_ in book.format_map.items()}
    codes = restated | local
    return tuple(number_format(codes.get(xf.format_key, "General")) for xf in book.xf_list)


def _hidden_rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Stretches:
    """The rows hidden by hand.

    Which rows an AutoFilter hides is not stored: within its range all hidden ones count as its own.
    """
    filtered = stretches(_filtered(book, sheet.number))
    return stretches(pair for pair in _by_hand(sheet.rowinfo_map) if pair[0] not in filtered)


def _filtered(book: xlrd.Book, sheet: int) -> Iterator[tuple[int, int]]:
    for name in book.name_obj_list:
        if name.name == _FILTER and name.scope == sheet and name.result:
            _, top, bottom, _, _ = name.area2d(clipped=False)
            yield top + 1, bottom


def _by_hand(lines: Mapping[int, Any]) -> Iterator[tuple[int, int]]:
    """The hidden rows or columns that no outline (分级显示) folds away."""
    for index, line in lines.items():
        if line.hidden and not line.outline_level:
            yield index + 1, index + 1


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one sheet, with what is needed to show them."""

    sheet: xlrd.sheet.Sheet
    formats: tuple[NumberFormat, ...]
    shift: int

    def texts_of(self, row: int) -> dict[int, str]:
        """The texts of a row by the 1-based columns; cells without text are left out."""
        pairs = zip(self.sheet.row_types(row), self.sheet.row_values(row), strict=True)
        texts = {
            column + 1: self._text(row, column, kind, value)
            for column, (kind, value) in enumerate(pairs)
            if kind not in _EMPTY
        }
        return {column: text for column, text in texts.items() if text}

    def _text(self, row: int, column: int, kind: int, value: str | float) -> str:
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        if kind == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#N/A"))
        style = self.sheet.cell_xf_index(row, column)
        shown = self.formats[style] if style < len(self.formats) else number_format("General")
        if isinstance(value, str):
            return shown.of_text(cell_text(value))
        return shown.of_number(value, self.shift).strip()
