from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kg.errors import InvalidRequestError, NotFoundError
from search.filters import FilterColumns, Filters
from tests.search.fixtures import project, table_of

TABLE = table_of(
    project(
        "校舍维修",
        ("数量指标", "维修面积", "≥2000平方米"),
        ("质量指标", "验收合格率", "100%"),
        ("满意度指标", "学生满意度", "≥95%"),
        ("时效指标", "完工时间", "2024年12月底前"),
        ("社会效益", "办学条件", "明显改善"),
    ),
    project(
        "道路维修（一期）",
        ("满意度指标", "群众满意度", "90%～95%"),
        ("质量指标", "投诉率", "≤5%"),
        department="甲县交通运输局",
        year=2023,
        amount=5_000_000,
    ),
    project("道路维修", ("满意度指标", "群众满意度", ""), department="甲县交通运输局"),
)
NAMES = TABLE.strings("name")
COLUMNS = FilterColumns(TABLE)


def passing(**conditions: Any) -> list[str | None]:
    masks = [c.mask for c in COLUMNS.conditions(Filters(**conditions))]
    rows = np.flatnonzero(np.logical_and.reduce([np.ones(len(TABLE), bool), *masks]))
    return [NAMES[row] for row in rows]


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({}, NAMES),
        ({"category": ("satisfaction",)}, ["学生满意度", "群众满意度", "群众满意度"]),
        ({"category": ("satisfaction-group", "timeliness"), "year": 2024},
         ["学生满意度", "完工时间", "群众满意度"]),
        ({"category": ("output",)}, ["维修面积", "验收合格率", "完工时间", "投诉率"]),
        ({"kind": "qualitative"}, ["办学条件"]),
        ({"kind": "date"}, ["完工时间"]),
        ({"kind": "empty"}, ["群众满意度"]),
        ({"department": "甲县交通运输局", "kind": "numeric"}, ["群众满意度", "投诉率"]),
        ({"department": "交通運輸"}, ["群众满意度", "投诉率", "群众满意度"]),
        ({"unit": "教育局本级", "kind": "date"}, ["完工时间"]),
        ({"region": "甲县", "kind": "date"}, ["完工时间"]),
        ({"year": 2023}, ["群众满意度", "投诉率"]),
        ({"minimum": 0.95, "maximum": 1}, ["验收合格率", "学生满意度"]),
        ({"minimum": 0.9, "maximum": 0.95}, ["学生满意度", "群众满意度"]),
        ({"maximum": 0.05}, ["投诉率"]),
        ({"minimum": 1000}, ["维修面积"]),
        ({"amount_min": 5_000_000}, ["群众满意度", "投诉率"]),
        ({"amount_max": 1_000_000, "kind": "numeric"}, ["维修面积", "验收合格率", "学生满意度"]),
    ],
)  # fmt: skip
def test_conditions_are_exact(conditions: dict[str, Any], names: list[str]) -> None:
    assert passing(**conditions) == names


def test_a_whole_name_comes_before_names_that_contain_it() -> None:
    assert passing(project="道路维修") == ["群众满意度"]
    assert passing(project="道路") == ["群众满意度", "投诉率", "群众满意度"]
    assert passing(project="道路维修(一期)") == ["群众满意度", "投诉率"]


def test_a_project_can_be_named_by_its_iri() -> None:
    for iri in set(TABLE.strings("project_iri")):
        expected = [n for n, p in zip(NAMES, TABLE.strings("project_iri"), strict=True) if p == iri]
        assert passing(project=iri) == expected


@pytest.mark.parametrize(
    ("conditions", "where", "said"),
    [
        ({"department": "甲县交通局"}, "department", "甲县交通运输局"),
        ({"unit": "卫健委"}, "unit", "卫健委"),
        ({"region": "乙县"}, "region", "甲县"),
        ({"project": "校舍"}, None, None),
        ({"project": "桥梁"}, "project", "桥梁"),
        ({"project": "https://w3id.org/jipu/project/2024-x"}, "project", "2024-x"),
        ({"year": 2019}, "year", "2023, 2024"),
    ],
)
def test_what_names_nothing_is_said_with_what_is_close(
    conditions: dict[str, Any], where: str | None, said: str | None
) -> None:
    if where is None:
        assert passing(**conditions)
        return
    with pytest.raises(NotFoundError) as error:
        passing(**conditions)
    assert error.value.where == where
    assert said is not None
    assert said in error.value.message


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"category": ("happiness",)}, "satisfaction"),
        ({"kind": "number"}, "numeric, date, qualitative"),
        ({"department": " "}, "empty"),
        ({"minimum": 2.0, "maximum": 1.0}, "greater than max 1"),
        ({"amount_min": 2.0, "amount_max": 1.0}, "greater than amount-max 1"),
        ({"minimum": float("nan")}, "nan"),
        ({"amount_max": float("inf")}, "inf"),
    ],
)
def test_what_cannot_be_asked_is_said(conditions: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidRequestError) as error:
        passing(**conditions)
    assert said in error.value.message


def test_a_condition_that_no_row_meets_is_no_error() -> None:
    assert passing(category=("ecological-benefit",)) == []
    assert passing(minimum=1e12) == []


def test_numbers_are_written_without_an_exponent() -> None:
    (condition,) = COLUMNS.conditions(replace(Filters(), minimum=1e-7, maximum=1e22))
    assert ">= 0.0000001)" in condition.pattern
    assert "<= 10000000000000000000000)" in condition.pattern


def test_a_release_without_rows_has_no_names_but_takes_other_filters() -> None:
    columns = FilterColumns(table_of())
    filters = Filters(category=("output",), kind="date", minimum=0.5, amount_max=1.0)
    assert all(condition.mask.shape == (0,) for condition in columns.conditions(filters))
    with pytest.raises(NotFoundError):
        columns.conditions(Filters(department="教育局"))
    with pytest.raises(NotFoundError, match="none"):
        columns.conditions(Filters(year=2024))
