from pathlib import Path

import pytest

from kg.errors import InvalidRequestError, NotFoundError
from search.engine import SearchEngine
from tests.search.fixtures import engine_of, project, table_of

VALUES = ("≥90%", "≥92%", "≥95%", "95%", "≥96%", "100%")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    peers = (
        project(f"镇{n}垃圾清运", ("满意度指标", "群众满意度", value))
        for n, value in enumerate(VALUES)
    )
    table = table_of(
        project(
            "垃圾清运",
            ("满意度指标", "群众满意度", "≥95%"),
            ("数量指标", "清运垃圾数量", "2000吨"),
            ("社会效益", "村容村貌", "明显改善"),
        ),
        project("垃圾清运", ("满意度指标", "群众满意度", "≥80%"), year=2023),
        *peers,
        project(
            "取暖补贴",
            ("满意度指标", "群众满意度", "≤5%"),
            ("数量指标", "清运垃圾数量", "1990吨"),
        ),
        project(
            "校舍维修",
            ("满意度指标", "群众满意度", "明显提升"),
            ("质量指标", "群众满意度", "≥95%"),
        ),
        project("公厕管护", ("数量指标", "清运垃圾数量", "2000次")),
        project("公厕管护", ("数量指标", "公厕数量", "20座"), department="甲县水务局"),
    )
    return engine_of(table, tmp_path_factory.mktemp("comparable"))


def test_comparable_are_same_category_unit_and_sense_of_other_projects(
    engine: SearchEngine,
) -> None:
    found = engine.comparable("垃圾清运", "satisfaction", 0.02, 50)
    assert found.project.year == 2024
    assert [fact.target.text for fact in found.targets] == ["≥95%"]
    others = {other.fact.project for other in found.comparables}
    assert others == {f"镇{n}垃圾清运" for n in range(len(VALUES))}


def test_differences_are_theirs_minus_mine_and_judged_by_the_tolerance(
    engine: SearchEngine,
) -> None:
    found = engine.comparable("垃圾清运", "satisfaction", 0.03, 50)
    pairs = {other.fact.target.text: other.pairs for other in found.comparables}
    assert {value: pair.difference for value, (pair,) in pairs.items()} == {
        "≥90%": -0.05, "≥92%": -0.03, "≥95%": 0, "95%": 0, "≥96%": 0.01, "100%": 0.05,
    }  # fmt: skip
    within = {value for value, (pair,) in pairs.items() if pair.within_tolerance}
    assert within == {"≥92%", "≥95%", "95%", "≥96%"}
    assert all(0 <= pair.text_similarity <= 1 for (pair,) in pairs.values())


def test_projects_are_ranked_by_name_and_value(engine: SearchEngine) -> None:
    comparables = engine.comparable("垃圾清运", "satisfaction", 0, 50).comparables
    scores = [other.score for other in comparables]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] < scores[0] <= 1
    assert comparables[0].fact.target.text == "≥95%"
    values = [other.fact.target.text for other in comparables]
    assert values.index("≥96%") < values.index("≥92%") < values.index("≥90%")
    assert engine.comparable("垃圾清运", "satisfaction", 0, 2).comparables == comparables[:2]


def test_the_peer_card_is_over_all_comparables(engine: SearchEngine) -> None:
    found = engine.comparable("垃圾清运", None, 0.02, 1)
    card = found.peers
    assert card is not None
    assert found.reason is None
    assert (card.n, card.unit, card.value) == (6, "1", 0.95)
    assert (card.min, card.max) == (0.9, 1.0)
    assert card.median == pytest.approx(0.95)
    assert card.q1 == pytest.approx(0.9275)
    assert card.q3 == pytest.approx(0.9575)
    assert card.percentile == pytest.approx(50.0)
    assert found.peers_by_target == (card,)
    assert card.target_iri == found.targets[0].iri


def test_counts_are_within_a_share_of_my_value(engine: SearchEngine) -> None:
    found = engine.comparable("垃圾清运", "quantity", 0.01, 10)
    (other,) = found.comparables
    (pair,) = other.pairs
    assert other.fact.project == "取暖补贴"
    assert pair.difference == -10
    assert pair.within_tolerance
    (strict,) = engine.comparable("垃圾清运", "quantity", 0.001, 10).comparables
    assert not strict.pairs[0].within_tolerance


def test_too_few_peers_are_said(engine: SearchEngine) -> None:
    found = engine.comparable("垃圾清运", "quantity", 0.01, 10)
    assert found.peers is None
    assert found.reason == "a peer card needs 5 comparable targets of other projects, there are 1"


def test_a_project_without_numbers_in_the_category_is_said(engine: SearchEngine) -> None:
    found = engine.comparable("垃圾清运", "social-benefit", 0.02, 10)
    assert found.targets == found.comparables == ()
    assert found.reason == "the project has no numeric target in category social-benefit"


def test_a_project_is_meant_by_iri_or_by_name_in_its_newest_year(engine: SearchEngine) -> None:
    newest = engine.comparable("垃圾清运", None, 0.02, 10)
    by_iri = engine.comparable(newest.project.project_iri, None, 0.02, 10)
    assert by_iri == newest


def test_unknown_and_ambiguous_projects_are_told(engine: SearchEngine) -> None:
    with pytest.raises(NotFoundError, match="垃圾清运"):
        engine.comparable("垃圾清运工程", None, 0.02, 10)
    with pytest.raises(NotFoundError, match="https://a/b"):
        engine.comparable("https://a/b", None, 0.02, 10)
    with pytest.raises(
        InvalidRequestError, match=r"names 2 projects.*甲县水务局本级.*project/2024-"
    ):
        engine.comparable("公厕管护", None, 0.02, 10)


@pytest.mark.parametrize(
    ("category", "tolerance", "k"),
    [("happiness", 0.02, 5), (None, -0.1, 5), (None, float("nan"), 5), (None, 0.1, 0)],
)
def test_what_cannot_be_asked_is_refused(
    engine: SearchEngine, category: str | None, tolerance: float, k: int
) -> None:
    with pytest.raises(InvalidRequestError):
        engine.comparable("垃圾清运", category, tolerance, k)


def test_a_release_without_rows_has_no_project(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        engine_of(table_of(), tmp_path).comparable("垃圾清运", None, 0.02, 5)


OTHER_WORDS = project(
    "校舍维修", *(("质量指标", name, "≥95%") for name in ("合格率", "到位率", "覆盖率"))
)


def test_other_units_of_the_dimension_are_converted_to_mine(tmp_path: Path) -> None:
    values = ("3公里", "3100米", "2.9km", "3.3千米", "2公里", "3户", "3平方公里")
    names = [f"镇{n}修路" for n in range(len(values))]
    rows = [project(n, ("数量指标", "道路长度", v)) for n, v in zip(names, values, strict=True)]
    engine = engine_of(table_of(*rows, OTHER_WORDS), tmp_path)
    found = engine.comparable("镇0修路", None, 0.05, 50)
    pairs = {other.fact.target.text: other.pairs[0] for other in found.comparables}
    assert {value: pair.difference for value, pair in pairs.items()} == {
        "3100米": 0.1, "2.9km": -0.1, "3.3千米": 0.3, "2公里": -1,
    }  # fmt: skip
    assert {value for value, pair in pairs.items() if pair.within_tolerance} == {"3100米", "2.9km"}


def test_the_peer_card_is_in_my_unit(tmp_path: Path) -> None:
    values = ("30亩", "3公顷", "20000平方米", "45亩", "1公顷", "15亩")
    rows = [project(f"镇{n}绿化", ("数量指标", "绿化面积", v)) for n, v in enumerate(values)]
    engine = engine_of(table_of(*rows, OTHER_WORDS), tmp_path)
    card = engine.comparable("镇0绿化", None, 0.05, 50).peers
    assert card is not None
    assert (card.unit, card.value, card.min, card.median, card.max) == ("亩", 30, 15, 30, 45)
