"""Files opened by the libraries of their formats: the printed texts in order, page by page."""

import csv
import email
import email.policy
import io
from collections.abc import Callable, Iterator, Mapping

import docx
import lxml.html
import openpyxl
import pdfplumber
import xlrd
from docx.table import Table
from odf.opendocument import load
from odf.table import TableCell
from odf.teletype import extractText
from odf.text import P


def _xlsx(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(data)):
        for row in sheet.iter_rows():
            yield from (
                _shown(cell.value, cell.number_format)
                for cell in row
                if cell.value not in ("", None)
            )


def _xls(data: bytes) -> Iterator[str]:
    book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            for cell in sheet.row(row):
                value = cell.value
                if cell.ctype == xlrd.XL_CELL_DATE:
                    value = xlrd.xldate_as_datetime(value, book.datemode)
                style = book.format_map[book.xf_list[cell.xf_index].format_key]
                if value != "":
                    yield _shown(value, style.format_str)


def _ods(data: bytes) -> Iterator[str]:
    for cell in load(io.BytesIO(data)).spreadsheet.getElementsByType(TableCell):
        paragraphs = cell.getElementsByType(P)
        if paragraphs:
            yield "\n".join(map(extractText, paragraphs))


def _docx(data: bytes) -> Iterator[str]:
    for part in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(part, Table):
            # A merged cell comes once for each cell of the grid that it covers.
            cells = {id(cell._tc): cell for row in part.rows for cell in row.cells}
            yield from (cell.text for cell in cells.values() if cell.text)
        elif part.text:
            yield part.text


def _html(data: bytes, encoding: str) -> Iterator[str]:
    parser = lxml.html.HTMLParser(encoding=encoding)
    for element in lxml.html.fromstring(data, parser=parser).iter("td", "p"):
        lines = [element.text or "", *(line.tail or "" for line in element.iter("br"))]
        if text := "\n".join(lines).replace("\xa0", ""):
            yield text


def _mht(data: bytes) -> Iterator[str]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = next(part for part in message.walk() if part.get_content_type() == "text/html")
    yield from _html(page.get_content().encode(), "utf-8")


def _pdf(data: bytes) -> Iterator[str]:
    with pdfplumber.open(io.BytesIO(data)) as pages:
        for page in pages.pages:
            yield from page.extract_text()


def _csv(data: bytes, encoding: str, delimiter: str) -> Iterator[str]:
    rows = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter)
    yield from (text for row in rows for text in row if text)


def _txt(data: bytes, encoding: str) -> Iterator[str]:
    yield from (text for text in data.decode(encoding).replace("\r\n", "\n") if text.strip())


def _shown(value: object, number_format: str) -> str:
    """A stored value in the few formats that the corpus uses."""
    if isinstance(value, str):
        return value
    if not isinstance(value, int | float):
        pattern = {"yyyy-mm-dd": "{0:%Y-%m-%d}"}
        return pattern.get(number_format, "{0.year}年{0.month}月{0.day}日").format(value)
    if number_format == "General":
        return f"{value:.12g}"
    decimals = len(number_format.partition(".")[2].rstrip("%"))
    kind = "%" if number_format.endswith("%") else "f"
    grouped = "," if number_format.startswith("#") else ""
    return f"{value:{grouped}.{decimals}{kind}}"


OPENERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "xlsx": _xlsx,
    "xlsm": _xlsx,
    "xls": _xls,
    "et": _xls,
    "ods": _ods,
    "docx": _docx,
    "pdf": _pdf,
    "pdf-repeated": _pdf,
    "pdf-bare": _pdf,
    "html": lambda data: _html(data, "utf-8"),
    "html-gb18030": lambda data: _html(data, "gb18030"),
    "mht": _mht,
    "csv": lambda data: _csv(data, "utf-8-sig", ","),
    "csv-gb18030": lambda data: _csv(data, "gb18030", ","),
    "tsv": lambda data: _csv(data, "utf-8", "\t"),
    "txt": lambda data: _txt(data, "utf-8"),
    "txt-bom": lambda data: _txt(data, "utf-8-sig"),
    "txt-gb18030": lambda data: _txt(data, "gb18030"),
    "txt-short": lambda data: _txt(data, "utf-8"),
}
