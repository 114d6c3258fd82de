from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import xlwt

from kg.errors import UnreadableDocumentError
from kg.grid import Cell, Grid
from kg.readers import limits, read_grids

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(workbook: xlwt.Workbook) -> bytes:
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


def grid(fill: Callable[[xlwt.Worksheet], object]) -> Grid:
    workbook = xlwt.Workbook()
    fill(workbook.add_sheet("表"))
    _, (only,) = read_grids(saved(workbook), "表.xls")
    return only


def texts(of: Grid) -> dict[str | None, str]:
    return {cell.address: cell.text for row in of.rows for cell in row.cells}


def numbered(sheet: xlwt.Worksheet) -> None:
    for row in range(6):
        for column, letter in enumerate("ABC"):
            sheet.write(row, column, f"{letter}{row + 1}")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (" 修建水渠 ", "General", "修建水渠"),
        (0.98, "0%", "98%"),
        (400, "0.00", "400.00"),
        (0.1 + 0.2, "General", "0.3"),
        (95, "General", "95"),
        (date(2024, 12, 31), "yyyy-mm-dd", "2024-12-31"),
        (date(2024, 12, 31), 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        (date(2024, 12, 31), "m/d/yy", "12/31/24"),
        (True, "General", "TRUE"),
        ("=cmd|' /C calc'!A0", "General", "=cmd|' /C calc'!A0"),
    ],
)
def test_a_cell_is_read_as_the_sheet_shows_it(value: object, code: str, shown: str) -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write(3, 1, value, xlwt.easyxf(num_format_str=code))

    assert texts(grid(fill)) == {"B4": shown}


def test_errors_and_rich_texts_are_read() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.row(0).set_cell_error(0, "#DIV/0!")
        sheet.write_rich_text(0, 1, [("修建", xlwt.easyfont("bold true")), "水渠"])

    assert texts(grid(fill)) == {"A1": "#DIV/0!", "B1": "修建水渠"}


def test_dates_since_1904_are_read() -> None:
    workbook = xlwt.Workbook()
    workbook.dates_1904 = True
    sheet = workbook.add_sheet("表")
    sheet.write(0, 0, 44195, xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    assert texts(read_grids(saved(workbook), "表.xls")[1][0]) == {"A1": "2024-12-31"}


def test_merged_cells_cover_rows_and_columns() -> None:
    def fill(sheet: xlwt.Worksheet) -> None:
        sheet.write_merge(1, 3, 0, 1, "产出指标")
        sheet.write(2, 2, "C3")

    read = grid(fill)
    anchor = Cell("产出指标", 1, "A2", 2, 3)
    assert [(row.number, row.cells, row.covered) for row in read.rows] == [
        (2, (anchor,), ()),
        (3, (Cell("C3", 3, "C3"),), (anchor,)),
    ]


def test_hidden_rows_columns_and_sheets_are_told() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("甲")
    numbered(sheet)
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True
    sheet.row(3).hidden, sheet.row(3).level = True, 1
    workbook.add_sheet("乙").visibility = 1
    workbook.add_sheet("丙").visibility = 2
    _, grids = read_grids(saved(workbook), "表.xls")
    assert [[omission.where for omission in read.omissions] for read in grids] == [
        ["row 2", "column B"],
        ["sheet 乙"],
        ["sheet 丙"],
    ]
    assert [row.number for row in grids[0].rows] == [1, 3, 4, 5, 6]
    assert {row.part for row in grids[0].rows} == {"甲"}


def test_more_cells_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 17)
    with pytest.raises(UnreadableDocumentError, match="more than 17 cells"):
        grid(numbered)


@pytest.mark.parametrize(
    ("stream", "sentence"),
    [
        ("WordDocument", r"old Word document.*save it as \.docx"),
        ("PowerPoint Document", r"old presentation.*save it as \.xlsx"),
        ("EncryptedPackage", "protected by a password.*save it without one"),
        ("Contents", "without a workbook in it"),
        ("Workbook", "no workbook can be read in it"),
    ],
)
def test_other_old_documents_are_told_by_their_streams(stream: str, sentence: str) -> None:
    data = OLE + bytes(504) + entry(stream) + bytes(400)
    with pytest.raises(UnreadableDocumentError, match=sentence):
        read_grids(data, "表.xls")


def entry(stream: str) -> bytes:
    """An entry of a compound file's directory: the name in 64 bytes, its size, what is not read."""
    field = stream.encode("utf-16-le") + bytes(2)
    return field.ljust(64, b"\0") + len(field).to_bytes(2, "little") + bytes(62)


def test_a_name_in_the_text_of_a_document_is_no_stream() -> None:
    text = "Book\0Workbook\0".encode("utf-16-le").ljust(128, b"\0")
    data = OLE + bytes(504) + text + entry("WordDocument")
    with pytest.raises(UnreadableDocumentError, match="old Word document"):
        read_grids(data, "表.xls")


def test_a_word_document_with_a_workbook_in_it_is_a_word_document() -> None:
    names = ("WordDocument", "ObjectPool", "Workbook")
    data = OLE + bytes(504) + b"".join(map(entry, names))
    with pytest.raises(UnreadableDocumentError, match="old Word document"):
        read_grids(data, "表.doc")


def test_a_workbook_with_a_password_is_refused_with_advice() -> None:
    data = saved_with_password()
    with pytest.raises(UnreadableDocumentError, match="password; save it without one"):
        read_grids(data, "表.xls")


def saved_with_password() -> bytes:
    """A workbook whose second record says that all further ones are encrypted (FILEPASS)."""
    workbook = xlwt.Workbook()
    numbered(workbook.add_sheet("表"))
    data = bytearray(saved(workbook))
    second = 512 + 4 + int.from_bytes(data[514:516], "little")
    data[second : second + 2] = b"\x2f\x00"
    return bytes(data)
