import pytest

from kg.categories import category_of, expand, group_of, notation_of, top_of
from kg.errors import InvalidRequestError
from tests.sample import expected

LEAVES = [
    ("产出指标", "数量指标", "quantity"),
    ("产出指标", "质量指标", "quality"),
    ("产出指标", "时效指标", "timeliness"),
    ("产出指标", "成本指标", "cost"),
    ("成本指标", "经济成本指标", "economic-cost"),
    ("成本指标", "社会成本指标", "social-cost"),
    ("成本指标", "生态环境成本指标", "ecological-cost"),
    ("效益指标", "经济效益指标", "economic-benefit"),
    ("效益指标", "社会效益指标", "social-benefit"),
    ("效益指标", "生态效益指标", "ecological-benefit"),
    ("效益指标", "可持续影响指标", "sustained-impact"),
    ("满意度指标", "服务对象满意度指标", "satisfaction"),
]


@pytest.mark.parametrize(("level1", "level2", "notation"), LEAVES)
def test_official_names(level1: str, level2: str, notation: str) -> None:
    assert category_of(level1, level2) == notation
    assert notation_of(level2) == notation


@pytest.mark.parametrize(("level1", "level2", "notation"), LEAVES)
@pytest.mark.parametrize(
    "dressed",
    [
        "{}",
        "11-{}",
        "★{}",
        "*{}",
        "{}(50分)",
        "{}（50分）",
        "{}(0-20)分",
        "{} 20分",
        "一、{}",
        "（一）{}",
        "1.{}",
        "[096]{}",
        "【812】{}",
        "{}：",
        " {}\n",
    ],
)
def test_codes_scores_and_marks_do_not_matter(
    dressed: str, level1: str, level2: str, notation: str
) -> None:
    label = dressed.format(level2)
    assert category_of(dressed.format(level1), label) == notation
    assert category_of(dressed.format(level1), label.replace("指标", "")) == notation


@pytest.mark.parametrize(
    ("level1", "level2", "notation"),
    [
        ("项目完成指标", "进度指标", "timeliness"),
        ("项目效益指标", "环境效益指标", "ecological-benefit"),
        ("效果指标", "社会效益", "social-benefit"),
        ("社会公众或服务对象满意度指标", "", "satisfaction"),
        ("满意度指标", "", "satisfaction"),
        ("满意度指标", "满意度指标", "satisfaction"),
        ("满意度指标", "参训学员评价", "satisfaction"),
        ("", "数 量 指 标", "quantity"),
        ("数量指标", "", "quantity"),
        ("效益指标", "经济", "economic-benefit"),
        ("成本指标", "经济", "economic-cost"),
        ("效益指标", "社会", "social-benefit"),
        ("成本指标", "社会", "social-cost"),
        ("产出指标", "１２－质量指标", "quality"),
        ("成本指标", "成本指标", "cost"),
    ],
)
def test_spellings_met_in_tables(level1: str, level2: str, notation: str) -> None:
    assert category_of(level1, level2) == notation


@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("", ""),
        ("产出指标", ""),
        ("成本指标", ""),
        ("效益指标", "产出指标"),
        ("合计", "合计"),
        ("一级指标", "二级指标"),
    ],
)
def test_labels_that_name_no_category(level1: str, level2: str) -> None:
    assert category_of(level1, level2) is None


@pytest.mark.parametrize("name", ["农民对政策满意度", "参保覆盖行政村", "≥95%", "2024年底"])
def test_an_indicator_name_is_no_category_label(name: str) -> None:
    assert notation_of(name) is None


def test_every_row_of_the_sample_has_a_category() -> None:
    rows = [row for project in expected() for row in project["indicators"]]
    assert all(category_of(row["level1"], row["level2"]) for row in rows)


@pytest.mark.parametrize(
    ("label", "notation"),
    [
        ("1-产出指标", "output"),
        ("项目完成指标", "output"),
        ("效益指标(30分)", "benefit"),
        ("满意度指标", "satisfaction-group"),
        ("成本指标", "cost-group"),
        ("数量指标", None),
    ],
)
def test_groups(label: str, notation: str | None) -> None:
    assert group_of(label) == notation


@pytest.mark.parametrize(
    ("notation", "top"),
    [
        ("cost", "output"),
        ("economic-cost", "cost-group"),
        ("sustained-impact", "benefit"),
        ("satisfaction", "satisfaction-group"),
        ("output", None),
        ("nonsense", None),
    ],
)
def test_top_of(notation: str, top: str | None) -> None:
    assert top_of(notation) == top


@pytest.mark.parametrize(
    ("notation", "members"),
    [
        ("output", {"quantity", "quality", "timeliness", "cost"}),
        ("cost-group", {"cost", "economic-cost", "social-cost", "ecological-cost"}),
        (
            "benefit",
            {"economic-benefit", "social-benefit", "ecological-benefit", "sustained-impact"},
        ),
        ("satisfaction-group", {"satisfaction"}),
        ("cost", {"cost"}),
        ("economic-cost", {"economic-cost"}),
    ],
)
def test_a_group_covers_its_children(notation: str, members: set[str]) -> None:
    assert expand(notation) == members


def test_an_unknown_notation_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidRequestError, match=r"'数量' is no category.*quantity"):
        expand("数量")
