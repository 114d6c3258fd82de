from decimal import Decimal

import pytest

from kg.target import comparable_unit, parse_target
from kg.target.lexicon import table
from kg.target.unit_list import unit_list


@pytest.mark.parametrize(
    ("one", "other"),
    [("30日内", "30天内"), ("5公斤", "5kg"), ("3人（次）", "3人(次)"), ("6月", "6个月")],
)
def test_names_of_one_unit_compare(one: str, other: str) -> None:
    units = [parse_target(f"≤{text}").canonical_unit for text in (one, other)]
    assert units[0] != units[1]
    assert len({comparable_unit(unit or "") for unit in units}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3公里", "3000米"), ("3km", "3千米"), ("0.5毫米", "0.05cm"), ("100公分", "1米"),
        ("2公顷", "30亩"), ("2公顷", "20000㎡"), ("1平方公里", "100ha"), ("1平方千米", "1500市亩"),
        ("2吨", "2000公斤"), ("2斤", "1kg"), ("5g", "5000mg"), ("3m³", "3000升"),
        ("1.5L", "1500ml"),
        ("1周", "7日"), ("2天", "48小时"), ("3个小时", "180分钟"), ("3年", "36月"),
        ("4个季度", "12个月"), ("1.2MW", "1200千瓦"), ("5公里/天", "5000米/天"),
    ],
)  # fmt: skip
def test_values_of_one_dimension_compare(one: str, other: str) -> None:
    assert in_comparable_unit(one) == in_comparable_unit(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("人", "人次"), ("天", "个工作日"), ("天", "个月"), ("米", "平方米"), ("公里", "公里/天")],
)
def test_other_dimensions_do_not(one: str, other: str) -> None:
    assert comparable_unit(one).unit != comparable_unit(other).unit


def in_comparable_unit(text: str) -> tuple[str, Decimal]:
    target = parse_target(text)
    assert isinstance(target.canonical_value, Decimal)
    unit, size = comparable_unit(target.canonical_unit or "")
    return unit, target.canonical_value * size


@pytest.mark.parametrize("unit", ["人", "人次", "户", "元", "1", "元/人", "没有这个单位"])
def test_other_units_stay_themselves(unit: str) -> None:
    assert comparable_unit(unit) == (unit, 1)


def test_no_chain_of_scales() -> None:
    scales = unit_list().scales
    assert all(scales.get(base, (base, 1)) == (base, 1) for base, _ in scales.values())


def test_units_of_a_dimension_are_canonical() -> None:
    for dimension in table("units")["dimension"]:
        for unit in dimension["sizes"]:
            assert unit_list().meaning[unit] == (unit, 1)
