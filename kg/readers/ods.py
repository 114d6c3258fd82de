"""OpenDocument spreadsheets (.ods): ISO/IEC 26300, tables of part 1, chapter 9."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from kg.errors import UnreadableDocumentError
from kg.grid import Grid, Omission
from kg.readers.container import damage_told, member_names, open_container
from kg.readers.limits import CellCount
from kg.readers.ods_text import shown_text
from kg.readers.ranges import Span, stretches
from kg.readers.safe_xml import attribute, inside, local_name, streamed
from kg.readers.sheet import NO_VALUE, HiddenSheet, Sheet, column_name, grids_of
from kg.unpacking import member_bytes

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_COLUMNS_REPEATED = f"{_TABLE}number-columns-repeated"
_ROWS_REPEATED = f"{_TABLE}number-rows-repeated"
_COLUMNS_SPANNED = f"{_TABLE}number-columns-spanned"
_ROWS_SPANNED = f"{_TABLE}number-rows-spanned"


def accepts(data: bytes) -> bool:
    """Say whether the bytes are an OpenDocument file, of whatever kind."""
    return member_names(data) >= {_CONTENT, _MANIFEST}


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a spreadsheet, one grid for each sheet.

    Raises ``UnreadableDocumentError`` also for texts, presentations and encrypted files.
    """
    with damage_told(name), open_container(data, name) as archive:
        if b"encryption-data" in member_bytes(archive, archive.getinfo(_MANIFEST)):
            raise UnreadableDocumentError(
                name, "it is protected by a password; save it without one"
            )
        return grids_of(name, _sheets(archive, name))


def _sheets(archive: ZipFile, name: str) -> list[Sheet | HiddenSheet]:
    sheets: list[Sheet | HiddenSheet] = []
    hiding: set[str] = set()
    count = CellCount(name)
    table = _Table(count)
    spreadsheet = False
    with archive.open(_CONTENT) as source:
        tags = ("style", "table-column", "table-row", "table", "spreadsheet")
        for element in streamed(source, tags, f"{name}: {_CONTENT}"):
            match local_name(element):
                case "style" if _hides(element):
                    hiding.add(attribute(element, "name") or "")
                case "table-column":
                    table.add_columns(element)
                case "table-row":
                    table.add_rows(element)
                case "table":
                    title = attribute(element, "name") or ""
                    hidden = attribute(element, "style-name") in hiding
                    sheets.append(HiddenSheet(title) if hidden else table.sheet(title))
                    table = _Table(count)
                case "spreadsheet":
                    spreadsheet = True
    if not spreadsheet:
        raise UnreadableDocumentError(
            name, "this is an OpenDocument file, but no spreadsheet; save it as .docx or as .ods"
        )
    return sheets


def _hides(style: Element) -> bool:
    properties = style.find("{*}table-properties")
    return properties is not None and attribute(properties, "display") == "false"


@dataclass(slots=True)
class _Table:
    """One table while it is read; rows and columns are counted, not kept, where they are empty."""

    count: CellCount
    row: int = 0
    column: int = 0
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)

    def sheet(self, title: str) -> Sheet:
        """The sheet that was read."""
        return Sheet(
            title,
            self.texts,
            tuple(self.spans),
            stretches(self.hidden_rows),
            stretches(self.hidden_columns),
            tuple(self.omissions),
        )

    def add_columns(self, element: Element) -> None:
        """Count columns, and see whether they are hidden."""
        first, self.column = self.column + 1, self.column + _number(element, _COLUMNS_REPEATED)
        if _hidden_by_hand(element, "table-column-group"):
            self.hidden_columns.append((first, self.column))

    def add_rows(self, element: Element) -> None:
        """Read a row as often as it repeats."""
        first, repeated = self.row + 1, _number(element, _ROWS_REPEATED)
        self.row += repeated
        if _hidden_by_hand(element, "table-row-group"):
            self.hidden_rows.append((first, self.row))
        texts = dict(self._cells(element, first))
        if texts:
            self.count.add(len(texts) * (repeated - 1))
            self.texts.update((row, texts) for row in range(first, self.row + 1))

    def _cells(self, row: Element, number: int) -> Iterator[tuple[int, str]]:
        """The texts of a row by their columns; merged ranges are noted on the way."""
        column = 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            repeated = _number(cell, _COLUMNS_REPEATED)
            if text := self._text(cell, number, column):
                self.count.add(repeated)
                yield from ((column + n, text) for n in range(repeated))
                self._note(cell, number, column)
            column += repeated

    def _text(self, cell: Element, row: int, column: int) -> str:
        text = shown_text(cell) if len(cell) or len(cell.keys()) else ""
        formula = "" if text else cell.get(f"{_TABLE}formula", "")
        if not formula or cell.get(f"{_OFFICE}value-type"):
            return text
        self.omissions.append(Omission(f"cell {column_name(column)}{row}", NO_VALUE))
        return "=" + formula.partition("=")[2]

    def _note(self, cell: Element, row: int, column: int) -> None:
        down, across = _number(cell, _ROWS_SPANNED), _number(cell, _COLUMNS_SPANNED)
        if down > 1 or across > 1:
            self.spans.append(Span(row, column, row + down - 1, column + across - 1))


def _number(element: Element, name: str) -> int:
    return max(1, int(element.get(name, 1)))


def _hidden_by_hand(element: Element, group: str) -> bool:
    """Whether rows or columns are hidden by hand: ``filter`` is a filter's, groups fold away."""
    return element.get(f"{_TABLE}visibility") == "collapse" and not inside(element, group)
