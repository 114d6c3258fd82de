from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.docx import accepts, read


def saved(document: Document) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def made(build: Callable[[Document], None]) -> Grid:
    document = docx.Document()
    build(document)
    (grid,) = read(saved(document), "表.docx")
    return grid


def body(xml: str) -> Grid:
    """Read a document whose body is this XML."""

    def build(document: Document) -> None:
        root = parse_xml(f"<w:body {nsdecls('w')} {OTHERS}>{xml}</w:body>")
        for element in list(root):
            document.element.body.insert_element_before(element, "w:sectPr")

    return made(build)


OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def replaced(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(changed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return changed.getvalue()


def small() -> bytes:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(1, 1).text = "≥95%"
    return saved(document)


def test_paragraphs_and_tables_come_in_the_order_of_the_body() -> None:
    grid = body(p("标题") + tbl(tr(tc("a"), tc("b"))) + p("中间") + tbl(tr(tc("c"))) + p(" "))
    assert [(row.number, row.part, row.line) for row in grid.rows] == [
        (1, "text", 1),
        (2, "table 1", 1),
        (3, "text", 2),
        (4, "table 2", 1),
    ]
    assert texts(grid) == [["标题"], ["a", "b"], ["中间"], ["c"]]
    assert [cell.address for cell in grid.rows[1].cells] == ["T1.A1", "T1.B1"]
    assert grid.rows[0].cells[0].address is None


def test_merged_cells_keep_their_columns_and_cover_the_rows_below() -> None:
    grid = body(
        tbl(
            tr(tc("一级", '<w:vMerge w:val="restart"/>'), tc("名称", '<w:gridSpan w:val="2"/>')),
            tr(tc("", "<w:vMerge/>"), tc("x"), tc("y")),
            tr(tc("末"), properties='<w:gridBefore w:val="1"/>'),
        )
    )
    first, second, third = grid.rows
    assert [(c.column, c.width, c.height) for c in first.cells] == [(1, 1, 2), (2, 2, 1)]
    assert [(c.text, c.column) for c in second.cells] == [("x", 2), ("y", 3)]
    assert [c.text for c in second.covered] == ["一级"]
    assert [(c.text, c.column, c.address) for c in third.cells] == [("末", 2, "T1.B3")]


def test_text_under_a_merged_cell_is_told() -> None:
    start = '<w:vMerge w:val="restart"/>'
    grid = body(tbl(tr(tc("上", start)), tr(tc("藏", "<w:vMerge/>"))))
    assert texts(grid) == [["上"]]
    (omission,) = grid.omissions
    assert omission.where == "table 1, row 1"
    assert "藏" in omission.reason


def test_breaks_tabs_and_paragraphs_in_a_cell() -> None:
    cell = (
        "<w:tc><w:p><w:r><w:t>1.甲</w:t><w:br/><w:t>2.乙</w:t></w:r></w:p>"
        "<w:p/><w:p><w:r><w:t>3.</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/></w:r></w:p></w:tc>"
    )
    assert texts(body(tbl(tr(cell)))) == [["1.甲\n2.乙\n3. 丙-"]]


def test_content_controls_and_insertions_are_read_and_deletions_are_not() -> None:
    inserted = '<w:ins w:id="1" w:author="a"><w:r><w:t>新</w:t></w:r></w:ins>'
    removed = '<w:del w:id="2" w:author="a"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = control.format(tr(control.format(tc("甲")), tc("乙")))
    gone = tr(tc("删"), properties='<w:del w:id="3" w:author="a"/>')
    grid = body(f"<w:p>{inserted}{removed}</w:p>" + control.format(tbl(row, gone, tr(tc("丙")))))
    assert texts(grid) == [["新"], ["甲", "乙"], ["丙"]]
    assert grid.rows[-1].line == 2


def test_a_text_box_is_read_once() -> None:
    content = f"<w:txbxContent>{p('框中')}{tbl(tr(tc('x')))}</w:txbxContent>"
    grid = body(
        "<w:p><w:r><w:t>段</w:t><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
        "</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert texts(grid) == [["段"], ["框中"], ["x"]]


def test_a_layout_table_is_read_in_place() -> None:
    inner = tbl(tr(tc("一级"), tc("二级")), tr(tc("产出"), tc("数量")))
    grid = body(tbl(tr(f"<w:tc>{p('标题')}{inner}{p('填表人')}</w:tc>")))
    assert texts(grid) == [["标题"], ["一级", "二级"], ["产出", "数量"], ["填表人"]]
    assert [row.part for row in grid.rows] == ["text", "table 1", "table 1", "text"]


def test_a_table_in_a_form_comes_below_its_row() -> None:
    inner = tbl(tr(tc("产出"), tc("数量")))
    grid = body(
        tbl(
            tr(tc("项目名称", '<w:vMerge w:val="restart"/>'), tc("水渠")),
            tr(tc("", "<w:vMerge/>"), f"<w:tc>{p('指标')}{inner}</w:tc>"),
            tr(tc("备注"), tc("无")),
        )
    )
    assert texts(grid) == [["项目名称", "水渠"], ["指标"], ["产出", "数量"], ["备注", "无"]]
    assert [row.part for row in grid.rows] == ["table 1", "table 1", "table 2", "table 1"]
    assert [[cell.text for cell in row.covered] for row in grid.rows] == [[], ["项目名称"], [], []]


def test_hidden_text_is_told_and_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
    row = tr(tc("藏行"), properties="<w:hidden/>")
    grid = body(f"<w:p>{hidden}{shown}</w:p>" + tbl(tr(tc("甲")), row))
    assert texts(grid) == [["显"], ["甲"]]
    assert [(o.where, o.reason[-2:].strip()) for o in grid.omissions] == [
        ("text, after row 1", "密"),
        ("table 1, row 1", "藏行"),
    ]


def test_a_style_can_hide_text() -> None:
    def build(document: Document) -> None:
        style = document.styles.add_style("暗", 2)
        style.font.hidden = True
        paragraph = document.add_paragraph("显")
        paragraph.add_run("密", style=style)

    grid = made(build)
    assert texts(grid) == [["显"]]
    assert len(grid.omissions) == 1


def test_signs_of_symbol_fonts_are_read() -> None:
    sign = '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r></w:p>'
    box = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r></w:p>'
    unknown = '<w:p><w:r><w:sym w:font="Webdings" w:char="zz"/></w:r></w:p>'
    assert texts(body(sign + box + unknown)) == [["≥95%"], ["☑是"], ["\ufffd"]]


def test_headers_and_footers_are_not_read() -> None:
    def build(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.add_paragraph("正文")

    assert texts(made(build)) == [["正文"]]


def test_a_document_in_an_unusual_place_is_read() -> None:
    data = BytesIO()
    with ZipFile(BytesIO(small())) as old, ZipFile(data, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), content)
    assert accepts(data.getvalue())
    assert texts(read(data.getvalue(), "a.docx")[0])[-1] == ["≥95%"]


def test_a_reference_to_an_image_that_is_missing_is_no_fault() -> None:
    dangling = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="NULL"/></Relationships>'
    )
    data = replaced(
        small(),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(b"</Relationships>", dangling),
    )
    assert texts(read(data, "a.docx")[0])[-1] == ["≥95%"]


def test_a_doctype_is_refused() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = replaced(small(), "word/document.xml", lambda xml: bomb + xml[xml.index(b"?>") + 2 :])
    with pytest.raises(UnreadableDocumentError, match="DOCTYPE"):
        read(data, "a.docx")


def test_elements_nested_too_deep_are_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match=r"over a limit .*depth"):
        read(deep(), "a.docx")


def deep() -> bytes:
    def change(xml: bytes) -> bytes:
        return xml.replace(b"<w:sectPr", b"<w:smartTag>" * 10_000 + b"<w:sectPr", 1)

    return replaced(small(), "word/document.xml", change)


def test_elements_as_deep_as_the_parser_allows_are_read() -> None:
    depth = 60
    xml = "".join(["<w:tbl><w:tr><w:tc>"] * depth) + p("x") + "</w:tc></w:tr></w:tbl>" * depth
    assert texts(body(xml)) == [["x"]]


def test_every_beginning_of_a_document_is_refused_or_read() -> None:
    data = small()
    for end in range(0, len(data), 97):
        part = data[:end]
        assert not accepts(part)
        with pytest.raises(UnreadableDocumentError):
            read(part, "a.docx")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_document_with_any_damage_is_refused_or_read(data: st.DataObject) -> None:
    def change(xml: bytes) -> bytes:
        at = data.draw(st.integers(0, len(xml) - 1))
        return xml[:at] + data.draw(st.binary(max_size=4)) + xml[at + 1 :]

    damaged = replaced(SMALL, "word/document.xml", change)
    try:
        read(damaged, "a.docx")
    except UnreadableDocumentError as error:
        assert str(error).startswith("a.docx")


SMALL = small()
