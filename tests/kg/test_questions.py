"""Named queries with arguments: the same text without any, the right part of the answer with."""

import re
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ontology
from kg.arguments import KINDS, term_of
from kg.errors import InvalidRequestError, NotFoundError
from kg.questions import Question, question_named, questions
from tests.ontology.test_queries import loaded, ntriples_of
from tests.sample import elsewhere, pingluo

QUESTIONS = list(questions().values())
SAMPLE = {
    "iri": "https://w3id.org/jipu/",
    "string": "平罗",
    "integer": "3",
    "count": "3",
    "decimal": "0.5",
    "year": "2024",
    "date": "2024-12-31",
    "category": "benefit",
}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return loaded(ntriples_of([pingluo(), elsewhere()]))


def rows(store: ox.Store, name: str, **arguments: str) -> list[tuple[str | None, ...]]:
    solutions = store.query(question_named(name).query(arguments))
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(None if term is None else term.value for term in row) for row in solutions]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_without_arguments_it_is_the_file(question: Question) -> None:
    assert question.query({}) == question.text == ontology.named_query(question.name)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_parameter_is_described_and_has_a_place(question: Question, store: ox.Store) -> None:
    declared = [p.name for p in question.parameters]
    assert len(set(declared)) == len(declared)
    for parameter in question.parameters:
        assert parameter.kind in KINDS
        assert parameter.zh and parameter.en
        text = question.query({parameter.name: SAMPLE[parameter.kind]})
        assert term_of("", parameter.kind, SAMPLE[parameter.kind]) in text
        store.query(text)
    together = {p.name: SAMPLE[p.kind] for p in question.parameters}
    store.query(question.query(together))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_block_of_values_in_comments_is_declared(question: Question) -> None:
    """The default of a parameter, given, is the text as it stands."""
    for parameter in question.parameters:
        if parameter.default is not None:
            assert question.query({parameter.name: parameter.default}) == question.text
    assert bool(re.search(r"# filters of \?", question.text)) == any(
        p.pattern for p in question.parameters
    )


def test_a_threshold_moves(store: ox.Store) -> None:
    found = rows(store, "satisfaction-at-least", min="0.98")
    assert found and all(Decimal(row[-1] or 0) >= Decimal("0.98") for row in found)
    assert set(found) < set(rows(store, "satisfaction-at-least"))
    assert set(rows(store, "satisfaction-at-least")) < set(
        rows(store, "satisfaction-at-least", min="0")
    )


def test_filters_narrow_alone_and_together(store: ox.Store) -> None:
    every = rows(store, "satisfaction-at-least", min="0")
    by_year = rows(store, "satisfaction-at-least", min="0", year="2025")
    assert [row[1] for row in by_year] == ["道路养护"]
    department = rows(store, "satisfaction-at-least", min="0", department="民政")
    assert department == [row for row in every if row[2] == "平罗县民政局"] != []
    assert rows(store, "satisfaction-at-least", min="0", department="民政", year="2025") == []
    assert rows(store, "due-after-year-end", category="timeliness") != []
    assert rows(store, "due-after-year-end", category="benefit") == []


def test_a_region_is_met_with_those_below_it(store: ox.Store) -> None:
    every = rows(store, "units-of-departments")
    county = rows(store, "units-of-departments", region="平罗县")
    assert county == rows(store, "units-of-departments", region="石嘴山市")
    assert county == [row for row in every if row[1] != "甲县交通局"]
    assert rows(store, "units-of-departments", region="月球") == []


def test_both_sides_of_a_comparison_are_filtered(store: ox.Store) -> None:
    found = rows(store, "median-amount-by-department", year="2025")
    assert [(row[1], Decimal(row[2] or 0)) for row in found] == [("甲县交通局", 1200000)]


def test_a_limit_is_a_limit(store: ox.Store) -> None:
    assert rows(store, "largest-projects", limit="3") == rows(store, "largest-projects")[:3]


def test_a_wrong_name_is_told_with_a_likely_one() -> None:
    with pytest.raises(NotFoundError, match="did you mean largest-projects"):
        question_named("largest-project")
    with pytest.raises(NotFoundError, match="is no named query; there are amount-by-prefecture"):
        question_named("x")


def test_a_wrong_argument_is_told_with_what_there_is() -> None:
    question = question_named("satisfaction-at-least")
    with pytest.raises(InvalidRequestError, match=r"mn: .*it has min, year, region, department"):
        question.query({"mn": "1"})
    with pytest.raises(InvalidRequestError, match="min: '95%' is no number"):
        question.query({"min": "95%"})


HOSTILE = st.sampled_from(
    ["VALUES ?unit { x }", "LIMIT 1", "\n  # filters of ?project", "?project", "…", "\\1", '"']
)


@given(unit=st.text() | HOSTILE, department=st.text() | HOSTILE)
def test_an_argument_stays_a_value(unit: str, department: str) -> None:
    """In whatever order they are filled in, texts are found again as the literals of the query."""
    question = question_named("unit-costs")
    ordinary = question.query({"unit": "甲", "department": "乙"})
    terms = term_of("", "string", unit), term_of("", "string", department)
    query = question.query({"unit": unit, "department": department})
    before, between, after = re.split('"甲"|"乙"', ordinary)
    assert query == f"{before}{terms[0]}{between}{terms[1]}{after}"
