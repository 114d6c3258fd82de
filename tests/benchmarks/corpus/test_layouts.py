"""Every layout prints what it expects to be read, and nothing that contradicts it."""

import re
from collections import Counter
from dataclasses import fields
from itertools import pairwise
from random import Random

import pytest

from benchmarks.corpus import document_for
from benchmarks.corpus.layouts import PrintedSheets, print_sheets
from benchmarks.corpus.manners import Manner, draw_manner
from benchmarks.corpus.pools import data
from benchmarks.corpus.sheets import Line, LineKind, Sheet, tiled
from benchmarks.corpus.styles import styles
from kg.categories import category_of

SEEDS = range(25)
KEYS = [
    "year",
    "region",
    "department",
    "unit",
    "office",
    "attribute",
    "term",
    "amount_yuan",
    "goal",
]


def printed(layout: str, seed: int, projects: int = 3) -> PrintedSheets:
    return print_sheets(layout, document_for(layout, projects, seed), Random(seed), True)


def lines(document: PrintedSheets) -> list[Line]:
    return [line for sheet in document.sheets for line in sheet.lines]


def texts(document: PrintedSheets) -> list[str]:
    return [cell.text for line in lines(document) for cell in line.cells]


@pytest.mark.parametrize("layout", styles())
def test_the_expected_keys_are_those_of_the_contract(layout: str) -> None:
    (project,) = printed(layout, 1, projects=1).expected
    assert set(project) == {"name", "indicators", *KEYS}
    contract = {"level1", "level2", "category", "name", "value", "blank"}
    assert all(set(i) - {"place"} == contract for i in project["indicators"])


@pytest.mark.parametrize("layout", styles())
def test_what_is_expected_is_printed_somewhere(layout: str) -> None:
    for seed in SEEDS:
        document = printed(layout, seed)
        shown = "".join([document.stem, *(sheet.name for sheet in document.sheets)])
        shown += "".join("".join(texts(document)).split())
        for project in document.expected:
            told = [project[key] for key in ("name", *KEYS) if key != "amount_yuan"]
            told += [i[key] for i in project["indicators"] for key in ("level1", "level2", "name")]
            for text in filter(None, told):
                assert all("".join(line.split()) in shown for line in str(text).split("\n")), text


@pytest.mark.parametrize("layout", styles())
def test_the_unit_of_amounts_is_printed_somewhere(layout: str) -> None:
    told = re.compile(r".*(?:单位：|（)万?元）?|[\d,.]+万?元")
    for seed in SEEDS:
        assert any(told.fullmatch(text) for text in texts(printed(layout, seed)))


@pytest.mark.parametrize("layout", styles())
def test_categories_and_blank_rows_are_those_of_the_labels(layout: str) -> None:
    for seed in SEEDS:
        for project in printed(layout, seed).expected:
            for i in project["indicators"]:
                assert i["category"] == category_of(i["level1"], i["level2"])
                assert i["blank"] == (i["name"] in ("", "无") and not i["value"])


@pytest.mark.parametrize("layout", styles())
def test_no_two_cells_overlap_and_none_reaches_below_its_table(layout: str) -> None:
    for seed in SEEDS:
        for sheet in printed(layout, seed).sheets:
            for tiles in tiled(sheet.lines, sheet.width):
                covered = [at for t in tiles for at in range(t.column, t.column + t.width)]
                assert covered == list(range(1, sheet.width + 1))
            assert all(cell.height <= room for cell, room in _room_below(sheet))


def _room_below(sheet: Sheet) -> list[tuple[object, int]]:
    tables = Counter[int]()
    table = 0
    places = []
    for line in sheet.lines:
        table += line.kind is LineKind.CAPTION
        tables[table] += line.kind is not LineKind.CAPTION
        places += [(cell, table, tables[table]) for cell in line.cells]
    return [(cell, tables[table] - row + 1) for cell, table, row in places]


@pytest.mark.parametrize("layout", styles())
def test_the_seed_decides(layout: str) -> None:
    assert printed(layout, 3) == printed(layout, 3)
    assert printed(layout, 3) != printed(layout, 4)


def test_every_habit_is_met() -> None:
    drawn = [draw_manner(Random(seed), {}) for seed in range(300)]
    for field in fields(Manner):
        assert {getattr(manner, field.name) for manner in drawn} == set(data("manners")[field.name])


@pytest.mark.parametrize("layout", styles())
def test_the_fixed_habits_of_a_style_exist(layout: str) -> None:
    for habit, choice in styles()[layout].fixed.items():
        assert choice in {*data("manners")[habit], "middle"}


def test_a_year_without_the_layout_is_refused() -> None:
    with pytest.raises(ValueError, match="ningxia-2019 was not in use in 202"):
        print_sheets("ningxia-2019", document_for("fengjie", 1, 1), Random(1), True)


def test_huangshi_prints_its_first_level_in_the_middle_of_its_block() -> None:
    begun_above_their_label = 0
    for seed in SEEDS:
        printed_lines = lines(printed("huangshi", seed))
        for header, below in pairwise(printed_lines):
            if (header.kind, below.kind) == (LineKind.HEADER, LineKind.BODY):
                left = min(cell.column for line in printed_lines for cell in line.cells)
                begun_above_their_label += all(cell.column > left for cell in below.cells)
                assert all(cell.height == 1 for cell in below.cells)
    assert begun_above_their_label > len(SEEDS)


def test_wuhan_expects_the_annual_triple() -> None:
    document = printed("wuhan", 2, projects=1)
    long_term = set(data("words")["long_term"])
    assert long_term & set(texts(document))
    assert not long_term & {i["value"] for i in document.expected[0]["indicators"]}


def test_a_self_evaluation_expects_no_result() -> None:
    results = set(data("words")["results"]) - {"100%"}
    for seed in SEEDS:
        document = printed("self-evaluation", seed)
        assert results & set(texts(document))
        values = {i["value"] for project in document.expected for i in project["indicators"]}
        assert not results & values


def test_a_matrix_expects_an_indicator_for_every_village() -> None:
    (project,) = printed("matrix", 2, projects=1).expected
    villages = {i.get("place") for i in project["indicators"] if i["value"]}
    assert villages == {"东风村", "双庙村", "白塔村"}


def test_a_department_is_its_only_project() -> None:
    for seed in SEEDS:
        for project in printed("department-wide", seed).expected:
            assert (project["name"], project["unit"]) == (project["department"], None)


def test_fengjie_prints_the_whole_classification() -> None:
    for seed in SEEDS:
        for project in printed("fengjie", seed).expected:
            assert len({i["category"] for i in project["indicators"]}) == 11


def test_only_sheets_with_names_tell_the_department_of_a_wide_table() -> None:
    told = set()
    for seed in SEEDS:
        document = printed("sichuan-wide", seed)
        names = {sheet.name for sheet in document.sheets}
        for project in document.expected:
            assert project["department"] is None or project["department"] in names
            told.add(project["department"] is None)
        unnamed = print_sheets(
            "sichuan-wide", document_for("sichuan-wide", 3, seed), Random(seed), False
        )
        assert all(project["department"] is None for project in unnamed.expected)
    assert told == {True, False}
