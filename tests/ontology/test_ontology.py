"""The Turtle files are complete, agree with the code, and say everything in two languages."""

import re

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, Namespace, URIRef

import ontology
from kg import vocab
from kg.categories import expand
from kg.entities.divisions import Level
from kg.model import Comparator, Direction, Kind
from kg.questions import questions
from kg.target import parse_target
from kg.target.lexicon import table
from tests.sample import expected

JIPU = Namespace(ontology.PREFIXES["jipu"])
CAT = Namespace(ontology.PREFIXES["cat"])
CON = Namespace(ontology.PREFIXES["con"])
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TERMS = (
    *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype, RDF.Property),
    *(SD.Service, SD.Function),
)


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in ontology.files():
        graph.parse(path, format="turtle")
    return graph


def _ours(graph: rdflib.Graph, *kinds: URIRef) -> list[URIRef]:
    return [s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)]


def _languages(graph: rdflib.Graph, subject: URIRef, predicate: URIRef) -> set[str | None]:
    return {o.language for o in graph.objects(subject, predicate) if isinstance(o, rdflib.Literal)}


def test_every_term_has_label_and_definition_in_zh_and_en(graph: rdflib.Graph) -> None:
    terms = _ours(graph, *TERMS)
    assert len(terms) > 30
    for term in terms:
        assert {"zh", "en"} <= _languages(graph, term, RDFS.label), term
        assert {"zh", "en"} <= _languages(graph, term, SKOS.definition), term


def test_every_concept_has_label_definition_and_notation(graph: rdflib.Graph) -> None:
    for concept in _ours(graph, SKOS.Concept, SKOS.ConceptScheme):
        assert {"zh", "en"} <= _languages(graph, concept, SKOS.prefLabel), concept
        assert {"zh", "en"} <= _languages(graph, concept, SKOS.definition), concept
    for concept in _ours(graph, SKOS.Concept):
        assert len(list(graph.objects(concept, SKOS.notation))) == 1, concept
        assert list(graph.objects(concept, SKOS.inScheme)), concept


def test_a_notation_is_unique_in_its_scheme(graph: rdflib.Graph) -> None:
    for scheme in _ours(graph, SKOS.ConceptScheme):
        notations = [
            str(graph.value(concept, SKOS.notation))
            for concept in graph.subjects(SKOS.inScheme, scheme)
        ]
        assert len(notations) == len(set(notations)), scheme


def test_the_ontology_has_a_version_iri(graph: rdflib.Graph) -> None:
    version = graph.value(URIRef(ontology.GRAPH), OWL.versionIRI)
    number = graph.value(URIRef(ontology.GRAPH), OWL.versionInfo)
    assert str(version) == f"{ontology.GRAPH}/{number}"


def test_a_blank_slot_is_no_indicator(graph: rdflib.Graph) -> None:
    assert (JIPU.BlankSlot, OWL.disjointWith, JIPU.Indicator) in graph


def test_code_and_ontology_have_the_same_terms(graph: rdflib.Graph) -> None:
    coded = {
        value
        for name, value in vars(vocab).items()
        if name.isupper() and name != "JIPU" and isinstance(value, str) and value.startswith(JIPU)
    }
    terms = _ours(graph, *TERMS)
    assert coded == {str(term) for term in terms}


@pytest.mark.parametrize("text", [path.read_text("utf-8") for path in ontology.files()]
    + list(ontology.named_queries().values())
    + list(ontology.checks().values()))  # fmt: skip
def test_only_defined_terms_are_used(text: str, graph: rdflib.Graph) -> None:
    for prefix, name in re.findall(r"(?<![\w/])(jipu|cat|con):([A-Za-z][\w-]*)", text):
        assert (URIRef(ontology.PREFIXES[prefix] + name), None, None) in graph, name


def test_every_enum_member_is_a_concept_with_its_value_as_notation(graph: rdflib.Graph) -> None:
    concepts = (
        {vocab.comparator(c): c.value for c in Comparator}
        | {vocab.kind(k): k.value for k in Kind}
        | {vocab.direction(d): d.value for d in Direction}
        | {vocab.level(level): level.value for level in Level}
    )
    for concept, value in concepts.items():
        assert str(graph.value(URIRef(concept), SKOS.notation)) == value


def test_cost_is_mapped_between_the_classifications(graph: rdflib.Graph) -> None:
    assert (CAT.cost, SKOS.closeMatch, CAT["economic-cost"]) in graph
    assert (CAT["economic-cost"], SKOS.closeMatch, CAT.cost) in graph
    assert (CAT.cost, SKOS.inScheme, CAT["scheme-2021"]) not in graph


@pytest.mark.parametrize(("scheme", "size"), [("scheme-2015", 3 + 9), ("scheme-2021", 4 + 10)])
def test_size_of_the_classifications(graph: rdflib.Graph, scheme: str, size: int) -> None:
    assert len(list(graph.subjects(SKOS.inScheme, CAT[scheme]))) == size


def test_broader_stays_within_a_scheme(graph: rdflib.Graph) -> None:
    for narrow, broad in graph.subject_objects(SKOS.broader):
        schemes = set(graph.objects(narrow, SKOS.inScheme))
        assert schemes <= set(graph.objects(broad, SKOS.inScheme))


def test_units_of_the_sample_are_concepts(graph: rdflib.Graph) -> None:
    units = {
        parse_target(row["raw_value"]).canonical_unit
        for project in expected()
        for row in project["indicators"]
    } - {None, "", "ISO8601"}
    notations = {str(graph.value(c, SKOS.notation)) for c in graph.subjects(SKOS.inScheme, None)}
    assert units <= notations


def test_units_that_compare_with_others_are_concepts(graph: rdflib.Graph) -> None:
    listed = {
        str(graph.value(unit, SKOS.notation)) for unit in graph.subjects(SKOS.inScheme, CON.units)
    }
    dimensions = table("units")["dimension"]
    assert {unit for dimension in dimensions for unit in dimension["sizes"]} <= listed


def test_units_of_the_scheme_are_its_top_concepts(graph: rdflib.Graph) -> None:
    members = set(graph.subjects(SKOS.inScheme, CON.units))
    assert members == set(graph.objects(CON.units, SKOS.hasTopConcept))


def test_shapes_use_core_shacl_only(graph: rdflib.Graph) -> None:
    assert not list(graph.subject_objects(SH.sparql))
    targets = set(graph.objects(None, SH.targetClass))
    assert {JIPU.Project, JIPU.Indicator, JIPU.BlankSlot, JIPU.Document, JIPU.Problem} <= targets


@pytest.mark.parametrize("query", list((ontology.named_queries() | ontology.checks()).values()))
def test_a_query_says_what_it_asks_in_both_languages(query: str) -> None:
    assert ontology.question(query, "zh")
    assert ontology.question(query, "en")
    assert not ontology.question(query, "fr")


def test_prefixes_of_files_are_those_of_every_surface() -> None:
    texts = [path.read_text("utf-8") for path in ontology.files()]
    texts += [*ontology.named_queries().values(), *ontology.checks().values()]
    for prefix, iri in re.findall(r"(?:@prefix|PREFIX) (\w+): <([^>]+)>", "\n".join(texts)):
        assert ontology.PREFIXES.get(prefix, iri) == iri


def test_an_unknown_question_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="satisfaction-at-least"):
        ontology.named_query("no-such-question")


def test_filters_cover_what_the_scheme_says() -> None:
    assert expand("cost-group") == {"cost", "economic-cost", "social-cost", "ecological-cost"}


def test_the_readme_lists_every_question_with_its_parameters() -> None:
    readme = (ontology.FOLDER / "README.md").read_text("utf-8")
    for question in questions().values():
        parameters = ", ".join(
            f"`{p.name}`" if p.default is None else f"`{p.name}={p.default}`"
            for p in question.parameters
        )
        row = question.name, question.zh, question.en, parameters or "–"
        assert "| `{}` | {} | {} | {} |".format(*row) in readme
