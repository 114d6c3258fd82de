import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.html import accepts, read


def page(html: str | bytes) -> Grid:
    data = html if isinstance(html, bytes) else html.encode()
    (grid,) = read(data, "表.html")
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=utf-8><table><tr><td>镕≥5<td>万元".encode(),
        "<meta charset='gb2312'><table><tr><td>镕≥5<td>万元".encode("gb18030"),
        '<meta http-equiv="Content-Type" content="text/html; charset=GBK">'
        "<table><tr><td>镕≥5<td>万元".encode("gb18030"),
        "<meta charset=gb2312><table><tr><td>镕≥5<td>万元".encode(),
        "<meta charset=utf-8><table><tr><td>镕≥5<td>万元".encode("gb18030"),
        "<meta charset=iso-8859-1><table><tr><td>镕≥5<td>万元".encode("gb18030"),
        "<meta charset=none-such><table><tr><td>镕≥5<td>万元".encode("gb18030"),
        "<table><tr><td>镕≥5<td>万元".encode("gb18030"),
        "<table><tr><td>镕≥5<td>万元".encode("utf-8-sig"),
        "<table><tr><td>镕≥5<td>万元".encode("utf-16"),
        "<table>\n<tr><td>镕≥5<td>万元".encode("utf-16-le"),
        b'<?xml version="1.0" encoding="gb2312"?>'
        + "<html><table><tr><td>镕≥5</td><td>万元</td></tr></table></html>".encode("gb18030"),
    ],
    ids=[
        "utf8",
        "gb18030",
        "gbk",
        "says-gb-is-utf8",
        "says-utf8-is-gb",
        "latin1",
        "unknown",
        "undeclared",
        "bom",
        "utf16",
        "utf16-bare",
        "xhtml",
    ],
)
def test_every_encoding_reads_the_same(data: bytes) -> None:
    assert accepts(data)
    assert texts(page(data)) == [["镕≥5", "万元"]]


@pytest.mark.parametrize(
    "html",
    [
        "<!DOCTYPE html><p>x",
        "\n <HTML xmlns:x='urn:schemas-microsoft-com:office:excel'>",
        "<!-- 系统导出 --><html>",
        "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-'><html/>",
        "<style>td{mso-number-format:General}</style><table>",
        "<table><tr><td>1",
    ],
)
def test_web_pages_are_told_by_their_beginning(html: str) -> None:
    assert accepts(html.encode())


@pytest.mark.parametrize("text", ["<?xml version='1.0'?><w:wordDocument/>", "<表1>\t一级", "a<b"])
def test_what_is_no_web_page_is_left_to_others(text: str) -> None:
    assert not accepts(text.encode())


def test_spans_follow_the_table_model_of_html() -> None:
    grid = page(
        "<table><tr><th rowspan=2>一级<th colspan=2>二级"
        "<tr><td>a<td>b"
        "<tr><td colspan=99999>w<tr><td rowspan=0>z<td>x<td>y<tr><td>u<td>v</table>"
    )
    assert [[(c.text, c.column, c.width, c.height) for c in row.cells] for row in grid.rows] == [
        [("一级", 1, 1, 2), ("二级", 2, 2, 1)],
        [("a", 2, 1, 1), ("b", 3, 1, 1)],
        [("w", 1, 3, 1)],
        [("z", 1, 1, 2), ("x", 2, 1, 1), ("y", 3, 1, 1)],
        [("u", 2, 1, 1), ("v", 3, 1, 1)],
    ]
    assert [[cell.text for cell in row.covered] for row in grid.rows] == [
        [],
        ["一级"],
        [],
        [],
        ["z"],
    ]
    assert grid.rows[1].cells[1].address == "T1.C2"


@pytest.mark.parametrize("span", ["-1", "x", "", "1.5", "9" * 5000, "²"])
def test_a_span_that_is_no_number_is_one_cell(span: str) -> None:
    grid = page(f"<table><tr><td colspan='{span}' rowspan='{span}'>a<td>b<tr><td>c<td>d</table>")
    assert grid.rows[0].cells[0].width == 1


def test_a_cell_reaches_no_further_than_its_group() -> None:
    grid = page(
        "<table><tfoot><tr><td>合计</tfoot><tbody><tr><td rowspan=9>甲<td>1<tr><td>2</tbody>"
        "<thead><tr><th rowspan=5>级<th>名</thead></table>"
    )
    assert texts(grid) == [["级", "名"], ["甲", "1"], ["2"], ["合计"]]
    assert [row.cells[0].height for row in grid.rows] == [1, 2, 1, 1]


def test_breaks_and_blocks_in_a_cell_are_lines_and_source_lines_are_not() -> None:
    grid = page(
        "<table><tr><td>1.甲<br>2.乙<p>3.丙</p>&nbsp;<td>三级\n   指标<td>a\n b<b>c</b>"
        "<td>3 &lt; 5</table>"
    )
    assert texts(grid) == [["1.甲\n2.乙\n3.丙", "三级指标", "a bc", "3 < 5"]]


def test_text_around_tables_is_paragraphs() -> None:
    grid = page(
        "<title>不显</title><h2>标题</h2><ul><li>首页<li>公开</ul>"
        "<table><caption>表一</caption><tr><td>a</table>尾<br>页<script>var x</script>"
    )
    assert texts(grid) == [["标题"], ["首页"], ["公开"], ["表一"], ["a"], ["尾"], ["页"]]
    assert [row.part for row in grid.rows].count("text") == 6


def test_layout_tables_are_read_in_place() -> None:
    inner = "<table><tr><td>一级<td>二级<tr><td>产出<td>数量</table>"
    grid = page(f"<table><tr><td>首页<td>公开<tr><td colspan=2>前{inner}后</table>")
    assert texts(grid) == [["首页"], ["公开"], ["前"], ["一级", "二级"], ["产出", "数量"], ["后"]]
    assert grid.rows[3].part == "table 1"


def test_a_table_in_a_form_comes_below_its_row() -> None:
    inner = "<table><tr><td>产出<td>数量</table>"
    grid = page(f"<table><tr><td>名称<td>水渠<tr><td>指标<td>{inner}<tr><td>备注<td>无</table>")
    assert texts(grid) == [["名称", "水渠"], ["指标", ""], ["产出", "数量"], ["备注", "无"]]


def test_hidden_rows_are_told_and_hidden_menus_are_not() -> None:
    grid = page(
        "<div style='display: none'>菜单</div><table><tr><td>甲<tr style='DISPLAY:NONE'><td>密"
        "<tr hidden><td>藏<tr height=0 style='display:none'><td></table>"
    )
    assert texts(grid) == [["甲"]]
    assert [omission.where for omission in grid.omissions] == ["table 1, row 1"] * 2
    assert "密" in grid.omissions[0].reason


def test_a_sheet_saved_as_a_web_page_reads_as_it_is_shown() -> None:
    grid = page(
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><!--[if gte mso 9]><xml>"
        "<x:Name>表</x:Name></xml><![endif]--><style>.x{mso-number-format:0%}</style></head>"
        "<table><col width=72><tr><td class=x x:num='0.98'>98%</td><td x:str>"
        "<span style='mso-spacerun:yes'>&nbsp;</span>甲</td></tr>"
        "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td>"
        "</tr><![endif]></table>"
    )
    assert texts(grid) == [["98%", "甲"]]
    assert grid.omissions == ()


def test_forms_show_their_values() -> None:
    grid = page(
        "<table><tr><td><input value='水渠'><input type=hidden value=x>"
        "<td><select><option>甲<option selected>乙</select></table>"
    )
    assert texts(grid) == [["水渠", "乙"]]


def test_tables_that_are_not_closed_lose_nothing() -> None:
    grid = page("<table><table><tr><td>a</table><tr><td>b</table><td>c</td>")
    assert [text for row in texts(grid) for text in row] == ["a", "b", "c"]


def test_nul_and_control_characters_are_spaces() -> None:
    assert texts(page(b"<meta charset=utf-8><table><tr><td>a\0b\x0b&#12;c")) == [["a b c"]]


@pytest.mark.parametrize("tag", ["div", "font", "table", "table><tr><td"])
def test_a_page_nested_too_deep_is_refused(tag: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="copy"):
        page(f"<{tag}>" * 10_000 + "x")


def test_tags_left_open_a_thousand_times_are_read() -> None:
    assert texts(page("<font>" * 1000 + "x")) == [["x"]]


def test_an_empty_page_has_no_rows() -> None:
    assert page("<html>").rows == ()


def test_every_beginning_of_a_page_is_read_or_refused() -> None:
    data = "<html><table><tr><td rowspan=2>产出<td>数量<tr><td>≥5</table></html>".encode("gb18030")
    for end in range(len(data)):
        survives(data[:end])


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<table>", "</table>", "<tr>", "</tr>", "<td rowspan=3>", "<td colspan=2>"),
                *("</td>", "<tbody>", "</tbody>", "<p>", "<div hidden>", "</div>", "<caption>"),
                *("x", "\0", "<br>", "<!--", "-->", "<td style=display:none>", "&#0;", "<select>"),
            ]
        ),
        max_size=60,
    )
)
def test_any_soup_of_tags_is_read(tags: list[str]) -> None:
    survives("".join(tags).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    survives(b"<table><tr><td>" + data)


def survives(data: bytes) -> None:
    try:
        grids = read(data, "a.html")
    except UnreadableDocumentError as error:
        assert str(error).startswith("a.html")
    else:
        assert [row.number for row in grids[0].rows] == list(range(1, len(grids[0].rows) + 1))
