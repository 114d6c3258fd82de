from urllib.parse import quote

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.clients.questions import INDICATORS, LABELS, LARGEST, LARGEST_YUAN, PREFIXES, SOME
from tests.servers import get

WISH = "群众对环境的满意程度 ≥90%"
PROJECT = URIRef("https://w3id.org/jipu/ontology#Project")


def test_a_graph_over_the_endpoint_answers_queries(endpoint: str) -> None:
    for method in ("GET", "POST", "POST_FORM"):
        graph = Graph(SPARQLStore(endpoint, method=method))
        assert [int(row.yuan) for row in graph.query(LARGEST)] == LARGEST_YUAN
    assert graph.query(SOME).askAnswer
    assert len(graph.query(LABELS).graph) == 20


def test_it_is_walked_as_any_graph(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint))
    projects = list(graph.subjects(RDF.type, PROJECT))
    assert len(projects) == 20
    assert all(graph.value(project, RDFS.label) for project in projects[:3])


def test_another_graph_federates_to_it(endpoint: str) -> None:
    """A researcher's own notes, joined with what the endpoint says."""
    notes = Graph()
    note = URIRef("https://e.org/note")
    notes.add((note, RDFS.label, Literal("高龄津贴县级补助资金")))
    query = f"""{PREFIXES}
        SELECT ?note ?yuan WHERE {{
          ?note rdfs:label ?name
          SERVICE <{endpoint}> {{ ?project rdfs:label ?name ; jipu:amount ?yuan }}
        }}"""
    assert [(row.note, int(row.yuan)) for row in notes.query(query)] == [(note, 5_000_000)]


def test_it_reads_as_much_as_there_is(endpoint: str) -> None:
    rows = list(Graph(SPARQLStore(endpoint, returnFormat="json")).query(INDICATORS))
    assert len(rows) == 190
    assert any(row.lower is None for row in rows)


@pytest.fixture(scope="module")
def hits(server: str) -> list[tuple[URIRef, float]]:
    """What /search finds."""
    found = get(f"{server}/search?q={quote(WISH)}&k=5")["hits"]
    return [(URIRef(hit["iri"]), hit["score"]) for hit in found]


def test_a_graph_over_the_endpoint_searches(
    endpoint: str, hits: list[tuple[URIRef, float]]
) -> None:
    """The store sends a query as it is: rdflib's own parser knows no clause in a clause."""
    query = f"""{PREFIXES}
        SELECT ?indicator ?score WHERE {{
          SERVICE jipu:search {{
            ?indicator jipu:query "{WISH}" ; jipu:score ?score ; jipu:limit 5 }}
        }} ORDER BY DESC(?score)"""
    found = Graph(SPARQLStore(endpoint)).query(query)
    assert [(row.indicator, float(row.score)) for row in found] == hits


def test_another_graph_searches_by_the_function(
    endpoint: str, hits: list[tuple[URIRef, float]]
) -> None:
    """Its own parser reads this; the scores, and so the order, are those of a search."""
    notes = Graph()
    note = URIRef("https://e.org/note")
    notes.add((note, RDFS.seeAlso, hits[2][0]))
    clause = f"""SERVICE <{endpoint}> {{
        SELECT ?indicator ?score WHERE {{
          ?indicator a jipu:Indicator BIND(jipu:relevance(?indicator, "{WISH}") AS ?score)
        }} ORDER BY DESC(?score) LIMIT 5
    }}"""
    found = notes.query(f"{PREFIXES} SELECT * WHERE {{ {clause} }}")
    assert [(row.indicator, float(row.score)) for row in found] == hits
    joined = notes.query(f"{PREFIXES} SELECT * WHERE {{ ?note rdfs:seeAlso ?indicator {clause} }}")
    assert [(row.note, row.indicator) for row in joined] == [(note, hits[2][0])]
