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


@pytest.mark.parametrize(
    ("department", "unit", "region"),
    [
        ("克什克腾旗水利局", "水利站", "克什克腾旗"),
        ("[110]歙县生态环境分局", None, "歙县"),
        ("北京市密云区园林绿化局", None, "密云区"),
        ("教育局", "平罗县第一小学", "平罗县"),
        ("国家林业和草原局", "北京市林业工作总站", None),
        ("教育部", "上海市教育考试院", None),
        ("鼓楼区教育局", None, None),
        ("城区市政维护中心", None, None),
    ],
)
def test_where_no_region_is_printed_it_is_that_of_a_body(
    department: str, unit: str | None, region: str | None
) -> None:
    (found,) = located([project(region=None, department=department, unit=unit)], None)
    assert (found.region, found.within) == (region, None)


@pytest.mark.parametrize(
    ("printed", "region", "within"),
    [
        ("恩施土家族苗族自治州巴东县", "巴东县", None),
        ("江苏省南京市鼓楼区", "鼓楼区", "江苏省南京市"),
        ("合肥市高新区", "合肥市高新区", None),
    ],
)
def test_of_several_names_the_last_is_the_region(
    printed: str, region: str, within: str | None
) -> None:
    (found,) = located([project(region=printed)], None)
    assert (found.region, found.within) == (region, within)
    assert place_of(found.whole_region or "") == place_of(printed)


def test_a_read_document_knows_its_regions_apart() -> None:
    lines = [
        "2024年南京市项目支出绩效目标表",
        "行政区划\t鼓楼区\t项目名称\t道路养护",
        "一级指标\t二级指标\t三级指标\t绩效值",
        "产出指标\t数量指标\t养护里程\t≥10公里",
    ]
    (read,) = read_document("\n".join(lines).encode(), "a.txt").projects
    assert (read.region, read.whole_region) == ("鼓楼区", "江苏省南京市鼓楼区")
