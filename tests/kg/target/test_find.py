"""Values inside queries: what is found, and the sayings that are no values."""

import pytest

from kg.model import Kind
from kg.target import find_target

SAYINGS = """
三支一扶 五湖四海 二孩 二孩三孩补贴 一次性 2024年高龄津贴 三公经费下降 三年行动计划 12345热线
第三产业 一级医院 十四五规划 四好农村路 六个一工程 新建三个幼儿园 一带一路 两不愁三保障 PM2.5
5G 一村一品 两会保障 六一儿童节 千人计划 百年党史 一卡通 一网通办 二十大宣传 一老一小
60岁以上老人 不低于上年 进一步提高 十分满意 家长满意度
"""


@pytest.mark.parametrize(
    ("query", "span", "comparator", "canonical", "unit"),
    [
        ("群众对环境的满意程度 ≥90%", "≥90%", ">=", "0.9", "1"),
        ("教育类项目的家长满意度 不低于92%", "不低于92%", ">=", "0.92", "1"),
        ("2025年6月底前开工", "2025年6月底前", "<=", "2025-06-30", "ISO8601"),
        ("每户补两万元", "两万元", "=", "20000", "元"),
        ("不超过三天", "不超过三天", "<=", "3", "天"),
        ("打工的 两千人以上", "两千人以上", ">=", "2000", "人"),
        ("成本控制在50万元以内的项目", "控制在50万元以内", "<=", "500000", "元"),
        ("学生人数在2000到3000之间", "2000到3000之间", "range", "2000", "None"),
        ("60岁以上老人 高龄津贴 ≥1000人", "≥1000人", ">=", "1000", "人"),
        ("“三支一扶”人员补贴发放准确率 ≥ 95%", "≥ 95%", ">=", "0.95", "1"),
        ("2024年", "2024年", "=", "2024-01-01/2024-12-31", "ISO8601"),
    ],
)
def test_value_in_a_query(
    query: str, span: str, comparator: str, canonical: str, unit: str
) -> None:
    found = find_target(query)
    assert found is not None
    assert query[found.start : found.end] == span == found.target.text
    assert str(found.target.comparator) == comparator
    assert str(found.target.canonical_value) == canonical
    assert str(found.target.canonical_unit) == unit


@pytest.mark.parametrize("query", SAYINGS.split())
def test_saying_is_no_value(query: str) -> None:
    assert find_target(query) is None


def test_nothing_in_an_empty_text() -> None:
    assert find_target("") is None
    assert find_target("无") is None


def test_stated_date_is_surer_than_unstated_number() -> None:
    found = find_target("2024年12月底前完成5个")
    assert found is not None
    assert found.target.kind is Kind.DATE
