from decimal import Decimal

import pytest

from kg.model import Comparator, Direction, Kind
from search.understand import understand, with_phrase


def test_a_value_expression_is_taken_out_of_the_words() -> None:
    asked = understand("教育类项目的家长满意度 不低于92%")
    assert asked.text == "教育类项目的家长满意度"
    assert asked.target is not None
    assert asked.target.comparator is Comparator.AT_LEAST
    assert asked.target.canonical_value == Decimal("0.92")
    assert asked.target.unit == "%"


def test_words_on_both_sides_of_a_value_stay_apart() -> None:
    assert understand("500万元以内的补助").text == "的补助"
    assert understand("取暖费不超过300万元的项目").text == "取暖费 的项目"


def test_a_query_that_is_only_a_value_keeps_it_as_text() -> None:
    asked = understand("≥95%")
    assert asked.text == "≥95%"
    assert asked.target is not None


def test_a_deadline_is_a_value() -> None:
    asked = understand("2025年6月底前开工")
    assert asked.text == "开工"
    assert asked.target is not None
    assert asked.target.kind is Kind.DATE


@pytest.mark.parametrize("query", ["2024年育儿补贴", "三支一扶", "满意度", "第三方评估"])
def test_years_and_numerals_in_names_are_no_values(query: str) -> None:
    asked = understand(query)
    assert asked.target is None
    assert asked.text == query


@pytest.mark.parametrize("query", ["人数1万以上", "人数一万以上"])
def test_a_bare_multiplier_leaves_open_what_is_counted(query: str) -> None:
    asked = understand(query)
    assert asked.target is not None
    assert asked.target.canonical_value == 10000
    assert asked.target.canonical_unit is None


@pytest.mark.parametrize(
    ("query", "category"),
    [
        ("环卫 时效指标", ("timeliness",)),
        ("滿意度 退休人员", ("satisfaction",)),
        ("就业 社会效益 ≥95%", ("social-benefit",)),
        ("数量 质量", ("quality", "quantity")),
        ("农民满意吗", ()),
        ("社会保障类项目的时效指标", ("timeliness",)),
        ("养老类项目的可持续影响", ("sustained-impact",)),
        ("绿化管护的产出指标", ("cost", "quality", "quantity", "timeliness")),
        ("质量最好的成本控制", ()),
        ("2024年底前完成", ()),
        ("效果", ()),
        ("服务对象", ()),
    ],
)
def test_a_category_label_that_stands_out_names_it(query: str, category: tuple[str, ...]) -> None:
    assert understand(query).category == category


def test_a_group_stands_for_its_members() -> None:
    assert "social-benefit" in understand("招商引资 效益").category


def test_words_are_in_the_normal_form() -> None:
    assert understand("農民　滿意度").text == "农民 满意度"


def test_an_indicator_s_last_word_may_be_its_target() -> None:
    asked = with_phrase(understand("群众收入 显著提升"))
    assert asked.text == "群众收入"
    assert asked.target is not None
    assert asked.target.direction is Direction.INCREASE
    for text in ("显著提升", "群众收入", "提升 群众收入", "群众收入 提升 ≥5%"):
        assert with_phrase(understand(text)) == understand(text)
