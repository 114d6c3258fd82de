import pytest

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers import read_grids

TABLE = "一级指标\t二级指标\t三级指标\t绩效值\n产出指标\t数量指标\t修建水渠\t≥3公里\n"


def texts(grids: tuple[Grid, ...]) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for grid in grids for row in grid.rows]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8"),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.encode("utf-16"),
        b"\xfe\xff" + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.replace("\n", "\r\n").encode("gb18030"),
        TABLE.replace("\n", "\r").encode("utf-8"),
    ],
    ids=["utf8", "bom", "gb18030", "utf16", "utf16be", "le-bare", "be-bare", "crlf", "cr"],
)
def test_every_encoding_and_line_end_reads_the_same(data: bytes) -> None:
    media_type, grids = read_grids(data, "表.dat")
    assert media_type == "text/plain"
    assert texts(grids) == [line.split("\t") for line in TABLE.splitlines()]
    assert [row.number for row in grids[0].rows] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "一级,二级,三级,指标值\n产出,数量,修建水渠,≥3公里\n",
        '一级,二级,三级,指标值\n产出,"数量",修建水渠,"≥3公里"\n',
        "| 一级 | 二级 | 三级 | 指标值 |\n| 产出 | 数量 | 修建水渠 | ≥3公里 |\n",
        "一级   二级   三级   指标值\n产出   数量   修建水渠   ≥3公里\n",
        "一级\u3000二级\u3000三级\u3000指标值\n产出\u3000数量\u3000修建水渠\u3000≥3公里\n",
    ],
    ids=["csv", "quoted", "pipes", "spaces", "wide-spaces"],
)
def test_separators_are_told_by_content(text: str) -> None:
    _, grids = read_grids(text.encode(), "表.txt")
    assert texts(grids) == [
        ["一级", "二级", "三级", "指标值"],
        ["产出", "数量", "修建水渠", "≥3公里"],
    ]


def test_a_quoted_cell_keeps_its_line_breaks_and_the_line_numbers_follow() -> None:
    _, grids = read_grids(b'a,b,c\n1,"x\ny",3\n4,5,6\n', "t.csv")
    assert [(row.number, row.cells[1].text) for row in grids[0].rows] == [
        (1, "b"),
        (2, "x\ny"),
        (4, "5"),
    ]


def test_a_line_break_in_a_quoted_cell_is_a_line_feed() -> None:
    _, grids = read_grids(b'a,b,c\r\n1,"x\r\ny",3\r\n', "t.csv")
    assert [cell.text for cell in grids[0].rows[1].cells] == ["1", "x\ny", "3"]


def test_a_stray_quote_is_text_and_swallows_nothing() -> None:
    _, grids = read_grids(b'a\tb\tc\n"1\t2\t3\n4\t5\t6\n', "t.txt")
    assert texts(grids) == [["a", "b", "c"], ['"1', "2", "3"], ["4", "5", "6"]]


def test_commas_in_the_text_of_a_tab_separated_table_separate_nothing() -> None:
    line = "产出\t提高,改善,增加,扩大\t5\n"
    assert texts(read_grids((line * 3).encode(), "t.txt")[1])[0][1] == "提高,改善,增加,扩大"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"PK\x03\x04\x14\x00", "an archive that is damaged or cut off"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40,
            "an old Office document without a workbook",
        ),
        (b"%PDF-1.7\n", "the end of the PDF is missing"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "an XML file.*Word's XML of 2003"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\0" * 64, "binary file of an unknown format"),
        ("项目名称\t\0\t水渠\n".encode(), r"U\+0000.*download it again"),
        ("项目名称\n水\x01渠\n".encode(), r"row 2: .*U\+0001"),
        ("水渠".encode() * 200 + b"\xff" + "道路".encode() * 200, "byte 1200 is not valid UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=sentence) as caught:
        read_grids(data, "平罗.txt")
    assert str(caught.value).startswith("平罗.txt")


def test_a_cell_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="cannot be split into cells"):
        read_grids(("a\tb\tc\n" * 3 + "长" * 200_000).encode(), "t.txt")
