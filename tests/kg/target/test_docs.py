"""The examples of the documentation page are true."""

from decimal import Decimal
from pathlib import Path

import pytest

from kg.target import decimal_text, find_target, parse_target

PAGE = Path(__file__).parents[3] / "docs" / "targets.md"


def examples() -> list[list[str]]:
    """The rows of the page's table: the text and its eight fields."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [line[1:-1].split("|") for line in lines if line.startswith("| `")]
    return [[cell.strip(" `") for cell in row] for row in rows]


@pytest.mark.parametrize("row", examples(), ids=lambda row: row[0])
def test_example(row: list[str]) -> None:
    target = parse_target(row[0])
    fields = (
        target.kind, target.comparator, target.value, target.upper, target.unit,
        target.canonical_value, target.canonical_upper, target.canonical_unit,
    )  # fmt: skip
    shown = [
        decimal_text(field) if isinstance(field, Decimal) else str(field or "") for field in fields
    ]
    assert shown == row[1:]


def test_page_has_examples() -> None:
    assert len(examples()) >= 15


def test_code_of_the_page() -> None:
    target = parse_target("补助金额 ≥ 400 万元")
    assert (target.comparator, target.canonical_value, target.canonical_unit) == (
        ">=",
        4000000,
        "元",
    )
    found = find_target("家长满意度 不低于92%")
    assert found is not None
    assert (found.start, found.end, found.target.canonical_value) == (6, 12, Decimal("0.92"))
