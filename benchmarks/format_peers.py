"""The libraries of the formats alone: a file opened, every cell visited, nothing understood.

Each function takes a file's bytes and returns how many cells it saw.
"""

import csv
import email
import email.policy
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import docx
import lxml.html
import openpyxl
import pdfplumber
import xlrd
from odf.opendocument import load
from odf.table import TableCell
from odf.teletype import extractText


@dataclass(frozen=True, slots=True)
class Peer:
    """A library and the function that visits the cells of a file with it."""

    name: str
    visit: Callable[[bytes], int]


def _openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return sum(cell.value is not None for page in book for row in page for cell in row)


def _xlrd(data: bytes) -> int:
    book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    rows = (row for page in book.sheets() for row in page.get_rows())
    return sum(cell.value != "" for row in rows for cell in row)


def _odfpy(data: bytes) -> int:
    cells = load(io.BytesIO(data)).spreadsheet.getElementsByType(TableCell)
    return sum(extractText(cell) != "" for cell in cells)


def _docx(data: bytes) -> int:
    tables = docx.Document(io.BytesIO(data)).tables
    return sum(cell.text != "" for table in tables for row in table.rows for cell in row.cells)


def _pdfplumber(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as pages:
        tables = [table for page in pages.pages for table in page.extract_tables()]
    return sum(cell is not None for table in tables for row in table for cell in row)


def _lxml(data: bytes) -> int:
    return sum(cell.text_content() != "" for cell in lxml.html.fromstring(data).iter("td", "th"))


def _lxml_gb18030(data: bytes) -> int:
    page = lxml.html.fromstring(data, parser=lxml.html.HTMLParser(encoding="gb18030"))
    return sum(cell.text_content() != "" for cell in page.iter("td", "th"))


def _email(data: bytes) -> int:
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = next(part for part in message.walk() if part.get_content_type() == "text/html")
    return _lxml(page.get_content().encode())


def _csv(encoding: str, delimiter: str) -> Callable[[bytes], int]:
    def visit(data: bytes) -> int:
        lines = io.StringIO(data.decode(encoding), newline="")
        return sum(cell != "" for row in csv.reader(lines, delimiter=delimiter) for cell in row)

    return visit


PEERS: Mapping[str, Peer] = {
    "xlsx": Peer("openpyxl", _openpyxl),
    "xls": Peer("xlrd", _xlrd),
    "ods": Peer("odfpy", _odfpy),
    "docx": Peer("python-docx", _docx),
    "pdf": Peer("pdfplumber", _pdfplumber),
    "html": Peer("lxml", _lxml),
    "html-gb18030": Peer("lxml", _lxml_gb18030),
    "mht": Peer("email, lxml", _email),
    "csv": Peer("csv", _csv("utf-8-sig", ",")),
    "csv-gb18030": Peer("csv", _csv("gb18030", ",")),
    "txt": Peer("csv", _csv("utf-8", "\t")),
}
