"""One worksheet of an Office Open XML workbook (ECMA-376, part 1, 18.3)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from kg.grid import Omission
from kg.readers.limits import CellCount
from kg.readers.number_format import NumberFormat, number_format, serial_of
from kg.readers.ooxml import Package
from kg.readers.ranges import Span, Stretches, stretches
from kg.readers.safe_xml import local_name
from kg.readers.sheet import NO_VALUE, Sheet, column_name, column_number
from kg.readers.xlsx_shared import Shared, is_on, string_of, unescaped

_DIGITS = "0123456789"
_EVERY_ROW = 1, 1_048_576


@dataclass(frozen=True, slots=True)
class _Found:
    """What was met on the way through a sheet; the lists grow while it is read."""

    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered_rows: list[tuple[int, int]] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)


def read_sheet(package: Package, part: str, title: str, shared: Shared, count: CellCount) -> Sheet:
    """Read the sheet in a part. Raises ``ValueError`` and ``LookupError`` where it is damaged."""
    found = _Found()
    cells = _Cells(shared, found.omissions)
    row = 0
    for element in package.stream(part, "sheetPr", "col", "row", "mergeCell", "autoFilter"):
        match local_name(element):
            case "row":
                row = int(element.get("r") or row + 1)
                texts = cells.texts_of(element, row)
                if texts:
                    found.texts.setdefault(row, {}).update(texts)
                    count.add(len(texts))
                if _hidden_by_hand(element):
                    found.hidden_rows.append(row)
            case "col" if _hidden_by_hand(element):
                found.hidden_columns.append(
                    (int(element.get("min", 0)), int(element.get("max", 0)))
                )
            case "mergeCell":
                found.spans.append(_span_of(element.get("ref", "")))
            case "autoFilter" if len(element):
                span = _span_of(element.get("ref", ""))
                found.filtered_rows.append((span.top, span.bottom))
            case "sheetPr" if is_on(element.get("filterMode")):
                found.filtered_rows.append(_EVERY_ROW)
    found.filtered_rows.extend(_filtered_tables(package, part))
    return Sheet(
        title,
        found.texts,
        tuple(found.spans),
        _unfiltered(found.hidden_rows, stretches(found.filtered_rows)),
        stretches(found.hidden_columns),
        tuple(found.omissions),
    )


def _hidden_by_hand(line: Element) -> bool:
    """Whether a row or column is hidden; what an outline (分级显示) folds away is not."""
    return is_on(line.get("hidden")) and int(line.get("outlineLevel", 0)) == 0


def _filtered_tables(package: Package, part: str) -> Iterator[tuple[int, int]]:
    """The rows of tables (列表) that have filters of their own."""
    for relation in package.relations(part):
        if relation.kind == "table":
            for element in package.stream(relation.target, "autoFilter"):
                span = _span_of(element.get("ref", ""))
                if len(element):
                    yield span.top, span.bottom


def _unfiltered(rows: list[int], filtered: Stretches) -> Stretches:
    return stretches((row, row) for row in rows if row not in filtered)


def _span_of(reference: str) -> Span:
    first, _, last = reference.replace("$", "").partition(":")
    (left, top), (right, bottom) = _place_of(first), _place_of(last or first)
    return Span(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _place_of(reference: str) -> tuple[int, int]:
    letters = reference.rstrip(_DIGITS)
    return column_number(letters), int(reference[len(letters) :])


class _Cells:
    """Reads the cells of one sheet, row by row; remembers its column names."""

    def __init__(self, shared: Shared, omissions: list[Omission]) -> None:
        self._shared = shared
        self._omissions = omissions
        self._columns: dict[str, int] = {}
        self._general = number_format("General")

    def texts_of(self, row: Element, number: int) -> dict[int, str]:
        """The texts of the row's cells by their columns; cells without text are left out."""
        texts: dict[int, str] = {}
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = self._column_of(reference) if reference else column + 1
            if len(cell) and (text := self._text_of(cell, number, column)):
                texts[column] = text
        return texts

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters)
        return column

    def _text_of(self, cell: Element, row: int, column: int) -> str:
        kind = cell.get("t", "n")
        value = formula = None
        for child in cell:
            tag = child.tag
            if tag.endswith("}v"):
                value = child.text
            elif tag.endswith("}f"):
                formula = child
            elif tag.endswith("}is") and kind == "inlineStr":
                return self._format_of(cell).of_text(string_of(child))
        if value is not None:
            return self._value(kind, value, self._format_of(cell))
        # A formula whose value is the empty text says so by its type.
        if formula is None or kind == "str":
            return ""
        self._omissions.append(Omission(f"cell {column_name(column)}{row}", NO_VALUE))
        return f"={formula.text or '…'}"

    def _format_of(self, cell: Element) -> NumberFormat:
        style = int(cell.get("s", 0))
        formats = self._shared.formats
        return formats[style] if style < len(formats) else self._general

    def _value(self, kind: str, value: str, shown: NumberFormat) -> str:
        match kind:
            case "s":
                return shown.of_text(self._shared.strings[int(value)])
            case "n" | "":
                if shown is self._general and value.isdecimal() and len(value) < 16:
                    return value
                return shown.of_number(float(value), self._shared.shift).strip()
            case "b":
                return "TRUE" if is_on(value) else "FALSE"
            case "d":
                return shown.of_number(serial_of(value)).strip()
            case "e":
                return value
        return shown.of_text(unescaped(value))
