"""The hand-checked target values: every column of every row."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.target import parse_target

SEED = Path(__file__).with_name("values-seed.tsv")


def rows() -> list[dict[str, str]]:
    with SEED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def printed(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["raw"] or "blank")
def test_every_column(row: dict[str, str]) -> None:
    target = parse_target(row["raw"])
    assert target.text == row["raw"]
    found = {
        "kind": target.kind,
        "comparator": printed(target.comparator),
        "comparator_explicit": str(int(target.explicit)),
        "value": printed(target.value),
        "upper": printed(target.upper),
        "unit": printed(target.unit),
        "canonical_value": printed(target.canonical_value),
        "canonical_upper": printed(target.canonical_upper),
        "canonical_unit": printed(target.canonical_unit),
        "approximate": str(int(target.approximate)),
    }
    assert found == {column: row[column] for column in found}
