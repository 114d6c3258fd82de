"""Level labels that are printed once for their block, in its first row or in its middle."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from kg.grid import Cell, Row
from kg.layouts import Role
from kg.read import Reading
from kg.tables.levels import levels_of
from kg.tables.rows import ReadRow, RowKind
from kg.tables.uses import Use

Read = Callable[[str], Reading]
HEADER = "项目名称\t水渠\n一级指标\t二级指标\t三级指标\t指标值\n"


def test_a_first_level_in_mid_block_is_settled_by_the_second_levels(read: Read) -> None:
    body = (
        "\t数量指标\t甲\t1个\n产出指标\t质量指标\t乙\t98%\n\t时效指标\t丙\t12月底\n"
        "\t社会效益指标\t丁\t提升\n效益指标\t生态效益指标\t戊\t3亩\n"
        "满意度指标\t服务对象满意度指标\t己\t95%\n"
    )
    (project,) = read(HEADER + body).document.projects
    assert [i.level1 for i in project.indicators] == [
        *["产出指标"] * 3,
        *["效益指标"] * 2,
        "满意度指标",
    ]


def test_a_label_below_the_top_of_a_later_block_is_noticed(read: Read) -> None:
    body = (
        "产出指标\t数量指标\t甲\t1个\n\t社会效益指标\t丁\t提升\n效益指标\t生态效益指标\t戊\t3亩\n"
    )
    (project,) = read(HEADER + body).document.projects
    assert [i.level1 for i in project.indicators] == ["产出指标", "效益指标", "效益指标"]


def test_a_second_level_that_is_foreign_to_its_first_moves_nothing(read: Read) -> None:
    body = (
        "产出指标\t数量指标\t甲\t1个\n\t质量指标\t乙\t2个\n"
        "效益指标\t社会效益指标\t丁\t提升\n\t满意度指标\t戊\t≥90%\n"
    )
    (project,) = read(HEADER + body).document.projects
    assert [i.level1 for i in project.indicators] == [*["产出指标"] * 2, *["效益指标"] * 2]


SECONDS = {
    "产出指标": ("数量指标", "质量指标", "时效指标"),
    "效益指标": ("社会效益指标", "生态效益指标", "经济效益指标"),
    "满意度指标": ("服务对象满意度指标",),
}


@given(
    st.lists(st.integers(1, 3), min_size=3, max_size=3),
    st.sampled_from(["top", "middle"]),
)
def test_labels_at_the_top_or_in_the_middle_give_the_same_levels(
    sizes: list[int], printed: str
) -> None:
    rows, expected = [], []
    for (first, seconds), size in zip(SECONDS.items(), sizes, strict=True):
        size = min(size, len(seconds))
        at = 0 if printed == "top" else (size - 1) // 2
        for number, second in enumerate(seconds[:size]):
            rows.append(row(len(rows), first if number == at else "", second))
            expected.append((first, second))
    assert [(levels.level1, levels.level2) for levels in levels_of(rows)] == expected


def row(number: int, first: str, second: str) -> ReadRow:
    uses = [
        Use(Cell(text, column), meaning, text)
        for column, (meaning, text) in enumerate(
            ((Role.LEVEL1, first), (Role.LEVEL2, second), (Role.NAME, "甲")), 1
        )
        if text
    ]
    return ReadRow(1, 1, Row(number, ()), RowKind.INDICATOR, tuple(uses))
