"""The published styles of target tables, each in the smallest form that has its traps."""

from collections.abc import Callable

import pytest

from kg.model import Project
from kg.read import Reading

Read = Callable[[str], Reading]


def rows(project: Project) -> list[tuple[str, str, str, str]]:
    return [(i.level1, i.level2, i.name, i.value) for i in project.indicators]


CENTRAL_MINISTRY = """\
项目支出绩效目标表
（2023年度）
项目名称\t食品安全监管\t\t\t\t
主管部门及代码\t[096]国家市场监督管理总局\t\t实施单位\t总局本级\t
项目属性\t延续项目\t\t项目期\t3年\t
项目资金（万元）\t年度资金总额：\t\t\t1,200.50\t执行率分值（10）
\t其中：财政拨款\t\t\t1,000.00\t
\t其他资金\t\t\t200.50\t
年度总体目标\t目标1：完成抽检。
目标2：提高合格率。
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t分值权重（90）
\t产出指标(50分)\t数量指标\t指标1：抽检批次\t≥1000批次\t20
\t\t\t指标2：覆盖\t100%\t10
\t\t★质量指标\t*合格率\t≥98%\t20
\t效益指标\t社会效益指标\t食品安全水平\t显著提升\t30
\t满意度指标\t服务对象满意度指标\t公众满意度\t≥90%\t10
\t\t\t\t合计\t90
"""

SICHUAN_WIDE = """\
附件2
四川省成都市2022年部门预算项目绩效目标表
单位：元
单位名称\t项目名称\t预算数\t年度目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重\t指标方向性
219-市农业农村局\t高标准农田\t1200000\t建设高标准农田\t产出指标\t数量指标\t建设面积\t≥\t500\t亩\t20\t正向指标
质量指标\t验收合格率\t＝\t100\t%\t20\t正向指标
效益指标\t社会效益指标\t带动农户\t定性\t优良中低差\t\t20\t正向指标
满意度指标\t服务对象满意度指标\t农户满意度\t≥\t90\t%\t10\t正向指标
\t病虫害防治\t300000\t防治病虫害\t产出指标\t数量指标\t防治面积\t≥\t2\t万亩\t20\t正向指标
\t\t\t\t\t成本指标\t防治成本\t≤\t30\t万元\t20\t反向指标
"""

INNER_MONGOLIA = """\
2023年内蒙古自治区项目支出绩效目标表
项目名称：草原保护\t\t主管部门：自治区林草局
预算数（万元）\t500
一级指标\t二级指标\t三级指标\t指标性质\t指标方向\t目标值\t计量单位\t分值\t备注
产出指标\t数量指标\t补播面积\t正向\t大于等于\t10\t万亩\t20\t
\t成本指标\t亩均成本\t反向\t小于等于\t300\t元/亩\t10\t
效益指标\t生态效益\t植被盖度\t正向\t等于\t提高\t\t20\t
"""

SELF_EVALUATION = """\
2022年度项目支出绩效自评表
项目名称\t校舍维修
主管部门\t市教育局\t实施单位\t第一中学
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t100\t100\t98\t10\t98%\t9.8
\t其中：当年财政拨款\t100\t100\t98\t—\t98%\t—
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施
产出指标\t数量指标\t维修校舍\t≥5000平方米\t5100平方米\t20\t20\t
\t质量指标\t验收合格率\t100%\t95%\t20\t19\t两处返工
总分\t\t\t\t\t100\t98.8
"""

WUHAN = """\
武汉市2024年项目绩效目标申报表
项目名称\t道路养护
单位名称\t武汉市城管委
年度预算\t300万元
一级指标\t长期绩效目标\t\t\t年度绩效目标\t\t
\t二级指标\t三级指标\t指标值\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t养护里程\t900公里\t数量指标\t养护里程\t300公里
\t质量指标\t合格率\t100%\t质量指标\t合格率\t98%
"""

HUANGSHI = """\
项目名称,安置房
主管部门,住建局
金额（万元）,20
一级指标,二级指标,三级指标,指标值,
,,,2021年实际,预期2022年
产出指标,数量指标,安置户数,100户,120户
,质量指标,"合格率, 含返修",98%,100%
"""

WHOLE_DEPARTMENT = """\
部门整体支出绩效目标表
（2024年度）
部门名称\t平罗县审计局
部门职责\t审计
年度预算（万元）\t300
年度总体目标\t完成审计
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t审计项目数\t≥20个
"""

YUEYANG = """\
项目名称\t测试
一级指标\t二级指标\t三级指标\t指标值类型\t*指标值\t计量单位\t*指标解释\t*评(扣)分标准\t备注
产出指标\t数量指标\t补助人数\t≥\t200\t人\t人数\t扣分\t
\t成本指标\t补助金额\t≤\t28.8万元\t%\t金额\t扣分\t
\t质量指标\t补助质量\t定性\t高\t\t\t\t
"""

MARKDOWN = """\
| 项目名称 | 测试 | | |
|---|---|---|---|
| 一级指标 | 二级指标 | 三级指标 | 绩效值 |
| 产出指标 | 数量指标 | 甲 | 3个 |
| | | 乙 | 4个 |
"""

SPACES = """\
项目名称    测试
一级指标    二级指标    三级指标    绩效值
产出指标    数量指标    修建水渠    3公里
            质量指标    水渠验收    合格
修建水塘    4个
"""


def test_central_ministry_takes_the_total_and_both_lines_of_the_goal(read: Read) -> None:
    reading = read(CENTRAL_MINISTRY)
    (project,) = reading.document.projects
    assert (project.name, project.year, project.term) == ("食品安全监管", 2023, "3年")
    assert (project.department, project.unit) == ("国家市场监督管理总局", "总局本级")
    assert project.amount_yuan == 12_005_000
    assert project.goal == "目标1：完成抽检。\n目标2：提高合格率。"
    assert rows(project) == [
        ("产出指标", "数量指标", "抽检批次", "≥1000批次"),
        ("产出指标", "数量指标", "覆盖", "100%"),
        ("产出指标", "质量指标", "合格率", "≥98%"),
        ("效益指标", "社会效益指标", "食品安全水平", "显著提升"),
        ("满意度指标", "服务对象满意度指标", "公众满意度", "≥90%"),
    ]
    assert reading.document.all_problems == ()


def test_sichuan_projects_are_told_by_a_column_and_short_rows_move_into_place(read: Read) -> None:
    reading = read(SICHUAN_WIDE)
    first, second = reading.document.projects
    assert reading.document.title == "四川省成都市2022年部门预算项目绩效目标表"
    assert (first.name, first.unit, first.amount_yuan) == ("高标准农田", "市农业农村局", 1_200_000)
    assert (second.name, second.unit, second.amount_yuan) == ("病虫害防治", "市农业农村局", 300_000)
    assert {(p.year, p.region, p.table) for p in (first, second)} == {(2022, "成都市", 1)}
    assert rows(first) == [
        ("产出指标", "数量指标", "建设面积", "≥500亩"),
        ("产出指标", "质量指标", "验收合格率", "＝100%"),
        ("效益指标", "社会效益指标", "带动农户", "优良中低差"),
        ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%"),
    ]
    assert rows(second)[1] == ("产出指标", "成本指标", "防治成本", "≤30万元")


def test_the_contents_tell_which_of_two_ambiguous_columns_is_the_sign(read: Read) -> None:
    (project,) = read(INNER_MONGOLIA).document.projects
    assert (project.department, project.region) == ("自治区林草局", "内蒙古自治区")
    assert [i.value for i in project.indicators] == ["大于等于10万亩", "小于等于300元/亩", "提高"]


def test_a_self_evaluation_gives_the_target_and_never_the_result(read: Read) -> None:
    reading = read(SELF_EVALUATION)
    (project,) = reading.document.projects
    assert project.amount_yuan == 1_000_000
    assert [i.value for i in project.indicators] == ["≥5000平方米", "100%"]
    assert reading.document.all_problems == ()


def test_annual_targets_win_over_long_term_ones(read: Read) -> None:
    (project,) = read(WUHAN).document.projects
    assert (project.unit, project.department, project.region) == ("武汉市城管委", None, "武汉市")
    assert project.amount_yuan == 3_000_000
    assert [i.value for i in project.indicators] == ["300公里", "98%"]


def test_an_annual_table_goes_on_with_the_project_of_the_long_term_one(read: Read) -> None:
    columns = "\t一级指标\t二级指标\t指标名称\t指标值\n"
    reading = read(
        "2024年部门预算项目绩效目标表\n项目名称\t供水\n"
        f"长期绩效目标表\n长期绩效目标1\t城乡一体化\n{columns}"
        "长期绩效目标1\t产出指标\t数量指标\t水厂\t75座\n"
        f"年度绩效目标表\n年度绩效目标1\t新建水厂\n{columns}"
        "年度绩效目标1\t产出指标\t数量指标\t水厂\t25座\n\t\t质量指标\t合格率\t95%\n"
    )
    (project,) = reading.document.projects
    assert (project.name, project.year, project.goal) == ("供水", 2024, "新建水厂")
    assert [(i.name, i.value) for i in project.indicators] == [("水厂", "25座"), ("合格率", "95%")]


def test_a_body_left_of_the_money_unit_is_the_unit(read: Read) -> None:
    (project,) = read(
        "水渠绩效目标表\n[232001]临城县住建局本级\t\t单位：万元\n项目名称\t水渠\n预算数\t80.00\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t修渠\t3公里\n"
    ).document.projects
    assert (project.unit, project.region, project.amount_yuan) == (
        "临城县住建局本级",
        "临城县",
        800_000,
    )


def test_the_lower_of_two_header_rows_tells_last_year_from_this(read: Read) -> None:
    (project,) = read(HUANGSHI).document.projects
    assert [i.value for i in project.indicators] == ["120户", "100%"]
    assert project.indicators[1].name == "合格率, 含返修"


def test_a_whole_department_is_a_project_named_after_it(read: Read) -> None:
    (project,) = read(WHOLE_DEPARTMENT).document.projects
    assert (project.name, project.department, project.unit) == (
        "平罗县审计局",
        "平罗县审计局",
        None,
    )
    assert (project.year, project.amount_yuan, project.goal) == (2024, 3_000_000, "完成审计")


def test_a_unit_completes_a_bare_number_only(read: Read) -> None:
    (project,) = read(YUEYANG).document.projects
    assert [i.value for i in project.indicators] == ["≥200人", "≤28.8万元", "高"]


@pytest.mark.parametrize("text", [MARKDOWN, SPACES], ids=["markdown", "spaces"])
def test_other_separators_read_like_tabs(read: Read, text: str) -> None:
    reading = read(text)
    (project,) = reading.document.projects
    assert project.name == "测试"
    assert {i.level1 for i in project.indicators} == {"产出指标"}
    assert len(project.indicators) >= 2
    assert reading.document.all_problems == ()


def test_a_table_over_two_pages_is_one_table(read: Read) -> None:
    page = "项目支出绩效目标表\n单位：万元\n"
    header = "一级指标\t二级指标\t三级指标\t指标值\n"
    text = (
        f"{page}项目名称\t水渠\n{header}产出指标\t数量指标\t修建水渠\t3公里\n"
        f"{page}{header}\t\t维修水渠\t5公里\n"
        f"{page}项目名称\t道路\n{header}产出指标\t数量指标\t修建道路\t8公里\n"
    )
    first, second = read(text).document.projects
    assert [i.name for i in first.indicators] == ["修建水渠", "维修水渠"]
    assert (second.name, second.table) == ("道路", 2)


def test_columns_are_found_by_name_in_any_order(read: Read) -> None:
    text = (
        "项目名称\t水渠\n指标值\t三级指标\t备注\t二级指标\t一级指标\n"
        "3公里\t修建水渠\t新建\t数量指标\t产出指标\n100%\t验收合格\t\t质量指标\t\n"
    )
    (project,) = read(text).document.projects
    assert rows(project) == [
        ("产出指标", "数量指标", "修建水渠", "3公里"),
        ("产出指标", "质量指标", "验收合格", "100%"),
    ]


SIGNED = """\
项目名称\t水渠
一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重
产出指标\t数量指标\t建设面积\t≥\t5\t无\t20
\t\t建设座数\t=\t3\t/\t20
\t\t建设个数\t/\t7\t个\t20
\t成本指标\t成本\t≤\t0.1\t万元\t20
"""


def test_a_sign_or_a_unit_that_says_none_is_none(read: Read) -> None:
    (project,) = read(SIGNED).document.projects
    assert [(i.name, i.value) for i in project.indicators[:3]] == [
        ("建设面积", "≥5"),
        ("建设座数", "=3"),
        ("建设个数", "7个"),
    ]


def test_a_row_below_its_headers_is_not_moved_for_a_name_that_is_also_a_label(read: Read) -> None:
    (project,) = read(SIGNED).document.projects
    assert rows(project)[3] == ("产出指标", "成本指标", "成本", "≤0.1万元")


def test_the_term_s_code_is_taken_off(read: Read) -> None:
    text = SIGNED.replace("水渠\n", "水渠\n项目期限\t0101--一年期项目\n", 1)
    assert read(text).document.projects[0].term == "一年期项目"


@pytest.mark.parametrize(
    "head",
    [
        "项目支出绩效目标表（单位：万元）\n项目名称\t水渠\n年度资金总额\t12\n",
        "项目支出绩效目标表\n项目名称\t水渠\n资金情况（万元）\t年度资金总额\t12\n",
        "项目支出绩效目标表\n项目名称\t水渠\n当年预算（万元）\t12\n",
        "项目支出绩效目标表\n项目名称\t水渠\n项目预算\t12万元\n",
    ],
)
def test_the_amount_has_the_unit_that_is_printed_somewhere(read: Read, head: str) -> None:
    table = SIGNED.partition("\n")[2]
    (project,) = read(head + table).document.projects
    assert project.amount_yuan == 120_000
    assert project.problems == ()
