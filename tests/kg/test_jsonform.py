import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.jsonform import document_from_json, document_to_json, plain_number, project_to_json
from kg.model import Comparator, Direction, Document, Indicator, Kind, Problem, Project, Target
from kg.read import read_document


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Document:
    return read_document(sample_path)


def test_the_public_form_has_exactly_the_promised_names(sample: Document) -> None:
    form = json.loads(json.dumps(project_to_json(sample.projects[0])))
    assert list(form) == [
        "name",
        "year",
        "region",
        "department",
        "unit",
        "office",
        "attribute",
        "term",
        "amount_yuan",
        "goal",
        "indicators",
        "problems",
    ]
    first = form["indicators"][0]
    assert list(first) == [
        "level1",
        "level2",
        "category",
        "name",
        "value",
        "blank",
        "target",
        "source",
    ]
    assert first["source"] == {
        "document": "pingluo-2024.txt",
        "table": 1,
        "row": 15,
        "cell": None,
    }
    assert first["target"]["text"] == first["value"] == "144 个"
    assert (form["amount_yuan"], type(form["amount_yuan"])) == (4_000_000, int)


def test_problems_are_part_of_the_public_form(sample: Document) -> None:
    project = replace(sample.projects[0], problems=(Problem("a.txt: row 3", "unclear"),))
    assert project_to_json(project)["problems"] == [{"where": "a.txt: row 3", "message": "unclear"}]


def test_the_lossless_form_brings_the_sample_back(sample: Document) -> None:
    stored = json.dumps(document_to_json(sample), ensure_ascii=False)
    assert document_from_json(json.loads(stored)) == sample


texts = st.text(max_size=8)
maybe_text = st.none() | texts
numbers = st.decimals(allow_nan=False, allow_infinity=False)
bounds = st.none() | texts | numbers
targets = st.builds(
    Target,
    text=texts,
    kind=st.sampled_from(Kind),
    comparator=st.none() | st.sampled_from(Comparator),
    explicit=st.booleans(),
    value=bounds,
    upper=bounds,
    unit=maybe_text,
    canonical_value=bounds,
    canonical_upper=bounds,
    canonical_unit=maybe_text,
    approximate=st.booleans(),
    direction=st.none() | st.sampled_from(Direction),
)
indicators = st.builds(Indicator, target=targets, category=maybe_text)
projects = st.builds(
    Project,
    amount_yuan=st.none() | numbers,
    indicators=st.lists(indicators, max_size=2).map(tuple),
    problems=st.lists(st.builds(Problem), max_size=2).map(tuple),
)
documents = st.builds(
    Document,
    projects=st.lists(projects, max_size=2).map(tuple),
    problems=st.lists(st.builds(Problem), max_size=2).map(tuple),
)


@given(documents)
def test_the_lossless_form_brings_any_document_back(document: Document) -> None:
    back = document_from_json(json.loads(json.dumps(document_to_json(document))))
    assert back == document
    assert repr(back) == repr(document)


def test_amounts_are_plain_json_numbers() -> None:
    assert repr(plain_number(Decimal("4000000.000000"))) == "4000000"
    assert repr(plain_number(Decimal("12005000.50"))) == "12005000.5"
