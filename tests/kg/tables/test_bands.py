"""Bands (栏组): a pair of columns for each category, its levels above it (横排式)."""

from collections import Counter
from collections.abc import Callable

import pytest

from kg.account import account_of
from kg.grid import Cell, Grid, Row, with_covered
from kg.iri import Minter
from kg.model import Project
from kg.read import Reading
from kg.tables import NOTHING, read_tables

Read = Callable[[str], Reading]

PAIR = "三级指标\t指标值"
THREE_ROWS = f"""\
单位名称（单位编码）\t项目名称\t项目金额（万元）\t年度绩效目标\t产出指标\t\t\t\t效益指标\t\t满意度指标\t\t备注
\t\t\t\t数量指标\t\t质量指标\t\t社会效益指标
\t\t\t\t{PAIR}\t{PAIR}\t{PAIR}\t{PAIR}
水利局\t水渠\t10\t建好水渠，方便群众生产生活。\t修渠\t3公里\t合格率\t100%\t方便群众\t显著\t满意度\t≥90%\t新建
\t\t\t\t建闸\t2座\t返修率\t≤1%
\t道路\t20\t修好道路，方便群众出行安全。\t\t\t合格率\t≥98%\t出行\t方便\t满意度\t≥85%
"""
CANAL = [
    ("产出指标", "数量指标", "修渠", "3公里", 4),
    ("产出指标", "数量指标", "建闸", "2座", 5),
    ("产出指标", "质量指标", "合格率", "100%", 4),
    ("产出指标", "质量指标", "返修率", "≤1%", 5),
    ("效益指标", "社会效益指标", "方便群众", "显著", 4),
    ("满意度指标", "", "满意度", "≥90%", 4),
]
ROAD = [
    ("产出指标", "质量指标", "合格率", "≥98%", 6),
    ("效益指标", "社会效益指标", "出行", "方便", 6),
    ("满意度指标", "", "满意度", "≥85%", 6),
]


def told(project: Project) -> list[tuple[str, str, str, str, int]]:
    return [(i.level1, i.level2, i.name, i.value, i.source.row) for i in project.indicators]


def test_each_category_is_read_down_with_the_levels_above_it(read: Read) -> None:
    reading = read(THREE_ROWS)
    canal, road = reading.document.projects
    assert (told(canal), told(road)) == (CANAL, ROAD)
    assert [i.category for i in road.indicators] == ["quality", "social-benefit", "satisfaction"]
    assert reading.document.all_problems == ()


def test_what_stands_beside_the_bands_belongs_to_the_row(read: Read) -> None:
    """The second project has no indicator in the first band."""
    canal, road = read(THREE_ROWS).document.projects
    assert (canal.name, canal.unit, canal.amount_yuan) == ("水渠", "水利局", 100_000)
    assert (road.name, road.unit, road.amount_yuan) == ("道路", "水利局", 200_000)
    assert road.goal == "修好道路，方便群众出行安全。"


def test_every_cell_is_accounted_for_once(read: Read) -> None:
    account = account_of(read(THREE_ROWS))
    printed = Counter(THREE_ROWS.split())
    assert Counter(cell.text for row in account.rows for cell in row.cells) == printed
    assert account.coverage.unknown == 0
    roles = {cell.text: cell.read_as for row in account.rows for cell in row.cells}
    assert (roles["产出指标"], roles["数量指标"], roles["新建"]) == ("level1", "level2", "note")


def test_every_indicator_has_an_iri_of_its_own(read: Read) -> None:
    projects = read(THREE_ROWS).document.projects
    mint = Minter("https://w3id.org/jipu/").indicator
    sources = [indicator.source for project in projects for indicator in project.indicators]
    assert len({mint("0" * 64, source) for source in sources}) == len(sources) == 9


def test_a_first_level_alone_says_the_category(read: Read) -> None:
    header = "\t".join(f"{level}\t" for level in ("成本指标", "产出指标", "效益指标", "满意度指标"))
    reading = read(
        f"项目名称\t绩效目标\t{header}\n\t\t{PAIR}\t{PAIR}\t{PAIR}\t{PAIR}\n"
        "水渠\t建好水渠，方便群众生产生活。\t总成本\t≤10万元\t修渠\t3公里\t增收\t≥5%\t满意度\t≥90%\n"
        "\t\t\t\t建闸\t2座\n"
    )
    (project,) = reading.document.projects
    assert [(i.level1, i.level2, i.name) for i in project.indicators] == [
        ("成本指标", "", "总成本"),
        ("产出指标", "", "修渠"),
        ("产出指标", "", "建闸"),
        ("效益指标", "", "增收"),
        ("满意度指标", "", "满意度"),
    ]
    assert reading.document.all_problems == ()


def test_a_second_level_alone_is_one(read: Read) -> None:
    """成本指标 is a first level as well, but not beside 数量指标."""
    reading = read(
        f"项目名称\t数量指标\t\t成本指标\t\t社会效益指标\n\t{PAIR}\t{PAIR}\t{PAIR}\n"
        "水渠\t修渠\t3公里\t总成本\t≤10万元\t方便群众\t显著\n"
    )
    (project,) = reading.document.projects
    assert [(i.level1, i.level2, i.category) for i in project.indicators] == [
        ("", "数量指标", "quantity"),
        ("", "成本指标", "cost"),
        ("", "社会效益指标", "social-benefit"),
    ]


def test_a_second_level_may_have_a_column_below_the_first(read: Read) -> None:
    columns = f"二级指标\t{PAIR}"
    reading = read(
        f"项目名称\t水渠\n产出指标\t\t\t效益指标\n{columns}\t{columns}\n"
        "数量指标\t修渠\t3公里\t社会效益指标\t方便群众\t显著\n"
        "\t建闸\t2座\t生态效益指标\t节水\t≥5%\n质量指标\t合格率\t100%\n"
    )
    (project,) = reading.document.projects
    assert [one[:3] for one in told(project)] == [
        ("产出指标", "数量指标", "修渠"),
        ("产出指标", "数量指标", "建闸"),
        ("产出指标", "质量指标", "合格率"),
        ("效益指标", "社会效益指标", "方便群众"),
        ("效益指标", "生态效益指标", "节水"),
    ]


def test_merged_cells_of_a_project_and_of_one_indicator() -> None:
    """The project has two indicators of quantity, and one of quality over both rows."""
    cells = [
        [
            Cell("项目名称", 1, "A1", height=3),
            Cell("产出指标", 2, "B1", width=4),
            Cell("满意度指标", 6, "F1", width=2, height=2),
        ],
        [Cell("数量指标", 2, "B2", width=2), Cell("质量指标", 4, "D2", width=2)],
        [Cell(text, at, f"{'ABCDEFG'[at - 1]}3") for at, text in enumerate(PAIR.split() * 3, 2)],
        [
            Cell("水渠", 1, "A4", height=2),
            Cell("修渠", 2, "B4"),
            Cell("3公里", 3, "C4"),
            Cell("合格率", 4, "D4", height=2),
            Cell("100%", 5, "E4", height=2),
            Cell("满意度", 6, "F4"),
            Cell("≥90%", 7, "G4"),
        ],
        [
            Cell("建闸", 2, "B5"),
            Cell("2座", 3, "C5"),
            Cell("干部满意度", 6, "F5"),
            Cell("≥95%", 7, "G5"),
        ],
    ]
    rows = tuple(with_covered(Row(at, tuple(row)) for at, row in enumerate(cells, 1)))
    (project,) = read_tables("a.xlsx", [Grid("a.xlsx", 1, rows)], NOTHING).projects
    assert [(i.level2 or i.level1, i.name, i.source.cell) for i in project.indicators] == [
        ("数量指标", "修渠", "C4"),
        ("数量指标", "建闸", "C5"),
        ("质量指标", "合格率", "E4"),
        ("满意度指标", "满意度", "G4"),
        ("满意度指标", "干部满意度", "G5"),
    ]


def test_a_header_may_begin_with_the_levels_alone(read: Read) -> None:
    reading = read(
        f"项目名称\t水渠\n产出指标\t\t满意度指标\n数量指标\t\t服务对象满意度指标\n{PAIR}\t{PAIR}\n"
        "修渠\t3公里\t满意度\t≥90%\n建闸\t2座\n"
    )
    (project,) = reading.document.projects
    assert [i.name for i in project.indicators] == ["修渠", "建闸", "满意度"]


def test_levels_before_a_repeated_header_are_no_part_of_it(read: Read) -> None:
    header = "一级指标\t二级指标\t三级指标\t指标值\n"
    reading = read(
        f"项目名称\t水渠\n{header}产出指标\t数量指标\t修渠\t3公里\n效益指标\t社会效益指标\n{header}\t\t节水\t≥5%\n"
    )
    indicators = reading.document.projects[0].indicators
    assert [(i.level1, i.name) for i in indicators if not i.blank] == [
        ("产出指标", "修渠"),
        ("效益指标", "节水"),
    ]


def test_the_sums_of_a_body_name_the_unit_of_the_projects_below(read: Read) -> None:
    reading = read(
        "单位：万元\n项目单位/项目名称\t项目金额\t\t年度绩效目标\t产出指标\t\t满意度指标\n"
        "\t合计\t财政拨款\t\t三级指标\t指标值\t三级指标\t指标值\n"
        "卢氏县水利局\t30\t20\n水渠\t30\t20\t修好全县的水渠。\t修渠\t3公里\t农户满意度\t≥90%\n"
    )
    (project,) = reading.document.projects
    assert (project.name, project.unit, project.amount_yuan) == ("水渠", "卢氏县水利局", 300_000)
    assert [(i.name, i.value) for i in project.indicators] == [
        ("修渠", "3公里"),
        ("农户满意度", "≥90%"),
    ]


def test_sums_notes_and_dots_below_bands_are_none_of_a_project(read: Read) -> None:
    reading = read(THREE_ROWS + "\t\t\t\t……\t\t……\n合计\t\t30\n注：本表由财政局汇总\n")
    assert [len(project.indicators) for project in reading.document.projects] == [6, 3]
    assert reading.document.all_problems == ()


def test_a_name_without_a_value_is_read_even_if_it_is_like_a_level(read: Read) -> None:
    reading = read(THREE_ROWS + "\t\t\t\t\t\t\t\t\t\t社会公众满意度\n")
    assert told(reading.document.projects[1])[-1] == ("满意度指标", "", "社会公众满意度", "", 7)


def test_a_value_alone_below_one_level_is_told(read: Read) -> None:
    reading = read(THREE_ROWS + "\t\t\t\t\t\t\t\t\t\t\t≥99%\n")
    (problem,) = reading.document.all_problems
    assert (problem.where, "≥99%" in problem.message) == ("table.txt: row 7", True)


LEVELS = "一级指标\t二级指标\t三级指标"
TERM = "\t数量指标\t\t质量指标\t"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            f"{LEVELS}\t指标值\n\t\t\t东风村\t双庙村\t白塔村\n",
            "产出指标\t数量指标\t修渠\t3公里\t2公里\t1公里",
        ),
        (f"{LEVELS}\t指标值\n\t\t\t年初\t年中\n", "产出指标\t数量指标\t修渠\t3公里\t2公里"),
        (f"产出指标\t\t\t\t\n{LEVELS}\t指标值\t备注\n", "产出指标\t数量指标\t修渠\t3公里"),
        (
            f"项目名称\t中长期目标\t\t\t\t年度目标\n{TERM}{TERM}\n\t{PAIR}\t{PAIR}\t{PAIR}\t{PAIR}\n",
            "水渠\t修渠\t9公里\t合格率\t100%\t修渠\t3公里\t合格率\t100%",
        ),
        (
            f"数量指标\t\t\t\t质量指标\n{PAIR}\t{PAIR}\t{PAIR}\n",
            "修渠\t3公里\t建闸\t2座\t合格率\t100%",
        ),
    ],
)
def test_places_points_of_time_terms_and_columns_that_repeat_are_no_bands(
    read: Read, header: str, row: str
) -> None:
    reading = read(
        f"项目名称\t水渠\n{LEVELS}\t指标值\n产出指标\t数量指标\t建坝\t1座\n{header}{row}\n"
    )
    assert {one.band for one in reading.rows} == {None}


def test_a_value_for_each_place_is_no_band(read: Read) -> None:
    row = "产出指标\t数量指标\t修渠\t3公里\t2公里\t1公里\n"
    reading = read(f"项目名称\t水渠\n{LEVELS}\t指标值\n\t\t\t东风村\t双庙村\t白塔村\n{row}")
    indicators = reading.document.projects[0].indicators
    assert [(i.value, i.place) for i in indicators] == [
        ("3公里", "东风村"),
        ("2公里", "双庙村"),
        ("1公里", "白塔村"),
    ]
