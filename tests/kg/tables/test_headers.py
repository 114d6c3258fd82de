"""Headers that nobody listed, matrices, dates that lost their format, tables of something else."""

from collections.abc import Callable

import pytest

from kg.account import columns_of
from kg.model import Kind
from kg.read import Reading

Read = Callable[[str], Reading]


def values(reading: Reading) -> list[tuple[str, str, str]]:
    return [(i.level2, i.name, i.value) for p in reading.document.projects for i in p.indicators]


@pytest.mark.parametrize(
    "header",
    [
        "指标大类\t指标小类\t绩效指标内容\t本年度目标值\t目标值设定依据\t上年实际数",
        "一级指标名称\t二级指标名称\t三级绩效指标\t指标值（包含数字及文字描述）\t指标值说明\t基期值",
        "一 级 指 标\t二 级\n指 标\t三级\n指标\t2024年目标值及说明\t备注\t年度实际完成值",
        "一级\t二级\t三级\t预期指标值（单位：公里、%）\t评价要点\t2023年完成值",
    ],
)
def test_headers_that_are_not_listed_are_read_by_their_words_and_contents(
    read: Read, header: str
) -> None:
    quoted = "\t".join(f'"{text}"' for text in header.split("\t"))
    body = "产出指标\t数量指标\t修渠\t3公里\t文件\t2公里\n\t质量指标\t合格\t100%\t文件\t90%\n"
    reading = read(f"项目名称\t水渠\n{quoted}\n{body}")
    assert values(reading) == [("数量指标", "修渠", "3公里"), ("质量指标", "合格", "100%")]
    assert reading.document.all_problems == ()


def test_columns_of_particulars_are_known_by_patterns_and_contents(read: Read) -> None:
    reading = read(
        "预算年度\t主管部门\t项目名称\t年初预算（元）\t绩效目标\t一级指标\t二级指标\t三级指标\t目标值\n"
        "2023\t县水务局\t水渠\t8600\t修好全县的水渠，保障灌溉。\t产出指标\t数量指标\t修渠\t3公里\n"
    )
    (project,) = reading.document.projects
    assert (project.amount_yuan, project.goal) == (8600, "修好全县的水渠，保障灌溉。")
    assert values(reading) == [("数量指标", "修渠", "3公里")]


def test_the_label_of_the_table_needs_no_header(read: Read) -> None:
    reading = read(
        "项目名称\t水渠\n\t一级指标\t二级指标\t三级指标\t指标值\n"
        "绩效指标\t产出指标\t数量指标\t修渠\t3公里\n\t\t质量指标\t合格\t100%\n"
    )
    assert values(reading) == [("数量指标", "修渠", "3公里"), ("质量指标", "合格", "100%")]
    assert reading.document.all_problems == ()


def test_values_of_several_years_are_no_places(read: Read) -> None:
    reading = read(
        "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t指标值\t\t\n\t\t\t前年\t上年\t预计当年实现\n"
        "产出指标\t数量指标\t修渠\t1公里\t2公里\t3公里\n\t质量指标\t合格\t80%\t90%\t100%\n"
    )
    assert values(reading) == [("数量指标", "修渠", "3公里"), ("质量指标", "合格", "100%")]
    assert all(i.place is None for p in reading.document.projects for i in p.indicators)


def test_one_cell_may_print_both_levels(read: Read) -> None:
    reading = read(
        "项目名称\t水渠\n指标类别\t三级指标\t年度指标值\n产出指标—数量指标\t修渠\t3公里\n"
        "效益指标—生态效益指标\t\t\n满意度指标—服务对象满意度指标\t农户满意度\t≥90%\n"
    )
    found = [i for p in reading.document.projects for i in p.indicators]
    assert [(i.level1, i.level2, i.category, i.blank) for i in found] == [
        ("产出指标", "数量指标", "quantity", False),
        ("效益指标", "生态效益指标", "ecological-benefit", True),
        ("满意度指标", "服务对象满意度指标", "satisfaction", False),
    ]


def test_a_column_of_second_levels_may_be_called_categories(read: Read) -> None:
    reading = read(
        "项目名称\t水渠\n指标类别\t指标名称\t目标值\n数量指标\t修渠\t3公里\n"
        "成本指标\t单价\t300元/米\n生态效益指标\t\t\n满意度指标\t农户满意度\t≥90%\n"
    )
    found = [i for p in reading.document.projects for i in p.indicators]
    assert [(i.category, i.blank) for i in found] == [
        ("quantity", False),
        ("cost", False),
        ("ecological-benefit", True),
        ("satisfaction", False),
    ]


def test_a_column_says_how_sure_its_role_is_and_why(read: Read) -> None:
    text = (
        "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\n"
        "产出指标\t数量指标\t修渠\t≥\t3\t公里\n\t质量指标\t合格\t定性\t好\t\n"
    )
    columns = {column.header: column for column in columns_of(read(text))}
    assert columns["三级指标"].certainty == 1
    assert columns["指标性质"].role == "sign"
    assert 0.5 < columns["指标性质"].certainty < 1
    assert "100% of its cells" in columns["指标性质"].reason


@pytest.mark.parametrize(
    "header",
    [
        "一级指标\t二级指标\t三级指标\t计量单位\t东山村\t西山村\t合计\n",
        "一级指标\t二级指标\t三级指标\t计量单位\t指标值\n\t\t\t\t东山村\t西山村\t全镇\n",
    ],
)
def test_a_matrix_has_an_indicator_for_every_place(read: Read, header: str) -> None:
    body = "产出指标\t数量指标\t修渠\t公里\t3\t5\t8\n\t质量指标\t合格率\t%\t100\t\t≥95\n"
    reading = read(f"2024年水利项目绩效目标表\n项目名称\t水渠\n{header}{body}")
    indicators = reading.document.projects[0].indicators
    assert [(i.name, i.place, i.value) for i in indicators][:4] == [
        ("修渠", "东山村", "3公里"),
        ("修渠", "西山村", "5公里"),
        ("修渠", indicators[2].place, "8公里"),
        ("合格率", "东山村", "100%"),
    ]
    assert len({(i.source.row, i.source.column) for i in indicators}) == len(indicators) == 5
    assert reading.document.all_problems == ()


DATED = (
    "2023年水利项目绩效目标表\n项目名称\t水渠\n"
    "一级指标\t二级指标\t三级指标\t指标性质\t指标方向\t目标值\t计量单位\n"
    "产出指标\t数量指标\t受益人数\t正向\t大于等于\t45291\t\n"
    "\t时效指标\t完工时间\t正向\t小于等于\t45291\t{unit}\n"
)


@pytest.mark.parametrize("unit", ["日期", "年月日", ""])
def test_a_day_that_lost_its_format_is_a_day_and_its_text_stays(read: Read, unit: str) -> None:
    people, day = read(DATED.format(unit=unit)).document.projects[0].indicators
    assert (people.value, people.target.kind) == ("大于等于45291", Kind.NUMERIC)
    assert (day.value, day.target.kind, day.target.value) == (
        "小于等于45291",
        Kind.DATE,
        "2023-12-31",
    )


def test_a_number_of_another_time_or_with_a_unit_is_no_day(read: Read) -> None:
    for text in (DATED.format(unit="米"), DATED.replace("2023年", "2010年").format(unit="")):
        assert {i.target.kind for i in read(text).document.projects[0].indicators} == {Kind.NUMERIC}


def test_another_table_above_is_told_and_is_no_problem_of_the_project(read: Read) -> None:
    reading = read(
        "三公经费表\n单位：万元\n项目\t2023年预算数\t2024年预算数\n因公出国费\t0\t0\n公务接待费\t5\t4\n"
        "项目支出绩效目标表\n项目名称\t水渠\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t修渠\t3公里\n"
    )
    (project,) = reading.document.projects
    assert (project.name, project.amount_yuan, project.problems) == ("水渠", None, ())
    (problem,) = reading.document.problems
    assert problem.where == "table.txt: rows 4-5"
    assert "not part of a target table" in problem.message
