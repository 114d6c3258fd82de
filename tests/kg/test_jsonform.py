import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kg.jsonform import project_to_json
from kg.model import Document, Problem
from kg.read import read_document
from kg.target import plain_number


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Document:
    return read_document(sample_path.read_bytes(), sample_path.name)


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


def test_a_value_for_one_place_says_which_and_keeps_its_column_to_itself(sample: Document) -> None:
    project = sample.projects[0]
    first = project.indicators[0]
    here = replace(first, place="高庄乡", source=replace(first.source, column=4))
    form = project_to_json(replace(project, indicators=(here,)))["indicators"][0]
    assert form["place"] == "高庄乡"
    assert list(form["source"]) == ["document", "table", "row", "cell"]


def test_problems_are_part_of_the_public_form(sample: Document) -> None:
    project = replace(sample.projects[0], problems=(Problem("a.txt: row 3", "unclear"),))
    assert project_to_json(project)["problems"] == [{"where": "a.txt: row 3", "message": "unclear"}]


def test_amounts_are_plain_json_numbers() -> None:
    assert repr(plain_number(Decimal("4000000.000000"))) == "4000000"
    assert repr(plain_number(Decimal("12005000.50"))) == "12005000.5"
    assert repr(plain_number(Decimal(2**53))) == "9007199254740992.0"
    assert repr(plain_number(Decimal("9E+30"))) == "9e+30"
