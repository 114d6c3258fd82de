"""Every row of the checked tables, every column."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from kg.target import decimal_text, parse_target

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def cell(value: object) -> str:
    """A field as the tables write it: empty for None, 1 and 0 for booleans."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return decimal_text(value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def printed(text: str, columns: list[str]) -> dict[str, str]:
    target = parse_target(text)
    assert target.text == text
    return {column: cell(getattr(target, column)) for column in columns}


SEED_COLUMNS = [
    "kind", "comparator", "explicit", "value", "upper", "unit",
    "canonical_value", "canonical_upper", "canonical_unit", "approximate",
]  # fmt: skip


@pytest.mark.parametrize(
    "row", rows("values-seed.tsv"), ids=lambda row: f"{row['id']}-{row['raw']}"
)
def test_seed(row: dict[str, str]) -> None:
    expected = {column: row[column] for column in SEED_COLUMNS if column != "explicit"}
    expected["explicit"] = row["comparator_explicit"]
    assert printed(row["raw"], SEED_COLUMNS) == expected


@pytest.mark.parametrize(
    "row", rows("notations.tsv"), ids=lambda row: f"{row['group']}-{row['text']}"
)
def test_notation(row: dict[str, str]) -> None:
    columns = [*SEED_COLUMNS, "direction"]
    assert printed(row["text"], columns) == {column: row[column] for column in columns}


@pytest.mark.parametrize("row", rows("judged.tsv"), ids=lambda row: f"{row['reader']}-{row['raw']}")
def test_judged_by_others(row: dict[str, str]) -> None:
    """What three readers expected from the rules alone; the third had read published tables."""
    assert printed(row["raw"], SEED_COLUMNS) == {column: row[column] for column in SEED_COLUMNS}


def test_seed_is_whole() -> None:
    assert len(rows("values-seed.tsv")) == 104
    assert len(rows("notations.tsv")) >= 250
