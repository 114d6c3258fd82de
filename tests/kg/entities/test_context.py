from dataclasses import replace
from typing import Any

import pytest

from kg.entities.context import located
from kg.entities.places import place_of
from kg.model import Project
from kg.read import read_document
from tests.sample import elsewhere


def project(**changes: Any) -> Project:
    plain = replace(elsewhere().projects[0], region="鼓楼区", department=None, unit=None)
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("2024年南京市本级预算重点项目绩效目标表", {}),
        ("附件2：（2024年度）江苏省南京市项目绩效目标表", {}),
        (None, {"region": "南京市"}),
        (None, {"region": "江苏省南京市玄武区"}),
        (None, {"region": "玄武区"}),
        (None, {"department": "[096]南京市教育局"}),
        (None, {"unit": "南京市鼓楼区教育局"}),
    ],
)
def test_another_place_of_the_document_tells_which_it_is(
    title: str | None, others: dict[str, Any]
) -> None:
    first, *_ = located([project(), project(**others)], title)
    assert first.within == "江苏省南京市"
    assert place_of(first.whole_region or "") == place_of("南京市鼓楼区")
    assert first.region == "鼓楼区"


@pytest.mark.parametrize(
    ("title", "others"),
    [
        (None, {}),
        ("2024年鼓楼区项目绩效目标表", {}),
        ("江苏省2024年项目绩效目标表", {}),
        (None, {"region": "平罗县"}),
    ],
)
def test_a_region_that_nothing_tells_apart_stays_as_it_is(
    title: str | None, others: dict[str, Any]
) -> None:
    first, *_ = located([project(), project(**others)], title)
    assert (first.within, first.whole_region) == (None, "鼓楼区")


def test_a_name_that_is_enough_is_left_alone() -> None:
    projects = (project(region="平罗县"), project(region=None), project(region="甲县"))
    assert located(projects, "2024年南京市项目绩效目标表") == projects


def test_a_read_document_knows_its_regions_apart() -> None:
    lines = [
        "2024年南京市项目支出绩效目标表",
        "行政区划\t鼓楼区\t项目名称\t道路养护",
        "一级指标\t二级指标\t三级指标\t绩效值",
        "产出指标\t数量指标\t养护里程\t≥10公里",
    ]
    (read,) = read_document("\n".join(lines).encode(), "a.txt").projects
    assert (read.region, read.whole_region) == ("鼓楼区", "江苏省南京市鼓楼区")
