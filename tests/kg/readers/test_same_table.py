"""One published table in every spreadsheet format: the same projects come out."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from kg.model import Document
from kg.read import read_document

TITLE = "平罗县2024年项目支出绩效目标表"
LINES = (
    ("项目名称", "农村公路养护", "主管部门", "平罗县交通局"),
    ("项目金额", "400.00万元", "实施单位", "平罗县交通局"),
    ("一级指标", "二级指标", "三级指标", "绩效值"),
    ("产出指标", "数量指标", "养护里程", "≥120公里"),
    ("产出指标", "质量指标", "验收合格率", "98%"),
    ("产出指标", "时效指标", "完工时间", "2024年12月31日"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"),
)
# What the sheets hold instead of text: a number or a serial date, with its format.
NUMBERS = {
    "400.00万元": (400, '0.00"万元"'),
    "98%": (0.98, "0%"),
    "2024年12月31日": (45657, 'yyyy"年"m"月"d"日"'),
}


def xlsx() -> bytes:
    data = BytesIO()
    workbook = xlsxwriter.Workbook(data)
    sheet = workbook.add_worksheet("表")
    sheet.merge_range(0, 0, 0, 3, TITLE)
    for row, line in enumerate(LINES, start=1):
        for column, text in enumerate(line):
            value, code = NUMBERS.get(text, (text, "General"))
            sheet.write(row, column, value, workbook.add_format({"num_format": code}))
    workbook.close()
    return data.getvalue()


def xls() -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("表")
    sheet.write_merge(0, 0, 0, 3, TITLE)
    for row, line in enumerate(LINES, start=1):
        for column, text in enumerate(line):
            value, code = NUMBERS.get(text, (text, "General"))
            sheet.write(row, column, value, xlwt.easyxf(num_format_str=code))
    data = BytesIO()
    workbook.save(data)
    return data.getvalue()


def ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="表")
    title = TableRow()
    title.addElement(printed(TITLE, numbercolumnsspanned=4))
    title.addElement(CoveredTableCell(numbercolumnsrepeated=3))
    table.addElement(title)
    for line in LINES:
        row = TableRow()
        for text in line:
            row.addElement(printed(text))
        table.addElement(row)
    document.spreadsheet.addElement(table)
    data = BytesIO()
    document.write(data)
    return data.getvalue()


def printed(text: str, **attributes: int) -> TableCell:
    cell = TableCell(**attributes)
    cell.addElement(P(text=text))
    return cell


def spreadsheetml() -> bytes:
    lines = ((TITLE,), *LINES)
    rows = "".join(
        f"<Row>{''.join(f'<Cell><Data>{text}</Data></Cell>' for text in line)}</Row>"
        for line in lines
    )
    return (
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Worksheet><Table>{rows}</Table></Worksheet></Workbook>"
    ).encode()


def text() -> bytes:
    return "\n".join("\t".join(line) for line in ((TITLE, "", ""), *LINES)).encode()


def without_cells(document: Document) -> object:
    """The projects without the addresses of their cells, which a text has not."""
    return [
        replace(
            project,
            indicators=tuple(
                replace(indicator, source=replace(indicator.source, cell=None))
                for indicator in project.indicators
            ),
        )
        for project in document.projects
    ]


@pytest.mark.parametrize("make", [xlsx, xls, ods, spreadsheetml])
def test_the_same_table_is_the_same_project(make: Callable[[], bytes]) -> None:
    document = read_document(make(), "表")
    assert without_cells(document) == without_cells(read_document(text(), "表"))
    (project,) = document.projects
    assert [indicator.source.cell for indicator in project.indicators] == ["D5", "D6", "D7", "D8"]
    assert [indicator.value for indicator in project.indicators] == [
        "≥120公里",
        "98%",
        "2024年12月31日",
        "≥95%",
    ]
    assert project.amount_yuan == 4_000_000
    assert not document.all_problems
