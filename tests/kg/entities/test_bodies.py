import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.entities.bodies import body_of
from kg.entities.divisions import Place, divisions
from kg.entities.places import level_words, place_of


def test_same_named_bureaus_of_two_counties_stay_apart() -> None:
    assert body_of("平罗县", "水务局") != body_of("盐池县", "水务局")
    assert body_of("平罗县", "水务局").label == "平罗县水务局"
    assert body_of("盐池县", "水务局").label == "盐池县水务局"


def test_a_city_s_body_is_one_in_its_own_table_and_in_a_county_s() -> None:
    assert body_of("平罗县", "石嘴山市水务局") == body_of("石嘴山市", "市水务局（本级）")
    assert body_of("平罗县", "石嘴山市水务局") != body_of("平罗县", "水务局")


@pytest.mark.parametrize(
    ("region", "one", "other"),
    [
        ("石嘴山市", "石嘴山市民政局", "市民政局"),
        ("石嘴山市", "市政府办公室", "石嘴山市政府办公室"),
        ("石嘴山市", "市场监督管理局", "石嘴山市市场监督管理局"),
        ("石嘴山市", "市委宣传部", "中共石嘴山市委宣传部"),
        ("平罗县", "县志办公室", "平罗县志办公室"),
        ("平罗县", "县城市管理局", "平罗县城市管理局"),
        ("平罗县", "中国共产党平罗县纪律检查委员会", "县纪律检查委员会"),
        ("兴庆区", "区委办公室", "银川市兴庆区委办公室"),
        ("玉屏侗族自治县", "玉屏县水务局", "自治县水务局"),
        ("平罗县", "平罗县第一中学[096]", "县第一中学"),
    ],
)
def test_two_ways_to_write_one_body(region: str, one: str, other: str) -> None:
    assert body_of(region, one) == body_of(region, other)


@pytest.mark.parametrize(
    ("region", "one", "other"),
    [
        ("平罗县", "水务局", "水利局"),
        ("平罗县", "人社局", "人力资源和社会保障局"),
        ("平罗县", "教育局", "教育局机关"),
        ("平罗县", "平罗县本级", "平罗县"),
        ("平罗县", "120急救中心", "急救中心"),
        ("石嘴山市", "市政工程处", "政工程处"),
        ("兴庆区", "区域合作办公室", "域合作办公室"),
    ],
)
def test_two_bodies(region: str, one: str, other: str) -> None:
    assert body_of(region, one) != body_of(region, other)


def test_a_common_word_is_no_county_of_another_province() -> None:
    assert body_of("平罗县", "和平县农业示范园").place == place_of("平罗县")
    assert body_of(None, "矿区管理办公室").place is None
    assert body_of("平罗县", "广东省河源市和平县水务局").place == place_of("和平县")


def test_a_table_without_a_region_trusts_a_name_that_one_county_has() -> None:
    assert body_of(None, "平罗县水务局") == body_of("平罗县", "水务局")
    assert body_of(None, "鼓楼区水务局").place is None


def test_a_region_without_a_code_has_bodies_as_well() -> None:
    assert body_of("甲县", "甲县交通局").place == Place("甲县")
    assert body_of("甲县", "甲县交通局") == body_of("甲县", "县交通局（本级）")


@given(st.sampled_from(["平罗县", "石嘴山市", "甲县", None]), st.text(min_size=1))
def test_any_text_is_a_body_with_a_name_and_a_label(region: str | None, text: str) -> None:
    body = body_of(region, text)
    assert body.name in body.label
    assert bool(body.name) == bool("".join(text.split()))


NAMES = ["水务局", "第一中学", "县委办公室", "人民政府办公室", "财政局代编", "城关镇人民政府"]
BEFORE = ["", "平罗县", "宁夏平罗县", "石嘴山市平罗县", "宁夏回族自治区石嘴山市平罗县"]
CODES = ["", "433-", "(433)", "[096]", "【812033】", "★"]
AFTER = ["", "本级", "（本级）", "[本级]", "(机关)", "★"]


@given(
    st.sampled_from(NAMES),
    st.sampled_from(CODES),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
)
def test_whatever_is_around_a_name_it_is_one_body(
    name: str, code: str, before: str, after: str
) -> None:
    written = before[:-1] + name if before and name.startswith("县") else before + name
    assert body_of("平罗县", code + written + after) == body_of("平罗县", name)


@pytest.mark.parametrize("place", divisions()[::25], ids=lambda place: place.code)
@pytest.mark.parametrize("organ", ["水务局", "民政局", "人民政府", "第一中学", "区域合作办公室"])
def test_in_every_region_its_name_and_level_can_be_left_out(place: Place, organ: str) -> None:
    ways = [organ, place.name + organ, f"433-{place.full_name}{organ}（本级）"]
    ways += [word + organ for word in level_words(place)]
    (body,) = {body_of(place.full_name, way) for way in ways}
    assert (body.place, body.label) == (place, place.name + organ)
