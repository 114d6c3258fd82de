"""Goals and amounts that stand below their labels, or beside a label merged over several rows."""

from collections.abc import Callable

import pytest

from kg.grid import Cell, Grid, Row, with_covered
from kg.read import Reading
from kg.tables import NOTHING, read_tables

Read = Callable[[str], Reading]
TABLE = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t修渠\t3公里\n"


@pytest.mark.parametrize(
    ("block", "goal"),
    [
        ("总体目标\t实施期目标\t年度目标\n\t三年修完\t今年开工\n", "今年开工"),
        (
            "总体目标\t实施期目标\t年度目标\n\t三年修完\t今年开工\n\t\t明年完工\n",
            "今年开工\n明年完工",
        ),
        ("年度总体目标\t预期目标\t\t实际完成情况\n\t今年开工\t\t已开工\n", "今年开工"),
        ("长期绩效目标\t三年修完\t年度绩效目标\t今年开工\n", "今年开工"),
        ("年度总体目标：\n目标1：今年开工\n目标2：明年完工\n", "目标1：今年开工\n目标2：明年完工"),
        ("年度总体目标\t今年开工\n明年完工\n", "今年开工\n明年完工"),
        ("年度总体目标：今年开工\n", "今年开工"),
        ("年度绩效目标\n今年开工\n", "今年开工"),
        ("年度绩效目标\n今年开工\n绩效指标\n", "今年开工"),
        ("总体目标\t实施期总目标\t年度目标\n\t三年修完\t今年开工\n", "今年开工"),
        ("项目总目标\t三年修完\n年度绩效目标\t今年开工\n分解目标\n", "今年开工"),
        ("年度总体目标\t今年开工\n绩效指标\n", "今年开工"),
        ("总体目标\t实施周期总体目标\t三年修完\t年度总体目标\t今年开工\n", "今年开工"),
        (
            "目标名称\t水渠\n年度绩效目标1\t今年开工\n年度绩效目标2\t明年完工\n",
            "今年开工\n明年完工",
        ),
    ],
)
def test_the_annual_goal_is_found_below_beside_and_in_its_label(
    read: Read, block: str, goal: str
) -> None:
    reading = read("项目名称\t水渠\n" + block + TABLE)
    (project,) = reading.document.projects
    assert project.goal == goal
    assert reading.document.all_problems == ()


@pytest.mark.parametrize(
    "block",
    [
        "资金（万元）\t年度资金总额\t100\n\t其中：财政拨款\t90\n\t其他\t10\n",
        "项目资金（万元）\t合计\t100\n\t中央补助\t60\n\t省级配套\t40\n",
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\n\t年度资金总额\t100\t120\t98\n",
        "项目资金（万元）\t\t全年预算数\t年初预算数\t全年执行数\n\t年度资金总额\t120\t100\t98\n",
        "项目名称\t主管部门\t预算数（万元）\n水渠\t水务局\t100\n",
        "项目总投资（万元）\t300\t本年度预算（万元）\t100\n",
        "年度预算金额：100万元\n",
        "部门整体支出（万元）\t合计：100\n",
        "项目资金（万元）\t三年总额\t300\t\t2024年预算\t100\n",
        "实施周期资金总额（万元）\t300\t\t2023年度资金（万元）\t100\n",
        "预算资金情况\t年度预算资金总额\t1,000,000元\n",
        "申报金额（万元）\t100\n",
        "年度资金总额（万元）100\n",
    ],
)
def test_the_amount_is_the_year_s_total_and_none_of_its_parts(read: Read, block: str) -> None:
    reading = read(f"项目名称\t水渠\n{block}{TABLE}")
    (project,) = reading.document.projects
    assert project.amount_yuan == 1_000_000
    assert reading.document.all_problems == ()


def test_the_amounts_of_a_department_s_tasks_are_not_its_total(read: Read) -> None:
    tasks = (
        "年度主要任务\t任务名称\t主要内容\t预算金额（万元）\n\t维护\t路灯\t60\n\t绿化\t公园\t40\n"
        "年度预算总额（万元）\t100\n"
    )
    (project,) = read(f"部门整体支出绩效目标表\n部门名称\t城管局\n{tasks}{TABLE}").document.projects
    assert project.amount_yuan == 1_000_000


def test_a_label_merged_over_the_heads_of_amounts_has_the_total_below_them() -> None:
    rows = (
        Row(1, (Cell("部门名称", 1), Cell("自然资源局", 2))),
        Row(2, (Cell("年度收入（万元）", 1, height=2), Cell("总额", 2), Cell("财政拨款", 3))),
        Row(3, (Cell("100", 2), Cell("90", 3))),
        Row(4, (Cell("年度支出（万元）", 1, height=2), Cell("总额", 2), Cell("项目支出", 3))),
        Row(5, (Cell("95", 2), Cell("80", 3))),
        Row(6, tuple(Cell(t, c) for c, t in enumerate(("一级指标", "三级指标", "指标值"), 1))),
        Row(7, (Cell("产出指标", 1), Cell("登记", 2), Cell("9宗", 3))),
    )
    grid = Grid("a.docx", 1, tuple(with_covered(rows)), "部门整体支出绩效目标表")
    (project,) = read_tables("a.docx", [grid], NOTHING).projects
    assert (project.department, project.amount_yuan) == ("自然资源局", 950_000)


def test_the_heads_of_another_table_are_no_project(read: Read) -> None:
    funds = "项目\t2021年预算\t2022年预算\t增减\n公务接待费\t6\t5\t-1\n"
    reading = read(f"“三公”经费表\n{funds}项目支出绩效目标表\n项目名称\t水渠\n{TABLE}")
    assert [project.name for project in reading.document.projects] == ["水渠"]


def test_several_labels_in_one_line_are_told_apart(read: Read) -> None:
    (project,) = read(
        f"项目名称：水渠  主管部门：县水务局 单位：万元\n预算数：12\n{TABLE}"
    ).document.projects
    assert (project.name, project.department, project.amount_yuan) == ("水渠", "县水务局", 120_000)


def test_a_label_merged_over_rows_has_all_their_texts() -> None:
    rows = (
        Row(1, (Cell("项目名称", 1), Cell("水渠", 2))),
        Row(2, (Cell("年度总体目标", 1, height=2), Cell("今年开工", 2))),
        Row(3, (Cell("明年完工", 2),)),
        Row(4, tuple(Cell(t, c) for c, t in enumerate(("一级指标", "三级指标", "指标值"), 1))),
        Row(5, (Cell("产出指标", 1, height=3), Cell("修渠", 2, height=2), Cell("3公里", 3))),
        Row(6, (Cell("5公里", 3),)),
        Row(7, (Cell("植树", 2), Cell("9棵", 3))),
    )
    reading = read_tables("t", (Grid("t", 1, tuple(with_covered(rows))),), NOTHING)
    (project,) = reading.projects
    assert project.goal == "今年开工\n明年完工"
    assert [(i.level1, i.name, i.value) for i in project.indicators] == [
        ("产出指标", "修渠", "3公里"),
        ("产出指标", "修渠", "5公里"),
        ("产出指标", "植树", "9棵"),
    ]
    assert reading.problems + project.problems == ()
