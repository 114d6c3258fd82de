"""The service description, by the demands of the W3C's tests of the SPARQL 1.1 suite."""

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from api.http.description import service_description
from api.live import LiveService

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = URIRef("http://testserver/sparql")
# The classes that the vocabulary gives the values of its properties.
RANGES = {
    SD.defaultDataset: SD.Dataset,
    SD.defaultGraph: SD.Graph,
    SD.namedGraph: SD.NamedGraph,
    SD.extensionFunction: SD.Function,
}
TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.fixture(scope="module")
def described(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/sparql").text, format="turtle")


@pytest.mark.parametrize("media_type", TYPES)
def test_a_get_on_the_endpoint_returns_rdf(
    client: TestClient, described: Graph, media_type: str
) -> None:
    answer = client.get("/sparql", headers={"Accept": media_type})
    assert answer.headers["content-type"].startswith(media_type)
    assert len(Graph().parse(data=answer.text, format=TYPES[media_type])) == len(described)


def test_the_endpoint_is_the_one_that_was_asked(described: Graph) -> None:
    assert (None, SD.endpoint, ENDPOINT) in described
    assert described.value(ENDPOINT, RDF.type) == SD.Service


def test_it_conforms_to_the_schema(described: Graph) -> None:
    for predicate, kind in RANGES.items():
        values = list(described.objects(None, predicate))
        assert values, predicate
        for value in values:
            assert (value, RDF.type, kind) in described
    assert (ENDPOINT, SD.supportedLanguage, SD.SPARQL11Query) in described
    assert not [o for o in described.objects(ENDPOINT) if isinstance(o, Literal)]


def test_the_named_graphs_are_those_of_the_store(client: TestClient, described: Graph) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert {str(name) for name in described.objects(None, SD.name)} == {
        row["g"]["value"] for row in rows
    }


def test_the_default_graph_is_the_union_that_it_is_said_to_be(
    client: TestClient, described: Graph
) -> None:
    assert (ENDPOINT, SD.feature, SD.UnionDefaultGraph) in described
    counts = [
        client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        for query in (
            "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }",
        )
    ]
    assert counts[0] == counts[1]


def test_it_can_be_made_without_a_server(live: LiveService) -> None:
    text = service_description("https://e.org/sparql", "text/turtle", live.current().release)
    assert "https://e.org/sparql" in text
