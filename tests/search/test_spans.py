import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spans import matched_spans, span_terms


def spans(query: str, *texts: str) -> tuple[str, ...]:
    return matched_spans(span_terms(query), texts)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("农民满意度", "农民对政策满意度", ("农民", "满意度")),
        ("滿意度", "群众满意度", ("满意度",)),
        ("满意度95%", "群众滿意度≥９５％", ("滿意度", "９５")),
        ("PM2.5浓度", "pm2.5年均浓度", ("pm2.5", "浓度")),
        ("道路", "满意度", ()),
        ("满", "满意度", ()),
        ("", "满意度", ()),
    ],
)
def test_common_pieces_as_printed(query: str, text: str, expected: tuple[str, ...]) -> None:
    assert spans(query, text) == expected


def test_a_piece_is_told_once_and_not_within_a_longer_one() -> None:
    assert spans("群众满意度", "满意率和群众满意度", "群众满意度") == ("群众满意度",)


@given(
    st.text("满意度农民政策aB9１滿 ", max_size=8), st.text("满意度农民政策aB9１滿 ", max_size=12)
)
def test_spans_are_pieces_of_the_text(query: str, text: str) -> None:
    for span in spans(query, text):
        assert span in text
