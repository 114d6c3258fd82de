import pytest

from kg.target import comparable_unit, parse_target
from kg.target.unit_list import unit_list


@pytest.mark.parametrize(
    ("one", "other"),
    [("30日内", "30天内"), ("5公斤", "5kg"), ("3人（次）", "3人(次)"), ("6月", "6个月")],
)
def test_names_of_one_unit_compare(one: str, other: str) -> None:
    units = [parse_target(f"≤{text}").canonical_unit for text in (one, other)]
    assert units[0] != units[1]
    assert len({comparable_unit(unit or "") for unit in units}) == 1


@pytest.mark.parametrize("unit", ["人", "人次", "户", "元", "1", "没有这个单位"])
def test_other_units_stay_themselves(unit: str) -> None:
    assert comparable_unit(unit) == unit


def test_no_chain_of_equivalents() -> None:
    equivalent = unit_list().equivalent
    assert not set(equivalent) & set(equivalent.values())
