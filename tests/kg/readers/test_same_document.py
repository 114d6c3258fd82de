"""One published table as a Word file, a web page, a web archive and PDFs: the same projects."""

import base64
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from kg.model import Project
from kg.read import read_document

TITLE = "平罗县2024年项目支出绩效目标表"
# Cells of the table; "<" goes on with the cell on its left, "^" with the cell above.
LINES = (
    ("项目名称", "农村公路养护", "主管部门", "平罗县交通局"),
    ("项目金额", "400.00万元", "实施单位", "平罗县公路段"),
    ("总体目标", "养护公路120公里，改善沿线群众的出行条件。", "<", "<"),
    ("一级指标", "二级指标", "三级指标", "绩效值"),
    ("产出指标", "数量指标", "农村公路的养护里程和附属设施", "≥120公里"),
    ("^", "^", "维修桥梁", "12座"),
    ("^", "质量指标", "验收合格率", "98%"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"),
)
FOOT = "填表人：张三"


def spans() -> list[tuple[int, int, int, int]]:
    """Every merged cell of the table: left, top, right, bottom, from 0, inclusive."""
    found = []
    for top, line in enumerate(LINES):
        for left, text in enumerate(line):
            if text in "<^":
                continue
            right, bottom = left, top
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            while bottom + 1 < len(LINES) and LINES[bottom + 1][left] == "^":
                bottom += 1
            found.append((left, top, right, bottom))
    return found


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(len(LINES), 4)
    for left, top, right, bottom in spans():
        cell = table.cell(top, left).merge(table.cell(bottom, right))
        cell.text = LINES[top][left]
    document.add_paragraph(FOOT)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def web() -> bytes:
    cells: dict[int, str] = {}
    for left, top, right, bottom in spans():
        size = f"colspan={right - left + 1} rowspan={bottom - top + 1}"
        cells[top] = cells.get(top, "") + f"<td {size}>{LINES[top][left]}</td>"
    rows = "".join(f"<tr>{row}</tr>" for row in cells.values())
    return (
        "<html><head><meta charset=gb2312></head><body><div>首页 &gt; 公开</div>"
        f"<h1>{TITLE}</h1><table>{rows}</table><p>{FOOT}</body></html>"
    ).encode("gb18030")


def archive() -> bytes:
    head = (
        "MIME-Version: 1.0\nContent-Type: text/html; charset=gb2312\n"
        "Content-Transfer-Encoding: base64\n\n"
    )
    return head.encode() + base64.encodebytes(web())


def ruled() -> bytes:
    return pdf(("GRID", (0, 0), (-1, -1), 0.5, colors.black))


def aligned() -> bytes:
    return pdf(("VALIGN", (0, 0), (-1, -1), "TOP"))


def pdf(style: tuple[object, ...]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text = ParagraphStyle("", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
    rows = [[Paragraph("" if t in "<^" else t, text) for t in line] for line in LINES]
    merged = [("SPAN", span[:2], span[2:]) for span in spans()]
    data = BytesIO()
    SimpleDocTemplate(data).build(
        [
            Paragraph(TITLE, text),
            Table(rows, [80, 110, 120, 100], style=TableStyle([style, *merged])),
            Paragraph(FOOT, text),
        ]
    )
    return data.getvalue()


def facts(project: Project) -> object:
    return (
        *(project.name, project.year, project.region, project.department, project.unit),
        *(project.amount_yuan, project.goal),
        [
            (i.level1, i.level2, i.category, i.name, i.value, i.blank, i.target)
            for i in project.indicators
        ],
    )


def text() -> bytes:
    """The table as plain text, with the merged cells' texts in every row."""
    lines: list[list[str]] = []
    for line in LINES:
        above = lines[-1] if lines else []
        lines.append([above[n] if t == "^" else t.replace("<", "") for n, t in enumerate(line)])
    return "\n".join(["\t".join(line) for line in ([TITLE, "", ""], *lines)]).encode()


@pytest.mark.parametrize("make", [word, web, archive, ruled, aligned])
def test_the_same_table_is_the_same_project(make: Callable[[], bytes]) -> None:
    document = read_document(make(), "表")
    (project,) = document.projects
    (expected,) = read_document(text(), "表").projects
    assert facts(project) == facts(expected)
    assert len(project.indicators) == 4
    assert not document.all_problems


@pytest.mark.parametrize(
    ("make", "cell"), [(word, "T1.D5"), (web, "T1.D5"), (archive, "T1.D5"), (ruled, "P1.T1.D5")]
)
def test_a_value_is_found_by_its_cell(make: Callable[[], bytes], cell: str) -> None:
    (project,) = read_document(make(), "表").projects
    assert project.indicators[0].source.cell == cell
