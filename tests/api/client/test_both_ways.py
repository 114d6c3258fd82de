"""A home and a server give the same objects and raise the same errors."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from pydantic import BaseModel
from rdflib import RDF, Graph, URIRef
from rdflib.compare import isomorphic

import api.client as ours
from api.client import FilterArguments, Jipu
from api.http import models
from kg.errors import InvalidRequestError, JipuError, NotFoundError, QueryError
from search.filters import Filters

PROJECT = "高龄津贴县级补助资金"
NAMES = """SELECT ?name ?yuan ?year ?office {
  ?p a jipu:Project ; rdfs:label ?name ; jipu:amount ?yuan ; jipu:year ?year
  OPTIONAL { ?p jipu:none ?office }
} ORDER BY ?name"""

Ask = Callable[[Jipu], Any]
QUESTIONS: dict[str, Ask] = {
    "search": lambda jipu: jipu.search("群众对环境的满意程度 ≥90%", k=7),
    "search with every filter": lambda jipu: jipu.search(
        "满意度",
        category=["satisfaction", "quality"],
        department="平罗县",
        unit="平罗县",
        region="平罗县",
        year=2024,
        kind="numeric",
        min=0.9,
        max=1,
        amount_min=1000,
        amount_max=1e9,
    ),
    "search in a project": lambda jipu: jipu.search("满意度", project=PROJECT),
    "one category": lambda jipu: jipu.search("时间", k=30, category="timeliness"),
    "grouped": lambda jipu: jipu.search_grouped("项目完成时间", k=3),
    "similar to a text": lambda jipu: jipu.similar("农民对政策满意度 ≥95%", k=4),
    "similar to a hit": lambda jipu: jipu.similar(jipu.search("满意度")[0], year=2024),
    "comparable": lambda jipu: jipu.comparable(PROJECT, category="satisfaction", tolerance=0.05),
    "comparable to a result": lambda jipu: jipu.comparable(jipu.search("按时发放")[0].project),
    "stats": lambda jipu: jipu.stats(),
    "release": lambda jipu: jipu.release,
    "ask": lambda jipu: jipu.sparql("ASK { ?p a jipu:Project }"),
    "a named query": lambda jipu: jipu.named("satisfaction-at-least", year=2024).to_dict(),
    "one with arguments": lambda jipu: jipu.named(
        "largest-projects", limit=2, department="人力", region=None, timeout=9.5
    ).to_dict(),
    "one with numbers": lambda jipu: jipu.named("satisfaction-at-least", min=0.98).to_dict(),
    "one with a parameter of that name": lambda jipu: jipu.named(
        "provenance-of-indicator", name="路灯电费"
    ).to_dict(),
    "the named queries": lambda jipu: jipu.questions(),
    "terms": lambda jipu: list(jipu.select(NAMES).terms()),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_the_answers_are_equal(ask: Ask, local: Jipu, remote: Jipu) -> None:
    found = ask(local)
    assert found == ask(remote)
    assert found is not None


FILTERS: dict[str, Any] = {
    "category": "satisfaction",
    "department": "平罗县民政局",
    "unit": "平罗县民政局本级",
    "region": "平罗县",
    "year": 2024,
    "project": PROJECT,
    "kind": "date",
    "min": 0.95,
    "max": 100,
    "amount_min": 50_000_000,
    "amount_max": 1_000_000,
}


def test_every_filter_reaches_the_search(local: Jipu, remote: Jipu) -> None:
    assert FilterArguments.__annotations__.keys() == FILTERS.keys()
    assert len(FILTERS) == len(dataclasses.fields(Filters))
    for name, value in FILTERS.items():
        totals = [jipu.search("a", **{name: value}).total for jipu in (local, remote)]
        assert totals[0] == totals[1]
        assert (totals[0] < 190) == (name not in ("region", "year")), name


def test_the_frames_are_equal(local: Jipu, remote: Jipu) -> None:
    for ask in (
        lambda jipu: jipu.sparql(NAMES),
        lambda jipu: jipu.indicators(),
        lambda jipu: jipu.search("满意度", k=200).to_frame(),
        lambda jipu: jipu.comparable(PROJECT).to_frame(),
    ):
        frame = ask(local)
        pd.testing.assert_frame_equal(frame, ask(remote))
        assert len(frame) >= 5


def test_the_graphs_are_equal(local: Jipu, remote: Jipu) -> None:
    query = "CONSTRUCT { ?p a jipu:Project } WHERE { ?p a jipu:Project }"
    graphs = [jipu.sparql(query) for jipu in (local, remote)]
    assert all(isinstance(graph, Graph) for graph in graphs)
    assert isomorphic(*graphs)
    project = URIRef("https://w3id.org/jipu/ontology#Project")
    assert len(list(graphs[0].subjects(RDF.type, project))) == 20  # type: ignore[union-attr]
    assert "jipu:Project" in graphs[0].serialize()  # type: ignore[union-attr]


WRONG: dict[str, Ask] = {
    "a syntax error": lambda jipu: jipu.sparql("SELECT * {\n ?s ?p"),
    "an update": lambda jipu: jipu.sparql("CLEAR ALL"),
    "another host": lambda jipu: jipu.sparql("SELECT * { SERVICE <http://e.org/> { ?s ?p ?o } }"),
    "out of time": lambda jipu: jipu.sparql(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.2
    ),
    "no time": lambda jipu: jipu.sparql("ASK {}", timeout=0),
    "no number of seconds": lambda jipu: jipu.sparql("ASK {}", timeout=float("nan")),
    "no end": lambda jipu: jipu.sparql("ASK {}", timeout=float("inf")),
    "no such filter": lambda jipu: jipu.search("满意度", deparment="民政"),  # type: ignore[call-arg]
    "no such named query": lambda jipu: jipu.named("largest"),
    "no such parameter": lambda jipu: jipu.named("largest-projects", year="2024", rows=3),
    "no value of a parameter": lambda jipu: jipu.named("largest-projects", limit=1e-9),
    "a named query with no time": lambda jipu: jipu.named("largest-projects", timeout=0),
    "no rows": lambda jipu: jipu.select("ASK {}"),
    "no such category": lambda jipu: jipu.search("满意度", category="nonsense"),
    "no such department": lambda jipu: jipu.search("满意度", department="月球管理局"),
    "crossed bounds": lambda jipu: jipu.search("满意度", min=2, max=1),
    "no such indicator": lambda jipu: jipu.similar("https://w3id.org/jipu/indicator/none"),
    "no such project": lambda jipu: jipu.comparable("没有"),
}


@pytest.mark.parametrize("ask", WRONG.values(), ids=WRONG)
def test_the_errors_are_equal(ask: Ask, local: Jipu, remote: Jipu) -> None:
    errors = []
    for jipu in (local, remote):
        with pytest.raises(JipuError) as caught:
            ask(jipu)
        errors.append(caught.value)
    assert [type(error) for error in errors] == [type(errors[0])] * 2
    assert errors[0].args == errors[1].args
    assert str(errors[0])


def test_a_syntax_error_keeps_its_position(remote: Jipu) -> None:
    with pytest.raises(QueryError) as caught:
        remote.sparql("SELECT * {\n ?s ?p")
    assert (caught.value.line, caught.value.column) == (2, 7)


@pytest.mark.parametrize("ask", [lambda j: j.search(""), lambda j: j.search("a", k=0)])
def test_what_http_checks_itself_is_of_the_same_class(ask: Ask, local: Jipu, remote: Jipu) -> None:
    for jipu in (local, remote):
        with pytest.raises(InvalidRequestError):
            ask(jipu)


def test_a_name_leads_to_no_other_path(local: Jipu, remote: Jipu) -> None:
    for jipu in (local, remote):
        for name in ("../sparql?query=ASK{}", "largest-projects?limit=1"):
            with pytest.raises(NotFoundError):
                jipu.named(name)


SAME: list[tuple[type, type[BaseModel]]] = [
    (ours.Target, models.Target),
    (ours.Source, models.Source),
    (ours.ProjectName, models.ProjectName),
    (ours.Indicator, models.Indicator),
    (ours.Scores, models.Scores),
    (ours.Hit, models.Hit),
    (ours.Interpreted, models.Interpreted),
    (ours.SearchResult, models.Search),
    (ours.ComparedProject, models.ComparedProject),
    (ours.Pair, models.Pair),
    (ours.ComparableProject, models.ComparableProject),
    (ours.Peers, models.Peers),
    (ours.Comparables, models.Comparable),
    (ours.NamedQuery, models.NamedQuery),
    (ours.QueryParameter, models.QueryParameter),
    (ours.Stats, models.Stats),
]


@pytest.mark.parametrize(("kind", "model"), SAME, ids=[kind.__name__ for kind, _ in SAME])
def test_a_result_has_the_fields_that_the_interface_describes(
    kind: type, model: type[BaseModel]
) -> None:
    assert {field.name for field in dataclasses.fields(kind)} == set(model.model_fields)
