import pytest

from kg.errors import UnreadableDocumentError
from kg.grid import Cell, Grid
from kg.readers import read_grids

WORKBOOK = """<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="share"><NumberFormat ss:Format="0%"/></Style>
<Style ss:ID="day"><NumberFormat ss:Format="Short Date"/></Style></Styles>{sheets}</Workbook>"""


def sheet(rows: str, name: str = "表", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{rows}</Table>{after}</Worksheet>'


def grids(*sheets: str, encoding: str = "utf-8") -> tuple[Grid, ...]:
    text = WORKBOOK.format(encoding=encoding, sheets="".join(sheets))
    media_type, read = read_grids(text.encode(encoding), "表.xls")
    assert media_type == "application/vnd.ms-excel"
    return read


def data(text: str, kind: str = "String", attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="{kind}">{text}</Data></Cell>'


def texts(of: Grid) -> dict[str | None, str]:
    return {cell.address: cell.text for row in of.rows for cell in row.cells}


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_cells_are_read_as_the_sheet_shows_them(encoding: str) -> None:
    row = (
        data("修建水渠")
        + data("0.98", "Number", 'ss:StyleID="share"')
        + data("2024-12-31T00:00:00.000", "DateTime", 'ss:StyleID="day" ss:Index="4"')
        + data("1", "Boolean")
        + data("#DIV/0!", "Error")
        + "<Cell/>"
        + data("<B>水</B>渠")
        + '<Cell><Comment><Data ss:Type="String">批注</Data></Comment></Cell>'
    )
    (read,) = grids(sheet(f'<Row ss:Index="3">{row}</Row>'), encoding=encoding)
    assert texts(read) == {
        "A3": "修建水渠",
        "B3": "98%",
        "D3": "2024/12/31",
        "E3": "TRUE",
        "F3": "#DIV/0!",
        "H3": "水渠",
    }


def test_merged_cells_cover_and_shift_what_follows() -> None:
    merged = data("产出", attributes='ss:MergeAcross="1" ss:MergeDown="1"')
    (read,) = grids(sheet(f"<Row>{merged}{data('C1')}</Row><Row/>"))
    assert read.rows[0].cells == (Cell("产出", 1, "A1", 2, 2), Cell("C1", 3, "C1"))


def test_what_is_hidden_is_told_and_what_a_filter_hides_is_read() -> None:
    rows = '<Column/><Column ss:Hidden="1" ss:Span="1"/>' + "".join(
        f"<Row {hidden}>{data('x') * 4}</Row>" for hidden in ("", *['ss:Hidden="1"'] * 3)
    )
    filtered = '<AutoFilter x:Range="R1C1:R3C4"><AutoFilterColumn/></AutoFilter>'
    unseen = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    shown, hidden = grids(sheet(rows, "甲", filtered), sheet(rows, "乙", unseen))
    assert [row.number for row in shown.rows] == [1, 2, 3]
    assert [omission.where for omission in shown.omissions] == ["row 4", "columns B to C"]
    assert [omission.where for omission in hidden.omissions] == ["sheet 乙"]


@pytest.mark.parametrize("rows", ["<Row>", f'<Row ss:Index="x">{data("1")}</Row>'])
def test_a_damaged_workbook_is_refused_with_a_sentence(rows: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="damaged"):
        grids(sheet(rows))
