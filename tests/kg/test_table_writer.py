from pathlib import Path

import pyarrow as pa
import pytest

from kg.iri import Minter
from kg.model import Document
from kg.table import IndicatorTable
from kg.table_writer import TableWriter
from tests.sample import elsewhere, pingluo

MINTER = Minter()
DOCUMENTS = (pingluo(), elsewhere())


def rows_of(document: Document) -> IndicatorTable:
    return IndicatorTable.of_document(document, MINTER)


def columns_of(path: Path) -> list[pa.ChunkedArray]:
    with pa.memory_map(str(path)) as source:
        return list(pa.ipc.open_file(source).read_all().itercolumns())


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = tmp_path / "base.arrow"
    with TableWriter(path) as writer:
        for document in DOCUMENTS:
            writer.add(rows_of(document))
    return path


def test_what_is_written_is_all_rows_in_order(base: Path, tmp_path: Path) -> None:
    whole = IndicatorTable.concatenate(map(rows_of, DOCUMENTS))
    written = IndicatorTable.open(base)
    assert list(written.records()) == list(whole.records())
    assert written.fingerprint == whole.fingerprint
    assert list(tmp_path.iterdir()) == [base]


def test_a_file_s_rows_come_before_those_added_and_others_are_left_out(
    base: Path, tmp_path: Path
) -> None:
    gone = {MINTER.document(pingluo().sha256)}
    with TableWriter(tmp_path / "next.arrow") as writer:
        writer.add_file(base, gone)
        writer.add(rows_of(pingluo()))
    written = IndicatorTable.open(tmp_path / "next.arrow")
    whole = IndicatorTable.concatenate([rows_of(elsewhere()), rows_of(pingluo())])
    assert list(written.records()) == list(whole.records())


def test_the_file_maps_as_one_batch_with_one_dictionary_a_column(
    base: Path, tmp_path: Path
) -> None:
    with TableWriter(tmp_path / "next.arrow") as writer:
        writer.add_file(base, ())
        writer.add(rows_of(pingluo()))
    for path in (base, tmp_path / "next.arrow"):
        assert {column.num_chunks for column in columns_of(path)} == {1}


def test_what_no_row_says_any_more_is_in_no_dictionary(base: Path, tmp_path: Path) -> None:
    with TableWriter(tmp_path / "next.arrow") as writer:
        writer.add_file(base, {MINTER.document(pingluo().sha256)})
    left = IndicatorTable.open(tmp_path / "next.arrow")
    assert left.codes("document")[1] == ["jia.xlsx"]
    assert "高龄津贴" not in (tmp_path / "next.arrow").read_bytes().decode(errors="ignore")


def test_nothing_is_a_table_of_no_rows(base: Path, tmp_path: Path) -> None:
    with TableWriter(tmp_path / "none.arrow"):
        pass
    with TableWriter(tmp_path / "all-gone.arrow") as writer:
        writer.add_file(base, {MINTER.document(document.sha256) for document in DOCUMENTS})
    for name in ("none.arrow", "all-gone.arrow"):
        table = IndicatorTable.open(tmp_path / name)
        assert (len(table), list(table.records()), table.facts([])) == (0, [], [])


def test_a_fault_leaves_nothing(base: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyError), TableWriter(tmp_path / "broken.arrow") as writer:
        writer.add(rows_of(pingluo()))
        raise KeyError
    assert list(tmp_path.iterdir()) == [base]
