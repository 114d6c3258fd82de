import pytest

from kg.tables.labels import is_none, label_key, undress, undress_label
from kg.tables.titles import amount_in_yuan, money_unit, title_facts


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("11-数量指标", "数量指标"),
        ("0101--一年期项目", "一年期项目"),
        ("[096]国家市场监督管理总局", "国家市场监督管理总局"),
        ("【812033】自治区本级", "自治区本级"),
        ("(433)县教育局", "县教育局"),
        ("（433）219-县教育局", "县教育局"),
        ("★质量指标*", "质量指标"),
        ("指标1：抽检批次", "抽检批次"),
        ("培训人数（≥**人）", "培训人数"),
        ("产出指标（50分）", "产出指标"),
        ("成本指标(0-20)分", "成本指标"),
        ("2023-2025年行动计划", "2023-2025年行动计划"),
        ("(2024)年任务", "(2024)年任务"),
        ("缴费人数(2018.1-12)(2021.1-2021.8)", "缴费人数(2018.1-12)(2021.1-2021.8)"),
        ("取暖费？ ？ ？（2024年新退）", "取暖费？ ？ ？（2024年新退）"),
        ("3岁以下儿童", "3岁以下儿童"),
    ],
)
def test_undress_takes_codes_marks_and_brackets_off(printed: str, plain: str) -> None:
    assert undress(printed) == plain
    assert undress(plain) == plain


@pytest.mark.parametrize(
    ("printed", "plain"), [("一、产出指标：", "产出指标"), ("效益指标(30)", "效益指标")]
)
def test_labels_lose_their_enumeration_too(printed: str, plain: str) -> None:
    assert undress_label(printed) == plain


@pytest.mark.parametrize(
    "printed",
    [
        "项目年度金额",
        " 项目 年度金额：",
        "★项目年度金额（万元）",
        "一、项目年度金额",
        "2024年项目年度金额",
    ],
)
def test_labels_are_compared_without_spaces_years_and_units(printed: str) -> None:
    assert label_key(printed) == "项目年度金额"


def test_none_is_said_in_several_ways() -> None:
    assert all(is_none(text) for text in ("", "无", "／", "-", " — "))
    assert not is_none("无偿献血人数")


@pytest.mark.parametrize(
    ("title", "year", "region"),
    [
        ("2024年平罗县本级预算重点项目绩效目标表", 2024, "平罗县"),
        ("平罗县2024年部门预算项目支出绩效目标表", 2024, "平罗县"),
        ("四川省成都市２０２２年度项目绩效目标表", 2022, "四川省成都市"),
        ("2023年度内蒙古自治区项目支出绩效目标表", 2023, "内蒙古自治区"),
        ("部门项目支出预算绩效目标表", None, None),
        ("2024年市级部门预算项目绩效目标表", 2024, None),
        ("2024年全县重点项目绩效目标表", 2024, None),
        ("（2023年度）", 2023, None),
    ],
)
def test_titles_tell_year_and_region(title: str, year: int | None, region: str | None) -> None:
    facts = title_facts(title)
    assert (facts.year, facts.region) == (year, region)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位: 元", "元"),
        ("（单位：亿元）", "亿元"),
        ("单位：财政局", None),
    ],
)
def test_a_unit_line_is_no_organisation(line: str, unit: str | None) -> None:
    assert money_unit(line) == unit


def test_amounts_become_yuan_exactly() -> None:
    assert str(amount_in_yuan("400.000000", "万元")) == "4000000.000000"
    assert amount_in_yuan("1,200.5", "万元") == 12_005_000
    assert amount_in_yuan("3亿元", "万元") == 300_000_000
    assert amount_in_yuan("400", None) is None
    assert amount_in_yuan("约四百", "万元") is None
    assert amount_in_yuan("，", "万元") is None
    assert amount_in_yuan(",,", "万元") is None
