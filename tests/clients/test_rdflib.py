from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.clients.questions import INDICATORS, LABELS, LARGEST, LARGEST_YUAN, PREFIXES, SOME

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
