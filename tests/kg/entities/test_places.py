import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities.divisions import Level, Place, divisions
from kg.entities.names import folded
from kg.entities.places import nearest, place_of, places_named

DIVISIONS = divisions()


def test_the_divisions_are_complete_to_the_county() -> None:
    levels = [place.level for place in DIVISIONS]
    assert levels.count(Level.PROVINCE) == 34
    assert levels.count(Level.PREFECTURE) == 333
    assert 2840 <= levels.count(Level.COUNTY) <= 2860
    assert len({place.code for place in DIVISIONS}) == len(DIVISIONS)


def test_every_division_but_a_province_is_below_one() -> None:
    for place in DIVISIONS:
        assert (place.parent is None) == (place.level is Level.PROVINCE), place
        assert place.path[0].level is Level.PROVINCE


@pytest.mark.parametrize("place", DIVISIONS[:: len(DIVISIONS) // 300], ids=lambda p: p.code)
def test_a_division_is_found_by_its_full_name_and_by_its_code(place: Place) -> None:
    assert place_of(place.full_name) == place
    assert place_of(f"{place.code}{place.name}") == place
    assert place_of(f"（{place.code}）{place.full_name}本级") == place
    assert place_of(f"{place.full_name}{place.name[-1]}级") == place


def test_a_name_of_several_divisions_has_no_code() -> None:
    found = places_named("鼓楼区")
    assert len(found) == 4
    assert place_of("鼓楼区") == Place("鼓楼区")


def test_the_nearest_of_several_is_one_or_none() -> None:
    found = places_named("鼓楼区")
    assert nearest(found, [place_of("南京市")]) == place_of("南京市鼓楼区")
    assert nearest(found, [place_of("福建省")]) == place_of("福州市鼓楼区")
    assert nearest(found, [place_of("江苏省")]) is None
    assert nearest(found, [place_of("南京市"), place_of("徐州市")]) is None
    assert nearest(found, [Place("甲县")]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("合肥市高新区", "安徽省合肥市高新区"),
        ("凉山州", "四川省凉山彝族自治州"),
        ("河南县", "青海省黄南藏族自治州河南蒙古族自治县"),
        ("内蒙古", "内蒙古自治区"),
        ("石嘴山市市级", "宁夏石嘴山市本级"),
    ],
)
def test_two_ways_to_write_one_place(one: str, other: str) -> None:
    assert place_of(one) == place_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("高新区", "合肥市高新区"), ("吉林", "吉林市"), ("海南省", "海南州")]
)
def test_two_places(one: str, other: str) -> None:
    assert place_of(one) != place_of(other)


# Cells and options are stripped: a region is never blank.
@given(
    st.text(min_size=1).filter(lambda text: folded(text) != "")
    | st.text("省市县区旗州盟自治平罗南京鼓楼", min_size=1)
)
def test_any_text_is_a_place_and_always_the_same(text: str) -> None:
    place = place_of(text)
    assert place == place_of(text)
    assert place.code is None or place in DIVISIONS
    assert place.identity
