"""Every writer, checked by opening its file with the library of its format."""

import io
from collections import Counter
from datetime import date
from random import Random

import openpyxl
import pdfplumber
import pytest
import xlrd

from benchmarks.corpus import document_for
from benchmarks.corpus.formats import FORMATS
from benchmarks.corpus.layouts import print_sheets
from benchmarks.corpus.sheets import Content, Line, LineKind, Placed, Sheet
from benchmarks.corpus.styles import styles
from tests.benchmarks.corpus.opened import OPENERS

LETTER_BY_LETTER = {name for name in FORMATS if name.startswith(("pdf", "txt"))}
HIDES_SHEETS = {name for name, form in FORMATS.items() if form.named_sheets}


def sheets_of(layout: str, file_format: str, seed: int) -> tuple[Sheet, ...]:
    document = document_for(layout, 3, seed)
    named = FORMATS[file_format].named_sheets
    return print_sheets(layout, document, Random(seed), named).sheets


def texts(sheets: tuple[Sheet, ...], file_format: str) -> list[str]:
    shown = [s for s in sheets if not s.hidden or file_format in HIDES_SHEETS]
    return [cell.text for s in shown for line in s.lines for cell in line.cells if cell.text]


def test_every_format_has_an_opener() -> None:
    assert OPENERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("file_format", sorted(FORMATS.keys() - LETTER_BY_LETTER))
@pytest.mark.parametrize("layout", styles())
def test_a_file_holds_the_printed_texts_in_order(layout: str, file_format: str) -> None:
    for seed in range(3):
        sheets = sheets_of(layout, file_format, seed)
        opened = list(OPENERS[file_format](FORMATS[file_format].write(sheets)))
        assert opened == texts(sheets, file_format)


@pytest.mark.parametrize("file_format", sorted(LETTER_BY_LETTER))
@pytest.mark.parametrize("layout", styles())
def test_a_page_holds_every_printed_letter(layout: str, file_format: str) -> None:
    for seed in range(3):
        sheets = sheets_of(layout, file_format, seed)
        letters = Counter(OPENERS[file_format](FORMATS[file_format].write(sheets)))
        printed = Counter("".join("".join(texts(sheets, file_format)).split()))
        more = {letter: letters[letter] - count for letter, count in printed.items()}
        assert all(count >= 0 for count in more.values()), more
        if file_format in ("pdf", "pdf-bare"):
            assert not any(more.values()), more


TABLE = Sheet(
    "表",
    (
        Line((Placed(Content("标题"), 1, 3),), LineKind.CAPTION),
        Line((Placed(Content("甲"), 1, 2), Placed(Content("98%", 0.98, "0%"), 3))),
        Line((Placed(Content("乙"), 1, 1, 2), Placed(Content("1\n2"), 2))),
        Line((Placed(Content("2024-12-31", date(2024, 12, 31), "yyyy-mm-dd"), 3),), hidden=True),
    ),
)


def written(file_format: str) -> bytes:
    return FORMATS[file_format].write((TABLE,))


def test_a_workbook_has_merged_cells_numbers_days_and_hidden_rows() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written("xlsx")))["表"]
    assert {str(area) for area in page.merged_cells.ranges} == {"A1:C1", "A2:B2", "A3:A4"}
    assert (page["C2"].value, page["C2"].number_format) == (0.98, "0%")
    assert page["C4"].is_date
    assert page.row_dimensions[4].hidden
    assert not page.row_dimensions[3].hidden


def test_an_old_workbook_has_the_same() -> None:
    page = xlrd.open_workbook(file_contents=written("xls"), formatting_info=True).sheet_by_index(0)
    assert sorted(page.merged_cells) == [(0, 1, 0, 3), (1, 2, 0, 2), (2, 4, 0, 1)]
    assert page.cell(3, 2).ctype == xlrd.XL_CELL_DATE
    assert page.rowinfo_map[3].hidden


@pytest.mark.parametrize(
    ("file_format", "printed"),
    [
        ("csv", '\ufeff标题,,\r\n甲,,98%\r\n乙,"1\n2"\r\n,,2024-12-31\r\n\r\n'),
        ("txt", "标题\t\t\n甲\t\t98%\n乙\t1\n2\n\t\t2024-12-31\n\n"),
        ("txt-short", "标题\t\t\n甲\t\t98%\n乙\t1\n2\n\t2024-12-31\n\n"),
    ],
)
def test_text_has_empty_cells_for_merged_ones(file_format: str, printed: str) -> None:
    assert written(file_format).decode() == printed


def test_a_page_has_spans() -> None:
    page = written("html").decode()
    assert '<td colspan="2">甲</td>' in page
    assert '<td rowspan="2">乙</td><td>1<br>2</td>' in page
    assert '<tr style="display:none">' in page


def test_a_text_over_several_lines_inside_a_row_is_quoted() -> None:
    cells = (Placed(Content('1"\n2'), 1), Placed(Content("乙"), 2))
    assert FORMATS["txt"].write((Sheet("", (Line(cells),)),)) == '"1""\n2"\t乙\n\n'.encode()


def long_table(rows: int) -> Sheet:
    header = Line((Placed(Content("序号"), 1), Placed(Content("名称"), 2)), LineKind.HEADER)
    body = [Line((Placed(Content(str(n)), 2),)) for n in range(1, rows)]
    first = Line((Placed(Content("合并"), 1, 1, rows), Placed(Content("0"), 2)))
    return Sheet("", (header, first, *body))


@pytest.mark.parametrize(("file_format", "headers"), [("pdf", 1), ("pdf-repeated", 3)])
def test_a_long_table_goes_on_over_the_page(file_format: str, headers: int) -> None:
    data = FORMATS[file_format].write((long_table(100),))
    with pdfplumber.open(io.BytesIO(data)) as pages:
        tables = [page.extract_tables()[0] for page in pages.pages]
    assert len(tables) == 3
    assert sum(table[0] == ["序号", "名称"] for table in tables) == headers
    numbers = [row[1] for table in tables for row in table if row[1] != "名称"]
    assert numbers == [str(number) for number in range(100)]
    merged = [row[0] for table in tables for row in table if row[0] and row[0] != "序号"]
    assert merged == ["合并"]


def test_a_hidden_sheet_is_in_no_printed_page() -> None:
    hidden = Sheet("代码", TABLE.lines, hidden=True)
    for file_format in FORMATS.keys() - HIDES_SHEETS:
        both = FORMATS[file_format].write((TABLE, hidden))
        assert Counter(OPENERS[file_format](both)) == Counter(
            OPENERS[file_format](written(file_format))
        )
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write((TABLE, hidden))))
    assert [page.sheet_state for page in book] == ["visible", "hidden"]
