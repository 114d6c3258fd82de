"""Workbooks of Excel 2003 in one XML file (SpreadsheetML); they are often published as .xls."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from kg.grid import Grid
from kg.readers.cell_text import cell_text
from kg.readers.container import damage_told
from kg.readers.limits import CellCount
from kg.readers.number_format import NumberFormat, number_format, serial_of
from kg.readers.ranges import Span, Stretches, stretches
from kg.readers.safe_xml import attribute, local_name, tree_of
from kg.readers.sheet import HiddenSheet, Sheet, grids_of

_HEAD = 4096
_ROOT = re.compile(rb"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_RANGE = re.compile(r"R(\d+)C\d+:R(\d+)C\d+")
_NAMED_FORMATS = {
    "Percent": "0.00%",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Currency": "¥#,##0.00",
    "Scientific": "0.00E+00",
    "General Date": "yyyy/m/d h:mm",
    "Short Date": "yyyy/m/d",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Short Time": "h:mm",
    "Long Time": "h:mm:ss",
}


def accepts(data: bytes) -> bool:
    """Say whether the bytes begin as such a workbook, in whatever encoding."""
    return bool(_ROOT.search(data[:_HEAD].replace(b"\0", b"")))


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a workbook, one grid for each worksheet."""
    with damage_told(name):
        workbook = tree_of(data, name)
        formats = dict(_formats(workbook))
        count = CellCount(name)
        sheets = [_sheet(element, formats, count) for element in workbook.iterfind("{*}Worksheet")]
        return grids_of(name, sheets)


def _formats(workbook: Element) -> Iterator[tuple[str, NumberFormat]]:
    for style in workbook.iterfind("{*}Styles/{*}Style"):
        for element in style.iterfind("{*}NumberFormat"):
            code = attribute(element, "Format") or "General"
            code = _NAMED_FORMATS.get(code, code)
            yield attribute(style, "ID") or "", number_format(code)


def _sheet(
    element: Element, formats: Mapping[str, NumberFormat], count: CellCount
) -> Sheet | HiddenSheet:
    title = attribute(element, "Name") or ""
    if (element.findtext("{*}WorksheetOptions/{*}Visible") or "SheetVisible") != "SheetVisible":
        return HiddenSheet(title)
    texts: dict[int, dict[int, str]] = {}
    spans: list[Span] = []
    for number, row in _placed(element.iterfind("{*}Table/{*}Row"), "Span"):
        for column, cell in _placed(row.iterfind("{*}Cell"), "MergeAcross"):
            if text := _text(cell, formats):
                texts.setdefault(number, {})[column] = text
            down, across = _number(cell, "MergeDown"), _number(cell, "MergeAcross")
            if down or across:
                spans.append(Span(number, column, number + down, column + across))
        count.add(len(texts.get(number, ())))
    columns = stretches(_hidden(element.iterfind("{*}Table/{*}Column")))
    return Sheet(title, texts, tuple(spans), _hidden_rows(element), columns)


def _placed(elements: Iterator[Element], more: str) -> Iterator[tuple[int, Element]]:
    """Number rows, columns or cells: an index jumps, ``more`` tells what else each takes up."""
    number = 1
    for element in elements:
        number = _number(element, "Index") or number
        yield number, element
        number += 1 + _number(element, more)


def _number(element: Element, name: str) -> int:
    return int(attribute(element, name) or 0)


def _hidden(elements: Iterator[Element]) -> Iterator[tuple[int, int]]:
    for number, element in _placed(elements, "Span"):
        if attribute(element, "Hidden") == "1":
            yield number, number + _number(element, "Span")


def _hidden_rows(sheet: Element) -> Stretches:
    """The rows hidden by hand: within the range of a filter that is set they are the filter's."""
    ranges = (
        _RANGE.fullmatch(attribute(element, "Range") or "")
        for element in sheet.iterfind("{*}AutoFilter")
        if len(element)
    )
    filtered = stretches((int(found[1]), int(found[2])) for found in ranges if found)
    hidden = _hidden(sheet.iterfind("{*}Table/{*}Row"))
    return stretches(pair for pair in hidden if pair[0] not in filtered)


def _text(cell: Element, formats: Mapping[str, NumberFormat]) -> str:
    data = next((child for child in cell if local_name(child) == "Data"), None)
    if data is None:
        return ""
    text = cell_text("".join(data.itertext()))
    shown = formats.get(attribute(cell, "StyleID") or "", number_format("General"))
    match attribute(data, "Type"):
        case "Number" if text:
            return shown.of_number(float(text)).strip()
        case "DateTime" if text:
            return shown.of_number(serial_of(text)).strip()
        case "Boolean":
            return "TRUE" if text == "1" else "FALSE"
    return shown.of_text(text)
