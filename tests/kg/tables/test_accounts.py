"""No cell is lost: each ends in a record, is recognised as dressing, or is told as a problem."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import UnreadableDocumentError
from kg.read import Reading, examine_document
from kg.tables import Decoration, RowKind

Read = Callable[[str], Reading]
TABLE = (
    "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t绩效值\n产出指标\t数量指标\t修建水渠\t3公里\n"
)


def assert_accounted(reading: Reading) -> None:
    """Every filled cell has one use, and every use not understood is told with its row."""
    for row in reading.rows:
        assert Counter(use.cell for use in row.uses) == Counter(row.row.cells)
    told = "\n".join(problem.where for problem in reading.document.all_problems)
    unknown = {
        row.row.number
        for row in reading.rows
        for use in row.uses
        if use.meaning is Decoration.UNKNOWN
    }
    assert unknown <= rows_named(told)


def rows_named(text: str) -> set[int]:
    runs = re.findall(r"rows? (\d+)(?:-(\d+))?", text)
    return {n for first, last in runs for n in range(int(first), int(last or first) + 1)}


def test_the_sample_is_understood_to_the_last_cell(sample_path: Path) -> None:
    reading = examine_document(sample_path.read_bytes(), sample_path.name)
    assert_accounted(reading)
    assert Counter(row.kind for row in reading.rows) == {
        RowKind.INDICATOR: 200,
        RowKind.METADATA: 120,
        RowKind.EMPTY: 62,
        RowKind.TITLE: 21,
        RowKind.HEADER: 20,
    }
    assert reading.document.all_problems == ()


def test_a_row_that_fits_no_column_is_a_problem_of_its_project(read: Read) -> None:
    reading = read(TABLE + "本页由县财政局汇总\n\t\t维修水渠\t5公里\n")
    (project,) = reading.document.projects
    assert [i.name for i in project.indicators] == ["修建水渠", "维修水渠"]
    (problem,) = project.problems
    assert problem.where == "table.txt: row 4"
    assert "本页由县财政局汇总" in problem.message
    assert_accounted(reading)


def test_a_value_below_a_second_level_needs_no_name(read: Read) -> None:
    reading = read(TABLE + "\t质量指标\t\t≥95%\n")
    indicator = reading.document.projects[0].indicators[1]
    assert (indicator.category, indicator.name, indicator.value) == ("quality", "", "≥95%")
    assert not indicator.blank
    assert reading.document.all_problems == ()


def test_a_value_alone_is_a_problem_and_no_indicator(read: Read) -> None:
    reading = read(TABLE + "\t\t\t≥95%\n")
    assert len(reading.document.projects[0].indicators) == 1
    assert "≥95%" in reading.document.all_problems[0].message


def test_an_unknown_column_is_told_and_its_cells_too(read: Read) -> None:
    reading = read(
        "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t绩效值\t牵头领导\n"
        "产出指标\t数量指标\t修建水渠\t3公里\t张县长\n"
    )
    assert [p.where for p in reading.document.all_problems] == [
        "table.txt: row 2",
        "table.txt: row 3",
    ]
    assert "牵头领导" in reading.document.all_problems[0].message
    assert_accounted(reading)


def test_tables_of_another_kind_are_told_as_one_run_of_rows(read: Read) -> None:
    other = "三公经费预算表\n科目\t预算\t决算\n因公出国\t10\t8\n公务接待\t5\t4\n"
    reading = read(TABLE + "2024年绩效目标情况表\n" + other)
    assert [p.where for p in reading.document.problems] == ["table.txt: rows 6-8"]
    assert_accounted(reading)


def test_an_amount_without_a_unit_is_not_guessed(read: Read) -> None:
    reading = read("项目年度金额\t400\n" + TABLE)
    (project,) = reading.document.projects
    assert project.amount_yuan is None
    assert "'400'" in project.problems[0].message


def test_particulars_without_indicator_table_are_told(read: Read) -> None:
    reading = read(TABLE + "项目支出绩效目标表\n项目名称\t道路\n")
    assert len(reading.document.projects) == 1
    assert "项目名称 | 道路" in reading.document.problems[0].message


def test_dressing_rows_are_neither_indicators_nor_problems(read: Read) -> None:
    reading = read(TABLE + "\t\t……\t……\n合计\t\t\t100\n填表人：张三\n注：本表为汇总\n第 1 页\n")
    assert len(reading.document.projects[0].indicators) == 1
    assert reading.document.all_problems == ()


def test_a_level_heading_is_carried_down_and_is_no_indicator(read: Read) -> None:
    reading = read(TABLE + "效益指标\n\t社会效益\t方便群众出行\t明显提升\n")
    second = reading.document.projects[0].indicators[1]
    assert (second.level1, second.level2) == ("效益指标", "社会效益")


def test_a_name_without_a_value_is_not_blank_and_an_empty_slot_is(read: Read) -> None:
    reading = read(
        TABLE + "效益指标\t社会效益\t方便群众出行\t\n\t生态效益\t\t\n\t可持续影响\t无\t\n"
    )
    assert [i.blank for i in reading.document.projects[0].indicators] == [
        False,
        False,
        True,
        True,
    ]


def test_a_document_without_target_table_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableDocumentError, match="no target table found") as caught:
        read("科目\t预算\t决算\n因公出国\t10\t8\n")
    assert caught.value.where == "table.txt"
