from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfplumber.utils.exceptions import PdfminerException
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers import pdf_page
from kg.readers.pdf import accepts, read

FONT = "STSong-Light"
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")
HEADER = ["一级指标", "二级指标", "三级指标", "指标值"]


@pytest.fixture(autouse=True, scope="module")
def chinese_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def p(text: str, size: float = 10) -> Paragraph:
    style = ParagraphStyle("", fontName=FONT, fontSize=size, leading=size * 1.3, wordWrap="CJK")
    return Paragraph(text, style)


def table(
    rows: Sequence[Sequence[str]], *styles: object, widths: Sequence[float] = (), repeat: int = 0
) -> Table:
    cells = [[p(text) if text else "" for text in row] for row in rows]
    return Table(cells, list(widths) or None, style=TableStyle(styles), repeatRows=repeat)


def pdf(*story: Flowable, **options: object) -> bytes:
    data = BytesIO()
    SimpleDocTemplate(data, **({"pagesize": A4} | options)).build(list(story))
    return data.getvalue()


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    data = BytesIO()
    canvas = Canvas(data, **({"pagesize": A4} | options))
    canvas.setFont(FONT, 12)
    draw(canvas)
    canvas.save()
    return data.getvalue()


def grid_of(data: bytes) -> Grid:
    (grid,) = read(data, "表.pdf")
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def in_columns(grid: Grid, columns: int) -> list[list[str]]:
    """The texts of every row by their columns, "" where a column has none."""
    rows = [{cell.column: cell.text for cell in row.cells} for row in grid.rows]
    return [[row.get(column, "") for column in range(1, columns + 1)] for row in rows]


def test_a_table_with_rules_stands_between_the_lines_around_it() -> None:
    grid = grid_of(
        pdf(
            p("2024年绩效目标表", 16),
            table([HEADER, ["产出指标", "数量指标", "修建水渠", "≥3公里"]], GRID, widths=[80] * 4),
            p("填表人：张三"),
        )
    )
    assert texts(grid) == [
        ["2024年绩效目标表"],
        HEADER,
        ["产出指标", "数量指标", "修建水渠", "≥3公里"],
        ["填表人：张三"],
    ]
    assert [(row.number, row.part, row.line) for row in grid.rows] == [
        (line, "page 1", line) for line in (1, 2, 3, 4)
    ]
    assert grid.rows[2].cells[3].address == "P1.T1.D2"
    assert grid.rows[0].cells[0].address is None


def test_merged_cells_have_their_size_in_the_columns_of_the_table() -> None:
    rows = [
        ["总体目标", "改善灌溉", "", ""],
        ["产出指标", "数量指标", "修建水渠", "≥3公里"],
        ["", "", "受益人口", "≥500人"],
        ["", "质量指标", "合格率", "100%"],
    ]
    spans = [("SPAN", (1, 0), (3, 0)), ("SPAN", (0, 1), (0, 3)), ("SPAN", (1, 1), (1, 2))]
    grid = grid_of(pdf(table(rows, GRID, MIDDLE, *spans, widths=[80] * 4)))
    assert [[(c.text, c.column, c.width, c.height) for c in row.cells] for row in grid.rows] == [
        [("总体目标", 1, 1, 1), ("改善灌溉", 2, 3, 1)],
        [
            ("产出指标", 1, 1, 3),
            ("数量指标", 2, 1, 2),
            ("修建水渠", 3, 1, 1),
            ("≥3公里", 4, 1, 1),
        ],
        [("受益人口", 3, 1, 1), ("≥500人", 4, 1, 1)],
        [("质量指标", 2, 1, 1), ("合格率", 3, 1, 1), ("100%", 4, 1, 1)],
    ]
    assert [cell.text for cell in grid.rows[2].covered] == ["产出指标", "数量指标"]


def test_wrapped_lines_are_joined_and_enumerations_are_not() -> None:
    goal = (
        "1.完成渠道砌护12公里，改善灌溉面积3000亩，2、3号渠同步完成，新增高效节水灌溉。<br/>"
        "2.群众满意度达到95%以上。"
    )
    grid = grid_of(pdf(table([["总体目标", goal]], GRID, widths=[60, 130])))
    assert texts(grid) == [["总体目标", goal.replace("<br/>", "\n")]]


def test_latin_words_keep_the_space_at_which_they_were_broken() -> None:
    style = ParagraphStyle("", fontName="Helvetica", fontSize=10)
    words = "annual performance targets of the water bureau for 1200 people in 34 towns"
    cell = Paragraph(words, style)
    data = pdf(Table([[p("目标"), cell]], [60, 90], style=TableStyle([GRID])))
    assert texts(grid_of(data)) == [["目标", words]]


def test_a_table_over_pages_keeps_its_columns_and_repeats_its_header_as_printed() -> None:
    rows = [["产出指标", "数量指标", f"修建第{n}段水渠", f"≥{n}公里"] for n in range(1, 61)]
    grid = grid_of(pdf(table([HEADER, *rows], GRID, widths=[80] * 4, repeat=1)))
    assert [row for row in texts(grid) if row != HEADER] == rows
    assert texts(grid).count(HEADER) == 3
    second = [row for row in grid.rows if row.part == "page 2"]
    assert [row.line for row in second] == list(range(1, len(second) + 1))
    assert second[1].cells[3].address == "P2.T1.D2"


def test_columns_of_the_next_page_are_counted_with_those_above_them() -> None:
    widths = [60, 40, 40, 60]
    first = table([["a", "b", "c", "d"], ["e", "f", "", "g"]], GRID, ("SPAN", (1, 1), (2, 1)),
                  widths=widths)  # fmt: skip
    second = table([["h", "i", "k"]], GRID, widths=[60, 80, 60])
    grid = grid_of(pdf(first, PageBreak(), second))
    assert [(c.text, c.column, c.width) for c in grid.rows[-1].cells] == [
        ("h", 1, 1),
        ("i", 2, 2),
        ("k", 4, 1),
    ]


def test_a_row_cut_by_the_page_break_is_whole_again() -> None:
    widths = [80, 80, 84, 80]
    first = table(
        [HEADER, ["产出指标", "数量指标", "修建农村饮水安", "≥3公里"]], GRID, widths=widths
    )
    second = table([["", "", "全管网", ""], ["", "", "水表", "9块"]], GRID, widths=widths)
    grid = grid_of(pdf(first, PageBreak(), second))
    assert in_columns(grid, 4) == [
        HEADER,
        ["产出指标", "数量指标", "修建农村饮水安全管网", "≥3公里"],
        ["", "", "水表", "9块"],
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["产出指标", "数量指标", "修建水渠", "≥3公里"], ["", "", "全管网", ""]),
        (["产出指标", "数量指标", "修建农村饮水。", "≥3公里"], ["", "", "全管网", ""]),
        (["产出指标", "数量指标", "修建农村饮水安", "≥3公里"], ["", "", "全管网", "9块"]),
        (["产出指标", "数量指标", "修建农村饮水安", "≥3公里"], ["", "质量指标", "全管网", ""]),
    ],
    ids=["room-left", "sentence-ended", "value", "level"],
)
def test_a_row_that_may_be_one_of_its_own_is_left_as_printed(
    above: list[str], below: list[str]
) -> None:
    widths = [80, 80, 84, 80]
    data = pdf(
        table([above], GRID, widths=widths), PageBreak(), table([below], GRID, widths=widths)
    )
    assert in_columns(grid_of(data), 4) == [above, below]


def test_open_sides_and_double_rules_are_a_table_all_the_same() -> None:
    rules = [
        ("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.black),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black, None, None, None, 2, 1.5),
        ("LINEAFTER", (0, 0), (2, -1), 0.5, colors.black),
    ]
    rows = [HEADER, ["产出指标", "", "修建水渠", "≥3公里"]]
    assert in_columns(grid_of(pdf(table(rows, *rules, widths=[80] * 4))), 4) == rows


def test_columns_are_told_without_rules() -> None:
    rows = [
        HEADER,
        ["产出指标", "数量指标", "修建农村饮水安全管网及附属设施", "≥12公里"],
        ["", "", "受益人口", "≥1200人"],
        ["", "质量指标", "验收合格率", "100%"],
        ["效益指标", "社会效益指标", "农村自来水普及率", "≥98%"],
    ]
    grid = grid_of(
        pdf(p("绩效目标表", 16), table(rows, MIDDLE, widths=[80, 90, 100, 80]), p("填表人：张三"))
    )
    printed = [
        [next((c.text for c in row.cells if c.column == n), "") for n in (1, 2, 3, 4)]
        for row in grid.rows
    ]
    assert printed[1:-1] == rows
    assert grid.rows[2].cells[-1].address == "P1.T1.D2"
    assert texts(grid)[0] == ["绩效目标表"]
    assert texts(grid)[-1] == ["填表人：张三"]


def test_pages_without_rules_share_their_columns() -> None:
    first = [HEADER, *[["产出指标", "数量指标", f"修建水渠{n}", f"≥{n}公里"] for n in range(3)]]
    second = [["", "", f"受益人口{n}", f"≥{n}人"] for n in range(2)]
    last = [["满意度指标", "服务对象", "群众满意", "≥9%"]]
    widths = [80, 90, 100, 80]
    grid = grid_of(pdf(table(first, widths=widths), PageBreak(),
                       table([*second, *last], widths=widths)))  # fmt: skip
    beyond = [row for row in grid.rows if row.part == "page 2"]
    assert [cell.column for cell in beyond[0].cells] == [3, 4]


def test_tables_of_other_columns_follow_each_other_without_rules() -> None:
    name = ["项目名称", "农村公路养护", "主管部门", "交通运输局"]
    rows = [
        name,
        HEADER,
        *[["产出指标", "数量指标", f"养护公路{n}", f"≥{n}公里"] for n in range(4)],
    ]
    grid = grid_of(
        pdf(
            p("甲表"),
            table(rows, widths=[80, 90, 130, 80]),
            p("乙表"),
            table(rows, widths=[60, 110, 100, 110]),
        )
    )
    assert texts(grid) == [["甲表"], *rows, ["乙表"], *rows]


def test_a_cell_that_fills_its_column_is_parted_from_the_next() -> None:
    def draw(canvas: Canvas) -> None:
        for y, (name, value) in enumerate(
            [("项目总成本", "80万"), ("特殊教育保障总成本", "270万")] * 3
        ):
            for x, text in ((72, "成本指标"), (150, name), (264, value)):
                canvas.drawString(x, 700 - 24 * y, text)

    assert texts(grid_of(drawn(draw)))[1] == ["成本指标", "特殊教育保障总成本", "270万"]


@pytest.mark.parametrize("beside", ["≥1", "≥100公里"])
def test_centred_cells_of_a_column_are_one_column(beside: str) -> None:
    def draw(canvas: Canvas) -> None:
        names = ["数量指标", "社会效益指标", "数量指标", "社会效益指标"]
        for y, name in enumerate(["二级指标", *names]):
            for x, text in ((90, "产出指标"), (220, name), (350, f"修建水渠{name}"), (480, beside)):
                canvas.drawCentredString(x, 700 - 24 * y, text)

    assert {row.cells[-1].column for row in grid_of(drawn(draw)).rows} == {4}


def test_prose_is_no_table() -> None:
    prose = "为做好预算绩效管理工作，根据有关规定，现将项目支出绩效目标予以公开。" * 6
    grid = grid_of(pdf(p(prose)))
    assert "".join(text for row in texts(grid) for text in row) == prose
    assert all(len(row.cells) == 1 for row in grid.rows)


def test_labels_with_their_values_on_one_line_are_cells() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "编制单位：水务局")
        canvas.drawString(400, 700, "单位：万元")
        canvas.drawString(60, 40, "第1页")
        canvas.drawString(400, 40, "共3页")

    assert texts(grid_of(drawn(draw))) == [["编制单位：水务局", "单位：万元"], ["第1页 共3页"]]


def test_characters_printed_twice_for_bold_are_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.3, 0.6):
            canvas.drawString(60 + shift, 700, "绩效目标表22")

    assert texts(grid_of(drawn(draw))) == [["绩效目标表22"]]


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_text_that_runs_in_another_direction_is_turned(quarter: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(90 * quarter)
        canvas.grid([0, 80, 160], [0, 20, 40])
        for row, line in enumerate((["产出", "数量"], ["效益", "社会"])):
            for column, text in enumerate(line):
                canvas.drawString(10 + 80 * column, 25 - 20 * row, text)

    assert texts(grid_of(drawn(draw))) == [["产出", "数量"], ["效益", "社会"]]


def test_a_page_that_is_shown_turned_reads_as_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.grid([100, 180, 260], [100, 120, 140])
        for row, line in enumerate((["产出", "数量"], ["效益", "社会"])):
            for column, text in enumerate(line):
                canvas.drawString(110 + 80 * column, 125 - 20 * row, text)

    assert texts(grid_of(drawn(draw))) == [["产出", "数量"], ["效益", "社会"]]


def test_landscape_pages_are_read() -> None:
    rows = [HEADER, ["产出", "数量", "水渠", "≥3公里"]]
    assert texts(grid_of(pdf(table(rows, GRID), pagesize=landscape(A4)))) == rows


def test_a_slanted_watermark_is_told_and_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "绩效目标表")
        canvas.rotate(30)
        canvas.drawString(300, 300, "内部资料")

    grid = grid_of(drawn(draw))
    assert texts(grid) == [["绩效目标表"]]
    assert grid.omissions[0].where == "page 1"
    assert grid.omissions[0].reason.endswith("内部资料")


def test_white_backgrounds_divide_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([60, 160, 260], [600, 640])
        canvas.setFillColor(colors.white)
        canvas.rect(65, 610, 60, 14, stroke=0, fill=1)
        canvas.rect(60, 622, 200, 6, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        canvas.drawString(65, 614, "产出")
        canvas.drawString(165, 614, "数量")

    assert texts(grid_of(drawn(draw))) == [["产出", "数量"]]


def image() -> ImageReader:
    dot = b"P6\n1 1\n255\n\x80\x80\x80"
    return ImageReader(BytesIO(dot))


def test_a_scan_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="images without text; run OCR") as caught:
        grid_of(drawn(lambda canvas: canvas.drawImage(image(), 0, 0, 500, 800)))
    assert str(caught.value).startswith("表.pdf")


def test_a_scanned_page_among_others_is_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "绩效目标表")
        canvas.showPage()
        canvas.drawImage(image(), 0, 0, 500, 800)

    (omission,) = grid_of(drawn(draw)).omissions
    assert omission.where == "page 2"


def test_empty_pages_are_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="empty"):
        grid_of(drawn(lambda canvas: canvas.showPage()))


def test_a_pdf_with_an_empty_password_is_read_and_another_refused() -> None:
    def encrypted(user: str) -> bytes:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 12)
            canvas.drawString(60, 700, "targets of 2024")

        return drawn(draw, encrypt=pdfencrypt.StandardEncryption(user, "owner", strength=128))

    assert texts(grid_of(encrypted(""))) == [["targets of 2024"]]
    with pytest.raises(UnreadableDocumentError, match="needs a password"):
        grid_of(encrypted("x"))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.readers.pdf.MAX_PAGES", 1)
    with pytest.raises(UnreadableDocumentError, match="2 pages, the limit is 1"):
        grid_of(pdf(p("a"), PageBreak(), p("b")))


def test_every_beginning_of_a_pdf_is_refused() -> None:
    data = small()
    assert accepts(data)
    for end in range(0, len(data.rstrip()) - 1, 53):
        with pytest.raises(UnreadableDocumentError, match="end of the PDF is missing"):
            grid_of(data[:end])


@settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_a_pdf_with_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(small())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    try:
        grid_of(bytes(whole))
    except UnreadableDocumentError as error:
        assert str(error).startswith("表.pdf")


def small() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.grid([60, 160, 260], [600, 640])
        canvas.drawString(65, 614, "产出")

    return drawn(draw, pageCompression=0, invariant=1)


def test_a_page_with_more_marks_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn again and again by a form counts each time."""
    monkeypatch.setattr(pdf_page, "MAX_MARKS", 50)
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "Indicator")
    canvas.beginForm("form")
    canvas.drawString(100, 600, "Target")
    canvas.endForm()
    for _ in range(10):
        canvas.doForm("form")
    canvas.save()
    with pytest.raises(UnreadableDocumentError, match="more than 50 characters") as told:
        read(out.getvalue(), "a.pdf")
    assert told.value.where == "a.pdf: page 1"


def test_memory_that_runs_out_is_not_taken_for_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads says so, and ends."""
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "Indicator")
    canvas.save()

    def run_out(page: object) -> None:
        raise PdfminerException(MemoryError())

    monkeypatch.setattr(pdf_page.BoundedPage, "layout", property(run_out))
    with pytest.raises(MemoryError):
        read(out.getvalue(), "a.pdf")
