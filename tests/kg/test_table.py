from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from kg.flat import fact_of
from kg.iri import Minter
from kg.table import IndicatorTable
from tests.sample import elsewhere, pingluo

MINTER = Minter()


@pytest.fixture(scope="module")
def table() -> IndicatorTable:
    parts = [IndicatorTable.of_document(d, MINTER) for d in (pingluo(), elsewhere())]
    return IndicatorTable.concatenate(parts)


def test_blank_rows_are_left_out(table: IndicatorTable) -> None:
    assert len(IndicatorTable.of_document(pingluo(), MINTER)) == 190
    assert len(table) == 194


def test_facts_are_those_of_the_records_in_the_order_asked_for(table: IndicatorTable) -> None:
    facts = [fact_of(record) for record in table.records()]
    rows = [193, 0, 7, 0, 120]
    assert table.facts(rows) == [facts[row] for row in rows]
    assert table.facts(rows) == [facts[row] for row in rows]
    assert table.facts(list(range(194))) == facts
    assert table.facts([]) == []


def test_a_row_is_found_by_its_iri(table: IndicatorTable) -> None:
    assert [table.row_of(fact.iri) for fact in table.facts([3, 190])] == [3, 190]
    assert table.row_of("https://w3id.org/jipu/indicator/none") is None


def test_codes_stand_for_values_and_minus_one_for_none(table: IndicatorTable) -> None:
    codes, values = table.codes("office")
    read = [values[code] if code >= 0 else None for code in codes]
    assert read == [record["office"] for record in table.records()]
    assert codes[-1] == -1
    assert len(values) == len(set(values))


def test_a_written_table_is_the_same_table(table: IndicatorTable, tmp_path: Path) -> None:
    table.write(tmp_path / "t.arrow")
    mapped = IndicatorTable.open(tmp_path / "t.arrow")
    assert list(mapped.records()) == list(table.records())
    assert mapped.fingerprint == table.fingerprint
    assert mapped.facts([5, 192]) == table.facts([5, 192])


def test_the_order_of_rows_is_part_of_the_fingerprint() -> None:
    parts = [IndicatorTable.of_document(d, MINTER) for d in (pingluo(), elsewhere())]
    there, back = (IndicatorTable.concatenate(order) for order in (parts, parts[::-1]))
    assert there.fingerprint != back.fingerprint


def test_numbers_are_nan_where_nothing_was_printed(table: IndicatorTable) -> None:
    lower = table.numbers("lower")
    records = [record["lower"] for record in table.records()]
    assert np.isnan(lower).tolist() == [value is None for value in records]
    assert np.isnan(IndicatorTable.concatenate([]).numbers("year")).tolist() == []


def test_exports_hold_every_row(table: IndicatorTable, tmp_path: Path) -> None:
    table.export_parquet(tmp_path / "t.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "t.parquet").num_rows == 194
    table.export_csv(tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].replace('"', "").split(",") == table.columns
