"""The service description tests of the W3C, which its manifest names and leaves to be written."""

from pathlib import Path

import httpx2
import pyshacl
from rdflib import Graph, Namespace, URIRef

from tests.w3c.suite import entries, manifest, skip_without_suite

skip_without_suite()
_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_SHAPES = Path(__file__).parent / "service-description.shapes.ttl"


def described(endpoint: httpx2.Client) -> Graph:
    answer = endpoint.get("/sparql", headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="nt")


def test_returns_rdf(endpoint: httpx2.Client) -> None:
    assert len(described(endpoint)) > 0


def test_has_endpoint_triple(endpoint: httpx2.Client) -> None:
    address = URIRef(str(endpoint.base_url.join("/sparql")))
    assert set(described(endpoint).objects(None, _SD.endpoint)) == {address}


def test_conforms_to_schema(endpoint: httpx2.Client) -> None:
    conforms, _, told = pyshacl.validate(described(endpoint), shacl_graph=str(_SHAPES))
    assert conforms, told


def test_these_are_the_tests_that_the_manifest_names() -> None:
    named = {case_id.partition("/")[2] for case_id, _ in entries(manifest("service-description"))}
    assert named == {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
