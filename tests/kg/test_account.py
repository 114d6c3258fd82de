from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.account import Fate, account_of
from kg.read import examine_document

TABLE = (
    "三公经费\n项目\t上年\t今年\n公务接待费\t5\t4\n"
    "项目支出绩效目标表\n项目名称\t水渠\t\t备用\n"
    "一级指标\t二级指标\t三级指标\t指标值\t牵头领导\n产出指标\t数量指标\t修渠\t3公里\t张三\n"
)


def test_every_cell_of_the_sample_became_a_record_or_is_dressing(sample_path: Path) -> None:
    account = account_of(examine_document(sample_path.read_bytes(), sample_path.name))
    assert (account.coverage.outside, account.coverage.unknown) == (0, 0)
    assert (account.coverage.record, account.coverage.dressing) == (802, 261)
    assert {column.certainty for column in account.columns} == {1.0}
    assert len(account.columns) == 20 * 4


def test_cells_have_their_fate_and_what_is_not_read_is_named() -> None:
    account = account_of(examine_document(TABLE.encode(), "t.txt"))
    fates = {cell.text: cell.fate for row in account.rows for cell in row.cells}
    assert fates["公务接待费"] is Fate.OUTSIDE
    assert fates["项目支出绩效目标表"] is Fate.DRESSING
    assert fates["3公里"] is Fate.RECORD
    assert {fates["备用"], fates["牵头领导"], fates["张三"]} == {Fate.UNKNOWN}
    assert set(account.coverage.unread) == {"row 5: 备用", "row 6: 牵头领导", "row 7: 张三"}


@settings(deadline=None)
@given(st.lists(st.sampled_from(TABLE.split("\n")), max_size=12))
def test_every_filled_cell_is_counted_once(lines: list[str]) -> None:
    text = "\n".join([*lines, TABLE])
    account = account_of(examine_document(text.encode(), "t.txt"))
    counts = account.coverage
    filled = sum(bool(cell.strip()) for line in text.split("\n") for cell in line.split("\t"))
    assert counts.record + counts.dressing + counts.outside + counts.unknown == filled
    assert len(counts.unread) == counts.unknown
