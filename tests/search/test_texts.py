import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.texts import fold, normalise, views_of
from tests.search.fixtures import project, table_of


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("滿意度", "满意度"),
        ("鄉村振興", "乡村振兴"),
        ("ＡＢＣ９５％", "ABC95%"),
        ("  群众 \u3000 满意度\n", "群众 满意度"),
        ("", ""),
    ],
)
def test_variants_have_one_normal_form(printed: str, normal: str) -> None:
    assert normalise(printed) == normal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_normal_text_stays_as_it_is_and_is_compatible(text: str) -> None:
    once = normalise(text)
    assert "  " not in once
    assert unicodedata.normalize("NFKC", once) == once


@given(st.characters(exclude_categories=["Cs"]))
def test_a_folded_character_is_lower_case(character: str) -> None:
    assert fold(character) == fold(character).lower()


def test_names_say_what_is_measured_and_contexts_where() -> None:
    views = views_of(table_of(project("校舍維修", ("质量指标", "合格率", "≥95%"))))
    assert views.names == ["合格率"]
    assert views.indicators == ["质量指标 合格率 ≥95%"]
    assert views.contexts == ["甲县教育局 甲县教育局本级 校舍维修 产出指标 质量指标 合格率 ≥95%"]


def test_the_views_of_no_row_are_empty() -> None:
    views = views_of(table_of())
    assert views.names == views.indicators == views.contexts == []
