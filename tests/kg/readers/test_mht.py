import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.mht import accepts, read

PAGE = "<html><body><h1>标题</h1><table><tr><td>一级<td>≥95%</table></body></html>"


def archive(*parts: tuple[str, str, bytes]) -> bytes:
    """A web archive of parts: address, content type, body; bodies are in base64."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_x"\r\n\r\n'
    bodies = "".join(
        f"------=_x\r\nContent-Location: file:///C:/{address}\r\nContent-Type: {kind}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(body).decode()}\r\n"
        for address, kind, body in parts
    )
    return (head + bodies + "------=_x--\r\n").encode()


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def test_the_page_of_an_archive_is_read() -> None:
    data = archive(
        ("a.htm", 'text/html; charset="gb2312"', PAGE.encode("gb18030")),
        ("image001.png", "image/png", b"\x89PNG"),
    )
    assert accepts(data)
    (grid,) = read(data, "a.mht")
    assert texts(grid) == [["标题"], ["一级", "≥95%"]]
    assert grid.name is None


def test_a_single_page_in_quoted_printable_is_read() -> None:
    head = (
        b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n"
    )
    data = head + quopri.encodestring(PAGE.encode())
    assert accepts(data)
    assert texts(read(data, "a.mhtml")[0]) == [["标题"], ["一级", "≥95%"]]


def test_every_sheet_of_a_workbook_is_a_grid_with_its_name() -> None:
    frames = (
        "<html><head><!--[if gte mso 9]><xml><x:ExcelWorksheet><x:Name>目标表</x:Name>"
        '<x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet><x:ExcelWorksheet>'
        '<x:Name>三公&amp;其他</x:Name>\n<x:WorksheetSource HRef="a.files/sheet002.htm"/>'
        "</xml><![endif]--></head><frameset></frameset></html>"
    )
    data = archive(
        ("a.htm", "text/html", frames.encode()),
        ("a.files/sheet001.htm", "text/html", b"<table><tr><td>1</table>"),
        ("a.files/tabstrip.htm", "text/html", b"<table><tr><td>tabs</table>"),
        ("a.files/sheet002.htm", "text/html", b"<table><tr><td>2</table>"),
    )
    first, second = read(data, "a.mht")
    assert (first.name, first.index, texts(first)) == ("目标表", 1, [["1"]])
    assert (second.name, second.index, texts(second)) == ("三公&其他", 2, [["2"]])


def test_parts_that_no_page_names_are_named_by_their_files() -> None:
    data = archive(
        ("frame.htm", "text/html", b"<html><p>x"),
        ("t1.htm", "text/html", b"<table><tr><td>1</table>"),
        ("t2.htm", "text/html", b"<table><tr><td>2</table>"),
    )
    assert [grid.name for grid in read(data, "a.mht")] == ["t1.htm", "t2.htm"]


def test_a_message_without_a_page_is_refused() -> None:
    data = archive(("a.txt", "text/plain", b"x"))
    with pytest.raises(UnreadableDocumentError, match="holds no web page"):
        read(data, "a.mht")


def test_parts_nested_without_end_are_refused() -> None:
    part = 'Content-Type: multipart/mixed; boundary="{0}"\r\n\r\n--{0}\r\n'
    data = "MIME-Version: 1.0\r\n" + "".join(part.format(f"b{n}") for n in range(2_000))
    with pytest.raises(UnreadableDocumentError):
        read(data.encode(), "a.mht")


@pytest.mark.parametrize("text", ["主管部门: 水务局\n项目名称: 水渠\n", "MIME-Version 1.0"])
def test_other_texts_are_no_archives(text: str) -> None:
    assert not accepts(text.encode())


def test_every_beginning_of_an_archive_is_read_or_refused() -> None:
    data = archive(("a.htm", "text/html; charset=utf-8", PAGE.encode()))
    for end in range(0, len(data), 7):
        survives(data[:end])


@given(st.integers(0, 400), st.binary(max_size=6))
def test_an_archive_with_any_damage_is_read_or_refused(at: int, damage: bytes) -> None:
    data = archive(("a.htm", "text/html; charset=utf-8", PAGE.encode()))
    survives(data[:at] + damage + data[at + 1 :])


def survives(data: bytes) -> None:
    try:
        read(data, "a.mht")
    except UnreadableDocumentError as error:
        assert str(error).startswith("a.mht")
