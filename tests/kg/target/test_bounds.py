"""Bounds, the lexical form of decimals, and the JSON object."""

from datetime import date
from decimal import Decimal

import pytest

from kg.target import date_bounds, decimal_text, numeric_bounds, parse_target, target_to_json


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("≥95%", "0.95", None),
        ("＞95%", "0.95", None),
        ("≤65万元", None, "650000"),
        ("不足10人", None, "10"),
        ("135户", "135", "135"),
        ("=135户", "135", "135"),
        ("90%～95%", "0.9", "0.95"),
        ("2024年底", None, None),
        ("显著提升", None, None),
        ("", None, None),
    ],
)
def test_numeric_bounds(text: str, lower: str | None, upper: str | None) -> None:
    expected = tuple(Decimal(bound) if bound else None for bound in (lower, upper))
    assert numeric_bounds(parse_target(text)) == expected


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024年底前", None, date(2024, 12, 31)),
        ("2024年底", date(2024, 12, 31), date(2024, 12, 31)),
        ("2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024年", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年6月起", date(2024, 6, 1), None),
        ("2023—2025年", date(2023, 1, 1), date(2025, 12, 31)),
        ("2023年1月1日至2月底", date(2023, 1, 1), date(2023, 2, 28)),
        ("12月底到位", None, None),
        ("≥95%", None, None),
    ],
)
def test_date_bounds(text: str, first: date | None, last: date | None) -> None:
    assert date_bounds(parse_target(text)) == (first, last)


@pytest.mark.parametrize(
    ("text", "year", "first", "last"),
    [
        ("12月底前", 2024, None, date(2024, 12, 31)),
        ("6月-9月", 2023, date(2023, 6, 1), date(2023, 9, 30)),
        ("2月底", 2023, date(2023, 2, 28), date(2023, 2, 28)),
        ("2月底", 2024, date(2024, 2, 29), date(2024, 2, 29)),
        ("次年3月底前", 2024, None, date(2025, 3, 31)),
        ("次年底前", 2024, None, date(2025, 12, 31)),
        ("翌年三月底前", 2024, None, date(2025, 3, 31)),
        ("12月底前支付，次年3月审计", 2024, None, date(2024, 12, 31)),
        ("11月至次年3月", 2024, date(2024, 11, 1), date(2025, 3, 31)),
        ("2023年11月至次年3月底", 2024, date(2023, 11, 1), date(2024, 3, 31)),
        ("2025年6月底前", 2024, None, date(2025, 6, 30)),
        ("每月10日前", 2024, None, None),
        ("12月底前", None, None, None),
    ],
)
def test_a_date_without_its_year_is_in_the_budget_year(
    text: str, year: int | None, first: date | None, last: date | None
) -> None:
    assert date_bounds(parse_target(text), year) == (first, last)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("400.0", "400"),
        ("400.000000", "400"),
        ("4E+2", "400"),
        ("0.950", "0.95"),
        ("-0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_decimal_has_one_form(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_json_has_the_keys_of_the_contract_in_order() -> None:
    assert target_to_json(parse_target("增长3.43%以上")) == {
        "text": "增长3.43%以上",
        "kind": "numeric",
        "comparator": ">=",
        "explicit": True,
        "value": 3.43,
        "upper": None,
        "unit": "%",
        "canonical_value": 0.0343,
        "canonical_upper": None,
        "canonical_unit": "1",
        "approximate": False,
        "direction": "increase",
    }
    assert list(target_to_json(parse_target(""))) == [
        "text", "kind", "comparator", "explicit", "value", "upper", "unit", "canonical_value",
        "canonical_upper", "canonical_unit", "approximate", "direction",
    ]  # fmt: skip


def test_json_numbers_are_int_where_integral() -> None:
    value = target_to_json(parse_target("400.0万元"))
    assert (value["value"], type(value["value"])) == (400, int)
    assert (value["canonical_value"], type(value["canonical_value"])) == (4_000_000, int)
