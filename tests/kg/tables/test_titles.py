"""What titles and lines above a table say: the project, the region, the year, the money unit."""

from collections.abc import Callable

import pytest

from kg.read import Reading
from kg.tables.titles import name_facts, project_named, title_facts

Read = Callable[[str], Reading]
TABLE = "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t修渠\t3公里\n"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("高标准农田建设项目支出绩效目标表", "高标准农田建设"),
        ("2024年平罗县高标准农田建设项目支出绩效目标表", "高标准农田建设"),
        ("石嘴山市2024年路灯电费项目绩效目标批复表", "路灯电费"),
        ("农村饮水安全巩固提升工程绩效目标表（2024年度）", "农村饮水安全巩固提升工程"),
        ("2024年平罗县本级预算重点项目绩效目标表", None),
        ("附件2：项目支出绩效目标申报表", None),
        ("平罗县水务局项目支出绩效目标表", None),
        ("部门整体支出绩效目标表", None),
        ("专项资金绩效目标表", None),
    ],
)
def test_a_title_names_its_project_or_is_that_of_a_form(title: str, name: str | None) -> None:
    assert project_named(title) == name


def test_a_table_that_prints_no_name_is_called_as_its_title_says_and_that_is_told(
    read: Read,
) -> None:
    reading = read(f"平罗县路灯维护项目支出绩效目标表\n主管部门\t住建局\n{TABLE}")
    (project,) = reading.document.projects
    assert project.name == "路灯维护"
    assert "is called '路灯维护'" in project.problems[0].message


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("湖南省市场监督管理局2022年项目绩效目标表", "湖南省"),
        ("国家市场监督管理总局2025年部门预算绩效目标表", None),
        ("2021年区县级重点专项资金绩效目标表", None),
        ("密云区市政市容委项目绩效目标表", "密云区"),
    ],
)
def test_words_that_begin_like_a_level_are_no_region(title: str, region: str | None) -> None:
    assert title_facts(title).region == region


@pytest.mark.parametrize(
    ("name", "year", "region"),
    [
        ("2023吉林省生态环境厅绩效目标公开", 2023, "吉林省"),
        ("2024年平罗县绩效目标", 2024, "平罗县"),
        ("2024-2025绩效", None, None),
        ("20241231导出", None, None),
    ],
)
def test_a_file_s_name_may_begin_with_the_bare_year(
    name: str, year: int | None, region: str | None
) -> None:
    facts = name_facts(name)
    assert (facts.year, facts.region) == (year, region)


@pytest.mark.parametrize(
    ("table", "year"),
    [
        (f"2024年度预算（万元）\t346\n{TABLE}", 2024),
        (TABLE.replace("指标值", "2022年目标值"), 2022),
        (f"2023年实际支出（万元）\t346\n{TABLE}", None),
    ],
)
def test_labels_tell_the_year_where_nothing_else_does(
    read: Read, table: str, year: int | None
) -> None:
    (project,) = read(f"项目名称\t水渠\n{table}").document.projects
    assert project.year == year
    (project,) = read(f"2021年项目绩效目标表\n项目名称\t水渠\n{table}").document.projects
    assert project.year == 2021


@pytest.mark.parametrize(
    "line",
    ["（2022年度）\t\t单位：万元", "（2022年度） 单位：万元", "填报年度：2022年\t\t单位：万元"],
)
def test_the_year_may_stand_beside_the_money_unit(read: Read, line: str) -> None:
    reading = read(f"项目支出绩效目标表\n{line}\n项目名称\t水渠\n预算数\t12.5\n{TABLE}")
    (project,) = reading.document.projects
    assert (project.year, project.amount_yuan, project.unit) == (2022, 125_000, None)
    assert reading.document.all_problems == ()
