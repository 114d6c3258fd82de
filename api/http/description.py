"""Descriptions of the service and its data: SPARQL 1.1 Service Description and VoID."""

from typing import Any

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, VOID, XSD

from kg.release import Release

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


def service_description(endpoint: str, media_type: str) -> str:
    """Describe the SPARQL endpoint at this IRI."""
    graph = Graph()
    graph.bind("sd", SD)
    service = URIRef(endpoint)
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for name in (*_RESULTS, *_GRAPHS):
        graph.add((service, SD.resultFormat, FORMATS[name]))
    return graph.serialize(format=media_type)


def void_description(release: Release, server: str) -> str:
    """The release as a ``void:Dataset`` in Turtle; ``server`` is the root URL it is served at."""
    graph = Graph()
    graph.bind("void", VOID)
    stats: dict[str, Any] = release.manifest.stats
    dataset = URIRef(f"{server}.well-known/void#dataset")
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, DCTERMS.title, Literal("绩谱", lang="zh")))
    graph.add((dataset, DCTERMS.modified, Literal(release.manifest.created, datatype=XSD.dateTime)))
    graph.add((dataset, DCTERMS.identifier, Literal(release.id)))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{server}sparql")))
    graph.add((dataset, VOID.uriSpace, Literal(release.manifest.base_iri)))
    graph.add((dataset, VOID.triples, Literal(stats["triples"])))
    graph.add((dataset, VOID.documents, Literal(stats["documents"])))
    graph.add((dataset, VOID.vocabulary, URIRef("https://w3id.org/jipu/ontology")))
    return graph.serialize(format="turtle")
