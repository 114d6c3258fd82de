"""Whatever a file holds, it is read or refused with a sentence."""

from collections.abc import Callable
from io import BytesIO

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers import read_grids

LINES = (("一级指标", "三级指标", "绩效值"), ("产出指标", "修建水渠", "≥3公里"))


def xlsx() -> bytes:
    workbook = Workbook()
    for line in LINES:
        workbook.worksheets[0].append(line)
    return saved(workbook.save)


def xls() -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("表")
    for row, line in enumerate(LINES):
        for column, text in enumerate(line):
            sheet.write(row, column, text)
    return saved(workbook.save)


def ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="表")
    for line in LINES:
        row = TableRow()
        for text in line:
            cell = TableCell()
            cell.addElement(P(text=text))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    return saved(document.write)


def spreadsheetml() -> bytes:
    rows = "".join(
        f"<Row>{''.join(f'<Cell><Data>{text}</Data></Cell>' for text in line)}</Row>"
        for line in LINES
    )
    return (
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def saved(write: Callable[[BytesIO], object]) -> bytes:
    data = BytesIO()
    write(data)
    return data.getvalue()


# Where the shortest of the formats has told what it is.
RECOGNISED = len('<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet')
FORMATS = [xlsx, xls, ods, spreadsheetml]


def read_or_refused(data: bytes) -> tuple[Grid, ...] | None:
    try:
        return read_grids(data, "表")[1]
    except UnreadableDocumentError as error:
        assert str(error).startswith("表")
        return None


def rows(grids: tuple[Grid, ...]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for grid in grids for row in grid.rows]


@pytest.mark.parametrize("make", FORMATS)
def test_a_whole_file_is_read(make: Callable[[], bytes]) -> None:
    assert rows(read_grids(make(), "表")[1]) == [list(line) for line in LINES]


@pytest.mark.parametrize("make", FORMATS)
def test_every_prefix_of_a_file_is_refused_or_loses_nothing(make: Callable[[], bytes]) -> None:
    """The first bytes alone may pass for a text, which has nothing of the table."""
    data = make()
    whole = rows(read_grids(data, "表")[1])
    for end in range(1, len(data)):
        grids = read_or_refused(data[:end])
        assert grids is None or rows(grids) == whole or end < RECOGNISED


@pytest.mark.parametrize("make", FORMATS)
@settings(max_examples=300, deadline=None)
@given(changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255))))
def test_changed_bytes_are_read_or_refused(
    make: Callable[[], bytes], changes: list[tuple[float, int]]
) -> None:
    data = bytearray(make())
    for place, byte in changes:
        data[int(place * len(data))] = byte
    read_or_refused(bytes(data))
