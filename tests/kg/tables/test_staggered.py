"""Names and labels in rows of their own, above their indicators, as Yunnan prints them."""

from collections.abc import Callable

import pytest

from kg.model import Project
from kg.read import Reading, examine_document
from kg.tables import RowKind

Read = Callable[[str], Reading]

TITLE = "腾冲市2023年项目支出绩效目标表\n"
HEADER = (
    "单位名称、项目名称\t项目年度绩效目标\t一级指标\t二级指标\t三级指标\t"
    "指标性质\t指标值\t度量单位\t指标属性\t指标内容\n"
)
COUNTED = "1\t2\t3\t4\t5\t6\t7\t8\t9\t10\n"
OUTPUT = """\
\t\t产出指标
\t\t\t数量指标
\t\t\t\t加固校舍\t=\t4600\t平方米\t定量指标\t加固教学楼
\t\t\t\t涉及学校\t=\t3\t所\t定量指标
\t\t\t质量指标
\t\t\t\t合格率\t=\t100\t%\t定量指标\t住建部门验收
"""
EFFECT = """\
\t\t效益指标
\t\t\t社会效益指标
\t\t\t\t安全隐患\t定性\t消除\t\t定性指标\t经鉴定
"""
OUTPUT_ROWS = [
    ("产出指标", "数量指标", "加固校舍", "=4600平方米"),
    ("产出指标", "数量指标", "涉及学校", "=3所"),
    ("产出指标", "质量指标", "合格率", "=100%"),
]
EFFECT_ROWS = [("效益指标", "社会效益指标", "安全隐患", "消除")]


def rows(project: Project) -> list[tuple[str, str, str, str]]:
    return [(i.level1, i.level2, i.name, i.value) for i in project.indicators]


def bodies(project: Project) -> tuple[str, str | None, str | None, str | None]:
    return project.name, project.department, project.unit, project.goal


def unread(reading: Reading) -> list[str]:
    projects = reading.document.projects
    problems = [*reading.document.problems, *(p for one in projects for p in one.problems)]
    return [problem.message for problem in problems]


@pytest.mark.parametrize("counted", ["", COUNTED])
def test_a_unit_stands_above_its_projects(read: Read, counted: str) -> None:
    text = (
        f"{TITLE}{HEADER}{counted}教育体育局\n校舍加固\t消除隐患\n{OUTPUT}{EFFECT}"
        f"教师补助\t稳定队伍\n{EFFECT}第一中学\n体育测试\t公平公正\n{OUTPUT}"
    )
    reading = read(text)
    assert list(map(bodies, reading.document.projects)) == [
        ("校舍加固", None, "教育体育局", "消除隐患"),
        ("教师补助", None, "教育体育局", "稳定队伍"),
        ("体育测试", None, "第一中学", "公平公正"),
    ]
    assert [rows(project) for project in reading.document.projects] == [
        OUTPUT_ROWS + EFFECT_ROWS,
        EFFECT_ROWS,
        OUTPUT_ROWS,
    ]
    assert not unread(reading)


@pytest.mark.parametrize(
    ("header", "department", "unit"),
    [
        ("单位名称、项目名称", None, "教育局"),
        ("单位名称/项目名称", None, "教育局"),
        ("单位（项目）名称", None, "教育局"),
        ("部门名称和项目名称", "教育局", None),
        ("项目名称、实施单位", None, "教育局"),
    ],
)
def test_the_header_says_what_stands_above_a_project(
    read: Read, header: str, department: str | None, unit: str | None
) -> None:
    (project,) = read(
        TITLE + HEADER.replace("单位名称、项目名称", header) + f"教育局\n校舍\t消除隐患\n{OUTPUT}"
    ).document.projects
    assert bodies(project) == ("校舍", department, unit, "消除隐患")


def test_a_department_may_stand_above_the_unit(read: Read) -> None:
    text = (
        f"{TITLE}{HEADER}教育局\n第一中学\n校舍\t目标甲\n{OUTPUT}第二中学\n操场\t目标乙\n{OUTPUT}"
    )
    assert list(map(bodies, read(text).document.projects)) == [
        ("校舍", "教育局", "第一中学", "目标甲"),
        ("操场", "教育局", "第二中学", "目标乙"),
    ]


def test_names_without_a_goal_are_projects_where_indicators_follow(read: Read) -> None:
    text = f"{TITLE}{HEADER}教育局\n校舍\n{OUTPUT}操场\n{OUTPUT}"
    assert list(map(bodies, read(text).document.projects)) == [
        ("校舍", None, "教育局", None),
        ("操场", None, "教育局", None),
    ]


def test_a_name_that_nothing_follows_is_not_understood(read: Read) -> None:
    reading = read(f"{TITLE}{HEADER}教育局\n校舍\t消除隐患\n{OUTPUT}体育局\n")
    (project,) = reading.document.projects
    assert bodies(project) == ("校舍", None, "教育局", "消除隐患")
    (problem,) = project.problems
    assert "体育局" in problem.message


def test_a_goal_alone_makes_a_project(read: Read) -> None:
    text = f"{TITLE}{HEADER}教育局\n校舍\t目标甲\n操场\t目标乙\n{OUTPUT}"
    projects = read(text).document.projects
    assert [(p.name, p.goal, len(p.indicators)) for p in projects] == [
        ("校舍", "目标甲", 0),
        ("操场", "目标乙", 3),
    ]


def test_unit_and_project_in_columns_of_their_own(read: Read) -> None:
    header = HEADER.replace("、", "\t")
    body = "".join(f"\t{line}\n" for line in f"校舍\t消除隐患\n{OUTPUT}".splitlines())
    (project,) = read(f"{TITLE}{header}教育局\n{body}").document.projects
    assert bodies(project) == ("校舍", None, "教育局", "消除隐患")
    assert rows(project) == OUTPUT_ROWS


def test_a_table_goes_on_below_its_header_on_the_next_page(read: Read) -> None:
    text = (
        f"{TITLE}{HEADER}{COUNTED}教育局\n校舍\t消除隐患\n{OUTPUT}"
        f"{TITLE}{HEADER}{COUNTED}{EFFECT}操场\t目标乙\n{OUTPUT}"
    )
    first, second = read(text).document.projects
    assert rows(first) == OUTPUT_ROWS + EFFECT_ROWS
    assert bodies(second) == ("操场", None, "教育局", "目标乙")


def test_merged_cells_may_hold_the_names(read: Read) -> None:
    header = "".join(f"<td>{text}</td>" for text in HEADER.split("\t"))
    page = f"""<p>{TITLE}</p><table><tr>{header}</tr>
<tr><td colspan=10>教育局</td></tr>
<tr><td rowspan=4>校舍</td><td rowspan=4>消除隐患</td><td rowspan=4>产出指标</td>
<td colspan=7>数量指标</td></tr>
<tr><td></td><td>面积</td><td>=</td><td>46</td><td>亩</td><td>定量指标</td><td>全部</td></tr>
<tr><td colspan=7>质量指标</td></tr>
<tr><td></td><td>合格率</td><td>=</td><td>100</td><td>%</td><td>定量指标</td><td></td></tr>
<tr><td>操场</td><td>目标乙</td><td>产出指标</td><td colspan=7>数量指标</td></tr>
<tr><td></td><td></td><td></td><td></td><td>面积</td><td>=</td><td>5</td><td>亩</td><td></td><td></td></tr>
</table>"""
    first, second = examine_document(page.encode(), "table.html").document.projects
    assert bodies(first) == ("校舍", None, "教育局", "消除隐患")
    assert rows(first) == [
        ("产出指标", "数量指标", "面积", "=46亩"),
        ("产出指标", "质量指标", "合格率", "=100%"),
    ]
    assert bodies(second) == ("操场", None, "教育局", "目标乙")
    assert rows(second) == [("产出指标", "数量指标", "面积", "=5亩")]


def test_a_unit_stands_alone_above_projects_that_begin_beside_their_indicators(read: Read) -> None:
    row = "\t{}\t产出指标\t数量指标\t面积\t=\t5\t亩\n"
    text = f"{TITLE}{HEADER}教育局\n校舍{row}操场{row}第一中学\n食堂{row}".replace("{}", "目标")
    assert list(map(bodies, read(text).document.projects)) == [
        ("校舍", None, "教育局", "目标"),
        ("操场", None, "教育局", "目标"),
        ("食堂", None, "第一中学", "目标"),
    ]


@pytest.mark.parametrize("margin", ["", "\t"])
def test_a_goal_goes_on_in_the_lines_of_a_text(read: Read, margin: str) -> None:
    table = f"{HEADER}教育局\n校舍\t目标1：加固\n{OUTPUT}操场\t目标乙\n{OUTPUT}"
    indented = "".join(f"{margin}{line}\n" for line in table.splitlines())
    text = TITLE + indented.replace("目标1：加固\n", "目标1：加固\n目标2：验收\n目标3：满意\n")
    first, second = read(text).document.projects
    assert bodies(first) == ("校舍", None, "教育局", "目标1：加固\n目标2：验收\n目标3：满意")
    assert bodies(second) == ("操场", None, "教育局", "目标乙")


FORM = "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t指标值\n"


def test_labels_in_rows_of_their_own_are_no_blank_indicators_in_any_table(read: Read) -> None:
    text = f"{TITLE}{FORM}产出指标\n\t数量指标\n\t\t长度\t5公里\n\t质量指标\n\t\t合格率\t98%\n"
    (project,) = read(text).document.projects
    assert [row[1:] for row in rows(project)] == [
        ("数量指标", "长度", "5公里"),
        ("质量指标", "合格率", "98%"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "成本指标\t经济成本指标\t造价\t5万元\n\t社会成本指标\n\t\t",
        "成本指标\t经济成本指标\t造价\t5万元\n\t\t单价\t3元\n\t社会成本指标\n",
        "产出指标\t数量指标\t长度\t5公里\n成本指标\t社会成本指标\n\t生态环境成本指标\n",
        "产出指标\t其他产出\t长度\t5公里\n\t\t宽度\t5米\n成本指标\t社会成本指标\n",
    ],
)
def test_elsewhere_a_second_level_alone_is_a_blank_row(read: Read, body: str) -> None:
    (project,) = read(f"{TITLE}{FORM}{body}").document.projects
    blank = [i.level2 for i in project.indicators if i.blank]
    assert blank == [level for level in ("社会成本指标", "生态环境成本指标") if level in body]


def test_an_empty_form_keeps_its_blank_rows(read: Read) -> None:
    (project,) = read(f"{TITLE}{FORM}产出指标\t数量指标\n\t质量指标\n").document.projects
    assert [(i.level2, i.blank) for i in project.indicators] == [
        ("数量指标", True),
        ("质量指标", True),
    ]


@pytest.mark.parametrize("counts", ["1\t2\t3\t4\n", "栏次\t1\t2\t3\n", "甲\t乙\t1\t2\n"])
def test_a_row_that_counts_the_columns_is_dressing(read: Read, counts: str) -> None:
    reading = read(f"{TITLE}{FORM}{counts}产出指标\t数量指标\t长度\t5公里\n")
    (project,) = reading.document.projects
    assert rows(project) == [("产出指标", "数量指标", "长度", "5公里")]
    assert [row.kind for row in reading.rows][-2:] == [RowKind.DRESSING, RowKind.INDICATOR]
    assert not unread(reading)


def test_numbers_further_below_or_of_another_order_count_nothing(read: Read) -> None:
    reading = read(f"{TITLE}{FORM}1\t3\t2\t9\n产出指标\t数量指标\t长度\t5公里\n1\t2\t3\t4\n")
    assert RowKind.DRESSING not in [row.kind for row in reading.rows]


@pytest.mark.parametrize("header", ["指标属性", "指标性质"])
@pytest.mark.parametrize("words", [("定量指标", "定性指标"), ("定量", "定性")])
def test_the_kind_of_an_indicator_is_known_and_not_kept(
    read: Read, header: str, words: tuple[str, str]
) -> None:
    reading = read(
        f"{TITLE}项目名称\t水渠\n一级指标\t二级指标\t三级指标\t{header}\t指标值\t度量单位\n"
        f"产出指标\t数量指标\t长度\t{words[0]}\t5\t公里\n\t质量指标\t水质\t{words[1]}\t改善\t\n"
    )
    (project,) = reading.document.projects
    assert [row[2:] for row in rows(project)] == [("长度", "5公里"), ("水质", "改善")]
    assert not unread(reading)
