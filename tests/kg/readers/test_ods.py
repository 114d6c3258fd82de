import zipfile
from io import BytesIO

import pytest
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

from kg.errors import UnreadableDocumentError
from kg.grid import Cell, Grid
from kg.readers import limits, read_grids

HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    "<office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"


def with_tables(*tables: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", "<manifest/>")
        titled = (
            f'<table:table table:name="表{n}">{table}</table:table>'
            for n, table in enumerate(tables, 1)
        )
        file.writestr("content.xml", HEAD + "".join(titled) + TAIL)
    return data.getvalue()


def grid(rows: str) -> Grid:
    _, (only,) = read_grids(with_tables(rows), "表.ods")
    return only


def cell(content: str, **attributes: object) -> str:
    named = "".join(
        f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"'
        for name, value in attributes.items()
    )
    return f"<table:table-cell{named}>{content}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def texts(of: Grid) -> dict[str | None, str]:
    return {cell.address: cell.text for row in of.rows for cell in row.cells}


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("<text:p>98%</text:p>", "98%"),
        ("<text:p>修建</text:p><text:p>水渠</text:p>", "修建\n水渠"),
        ("<text:p>修<text:span>建<text:line-break/>水</text:span>渠</text:p>", "修建\n水渠"),
        ('<text:p>a<text:s text:c="2"/>b<text:s/>c<text:tab/>d</text:p>', "a  b c\td"),
        ("<text:p>a\n   b  c</text:p>", "a b  c"),
        ('<text:p>a<text:s text:c="999999999"/>b</text:p>', "a" + " " * 100 + "b"),
        ("<office:annotation><text:p>批注</text:p></office:annotation><text:p>值</text:p>", "值"),
        (
            "<text:p><text:ruby><text:ruby-base>渠</text:ruby-base>"
            "<text:ruby-text>qú</text:ruby-text></text:ruby>道</text:p>",
            "渠道",
        ),
    ],
)
def test_paragraphs_are_read_as_displayed(content: str, shown: str) -> None:
    assert texts(grid(row(cell(content)))) == {"A1": shown}


@pytest.mark.parametrize(
    ("kind", "name", "value", "shown"),
    [
        ("float", "value", "95.0", "95"),
        ("percentage", "value", "0.98", "98%"),
        ("date", "date_value", "2024-12-31T00:00:00", "2024-12-31"),
        ("boolean", "boolean_value", "true", "TRUE"),
        ("string", "string_value", "水渠", "水渠"),
    ],
)
def test_a_value_without_text_is_shown_plainly(
    kind: str, name: str, value: str, shown: str
) -> None:
    typed = cell("", office_value_type=kind, **{f"office_{name}": value})
    assert texts(grid(row(typed))) == {"A1": shown}


def test_repeated_cells_and_rows_are_repeated_where_they_have_text() -> None:
    twice = cell("<text:p>无</text:p>", table_number_columns_repeated=2)
    gap = cell("", table_number_columns_repeated=3)
    read = grid(row(gap, twice, attributes='table:number-rows-repeated="2"'))
    assert texts(read) == {"D1": "无", "E1": "无", "D2": "无", "E2": "无"}


def test_huge_repeats_of_nothing_cost_nothing() -> None:
    empty = cell("", table_number_columns_repeated=10**12)
    read = grid(
        row(empty, attributes='table:number-rows-repeated="1048575"')
        + row(cell("<text:p>末</text:p>"), empty)
    )
    assert [(r.number, r.line) for r in read.rows] == [(1_048_576, 1_048_576)]


def test_huge_repeats_of_text_are_refused() -> None:
    many = cell("<text:p>无</text:p>", table_number_columns_repeated=10**12)
    with pytest.raises(UnreadableDocumentError, match="more than 5,000,000 cells"):
        grid(row(many))
    with pytest.raises(UnreadableDocumentError, match="more than 5,000,000 cells"):
        grid(row(cell("<text:p>无</text:p>"), attributes='table:number-rows-repeated="10000000"'))


def test_merged_cells_cover_rows_and_columns() -> None:
    spanning = {"table_number_columns_spanned": 2, "table_number_rows_spanned": 2}
    covered = "<table:covered-table-cell/>"
    read = grid(
        row(cell("<text:p>产出</text:p>", **spanning), covered, cell("<text:p>C1</text:p>"))
        + row(covered, covered, cell("<text:p>C2</text:p>"))
    )
    anchor = Cell("产出", 1, "A1", 2, 2)
    assert [(r.cells, r.covered) for r in read.rows] == [
        ((anchor, Cell("C1", 3, "C1")), ()),
        ((Cell("C2", 3, "C2"),), (anchor,)),
    ]


def test_lines_hidden_by_hand_are_told_and_filtered_or_folded_ones_are_read() -> None:
    numbered = [cell(f"<text:p>{letter}</text:p>") for letter in "甲乙丙丁"]
    collapsed = 'table:visibility="collapse"'
    columns = (
        f"<table:table-column/><table:table-column {collapsed}/>"
        f"<table:table-column-group><table:table-column {collapsed}/></table:table-column-group>"
    )
    read = grid(
        columns
        + row(*numbered)
        + row(*numbered, attributes='table:visibility="filter"')
        + f"<table:table-row-group>{row(*numbered, attributes=collapsed)}</table:table-row-group>"
        + row(*numbered, attributes=collapsed)
        + row(attributes=collapsed)
    )
    assert [omission.where for omission in read.omissions] == ["row 4", "column B"]
    assert [[c.column for c in r.cells] for r in read.rows] == [[1, 3, 4]] * 3


def test_a_formula_without_a_value_is_read_as_it_is_and_told() -> None:
    read = grid(row(cell("", table_formula="of:=SUM([.A2:.A3])")))
    assert texts(read) == {"A1": "=SUM([.A2:.A3])"}
    assert [omission.where for omission in read.omissions] == ["cell A1"]


def test_what_odfpy_writes_is_read_with_hidden_sheets_told() -> None:
    document = OpenDocumentSpreadsheet()
    hiding = Style(name="ta2", family="table")
    hiding.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hiding)
    for title, style in (("甲", None), ("乙", hiding)):
        table = Table(name=title, **({"stylename": style} if style else {}))
        line = TableRow()
        value = TableCell()
        value.addElement(P(text=title))
        line.addElement(value)
        table.addElement(line)
        document.spreadsheet.addElement(table)
    data = BytesIO()
    document.write(data)
    media_type, grids = read_grids(data.getvalue(), "表.ods")
    assert media_type == "application/vnd.oasis.opendocument.spreadsheet"
    assert [(read.name, texts(read)) for read in grids] == [("甲", {"A1": "甲"}), ("乙", {})]
    assert [omission.where for omission in grids[1].omissions] == ["sheet 乙"]


def test_a_text_document_is_refused_with_advice() -> None:
    document = OpenDocumentText()
    document.text.addElement(P(text="水渠"))
    data = BytesIO()
    document.write(data)
    with pytest.raises(UnreadableDocumentError, match=r"no spreadsheet; save it as \.docx"):
        read_grids(data.getvalue(), "表.odt")


def test_an_encrypted_spreadsheet_is_refused_with_advice() -> None:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("content.xml", b"\x12\x34")
        file.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
    with pytest.raises(UnreadableDocumentError, match="password; save it without one"):
        read_grids(data.getvalue(), "表.ods")


def test_a_row_of_text_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 2)
    with pytest.raises(UnreadableDocumentError, match="more than 2 cells"):
        grid(row(*[cell("<text:p>无</text:p>")] * 3))
