import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.target import parse_target
from search.values import TargetColumns
from tests.search.fixtures import project, table_of

VALUES = (
    "≥95%", "≥98%", "100%", "95%", "≥90%", "≤95%", ">95%", "90%～95%",
    "3人", "3户", "≤3天", "≤5天", "500万元", "≤300万元", "40000元/人",
    "2024年12月底前", "2024年6月30日", "2025年3月",
    "明显提升", "持续增加", "明显下降", "长期", "",
)  # fmt: skip
TABLE = table_of(project("一", *(("数量指标", f"指标{n}", v) for n, v in enumerate(VALUES))))
COLUMNS = TargetColumns(TABLE)
ROWS = np.arange(len(VALUES))


def answers(asked: str) -> dict[str, float]:
    parts = COLUMNS.answers(parse_target(asked), ROWS).tolist()
    return dict(zip(VALUES, parts, strict=True))


def resembles(target: str) -> dict[str, float]:
    parts = COLUMNS.resembles(parse_target(target), ROWS).tolist()
    return dict(zip(VALUES, parts, strict=True))


@pytest.mark.parametrize(
    ("asked", "fulfilled"),
    [
        ("≥95%", {"≥95%", "≥98%", "100%", "95%", ">95%"}),
        (">95%", {"≥98%", "100%", ">95%"}),
        ("≤95%", {"≤95%", "95%", "90%～95%"}),
        ("<95%", set()),
        ("90%～95%", {"95%", "90%～95%"}),
        ("≤300万元", {"≤300万元"}),
        ("不超过500万元", {"500万元", "≤300万元"}),
        ("不超过五天", {"≤3天", "≤5天"}),
        ("每人不低于三万元", {"500万元"}),
        ("12月底前", {"2024年12月底前", "2024年6月30日"}),
        ("2024年底前", {"2024年12月底前", "2024年6月30日"}),
        ("2024年12月1日以后", {"2025年3月"}),
    ],
)
def test_a_demand_is_answered_by_what_lies_wholly_within(asked: str, fulfilled: set[str]) -> None:
    parts = answers(asked)
    assert {value for value, part in parts.items() if part == 1} == fulfilled
    rest = {value: part for value, part in parts.items() if value not in fulfilled}
    assert all(part <= 0.5 for value, part in rest.items() if "/" not in value)


def test_what_misses_a_demand_closely_is_better_than_what_turns_it_round() -> None:
    parts = answers("≥96%")
    assert parts["≥95%"] > parts["≥90%"] > parts["≤95%"] > parts["3人"] == 0


@pytest.mark.parametrize(
    "target", ["≥95%", "≤95%", "95%", "3人", "≤3天", "500万元", "2024年6月30日", "明显提升"]
)
def test_nothing_resembles_a_target_more_than_itself(target: str) -> None:
    parts = resembles(target)
    assert parts[target] == 1 == max(parts.values())


def test_number_comparator_unit_and_direction_count() -> None:
    parts = resembles("≥95%")
    assert parts["≥95%"] > parts["≥98%"] > parts["≥90%"] > parts["≤95%"] > 0
    assert parts["95%"] > parts["≤95%"]
    assert resembles("3人")["3户"] == 0
    rising = resembles("显著提高")
    assert rising["明显提升"] == 1
    assert rising["明显下降"] == 0
    assert 0 < rising["长期"] < 1


def test_a_rate_answers_less_well_than_an_amount() -> None:
    parts = answers("不低于三万元")
    assert 1 == parts["500万元"] > parts["40000元/人"] > 0.5
    parts = resembles("四万元")
    assert parts["40000元/人"] == max(parts.values()) > parts["500万元"]


def test_kinds_do_not_mix() -> None:
    assert resembles("≥95%")["明显提升"] == resembles("明显提升")["2025年3月"] == 0
    assert set(resembles("").values()) == {0}
    assert resembles("2024年6月30日")["2024年12月底前"] > resembles("2024年6月30日")["2025年3月"]


def test_an_open_unit_counts_anything_but_ratios() -> None:
    parts = answers("超过2")
    assert parts["3人"] == parts["3户"] == 1
    assert parts["100%"] == 0


@given(st.sampled_from(VALUES), st.sampled_from(VALUES))
def test_every_comparison_is_within_0_and_1(asked: str, row: str) -> None:
    for parts in (answers(asked), resembles(asked)):
        assert 0 <= parts[row] <= 1


@given(st.sampled_from(VALUES[:8]), st.sampled_from(VALUES[:8]))
def test_resemblance_of_shares_is_symmetric(one: str, other: str) -> None:
    assert resembles(one)[other] == pytest.approx(resembles(other)[one], abs=1e-6)


def test_promised_is_the_lower_or_the_only_bound() -> None:
    promised = dict(zip(VALUES, COLUMNS.promised.tolist(), strict=True))
    assert promised["≥95%"] == promised["≤95%"] == 0.95
    assert promised["90%～95%"] == 0.9
    assert promised["500万元"] == 5_000_000
    assert np.isnan(promised["明显提升"])
    assert np.isnan(promised["2025年3月"])


def test_names_of_one_unit_are_one_unit() -> None:
    assert answers("3日内")["≤3天"] == 1
    assert answers("3日内")["≤5天"] == answers("3天内")["≤5天"]
    assert answers("3个工作日内")["≤3天"] == 0


MEASURES = (
    "≥3公里",
    "≥3000米",
    "≥2.9千米",
    "≥3平方米",
    "3000平方米",
    "2公顷",
    "30亩",
    "≥3户",
    "5米/人",
)
MEASURED = TargetColumns(table_of(project("二", *(("数量指标", v, v) for v in MEASURES))))


@pytest.mark.parametrize(
    ("asked", "fulfilled"),
    [
        ("≥3公里", {"≥3公里", "≥3000米"}),
        ("≥3000米", {"≥3公里", "≥3000米"}),
        ("不低于2公顷", {"2公顷", "30亩"}),
        ("4.5亩以上", {"3000平方米", "2公顷", "30亩"}),
        ("超过2000", {"≥3000米", "≥2.9千米", "3000平方米"}),
    ],
)
def test_units_of_one_dimension_are_converted(asked: str, fulfilled: set[str]) -> None:
    parts = MEASURED.answers(parse_target(asked), np.arange(len(MEASURES))).tolist()
    assert {v for v, part in zip(MEASURES, parts, strict=True) if part == 1} == fulfilled


def test_the_same_promise_in_another_unit_resembles_fully() -> None:
    parts = MEASURED.resembles(parse_target("≥3公里"), np.arange(len(MEASURES))).tolist()
    by_value = dict(zip(MEASURES, parts, strict=True))
    assert by_value["≥3公里"] == by_value["≥3000米"] == 1 > by_value["≥2.9千米"] > 0.9
    assert by_value["≥3户"] == by_value["≥3平方米"] == 0 < by_value["5米/人"]


def test_promises_are_told_in_the_unit_of_the_row_they_are_compared_with() -> None:
    rows = np.array([0, 1, 2])
    assert MEASURED.promised_in_unit_of(0, rows).tolist() == [3, 3, 2.9]
    assert MEASURED.promised_in_unit_of(1, rows).tolist() == [3000, 3000, 2900]
    assert MEASURED.promised_in_unit_of(5, np.array([4, 5, 6])).tolist() == [0.3, 2, 2]


def test_a_date_without_its_year_is_asked_of_each_row_s_budget_year() -> None:
    """The rows are of 2024."""
    assert answers("12月底前") == answers("2024年12月底前")
    assert answers("9月底前")["2024年6月30日"] == 1
    assert answers("9月底前")["2024年12月底前"] < 0.5
    assert resembles("6月30日")["2024年6月30日"] == 1
    assert resembles("每月10日前")["2024年6月30日"] == 0


def test_a_strict_bound_is_not_quite_the_same_promise() -> None:
    parts = resembles("≥95%")
    assert parts["≥95%"] == 1 > parts[">95%"] > parts["≥90%"]
