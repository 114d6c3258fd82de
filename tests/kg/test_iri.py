from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidRequestError, JipuError
from kg.iri import CollisionError, Minter, Registry
from kg.model import Source
from tests.sample import elsewhere, pingluo

SHA = "0123456789abcdef" * 4
NAMES = st.text(min_size=1)


def test_the_patterns() -> None:
    minter = Minter()
    source = Source("a.xlsx", 3, 15, "D15")
    assert minter.document(SHA) == "https://w3id.org/jipu/document/0123456789abcdef"
    assert minter.indicator(SHA, source) == "https://w3id.org/jipu/indicator/0123456789ab-3-15"
    assert minter.slot(SHA, source) == "https://w3id.org/jipu/slot/0123456789ab-3-15"
    fourth = replace(source, column=4)
    assert minter.indicator(SHA, fourth) == "https://w3id.org/jipu/indicator/0123456789ab-3-15-4"
    assert minter.region("平罗县") == "https://w3id.org/jipu/region/640221"
    assert minter.problem(SHA, 2) == f"{minter.document(SHA)}#problem-2"


def test_names_give_the_same_iri_on_every_machine() -> None:
    minter = Minter("https://data.example/")
    project = minter.project("平罗县", 2024, "平罗县民政局", "高龄津贴", "平罗县民政局本级")
    assert project == "https://data.example/project/2024-b5b437f0792dd85f"
    assert minter.organisation("平罗县", "财政代编") == "https://data.example/org/8339a8f74c852e4e"
    assert minter.region("宁夏平罗县") == "https://data.example/region/640221"
    assert minter.region("甲县") == "https://data.example/region/b2e82d3238283edd"


@given(st.none() | NAMES, st.none() | st.integers(1990, 2100), NAMES, st.none() | NAMES)
def test_every_iri_is_ascii_below_the_base(
    region: str | None, year: int | None, name: str, unit: str | None
) -> None:
    minter = Minter("http://127.0.0.1:8000/")
    for iri in (
        minter.project(region, year, None, name, unit),
        minter.organisation(region, name),
        minter.region(name),
    ):
        assert iri.isascii() and iri.startswith(minter.base)
        assert not set(iri) & set(' <>"{}|\\^`\n')


def test_equal_names_elsewhere_are_other_resources() -> None:
    minter = Minter()
    key = ("平罗县", 2024, "教育局", "校舍维修", "一中")
    others = [
        ("盐池县", 2024, "教育局", "校舍维修", "一中"),
        ("平罗县", 2025, "教育局", "校舍维修", "一中"),
        ("平罗县", 2024, "卫健局", "校舍维修", "一中"),
        ("平罗县", 2024, "教育局", "校舍维修", "二中"),
        ("平罗县", 2024, "教育局", "校舍新建", "一中"),
        ("平罗县", 2024, "校舍维修", "教育局", "一中"),
        (None, 2024, "教育局", "校舍维修", "一中"),
    ]
    assert len({minter.project(*k) for k in [key, *others]}) == 1 + len(others)
    assert minter.organisation("平罗县", "财政代编") != minter.organisation("盐池县", "财政代编")


def test_one_project_however_its_table_is_printed() -> None:
    minter = Minter()
    key = ("平罗县", 2024, "平罗县水务局", "取暖费(2024年新退)", "平罗县水务局")
    others = [
        ("宁夏平罗县", 2024, "433-县水务局", "取暖费（2024年新退）", "水务局（本级）"),
        ("石嘴山市平罗县", 2024, "水 务 局", "★取暖费【2024年新退】", "平罗县水务局【机关】"),
    ]
    assert {minter.project(*other) for other in others} == {minter.project(*key)}


def test_a_project_of_another_year_is_of_the_same_series() -> None:
    minter = Minter()
    first = ("平罗县", 2024, "水务局", "2024年渠道维修", "水务局")
    second = ("平罗县", 2025, "平罗县水务局", "渠道维修（2025年）", "县水务局")
    third = ("平罗县", 2025, "平罗县水务局", "渠道维修（第二批）", "县水务局")
    assert minter.series(*first) == minter.series(*second) != minter.series(*third)
    assert minter.project(*first) != minter.project(*second)
    assert minter.series(*first) == "https://w3id.org/jipu/series/472b349597e2fa7d"


@pytest.mark.parametrize(
    "base",
    [
        "",
        "jipu/",
        "https://w3id.org/jipu",
        "ftp://a.b/",
        "https://a.b/绩谱/",
        "https://a.b/ c/",
        "https://a.b/>/",
    ],
)
def test_a_base_that_cannot_be_one_is_refused(base: str) -> None:
    with pytest.raises(InvalidRequestError, match="ends with '/'"):
        Minter(base)


def test_a_document_can_be_claimed_twice() -> None:
    registry = Registry(Minter())
    for document in (pingluo(), elsewhere(), pingluo()):
        registry.claim_document(document)


def test_another_identity_on_a_taken_iri_stops_the_build() -> None:
    registry = Registry(Minter())
    registry.claim("https://w3id.org/jipu/org/1", "民政局")
    registry.claim("https://w3id.org/jipu/org/1", "民政局")
    with pytest.raises(CollisionError, match="already the IRI of '民政局'") as caught:
        registry.claim("https://w3id.org/jipu/org/1", "教育局")
    assert isinstance(caught.value, JipuError)


def test_documents_whose_hashes_begin_alike_collide() -> None:
    registry = Registry(Minter())
    registry.claim_document(elsewhere())
    with pytest.raises(CollisionError):
        registry.claim_document(replace(elsewhere(), sha256="a1" * 31 + "00"))


def test_values_of_one_row_for_several_places_are_several_indicators() -> None:
    document = elsewhere()
    project = document.projects[0]
    first = project.indicators[0]
    twin = replace(first, source=replace(first.source, cell="E5", column=5), place="乙村")
    Registry(Minter()).claim_document(
        replace(document, projects=(replace(project, indicators=(first, twin)),))
    )


def test_two_cells_of_one_row_collide() -> None:
    document = elsewhere()
    project = document.projects[0]
    first = project.indicators[0]
    twin = replace(first, source=replace(first.source, cell="E5"))
    doubled = replace(project, indicators=(first, twin))
    with pytest.raises(CollisionError, match="row 5 E5"):
        Registry(Minter()).claim_document(replace(document, projects=(doubled,)))
