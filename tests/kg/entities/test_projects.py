import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities.projects import lasting_name, project_identity, project_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("取暖费（2024年新退）", "取暖费[2024年新退]"),
        ("“三支一扶”人员经费", '"三支一扶"人员 经费'),
        ("0101--一年期项目", "一年期项目"),
        ("★取暖费", "取暖费"),
        ("640221210000000012345农村公路", "农村公路"),
        ("ＡＩ平台", "AI平台"),
    ],
)
def test_two_ways_to_write_one_name(one: str, other: str) -> None:
    assert project_name(one) == project_name(other)


@pytest.mark.parametrize(
    "name", ["2000户改厕", "12345热线", "(PPP)污水处理", "(2024)取暖费", "2024-农村公路", "5G基站"]
)
def test_what_is_no_code_stays(name: str) -> None:
    assert project_name(name) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2023—2024学年助学金", "2024-2025学年助学金"),
        ("2024年至2025年供热补贴", "2025年至2026年供热补贴"),
        ("供热补贴（2024）", "供热补贴"),
        ("(2024年)供热补贴", "供热补贴"),
    ],
)
def test_years_go(one: str, other: str) -> None:
    assert lasting_name(one, 2024) == lasting_name(other, 2025)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("危房改造（第一批）", "危房改造（第二批）"),
        ("2024年6月补贴", "2024年7月补贴"),
        ("2000户改厕", "3000户改厕"),
        ("执行GB2024标准", "执行GB2025标准"),
    ],
)
def test_other_numbers_stay(one: str, other: str) -> None:
    assert lasting_name(one, 2024) != lasting_name(other, 2024)


def test_every_part_of_the_key_counts() -> None:
    key = ("平罗县", 2024, "水务局", "渠道维修", "水利站")
    others = [
        ("盐池县", 2024, "水务局", "渠道维修", "水利站"),
        ("平罗县", 2025, "水务局", "渠道维修", "水利站"),
        ("平罗县", 2024, None, "渠道维修", "水利站"),
        ("平罗县", 2024, "水务局", "渠道维护", "水利站"),
        ("平罗县", 2024, "水务局", "渠道维修", None),
    ]
    assert len({project_identity(*k) for k in (key, *others)}) == 1 + len(others)


@given(st.text(), st.none() | st.integers(1990, 2100))
def test_a_name_is_never_lost(name: str, year: int | None) -> None:
    assert bool(lasting_name(name, year)) == bool("".join(name.split()))
