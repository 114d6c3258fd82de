"""Arguments become the terms they mean, whatever they are made of."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.arguments import KINDS, term_of
from kg.errors import InvalidRequestError

UNUSUAL = st.text() | st.text("\"'\\{}<>#?$\n\r\t \x00.…", max_size=20)


def values(term: str) -> list[object]:
    """What an engine reads where the term stands; more than terms there is a syntax error."""
    solutions = ox.Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return [solution["x"] for solution in solutions]


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "https://w3id.org/jipu/项目", "<https://w3id.org/jipu/项目>"),
        ("iri", "urn:x", "<urn:x>"),
        ("string", '甲"乙\\\n', '"甲\\"乙\\\\\\n"'),
        ("integer", "-007", "-7"),
        ("count", "10", "10"),
        ("decimal", "0.95", "0.95"),
        ("decimal", "1", "1.0"),
        ("decimal", "-1.50", "-1.50"),
        ("year", "2024", "2024"),
        ("date", "2024-12-31", '"2024-12-31"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("category", "satisfaction", "<https://w3id.org/jipu/category/satisfaction>"),
        (
            "category",
            "satisfaction-group",
            "<https://w3id.org/jipu/category/satisfaction>",
        ),
    ],
)
def test_a_value_has_one_term(kind: str, value: str, term: str) -> None:
    assert term_of("x", kind, value) == term
    assert len(values(term)) == 1


WRONG = {
    "iri": [
        "",
        "project",
        "<https://a/>",
        "https://a/ b",
        "https://a/>",
        "https://a/\\u003e",
        "a:\n",
    ],
    "integer": ["", "1.0", "1e3", "一", "１", "9" * 19, "1 2", "1\n"],
    "count": ["-1", "+1", "", "9" * 10],
    "decimal": ["", "95%", "1e3", "NaN", ".", "1.", ".5", "0.5 }", "1,5"],
    "year": ["24", "02024", "二〇二四", "-2024"],
    "date": ["2024", "2024-02-30", "2024-1-1", "2024/01/01", '2024-01-01"'],
    "category": ["满意度", "", "satisfaction }", "Satisfaction"],
}


@pytest.mark.parametrize(("kind", "value"), [(k, v) for k, vs in WRONG.items() for v in vs])
def test_what_is_no_value_is_refused_by_name(kind: str, value: str) -> None:
    with pytest.raises(InvalidRequestError):
        term_of("x", kind, value)


@given(text=UNUSUAL)
def test_any_text_is_one_literal(text: str) -> None:
    assert values(term_of("x", "string", text)) == [ox.Literal(text)]


@given(kind=st.sampled_from(sorted(KINDS)), text=UNUSUAL)
def test_no_text_ends_its_term(kind: str, text: str) -> None:
    try:
        term = term_of("x", kind, text)
    except InvalidRequestError:
        return
    assert len(values(term)) == 1
