import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from kg.errors import UnreadableDocumentError
from kg.grid import Cell, Grid, Omission
from kg.readers import limits, read_grids

BY_HAND = "is hidden in the sheet, not read; unhide it if it belongs to the table"
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(workbook: Workbook) -> bytes:
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


def grid(fill: Callable[[Worksheet], object]) -> Grid:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    _, (only,) = read_grids(saved(workbook), "表.xlsx")
    return only


def with_part(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == part else text)
    return changed.getvalue()


def with_rows(rows: str) -> bytes:
    return with_part(
        saved(Workbook()),
        SHEET,
        lambda _: f"<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>",
    )


def texts(of: Grid) -> dict[str | None, str]:
    return {cell.address: cell.text for row in of.rows for cell in row.cells}


def numbered(sheet: Worksheet) -> None:
    for row in range(1, 7):
        sheet.append([f"{letter}{row}" for letter in "ABC"])


def test_cells_have_addresses_and_rows_the_numbers_of_the_sheet() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B2"], sheet["AA4"] = " 修建水渠 ", "≥3公里"

    read = grid(fill)
    assert [(row.number, row.line, row.part, row.cells) for row in read.rows] == [
        (2, 2, "", (Cell("修建水渠", 2, "B2"),)),
        (4, 4, "", (Cell("≥3公里", 27, "AA4"),)),
    ]
    assert (read.document, read.index, read.name) == ("表.xlsx", 1, "Sheet")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.98, "0%", "98%"),
        (400, "0.00", "400.00"),
        (0.1 + 0.2, "General", "0.3"),
        (95.0, "General", "95"),
        (date(2024, 12, 31), "yyyy-mm-dd", "2024-12-31"),
        (date(2024, 12, 31), 'yyyy"年"m"月"d"日"', "2024年12月31日"),
        (date(2024, 12, 31), "mm-dd-yy", "2024/12/31"),
        (datetime(2024, 12, 31, 8, 30), "yyyy/m/d h:mm", "2024/12/31 8:30"),
        (datetime(2024, 12, 31), "yyyy/m/d h:mm", "2024/12/31"),
        (time(8, 30), "h:mm", "8:30"),
        (True, "General", "TRUE"),
        (False, "0.00", "FALSE"),
        ("#DIV/0!", "General", "#DIV/0!"),
        ("12", "0.00", "12"),
        ("三", '0;-0;0;"第"@"名"', "第三名"),
        ("两\r\n行", "General", "两\n行"),
    ],
)
def test_a_cell_is_read_as_the_sheet_shows_it(value: object, code: str, shown: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = value
        sheet["A1"].number_format = code

    assert texts(grid(fill)) == {"A1": shown}


def test_what_was_typed_as_text_stays_text() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"].value = "=cmd|' /C calc'!A0"
        sheet["A1"].data_type = "s"

    assert texts(grid(fill)) == {"A1": "=cmd|' /C calc'!A0"}


def test_runs_of_rich_text_are_joined_and_comments_are_not_read() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = CellRichText("修建", TextBlock(InlineFont(b=True), "水渠"))
        sheet["A1"].comment = Comment("批注", "某人")

    assert texts(grid(fill)) == {"A1": "修建水渠"}


def test_readings_above_characters_are_left_out_and_escapes_are_decoded() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>渠</t><rPh><t>qú</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><t>a_x000D_b_x0000_c_xD800_</t></is></c></row>'
    )
    _, (read,) = read_grids(with_rows(rows), "表.xlsx")
    assert texts(read) == {"A1": "渠", "B1": "a\nb c"}


def test_formulas_are_read_by_their_stored_values() -> None:
    rows = (
        '<row><c><f>1/2</f><v>0.5</v></c><c t="str"><f>"a"</f><v>文</v></c>'
        '<c t="str"><f>""</f><v></v></c><c t="b"><f>1=1</f><v>1</v></c>'
        '<c t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="d"><v>2024-12-31T00:00:00</v></c></row>'
    )
    _, (read,) = read_grids(with_rows(rows), "表.xlsx")
    assert list(texts(read).values()) == ["0.5", "文", "TRUE", "#DIV/0!", "45657"]
    assert not read.omissions


def test_a_formula_without_a_stored_value_is_read_as_it_is_and_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C4"] = "=SUM(A1:A3)"

    read = grid(fill)
    assert texts(read) == {"C4": "=SUM(A1:A3)"}
    (omission,) = read.omissions
    assert omission.where == "cell C4"
    assert "no stored value" in omission.reason


def test_merged_cells_cover_rows_and_columns() -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        sheet.merge_cells("A2:B4")

    read = grid(fill)
    assert read.rows[1].cells == (Cell("A2", 1, "A2", 2, 3), Cell("C2", 3, "C2"))
    assert [row.covered for row in read.rows[2:5]] == [(read.rows[1].cells[0],)] * 2 + [()]
    assert "B3" not in texts(read)


def test_a_text_under_a_merged_cell_is_told() -> None:
    data = with_part(
        saved(Workbook()),
        SHEET,
        lambda _: (
            f'<worksheet {NAMESPACE}><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="2"><c r="A2"><v>2</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'
        ),
    )
    _, (read,) = read_grids(data, "表.xlsx")
    assert texts(read) == {"A1": "1"}
    assert read.omissions[0].where == "cell A2"
    assert "under a merged cell" in read.omissions[0].reason


def test_several_sheets_are_parts_and_hidden_ones_are_told() -> None:
    workbook = Workbook()
    for title, state in [("甲", "visible"), ("乙", "hidden"), ("丙", "veryHidden")]:
        sheet = workbook.create_sheet(title)
        sheet["A1"] = title
        sheet.sheet_state = state
    workbook.create_chartsheet("图")
    del workbook["Sheet"]
    _, grids = read_grids(saved(workbook), "表.xlsx")
    assert [(g.index, g.name, [row.part for row in g.rows]) for g in grids] == [
        (1, "甲", ["甲"]),
        (2, "乙", []),
        (3, "丙", []),
    ]
    assert [g.omissions[0].where for g in grids if g.omissions] == ["sheet 乙", "sheet 丙"]


def test_rows_and_columns_hidden_by_hand_are_told_where_they_have_text() -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        for row in (2, 9):
            sheet.row_dimensions[row].hidden = True
        for column in "BX":
            sheet.column_dimensions[column].hidden = True

    read = grid(fill)
    assert read.omissions == (Omission("row 2", BY_HAND), Omission("column B", BY_HAND))
    assert [row.number for row in read.rows] == [1, 3, 4, 5, 6]
    assert {cell.column for row in read.rows for cell in row.cells} == {1, 3}


def test_hidden_rows_that_stand_together_are_one_omission() -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        for row in (2, 3, 5):
            sheet.row_dimensions[row].hidden = True

    assert [omission.where for omission in grid(fill).omissions] == ["rows 2 to 3", "row 5"]


def test_rows_that_a_filter_hides_are_read() -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        sheet.auto_filter.ref = "A1:C4"
        sheet.auto_filter.add_filter_column(0, ["A2"])
        for row in (3, 4, 6):
            sheet.row_dimensions[row].hidden = True

    read = grid(fill)
    assert [row.number for row in read.rows] == [1, 2, 3, 4, 5]
    assert [omission.where for omission in read.omissions] == ["row 6"]


def test_rows_that_the_filter_of_a_table_hides_are_read() -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        table = Table(displayName="表", ref="A1:C4")
        table._initialise_columns()
        table.autoFilter.add_filter_column(0, ["A2"])
        sheet.add_table(table)
        sheet.row_dimensions[3].hidden = True

    assert len(grid(fill).rows) == 6


def test_rows_and_columns_that_an_outline_folds_away_are_read() -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        sheet.row_dimensions.group(2, 3, hidden=True)
        sheet.column_dimensions.group("B", "C", hidden=True)

    read = grid(fill)
    assert len(texts(read)) == 18
    assert not read.omissions


def test_a_merged_cell_is_anchored_where_it_is_first_seen() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "产出指标"
        sheet.merge_cells("A1:C4")
        sheet.row_dimensions[1].hidden = True
        sheet.column_dimensions["A"].hidden = True

    read = grid(fill)
    assert [(row.number, row.cells) for row in read.rows] == [
        (2, (Cell("产出指标", 2, "A1", 2, 3),))
    ]
    assert not read.omissions


def test_dates_since_1904_are_read() -> None:
    workbook = Workbook()
    workbook.epoch = datetime(1904, 1, 1)
    workbook.worksheets[0]["A1"] = date(2024, 12, 31)
    _, (read,) = read_grids(saved(workbook), "表.xlsx")
    assert texts(read) == {"A1": "2024-12-31"}


def test_cells_without_references_are_counted() -> None:
    _, (read,) = read_grids(with_rows("<row/><row><c/><c><v>7</v></c></row>"), "表.xlsx")
    assert texts(read) == {"B2": "7"}


def test_a_strict_workbook_is_read() -> None:
    data = with_rows('<row r="1"><c r="A1"><v>7</v></c></row>')
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    data = with_part(data, SHEET, lambda text: re.sub(r'xmlns="[^"]*"', f'xmlns="{strict}"', text))
    assert texts(read_grids(data, "表.xlsx")[1][0]) == {"A1": "7"}


def test_formatted_cells_down_to_the_last_row_are_no_rows() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(1, 50_001))
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = with_part(
        with_rows(rows + last),
        SHEET,
        lambda text: text.replace(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFC1048576"/></mergeCells>'
        ),
    )
    _, (read,) = read_grids(data, "表.xlsx")
    assert [row.number for row in read.rows] == [1_048_576]


def test_a_part_that_is_not_needed_may_be_missing_or_broken() -> None:
    data = with_part(with_rows("<row><c><v>7</v></c></row>"), "docProps/core.xml", lambda _: "<x")
    assert texts(read_grids(data, "表.xlsx")[1][0]) == {"A1": "7"}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ('<row><c t="s"><v>99</v></c></row>', "damaged"),
        ('<row><c r="甲1"><v>1</v></c></row>', "damaged.*is no column"),
        ("<row><c><v>x</v></c></row>", "damaged"),
        ("<row><c>", "XML is damaged"),
    ],
)
def test_a_damaged_sheet_is_refused_with_a_sentence(rows: str, sentence: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=sentence) as caught:
        read_grids(with_rows(rows), "表.xlsx")
    assert str(caught.value).startswith("表.xlsx")


def test_entities_are_refused_in_every_part() -> None:
    data = with_rows('<row><c t="s"><v>0</v></c></row>')
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"):
        doctype = with_part(
            data,
            part,
            lambda text: '<!DOCTYPE x [<!ENTITY e "e">]>' + re.sub(r"<\?xml[^>]*\?>", "", text),
        )
        with pytest.raises(UnreadableDocumentError, match=r"DOCTYPE.*save it again"):
            read_grids(doctype, "表.xlsx")


def test_a_binary_workbook_is_refused_with_advice() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("xl/workbook.bin", b"")
        file.writestr("_rels/.rels", '<r><r Type="x/officeDocument" Target="xl/workbook.bin"/></r>')
    with pytest.raises(UnreadableDocumentError, match=r"\.xlsb.*save it as \.xlsx"):
        read_grids(data.getvalue(), "表.xlsb")


def test_more_cells_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 17)
    with pytest.raises(UnreadableDocumentError, match="more than 17 cells"):
        grid(numbered)


def test_merged_cells_that_reach_into_too_many_rows_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fill(sheet: Worksheet) -> None:
        numbered(sheet)
        for column in "ABC":
            sheet.merge_cells(f"{column}1:{column}5")
        for row in range(1, 7):
            sheet.cell(row, 4, "D")

    monkeypatch.setattr(limits, "MAX_CELLS", 12)
    assert len(grid(fill).rows) == 6
    monkeypatch.setattr(limits, "MAX_CELLS", 11)
    with pytest.raises(UnreadableDocumentError, match="more than 11 cells"):
        grid(fill)


def test_a_text_longer_than_a_cell_holds_is_cut_and_told() -> None:
    rows = f'<row><c t="inlineStr"><is><t>{"长" * 40_000}</t></is></c></row>'
    _, (read,) = read_grids(with_rows(rows), "表.xlsx")
    assert texts(read) == {"A1": "长" * limits.MAX_TEXT}
    assert read.omissions[0].where == "cell A1"
    assert "has 40,000 characters, the first 32,767 are read" in read.omissions[0].reason
