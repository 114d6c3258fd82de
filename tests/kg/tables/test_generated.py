"""Generated documents: the county style with every trap is read exactly, chaos never crashes."""

import re
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableDocumentError
from kg.read import Reading, examine_document
from kg.tables import Decoration, RowKind

LEVELS = {
    "1-产出指标": ("11-数量指标", "12-质量指标", "13-时效指标", "14-成本指标"),
    "2-效益指标": ("21-经济效益", "22-社会效益", "23-生态效益", "24-可持续影响"),
    "3-满意度指标": ("31-服务对象满意度",),
}
NUMBERS = ("≥95%", "≥ 90%", "3公里", "1.5万亩", "400万元", "40000元/人", "100%", "5200元左右")
VALUES = (*NUMBERS, "2024年底", "2024年12月31日", "明显提升", "有效改善", "逐步提高")
NAMES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(("修建", "维护", "发放", "购置", "培训", "全县", "按时完成")),
        st.sampled_from(("乡村道路", "农田水渠", "高龄津贴", "护林员", "污水管网", "校舍")),
        st.sampled_from(("工程", "人数", "任务情况", "合格率", "（2024年新增）", "？ ？")),
    ),
)
JUNK = st.sampled_from(
    ("本页由县财政局统一汇总", "以上内容由各单位填报", "合计\t\t\t100", "填表人：张三")
)


@dataclass(frozen=True)
class Line:
    """A printed row and, where it is an indicator, its levels, name and value."""

    cells: tuple[str, ...]
    expected: tuple[str, str, str, str] | None = None


def plain(label: str) -> str:
    return label.split("-", 1)[1]


@st.composite
def indicator_lines(draw: st.DrawFn, level1: str, level2: str, first: bool) -> list[Line]:
    """The rows of one second level: regular, blank, continued, shifted."""
    labels = (plain(level1), plain(level2))
    top = level1 if first else ""
    if draw(st.integers(0, 5)) == 0:
        name = draw(st.sampled_from(("", "无")))
        return [Line((top, level2, name, ""), (*labels, name, ""))]
    name, value = draw(NAMES), draw(st.sampled_from(VALUES))
    shapes = [(top, level2, name, value), (top, level2, name, "", value)]
    if not first:
        shapes.append((level2, name, value, ""))
    lines = [Line(draw(st.sampled_from(shapes)), (*labels, name, value))]
    for _ in range(draw(st.integers(0, 2))):
        name, value = draw(NAMES), draw(st.sampled_from(NUMBERS))
        shapes = [
            ("", "", name, value),
            ("", "", name, "", value),
            ("", name, value, ""),
            (name, "", value, "", ""),
            (name, value, "", ""),
        ]
        lines.append(Line(draw(st.sampled_from(shapes)), (*labels, name, value)))
    if draw(st.integers(0, 9)) == 0:
        lines.append(Line(tuple(draw(JUNK).split("\t"))))
    return lines


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Line], list[str]]:
    """A whole document: its lines, and the names of its projects."""
    lines = [Line(()), Line(("2024年平罗县重点项目绩效目标表",)), Line(())]
    names = []
    for number in range(draw(st.integers(1, 3))):
        names.append(f"{draw(NAMES)}项目{number}")
        lines += [
            Line(("部门项目支出预算绩效目标表",)),
            Line(("单位：万元",)),
            Line(("项目名称", names[-1], "", "")),
            Line(("主管部门", "(433)县水务局", "实施单位", "县水务局本级")),
            Line(("项目主管处室", "07-农业室", "项目年度金额", "400.000000", "")),
            Line(("年度总体绩效目标", draw(NAMES))),
            Line(("一级指标", "二级指标", "三级指标", "绩效值")),
        ]
        for level1, seconds in LEVELS.items():
            for place, level2 in enumerate(seconds):
                lines += draw(indicator_lines(level1, level2, first=place == 0))
        lines += [Line(())] * draw(st.integers(0, 2))
    return lines, names


def read_lines(lines: list[tuple[str, ...]]) -> Reading:
    text = "\n".join("\t".join(cells) for cells in lines)
    return examine_document(text.encode(), "generated.txt")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_every_generated_row_is_read_exactly_and_none_is_lost(
    document: tuple[list[Line], list[str]],
) -> None:
    lines, names = document
    reading = read_lines([line.cells for line in lines])
    projects = reading.document.projects
    assert [p.name for p in projects] == names
    assert {(p.department, p.unit, p.office, p.amount_yuan) for p in projects} == {
        ("县水务局", "县水务局本级", "农业室", 4_000_000)
    }
    assert {(p.year, p.region) for p in projects} == {(2024, "平罗县")}
    read = {
        i.source.row: (i.level1, i.level2, i.name, i.value)
        for project in projects
        for i in project.indicators
    }
    printed = {n: line.expected for n, line in enumerate(lines, start=1) if line.expected}
    assert read == printed
    told = {problem.where for problem in reading.document.all_problems}
    for row in reading.rows:
        assert [use.cell for use in row.uses] == list(row.row.cells)
        unknown = any(use.meaning is Decoration.UNKNOWN for use in row.uses)
        assert (f"generated.txt: row {row.row.number}" in told) == unknown
        assert unknown == (row.kind is RowKind.UNKNOWN)


FRAGMENTS = st.sampled_from(
    (
        *("", "", "", "一级指标", "二级指标", "三级指标", "指标值", "绩效值", "指标性质"),
        *("计量单位", "分值", "备注", "牵头领导", "项目名称", "主管部门：", "项目名称：水渠"),
        *("年度资金总额（万元）", "单位：万元", "年度总体目标", "2024年平罗县项目绩效目标表"),
        *("产出指标", "11-数量指标", "满意度指标", "修建水渠", "≥95%", "3公里", "提升"),
        *("无", "合计", "……", "≥", "%", "正向"),
    )
)
HEADER = ("一级指标", "二级指标", "三级指标", "指标值")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(FRAGMENTS, min_size=1, max_size=7).map(tuple), max_size=12))
def test_any_arrangement_of_words_is_read_without_losing_a_cell(
    lines: list[tuple[str, ...]],
) -> None:
    reading = read_lines([*lines, HEADER, ("产出指标", "数量指标", "修建水渠", "3公里"), *lines])
    told = rows_named("\n".join(p.where for p in reading.document.all_problems))
    for row in reading.rows:
        assert [use.cell for use in row.uses] == list(row.row.cells)
        if any(use.meaning is Decoration.UNKNOWN for use in row.uses):
            assert row.row.number in told
    recorded = {i.source.row for p in reading.document.projects for i in p.indicators}
    assert recorded <= {r.row.number for r in reading.rows if r.kind is RowKind.INDICATOR}


def rows_named(text: str) -> set[int]:
    runs = re.findall(r"rows? (\d+)(?:-(\d+))?", text)
    return {n for first, last in runs for n in range(int(first), int(last or first) + 1)}


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        examine_document(data, "any.txt")
    except UnreadableDocumentError as error:
        assert error.message
