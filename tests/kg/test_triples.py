"""The facts of a document, read back through other people's parsers."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from kg import ntriples, vocab
from kg.iri import Minter
from kg.model import Document, Indicator, Project, Source
from kg.target import parse_target
from kg.triples import Provenance, document_triples, ontology_triples
from tests.sample import elsewhere, expected, is_blank, pingluo

MINTER = Minter("https://data.example/")
PROVENANCE = Provenance("2025-01-02T03:04:05+00:00", "jipu 0.1.0")


def graph_of(document: Document) -> rdflib.Graph:
    lines = "".join(t.line for t in document_triples(document, MINTER, PROVENANCE))
    return rdflib.Graph().parse(data=lines, format="nt")


def facts_of(value: str, **changes: Any) -> dict[str, Any]:
    """The literal and concept facts of an indicator with this target, by local name."""
    row = Indicator(
        "产出指标", "数量指标", "quantity", "名", value, False, parse_target(value),
        Source("jia.xlsx", 1, 5, "D5"),
    )  # fmt: skip
    document = elsewhere()
    project = replace(document.projects[0], indicators=(replace(row, **changes),))
    graph = graph_of(replace(document, projects=(project,)))
    subject = URIRef(MINTER.indicator(document.sha256, row.source))
    return {
        str(p).removeprefix(vocab.JIPU): o.toPython() if isinstance(o, Literal) else str(o)
        for p, o in graph.predicate_objects(subject)
        if str(p).startswith(vocab.JIPU)
    }


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_as_a_literal(text: str) -> None:
    line = f"<https://a/s> <https://a/p> {ntriples.literal(text)} .\n"
    (triple,) = rdflib.Graph().parse(data=line.encode(), format="nt")
    assert triple[2] == Literal(text)
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_TRIPLES)
    assert quad.object == ox.Literal(text)


def test_a_surrogate_becomes_the_replacement_character() -> None:
    assert ntriples.literal("a\udc80b") == '"a\ufffdb"'


def test_counts_of_the_sample() -> None:
    graph = graph_of(pingluo())
    types = Counter(str(o).rsplit("#")[-1].rsplit("/")[-1] for o in graph.objects(None, RDF.type))
    assert (types["Project"], types["Indicator"], types["BlankSlot"]) == (20, 190, 10)
    assert types["Document"] == types["Activity"] == 1
    assert types["Region"] == len(("平罗县", "石嘴山市", "宁夏回族自治区"))
    assert types["ProjectSeries"] == 20
    departments = {p["department"] for p in expected()}
    units = {p["unit"].removesuffix("本级") for p in expected()}
    assert types["Organization"] == len(departments)
    assert types["OrganizationalUnit"] == len(units - departments)
    kinds = Counter(str(o) for o in graph.objects(None, URIRef(vocab.TARGET_KIND)))
    assert sorted(kinds.values()) == [21, 70, 99]


def test_every_row_of_the_sample_says_where_it_stands() -> None:
    graph = graph_of(pingluo())
    for table, project in enumerate(expected(), 1):
        for row in project["indicators"]:
            source = Source("pingluo-2024.txt", table, row["line"])
            mint = MINTER.slot if is_blank(row) else MINTER.indicator
            subject = URIRef(mint("5f" * 32, source))
            assert graph.value(subject, URIRef(vocab.SOURCE_ROW)) == Literal(row["line"])
            assert graph.value(subject, URIRef(vocab.LEVEL2)) == Literal(row["level2"])
            if not is_blank(row):
                assert graph.value(subject, RDFS.label) == Literal(row["name"])
                assert graph.value(subject, URIRef(vocab.TARGET_TEXT)) == Literal(row["raw_value"])


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        (
            "≥95%",
            {"lower": Decimal("0.95"), "unit": "1", "unitText": "%", "comparatorStated": True},
        ),
        ("≤65万元", {"upper": Decimal(650000), "unit": "元", "unitText": "万元"}),
        ("135户", {"lower": Decimal(135), "upper": Decimal(135), "comparatorStated": False}),
        ("5200元左右", {"approximate": True}),
    ],
)
def test_targets(value: str, facts: dict[str, Any]) -> None:
    found = facts_of(value)
    assert {name: found.get(name) for name in facts} == facts
    assert found["targetText"] == value


def test_an_open_bound_is_absent() -> None:
    assert "upper" not in facts_of("≥95%")
    assert "lower" not in facts_of("≤65万元")
    assert "approximate" not in facts_of("≥95%")


def test_dates() -> None:
    found = facts_of("2024年12月底前")
    assert str(found["upperDate"]) == "2024-12-31"
    assert {"lower", "upper", "unit", "unitText"}.isdisjoint(found)


def test_a_date_without_a_year_is_in_the_budget_year() -> None:
    found = facts_of("12月底前")
    assert found["targetKind"] == vocab.kind(parse_target("12月底前").kind)
    assert (found["upperDate"], "lowerDate" in found) == (date(2024, 12, 31), False)
    assert {"lowerDate", "upperDate"}.isdisjoint(facts_of("每月10日前"))


def test_a_phrase_has_kind_and_direction_only() -> None:
    found = facts_of("显著提升")
    assert found["targetKind"].endswith("/qualitative")
    assert found["direction"].endswith("/increase")
    assert {"lower", "upper", "comparator", "unit"}.isdisjoint(found)


def test_decimals_have_one_lexical_form() -> None:
    graph = graph_of(pingluo())
    decimals = [
        o for o in graph.objects() if isinstance(o, Literal) and o.datatype == rdflib.XSD.decimal
    ]
    assert len(decimals) > 100
    for number in decimals:
        assert str(number) == f"{Decimal(str(number)).normalize():f}"


def test_top_category_comes_from_the_group_where_no_category_is_known() -> None:
    found = facts_of("1个", category=None, level1="成本指标", level2="")
    assert "category" not in found
    assert found["topCategory"] == vocab.category("cost-group")


def test_a_row_without_a_name_has_no_label() -> None:
    assert facts_of("1个", name="")["targetText"] == "1个"


def test_bodies() -> None:
    graph = graph_of(pingluo())
    unit = URIRef(MINTER.organisation("平罗县", "平罗县就业创业服务局"))
    department = URIRef(MINTER.organisation("平罗县", "平罗县人力资源和社会保障局"))
    placeholder = URIRef(MINTER.organisation("平罗县", "财政代编"))
    assert graph.value(unit, URIRef(vocab.UNIT_OF)) == department
    assert (placeholder, RDF.type, URIRef(vocab.PLACEHOLDER_BODY)) in graph
    assert (department, RDF.type, URIRef(vocab.PLACEHOLDER_BODY)) not in graph


def test_a_department_that_acts_itself_is_no_unit_of_itself() -> None:
    graph = graph_of(elsewhere())
    assert not list(graph.subject_objects(URIRef(vocab.UNIT_OF)))
    assert len(list(graph.subjects(URIRef(vocab.IMPLEMENTING_UNIT)))) == 2


def test_a_region_has_its_code_and_those_above_it() -> None:
    graph = graph_of(pingluo())
    county = URIRef(MINTER.region("平罗县"))
    assert graph.value(county, SKOS.notation) == Literal("640221", datatype=vocab.DIVISION_CODE)
    assert graph.value(county, URIRef(vocab.ADMINISTRATIVE_LEVEL)) == URIRef(vocab.CON + "county")
    above = [
        graph.value(place, RDFS.label) for place in graph.transitive_objects(county, SKOS.broader)
    ]
    assert above == [Literal("平罗县"), Literal("石嘴山市"), Literal("宁夏回族自治区")]


def printed(**changes: Any) -> Project:
    """A project of 平罗县 with other words in its table."""
    plain = replace(elsewhere().projects[0], region="平罗县", department="平罗县水务局", unit=None)
    return replace(plain, **changes)


def test_a_label_does_not_depend_on_what_was_printed_first() -> None:
    ways = [
        printed(),
        printed(department="433-县水务局", year=2025),
        printed(department="水务局（本级）", region="宁夏平罗县", year=2026),
    ]
    for order in (ways, ways[::-1]):
        graph = graph_of(replace(elsewhere(), projects=tuple(order)))
        body = URIRef(MINTER.organisation("平罗县", "平罗县水务局"))
        region = URIRef(MINTER.region("平罗县"))
        assert list(graph.objects(body, RDFS.label)) == [Literal("平罗县水务局")]
        assert list(graph.objects(region, RDFS.label)) == [Literal("平罗县")]
        assert set(graph.objects(body, SKOS.altLabel)) == {
            Literal("433-县水务局"), Literal("水务局（本级）")
        }  # fmt: skip
        assert set(graph.objects(region, SKOS.altLabel)) == {Literal("宁夏平罗县")}


def test_what_a_project_prints_stays_with_it() -> None:
    graph = graph_of(
        replace(elsewhere(), projects=(printed(department="县水务局", unit="水务局本级"),))
    )
    (project,) = graph.subjects(RDF.type, URIRef(vocab.PROJECT))
    assert graph.value(project, URIRef(vocab.DEPARTMENT_NAME)) == Literal("县水务局")
    assert graph.value(project, URIRef(vocab.UNIT_NAME)) == Literal("水务局本级")
    assert graph.value(project, URIRef(vocab.REGION_NAME)) == Literal("平罗县")


def test_a_project_printed_in_two_ways_has_the_first_as_its_label() -> None:
    ways = (printed(name="取暖费（新退）"), printed(name="取暖费(新退)"))
    graph = graph_of(replace(elsewhere(), projects=ways))
    (project,) = graph.subjects(RDF.type, URIRef(vocab.PROJECT))
    assert list(graph.objects(project, RDFS.label)) == [Literal("取暖费（新退）")]
    assert list(graph.objects(project, SKOS.altLabel)) == [Literal("取暖费(新退)")]


def test_projects_of_two_years_are_versions_of_one() -> None:
    ways = (printed(name="2024年渠道维修"), printed(name="2025年渠道维修", year=2025))
    graph = graph_of(replace(elsewhere(), projects=ways))
    (series,) = graph.subjects(RDF.type, URIRef(vocab.PROJECT_SERIES))
    assert graph.value(series, RDFS.label) == Literal("渠道维修")
    assert len(list(graph.subjects(URIRef(vocab.VERSION_OF), series))) == 2


def test_a_body_of_another_region_is_in_that_region() -> None:
    graph = graph_of(replace(elsewhere(), projects=(printed(department="石嘴山市水务局"),)))
    body = URIRef(MINTER.organisation("石嘴山市", "水务局"))
    assert graph.value(body, URIRef(vocab.IN_REGION)) == URIRef(MINTER.region("石嘴山市"))


def test_a_value_for_one_place_says_which() -> None:
    assert facts_of("3个", place="高庄乡")["place"] == "高庄乡"
    assert "place" not in facts_of("3个")


def test_provenance_and_problems() -> None:
    graph = graph_of(elsewhere())
    document = URIRef(MINTER.document("a1" * 32))
    assert graph.value(document, RDFS.label) == Literal("jia.xlsx")
    assert str(graph.value(document, URIRef(vocab.GENERATED_AT))) == PROVENANCE.generated_at
    reading = graph.value(document, URIRef(vocab.GENERATED_BY))
    assert graph.value(reading, URIRef(vocab.SOFTWARE_VERSION)) == Literal("jipu 0.1.0")
    problems = list(graph.objects(document, URIRef(vocab.HAS_PROBLEM)))
    messages = Counter(str(graph.value(p, URIRef(vocab.MESSAGE))) for p in problems)
    assert messages == Counter(p.message for p in elsewhere().all_problems)


def test_a_document_without_projects_still_says_where_it_came_from() -> None:
    graph = graph_of(replace(elsewhere(), projects=()))
    assert len(list(graph.subjects(URIRef(vocab.FILE_NAME)))) == 1
    assert len(list(graph.subjects(RDF.type, URIRef(vocab.PROBLEM)))) == 1


def test_each_fact_is_stated_once_and_in_the_same_order() -> None:
    triples = list(document_triples(pingluo(), MINTER, PROVENANCE))
    assert len(triples) == len(set(triples))
    assert triples == list(document_triples(pingluo(), MINTER, PROVENANCE))


def test_no_blank_nodes_so_that_graphs_can_be_loaded_twice() -> None:
    assert not [t for t in document_triples(pingluo(), MINTER, PROVENANCE) if "_:" in t.line[:9]]


def test_the_ontology_is_written_as_it_stands() -> None:
    lines = "".join(t.line for t in ontology_triples())
    graph = rdflib.Graph().parse(data=lines, format="nt")
    label = graph.value(URIRef(vocab.PROJECT), RDFS.label, any=True)
    assert len(graph) > 800
    assert label in {Literal("项目", lang="zh"), Literal("project", lang="en")}
