"""Tables in two halves side by side (左右两栏), and headers that repeat for another reason."""

from collections import Counter
from collections.abc import Callable

import pytest

from kg.account import account_of
from kg.grid import Cell, Grid, Row, with_covered
from kg.iri import Minter
from kg.model import Indicator
from kg.read import Reading
from kg.tables import NOTHING, read_tables

Read = Callable[[str], Reading]

COLUMNS = "一级指标\t二级指标\t三级指标\t指标值"
HALVES = f"""\
项目名称\t水渠
{COLUMNS}\t{COLUMNS}
产出指标\t数量指标\t修渠\t3公里\t效益指标\t社会效益指标\t方便群众\t显著
\t\t建闸\t2座\t\t\t节水\t≥5%
\t质量指标\t合格率\t100%\t满意度指标\t服务对象满意度指标\t满意度\t≥90%
\t\t返修率\t≤1%
\t\t\t\t\t\t干部满意度\t≥95%
"""
LEFT = [
    ("产出指标", "数量指标", "修渠", "3公里", 3),
    ("产出指标", "数量指标", "建闸", "2座", 4),
    ("产出指标", "质量指标", "合格率", "100%", 5),
    ("产出指标", "质量指标", "返修率", "≤1%", 6),
]
RIGHT = [
    ("效益指标", "社会效益指标", "方便群众", "显著", 3),
    ("效益指标", "社会效益指标", "节水", "≥5%", 4),
    ("满意度指标", "服务对象满意度指标", "满意度", "≥90%", 5),
    ("满意度指标", "服务对象满意度指标", "干部满意度", "≥95%", 7),
]


def told(indicators: tuple[Indicator, ...]) -> list[tuple[str, str, str, str, int]]:
    return [(i.level1, i.level2, i.name, i.value, i.source.row) for i in indicators]


def names(reading: Reading) -> list[str]:
    return [i.name for project in reading.document.projects for i in project.indicators]


def test_the_left_half_is_read_before_the_right_one(read: Read) -> None:
    reading = read(HALVES)
    (project,) = reading.document.projects
    assert told(project.indicators) == LEFT + RIGHT
    assert reading.document.all_problems == ()


def test_every_indicator_of_a_row_has_an_iri_of_its_own(read: Read) -> None:
    text = HALVES.replace("方便群众\t显著", "\t")
    indicators = read(text).document.projects[0].indicators
    mint = Minter("https://w3id.org/jipu/").indicator
    assert len(indicators) == 8
    assert len({mint("0" * 64, indicator.source) for indicator in indicators}) == 8
    assert all(i.source.column is None for i in indicators[:4])


def test_every_cell_of_both_halves_is_accounted_for_once(read: Read) -> None:
    reading = read(HALVES)
    account = account_of(reading)
    printed = Counter(text for text in HALVES.split() if text)
    assert Counter(cell.text for row in account.rows for cell in row.cells) == printed
    assert account.coverage.unknown == 0
    assert [column.role for column in account.columns] == ["level1", "level2", "name", "value"] * 2


def test_merged_labels_count_in_their_own_half() -> None:
    """Each half has its merged cells, and every indicator the address of its own value."""
    cells = [
        [
            Cell(text, at, f"{'ABCDEFGH'[at - 1]}1")
            for at, text in enumerate(COLUMNS.split() * 2, 1)
        ],
        [
            Cell("产出指标", 1, "A2", height=3),
            Cell("数量指标", 2, "B2", height=3),
            Cell("修渠", 3, "C2"),
            Cell("3公里", 4, "D2"),
            Cell("效益指标", 5, "E2", height=2),
            Cell("社会效益指标", 6, "F2", height=2),
            Cell("节水", 7, "G2", height=2),
            Cell("≥5%", 8, "H2", height=2),
        ],
        [Cell("建闸", 3, "C3"), Cell("2座", 4, "D3")],
        [
            Cell("护坡", 3, "C4"),
            Cell("1处", 4, "D4"),
            Cell("满意度指标", 5, "E4"),
            Cell("服务对象满意度指标", 6, "F4"),
            Cell("满意度", 7, "G4"),
            Cell("≥90%", 8, "H4"),
        ],
    ]
    rows = tuple(with_covered(Row(at, tuple(row)) for at, row in enumerate(cells, 1)))
    (project,) = read_tables("a.xlsx", [Grid("a.xlsx", 1, rows)], NOTHING).projects
    assert [(i.level1, i.name, i.source.cell) for i in project.indicators] == [
        ("产出指标", "修渠", "D2"),
        ("产出指标", "建闸", "D3"),
        ("产出指标", "护坡", "D4"),
        ("效益指标", "节水", "H2"),
        ("满意度指标", "满意度", "H4"),
    ]


def test_levels_go_on_over_a_page_that_repeats_the_header(read: Read) -> None:
    lines = HALVES.splitlines(keepends=True)
    reading = read("".join([*lines[:4], lines[1], *lines[4:]]))
    assert [one[:4] for one in told(reading.document.projects[0].indicators)] == [
        one[:4] for one in LEFT + RIGHT
    ]


def test_levels_are_carried_down_within_each_half(read: Read) -> None:
    """The right half prints none: those of the left one are not its own."""
    row = "\t\t质量合格\t100%\t\t\t节水\t≥5%\n"
    reading = read(f"项目名称\t水渠\n{COLUMNS}\t{COLUMNS}\n产出指标\t数量指标\t修渠\t3公里\n{row}")
    assert [one[:3] for one in told(reading.document.projects[0].indicators)] == [
        ("产出指标", "数量指标", "修渠"),
        ("产出指标", "数量指标", "质量合格"),
        ("", "", "节水"),
    ]


def test_a_project_whose_left_half_is_empty_keeps_its_name(read: Read) -> None:
    reading = read(
        f"项目名称\t预算数（万元）\t{COLUMNS}\t{COLUMNS}\n"
        "水渠\t10\t产出指标\t数量指标\t修渠\t3公里\t效益指标\t社会效益指标\t节水\t≥5%\n"
        "道路\t20\t\t\t\t\t效益指标\t社会效益指标\t出行\t方便\n"
    )
    _, road = reading.document.projects
    assert (road.name, road.amount_yuan, [i.name for i in road.indicators]) == (
        "道路",
        200_000,
        ["出行"],
    )


def test_a_sum_or_dots_in_one_half_leave_the_other_one_alone(read: Read) -> None:
    reading = read(
        HALVES
        + "合计\t\t\t50\t\t\t村民满意度\t≥80%\n\t\t……\t\t\t\t游客满意度\t≥85%\n注：本表为汇总\n"
    )
    assert names(reading)[-2:] == ["村民满意度", "游客满意度"]
    assert len(names(reading)) == 10
    assert reading.document.all_problems == ()


@pytest.mark.parametrize(
    ("header", "left", "right"),
    [
        ("绩效指标\tA\tA", "\tL", "\tL"),
        ("序号\tA\t备注\t序号\tA\t备注", "1\tL\t新", "2\tL\t旧"),
        ("A\tA\t备注", "L", "L\t旧"),
        ("A\t分值（50）\tA\t分值（40）", "L\t20", "L\t10"),
    ],
)
def test_labels_for_both_halves_and_notes_in_one_change_nothing(
    read: Read, header: str, left: str, right: str
) -> None:
    first = left.replace("L", "产出指标\t数量指标\t修渠\t3公里")
    second = right.removeprefix("\t").replace("L", "效益指标\t社会效益指标\t节水\t≥5%")
    reading = read(f"项目名称\t水渠\n{header.replace('A', COLUMNS)}\n{first}\t{second}\n")
    (project,) = reading.document.projects
    assert told(project.indicators) == [
        ("产出指标", "数量指标", "修渠", "3公里", 3),
        ("效益指标", "社会效益指标", "节水", "≥5%", 3),
    ]
    assert reading.document.all_problems == ()


def test_projects_told_in_a_column_have_halves_as_well(read: Read) -> None:
    reading = read(
        f"项目名称\t预算数（万元）\t{COLUMNS}\t{COLUMNS}\n"
        "水渠\t10\t产出指标\t数量指标\t修渠\t3公里\t效益指标\t社会效益指标\t节水\t≥5%\n"
        "\t\t\t\t建闸\t2座\n"
        "道路\t20\t产出指标\t数量指标\t修路\t8公里\t效益指标\t社会效益指标\t出行\t方便\n"
    )
    read_names = [[i.name for i in project.indicators] for project in reading.document.projects]
    assert read_names == [["修渠", "建闸", "节水"], ["修路", "出行"]]


TWICE = f"{COLUMNS}\t{COLUMNS}\n"
OTHERS = "产出指标\t数量指标\t{}\t9公里\t产出指标\t数量指标\t{}\t3公里\n"


@pytest.mark.parametrize(
    "header",
    [
        f"中长期目标\t\t\t\t年度目标\n{TWICE}",
        f"2022年绩效指标\t\t\t\t2023年绩效指标\n{TWICE}",
        f"{COLUMNS}（长期）\t{COLUMNS}（年度）\n",
        "一级指标\t二级指标\t三级指标\t2022年指标值\t一级指标\t二级指标\t三级指标\t2023年指标值\n",
    ],
)
def test_another_term_or_year_beside_the_annual_one_is_no_half(read: Read, header: str) -> None:
    (project,) = read(
        f"项目名称\t水渠\n{header}{OTHERS.format('修渠总长', '修渠')}"
    ).document.projects
    assert [(i.name, i.value) for i in project.indicators] == [("修渠", "3公里")]


def test_of_two_years_above_the_last_one_is_read_on_either_side(read: Read) -> None:
    header = f"2023年绩效指标\t\t\t\t2022年绩效指标\n{TWICE}"
    assert names(read(f"项目名称\t水渠\n{header}{OTHERS.format('修渠', '修渠总长')}")) == ["修渠"]


def test_the_same_names_beside_each_other_are_the_same_indicators(read: Read) -> None:
    """What tells the two apart (调整前、调整后) may stand where no header is expected."""
    reading = read(f"项目名称\t水渠\n{TWICE}{OTHERS.format('修渠', '修渠')}")
    assert names(reading) == ["修渠"]


def test_a_pair_of_columns_for_every_category_is_no_half(read: Read) -> None:
    reading = read(
        "项目名称\t水渠\n" + "\t".join(["三级指标\t指标值"] * 4) + "\n修渠\t3公里"
        "\t合格率\t100%\t节水\t≥5%\t满意度\t≥90%\n"
    )
    assert {row.band for row in reading.rows} == {None}


def test_what_one_half_says_that_fits_no_column_is_told(read: Read) -> None:
    reading = read(HALVES + "\t\t\t\t\t\t\t≥99%\n")
    (problem,) = reading.document.all_problems
    assert problem.where == "table.txt: row 8"
    assert "≥99%" in problem.message
    assert len(names(reading)) == 8
