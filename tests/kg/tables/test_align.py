import pytest

from kg.grid import Cell, Row
from kg.layouts import Role
from kg.tables.align import align
from kg.tables.header import Column

COLUMNS = tuple(
    Column(index, role, role.value)
    for index, role in enumerate((Role.LEVEL1, Role.LEVEL2, Role.NAME, Role.VALUE), start=1)
)
L1, L2, NAME, VALUE = Role.LEVEL1, Role.LEVEL2, Role.NAME, Role.VALUE


@pytest.mark.parametrize(
    ("printed", "roles"),
    [
        ("1-产出指标|11-数量指标|修建水渠|3公里", (L1, L2, NAME, VALUE)),
        ("|12-质量指标|验收合格率|≥95%", (L2, NAME, VALUE)),
        ("||维修道路|5公里", (NAME, VALUE)),
        ("||维修道路|", (NAME,)),
        ("|23-生态效益||", (L2,)),
        ("|21-经济效益|无|", (L2, NAME)),
        ("|可持续影响|可持续影响|持续影响", (L2, NAME, VALUE)),
        ("|数量指标|5个景观|5", (L2, NAME, VALUE)),
        ("|14-成本指标|灌溉用水费用||150万元", (L2, NAME, VALUE)),
        ("||绿化工人工资||300万元", (NAME, VALUE)),
        ("苗木采购||350万元||", (NAME, VALUE)),
        ("苗木采购|350万元|||", (NAME, VALUE)),
        ("|参保缴费补贴|820万元|", (NAME, VALUE)),
        ("14-成本指标|人均补助标准|5200元左右|", (L2, NAME, VALUE)),
        ("成本指标|人均补助标准|5200元左右|", (L2, NAME, VALUE)),
        ("数量指标|改善居民生活环境|明显提升|", (L2, NAME, VALUE)),
        ("|未列入分类的指标|修建水渠|3公里", (L2, NAME, VALUE)),
    ],
)
def test_cells_go_where_their_texts_fit(printed: str, roles: tuple[Role, ...]) -> None:
    cells = tuple(
        Cell(text, column) for column, text in enumerate(printed.split("|"), start=1) if text
    )
    alignment = align(Row(1, cells), COLUMNS)
    assert alignment is not None
    assert tuple(column.meaning for _, column in alignment.pairs) == roles
    assert alignment.score > 0 or alignment.at_home


@pytest.mark.parametrize("printed", ["本页由县财政局汇总", "甲村委会|乙村委会"])
def test_a_row_without_evidence_scores_nothing(printed: str) -> None:
    cells = tuple(
        Cell(text, column) for column, text in enumerate(printed.split("|"), start=1) if text
    )
    alignment = align(Row(1, cells), COLUMNS)
    assert alignment is not None
    assert alignment.score <= 0


def test_more_cells_than_columns_cannot_be_aligned() -> None:
    cells = tuple(Cell(text, column) for column, text in enumerate("甲乙丙丁戊", start=1))
    assert align(Row(1, cells), COLUMNS) is None
